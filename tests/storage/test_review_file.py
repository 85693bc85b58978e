"""A review on disk: whole whatever happens, and nobody's words are overwritten."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from review_windows import SAVE_FOR_EVER, opened, saved, with_comment

from sessionlens.domain.changes import AddMarker, Material
from sessionlens.domain.editor import Editor
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.marker import Marker
from sessionlens.domain.review import Review
from sessionlens.domain.timecode import Timecode
from sessionlens.storage.reviews import ReviewFile, encode_review, load_review


@pytest.fixture
def path(tmp_path: Path, review: Review) -> Path:
    return saved(tmp_path, review)


def test_killed_at_any_moment_every_acknowledged_marker_is_there(path: Path) -> None:
    for delay in (0.0, 0.003, 0.011, 0.05):
        with subprocess.Popen(
            [sys.executable, "-c", SAVE_FOR_EVER, str(path)], stdout=subprocess.PIPE, text=True
        ) as child:
            assert child.stdout is not None
            shown = child.stdout.readline()
            time.sleep(delay)
            child.kill()
            shown = ([shown, *child.stdout.read().split("\n")[:-1]])[-1]
        review = load_review(path)
        assert review.last_marker in (int(shown), int(shown) + 1)
        assert review.marker(f"m{int(shown)}") is not None
    file = ReviewFile(path)
    assert file.claim()  # the dead hold no lock
    assert sorted(one.name for one in path.parent.iterdir()) == [path.name, f"{path.name}.lock"]
    file.close()
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_change_by_another_program_is_not_overwritten(path: Path, review: Review) -> None:
    file, ours = opened(path)
    theirs = encode_review(with_comment(review, "edited elsewhere"))
    path.write_bytes(theirs)
    for comment in ("ours", "ours, later"):
        with pytest.raises(SessionLensError, match="Another program has changed") as caught:
            file.save(with_comment(ours, comment))
        assert path.read_bytes() == theirs
        copies = list(path.parent.glob("talk.review.conflict-*.toml"))
        assert len(copies) == 1
        assert copies[0].name in caught.value.hint
        assert load_review(copies[0]).markers[0].comment == comment


def test_same_size_and_time_is_still_a_change(path: Path) -> None:
    file, ours = opened(path)
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"Silence.", b"Laughter"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(SessionLensError):
        file.save(with_comment(ours, "x"))


def test_touching_the_file_or_writing_the_same_is_no_change(path: Path) -> None:
    file, ours = opened(path)
    path.write_bytes(path.read_bytes())
    os.utime(path, (0, 0))
    file.save(with_comment(ours, "x"))
    assert load_review(path).markers[0].comment == "x"


def test_a_deleted_file_is_written_again(path: Path) -> None:
    file, ours = opened(path)
    path.unlink()
    file.save(ours)
    assert load_review(path) == ours


def test_a_file_that_appears_before_the_first_save_is_kept(tmp_path: Path, review: Review) -> None:
    path = tmp_path / "talk.review.toml"
    file = ReviewFile(path)
    path.write_text("someone else's")
    with pytest.raises(SessionLensError):
        file.save(review)
    assert path.read_text() == "someone else's"


def test_what_reached_the_disk_in_spite_of_an_error_is_our_own(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder's sync may fail after the file was replaced; that is no foreign change."""
    file, ours = opened(path)
    real, calls = os.fsync, []

    def second_fails(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 2:
            raise OSError(5, "Input/output error")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", second_fails)
    with pytest.raises(SessionLensError, match="could not be saved"):
        file.save(with_comment(ours, "one"))
    file.save(with_comment(ours, "two"))
    assert load_review(path).markers[0].comment == "two"


def test_words_stay_in_the_editor_until_they_can_be_saved(path: Path) -> None:
    """The path of the screen: an editor whose save is the file's."""
    file, ours = opened(path)
    editor = Editor(Material(ours), lambda _, new: file.save(new.review))
    folder, away = path.parent, path.parent.with_name("unplugged")
    folder.rename(away)
    editor.apply(AddMarker(Marker(id="m8", start=Timecode(1), comment="kept")))
    assert editor.unsaved is not None
    assert "does not exist" in editor.unsaved.what
    away.rename(folder)
    assert editor.retry()
    saved = load_review(path).marker("m8")
    assert saved is not None
    assert saved.comment == "kept"


@pytest.mark.parametrize(
    ("old", "new", "named", "words"),
    [
        ('id = "m2"', 'id = "m7"', 'id = "m7"', "'m7' is there twice"),
        ("end = 00:12:41.900", "end = 00:12:00", "end = 00:12:00", "ends before it starts"),
        (
            '[[verdicts]]\ncompetency = "evokes-awareness"',
            '[[verdicts]]\ncompetency = "x"\n[[verdicts]]\ncompetency = "x"',
            'competency = "x"',
            "'x' is there twice",
        ),
        (
            'competency = "evokes-awareness"',
            'competency = "presence"\nalso = ["presence"]',
            'also = ["presence"]',
            "a competency twice",
        ),
        ('id = "m2"', 'id = "m2"\nnote = "../x.ogg"', 'note = "../x.ogg"', "beside the recording"),
        ("[session]", "[session]\nnumber = 0", "number = 0", "less than 1"),
        ("[session]", "[session]\ndialogue_minutes = -1", "dialogue_minutes = -1", "less than 0"),
        (
            "[[markers]]",
            '[[session.consents]]\npurpose = "x"\ngiven = 2026-02-01\nuntil = 2026-01-01\n'
            "[[markers]]",
            "until = 2026-01-01",
            "ends before it was given",
        ),
        (
            "[[markers]]",
            '[[responses]]\nmarker = "m7"\ntext = "a"\n[[responses]]\nmarker = "m7"\ntext = "b"\n'
            "[[markers]]",
            'marker = "m7"',
            "response to 'm7' is there twice",
        ),
    ],
)
def test_what_types_cannot_say(path: Path, old: str, new: str, named: str, words: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")
    with pytest.raises(SessionLensError, match=words) as caught:
        load_review(path)
    assert caught.value.line == text[: text.rindex(named)].count("\n") + 1
    assert caught.value.where == path


def test_numbers_of_markers_are_never_given_again(path: Path) -> None:
    path.write_text(path.read_text("utf-8").replace("last_marker = 7", "last_marker = 1"), "utf-8")
    assert load_review(path).last_marker == 7


def test_competencies_of_another_rubric_are_kept(path: Path) -> None:
    path.write_text(path.read_text("utf-8").replace("evokes-awareness", "elsewhere"), "utf-8")
    assert load_review(path).markers[0].competency == "elsewhere"


def test_save_copy_leaves_the_file_alone(path: Path) -> None:
    file, ours = opened(path)
    before = path.read_bytes()
    copy = file.save_copy(with_comment(ours, "x"))
    assert path.read_bytes() == before
    assert load_review(copy).markers[0].comment == "x"
    assert file.save_copy(ours) == copy
    assert load_review(copy) == ours
