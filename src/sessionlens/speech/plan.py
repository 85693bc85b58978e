"""What is still to be recognised, and in which order."""

from collections.abc import Generator, Iterator, Sequence
from itertools import islice

import numpy as np
from msgspec import Struct

from sessionlens.speech.cuts import MARGIN, Cutter, Lengths, Piece, Stretch, pieces, quietest
from sessionlens.speech.record import Record
from sessionlens.speech.sound import Voice, sound
from sessionlens.speech.tape import Tape

_APART = 30.0  # seconds; stretches closer than this are read in one go
_TUNING = 1  # seconds read before, so that resampling is the same wherever one begins


class Span(Struct, frozen=True):
    """Stretches of voices, as (voice, stretch), that are read together, from frame `start` on."""

    start: int
    stretches: tuple[tuple[int, Stretch], ...]


def covered(records: Sequence[Record], voice: int) -> list[Record]:
    """One voice's records in order, none of them overlapping another."""
    found: list[Record] = []
    for record in sorted(records, key=lambda record: (record.start, -record.end)):
        if record.voice == voice and (not found or record.start >= found[-1].end):
            found.append(record)
    return found


def gaps(records: Sequence[Record], voice: int) -> list[Stretch]:
    """What is not covered of a voice; the last gap reaches to the recording's unknown end."""
    found: list[Stretch] = []
    position, is_open = 0, False
    for record in covered(records, voice):
        if record.start > position:
            open_end = record.heard_start < record.start
            found.append(Stretch(position, record.start, is_open, open_end))
        position, is_open = record.end, record.heard_end > record.end
    found.append(Stretch(position, None, is_open, False))
    return found


def plan(records: Sequence[Record], voices: int, rate: int, begin: int = 0) -> list[Span]:
    """What to read to complete the records: from frame `begin` to the end, then what is before."""
    after: list[tuple[int, Stretch]] = []
    before: list[tuple[int, Stretch]] = []
    for voice in range(voices):
        for gap in gaps(records, voice):
            if gap.start >= begin:
                after.append((voice, gap))
            elif gap.end is not None and gap.end <= begin:
                before.append((voice, gap))
            else:
                before.append((voice, Stretch(gap.start, begin, gap.open_start, True)))
                after.append((voice, Stretch(begin, gap.end, True, gap.open_end)))
    return [*_spans(after, rate), *_spans(before, rate)]


def _spans(stretches: list[tuple[int, Stretch]], rate: int) -> Iterator[Span]:
    group: list[tuple[int, Stretch]] = []
    reached: float = 0
    for voice, stretch in sorted(stretches, key=lambda one: (one[1].start, one[0])):
        if group and stretch.start > reached + _APART * rate:
            yield Span(group[0][1].start, tuple(group))
            group = []
        group.append((voice, stretch))
        reached = max(reached, float("inf") if stretch.end is None else stretch.end)
    if group:
        yield Span(group[0][1].start, tuple(group))


def planned(
    spans: Sequence[Span], voices: Sequence[Voice], rate: int, lengths: Lengths
) -> Generator[Piece]:
    """The pieces of all spans, cut while the sound is read; the files are open meanwhile."""
    for span in spans:
        first = max(span.start - int(MARGIN * rate), 0)
        second = max(first // rate - _TUNING, 0)
        cutters = [Cutter(voice, stretch, rate, lengths) for voice, stretch in span.stretches]
        tape = Tape(rate, len(voices), second * rate)
        blocks = sound(voices, rate, second)
        try:
            yield from pieces(blocks, tape, cutters)
        finally:
            blocks.close()


def quiet_start(voices: Sequence[Voice], rate: int, seconds: float, look_back: float = 4.0) -> int:
    """The frame of the best pause shortly before a moment (seconds): where to begin listening."""
    second = max(int(seconds - look_back), 0)
    if second == 0:
        return 0
    wanted = int((seconds - second) * rate)
    tape = Tape(rate, len(voices), second * rate)
    for block in islice(sound(voices, rate, second), int(seconds - second) + 2):
        tape.append(block)
    if tape.end <= tape.start:
        return 0
    end = min(tape.start + wanted, tape.end)
    levels = np.stack([tape.levels(voice, tape.start, end) for voice in range(len(voices))])
    return tape.start + quietest(levels.max(axis=0)) * tape.hop if levels.shape[1] else 0
