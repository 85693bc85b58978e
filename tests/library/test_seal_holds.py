"""The seal holds for a conversation: whatever its encoding, name and place."""

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from coach_files import NOW, RUBRIC, Opener
from media import Sound, encode, voices, write
from msgspec.structs import replace

from sessionlens.audio.recording import content_hash
from sessionlens.domain.changes import Material, SetSession
from sessionlens.domain.editor import Editor
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import feedback_from
from sessionlens.domain.marker import Marker
from sessionlens.domain.review import RecordingRef, Review, RubricRef, Session
from sessionlens.domain.seal import FinishReview
from sessionlens.domain.timecode import Timecode
from sessionlens.library.comparing import compare_files
from sessionlens.library.outgoing import outgoing
from sessionlens.library.relinking import recording_of
from sessionlens.library.replay import break_seal, finish_self_review, with_recording
from sessionlens.library.review import open_review
from sessionlens.library.self_review import why_sealed
from sessionlens.storage.feedback import load_feedback, write_feedback
from sessionlens.storage.reviews import encode_review, load_review
from sessionlens.storage.state import remember_folder
from sessionlens.storage.unfinished import own_reviews

RATE = 16_000
SECONDS = 4.0
WORDS = "You waited, and it opened."


@pytest.fixture(scope="module")
def sound() -> Sound:
    return voices(SECONDS, RATE, channels=1)


@pytest.fixture
def opener() -> Iterator[Opener]:
    with Opener() as opener:
        yield opener


def recorded(folder: Path, name: str, sound: Sound) -> Path:
    """The conversation in the encoding that the name stands for."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    if path.suffix == ".m4a":
        return encode(path, sound, RATE, "aac")
    return write(path, sound, RATE, "WAV", "PCM_16")


def about(path: Path, *, seconds: float = SECONDS) -> RecordingRef:
    return RecordingRef(file=path.name, sha256=content_hash(path) or "", duration=Timecode(seconds))


def mentors(path: Path, target: Path, *, title: str = "Third session") -> Path:
    """The mentor's feedback on a recording, in the file `target`."""
    review = Review(
        id="ab" * 16,
        session=Session(role="mentor", reviewer="Maria", coach="Anna", title=title),
        recording=about(path),
        rubric=RubricRef(id=RUBRIC.id, edition=RUBRIC.edition),
        markers=(Marker(id="m1", start=Timecode(1.0), competency="presence", comment=WORDS),),
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    feedback = feedback_from(review, RUBRIC, feedback_id="f1", exported=NOW)
    write_feedback(target, feedback, force=True)
    return target


def reviewing_oneself(
    recording: Path, *, title: str = "", finished: bool = False, seconds: float = SECONDS
) -> Path:
    """Do as the screen does: open one's own review, note something, learn what the sound is."""
    opened = open_review(recording, role="coach")
    try:
        editor = Editor(Material(opened.review, None), opened.store.save)
        session = replace(opened.review.session, coach="Anna", reviewer="Anna")
        editor.apply(SetSession(replace(session, title=title or session.title)))
        reference = replace(about(recording, seconds=seconds), file=opened.review.recording.file)
        editor.amend(
            lambda material: material._replace(
                review=replace(material.review, recording=reference)
            ),
            save=True,
        )
        if finished:
            editor.apply(FinishReview(NOW))
    finally:
        opened.store.close()
    return opened.review_path


ENCODINGS = [("talk.wav", "talk.m4a"), ("talk.m4a", "talk.wav"), ("talk.wav", "talk.wav")]


@pytest.mark.parametrize(("coachs", "mentors_file"), ENCODINGS)
def test_a_feedback_alone_in_another_folder_is_sealed(
    tmp_path: Path, opener: Opener, sound: Sound, coachs: str, mentors_file: str
) -> None:
    own = reviewing_oneself(recorded(tmp_path / "coach", coachs, sound))
    heard = recorded(tmp_path / "mentor", mentors_file, sound)
    file = mentors(heard, tmp_path / "Downloads" / "Feedback von Maria (1).txt")
    opened = opener.open(file)
    assert "stay sealed" in (opened.sealed or "")
    assert opened.self_review == own
    finished = finish_self_review(opened, NOW)
    assert finished.sealed is None
    opened.store.close()
    assert opener.open(file).sealed is None


@pytest.mark.parametrize(("coachs", "mentors_file"), ENCODINGS)
def test_renamed_it_is_sealed_by_title_and_length(
    tmp_path: Path, opener: Opener, sound: Sound, coachs: str, mentors_file: str
) -> None:
    renamed = f"zoom 7{Path(coachs).suffix}"
    own = reviewing_oneself(
        recorded(tmp_path / "coach", renamed, sound), title="  third   SESSION "
    )
    heard = recorded(tmp_path / "mentor", mentors_file, sound)
    opened = opener.open(mentors(heard, tmp_path / "Downloads" / "talk.feedback.toml"))
    assert (opened.sealed is not None, opened.self_review) == (True, own)


@pytest.mark.parametrize(("coachs", "mentors_file"), ENCODINGS)
def test_a_moved_review_is_found_where_recordings_were_opened(
    tmp_path: Path, opener: Opener, sound: Sound, coachs: str, mentors_file: str
) -> None:
    own = reviewing_oneself(recorded(tmp_path / "coach", coachs, sound))
    moved = tmp_path / "archive"
    moved.mkdir()
    shutil.move(own, moved / "mine.toml")
    remember_folder(moved)
    heard = recorded(tmp_path / "mentor", mentors_file, sound)
    opened = opener.open(mentors(heard, tmp_path / "Downloads" / "talk.feedback.toml"))
    assert (opened.sealed is not None, opened.self_review) == (True, moved / "mine.toml")


def test_naming_a_recording_whose_own_review_is_open_seals_from_then_on(
    tmp_path: Path, opener: Opener, sound: Sound
) -> None:
    renamed = recorded(tmp_path / "coach", "zoom 7.m4a", sound)
    own = reviewing_oneself(renamed)
    heard = recorded(tmp_path / "mentor", "talk.wav", sound)
    file = mentors(heard, tmp_path / "Downloads" / "talk.feedback.toml")
    opened = opener.open(file)
    assert opened.sealed is None, "nothing tells that both are one conversation"
    named = with_recording(opened, renamed)
    assert (named.sealed is not None, named.self_review) == (True, own)
    opened.store.close()
    shutil.move(renamed, tmp_path / "zoom 7.m4a")
    assert opener.open(file).sealed is not None


def test_what_lies_in_one_folder_and_is_as_long_is_one_conversation(
    tmp_path: Path, opener: Opener, sound: Sound
) -> None:
    own = reviewing_oneself(recorded(tmp_path / "coach", "Aufnahme 12.m4a", sound))
    heard = recorded(tmp_path / "mentor", "s1.wav", sound)
    file = mentors(heard, tmp_path / "coach" / "fb.toml", title="Session one")
    opened = opener.open(file)
    assert (opened.sealed is not None, opened.self_review) == (True, own)


def test_a_mentor_previews_what_was_exported_to_another_folder(
    tmp_path: Path, opener: Opener, sound: Sound
) -> None:
    heard = recorded(tmp_path / "mentor", "talk.wav", sound)
    file = mentors(heard, tmp_path / "out" / "anna.feedback.toml")
    review = replace(load_feedback(file).session, coach="Anna")
    made = Review(
        id="ab" * 16,
        session=review,
        recording=about(heard),
        rubric=RubricRef(id=RUBRIC.id, edition=RUBRIC.edition),
    )
    heard.with_suffix(".review.toml").write_bytes(encode_review(made))
    remember_folder(heard.parent)
    opened = opener.open(file)
    assert opened.preview
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_another_conversation_seals_nothing(tmp_path: Path, opener: Opener, sound: Sound) -> None:
    heard = recorded(tmp_path / "mentor", "talk.wav", sound)
    file = mentors(heard, tmp_path / "Downloads" / "talk.feedback.toml")
    shorter = voices(SECONDS - 2, RATE, channels=1, seed=2)
    own = reviewing_oneself(
        recorded(tmp_path / "coach", "talk.wav", shorter),
        title="Third session",
        seconds=SECONDS - 2,
    )
    assert opener.open(file).sealed is None, "another length"
    own.unlink()
    other = voices(SECONDS, RATE, channels=1, seed=3)
    reviewing_oneself(recorded(tmp_path / "coach", "other.wav", other), title="Fourth session")
    assert opener.open(file).sealed is None, "another title and name"


def test_a_finished_review_and_a_copy_that_was_sent_seal_nothing(
    tmp_path: Path, opener: Opener, sound: Sound
) -> None:
    talk = recorded(tmp_path, "talk.wav", sound)
    own = reviewing_oneself(talk, finished=True)
    file = mentors(talk, tmp_path / "talk.feedback.toml")
    assert opener.open(file).sealed is None
    assert list(own_reviews()) == []
    sent = replace(load_review(own), finished=None, exported=NOW)
    (tmp_path / "talk.to-send.self.review.toml").write_bytes(encode_review(sent))
    assert opener.open(file).sealed is None


def test_a_backup_of_a_finished_review_seals_nothing(
    tmp_path: Path, opener: Opener, sound: Sound
) -> None:
    talk = recorded(tmp_path, "talk.wav", sound)
    own = reviewing_oneself(talk)
    shutil.copy(own, tmp_path / "backup of yesterday.toml")
    file = mentors(talk, tmp_path / "talk.feedback.toml")
    opened = opener.open(file)
    assert opened.sealed is not None
    broken = break_seal(opened, NOW)
    assert (broken.sealed, broken.seal_broken) == (None, NOW)
    opened.store.close()
    opened = opener.open(file)
    assert (opened.sealed, opened.seal_broken) == (None, NOW)


def test_two_open_reviews_of_one_conversation_are_finished_one_by_one(
    tmp_path: Path, opener: Opener, sound: Sound
) -> None:
    first = reviewing_oneself(recorded(tmp_path, "talk.wav", sound))
    second = reviewing_oneself(recorded(tmp_path / "again", "talk.m4a", sound))
    opened = opener.open(mentors(tmp_path / "talk.wav", tmp_path / "talk.feedback.toml"))
    assert opened.self_review == first
    once = finish_self_review(opened, NOW)
    assert (once.sealed is not None, once.self_review) == (True, second)
    assert finish_self_review(once, NOW).sealed is None


def test_a_review_taken_away_is_forgotten_and_one_on_a_disk_that_is_out_is_not(
    tmp_path: Path, sound: Sound
) -> None:
    gone = reviewing_oneself(recorded(tmp_path / "here", "talk.wav", sound))
    reviewing_oneself(recorded(tmp_path / "media" / "stick", "talk.wav", sound))
    gone.unlink()
    (tmp_path / "media").rename(tmp_path / "out")
    assert list(own_reviews()) == []
    (tmp_path / "out").rename(tmp_path / "media")
    assert [own.file.parent.name for own in own_reviews()] == ["stick"]


def test_a_review_whose_file_or_folder_has_another_name_seals_all_the_same(
    tmp_path: Path, opener: Opener, sound: Sound
) -> None:
    own = reviewing_oneself(recorded(tmp_path / "coach", "talk.wav", sound))
    heard = recorded(tmp_path / "mentor", "talk.m4a", sound)
    feedback = mentors(heard, tmp_path / "Downloads" / "mail" / "talk.feedback.toml")
    renamed = own.rename(own.with_name("my view.toml"))
    assert opener.open(feedback).self_review == renamed
    (tmp_path / "coach").rename(tmp_path / "archive")
    opened = opener.open(feedback)
    assert opened.self_review == tmp_path / "archive" / "my view.toml"
    assert "stay sealed" in (opened.sealed or "")


def test_hostile_folders_are_remembered_as_they_are(tmp_path: Path, sound: Sound) -> None:
    own = reviewing_oneself(recorded(tmp_path / "a\nb [/x] ü%20\x1b", "talk.wav", sound))
    assert [one.file for one in own_reviews()] == [own]


def test_nothing_of_a_sealed_feedback_is_exported_compared_or_said(
    tmp_path: Path, sound: Sound
) -> None:
    reviewing_oneself(recorded(tmp_path / "coach", "talk.m4a", sound))
    heard = recorded(tmp_path / "mentor", "talk.wav", sound)
    file = mentors(heard, tmp_path / "Downloads" / "talk.feedback.toml")
    assert why_sealed(load_feedback(file), file)
    with pytest.raises(SessionLensError, match="stay sealed"):
        outgoing(file)
    other = mentors(heard, tmp_path / "Downloads" / "paul.toml")
    with pytest.raises(SessionLensError, match="stay sealed"):
        compare_files(file, other)


def test_a_mentors_preview_is_not_sealed_by_the_coachs_file(
    tmp_path: Path, opener: Opener, sound: Sound
) -> None:
    talk = recorded(tmp_path, "talk.wav", sound)
    own = reviewing_oneself(talk)
    file = mentors(talk, tmp_path / "talk.feedback.toml")
    review = replace(load_review(own), id="ab" * 16, session=Session(role="mentor"))
    (tmp_path / "talk.review.toml").write_bytes(encode_review(review))
    before = own.read_bytes()
    opened = opener.open(file)
    assert opened.preview
    assert (opened.sealed, opened.self_review) == (None, None)
    assert (with_recording(opened, talk).sealed, own.read_bytes()) == (None, before)


def test_a_copy_that_was_sent_is_read_beside_another_encoding(tmp_path: Path, sound: Sound) -> None:
    own = reviewing_oneself(recorded(tmp_path / "coach", "talk.m4a", sound))
    heard = recorded(tmp_path / "mentor", "zoom.wav", sound)
    copy = tmp_path / "mentor" / "Annas Blick.txt"
    copy.write_bytes(encode_review(replace(load_review(own), exported=NOW)))
    assert recording_of(copy) == heard


def test_garbage_beside_a_feedback_stops_nothing(
    tmp_path: Path, opener: Opener, sound: Sound
) -> None:
    talk = recorded(tmp_path, "talk.wav", sound)
    garbage = b'format = "sessionlens.review"\nversion = 1\nrole = "coach"\n\xff\xfe[[['
    (tmp_path / "notes.txt").write_bytes(garbage)
    (tmp_path / "x.toml").symlink_to(tmp_path / "x.toml")
    (tmp_path / "newer.toml").write_text(
        'format = "sessionlens.review"\nversion = 9\n[session]\nrole = "coach"\n', "utf-8"
    )
    assert opener.open(mentors(talk, tmp_path / "talk.feedback.toml")).sealed is None


def test_saving_a_mentors_review_remembers_nothing(tmp_path: Path, sound: Sound) -> None:
    opened = open_review(recorded(tmp_path, "talk.wav", sound), role="mentor")
    editor = Editor(Material(opened.review, None), opened.store.save)
    editor.apply(SetSession(replace(opened.review.session, date=dt.date(2026, 11, 2))))
    opened.store.close()
    assert list(own_reviews()) == []
