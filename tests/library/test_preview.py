"""A mentor looks at their own feedback as the coach will see it, and leaves no trace."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from coach_files import NOW, Opener, feedback_on, mailed, recording, review_of, saved
from msgspec.structs import replace

from sessionlens.domain.answer import Answer
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.reply import ReplyEditor, SetAnswer, answer_to, new_reply
from sessionlens.domain.review import Session
from sessionlens.storage.feedback import encode_feedback
from sessionlens.storage.replies import encode_reply


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    """A mentor's folder: the recording, the review and the feedback that was exported."""
    path = recording(tmp_path / "talk.wav")
    review = review_of(path)
    saved(path.with_name("talk.review.toml"), review)
    feedback = replace(feedback_on(path), session=Session(coach="Anna", role="mentor"))
    target = path.with_name("talk.feedback.toml")
    target.write_bytes(encode_feedback(feedback, target.name))
    return path


@pytest.fixture
def opener() -> Iterator[Opener]:
    with Opener() as opener:
        yield opener


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("name", ["talk.wav", "talk.feedback.toml", "."])
def test_a_preview_leaves_the_folder_as_it_was(talk: Path, opener: Opener, name: str) -> None:
    before = content(talk.parent)
    opened = opener.open(talk.parent / name)
    assert opened.preview == "Anna"
    assert opened.read_only is not None
    assert opened.read_only.startswith("Preview: this is what Anna will see")
    editor = ReplyEditor(opened.reply, opened.store.save)
    editor.apply(SetAnswer(replace(answer_to(opened.feedback.markers[0], editor.reply), text="x")))
    assert isinstance(editor.unsaved, SessionLensError)
    assert content(talk.parent) == before
    opened.store.close()
    assert content(talk.parent) == before


def test_the_coachs_reply_beside_it_is_shown_without_their_notes(
    talk: Path, opener: Opener
) -> None:
    answer = Answer(marker="m1", stance="try", note="mine")
    reply = replace(new_reply(feedback_on(talk)), answers=(answer,))
    talk.with_name("Antwort.txt").write_bytes(encode_reply(reply))
    before = content(talk.parent)
    opened = opener.open(talk)
    assert opened.reply.answers == (Answer(marker="m1", stance="try"),)
    opened.store.close()
    assert content(talk.parent) == before


def test_a_review_of_any_name_makes_it_a_preview(talk: Path, opener: Opener) -> None:
    talk.with_name("talk.review.toml").rename(talk.with_name("mine.txt"))
    assert opener.open(talk).preview


def test_another_review_beside_it_makes_no_preview(talk: Path, opener: Opener) -> None:
    saved(talk.with_name("talk.review.toml"), review_of(talk, review_id="12" * 16))
    saved(talk.with_name("own.toml"), replace(review_of(talk, role="coach"), finished=NOW))
    assert opener.open(talk).preview == ""


def test_a_folder_stands_for_the_only_feedback_in_it(tmp_path: Path, opener: Opener) -> None:
    with pytest.raises(SessionLensError, match="no feedback in this folder"):
        opener.open(tmp_path)
    talk = recording(tmp_path / "talk.wav")
    path = mailed(talk).rename(tmp_path / "Feedback von Maria.txt")
    assert opener.open(tmp_path).feedback_path == path
    opener.opened.pop().store.close()
    assert opener.open(talk).feedback_path == path
    other = recording(tmp_path / "other.wav", sound=2)
    feedback = replace(feedback_on(other), review="12" * 16)
    (tmp_path / "b").write_bytes(encode_feedback(feedback, "b"))
    with pytest.raises(SessionLensError, match="feedback on 2 sessions") as caught:
        opener.open(tmp_path)
    assert "Feedback von Maria.txt" in str(caught.value)


def test_newer_and_older_exports_are_named_on_opening(tmp_path: Path, opener: Opener) -> None:
    talk = recording(tmp_path / "talk.wav")
    first = mailed(talk)
    later = replace(feedback_on(talk), id="f2", exported=NOW.replace(month=12))
    second = tmp_path / "talk.feedback (1).toml"
    second.write_bytes(encode_feedback(later, second.name))
    opened = opener.open(talk)
    assert opened.feedback_path == second
    assert f"Also here, older: {first.name}" in opened.notices
    opened.store.close()
    opened = opener.open(first)
    assert f"A newer export of this lies here: {second.name}" in opened.notices
