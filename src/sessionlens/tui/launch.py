"""Starts the screens."""

import gc
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from msgspec.structs import replace

from sessionlens import resources
from sessionlens.domain.changes import Material
from sessionlens.domain.editor import Editor
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.review import Role
from sessionlens.library.review import Opened, open_review
from sessionlens.storage.state import load_state, remember_folder
from sessionlens.tui.screens.review.stage import Stage, state_key
from sessionlens.tui.signals import is_ended

if TYPE_CHECKING:
    from textual.app import App

    from sessionlens.library.comparing import OpenedComparison
    from sessionlens.library.folder import Entry
    from sessionlens.library.replay import OpenedReplay
    from sessionlens.tui.screens.start.opening import Wanted


def review(opened: Opened, *, transcribe_with: str = "") -> NoReturn:
    """Show an opened review until the reviewer leaves; ends the process.

    `transcribe_with` is a model's name or path: what is said is recognised with it at once.
    """
    with _sound_in_its_log():
        code = _review(opened, transcribe_with)
    _leave(code)


def replay(opened: "OpenedReplay", *, keymap: str | None = None) -> NoReturn:
    """Show opened feedback until the coach leaves; ends the process.

    `keymap` was asked for instead of that of the settings: a review of one's own begins with it.
    """
    with _sound_in_its_log():
        code = _replay(opened, keymap)
    _leave(code)


def comparison(opened: "OpenedComparison") -> NoReturn:
    """Show two reviews side by side until one leaves; ends the process."""
    with _sound_in_its_log():
        code = _compare(opened)
    _leave(code)


def start(folder: Path, found: "list[Entry]") -> NoReturn:
    """List the recordings of a folder, open what is chosen, and come back; ends the process.

    `found` is what was listed already.
    """
    with _sound_in_its_log():
        from sessionlens.library.folder import list_recordings
        from sessionlens.storage.keymaps import find_keymap
        from sessionlens.storage.settings import load_settings
        from sessionlens.tui.start_app import StartApp

        note = cursor = ""
        while True:
            settings = load_settings()
            app = StartApp(folder, found, settings, find_keymap(settings.keymap), note, cursor)
            code = _run(app)
            cursor = app.cursor
            if app.wanted is None:
                break
            try:
                code = _open(app.wanted)
                note = ""
            except SessionLensError as error:
                note = str(error)
            if is_ended(code):
                break
            gc.unfreeze()  # each screen freezes what was loaded for it, and goes with it now
            gc.collect()
            found = list_recordings(folder)
    _leave(code)


def _open(wanted: "Wanted") -> int:
    """Show what was chosen until it is left; returns the exit code, raises SessionLensError."""
    remember_folder(wanted.path.parent)
    match wanted.kind:
        case "review":
            return _review(_opened_review(wanted.path, "mentor"))
        case "self-review":
            return _review(_opened_review(wanted.path, "coach"))
        case "replay":
            from sessionlens.library.replay import open_replay

            return _replay(open_replay(wanted.path))
        case "demo":
            from sessionlens.library.sample import open_sample

            return _review(open_sample())
        case "compare":
            from sessionlens.library.comparing import open_comparison

            assert wanted.other is not None
            return _compare(open_comparison(wanted.path, wanted.other))
        case "again":
            return 0


def _opened_review(path: Path, role: Role) -> Opened:
    """Open a recording, or the one that a review is about; raises SessionLensError."""
    from sessionlens.library.kinds import kind_of
    from sessionlens.library.relinking import recording_of

    if kind_of(path) == "review":
        return open_review(recording_of(path), review=path, role=role)
    return open_review(path, role=role)


def _review(opened: Opened, transcribe_with: str = "") -> int:
    from sessionlens.tui.app import ReviewApp

    return _run(ReviewApp(stage_of(opened, transcribe_with)))


def _replay(opened: "OpenedReplay", keymap: str | None = None) -> int:
    """Show feedback; where the coach first goes on with their own review, again after that."""
    from sessionlens.library.replay import open_replay
    from sessionlens.tui.replay_app import ReplayApp
    from sessionlens.tui.screens.replay.stage import replay_stage

    app = ReplayApp(replay_stage(opened))
    code = _run(app)
    recording = app.stage.recording
    if not app.wants_review or recording is None:
        return code
    code = _review(open_review(recording, role="coach", keymap=keymap))
    if is_ended(code):
        return code
    again = open_replay(opened.feedback_path, recording)
    if again.settings.keymap == opened.settings.keymap:
        again = replace(again, keymap=opened.keymap)
    if again.sealed is None:
        return _replay(again)
    again.store.close()
    return code


def _compare(opened: "OpenedComparison") -> int:
    from sessionlens.tui.compare_app import CompareApp

    return _run(CompareApp(opened))


def _run(app: "App[int]") -> int:
    try:
        app.run()
    except OSError:
        if not is_ended(app.return_code or 0):
            raise
        # The terminal is gone, with the window that was closed: nothing is left to restore.
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
        drafts=tuple(one for one in state.drafts if one.new or opened.review.marker(one.marker_id)),
        asks_details=not opened.review_path.exists() and not opened.read_only,
        transcribe=bool(transcribe_with) and not opened.read_only,
        model=transcribe_with,
    )
