"""Keys and pastes are dealt with one at a time, in the order in which they were typed."""

import time
from collections import deque
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import App
from textual.message import Message
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.driver import Driver

_KEY_LOST_AFTER = 1.0  # seconds: what dealt with a key has gone without a word
_ROUNDS = 2  # a key's own handling, and that of the messages it posts


class KeyPassed(Message):
    """Posted where a key went: it arrives when that, and all before it, has been dealt with."""

    def __init__(self, number: int, target: Widget) -> None:
        super().__init__()
        self.number = number
        self.target = target


class KeysInOrder(App[int]):
    """A Textual program in which a key goes where the keys before it have led.

    Textual gives a key to the widget that has the focus when it arrives, and a key before it may
    be on its way to open an editor or a dialog: here the next key waits until it has.
    """

    def __init__(self, driver_class: "type[Driver] | None" = None) -> None:
        super().__init__(driver_class=driver_class)
        self._keys: deque[events.Key | events.Paste] = deque()
        self._key_at = 0.0

    async def on_event(self, event: events.Event) -> None:
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif self._key_at or self._keys:
            self._keys.append(event)
            self.set_timer(_KEY_LOST_AFTER, self._go_on_if_lost)
        else:
            await self._take_key(event)

    async def _go_on_if_lost(self) -> None:
        """Take the next key where what dealt with the last one has gone without a word."""
        if self._keys and time.monotonic() - self._key_at >= _KEY_LOST_AFTER:
            await self._take_key(self._keys.popleft())

    async def _take_key(self, event: events.Key | events.Paste) -> None:
        """Deal with a key; the next one waits until it is known where that goes."""
        self._key_at = time.monotonic()
        await super().on_event(event)
        self._look_whether_done(1)

    def _look_whether_done(self, number: int) -> None:
        if not self.screen_stack:
            return  # the program has ended
        target = self.focused or self.screen
        if not target.post_message(KeyPassed(number, target)):
            self.post_message(KeyPassed(number, target))

    @on(KeyPassed)
    async def _key_passed(self, event: KeyPassed) -> None:
        """All that a key has posted up to now is dealt with."""
        same_target = event.target is (self.focused or self.screen)
        if event.number < _ROUNDS or not same_target:
            self._look_whether_done(event.number + 1)
            return
        self._key_at = 0.0
        if self._keys:
            await self._take_key(self._keys.popleft())
