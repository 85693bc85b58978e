"""What is still to be recognised, and in which order."""

from collections.abc import Generator, Iterator, Sequence
from itertools import islice

import numpy as np
from msgspec import Struct

from sessionlens.speech.cuts import MARGIN, Cutter, FrameRange, Piece, pieces, quietest
from sessionlens.speech.engines.interface import Lengths
from sessionlens.speech.record import Record
from sessionlens.speech.sound import Voice, sound
from sessionlens.speech.sound_buffer import SoundBuffer

_APART = 30.0  # seconds; stretches closer than this are read in one go
_TUNING = 1  # seconds read before, so that resampling is the same wherever one begins


class ReadingPass(Struct, frozen=True):
    """Stretches of voices, as (voice, stretch), that are read together, from frame `start` on."""

    start: int
    stretches: tuple[tuple[int, FrameRange], ...]


def covered(records: Sequence[Record], voice: int) -> list[Record]:
    """One voice's records in order, none of them overlapping another."""
    in_order: list[Record] = []
    for record in sorted(records, key=lambda record: (record.start, -record.end)):
        if record.voice == voice and (not in_order or record.start >= in_order[-1].end):
            in_order.append(record)
    return in_order


def gaps(records: Sequence[Record], voice: int) -> list[FrameRange]:
    """What is not covered of a voice; the last gap reaches to the recording's unknown end."""
    missing: list[FrameRange] = []
    position, is_open = 0, False
    for record in covered(records, voice):
        if record.start > position:
            open_end = record.heard_start < record.start
            missing.append(FrameRange(position, record.start, is_open, open_end))
        position, is_open = record.end, record.heard_end > record.end
    missing.append(FrameRange(position, None, is_open, False))
    return missing


def plan(records: Sequence[Record], voices: int, rate: int, begin: int = 0) -> list[ReadingPass]:
    """What to read to complete the records: from frame `begin` to the end, then what is before."""
    after: list[tuple[int, FrameRange]] = []
    before: list[tuple[int, FrameRange]] = []
    for voice in range(voices):
        for gap in gaps(records, voice):
            if gap.start >= begin:
                after.append((voice, gap))
            elif gap.end is not None and gap.end <= begin:
                before.append((voice, gap))
            else:
                before.append((voice, FrameRange(gap.start, begin, gap.open_start, True)))
                after.append((voice, FrameRange(begin, gap.end, True, gap.open_end)))
    return [*_spans(after, rate), *_spans(before, rate)]


def _spans(stretches: list[tuple[int, FrameRange]], rate: int) -> Iterator[ReadingPass]:
    group: list[tuple[int, FrameRange]] = []
    reached: float = 0
    for voice, stretch in sorted(stretches, key=lambda entry: (entry[1].start, entry[0])):
        if group and stretch.start > reached + _APART * rate:
            yield ReadingPass(group[0][1].start, tuple(group))
            group = []
        group.append((voice, stretch))
        reached = max(reached, float("inf") if stretch.end is None else stretch.end)
    if group:
        yield ReadingPass(group[0][1].start, tuple(group))


def planned(
    spans: Sequence[ReadingPass], voices: Sequence[Voice], rate: int, lengths: Lengths
) -> Generator[Piece]:
    """The pieces of all spans, cut while the sound is read; the files are open meanwhile."""
    for span in spans:
        first = max(span.start - int(MARGIN * rate), 0)
        second = max(first // rate - _TUNING, 0)
        cutters = [Cutter(voice, stretch, rate, lengths) for voice, stretch in span.stretches]
        buffer = SoundBuffer(rate, len(voices), second * rate)
        blocks = sound(voices, rate, second)
        try:
            yield from pieces(blocks, buffer, cutters)
        finally:
            blocks.close()


def quiet_start(voices: Sequence[Voice], rate: int, seconds: float, look_back: float = 4.0) -> int:
    """The frame of the best pause shortly before a moment (seconds): where to begin listening."""
    second = max(int(seconds - look_back), 0)
    if second == 0:
        return 0
    frames = int((seconds - second) * rate)
    buffer = SoundBuffer(rate, len(voices), second * rate)
    for block in islice(sound(voices, rate, second), int(seconds - second) + 2):
        buffer.append(block)
    if buffer.end <= buffer.start:
        return 0
    end = min(buffer.start + frames, buffer.end)
    levels = np.stack([buffer.levels(voice, buffer.start, end) for voice in range(len(voices))])
    return buffer.start + quietest(levels.max(axis=0)) * buffer.hop if levels.shape[1] else 0
