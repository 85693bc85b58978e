"""Where long sound is cut: in its pauses, and with an overlap where it has none."""

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct

from sessionlens.speech.engines.interface import Lengths
from sessionlens.speech.sound import Sound
from sessionlens.speech.sound_buffer import HOP, Levels, SoundBuffer

_PAUSE = 0.3  # seconds that must be quiet around a cut
_CLEAR = 20.0  # decibels by which a pause is quieter than speech
_LOUD = 90  # percentile of the levels that counts as speech
_DEAD = 19.0  # decibels: an amplitude of 8, one four-thousandth of full scale
_DEAD_LONG = 2.0  # seconds of it that are not worth hearing
_DEAD_EDGE = 0.3  # seconds of it that are heard all the same
MARGIN = 1.5
"""Seconds heard on both sides of a cut that goes through sound."""


class FrameRange(Struct, frozen=True):
    """Frames to be recognised, from `start` to `end` (None: the end of the recording).

    The edges are `open` where words may lie across them: then they are heard with a margin.
    """

    start: int = 0
    end: int | None = None
    open_start: bool = False
    open_end: bool = False


class Piece(Struct, frozen=True):
    """Sound of one voice to be recognised by itself: frames `start` to `end` of the recording.

    What is heard reaches from `heard_start` to `heard_end`, further where the cut goes through
    sound. `sound` has all voices over that range, shape (n, voices); None where there is silence.
    """

    voice: int
    start: int
    end: int
    heard_start: int
    heard_end: int
    sound: Sound | None


class Cutter:
    """Cuts one voice's stretches, one after another, as the buffer grows.

    Where a cut falls depends on the sound after the last cut only. So a run that goes on from a
    cut makes the same pieces as one that was never interrupted.
    """

    def __init__(self, voice: int, stretch: FrameRange, rate: int, lengths: Lengths) -> None:
        self._voice = voice
        self._stretch = stretch
        self._rate = rate
        self._lengths = lengths
        self._open = stretch.open_start
        self.position = stretch.start

    @property
    def done(self) -> bool:
        """Whether the whole stretch is cut."""
        return self._stretch.end is not None and self.position >= self._stretch.end

    @property
    def needs(self) -> int:
        """The first frame in the buffer that is still needed."""
        return self.position - int(MARGIN * self._rate)

    def ready(self, buffer: SoundBuffer, *, ended: bool = False) -> Iterator[Piece]:
        """The pieces that can be cut from the buffer; with `ended`, all that is left."""
        reach = int((self._lengths.longest + MARGIN + _PAUSE) * self._rate)
        last = buffer.end if ended else None
        end = self._stretch.end
        if end is not None and (last is None or end < last):
            enough = end + int(MARGIN * self._rate)
            last = end if ended or buffer.end >= enough else None
        while last is not None or buffer.end >= self.position + reach:
            if last is not None and self.position >= last:
                return
            yield self._cut(buffer, last)

    def _cut(self, buffer: SoundBuffer, last: int | None) -> Piece:
        longest = int(self._lengths.longest * self._rate)
        limit = self.position + longest
        levels = buffer.levels(
            self._voice, self.position, limit if last is None else min(limit, last)
        )
        dead = _dead_run(levels)
        if dead is not None and dead[0] == 0:
            return self._silent(buffer, dead[1], last)
        if dead is not None:
            edge = self.position + (dead[0] + round(_DEAD_EDGE / HOP)) * buffer.hop
            return self._piece(buffer, edge, open_end=False)
        if last is not None and last <= limit:
            whole = self._stretch.end == last
            return self._piece(buffer, last, open_end=whole and self._stretch.open_end)
        index, clear = _quietest(levels, round(self._lengths.shortest / HOP))
        return self._piece(buffer, self.position + index * buffer.hop, open_end=not clear)

    def _silent(self, buffer: SoundBuffer, hops: int, last: int | None) -> Piece:
        start = self.position
        end = start + (hops - round(_DEAD_EDGE / HOP)) * buffer.hop
        if last is not None and start + hops * buffer.hop >= last - buffer.hop:
            end = last
        self.position, self._open = end, False
        return Piece(self._voice, start, end, start, end, None)

    def _piece(self, buffer: SoundBuffer, end: int, *, open_end: bool) -> Piece:
        margin = int(MARGIN * self._rate)
        start = self.position
        heard_start = max(start - margin, buffer.start) if self._open else start
        heard_end = min(end + margin, buffer.end) if open_end else end
        self.position, self._open = end, open_end
        sound = buffer.sound(heard_start, heard_end)
        return Piece(self._voice, start, end, heard_start, heard_end, sound)


def quietest(levels: Levels) -> int:
    """The hop in the middle of the longest quietest pause."""
    return _quietest(levels, 0)[0]


def _quietest(levels: Levels, first: int) -> tuple[int, bool]:
    """Where to cut at hop `first` or later, and whether there is a clear pause."""
    width = round(_PAUSE / HOP)
    padded = np.pad(levels, width // 2, mode="edge")
    loudest = np.lib.stride_tricks.sliding_window_view(padded, width).max(axis=1)[: len(levels)]
    window = loudest[first:]
    lowest = float(window.min())
    starts, ends = _runs(window <= lowest + 3)
    best = int(np.argmax(ends - starts))
    index = first + int(starts[best] + ends[best]) // 2
    clear = lowest <= float(np.percentile(levels, _LOUD)) - _CLEAR
    return max(index, 1), clear


def _dead_run(levels: Levels) -> tuple[int, int] | None:
    """The first long run of hops without any sound, as its beginning and length."""
    starts, ends = _runs(levels < _DEAD)
    long = np.flatnonzero(ends - starts >= round(_DEAD_LONG / HOP))
    if not len(long):
        return None
    first = int(long[0])
    return int(starts[first]), int(ends[first] - starts[first])


def _runs(mask: "np.typing.NDArray[np.bool_]") -> tuple["np.typing.NDArray[np.intp]", ...]:
    """First and one past the last index of every run of True."""
    edges = np.diff(np.concatenate([[0], mask.astype(np.int8), [0]]))
    return np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)


def pieces(
    blocks: Iterator[Sound], buffer: SoundBuffer, cutters: Sequence[Cutter]
) -> Iterator[Piece]:
    """Cut a stream of sound into pieces, reading no further than the cutters need."""
    for block in blocks:
        buffer.append(block)
        for cutter in cutters:
            yield from cutter.ready(buffer)
        waiting = [cutter.needs for cutter in cutters if not cutter.done]
        if not waiting:
            return
        buffer.forget(min(waiting))
    for cutter in cutters:
        yield from cutter.ready(buffer, ended=True)
