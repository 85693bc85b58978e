"""From the command line to the screen."""

import gc
import sys
from pathlib import Path
from typing import NoReturn

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.review import Role
from sessionlens.library.kinds import kind_of
from sessionlens.library.live_remains import live_remains
from sessionlens.library.review import open_review, with_reply
from sessionlens.library.transcript import GivenTranscript
from sessionlens.speech.asked_model import NOTHING_ASKED, AskedModel
from sessionlens.storage.state import remember_folder


def start_review(
    recording: Path,
    *,
    transcript: GivenTranscript | None = None,
    rubric: str | None = None,
    keymap: str | None = None,
    role: Role | None = None,
    reply: Path | None = None,
    asked: AskedModel = NOTHING_ASKED,
) -> NoReturn:
    """Open a recording, or the one that a review is about, and show the screen until it is left.

    `asked` says what to recognise with.

    Raises SessionLensError when something cannot be opened, else SystemExit at the end.
    """
    gc.disable()  # until the first paint: much is made then, and nothing thrown away
    review = recording if kind_of(recording) == "review" else None
    _show_live_session(recording)
    opened = open_review(
        recording if review is None else _recording_of(review),
        review=review,
        transcript=transcript,
        rubric=rubric,
        keymap=keymap,
        role=role or "mentor",
    )
    try:
        _refuse_other_role(opened.review_path, opened.review.session.role, role)
        if reply is not None:
            opened = with_reply(opened, reply)
        remember_folder(opened.recording.parent)
        require_terminal()
        from sessionlens.tui.launch import review as show

        show(opened, asked)
    finally:
        opened.store.close()


def _show_live_session(path: Path) -> None:
    """Show a live session that was cut off, or was not recorded; returns for any other."""
    if live_remains(path):
        require_terminal()
        from sessionlens.tui.launch import after_live

        after_live(path)


def hear_track(recording: Path, number: int) -> None:
    """Decode this audio track of a recording, or of the one that a review is about."""
    from sessionlens.audio.description import choose_track

    choose_track(_recording_of(recording) if kind_of(recording) == "review" else recording, number)


def _recording_of(review: Path) -> Path:
    from sessionlens.library.relinking import recording_of

    return recording_of(review)


def _refuse_other_role(path: Path, role: Role | None, asked_for: Role | None) -> None:
    if asked_for and role and role != asked_for:
        apart = "put a copy of the recording into another folder"
        raise SessionLensError(
            f"This is the review of a {role}, not of a {asked_for}",
            f"Leave --as out, or {'name the recording' if asked_for == 'coach' else apart}",
            where=path,
        )


def require_terminal() -> None:
    """Raise SessionLensError where there is no terminal to draw on."""
    # Textual draws on stderr on some systems and on stdout on others.
    if not all(stream and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise SessionLensError(
            "The screen needs a terminal, and input, output or errors go elsewhere",
            "Start it without pipes and redirections",
        )
