"""The last line of a screen: the keys one needs now, or what has just happened."""

from sessionlens.domain.command import BY_ID
from sessionlens.domain.keymap import Keymap, first_key
from sessionlens.tui.widgets.footer_bar import FooterBar

FooterKeys = tuple[tuple[str | tuple[str, ...], str], ...]
"""(command, or several; the word for them), the most needed first."""


class Footer:
    """Fills the bar with a key for each of `commands`; notices stay until they can be read.

    What is no command of the registry stands there as the key itself.
    """

    SECONDS = 5.0  # at least, and so many for each character
    PER_CHARACTER = 1 / 15

    def __init__(self, keymap: Keymap, commands: FooterKeys) -> None:
        self.bar = FooterBar(id="footer")
        self._keymap = keymap
        self._commands = commands
        self._left_out: frozenset[str] = frozenset()
        self.leave_out(frozenset())

    def use(self, commands: FooterKeys) -> None:
        """Show the keys of another moment."""
        if commands != self._commands:
            self._commands = commands
            self.leave_out(self._left_out)

    def leave_out(self, keys: frozenset[str]) -> None:
        """Show no key that does something else just now."""
        self._left_out = keys
        pairs = [
            (self._keys((ids,) if isinstance(ids, str) else ids, keys), word)
            for ids, word in self._commands
        ]
        self.bar.show(tuple(pair for pair in pairs if pair[0]))

    def say(self, notice: str) -> None:
        """Say something for as long as it takes to read it."""
        seconds = max(self.SECONDS, len(notice) * self.PER_CHARACTER)
        self.bar.say(notice, seconds if notice else None)

    def _keys(self, ids: tuple[str, ...], without: frozenset[str]) -> str:
        return "/".join(key for command_id in ids if (key := self._first(command_id, without)))

    def _first(self, command_id: str, without: frozenset[str]) -> str:
        if command_id not in BY_ID:
            return command_id
        return first_key(self._keymap, command_id, without)
