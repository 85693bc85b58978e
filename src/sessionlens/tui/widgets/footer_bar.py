"""The last line: the keys for what one can do now."""

from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget


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

    def say(self, notice: str, seconds: float | None = None) -> None:
        """Show a sentence instead of the keys, for so long; an empty one shows them again."""
        self._notice = notice
        if self._timer:
            self._timer.stop()
        self._timer = self.set_timer(seconds, self._fall_silent) if seconds else None
        self.refresh(layout=True)

    def _fall_silent(self) -> None:
        self._notice = ""
        self.refresh(layout=True)

    def render(self) -> Content:
        if self._notice:
            return Content.styled(self._notice, "$accent")
        shown: list[Content] = []
        room = self.content_size.width
        for key, word in self._pairs:
            if (left := room - len(key) - len(word) - 3) < -2:
                continue
            room = left
            shown.append(Content.assemble((key, "bold $accent"), " ", (word, "$faint")))
        return Content("  ").join(shown)
