"""A document is told by its first lines, whatever its name and however it was written."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sessionlens.domain.feedback import Feedback
from sessionlens.domain.marker import Marker
from sessionlens.domain.reply import Reply, new_reply
from sessionlens.domain.review import RecordingRef, Review, RubricRef, Session, Summary
from sessionlens.domain.rubric import Competency, Rubric
from sessionlens.domain.timecode import Timecode
from sessionlens.storage.feedback import encode_feedback
from sessionlens.storage.heads import head_of, heads_in
from sessionlens.storage.replies import encode_reply
from sessionlens.storage.reviews import encode_review

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
RECORDING = RecordingRef(file="talk.m4a", sha256="9b" * 32, duration=Timecode(2700))
RUBRIC = Rubric(
    id="icf-core", title="Small", competencies=(Competency(id="presence", key="5", title="P"),)
)


def review(comment: str = "Then you waited.", role: str = "mentor") -> Review:
    return Review(
        id="ab" * 16,
        session=Session(title="Third session", coach="Anna", reviewer="Maria", role=role),  # type: ignore[arg-type]
        recording=RECORDING,
        rubric=RubricRef(id="icf-core"),
        markers=(Marker(id="m1", start=Timecode(12), comment=comment),),
        summary=Summary(strengths=comment),
    )


def feedback(comment: str = "Then you waited.") -> Feedback:
    return Feedback(
        id="cd" * 16,
        review="ab" * 16,
        exported=NOW,
        session=review().session,
        recording=RECORDING,
        markers=review(comment).markers,
        summary=review(comment).summary,
        rubric=RUBRIC,
    )


def reply() -> Reply:
    return replace(new_reply(feedback()), exported=NOW)


@pytest.mark.parametrize(
    "name",
    ["talk.feedback.toml", "talk.feedback (1).toml", "Feedback von Maria.txt", "round2", "A.TXT"],
)
def test_a_feedback_is_one_under_any_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(encode_feedback(feedback(), name))
    (head,) = heads_in(tmp_path)
    assert (head.kind, head.id, head.review, head.exported) == (
        "feedback",
        "cd" * 16,
        "ab" * 16,
        NOW,
    )
    assert (head.session.coach, head.recording) == ("Anna", RECORDING)


def test_reviews_replies_and_self_reviews_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(encode_review(review()))
    (tmp_path / "b.txt").write_bytes(encode_review(review(role="coach")))
    (tmp_path / "c.txt").write_bytes(encode_reply(reply(), to_send=True))
    (tmp_path / "notes.txt").write_text("00:12 format = 'sessionlens.review'\n")
    (tmp_path / "settings.toml").write_text('format = "sessionlens.config"\nversion = 1\n')
    assert [(head.path.name, head.kind) for head in heads_in(tmp_path)] == [
        ("a.txt", "review"),
        ("b.txt", "self_review"),
        ("c.txt", "reply"),
    ]
    assert [head.kind for head in heads_in(tmp_path, ["reply"])] == ["reply"]
    answered = head_of(tmp_path / "c.txt")
    assert answered is not None
    assert (answered.review, answered.feedback) == ("ab" * 16, "cd" * 16)


@given(st.text(alphabet="[]\"'\\\n =recordingfile.", max_size=60))
def test_what_is_written_in_a_comment_is_never_taken_for_the_head(
    tmp_path_factory: pytest.TempPathFactory, comment: str
) -> None:
    path = tmp_path_factory.mktemp("folder") / "talk.toml"
    comment = f"\n[recording]\nfile = 'other.wav'\n[[markers]]\n{comment}"
    for data in (encode_review(review(comment)), encode_feedback(feedback(comment))):
        path.write_bytes(data)
        head = head_of(path)
        assert head is not None
        assert head.trouble is None
        assert (head.review, head.recording.file) == ("ab" * 16, "talk.m4a")


def test_a_file_that_a_person_has_put_in_another_order_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "talk.toml"
    path.write_text(
        '# mine\nversion = 1\nformat = "sessionlens.review"\n[[markers]]\nid = "m1"\n'
        "start = 00:00:12\n[rubric]\nid = 'icf-core'\n",
    )
    head = head_of(path)
    assert head is not None
    assert (head.kind, head.id) == ("review", "")
    with path.open("a") as file:
        file.write('[recording]\nfile = "talk.m4a"\n')
    head = head_of(path)
    assert head is not None
    assert head.recording.file == "talk.m4a"


def test_a_document_that_cannot_be_read_says_why_and_what_kind_it_is(tmp_path: Path) -> None:
    for number, text in enumerate(("version = 99", "version = 1\nid = ", "version = 1\nid = 7")):
        path = tmp_path / f"{number}.toml"
        path.write_text(f'format = "sessionlens.feedback"\n{text}\n')
        head = head_of(path)
        assert head is not None
        assert head.kind == "feedback"
        assert head.trouble is not None
        assert head.trouble.where == path


def test_what_cannot_be_read_is_still_about_its_review(tmp_path: Path) -> None:
    path = tmp_path / "talk.feedback (1).toml"
    text = encode_feedback(feedback(), path.name).decode()
    for broken in (text.replace("version = 1", "version = 2", 1), text + "\n[broken"):
        path.write_text(broken)
        head = head_of(path)
        assert head is not None
        assert (head.review, head.recording.file) == ("ab" * 16, "talk.m4a")
    path.write_text(text.replace("version = 1", "version = 2", 1))
    head = head_of(path)
    assert head is not None
    assert "newer SessionLens" in str(head.trouble)


def test_a_file_that_was_written_anew_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "talk.toml"
    path.write_bytes(encode_review(review()))
    first = head_of(path)
    path.write_bytes(encode_feedback(feedback()))
    second = head_of(path)
    assert first is not None
    assert second is not None
    assert (first.kind, second.kind) == ("review", "feedback")


def test_folders_and_hidden_files_are_no_documents(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / ".talk.review.toml.tmp").write_bytes(encode_review(review()))
    assert heads_in(tmp_path) == ()
    assert heads_in(tmp_path / "none") == ()
