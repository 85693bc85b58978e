"""The start screen's list: every recording with what there is for it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from coach_files import NOW, feedback_on, mailed, recording, review_of, saved
from msgspec.structs import replace

from sessionlens.domain.answer import Answer
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.reply import new_reply
from sessionlens.domain.review import Verdict
from sessionlens.library.entry import Suggestion, counts_of, missing, suggested
from sessionlens.library.folder import RecordingEntry, list_recordings
from sessionlens.library.review import open_review
from sessionlens.storage.feedback import load_feedback
from sessionlens.storage.paths import (
    fallback_folder,
    feedback_path,
    review_path,
    transcript_path,
)
from sessionlens.storage.replies import ReplyFile, reply_path
from sessionlens.storage.reviews import load_review


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    return recording(tmp_path / "talk.wav")


def only(folder: Path) -> RecordingEntry:
    (entry,) = list_recordings(folder)
    return entry


def test_all_files_of_a_recording_are_found_by_their_names(talk: Path) -> None:
    files = {
        "transcript": "talk.vtt",
        "review": "talk.review.toml",
        "self_review": "talk.self.review.toml",
        "feedback": "talk.feedback.toml",
        "reply": "talk.reply.toml",
    }
    for name in files.values():
        talk.with_name(name).touch()
    entry = only(talk.parent)
    assert (entry.name, entry.recording) == ("talk.wav", talk)
    assert {kind: getattr(entry, kind).name for kind in files} == files


def test_what_a_coach_has_sent_counts_as_their_reply(talk: Path) -> None:
    sent = talk.with_name("talk.to-send.reply.toml")
    sent.touch()
    assert only(talk.parent).reply == sent


@pytest.mark.parametrize("stem", ["talk", "a" * 220, "ü" * 115])
def test_the_files_are_found_that_the_program_writes(tmp_path: Path, stem: str) -> None:
    talk = recording(tmp_path / f"{stem}.wav")
    review, own = review_path(talk), review_path(talk, "coach")
    feedback, transcript = feedback_path(review), transcript_path(talk)
    reply = reply_path(feedback, "ab" * 16)
    for path in (review, own, feedback, feedback_path(own), transcript, reply):
        path.touch()
    entry = only(tmp_path)
    assert entry.recording == talk
    assert (entry.review, entry.self_review, entry.feedback) == (review, own, feedback)
    assert (entry.reply, entry.transcript) == (reply, transcript)


def test_names_that_only_begin_alike_belong_to_others(talk: Path) -> None:
    recording(talk.with_name("talk 2.wav"))
    talk.with_name("talk 2.review.toml").touch()
    talk.with_name("talk 2.vtt").touch()
    first = next(one for one in list_recordings(talk.parent) if one.recording == talk)
    assert (first.review, first.transcript) == (None, None)


def test_a_file_that_vanishes_while_the_folder_is_read_is_passed_over(
    talk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = talk.with_name("talk.review.toml.lock")
    lock.touch()
    scandir = os.scandir

    @contextmanager
    def slow(folder: Path) -> Iterator[list[os.DirEntry[str]]]:
        with scandir(folder) as files:
            entries = list(files)
        lock.unlink()
        yield entries

    monkeypatch.setattr(os, "scandir", slow)
    assert only(talk.parent).recording == talk


def test_two_recordings_of_one_name_keep_their_reviews_apart(talk: Path) -> None:
    other = recording(talk.with_name("talk.flac"))
    saved(talk.with_name("talk.review.toml"), review_of(talk))
    by_name = {one.name: one.review for one in list_recordings(talk.parent)}
    assert by_name == {"talk.wav": talk.with_name("talk.review.toml"), other.name: None}


def test_the_transcript_of_a_zoom_video_lacks_its_size(tmp_path: Path) -> None:
    recording(tmp_path / "GMT20261102-101112_Recording_1920x1080.mp4")
    transcript = tmp_path / "GMT20261102-101112_Recording.transcript.vtt"
    transcript.touch()
    assert only(tmp_path).transcript == transcript


def test_feedback_without_its_recording_is_listed_for_itself(talk: Path) -> None:
    path = mailed(talk)
    talk.unlink()
    entry = only(path.parent)
    assert (entry.name, entry.recording, entry.feedback) == ("talk", None, path)
    assert suggested(entry, counts_of(entry)) == Suggestion("replay", path)
    reply = talk.with_name("Antwort.txt")
    ReplyFile(reply).save(replace(new_reply(load_feedback(path)), review="12" * 16))
    entry, stray = sorted(list_recordings(path.parent), key=lambda one: one.feedback is None)
    assert (entry.reply, stray.reply, stray.feedback) == (None, reply, None)
    assert suggested(stray, counts_of(stray)) is None
    assert "feedback that was answered is not here" in missing(stray)


def test_a_coachs_own_export_is_no_recording_of_its_own(talk: Path) -> None:
    talk.with_name("talk.self.feedback.toml").touch()
    assert only(talk.parent).feedback is None


def test_a_review_kept_in_the_users_folder_is_found(talk: Path) -> None:
    long = recording(talk.with_name("a" * 220 + ".wav"))
    for path in (talk, long):
        folder = fallback_folder(path)
        folder.mkdir(parents=True)
        review = folder / review_path(path).name
        review.touch()
        reviews = {entry.recording: entry.review for entry in list_recordings(talk.parent)}
        assert reviews[path] == review


def test_hidden_files_folders_and_others_are_no_recordings(tmp_path: Path) -> None:
    (tmp_path / "folder.wav").mkdir()
    recording(tmp_path / "._talk.wav")
    (tmp_path / "notes.txt").touch()
    assert list_recordings(tmp_path) == []


def test_a_link_that_leads_to_itself_hides_no_other_recording(talk: Path) -> None:
    try:
        talk.with_name("loop.wav").symlink_to("loop.wav")
    except OSError:
        pytest.skip("links cannot be made here")
    assert only(talk.parent).recording == talk


def test_the_newest_comes_first(talk: Path) -> None:
    newer = recording(talk.with_name("newer.wav"))
    os.utime(talk, (1, 1))
    assert [one.recording for one in list_recordings(talk.parent)] == [newer, talk]


@pytest.mark.parametrize(
    ("name", "message"), [("talk.wav", "not a folder"), ("gone", "no such file")]
)
def test_what_is_no_folder_is_said(talk: Path, name: str, message: str) -> None:
    with pytest.raises(SessionLensError, match=message):
        list_recordings(talk.with_name(name))


def test_the_numbers_say_how_far_the_work_is(talk: Path) -> None:
    path = talk.with_name("talk.review.toml")
    review = review_of(talk)
    saved(path, replace(review, verdicts=(Verdict(competency="presence", value="observed"),)))
    counts = counts_of(only(talk.parent))
    assert (counts.markers, counts.verdicts, counts.verdicts_missing) == (2, 1, 7)
    assert not counts.exported
    feedback = mailed(talk)
    reply = replace(
        new_reply(load_feedback(feedback)),
        answers=(
            Answer(marker="m1", stance="try"),
            Answer(marker="m2", note="only noted"),
            Answer(marker="gone", stance="agree"),
        ),
    )
    ReplyFile(talk.with_name("talk.reply.toml")).save(reply)
    counts = counts_of(only(talk.parent))
    assert (counts.exported, counts.moments, counts.answers) == (True, 2, 1)
    assert counts.unreadable == {}


def test_feedback_of_an_earlier_review_is_no_export_of_this_one(talk: Path) -> None:
    mailed(talk)
    saved(talk.with_name("talk.review.toml"), review_of(talk, review_id="12" * 16))
    assert not counts_of(only(talk.parent)).exported


def test_a_file_that_cannot_be_read_is_named(talk: Path) -> None:
    talk.with_name("talk.review.toml").write_text("broken", "utf-8")
    talk.with_name("talk.self.review.toml").write_text("format = 1", "utf-8")
    counts = counts_of(only(talk.parent))
    assert (counts.markers, counts.sealed) == (0, True)
    assert counts.unreadable.keys() == {"review", "self_review"}
    assert counts.unreadable["review"].startswith("talk.review.toml, line 1: ")


def test_what_enter_opens(talk: Path) -> None:
    def enter() -> tuple[str, str]:
        entry = only(talk.parent)
        suggestion = suggested(entry, counts_of(entry))
        assert suggestion is not None
        return suggestion.kind, suggestion.path.name

    assert enter() == ("review", "talk.wav")
    own = saved(talk.with_name("talk.self.review.toml"), review_of(talk, role="coach"))
    assert enter() == ("self-review", "talk.wav")
    mailed(talk)
    assert enter() == ("self-review", "talk.wav")
    saved(own, replace(load_review(own), finished=NOW))
    assert enter() == ("replay", "talk.feedback.toml")
    talk.with_name("talk.feedback.toml").unlink()
    assert enter() == ("review", "talk.wav")
    saved(talk.with_name("talk.review.toml"), review_of(talk))
    assert enter() == ("review", "talk.wav")
    assert feedback_on(talk).review == "ab" * 16


def movie(path: Path, seconds: float) -> Path:
    """The beginning of an mp4 that says how long it is: an index, and no sound."""
    scale = 1000
    times = (0).to_bytes(8, "big") + scale.to_bytes(4, "big")
    header = b"\0" * 4 + times + round(seconds * scale).to_bytes(4, "big") + b"\0" * 80
    mvhd = (len(header) + 8).to_bytes(4, "big") + b"mvhd" + header
    moov = (len(mvhd) + 8).to_bytes(4, "big") + b"moov" + mvhd
    path.write_bytes(b"\0\0\0\x10ftypisom\0\0\0\0" + moov)
    return path


def test_sub_folders_are_walked(tmp_path: Path) -> None:
    meeting = tmp_path / "2026" / "2026-11-02 13.04.12 Anna"
    meeting.mkdir(parents=True)
    recording(meeting / "talk.wav")
    hidden = tmp_path / ".trash"
    hidden.mkdir()
    recording(hidden / "old.wav")
    away = tmp_path.parent / "elsewhere"
    away.mkdir()
    recording(away / "other.wav")
    (tmp_path / "link").symlink_to(away, target_is_directory=True)
    entry = only(tmp_path)
    assert entry.name == "2026/2026-11-02 13.04.12 Anna/talk.wav"
    assert entry.recording == meeting / "talk.wav"


@pytest.mark.parametrize(
    ("video", "sound"),
    [
        ("zoom_0.mp4", "audio_only.m4a"),
        ("video1855123456.mp4", "audio1855123456.m4a"),
        ("GMT20261102-101112_Recording_1920x1080.mp4", "GMT20261102-101112_Recording.m4a"),
        ("talk.mp4", "talk.m4a"),
    ],
)
def test_one_meeting_in_two_files_of_equal_length_is_one_entry(
    tmp_path: Path, video: str, sound: str
) -> None:
    movie(tmp_path / video, 2880.2)
    movie(tmp_path / sound, 2880.0)
    entry = only(tmp_path)
    assert (entry.recording, entry.twin) == (tmp_path / sound, tmp_path / video)
    if video != "talk.mp4":  # of one name, a file's content tells whose it is
        review_path(tmp_path / video).touch()
        worked_on = only(tmp_path)
        assert (worked_on.recording, worked_on.twin) == (tmp_path / video, tmp_path / sound)


def test_files_of_other_lengths_are_other_meetings(tmp_path: Path) -> None:
    movie(tmp_path / "talk.mp4", 2880)
    movie(tmp_path / "talk.m4a", 1200)
    assert len(list_recordings(tmp_path)) == 2
    movie(tmp_path / "talk.m4a", 0)
    assert len(list_recordings(tmp_path)) == 2


def test_copies_that_synchronisers_leave_are_counted(talk: Path) -> None:
    saved(talk.with_name("talk.review.toml"), review_of(talk))
    for name in (
        "talk.review (Anna's conflicted copy 2026-10-02).toml",
        "talk.review.sync-conflict-20261002-101010-ABCDEFG.toml",
        "other.review (Anna's conflicted copy).toml",
    ):
        talk.with_name(name).touch()
    entry = next(entry for entry in list_recordings(talk.parent) if entry.recording == talk)
    assert entry.copies == 2
    opened = open_review(talk)
    opened.store.close()
    assert any("has left 2 copies of this review" in notice for notice in opened.notices)
