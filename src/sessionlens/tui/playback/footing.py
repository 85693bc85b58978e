"""The last line: the keys one needs now, or what has just happened."""

from sessionlens.domain.command import BY_ID
from sessionlens.domain.keymap import Keymap, first_key
from sessionlens.domain.text import clean
from sessionlens.tui.widgets.footer_bar import FooterBar

Shown = tuple[tuple[str | tuple[str, ...], str], ...]
"""(command, or several; the word for them), the most needed first."""


class Footing:
    """Fills the footer with a key for each of `shown`; notices stay for some seconds.

    What is no command of the registry stands there as the key itself.
    """

    SECONDS = 5.0

    def __init__(self, keymap: Keymap, shown: Shown) -> None:
        self.bar = FooterBar(id="footer")
        self._keymap = keymap
        self._shown = shown
        self.leave_out(frozenset())

    def leave_out(self, keys: frozenset[str]) -> None:
        """Show no key that does something else just now."""
        pairs = [
            (self._keys((one,) if isinstance(one, str) else one, keys), word)
            for one, word in self._shown
        ]
        self.bar.show(tuple(pair for pair in pairs if pair[0]))

    def say(self, notice: str) -> None:
        """Say something for a while."""
        self.bar.say(clean(notice), self.SECONDS)

    def _keys(self, names: tuple[str, ...], without: frozenset[str]) -> str:
        return "/".join(first for name in names if (first := self._first(name, without)))

    def _first(self, name: str, without: frozenset[str]) -> str:
        if name not in BY_ID:
            return name
        return first_key(self._keymap, name, without)
