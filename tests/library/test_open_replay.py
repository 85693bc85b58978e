"""A coach opens feedback: all that belongs to it is found, and the feedback is never changed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from coach_files import Opener, mailed, recording
from msgspec.structs import replace
from places import VTT, nothing_can_be_written

from sessionlens.domain.answer import Answer
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.reply import ReplyEditor, SetAnswer, answer_to, threads
from sessionlens.library.replay import OpenedReplay, open_replay, with_recording
from sessionlens.storage.feedback import load_feedback, write_feedback
from sessionlens.storage.replies import load_reply


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    return recording(tmp_path / "talk.wav")


@pytest.fixture
def opener() -> Iterator[Opener]:
    with Opener() as opener:
        yield opener


def answer(opened: OpenedReplay, number: int = 0, text: str = "I will") -> ReplyEditor:
    editor = ReplyEditor(opened.reply, opened.store.save)
    marker = opened.feedback.markers[number]
    editor.apply(SetAnswer(replace(answer_to(marker, editor.reply), stance="try", text=text)))
    assert editor.unsaved is None
    return editor


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_looking_writes_nothing(talk: Path, opener: Opener) -> None:
    path = mailed(talk)
    (talk.parent / "talk.vtt").write_text(VTT, "utf-8")
    opened = opener.open(path)
    assert opened.recording == talk
    assert opened.transcript is not None
    assert (opened.sealed, opened.read_only, opened.notices) == (None, None, ())
    opened.store.close()
    assert names(talk.parent) == ["talk.feedback.toml", "talk.vtt", "talk.wav"]


def test_answers_are_in_the_coachs_own_file_and_there_the_next_time(
    talk: Path, opener: Opener
) -> None:
    path = mailed(talk)
    before = path.read_bytes()
    opened = opener.open(path)
    answer(opened)
    opened.store.close()
    assert path.read_bytes() == before
    assert load_reply(talk.with_name("talk.reply.toml")).answers[0].text == "I will"
    again = opener.open(path)
    assert again.reply.answers[0].stance == "try"
    assert answer(again, text="").undoable == "answer changed"


def test_without_the_recording_it_is_a_reader(talk: Path, opener: Opener) -> None:
    path = mailed(talk)
    talk.unlink()
    (talk.parent / "talk.vtt").write_text(VTT, "utf-8")
    opened = opener.open(path)
    assert opened.recording is None
    assert opened.transcript is not None
    assert any("was not found" in one for one in opened.notices)
    answer(opened)


def test_the_transcript_beside_the_feedback_stays_with_a_recording_of_another_name(
    talk: Path, opener: Opener
) -> None:
    path = mailed(talk)
    (talk.parent / "talk.vtt").write_text(VTT, "utf-8")
    away = talk.parent / "away"
    away.mkdir()
    opened = opener.open(path, talk.rename(away / "call.wav"))
    assert (opened.recording, opened.transcript is not None) == (away / "call.wav", True)
    (away / "call.vtt").write_text(VTT.replace("would", "did"), "utf-8")
    nearer = with_recording(opened, away / "call.wav").transcript
    assert nearer is not None
    assert "did it mean" in nearer.utterances[0].text


def test_a_recording_chosen_later_brings_its_transcript(
    talk: Path, opener: Opener, tmp_path: Path
) -> None:
    path = mailed(talk)
    other = tmp_path / "other"
    other.mkdir()
    moved = talk.rename(other / "talk.wav")
    (other / "talk.vtt").write_text(VTT, "utf-8")
    opened = with_recording(opener.open(path), moved)
    assert opened.recording == moved
    assert opened.transcript is not None
    wrong = recording(other / "wrong.wav", seconds=9)
    with pytest.raises(SessionLensError, match="another recording"):
        with_recording(opened, wrong)


def test_a_wrong_recording_is_refused_and_nothing_stays_locked(talk: Path, opener: Opener) -> None:
    path = mailed(talk)
    wrong = recording(talk.with_name("wrong.wav"), seconds=9)
    with pytest.raises(SessionLensError, match="another recording"):
        open_replay(path, wrong)
    assert opener.open(path, talk).read_only is None


def test_a_recording_stands_for_the_feedback_beside_it(talk: Path, opener: Opener) -> None:
    with pytest.raises(SessionLensError, match="no feedback beside it"):
        open_replay(talk)
    path = mailed(talk)
    assert opener.open(talk).feedback_path == path


def test_where_nothing_can_be_written_one_reads_and_listens(
    talk: Path, opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = mailed(talk)
    nothing_can_be_written(monkeypatch)
    opened = opener.open(path)
    assert opened.read_only is not None
    assert "can be written, so this is read-only here" in opened.read_only


def test_a_second_window_cannot_save(talk: Path, opener: Opener) -> None:
    path = mailed(talk)
    opener.open(path)
    second = opener.open(path)
    assert second.read_only is not None
    editor = ReplyEditor(second.reply, second.store.save)
    editor.apply(SetAnswer(Answer(marker="m1", stance="agree")))
    assert editor.unsaved is not None


def test_answers_go_on_when_the_feedback_is_exported_again(talk: Path, opener: Opener) -> None:
    path = mailed(talk)
    opened = opener.open(path)
    answer(opened)
    answer(replace_reply(opened), 1)
    opened.store.close()
    old = load_feedback(path)
    changed = replace(old.markers[0], comment="I meant the silence.")
    write_feedback(path, replace(old, id="f2", markers=(changed,)), force=True)
    again = opener.open(path)
    assert again.reply.feedback == "f2"
    assert threads(again.reply.answers, again.feedback.markers, again.feedback.rubric)["m1"].changed
    assert any("1 of your answers is to moments" in one for one in again.notices)
    assert again.reply.answer("m2") is not None


def replace_reply(opened: OpenedReplay) -> OpenedReplay:
    """As after saving: the reply that is on disk."""
    from msgspec.structs import replace

    return replace(opened, reply=load_reply(opened.reply_path))


def test_feedback_on_another_review_gets_a_reply_of_its_own(talk: Path, opener: Opener) -> None:
    path = mailed(talk)
    opened = opener.open(path)
    answer(opened)
    opened.store.close()
    write_feedback(path, replace(load_feedback(path), review="cd" * 16), force=True)
    other = opener.open(path)
    assert other.reply.answers == ()
    assert other.reply_path != opened.reply_path
    answer(other)
    assert load_reply(opened.reply_path).answers[0].marker == "m1"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("version = 1", "version = 9", "newer SessionLens"),
        ('id = "m1"', 'id = "m2"', "twice"),
        ('comment = "You waited."', "comment = 1", "comment"),
        ("sessionlens.feedback", "sessionlens.review", "a review, not a feedback file"),
    ],
)
def test_feedback_with_a_mistake_is_refused_with_its_line(
    talk: Path, old: str, new: str, message: str
) -> None:
    path = mailed(talk)
    text = path.read_text("utf-8")
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(SessionLensError, match=message) as caught:
        open_replay(path)
    assert caught.value.line is not None
    assert names(talk.parent) == ["talk.feedback.toml", "talk.wav"]


def test_a_reply_that_cannot_be_read_is_not_overwritten(talk: Path) -> None:
    path = mailed(talk)
    own = talk.with_name("talk.reply.toml")
    own.write_text('format = "sessionlens.reply"\nversion = 2\n', "utf-8")
    with pytest.raises(SessionLensError, match="newer SessionLens"):
        open_replay(path)
    assert own.read_text("utf-8").endswith("version = 2\n")
