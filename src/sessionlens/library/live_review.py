"""Begins the review of a session that is only about to happen."""

import datetime as dt
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.audio.capture.packing import PACKED, raw_name
from sessionlens.audio.recording import content_hash
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.keymap import clash_with
from sessionlens.domain.review import RecordingRef, Session, new_review
from sessionlens.domain.text import clean
from sessionlens.files import exists
from sessionlens.library.coach_side import CoachSide, coach_side
from sessionlens.library.review import OpenedReview, ReviewStore
from sessionlens.library.rubric import choose_rubric
from sessionlens.library.transcript import find_transcript, no_transcript
from sessionlens.storage.keymaps import find_keymap
from sessionlens.storage.lock import claimed
from sessionlens.storage.paths import (
    nowhere_notice,
    recording_file,
    recording_path,
    review_path,
)
from sessionlens.storage.reviews import ReviewFile
from sessionlens.storage.settings import Settings, load_settings
from sessionlens.storage.state import load_program_state

_NOT_RECORDED = "This session was not recorded: its times are those of a clock"
_LONGEST_NAME = 80  # characters of a title that go into the name of a file
_ODD = '<>:"/\\|?*'


class LivePlan(Struct, frozen=True):
    """What a live session is to be: where its files lie, what is known of it, what is reviewed.

    `rubric` and `keymap` are names or paths, None for the settings'.
    """

    folder: Path
    session: Session = Session()
    rubric: str | None = None
    keymap: str | None = None


def proposed_live(title: str, today: dt.date) -> Session:
    """What a form for a live session begins with; who reviews is known from the last time."""
    last = load_program_state().last
    reviewer = load_settings().reviewer or last.reviewer
    return Session(
        title=clean(title), date=today, reviewer=reviewer, role="mentor", observed="live"
    )


def may_record(session: Session, today: dt.date) -> bool:
    """Whether somebody has agreed to something that holds today: else nothing is recorded."""
    return any(consent.holds(today) for consent in session.consents)


def check_plan(plan: LivePlan) -> None:
    """Raise SessionLensError for a folder, rubric or keymap that cannot be used."""
    settings = load_settings()
    if not plan.folder.is_dir():
        raise SessionLensError("There is no such folder", "Make it first", where=plan.folder)
    chosen = choose_rubric(plan.rubric, None, settings.rubric, plan.folder)
    clash_with(find_keymap(plan.keymap or settings.keymap), chosen.rubric)


def open_live_review(plan: LivePlan, settings: Settings | None = None) -> OpenedReview:
    """A review of a recording that is not there yet; nothing is written.

    Raises SessionLensError for a folder, rubric or keymap that cannot be used; nothing stays locked
    then. Whoever opens it closes its `store`.
    """
    settings = load_settings() if settings is None else settings
    check_plan(plan)
    keys = find_keymap(plan.keymap or settings.keymap)
    recording = _free_name(plan)
    path = review_path(recording)
    chosen = choose_rubric(plan.rubric, None, settings.rubric, path.parent)
    file = ReviewFile(path)
    try:
        if file.claim() and (why := nowhere_notice(path)):
            raise SessionLensError(why, "Name another folder")
        reference = RecordingRef(file=recording.name)
        transcript = no_transcript(recording)
        return OpenedReview(
            recording=recording,
            review_path=path,
            review=new_review(reference, chosen.reference, plan.session),
            rubric=chosen.rubric,
            keymap=keys,
            transcript=None,
            transcript_path=transcript.file.path,
            settings=settings,
            notices=chosen.notices,
            read_only=file.read_only or None,
            store=ReviewStore(file, transcript.file),
            coach_side=CoachSide(),
        )
    except BaseException:
        file.close()
        raise


def open_without_recording(path: Path) -> OpenedReview:
    """The review of a session that was not recorded; raises SessionLensError.

    Whoever opens it closes its `store`.
    """
    settings = load_settings()
    keys = find_keymap(settings.keymap)
    file = ReviewFile(path.absolute())
    try:
        file.claim()
        review = file.load()
        chosen = choose_rubric(None, review, settings.rubric, path.parent)
        clash_with(keys, chosen.rubric)
        recording = recording_path(review.recording.file, path)
        transcript = find_transcript(recording, None)
        return OpenedReview(
            recording=recording,
            review_path=path.absolute(),
            review=replace(review, rubric=chosen.reference),
            rubric=chosen.rubric,
            keymap=keys,
            transcript=transcript.transcript,
            transcript_path=transcript.file.path,
            settings=settings,
            notices=(_NOT_RECORDED, *chosen.notices, *transcript.notices),
            read_only=file.read_only or None,
            store=ReviewStore(file, transcript.file),
            coach_side=coach_side(path, review, recording),
        )
    except BaseException:
        file.close()
        raise


def note_packed(recording: Path, review: Path | None) -> None:
    """Note in a live session's review which file its recording is, so that it is always found.

    `review` is its file where that is not the usual one. Raises SessionLensError.
    """
    path = review or review_path(recording)
    sha256 = content_hash(recording)
    if not exists(path) or not sha256:
        return
    file = ReviewFile(path)
    try:
        if not file.claim():
            return  # another window has it, and notes that itself
        content = file.load()
        noted = replace(content.recording, file=recording_file(recording, path), sha256=sha256)
        if noted != content.recording:
            file.save(replace(content, recording=noted))
    finally:
        file.close()


def _free_name(plan: LivePlan) -> Path:
    """The recording to be, under its title's name, or the next that nothing in the folder has."""
    day = plan.session.date
    title = "".join(" " if letter in _ODD else letter for letter in plan.session.title)
    title = " ".join(title.split()).strip(". ")[:_LONGEST_NAME].strip() or "Session"
    name = f"{day.isoformat()} {title}" if day else title
    number = 1
    while True:
        stem = name if number == 1 else f"{name} {number}"
        recording = plan.folder.absolute() / f"{stem}{PACKED}"
        taken = (recording, raw_name(recording), review_path(recording))
        if not any(map(exists, taken)) and not claimed(review_path(recording)):
            return recording
        number += 1
