"""A recording that was moved or renamed is found again, and never mistaken for another."""

from pathlib import Path

import pytest
from coach_files import feedback_on, mailed, recording, reference, review_of, saved, sha256
from media import retagged
from msgspec.structs import replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import Feedback
from sessionlens.domain.review import RecordingRef
from sessionlens.library import relinking
from sessionlens.library.relinking import Located, chosen, locate, recording_of, with_hash
from sessionlens.storage.state import remember_folder, used_folders


@pytest.fixture
def here(tmp_path: Path) -> Path:
    folder = tmp_path / "here"
    folder.mkdir()
    return folder


@pytest.fixture
def talk(here: Path) -> Path:
    return recording(here / "talk.wav")


@pytest.fixture
def feedback(talk: Path) -> Feedback:
    return feedback_on(talk)


def look(feedback: Feedback, folder: Path, *used: Path) -> Located:
    return locate(feedback.recording, folder / "talk.feedback.toml", folders=used)


def test_it_is_where_the_file_says(talk: Path, feedback: Feedback) -> None:
    assert look(feedback, talk.parent) == Located(talk, "content")


def test_renamed_it_is_known_by_its_content(talk: Path, feedback: Feedback) -> None:
    recording(talk.with_name("aaa.wav"), seconds=5.0)
    recording(talk.with_name("bbb.wav"), sound=2)
    moved = talk.rename(talk.with_name("zzz.WAV"))
    located = look(feedback, talk.parent)
    assert (located.recording, located.certainty) == (moved, "content")
    assert "zzz.WAV" in located.notices[0]


def test_moved_it_is_found_in_a_folder_used_before(
    talk: Path, feedback: Feedback, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    moved = talk.rename(other / "talk.wav")
    remember_folder(other)
    assert used_folders() == [other]
    assert look(feedback, talk.parent, *used_folders()).recording == moved
    assert look(feedback, talk.parent, tmp_path / "gone").recording is None


def test_another_file_of_the_same_length_is_offered_and_not_taken(
    talk: Path, feedback: Feedback
) -> None:
    recording(talk, sound=2)
    located = look(feedback, talk.parent)
    assert (located.recording, located.offered) == (None, talk)
    assert "not the same file" in located.notices[0]


def test_once_chosen_it_is_used_with_a_warning(talk: Path, feedback: Feedback) -> None:
    recording(talk, sound=2)
    located = chosen(feedback.recording, talk)
    assert (located.recording, located.certainty) == (talk, "length")
    assert "not the same file" in located.notices[0]


def test_another_encoding_is_accepted_once_and_then_known_wherever_it_goes(
    talk: Path, feedback: Feedback
) -> None:
    recording(talk, sound=2)
    assert look(feedback, talk.parent).recording is None
    chosen(feedback.recording, talk)
    assert look(feedback, talk.parent) == Located(talk, "length")
    assert chosen(feedback.recording, talk).notices == ()
    moved = talk.rename(talk.with_name("zzz.wav"))
    recording(talk.with_name("aaa.wav"), sound=3)
    located = look(feedback, talk.parent)
    assert located == Located(moved, "length", notices=(f"The recording was found as {moved}",))
    other = replace(feedback.recording, sha256="ab" * 32)
    assert chosen(other, moved).notices, "for another recording it is asked again"
    recording(moved, sound=4)
    assert look(feedback, talk.parent).recording is None


def test_a_wrong_one_is_refused_with_both_lengths(talk: Path, feedback: Feedback) -> None:
    wrong = recording(talk.with_name("wrong.wav"), seconds=65.0)
    with pytest.raises(SessionLensError, match="another recording: it lasts 01:05") as caught:
        chosen(feedback.recording, wrong)
    assert "00:03" in caught.value.what
    assert "talk.wav" in caught.value.hint
    recording(talk, seconds=65.0)
    assert look(feedback, talk.parent).recording is None
    assert look(feedback, talk.parent).offered is None


def test_what_cannot_be_heard_is_not_it(talk: Path, feedback: Feedback) -> None:
    talk.write_text("a text", "utf-8")
    located = look(feedback, talk.parent)
    assert (located.recording, located.offered) == (None, None)
    with pytest.raises(SessionLensError, match="not a recording"):
        chosen(feedback.recording, talk)


def test_a_file_about_which_nothing_is_known_is_taken_by_its_name(
    talk: Path, feedback: Feedback
) -> None:
    nothing = replace(feedback.recording, sha256="", duration=None)
    assert locate(nothing, talk.with_name("x.toml")) == Located(talk, "unchecked")
    talk.rename(talk.with_name("other.wav"))
    assert locate(nothing, talk.with_name("x.toml")).recording is None


def test_a_large_file_is_compared_by_length_only(
    talk: Path, feedback: Feedback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relinking, "_AT_ONCE", 1000)
    recording(talk, sound=2)
    assert look(feedback, talk.parent).certainty == "unchecked"


def test_a_large_file_of_another_length_is_not_it(
    talk: Path, feedback: Feedback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relinking, "_AT_ONCE", 1000)
    recording(talk, seconds=9.0)
    assert look(feedback, talk.parent).recording is None


def test_a_review_finds_its_recording_wherever_it_went(talk: Path) -> None:
    review = saved(talk.with_name("talk.review.toml"), review_of(talk))
    moved = talk.rename(talk.with_name("renamed.wav"))
    assert recording_of(review) == moved
    recording(moved, sound=2)
    with pytest.raises(SessionLensError, match=r"'talk.wav' is not there") as caught:
        recording_of(review)
    assert "renamed.wav" in caught.value.hint
    assert caught.value.where == review


def test_folders_used_before_are_few_and_the_latest_first(tmp_path: Path) -> None:
    for number in range(30):
        remember_folder(tmp_path / str(number))
    remember_folder(tmp_path / "15")
    assert used_folders()[:3] == [tmp_path / "15", tmp_path / "29", tmp_path / "28"]
    assert len(used_folders()) == 20


def test_feedback_in_a_mail_folder_says_where_it_was_and_is_still_read(
    talk: Path, tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    path = mailed(talk, inbox, file="../../elsewhere/talk.wav")
    from sessionlens.storage.feedback import load_feedback

    located = locate(load_feedback(path).recording, path)
    assert located.recording is None
    assert located.notices == ("The recording 'talk.wav' was not found: the moments can be read",)


def test_a_retagged_recording_is_the_same_one(talk: Path, feedback: Feedback) -> None:
    from sessionlens.audio.sound_hash import sound_hash

    sound = replace(feedback.recording, sound_sha256=sound_hash(talk) or "")
    hashed = replace(feedback, recording=sound)
    retagged(talk)
    assert look(feedback, talk.parent).recording is None, "nothing is known of its sound"
    assert look(hashed, talk.parent) == Located(talk, "content")
    assert chosen(sound, talk.rename(talk.with_name("zzz.wav"))).certainty == "content"
    assert look(hashed, talk.parent).recording == talk.with_name("zzz.wav")
    recording(talk, sound=2)
    talk.with_name("zzz.wav").unlink()
    assert look(hashed, talk.parent).recording is None


def test_what_goes_out_before_the_hash_is_known_can_be_found_all_the_same(tmp_path: Path) -> None:
    talk = recording(tmp_path / "talk.wav")
    unknown = RecordingRef(file="talk.wav")
    assert with_hash(unknown, talk).sha256 == sha256(talk)
    assert with_hash(unknown, tmp_path / "none.wav") == unknown
    hashed = reference(talk)
    assert with_hash(hashed, recording(tmp_path / "other.wav", sound=2)) == hashed
