"""A finished recording is packed, and nothing is let go before the packed one is whole."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from disks import disk_of_64_kb
from numpy.typing import NDArray

from sessionlens.audio.capture.au import AuFormat
from sessionlens.audio.capture.packing import PackingStoppedError, pack
from sessionlens.domain.errors import SessionLensError

FORM = AuFormat(16000, 2)


def noise(frames: int) -> NDArray[np.int16]:
    return np.random.default_rng(1).integers(-32768, 32768, (frames, 2), np.int16)


def raw(folder: Path, samples: NDArray[np.int16], rest: bytes = b"") -> Path:
    path = folder / "talk.au"
    path.write_bytes(FORM.header + FORM.encoded(samples) + rest)
    return path


@pytest.mark.parametrize("rest", [b"", b"\1", b"\1\2\3"])
def test_every_sample_is_in_the_packed_one_and_the_raw_one_is_gone(
    tmp_path: Path, rest: bytes
) -> None:
    samples = noise(700_000)
    told: list[float] = []
    packed = pack(raw(tmp_path, samples, rest), told.append)
    assert [path.name for path in tmp_path.iterdir()] == ["talk.flac"] == [packed.name]
    read, rate = soundfile.read(packed, dtype="int16")
    assert rate == FORM.rate
    assert np.array_equal(read, samples)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert packed.stat().st_mode & 0o077 == 0


def test_one_that_was_packed_before_a_crash_is_only_compared(tmp_path: Path) -> None:
    samples = noise(1000)
    pack(raw(tmp_path, samples))
    assert pack(raw(tmp_path, samples)).exists()
    assert not (tmp_path / "talk.au").exists()


def test_another_recording_of_its_name_is_kept_and_so_is_the_raw_one(tmp_path: Path) -> None:
    pack(raw(tmp_path, noise(1000)))
    before = (tmp_path / "talk.flac").read_bytes()
    with pytest.raises(SessionLensError, match="has the name"):
        pack(raw(tmp_path, noise(1000)[::-1].copy()))
    assert (tmp_path / "talk.flac").read_bytes() == before
    assert (tmp_path / "talk.au").exists()


def test_what_a_killed_packing_left_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "talk.flac.part").write_bytes(b"half of it")
    samples = noise(1000)
    assert np.array_equal(soundfile.read(pack(raw(tmp_path, samples)), dtype="int16")[0], samples)
    assert not (tmp_path / "talk.flac.part").exists()


def test_stopped_it_leaves_the_raw_one(tmp_path: Path) -> None:
    path = raw(tmp_path, noise(700_000))
    asked: list[int] = []

    def stopped() -> bool:
        asked.append(1)
        return len(asked) > 2

    with pytest.raises(PackingStoppedError):
        pack(path, stopped=stopped)
    assert [left.name for left in tmp_path.iterdir()] == ["talk.au"]


def test_on_a_full_disk_the_raw_one_stays_whole(tmp_path: Path) -> None:
    with disk_of_64_kb(tmp_path / "disk") as disk:
        path = raw(disk, noise(10_000))
        before = path.read_bytes()
        with pytest.raises(SessionLensError, match=r"packed|full|differs"):
            pack(path)
        assert path.read_bytes() == before
        assert [left.name for left in disk.iterdir()] == ["talk.au"]


def test_nothing_recorded_is_said(tmp_path: Path) -> None:
    with pytest.raises(SessionLensError, match="Nothing was recorded"):
        pack(raw(tmp_path, noise(0)))


def test_a_recording_of_somebody_else_is_not_taken_for_ours(tmp_path: Path) -> None:
    path = tmp_path / "song.au"
    soundfile.write(path, noise(1000), 16000, subtype="PCM_16")
    with pytest.raises(SessionLensError, match="no live recording"):
        pack(path)
    assert path.exists()
