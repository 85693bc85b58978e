"""Paths as they come from a keyboard, the clipboard or a mouse."""

import os
from pathlib import Path

import pytest
from sound_files import make

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import file_name
from sessionlens.domain.review import RecordingRef
from sessionlens.domain.timecode import Timecode
from sessionlens.library.relinking import recording_in
from sessionlens.library.typed_path import is_folder, typed_path

POSIX = pytest.mark.skipif(os.name == "nt", reason="there a backslash stands between folders")


@pytest.mark.parametrize(
    "written",
    [
        "{path}",
        "  {path}\n",
        "'{path}'",
        '"{path}"',
        "“{path}”",
        "file://{quoted}",
        pytest.param("{escaped}", marks=POSIX),
    ],
)
def test_the_path_that_is_meant(tmp_path: Path, written: str) -> None:
    path = tmp_path / "Zoom Aufnahme (2) it's.ogg"
    path.touch()
    escaped = "".join(f"\\{c}" if c in " ()'" else c for c in str(path))
    quoted = path.as_uri().removeprefix("file://")
    assert typed_path(written.format(path=path, quoted=quoted, escaped=escaped)) == path


def test_a_home_folder_is_understood() -> None:
    assert typed_path("~/talk.m4a") == Path.home() / "talk.m4a"


@pytest.mark.parametrize("text", ["", "'", "a\0b", "file:", "\\", "~nobody~/x", "x" * 5000])
def test_what_is_no_path_is_no_trap(text: str) -> None:
    assert not is_folder(typed_path(text) / "nowhere")


def test_a_folder_holds_the_recording_that_is_meant(tmp_path: Path) -> None:
    make(tmp_path / "other.wav", seconds=3.0)
    meant = make(tmp_path / "copy of talk.wav", seconds=2.0)
    reference = RecordingRef(file="talk.wav", duration=Timecode(2.0))
    assert file_name(str(recording_in(tmp_path, reference))) == meant.name
    with pytest.raises(SessionLensError, match="No recording in"):
        recording_in(tmp_path, RecordingRef(file="talk.wav", duration=Timecode(9.0)))
