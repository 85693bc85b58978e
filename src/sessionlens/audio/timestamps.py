"""Where a decoded frame lies in the recording, from the time stamp its container gave it."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from av import AudioFrame

# Codecs whose frames are all of one length, so that a coarse or jittery stamp can be put right.
_EVEN = ("aac", "mp3", "mp2", "mp1", "opus", "ac3", "eac3", "alac", "amr", "wma", "flac")
_VORBIS_BLUR = 2048  # frames that FFmpeg may be wrong about Vorbis in Ogg, between two pages
_VORBIS_STEP = 64  # a quarter of its usual short block: every frame begins at a multiple of it
_FILMS = ("mov", "matroska")  # containers whose time 0 is the beginning of the film
_BROADCAST = Fraction(1, 90_000)  # the tick of MPEG streams, whose stamps have 33 bits
_WRAP = 2**33
_SNAP = 0.012  # seconds that a stamp may be off its place
_TRUSTED = 1.0  # seconds of a jump that are believed whatever the declared length
_LONGEST = 48 * 3600  # seconds; no session is longer, and a damaged stamp may be anything
_LATEST = 3600  # seconds that the sound of a film may begin after the picture
_SLACK_AT_END = 10  # seconds past the declared end that stamps are believed


@dataclass(frozen=True, slots=True)
class Timestamps:
    """Turns time stamps (ticks of the container) into positions (frames of the recording).

    `origin` is the stamp of position 0, and a tick lasts `frames_per_tick`. `step` and `base`
    describe the lattice on which frames of a codec with even frames begin; a step of 1 is no
    lattice. A frame stamped less than `blur` frames from the end of the one before follows it.
    Stamps begin anew after `wrap` frames, unless that is 0.
    `declared` is the length in frames that the file gives, 0 when it gives none; no stamp beyond
    the frame `limit` is believed.
    """

    sample_rate: int
    frames_per_tick: float
    origin: int
    step: int
    base: int
    blur: int
    wrap: float
    declared: int
    limit: int

    @classmethod
    def of(
        cls, container: Any, stream: Any, frames: Sequence["AudioFrame"], longest: int
    ) -> "Timestamps":
        """Learn it from an open container and the stream's first decoded frames.

        `longest` is how many seconds a file of this size may hold at most.
        """
        rate = frames[0].sample_rate
        tick = Fraction(stream.time_base)
        first = _unwrapped(frames[0].pts or 0, container.start_time or 0, tick)
        origin = _origin(container, tick, first)
        codec = stream.codec_context.name
        step = _step(codec, [f.samples for f in frames], tick * rate)
        late = round((first - origin) * tick * rate)
        base = late + frames[0].samples
        declared = max(late + int((stream.duration or 0) * tick * rate), 0)
        longest = min(longest, _LONGEST)
        limit = min(declared or longest * rate, longest * rate) + _SLACK_AT_END * rate
        blur = _blur(container.format.name, codec, tick * rate)
        wrap = float(_WRAP * tick * rate) if tick == _BROADCAST else 0.0
        return cls(rate, float(tick * rate), origin, step, base, blur, wrap, declared, limit)

    def place(self, stamp: int | None, expected: int | None) -> int:
        """The position of a frame stamped `stamp`; `expected` is where the one before ended."""
        if stamp is None:
            return expected or 0
        # Exact enough: hours of the finest stamps are far below what a float counts.
        raw = (stamp - self.origin) * self.frames_per_tick
        if self.wrap and raw > self.wrap / 2:
            raw -= self.wrap
        if expected is not None and abs(raw - expected) < 0.5:
            return expected
        place = round(raw)
        if self.step > 1:
            snapped = self.base + round((raw - self.base) / self.step) * self.step
            if abs(snapped - raw) <= _SNAP * self.sample_rate:
                place = snapped
        if expected is None:
            return min(max(place, -self.limit), self.limit)
        if place == expected:
            return place
        if abs(place - expected) <= self.blur:
            return expected
        return place if self._believed(place, expected) else expected

    def seconds(self, stamp: int) -> float:
        """The time of a stamp."""
        return (stamp - self.origin) * self.frames_per_tick / self.sample_rate

    def stamp(self, position: int) -> int:
        """The stamp of a position, never before the beginning."""
        return self.origin + max(int(position / self.frames_per_tick), 0)

    def _believed(self, place: int, expected: int) -> bool:
        """Stamps that start anew or leap beyond the end are an accident of joining files."""
        jump = (place - expected) / self.sample_rate
        return -_TRUSTED <= jump <= _TRUSTED or (jump > 0 and place <= self.limit)


def _origin(container: Any, tick: Fraction, first: int) -> int:
    """The stamp of the recording's beginning.

    The stamps of a bare mp3 begin with the encoder's delay, which is not part of it; a film whose
    sound begins late begins in silence; a broadcast stream begins anywhere.
    """
    begin = first
    if container.format.name.startswith(_FILMS):
        begin = 0
    elif len(container.streams) > 1 and container.start_time is not None:
        begin = round(Fraction(container.start_time, 1_000_000) / tick)
    return begin if 0 <= (first - begin) * tick <= _LATEST else first


def _unwrapped(first: int, start_time: int, tick: Fraction) -> int:
    """A first stamp just below zero, which MPEG streams write as one just below the largest."""
    begin = Fraction(start_time, 1_000_000) / tick
    return first - _WRAP if tick == _BROADCAST and first - begin > _WRAP / 2 else first


def _blur(container: str, codec: str, frames_per_tick: Fraction) -> int:
    if container == "ogg" and codec.startswith("vorbis"):
        return _VORBIS_BLUR
    return ceil(frames_per_tick / 2) + 1 if frames_per_tick > 1 else 0


def _step(codec: str, samples: list[int], frames_per_tick: Fraction) -> int:
    # The first frame may have lost the encoder's delay, the last the padding.
    inner = samples[1:-1]
    if codec.startswith(_EVEN) and inner and len(set(inner)) == 1:
        return inner[0]
    return _VORBIS_STEP if codec.startswith("vorbis") and frames_per_tick > 1 else 1
