"""The stretch of sound that is being cut: appended at one end, forgotten at the other."""

import numpy as np
from numpy.typing import NDArray

from sessionlens.speech.sound import Sound

HOP = 0.02
"""Seconds per level."""

Levels = NDArray[np.float32]
"""Decibels of each hop (of int16 units: full scale is 90), shape (n,) or (n, voices)."""


class SoundBuffer:
    """Frames from `start` to `end` (counted from the beginning of the recording).

    `start` is a whole number of hops, so that the levels do not depend on where one began.
    """

    def __init__(self, rate: int, voices: int, start: int) -> None:
        self.hop = int(rate * HOP)
        self.start = self.end = start - start % self.hop
        self._room: Sound = np.zeros((64 * rate, voices), np.int16)
        self._first = 0  # where in the room `start` is
        self._levels: Levels = np.zeros((0, voices), np.float32)
        self.append(np.zeros((start - self.start, voices), np.int16))

    def append(self, block: Sound) -> None:
        """Add the next frames; `end` is the frame after them."""
        place = self._first + self.end - self.start
        if place + len(block) > len(self._room):
            self._make_room(len(block))
            place = self.end - self.start
        self._room[place : place + len(block)] = block
        self.end += len(block)
        unmeasured = self._first + len(self._levels) * self.hop
        fresh = self._room[unmeasured : place + len(block)]
        self._levels = np.concatenate([self._levels, levels_of(fresh, self.hop)])

    def _make_room(self, more: int) -> None:
        kept = self._room[self._first : self._first + self.end - self.start]
        size = max(len(self._room), 2 * (len(kept) + more))
        room = np.zeros((size, kept.shape[1]), np.int16)
        room[: len(kept)] = kept
        self._room, self._first = room, 0

    def forget(self, before: int) -> None:
        """Drop the sound before a frame."""
        hops = max(min(before, self.end) - self.start, 0) // self.hop
        self._first += hops * self.hop
        self._levels = self._levels[hops:]
        self.start += hops * self.hop

    def sound(self, start: int, end: int) -> Sound:
        """The frames of all voices between two positions, as far as they are known."""
        first, last = max(start, self.start), max(min(end, self.end), self.start)
        return self._room[self._first + first - self.start : self._first + last - self.start].copy()

    def levels(self, voice: int, start: int, end: int) -> Levels:
        """One voice's levels between two positions that are whole hops, as far as known."""
        first, last = (start - self.start) // self.hop, (end - self.start) // self.hop
        return self._levels[max(first, 0) : max(last, 0), voice]


def levels_of(block: Sound, hop: int) -> Levels:
    """The levels of whole hops of sound, shape (n, voices)."""
    count = len(block) // hop
    squares = block[: count * hop].astype(np.float32).reshape(count, hop, block.shape[1]) ** 2
    levels: Levels = 20 * np.log10(np.sqrt(squares.mean(axis=1)) + 1)
    return levels
