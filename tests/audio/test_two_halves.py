"""The second half of a recording is measured beside the first, and nothing differs by it."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from media import encode, voices

from sessionlens.audio import measuring
from sessionlens.audio.measuring import Measuring, SecondHalf
from sessionlens.audio.measuring_process import Message
from sessionlens.audio.peaks import Peaks, PeaksChunk
from sessionlens.audio.peaks_pass import compute_peaks

RATE = 48000
SECONDS = 44.3
CODECS = {"mp3": "libmp3lame", "m4a": "aac", "flac": "flac", "webm": "libopus", "opus": "libopus"}


def made(path: Path, channels: int = 1) -> Path:
    """A talk, in the format that the name ends with."""
    talk = voices(SECONDS, RATE, channels)
    if path.suffix == ".ogg":
        with soundfile.SoundFile(path, "w", RATE, channels, "VORBIS", format="OGG") as file:
            for second in range(0, len(talk), RATE):  # libsndfile crashes when given all at once
                file.write(talk[second : second + RATE])
        return path
    return encode(path, talk, RATE, CODECS[path.suffix[1:]])


@pytest.fixture(autouse=True)
def every_length_counts_as_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "_LARGE", 0)
    monkeypatch.setattr(measuring, "cores", lambda: 2)


class Watched(SecondHalf):
    """Remembers the last one that was begun, and what was taken from it."""

    last: "Watched"

    def __init__(self, messages: Iterator[Message]) -> None:
        Watched.last = self
        self.taken: list[int] = []
        super().__init__(messages)

    def after(self, chunk: PeaksChunk) -> Iterator[PeaksChunk]:
        for later in super().after(chunk):
            self.taken.append(later.start)
            yield later


@pytest.fixture(autouse=True)
def watched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "SecondHalf", Watched)


def filled(chunks: Iterator[PeaksChunk]) -> Peaks:
    """The peaks of one pass."""
    first = next(chunks)
    peaks = Peaks.before(first)
    peaks.add(first)
    for chunk in chunks:
        peaks.add(chunk)
    return peaks


def of_both(path: Path) -> Peaks:
    """The peaks by two processes; the first one is held up until the second has its half."""

    def held_up() -> Iterator[PeaksChunk]:
        chunks = Measuring(path).chunks()
        yield next(chunks)
        assert Watched.last._over.wait(60)
        yield from chunks

    return filled(held_up())


@pytest.mark.parametrize("suffix", [*CODECS, "ogg"])
def test_both_halves_are_what_one_pass_finds(tmp_path: Path, suffix: str) -> None:
    path = made(tmp_path / f"talk.{suffix}", channels=2)
    whole, halves = filled(compute_peaks(path)), of_both(path)
    assert halves.complete
    assert halves.frames == whole.frames
    assert halves.same_sound == whole.same_sound
    assert halves.values.shape == whole.values.shape
    assert np.abs(halves.values.astype(int) - whole.values).max() <= 656
    assert Watched.last.taken == [3000, 4000]


@pytest.mark.parametrize("suffix", ["mp3", "flac", "ogg"])
@pytest.mark.parametrize("place", [0.3, 0.7])
def test_damage_in_either_half_is_found_as_in_one_pass(
    tmp_path: Path, suffix: str, place: float
) -> None:
    path = made(tmp_path / f"talk.{suffix}")
    content = bytearray(path.read_bytes())
    start = int(len(content) * place)
    content[start : start + 3000] = np.random.default_rng(5).bytes(3000)
    path.write_bytes(content)
    whole, halves = filled(compute_peaks(path)), of_both(path)
    assert (halves.frames, halves.damaged) == (whole.frames, whole.damaged)
    assert np.array_equal(halves.values, whole.values)


def test_a_short_recording_has_no_second_half(tmp_path: Path) -> None:
    path = encode(tmp_path / "talk.flac", voices(15, RATE), RATE, "flac")
    assert of_both(path).frames == 15 * RATE
    assert Watched.last.taken == []


def test_stopping_ends_both(tmp_path: Path) -> None:
    measured = Measuring(made(tmp_path / "talk.flac"))
    answers = iter([False, False, True])
    assert len(list(measured.chunks(lambda: next(answers, True)))) == 2
    assert not measured.over


def test_a_second_process_that_tells_nothing_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measuring, "SecondHalf", lambda _: Watched(iter([])))
    path = made(tmp_path / "talk.flac")
    assert np.array_equal(of_both(path).values, filled(compute_peaks(path)).values)
    assert Watched.last.taken == []
