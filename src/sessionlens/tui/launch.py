"""Starts the screens."""

from typing import NoReturn

from sessionlens import resources
from sessionlens.domain.changes import Material
from sessionlens.domain.editor import Editor
from sessionlens.opening.review import Opened
from sessionlens.storage.state import load_state
from sessionlens.tui.screens.review.stage import Stage, state_key


def review(opened: Opened, *, transcribe_with: str = "") -> NoReturn:
    """Show an opened review until the reviewer leaves; ends the process.

    `transcribe_with` is a model's name or path: what is said is recognised with it at once.
    """
    from sessionlens.audio.exit import leave
    from sessionlens.audio.quiet_stderr import quiet_stderr

    with quiet_stderr(resources.state_folder() / "sound.log"):
        from sessionlens.tui.app import ReviewApp

        app = ReviewApp(stage_of(opened, transcribe_with))
        app.run()
    leave(app.return_code or 0)


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
