"""The disk fills up, the folder goes, the file is another one: it is said, and nothing is lost."""

import os
import shutil
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from disks import disk_of_64_kb
from reviewing import recording, with_transcript
from terminal_program import Program

NOTICES = """
from textual.app import App
App.NOTIFICATION_TIMEOUT = 60.0
"""
"""A busy machine looks late at what is said for five seconds."""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with disk_of_64_kb(tmp_path / "disk") as disk:
        yield disk


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    folder = tmp_path / "talk"
    folder.mkdir()
    return with_transcript(recording(folder))


def comments(path: Path) -> list[str]:
    """The comments of a review on disk."""
    markers = tomllib.loads(path.read_text("utf-8")).get("markers", [])
    return [marker.get("comment", "") for marker in markers]


def wait_until_on_disk(program: Program, review: Path, comment: str) -> None:
    """The marker is saved before its comment: what happens next is to happen after both.

    The words of a draft are there a moment before those that Enter keeps.
    """
    program.wait_until(lambda: review.is_file() and comments(review) == [comment], comment)
    before = 0
    while before != (before := review.stat().st_mtime_ns):
        time.sleep(1.0)


def test_a_full_disk_is_said_and_all_is_saved_when_there_is_room(
    small_disk: Path, home: Path
) -> None:
    talk = with_transcript(recording(small_disk, seconds=1))
    with Program(["review", talk], home, first=NOTICES) as program:
        program.wait_for("talk", "mark")
        program.press("7", "\r", *"before", "\r")
        wait_until_on_disk(program, small_disk / "talk.review.toml", "before")
        filler = small_disk / "filler"
        with filler.open("wb", buffering=0) as file, pytest.raises(OSError):
            while True:
                file.write(bytes(4096))
        program.press("3", "\r", *"after", "\r")
        program.wait_for("NOT SAVED", "The disk is full")
        assert comments(small_disk / "talk.review.toml") == ["before"]
        program.press("\x11")
        program.wait_for("A copy is in")
        assert sorted(comments(next((home / "data").rglob("*.review.toml")))) == ["after", "before"]
        filler.unlink()
        program.wait_for("Everything is saved again")
        program.press("\x11")
        assert program.ends() == 0
    assert sorted(comments(small_disk / "talk.review.toml")) == ["after", "before"]


def _removed(review: Path) -> None:
    shutil.rmtree(review.parent)


def _replaced(review: Path) -> None:
    review.write_text("# by another program\n", encoding="utf-8")


def _piped(review: Path) -> None:
    review.unlink()
    os.mkfifo(review)


def _linked(review: Path) -> None:
    other = review.with_name("other.toml")
    other.write_text("# somebody's\n", encoding="utf-8")
    review.unlink()
    review.symlink_to(other)


@pytest.mark.parametrize("change", [_removed, _replaced, _piped, _linked])
def test_what_lies_there_now_is_not_overwritten_and_no_word_is_lost(
    talk: Path, home: Path, change: Callable[[Path], None]
) -> None:
    review = talk.with_suffix(".review.toml")
    with Program(["review", talk], home) as program:
        program.wait_for("talk", "mark")
        program.press("7", "\r", *"before", "\r")
        wait_until_on_disk(program, review, "before")
        change(review)
        program.press("3", "\r", *"after", "\r")
        program.wait_for("NOT SAVED")
        program.press("\x11")
        program.wait_for("Leave again to go")
        program.press("\x11")
        assert program.ends() == 0
    kept = [*(home / "data").rglob("*.review.toml"), *talk.parent.glob("*.conflict-*")]
    assert any(sorted(comments(path)) == ["after", "before"] for path in kept)
    if change is _replaced:
        assert review.read_text("utf-8") == "# by another program\n"
    if change is _linked:
        assert talk.with_name("other.toml").read_text("utf-8") == "# somebody's\n"


def test_a_second_window_on_the_same_review_only_reads(talk: Path, home: Path) -> None:
    with Program(["review", talk], home) as first:
        first.wait_for("talk", "mark")
        first.press("7", "\r", *"mine", "\r")
        wait_until_on_disk(first, talk.with_suffix(".review.toml"), "mine")
        with Program(["review", talk], home) as second:
            second.wait_for("read-only")
            second.press("3", "\r")
            second.press("\x11")
            assert second.ends() == 0
        first.press("\x11")
        assert first.ends() == 0
    assert comments(talk.with_suffix(".review.toml")) == ["mine"]
