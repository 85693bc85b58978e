"""A document belongs where its content says, whatever a mail program has made of its name."""

import datetime as dt
import hashlib
import unicodedata
from pathlib import Path

import pytest
from coach_files import NOW, feedback_on, recording, review_of, saved
from msgspec.structs import replace

from sessionlens.domain.answer import Answer
from sessionlens.domain.feedback import Feedback
from sessionlens.domain.reply import new_reply
from sessionlens.domain.review import Session
from sessionlens.domain.timecode import Timecode
from sessionlens.library import folder as listing
from sessionlens.library.accepted import accept
from sessionlens.library.entry import counts_of, suggested
from sessionlens.library.folder import RecordingEntry, entry_now, first_look, list_recordings
from sessionlens.storage.feedback import encode_feedback
from sessionlens.storage.replies import encode_reply


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    return recording(tmp_path / "talk.wav")


def put(path: Path, feedback: Feedback) -> Path:
    path.write_bytes(encode_feedback(feedback, path.name))
    return path


def by_name(folder: Path) -> dict[str, RecordingEntry]:
    return {entry.name: entry for entry in list_recordings(folder)}


def enter(entry: RecordingEntry) -> tuple[str, str, bool]:
    """What Enter opens, which file, and whether it is trouble."""
    suggestion = suggested(entry, counts_of(entry))
    assert suggestion is not None
    return suggestion.kind, suggestion.path.name, bool(suggestion.trouble)


@pytest.mark.parametrize(
    "name", ["talk.feedback (1).toml", "Feedback von Maria.txt", "round2.toml", "download"]
)
def test_feedback_of_any_name_is_replayed(talk: Path, name: str) -> None:
    path = put(talk.with_name(name), feedback_on(talk))
    entry = by_name(talk.parent)
    assert entry.keys() == {"talk.wav"}
    assert entry["talk.wav"].feedback == path
    assert enter(entry["talk.wav"]) == ("replay", name, False)
    talk.unlink()
    (alone,) = list_recordings(talk.parent)
    assert (alone.recording, alone.feedback) == (None, path)
    assert enter(alone) == ("replay", name, False)


def test_of_several_exports_the_newest_counts_and_the_others_are_named(talk: Path) -> None:
    feedback = feedback_on(talk)
    old = put(talk.with_name("talk.feedback.toml"), feedback)
    later = replace(feedback, id="f2", exported=NOW + dt.timedelta(days=1), markers=())
    new = put(talk.with_name("talk.feedback (1).toml"), later)
    entry = by_name(talk.parent)["talk.wav"]
    assert (entry.feedback, entry.older) == (new, (old,))


def test_what_a_file_holds_counts_more_than_its_name(talk: Path) -> None:
    path = put(talk.with_name("talk.reply.toml"), feedback_on(talk))
    reply = talk.with_name("talk.review.toml")
    reply.write_bytes(encode_reply(new_reply(feedback_on(talk))))
    entry = by_name(talk.parent)["talk.wav"]
    assert (entry.feedback, entry.reply, entry.review) == (path, reply, None)
    assert enter(entry) == ("replay", "talk.reply.toml", False)


def test_a_feedback_goes_to_the_recording_that_another_document_knows(talk: Path) -> None:
    saved(
        talk.with_name("talk.self.review.toml"), review_of(talk, role="coach", review_id="9" * 32)
    )
    feedback = put(talk.with_name("mail.txt"), feedback_on(talk, file="GMT20261102_Recording.m4a"))
    reply = talk.with_name("mine")
    reply.write_bytes(encode_reply(replace(new_reply(feedback_on(talk, file="x.m4a", sha256="")))))
    entries = by_name(talk.parent)
    assert entries.keys() == {"talk.wav"}
    assert (entries["talk.wav"].feedback, entries["talk.wav"].reply) == (feedback, reply)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_name_is_the_same_however_its_letters_are_made(tmp_path: Path, form: str) -> None:
    other = "NFD" if form == "NFC" else "NFC"
    talk = recording(tmp_path / unicodedata.normalize(form, "Gespräch.wav"))  # type: ignore[arg-type]
    named = unicodedata.normalize(other, "Gespräch.wav")  # type: ignore[arg-type]
    path = put(tmp_path / "mail.txt", feedback_on(talk, file=named, sha256=""))
    (entry,) = list_recordings(tmp_path)
    assert (entry.recording, entry.feedback) == (talk, path)


def test_feedback_of_another_pair_on_a_recording_of_the_same_name_stands_apart(
    talk: Path,
) -> None:
    saved(
        talk.with_name("talk.self.review.toml"), review_of(talk, role="coach", review_id="9" * 32)
    )
    strange = feedback_on(talk, sha256="77" * 32, duration=Timecode(99))
    strange = replace(strange, session=Session(title="Supervision", coach="Ben", reviewer="Zoe"))
    path = put(talk.with_name("talk.feedback.toml"), strange)
    entries = by_name(talk.parent)
    assert entries["talk.wav"].feedback is None
    assert (entries["talk"].feedback, entries["talk"].recording) == (path, None)
    assert entries["talk"].remarks == (
        "It is about another recording than the one of that name in this folder.",
    )
    assert counts_of(entries["talk"]).title == "Supervision"
    assert enter(entries["talk"]) == ("replay", "talk.feedback.toml", False)


def test_each_mentors_feedback_on_a_recording_can_be_opened(talk: Path) -> None:
    feedback = feedback_on(talk)
    maria = put(talk.with_name("a.txt"), feedback)
    zoe = put(
        talk.with_name("z.txt"),
        replace(feedback, id="f9", review="12" * 16, exported=NOW - dt.timedelta(days=1)),
    )
    answer = Answer(marker="m1", stance="try")
    reply = talk.with_name("to zoe.txt")
    reply.write_bytes(
        encode_reply(replace(new_reply(feedback), review="12" * 16, answers=(answer,)))
    )
    entries = by_name(talk.parent)
    assert (entries["talk.wav"].feedback, entries["talk.wav"].reply) == (maria, None)
    assert (entries["z.txt"].feedback, entries["z.txt"].reply) == (zoe, reply)


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("talk.feedback.toml", "newer"),
        ("talk.feedback (1).toml", "newer"),
        ("Feedback von Maria.txt", "newer"),
        ("Feedback von Maria.txt", "broken"),
        ("talk.feedback.toml", "garbage"),
        ("talk.feedback.toml", "empty"),
    ],
)
def test_feedback_that_cannot_be_read_begins_no_review(talk: Path, name: str, broken: str) -> None:
    path = put(talk.with_name(name), feedback_on(talk))
    text = path.read_text("utf-8")
    path.write_text(
        {
            "newer": text.replace("version = 1", "version = 9", 1),
            "broken": text + "\n[oh",
            "garbage": "nothing of ours",
            "empty": "",
        }[broken]
    )
    (entry,) = list_recordings(talk.parent)
    assert enter(entry) == ("replay", name, True)
    assert name in counts_of(entry).unreadable["feedback"]


def test_a_newer_version_beside_one_that_can_be_read_is_named_with_its_reason(talk: Path) -> None:
    feedback = feedback_on(talk)
    path = put(talk.with_name("talk.feedback.toml"), feedback)
    newer = put(talk.with_name("round2.toml"), feedback)
    newer.write_text(newer.read_text("utf-8").replace("version = 1", "version = 9", 1), "utf-8")
    entry = by_name(talk.parent)["talk.wav"]
    assert entry.feedback == path
    (remark,) = entry.remarks
    assert remark.startswith("Not read: round2.toml: This file was written by a newer SessionLens")


def test_what_a_coach_has_sent_of_their_own_review_is_never_opened_as_ones_own(talk: Path) -> None:
    sent = replace(review_of(talk, role="coach", review_id="9" * 32), exported=NOW)
    path = saved(talk.with_name("Annas Blick.txt"), sent)
    entry = by_name(talk.parent)["talk.wav"]
    assert entry.self_review == path
    assert not counts_of(entry).sealed
    assert enter(entry) == ("review", "talk.wav", False)
    own = saved(talk.with_name("talk.self.review.toml"), replace(sent, exported=None))
    entry = by_name(talk.parent)["talk.wav"]
    assert (entry.self_review, entry.remarks) == (own, ())


def test_a_reply_whose_feedback_is_not_here_begins_no_review(talk: Path) -> None:
    talk.with_name("mine.txt").write_bytes(encode_reply(new_reply(feedback_on(talk))))
    entry = by_name(talk.parent)["talk.wav"]
    assert suggested(entry, counts_of(entry)) is None


def test_a_large_folder_is_told_by_names_first_and_what_is_opened_by_content(
    talk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(talk.with_name("mail.txt"), feedback_on(talk))
    assert first_look(talk.parent) == list_recordings(talk.parent)
    monkeypatch.setattr(listing, "_AT_ONCE", -1.0)
    (entry,) = first_look(talk.parent)
    assert (entry.recording, entry.feedback) == (talk, None)
    assert entry_now(talk.parent, entry).feedback == path
    inner = talk.parent / "Anna"
    inner.mkdir()
    for file in (talk, path):
        file.rename(inner / file.name)
    (entry,) = first_look(talk.parent)
    now = entry_now(talk.parent, entry)
    assert (now.name, now.feedback) == ("Anna/talk.wav", inner / "mail.txt")


def test_feedback_goes_to_a_recording_that_was_renamed(talk: Path) -> None:
    path = put(talk.with_name("mail.txt"), feedback_on(talk))
    other = recording(talk.with_name("other.wav"), sound=2)
    renamed = talk.rename(talk.with_name("Zoom Aufnahme.wav"))
    entries = by_name(talk.parent)
    assert entries.keys() == {"Zoom Aufnahme.wav", "other.wav"}
    assert enter(entries["Zoom Aufnahme.wav"]) == ("replay", "mail.txt", False)
    assert entries["other.wav"].feedback is None
    shown = RecordingEntry(name=renamed.name, recording=renamed)
    assert entry_now(talk.parent, shown).feedback == path
    renamed.unlink()
    assert by_name(talk.parent)["other.wav"].feedback == path  # as long, it may be re-encoded
    recording(talk.with_name("third.wav"), sound=3)
    assert by_name(talk.parent)["mail.txt"].recording is None
    accept(feedback_on(other, sha256=sha256_of("talk")).recording, other)
    put(path, feedback_on(other, sha256=sha256_of("talk"), file="talk.m4a"))
    assert by_name(talk.parent)["other.wav"].feedback == path


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
