"""Opens a review for its screen: as it was left, with the words that were not finished."""

from pathlib import Path
from typing import TypeVar

from sessionlens.domain.changes import Material
from sessionlens.domain.editor import Editor
from sessionlens.domain.review import Review
from sessionlens.domain.text import clean
from sessionlens.domain.timeline import Timeline
from sessionlens.files import exists
from sessionlens.library.review import OpenedReview
from sessionlens.library.spoken import SpokenFiles
from sessionlens.speech.asked_model import AskedModel
from sessionlens.storage.reviews import encode_review
from sessionlens.storage.state import Draft, load_state, sweep_state
from sessionlens.tui.playback.disk import DiskThread
from sessionlens.tui.playback.document import heard_track
from sessionlens.tui.playback.writing import Writing, drafts_left
from sessionlens.tui.screens.review.document import RESPONSE_TO, OpenReview

R = TypeVar("R", bound=OpenReview)


def open_for_review(opened: OpenedReview, asked: AskedModel) -> OpenReview:
    """The review as it was left; `asked` says what to recognise with."""
    return open_as(OpenReview, opened, asked, recording=opened.recording)


def open_as(kind: type[R], opened: OpenedReview, asked: AskedModel, *, recording: Path | None) -> R:
    """The review as one of this `kind` of document; there may be no `recording` yet to be heard."""
    state = load_state(_state_key(opened))
    if not opened.read_only:
        sweep_state(_state_key(opened))
    state = heard_track(opened.recording, state)
    drafts = {
        key: draft
        for key, draft in drafts_left(opened.review_path, state).items()
        if draft.field or _is_open(draft, opened.review)
    }
    disk = DiskThread()
    editor = Editor(Material(opened.review, opened.transcript), opened.store.save, disk.run)
    writing = Writing(
        history=editor,
        path=opened.review_path,
        encode=lambda: encode_review(editor.review),
        state_key=lambda: _state_key(opened),
        state=state,
        close=opened.store.close,
        disk=disk,
        read_only=opened.read_only,
        drafts=drafts,
    )
    return kind(
        opened=opened,
        editor=editor,
        writing=writing,
        coach_side=opened.coach_side,
        rubric=opened.rubric,
        keymap=opened.keymap,
        settings=opened.settings,
        recording=recording,
        timeline=Timeline(opened.transcript),
        state=state,
        asks_details=not exists(opened.review_path) and not opened.read_only,
        transcribe=asked.at_once and not opened.read_only,
        asked=asked,
        transcript_later=opened.transcript_later,
        spoken=SpokenFiles(opened.review_path, [opened.recording.parent]),
    )


def _is_open(draft: Draft, review: Review) -> bool:
    """Whether words wait to be finished: their marker is there, and does not hold them already.

    A program that was killed may have saved a comment and kept it as a draft, too.
    """
    new = draft.new
    if new is not None:
        return not any(
            marker.start == new.start
            and marker.note == new.note
            and marker.comment == clean(draft.text, multiline=True)
            for marker in review.markers
        )
    marker = review.marker(draft.marker_id.removeprefix(RESPONSE_TO))
    if marker is None:
        return False
    response = review.response(marker.id)
    responds = draft.marker_id.startswith(RESPONSE_TO)
    present = (response.text if response else "") if responds else marker.comment
    return present != clean(draft.text, multiline=True)


def _state_key(opened: OpenedReview) -> str:
    """What a review is remembered by: its id, or its path as long as it has no file."""
    if opened.review.exported:
        return f"copy of {opened.review.id}"  # whose own state belongs to the coach's own file
    if exists(opened.review_path):
        return opened.review.id
    return str(opened.review_path)
