"""What we write we read: every document, from the editor through the file, empty fields too."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import (
    RUBRIC,
    many,
    tidy,
    tidy_answer,
    tidy_markers,
    tidy_session,
    tidy_verdict,
    values,
)
from msgspec.structs import replace

from sessionlens.domain.answer import Answer, Reflection
from sessionlens.domain.changes import (
    AddMarker,
    Change,
    Material,
    SetSession,
    SetSummary,
    SetVerdict,
)
from sessionlens.domain.editor import Editor
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import Feedback, feedback_from
from sessionlens.domain.marker import Marker
from sessionlens.domain.reply import Reply, ReplyEditor, SetAnswer, SetReflection, new_reply
from sessionlens.domain.review import RecordingRef, Review, RubricRef, Session, Summary, Verdict
from sessionlens.domain.text import clean
from sessionlens.domain.transcript import Transcript, Utterance
from sessionlens.storage import document, state, toml
from sessionlens.storage import settings as settings_files
from sessionlens.storage.feedback import encode_feedback, load_feedback
from sessionlens.storage.kinds import KINDS
from sessionlens.storage.replies import ReplyFile, encode_reply, load_reply
from sessionlens.storage.reviews import ReviewFile, encode_review, load_review
from sessionlens.transcripts import native


@pytest.mark.parametrize(
    ("type_", "encode", "read"),
    [
        (Review, encode_review, load_review),
        (Feedback, encode_feedback, load_feedback),
        (Reply, encode_reply, load_reply),
    ],
)
def test_every_document_reads_back_as_it_was_written(
    tmp_path: Path, type_: Any, encode: Callable[[Any], bytes], read: Callable[[Path], Any]
) -> None:
    path = tmp_path / "written.toml"

    @many
    @given(values(type_).map(tidy))
    def check(value: Any) -> None:
        path.write_bytes(encode(value))
        assert read(path) == value

    check()


@pytest.mark.parametrize("type_", [state.ReviewState, state.ProgramState, state.ExportState])
def test_what_is_remembered_reads_back(tmp_path: Path, type_: Any) -> None:
    @many
    @given(values(type_))
    def check(value: Any) -> None:
        data = toml.dumps(KINDS["state"].format, value)
        source = document.parse(data, tmp_path / "x").require(KINDS["state"].format)
        assert toml.convert(source, type_) == value

    check()


def test_settings_read_back(tmp_path: Path) -> None:
    @many
    @given(values(settings_files.Settings))
    def check(value: settings_files.Settings) -> None:
        ranges = settings_files.RANGES
        usable = {
            key: min(max(getattr(value, key), low), high) for key, (low, high) in ranges.items()
        }
        value = replace(value, **usable)
        settings_files.save_settings(value, tmp_path)
        assert settings_files.load_settings(tmp_path) == value

    check()


CHANGES = st.lists(
    st.one_of(
        values(Marker),
        values(Session).map(tidy_session).map(SetSession),
        values(Summary).map(SetSummary),
        values(Verdict).map(tidy_verdict).map(SetVerdict),
    ),
    max_size=8,
)


@many
@given(CHANGES)
def test_whatever_the_editor_does_is_in_the_file_and_its_export_is_read(
    tmp_path_factory: pytest.TempPathFactory, changes: list[Change | Marker]
) -> None:
    folder = tmp_path_factory.mktemp("review")
    path, sent = folder / "talk.review.toml", folder / "talk.feedback.toml"
    file = ReviewFile(path)
    first = Review(id="ab", recording=RecordingRef(file="t"), rubric=RubricRef(id="icf-core"))
    editor = Editor(Material(first), lambda _, new: file.save(new.review))
    for change in changes:
        if isinstance(change, Marker):
            (marker,) = tidy_markers((change,))
            editor.apply(AddMarker(replace(marker, id=AddMarker.next_id(editor.review))))
        else:
            editor.apply(change)
        assert editor.unsaved is None
    if editor.undoable:
        assert load_review(path) == editor.review
    feedback = feedback_from(
        editor.review, RUBRIC, feedback_id="cd", exported=dt.datetime.now(dt.UTC)
    )
    sent.write_bytes(encode_feedback(feedback))
    assert load_feedback(sent) == feedback


@many
@given(
    st.lists(
        st.one_of(
            values(Answer).map(tidy_answer).map(SetAnswer), values(Reflection).map(SetReflection)
        )
    )
)
def test_whatever_the_coach_answers_is_in_the_file(
    tmp_path_factory: pytest.TempPathFactory, changes: list[SetAnswer | SetReflection]
) -> None:
    path = tmp_path_factory.mktemp("reply") / "talk.reply.toml"
    file = ReplyFile(path)
    feedback = Feedback(
        id="f",
        review="r",
        exported=dt.datetime.now(dt.UTC),
        recording=RecordingRef(file=""),
        rubric=RUBRIC,
    )
    editor = ReplyEditor(new_reply(feedback), lambda _, new: file.save(new))
    for change in changes:
        editor.apply(change)
    if editor.undoable:
        assert load_reply(path) == editor.reply


def as_spoken(utterance: Utterance) -> dict[str, Any]:
    """The words make the text, and nobody is called nothing."""
    cleaned = (replace(word, text=clean(word.text)) for word in utterance.words)
    words = tuple(word for word in cleaned if word.text)
    text = " ".join(word.text for word in words) or clean(utterance.text)
    return {"words": words, "text": text, "speaker": utterance.speaker or None}


@many
@given(values(Transcript))
def test_transcripts_read_back(transcript: Transcript) -> None:
    spoken = (replace(utterance, **as_spoken(utterance)) for utterance in transcript.utterances)
    ordered = sorted(spoken, key=lambda utterance: utterance.start)
    kept = tuple(filter(None, transcript.kept_as_heard))
    guessed = any(utterance.guessed for utterance in ordered)
    source = replace(transcript.source, guessed_speakers=guessed)
    transcript = replace(transcript, utterances=tuple(ordered), kept_as_heard=kept, source=source)
    assert native.decode(native.encode(transcript)) == transcript


def test_the_feedback_on_a_review_without_any_detail_is_read(tmp_path: Path) -> None:
    path = tmp_path / "t.feedback.toml"
    review = Review(id="ab", recording=RecordingRef(file=""), rubric=RubricRef(id=""))
    feedback = feedback_from(review, RUBRIC, feedback_id="", exported=dt.datetime.now(dt.UTC))
    path.write_bytes(encode_feedback(feedback))
    assert load_feedback(path) == feedback


REVIEW = """\
format = "sessionlens.review"
version = 1
id = "ab"
recording = { file = "talk.wav" }
rubric = { id = "icf-core" }
"""
FEEDBACK = """\
format = "sessionlens.feedback"
version = 1
id = "ab"
review = "cd"
exported = 2026-11-02 10:00:00Z
recording = { file = "talk.wav" }
rubric = { id = "a", title = "A", competencies = [{ id = "p", key = "5", title = "P" }] }
"""
REPLY = """\
format = "sessionlens.reply"
version = 1
id = "ab"
feedback = "f"
review = "r"
recording = { file = "talk.wav" }
"""
CONFIG = 'format = "sessionlens.config"\nversion = 1\n'


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (REVIEW + "last_marker = 99999999999\n", 6, "larger"),
        (REVIEW + "[[markers]]\nid = 'm1'\nstart = inf\n", 8, "is no number"),
        (REVIEW + "[[markers]]\nid = 'm1'\nstart = nan\n", 8, "is no number"),
        (REVIEW + "[[markers]]\nid = 'm1'\nstart = 400000\n", 8, "no recording has"),
        (REVIEW + "[[markers]]\nid = 'm1'\nstart = -1.0\n", 8, "should be a time"),
        (REVIEW + "[[markers]]\nid = 'm1'\nstart = '999:00:00'\n", 8, "no recording has"),
        (REVIEW + "[session]\ndate = 0001-01-01\n", 7, "a year"),
        (REVIEW + "[session]\ndelete_by = 9999-12-31\n", 7, "a year"),
        (REVIEW.replace("{ file", "{ duration = 1e300, file"), 4, "larger"),
        ("finished = 0001-01-01T00:00:00Z\n" + REVIEW, 1, "a year"),
        (FEEDBACK.replace("2026", "0001"), 5, "a year"),
        (FEEDBACK.replace("2026", "9999"), 5, "a year"),
        (REPLY + "[reflection]\nuntil = 1600-01-01\n", 8, "a year"),
        (REPLY + "[[answers]]\nmarker = 'm1'\nstart = 1e9\n", 9, "no recording has"),
        (CONFIG + "pre_roll = nan\n", 3, "is no number"),
        (CONFIG + "pre_roll = -inf\n", 3, "is no number"),
        (CONFIG + "pre_roll = 1e12\n", 3, "larger"),
    ],
)
def test_values_that_cannot_be_are_refused_with_their_line(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    path = tmp_path / "anything.toml"
    path.write_text(text)
    name = next(name for name, kind in KINDS.items() if kind.format in text)
    with pytest.raises(SessionLensError, match=message) as caught:
        KINDS[name].read(path)
    assert (caught.value.line, caught.value.where) == (line, path)


def test_a_date_that_could_not_be_read_again_is_never_taken() -> None:
    review = Review(id="ab", recording=RecordingRef(file="t"), rubric=RubricRef(id="r"))
    editor = Editor(Material(review), lambda *_: None)
    with pytest.raises(SessionLensError, match="year"):
        editor.apply(SetSession(Session(date=dt.date(1, 1, 1))))
    assert editor.review == review
