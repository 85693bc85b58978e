"""Words typed in a form are saved within a second, and at once when it is left."""

from collections.abc import Callable

from textual.timer import Timer
from textual.widget import Widget

_AFTER = 0.5  # seconds from the first unsaved keystroke
_waiting: "set[SaveSoon]" = set()


def save_what_is_typed() -> None:
    """Save at once what is to be saved soon in any form: the program may end before."""
    for saving in tuple(_waiting):
        saving.now()


class SaveSoon:
    """Has `save` called a moment after `soon`, or at once with `now`; `form` has the timer."""

    def __init__(self, form: Widget, save: Callable[[], None]) -> None:
        self._form = form
        self._save = save
        self._due: Timer | None = None

    def soon(self) -> None:
        """Save before long; what is typed meanwhile is saved with it."""
        if self._due is None:
            self._due = self._form.set_timer(_AFTER, self.now)
            _waiting.add(self)

    def now(self) -> None:
        """Save what there is."""
        if self._due is not None:
            self._due.stop()
            self._due = None
            _waiting.discard(self)
        self._save()
