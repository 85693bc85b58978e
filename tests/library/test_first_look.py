"""A first look tells well recordings from all others without a decoder."""

import subprocess
import sys
from pathlib import Path

import pytest
from sound_files import CODECS, make

from sessionlens.audio.formats import looks_well
from sessionlens.library.kinds import kind_of
from sessionlens.library.recording import why_unplayable

QUICK = sorted(set(CODECS) - {".caf", ".aac"})


@pytest.mark.parametrize("suffix", QUICK)
def test_common_recordings_need_no_decoder(tmp_path: Path, suffix: str) -> None:
    assert looks_well(make(tmp_path / f"talk{suffix}", seconds=16))


@pytest.mark.parametrize("suffix", sorted(CODECS))
def test_a_recording_is_known_by_its_content(tmp_path: Path, suffix: str) -> None:
    path = make(tmp_path / f"talk{suffix}", seconds=1)
    renamed = path.rename(tmp_path / "talk.vtt")
    assert kind_of(renamed) == "recording"


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv", ".webm"])
def test_a_film_without_sound_is_left_to_the_decoder(tmp_path: Path, suffix: str) -> None:
    assert not looks_well(make(tmp_path / f"film{suffix}", sound=False))


@pytest.mark.parametrize("suffix", [".m4a", ".mp4", ".mov"])
def test_a_film_that_breaks_off_before_its_index_is_left_to_the_decoder(
    tmp_path: Path, suffix: str
) -> None:
    path = make(tmp_path / f"talk{suffix}", seconds=16)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    assert not looks_well(path)


@pytest.mark.parametrize("suffix", QUICK)
def test_little_more_than_a_header_is_left_to_the_decoder(tmp_path: Path, suffix: str) -> None:
    path = make(tmp_path / f"talk{suffix}", seconds=16)
    path.write_bytes(path.read_bytes()[:2000])
    assert not looks_well(path)


def test_what_only_looks_like_a_recording_is_left_to_the_decoder(tmp_path: Path) -> None:
    for number, head in enumerate(
        [b"RIFF", b"fLaC\xff", b"OggS", b"ID3\x04\0\0\0\0\0\1", b"\0\0\0\x08ftyp"]
    ):
        path = tmp_path / str(number)
        path.write_bytes(head + b"\xa5" * 70_000)
        assert not looks_well(path), head


def test_the_decoder_is_not_even_loaded(tmp_path: Path) -> None:
    path = make(tmp_path / "talk.m4a", seconds=16)
    program = (
        "import sys\nfrom pathlib import Path\n"
        "from sessionlens.library.recording import ensure_recording\n"
        "ensure_recording(Path(sys.argv[1]))\n"
        "print(sorted({'av', 'soundfile', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_small_file_that_crashes_the_decoder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modules = tmp_path / "modules"
    modules.mkdir()
    (modules / "av.py").write_text("import os\nos.abort()\n")
    monkeypatch.setenv("PYTHONPATH", str(modules))
    path = make(tmp_path / "talk.m4a", seconds=1)
    path.write_bytes(path.read_bytes()[:2000])
    error = why_unplayable(path)
    assert error is not None
    assert "crashes the decoder" in error.what
