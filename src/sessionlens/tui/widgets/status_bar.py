"""The first line: whose session, where the playhead is, what one hears on, whether it is saved."""

from msgspec import Struct
from textual.content import Content
from textual.widget import Widget

from sessionlens.domain.review import Session
from sessionlens.domain.text import file_name
from sessionlens.domain.timecode import clock
from sessionlens.tui.wrapping import cells, fit

_SHORTEST_TITLE = 20
_SHORTEST_SOUND = 12
_BETWEEN = 3
"""Cells between the parts in the middle."""


class Status(Struct, frozen=True):
    """What the line says. Times are seconds; `position` is cut to tenths when shown.

    `state` is what goes on where somebody listens as it happens; it stands in the place of the
    playhead's, `alarming` if nobody may overlook it.
    """

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
    state: str = ""
    alarming: bool = False


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
        status = self._status
        middle = self._middle()
        used = cells((" " * _BETWEEN).join(part.plain for part in middle))
        saved, sound = self._fitted(used)
        if sound:
            middle.append(Content.styled(sound, "bold $warning" if status.silent else "$faint"))
        centre = Content(" " * _BETWEEN).join(middle)
        room = self.content_size.width - cells(centre.plain) - cells(saved) - 4
        title = Content(fit(status.title, max(room, 0)))
        style = "bold $warning reverse" if status.unsaved else "$faint"
        return Content("  ").join([title, centre, Content.styled(saved, style)])

    def _middle(self) -> list[Content]:
        """What is never cut: where the playhead is, and how one listens."""
        status = self._status
        if status.state:
            style = "bold $warning reverse" if status.alarming else "bold $accent"
            middle = [Content.styled(status.state, style)]
            return middle + ([Content.styled(status.loop, "$accent")] if status.loop else [])
        sign = "▶" if status.playing else "‖"
        place = f"{sign} {clock(status.position, 1)} / {clock(status.duration)}"
        middle = [Content.styled(place, "bold $accent" if status.playing else "bold")]
        if status.speed != 1.0:
            speed = f"{status.speed:.2f}".rstrip("0").rstrip(".") + "×"
            middle.append(Content.styled(speed, "$accent"))
        if status.loop:
            middle.append(Content.styled(status.loop, "$accent"))
        return middle

    def _fitted(self, used: int) -> tuple[str, str]:
        """The words on saving and on the sound, as they fit beside a title and `used` cells.

        A sentence on the sound may be longer than the line, so it is cut before anything else.
        """
        status = self._status
        free = self.content_size.width - used - 4
        title = min(_SHORTEST_TITLE, cells(status.title))
        between = _BETWEEN if status.sound else 0
        shortest = min(_SHORTEST_SOUND, cells(status.sound))
        saved = status.saved
        room = free - title - between - cells(saved)
        if room < shortest and not status.unsaved:
            saved = status.saved.rsplit(" · ", 1)[-1]
            room = free - title - between - cells(saved)
        # Before the words on saving are lost at the edge, the title goes, then the sound.
        room = min(max(room, shortest), free - between - cells(saved))
        return saved, fit(status.sound, min(room, cells(status.sound))) if room > 1 else ""


def session_title(session: Session, file: str) -> str:
    """Title, coach and level of a session; the recording's name if nothing is known yet."""
    return " · ".join(
        part for part in (session.title or file_name(file), session.coach, session.level) if part
    )
