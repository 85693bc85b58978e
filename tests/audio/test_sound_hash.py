"""The same sound is recognised under other tags, and no other sound is."""

import shutil
import subprocess
from pathlib import Path

import pytest

from sessionlens.audio.recording import content_hash
from sessionlens.audio.sound_hash import sound_hash
from sessionlens.domain.errors import SessionLensError

needs_ffmpeg = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg")
ID3V2 = b"ID3\x04\0\0" + bytes([0, 0, 8, 0]) + bytes(1024)
ID3V1 = b"TAG" + b"Another title".ljust(125, b"\0")


def ffmpeg(*arguments: str | Path) -> None:
    command = ["ffmpeg", "-v", "error", "-nostdin", "-y", *map(str, arguments)]
    subprocess.run(command, check=True)


def noise(path: Path, seed: int = 1) -> Path:
    source = f"anoisesrc=d=3:a=0.2:r=16000:seed={seed}"
    ffmpeg("-f", "lavfi", "-i", source, "-ac", "1", path)
    return path


@needs_ffmpeg
@pytest.mark.parametrize("suffix", ["wav", "mp3", "m4a", "ogg", "opus", "flac", "wma", "mka"])
def test_a_retagged_file_has_the_same_sound(tmp_path: Path, suffix: str) -> None:
    before = noise(tmp_path / f"before.{suffix}")
    after = tmp_path / f"after.{suffix}"
    ffmpeg("-i", before, "-c", "copy", "-metadata", "title=Another", after)
    assert content_hash(before) != content_hash(after)
    assert sound_hash(before) == sound_hash(after)
    assert sound_hash(noise(tmp_path / f"other.{suffix}", seed=2)) != sound_hash(before)


@needs_ffmpeg
@pytest.mark.parametrize(
    "before, behind", [(ID3V2, b""), (b"", ID3V1), (b"", ID3V2), (ID3V2, ID3V1)]
)
def test_tags_around_an_mp3_are_not_its_sound(tmp_path: Path, before: bytes, behind: bytes) -> None:
    path = noise(tmp_path / "talk.mp3")
    sound = sound_hash(path)
    path.write_bytes(before + path.read_bytes() + behind)
    assert sound_hash(path) == sound


@needs_ffmpeg
def test_another_encoding_is_another_sound(tmp_path: Path) -> None:
    path = noise(tmp_path / "talk.m4a")
    ffmpeg("-i", path, "-b:a", "32k", tmp_path / "small.m4a")
    assert sound_hash(path) != sound_hash(tmp_path / "small.m4a")


@needs_ffmpeg
def test_it_stops_when_asked_to(tmp_path: Path) -> None:
    assert sound_hash(noise(tmp_path / "talk.wav"), lambda: True) is None


def test_what_is_no_recording_has_no_sound(tmp_path: Path) -> None:
    path = tmp_path / "talk.m4a"
    path.write_bytes(b"nothing to hear")
    with pytest.raises(SessionLensError):
        sound_hash(path)
