"""The last line: the keys for what one can do now."""

from textual import events
from textual.content import Content
from textual.keys import _character_to_key
from textual.timer import Timer
from textual.widget import Widget

from sessionlens.domain.keys import key_named
from sessionlens.domain.text import clean


class FooterBar(Widget):
    """Pairs of key and word, as many as fit; a notice takes its place for a while."""

    DEFAULT_CSS = "FooterBar { height: auto; max-height: 3; padding: 0 1; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._pairs: tuple[tuple[str, str], ...] = ()
        self._notice = ""
        self._timer: Timer | None = None

    def show(self, pairs: tuple[tuple[str, str], ...]) -> None:
        """Show these keys."""
        self._pairs = pairs
        self.refresh()

    @property
    def notice(self) -> str:
        """The sentence that is shown, if any."""
        return self._notice

    def say(self, notice: str, seconds: float | None = None) -> None:
        """Show a sentence instead of the keys, for so long; an empty one shows them again."""
        self._notice = clean(notice)
        if self._timer:
            self._timer.stop()
        self._timer = self.set_timer(seconds, self._fall_silent) if seconds else None
        self.refresh(layout=True)

    def on_click(self, event: events.Click) -> None:
        """Do what the key under the mouse does."""
        at = self.gutter.left
        for key, word in self._shown_pairs():
            end = at + len(key) + 1 + len(word)
            if (
                not self._notice
                and at <= event.x < end
                and (pressed := key_named(_part(key, event.x - at)))
            ):
                self.app.simulate_key(_character_to_key(pressed) if len(pressed) == 1 else pressed)
                return
            at = end + 2

    def _shown_pairs(self) -> list[tuple[str, str]]:
        """The pairs that fit."""
        shown = []
        room = self.content_size.width
        for key, word in self._pairs:
            if (left := room - len(key) - len(word) - 3) < -2:
                continue
            room = left
            shown.append((key, word))
        return shown

    def _fall_silent(self) -> None:
        self._notice = ""
        self.refresh(layout=True)

    def render(self) -> Content:
        if self._notice:
            return Content.styled(self._notice, "$accent")
        return Content("  ").join(
            Content.assemble((key, "bold $accent"), " ", (word, "$faint"))
            for key, word in self._shown_pairs()
        )


def _part(keys: str, at: int) -> str:
    """Of several keys, such as `j/l`, the one at a place; the first for the word beside them."""
    if keys == "/" or "/" not in keys:
        return keys
    first, _, second = keys.partition("/")
    return second if len(first) < at < len(keys) else first
