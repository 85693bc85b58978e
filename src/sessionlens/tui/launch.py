"""Runs the program on what was opened, from the command line."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from sessionlens import resources
from sessionlens.domain.errors import SessionLensError, kind_and_place
from sessionlens.library.review import OpenedReview
from sessionlens.speech.asked_model import AskedModel
from sessionlens.tui.showing import (
    showing_alliance,
    showing_comparison,
    showing_folder,
    showing_patterns,
    showing_replay,
)
from sessionlens.tui.shown import Showing, Shown, showing_review
from sessionlens.tui.signals import is_ended

if TYPE_CHECKING:
    from sessionlens.library.comparing import OpenedComparison
    from sessionlens.library.folder import RecordingEntry
    from sessionlens.library.live_review import LivePlan
    from sessionlens.library.replay import OpenedReplay
    from sessionlens.tui.screens.leading_on import LiveOptions


_PATIENCE = 4.0  # seconds for the disk when a screen has failed


def review(opened: OpenedReview, asked: AskedModel) -> NoReturn:
    """Show an opened review until the reviewer leaves; ends the process.

    `asked` says what to recognise with.
    """
    _run(lambda: showing_review(opened, asked))


def replay(opened: "OpenedReplay") -> NoReturn:
    """Show opened feedback until the coach leaves; ends the process."""
    _run(lambda: showing_replay(opened))


def comparison(opened: "OpenedComparison") -> NoReturn:
    """Show two reviews side by side until one leaves; ends the process."""
    _run(lambda: showing_comparison(opened))


def alliance(path: Path) -> NoReturn:
    """Show what people agreed until one leaves; ends the process."""
    _run(lambda: showing_alliance(path))


def patterns(folders: Sequence[Path], coach: str, client: str) -> NoReturn:
    """Show the sessions of one coach side by side until one leaves; ends the process."""
    _run(lambda: showing_patterns(folders, coach, client))


def live(plan: "LivePlan", options: "LiveOptions") -> NoReturn:
    """Ask what a live session is, and observe it; ends the process."""
    from sessionlens.tui.showing_live import showing_live_form

    _run(lambda: showing_live_form(plan, options))


def after_live(path: Path) -> NoReturn:
    """Show what there is of a live session that was cut off, or not recorded; ends the process."""
    from sessionlens.tui.showing_live import showing_after_live

    showing = showing_after_live(path)
    assert showing is not None
    _run(lambda: showing)


def start(folder: Path, entries: "list[RecordingEntry]") -> NoReturn:
    """List the recordings of a folder, `entries`, and open what is chosen; ends the process."""
    _run(lambda: showing_folder(folder, entries))


def _run(show: Callable[[], Showing]) -> NoReturn:
    from sessionlens.audio.exit import close_all
    from sessionlens.audio.quiet_stderr import quiet_stderr

    # What sound systems print stays off the screen.
    with quiet_stderr(resources.state_folder() / "sound.log"):
        from sessionlens.tui.app import SessionLensApp
        from sessionlens.tui.guarded import without_traces

        app = SessionLensApp(show())
        try:
            with without_traces(app.tell_of):
                app.run()
        except OSError:
            if not is_ended(app.return_code or 0):
                raise
            # The terminal is gone, with the window that was closed: nothing is left to restore.
        error = _end_of(app.showing.document, app.failure) if app.failure else None
        close_all()  # until then sound systems may print
    if error:
        raise error
    _leave(app.return_code or 0)


def _end_of(document: Shown, failure: Exception) -> SessionLensError:
    """Keep what is written; returns what is to be said, now that the terminal is restored."""
    from sessionlens.tui.playback.writing import Writing

    writing: Writing | None = getattr(document, "writing", None)
    kept = writing.kept_in(_PATIENCE) if writing else ""
    document.close()
    error = SessionLensError(
        f"Something unforeseen ended the screen ({kind_and_place(failure)})",
        ". ".join(filter(None, [kept, "Start it again to go on, with --debug to see more"])),
    )
    error.__cause__ = failure
    return error


def _leave(code: int) -> NoReturn:
    from sessionlens.audio.exit import leave

    leave(code)
