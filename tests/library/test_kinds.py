"""Files are known by what is in them."""

from pathlib import Path

import pytest

from sessionlens import resources
from sessionlens.domain.errors import SessionLensError
from sessionlens.library.kinds import kind_of

DATA = Path(__file__).parents[1] / "data" / "transcripts"
TRANSCRIPTS = sorted(path for path in DATA.iterdir() if path.suffix != ".md")


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.name)
def test_every_transcript_counts_as_one_under_any_name(path: Path, tmp_path: Path) -> None:
    renamed = tmp_path / "talk.wav"
    renamed.write_bytes(path.read_bytes())
    assert kind_of(renamed) == "transcript"


@pytest.mark.parametrize(("folder", "kind"), [("rubrics", "rubric"), ("keymaps", "keymap")])
def test_what_is_shipped_is_known(folder: str, kind: str) -> None:
    for path in resources.shipped(folder).glob("*.toml"):
        assert kind_of(path) == kind


def test_our_own_files_are_known_by_their_format(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    for kind in ("review", "feedback", "reply"):
        path.write_text(f"# a remark\n\nformat='sessionlens.{kind}'\n")
        assert kind_of(path) == kind
    path.write_text('format = "sessionlens.horoscope"\n')
    assert kind_of(path) == "toml"


def test_a_mark_at_the_beginning_that_editors_leave_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "talk.review.toml"
    path.write_bytes('format = "sessionlens.review"\n'.encode("utf-8-sig"))
    assert kind_of(path) == "review"


def test_a_quiet_recording_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "quiet.wav"
    path.write_bytes(b"RIFF\0\0\0\0WAVEfmt " + b"\1\0" * 5000)
    assert kind_of(path) == "recording"


@pytest.mark.parametrize(
    ("name", "message"), [("", "folder"), ("absent", "no such"), ("a\0b", "name")]
)
def test_what_is_no_file_is_said(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(SessionLensError, match=message):
        kind_of(tmp_path / name)


def test_an_empty_file_is_said(tmp_path: Path) -> None:
    path = tmp_path / "talk.m4a"
    path.touch()
    with pytest.raises(SessionLensError, match="empty"):
        kind_of(path)
