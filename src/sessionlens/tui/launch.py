"""Runs the program on what was opened, from the command line."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from sessionlens import resources
from sessionlens.library.review import OpenedReview
from sessionlens.tui.showing import (
    Showing,
    showing_comparison,
    showing_folder,
    showing_replay,
    showing_review,
)
from sessionlens.tui.signals import is_ended

if TYPE_CHECKING:
    from sessionlens.library.comparing import OpenedComparison
    from sessionlens.library.folder import RecordingEntry
    from sessionlens.library.replay import OpenedReplay


def review(opened: OpenedReview, *, transcribe_with: str = "") -> NoReturn:
    """Show an opened review until the reviewer leaves; ends the process.

    `transcribe_with` is a model's name or path: what is said is recognised with it at once.
    """
    _run(lambda: showing_review(opened, transcribe_with=transcribe_with))


def replay(opened: "OpenedReplay") -> NoReturn:
    """Show opened feedback until the coach leaves; ends the process."""
    _run(lambda: showing_replay(opened))


def comparison(opened: "OpenedComparison") -> NoReturn:
    """Show two reviews side by side until one leaves; ends the process."""
    _run(lambda: showing_comparison(opened))


def start(folder: Path, entries: "list[RecordingEntry]") -> NoReturn:
    """List the recordings of a folder, `entries`, and open what is chosen; ends the process."""
    _run(lambda: showing_folder(folder, entries))


def _run(show: Callable[[], Showing]) -> NoReturn:
    from sessionlens.audio.quiet_stderr import quiet_stderr

    # What sound systems print stays off the screen.
    with quiet_stderr(resources.state_folder() / "sound.log"):
        from sessionlens.tui.app import SessionLensApp

        app = SessionLensApp(show())
        try:
            app.run()
        except OSError:
            if not is_ended(app.return_code or 0):
                raise
            # The terminal is gone, with the window that was closed: nothing is left to restore.
    _leave(app.return_code or 0)


def _leave(code: int) -> NoReturn:
    from sessionlens.audio.exit import leave

    leave(code)
