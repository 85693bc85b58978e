"""Starts the screens."""

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, NoReturn

from sessionlens import resources
from sessionlens.domain.changes import Material
from sessionlens.domain.editor import Editor
from sessionlens.opening.review import Opened, open_review
from sessionlens.storage.state import load_state
from sessionlens.tui.screens.review.stage import Stage, state_key

if TYPE_CHECKING:
    from sessionlens.opening.replay import OpenedReplay


def review(opened: Opened, *, transcribe_with: str = "") -> NoReturn:
    """Show an opened review until the reviewer leaves; ends the process.

    `transcribe_with` is a model's name or path: what is said is recognised with it at once.
    """
    with _sound_in_its_log():
        code = _review(opened, transcribe_with)
    _leave(code)


def replay(opened: "OpenedReplay") -> NoReturn:
    """Show opened feedback until the coach leaves; ends the process."""
    with _sound_in_its_log():
        code = _replay(opened)
    _leave(code)


def _review(opened: Opened, transcribe_with: str = "") -> int:
    from sessionlens.tui.app import ReviewApp

    app = ReviewApp(stage_of(opened, transcribe_with))
    app.run()
    return app.return_code or 0


def _replay(opened: "OpenedReplay") -> int:
    from sessionlens.tui.replay_app import ReplayApp
    from sessionlens.tui.screens.replay.stage import replay_stage

    app = ReplayApp(replay_stage(opened))
    app.run()
    recording = app.stage.recording
    if app.wants_review and recording is not None:
        return _review(open_review(recording, role="coach"))
    return app.return_code or 0


def _sound_in_its_log() -> AbstractContextManager[None]:
    """Keep what sound systems print off the screen."""
    from sessionlens.audio.quiet_stderr import quiet_stderr

    return quiet_stderr(resources.state_folder() / "sound.log")


def _leave(code: int) -> NoReturn:
    from sessionlens.audio.exit import leave

    leave(code)


def stage_of(opened: Opened, transcribe_with: str = "") -> Stage:
    """What the screen works on, as it was left."""
    state = load_state(state_key(opened))
    editor = Editor(Material(opened.review, opened.transcript), opened.store.save)
    return Stage(
        opened,
        editor,
        state=state,
        drafts=state.drafts,
        asks_details=not opened.review_path.exists() and not opened.read_only,
        transcribe=bool(transcribe_with) and not opened.read_only,
        model=transcribe_with,
    )
