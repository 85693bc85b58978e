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

_LOOK_AFTER = 0.5  # seconds between two looks at whether what deals with a key is there still
_PATIENCE = 20.0  # seconds: longer than anything takes that waits for the disk
_ROUNDS = 2  # a key's own handling, and that of the messages it posts
_SOON = 0.01  # seconds between two looks at whether a screen takes keys by now


class KeyPassed(Message):
    """Posted where a key went: it arrives when that, and all before it, has been dealt with.

    `key_at` is the moment of the key, by the monotonic clock.
    """

    def __init__(self, key_at: float, number: int, target: Widget) -> None:
        super().__init__()
        self.key_at = key_at
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
        self._key_target: Widget | None = None

    @property
    def takes_keys(self) -> bool:
        """Whether what is shown can deal with keys by now; until it can, they wait."""
        return True

    @property
    def keys_wait(self) -> bool:
        """Whether a key is being dealt with, or waits until one is."""
        return bool(self._key_at or self._keys)

    async def on_event(self, event: events.Event) -> None:
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif self._key_at or self._keys or not self.takes_keys:
            self._keys.append(event)
            self.set_timer(_LOOK_AFTER if self._key_at else _SOON, self._look_after_keys)
        else:
            await self._take_key(event)

    async def _look_after_keys(self) -> None:
        """Go on with the keys that wait, unless one is being dealt with still."""
        if not self._keys or not self.screen_stack:
            return
        if self._key_at and not self._key_is_lost():
            self.set_timer(_LOOK_AFTER, self._look_after_keys)
            return
        self._key_at = 0.0
        await self._take_next()

    def _key_is_lost(self) -> bool:
        """Whether what dealt with a key has gone without a word.

        What is only slow, such as a way out that waits for the disk, keeps its place.
        """
        target = self._key_target
        gone = target is not None and not (target.is_attached and target.is_running)
        return gone or time.monotonic() - self._key_at >= _PATIENCE

    async def _take_next(self) -> None:
        """Take the key that has waited longest, as soon as there is a screen that takes it."""
        if not self._keys:
            return
        if self.takes_keys:
            await self._take_key(self._keys.popleft())
        else:
            self.set_timer(_SOON, self._look_after_keys)

    async def _take_key(self, event: events.Key | events.Paste) -> None:
        """Deal with a key; the next one waits until it is known where that goes."""
        if not self.screen_stack:
            return  # the program has ended
        self._key_at, self._key_target = time.monotonic(), None
        await super().on_event(event)
        self._look_whether_done(1)

    def _look_whether_done(self, number: int) -> None:
        if not self.screen_stack:
            return  # the program has ended
        target = self._key_target = self.focused or self.screen
        if not target.post_message(KeyPassed(self._key_at, number, target)):
            self.post_message(KeyPassed(self._key_at, number, target))

    @on(KeyPassed)
    async def _key_passed(self, event: KeyPassed) -> None:
        """All that a key has posted up to now is dealt with."""
        if event.key_at != self._key_at or not self.screen_stack:
            return  # of a key that had been given up, or of a program that has ended
        same_target = event.target is (self.focused or self.screen)
        if event.number < _ROUNDS or not same_target:
            self._look_whether_done(event.number + 1)
            return
        self._key_at = 0.0
        await self._take_next()
