"""What the user wants of the player, kept so that quick commands become one."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sessionlens.audio.playback import Loop

Wake = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Intent:
    """The state that all commands so far lead to.

    Positions are seconds. `seeks` counts the seeks asked for and `target` is where the last one
    goes: a hundred seeks while the device is busy are one seek when it is ready.
    """

    playing: bool = False
    speed: float = 1.0
    loop: Loop | None = None
    stop_at: float | None = None
    device: str | None = None
    target: float = 0.0
    seeks: int = 0


class IntentBox:
    """Hands the intent from the thread that commands to the thread that obeys."""

    def __init__(self, intent: Intent) -> None:
        self.intent = intent
        self._news = threading.Event()
        self._lock = threading.Lock()

    def change(self, **fields: Any) -> None:
        """Replace fields of the intent and wake the thread that obeys."""
        with self._lock:
            self.intent = replace(self.intent, **fields)
        self._news.set()

    def seek(self, target: float, **fields: Any) -> None:
        """Ask for a seek to `target` seconds, with other changes in the same step."""
        with self._lock:
            self.intent = replace(self.intent, target=target, seeks=self.intent.seeks + 1, **fields)
        self._news.set()

    def change_unless_newer(self, seen: Intent, **fields: Any) -> None:
        """Replace fields only if no command came since `seen` was taken."""
        with self._lock:
            if self.intent is seen:
                self.intent = replace(seen, **fields)

    def wake(self) -> None:
        """Make `wait` return although nothing was commanded."""
        self._news.set()

    def wait(self, seconds: float | None) -> Intent:
        """Return the intent as soon as there is news, or after `seconds`."""
        self._news.wait(seconds)
        self._news.clear()
        return self.intent
