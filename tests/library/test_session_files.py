"""Which files belong to a session: what would go with it, and nothing of another's."""

from pathlib import Path

import pytest
from coach_files import recording, review_of, saved
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from whole_session import small_session

from sessionlens.audio.capture.au import AuFormat
from sessionlens.domain.review import RecordingRef
from sessionlens.library.folder_sessions import FolderSession, sessions_below, sessions_in
from sessionlens.library.session_files import files_of
from sessionlens.storage.rescued import rescued_folder


def session_of(path: Path) -> FolderSession:
    return next(one for one in sessions_in(path.parent) if path in one.files)


def gone(session: FolderSession) -> set[str]:
    return {file.path.name for file in files_of(session).files}


def test_a_number_behind_the_name_may_be_another_session(tmp_path: Path) -> None:
    talk = small_session(tmp_path, "talk", 1)
    small_session(tmp_path, "talk-2", 2).unlink()
    for name in ("talk-2.transcript.json", "talk-3.transcript.json"):
        (tmp_path / name).write_text("{}")
    assert "talk-2.transcript.json" not in gone(session_of(talk))
    assert "talk-3.transcript.json" in gone(session_of(talk))


def test_a_document_cannot_name_files_of_another_session(tmp_path: Path) -> None:
    other = small_session(tmp_path, "other", 2)
    (tmp_path / "other.m1.note.ogg").write_bytes(b"OggS")
    (tmp_path / "other.report.html").write_bytes(b"<html>")
    talk = recording(tmp_path / "talk.wav", sound=3)
    review = review_of(talk, review_id="03" * 16)
    markers = tuple(
        replace(marker, note=note)
        for marker, note in zip(
            review.markers, ("other.m1.note.ogg", "other.review.toml"), strict=True
        )
    )
    saved(tmp_path / "talk.review.toml", replace(review, markers=markers))
    assert gone(session_of(talk)) == {"talk.wav", "talk.review.toml"}
    assert "other.m1.note.ogg" in gone(session_of(other))


def test_one_length_alone_makes_no_session_one(tmp_path: Path) -> None:
    for number, stem in enumerate(("first", "second", "third"), 1):
        small_session(tmp_path, stem, number)
    (tmp_path / "third.wav").unlink()
    sessions = sessions_in(tmp_path)
    assert [len(one.files) for one in sessions] == [3, 3, 2]


def test_reviews_of_two_people_are_about_one_conversation(tmp_path: Path) -> None:
    talk = small_session(tmp_path, "talk", 1)
    saved(tmp_path / "tom.toml", replace(review_of(talk, review_id="dd" * 16)))
    unsure = RecordingRef(file="talk.wav")
    saved(
        tmp_path / "by hand.toml",
        replace(review_of(talk, review_id="cc" * 16), recording=unsure),
    )
    (session,) = sessions_in(tmp_path)
    assert len(session.heads) == 4


def test_a_document_that_cannot_be_read_goes_with_its_recording_and_only_once(
    tmp_path: Path,
) -> None:
    talk = small_session(tmp_path, "talk", 1)
    for name, text in (
        ("talk.self.review.toml", 'format = "sessionlens.review"\nversion = 1\nbroken'),
        ("talk.reply.toml", ""),
    ):
        (tmp_path / name).write_text(text)
    (session,) = sessions_in(tmp_path)
    assert gone(session) == {path.name for path in tmp_path.iterdir()}
    assert talk in session.files


def test_folders_below_are_walked_and_links_to_folders_are_not(tmp_path: Path) -> None:
    small_session(tmp_path / "a" / "b", "talk", 1)
    (tmp_path / "link").symlink_to(tmp_path / "a", target_is_directory=True)
    (session,) = sessions_below(tmp_path)
    assert session.folder == tmp_path / "a" / "b"


def test_a_rescued_transcript_that_may_be_anothers_is_named(tmp_path: Path) -> None:
    talk = small_session(tmp_path, "talk", 1)
    copy = rescued_folder() / "talk-2.transcript.json"
    copy.parent.mkdir(parents=True)
    copy.write_text("{}")
    assert copy in [staying.path for staying in files_of(session_of(talk)).staying]


@pytest.mark.parametrize("there", [True, False])
def test_what_a_killed_live_recording_left_goes_with_its_session(
    tmp_path: Path, there: bool
) -> None:
    talk = recording(tmp_path / "talk.flac", sound=3)
    saved(tmp_path / "talk.review.toml", review_of(talk, review_id="03" * 16))
    raw = AuFormat(8000, 1)
    (tmp_path / "talk.au").write_bytes(raw.header + bytes(2000))
    (tmp_path / "talk.flac.part").write_bytes(b"half of it")
    (tmp_path / "talk.report.html").write_bytes(b"<html>")
    session = next(one for one in sessions_in(tmp_path) if one.heads)
    if not there:
        talk.unlink()
        session = next(one for one in sessions_in(tmp_path) if one.heads)
    assert gone(session) == {path.name for path in tmp_path.iterdir()}


STEMS = ["talk", "talk-2", "talk.en", "Talk 2", "ta", "täl"]
ENDINGS = [
    ".wav",
    ".flac",
    ".vtt",
    ".transcript.json",
    ".report.html",
    ".form.docx",
    ".pdf",
    ".txt",
]


@given(st.sets(st.tuples(st.sampled_from(STEMS), st.sampled_from(ENDINGS)), max_size=14))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_file_goes_with_two_sessions_and_no_unknown_one_with_any(
    tmp_path_factory: pytest.TempPathFactory, files: set[tuple[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("many")
    for stem, ending in files:
        if ending in (".wav", ".flac"):
            recording(folder / f"{stem}{ending}", seconds=0.01)
        else:
            (folder / f"{stem}{ending}").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nyes\n")
    taken = [file.path for one in sessions_in(folder) for file in files_of(one).files]
    assert len(taken) == len(set(taken))
    assert not [path for path in taken if path.suffix == ".pdf"]
