"""The first line: whose session, where the playhead is, what one hears on, whether it is saved."""

from msgspec import Struct
from textual.content import Content
from textual.widget import Widget

from sessionlens.domain.review import Session
from sessionlens.domain.timecode import clock
from sessionlens.tui.wrapping import cells, fit

_SHORTEST_TITLE = 20


class Status(Struct, frozen=True):
    """What the line says. Times are seconds; `position` is cut to tenths when shown."""

    title: str = ""
    position: float = 0.0
    duration: float = 0.0
    playing: bool = False
    speed: float = 1.0
    loop: str = ""
    sound: str = ""
    silent: bool = False
    saved: str = ""
    unsaved: bool = False


class StatusBar(Widget):
    """Redraws itself only when what it says has changed."""

    DEFAULT_CSS = "StatusBar { height: 1; padding: 0 1; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._status = Status()

    def show(self, status: Status) -> None:
        """Say this."""
        if status != self._status:
            self._status = status
            self.refresh()

    def render(self) -> Content:
        one = self._status
        sign = "▶" if one.playing else "‖"
        length = clock(one.duration)
        place = f"{sign} {clock(one.position, 1)} / {length}"
        middle = [Content.styled(place, "bold $accent" if one.playing else "bold")]
        if one.speed != 1.0:
            middle.append(
                Content.styled(f"{one.speed:.2f}".rstrip("0").rstrip(".") + "×", "$accent")
            )
        if one.loop:
            middle.append(Content.styled(one.loop, "$accent"))
        if one.sound:
            middle.append(Content.styled(one.sound, "bold $warning" if one.silent else "$faint"))
        saved = Content.styled(one.saved, "bold $warning reverse" if one.unsaved else "$faint")
        centre = Content("   ").join(middle)
        room = self.content_size.width - cells(centre.plain) - cells(saved.plain) - 4
        if room < min(_SHORTEST_TITLE, cells(one.title)) and not one.unsaved:
            saved = Content.styled(one.saved.rsplit(" · ", 1)[-1], "$faint")
            room = self.content_size.width - cells(centre.plain) - cells(saved.plain) - 4
        title = Content(fit(one.title, max(room, 0)))
        return Content("  ").join([title, centre, saved])


def session_title(session: Session, file: str) -> str:
    """Title, coach and level of a session; the recording's name if nothing is known yet."""
    return " · ".join(
        part for part in (session.title or file, session.coach, session.level) if part
    )
