"""What is no recording is refused in one line; names and suffixes do not matter."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from media import encode, voices, write

from sessionlens.audio.description import describe
from sessionlens.audio.peaks_pass import compute_peaks
from sessionlens.audio.recording import content_hash, open_recording
from sessionlens.domain.errors import SessionLensError

RATE = 44100
TALK = voices(3, RATE)


def a_film_without_sound(path: Path) -> None:
    encode(path, voices(1, RATE), RATE, "aac", container="mp4", film=True, sound_track=False)


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda _: None, "no such file"),
    "a folder": (lambda path: path.mkdir(), "folder"),
    "empty": (lambda path: path.write_bytes(b""), "empty"),
    "zeros": (lambda path: path.write_bytes(bytes(5000)), "zeros"),
    "a transcript": (
        lambda path: path.write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nhello\n", "utf-8"),
        "text",
    ),
    "text with accents": (
        lambda path: path.write_bytes("1\nUn café déjà vu, pour moi\n".encode("cp1252")),
        "text",
    ),
    "UTF-16 text": (lambda path: path.write_text("Coach: hello there\n" * 9, "utf-16"), "text"),
    "a playlist": (lambda path: path.write_text("#EXTM3U\n#EXTINF:9,\ntalk.ts\n"), "text"),
    "chance": (
        lambda path: path.write_bytes(np.random.default_rng(3).bytes(50_000)),
        "not a recording",
    ),
    "a picture": (
        lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500)),
        "not a recording",
    ),
    "a zip": (lambda path: path.write_bytes(b"PK\x03\x04" + bytes(3000)), "not a recording"),
    "an index that never came": (
        lambda path: path.write_bytes(b"\0\0\0\x18ftypM4A " + bytes(900)),
        "incomplete",
    ),
    "a header alone": (
        lambda path: write(path, voices(0, RATE), RATE, "WAV", "PCM_16"),
        "none of its sound",
    ),
    "a film without sound": (a_film_without_sound, "no sound"),
}


@pytest.mark.parametrize("suffix", [".m4a", ".mp3", ".wav"])
@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_recording_is_refused_in_one_line(
    tmp_path: Path, name: str, suffix: str, capfd: pytest.CaptureFixture[str]
) -> None:
    make, reason = REFUSED[name]
    path = tmp_path / f"talk{suffix}"
    make(path)
    for attempt in (open_recording, describe, lambda file: list(compute_peaks(file))):
        with pytest.raises(SessionLensError) as caught:
            attempt(path)
        assert reason in caught.value.what
        assert caught.value.hint
        assert caught.value.where == path
        assert "\n" not in str(caught.value)
    assert capfd.readouterr().err == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "talk.wav")
    with pytest.raises(SessionLensError, match="ordinary file"):
        open_recording(tmp_path / "talk.wav")


@pytest.mark.skipif(
    sys.platform == "win32" or (hasattr(os, "geteuid") and os.geteuid() == 0),
    reason="nothing is unreadable to the administrator",
)
def test_a_file_of_someone_else_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "talk.wav", TALK, RATE, "WAV", "PCM_16")
    path.chmod(0)
    with pytest.raises(SessionLensError, match="You may not read this file"):
        open_recording(path)
    with pytest.raises(SessionLensError, match="You may not read this file"):
        content_hash(path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no colon in names")
@pytest.mark.parametrize("name", ["09:30 talk.mp3", "http:talk.mp3", "-talk.mp3", "tälk.mp3"])
def test_relative_names_of_all_kinds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    made = encode(tmp_path / "made.mp3", TALK, RATE, "libmp3lame")
    monkeypatch.chdir(tmp_path)
    made.rename(name)
    with open_recording(Path(name)) as recording:
        assert len(recording.read(1000)) == 1000


@pytest.mark.parametrize("suffix", ["wav", "mp3", "txt", ""])
def test_the_content_counts_and_not_the_name(tmp_path: Path, suffix: str) -> None:
    path = encode(tmp_path / f"talk.{suffix}", TALK, RATE, "aac", container="mp4")
    assert describe(path).codec == "aac"


def test_the_hash_is_that_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "talk.wav"
    path.write_bytes(b"abc")
    assert content_hash(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert content_hash(path, lambda: True) is None
    with pytest.raises(SessionLensError):
        content_hash(tmp_path / "missing.wav")
    with pytest.raises(SessionLensError):
        content_hash(tmp_path)
