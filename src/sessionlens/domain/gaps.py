"""Gaps of a recording: where it holds silence of true length in place of what went on."""

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain.timecode import Timecode

GapReason = Literal["off the record", "taken back", "device", "disk", "suspended"]

_RANKS: dict[GapReason, int] = {
    "taken back": 2,
    "off the record": 2,
    "suspended": 1,
    "device": 0,
    "disk": 0,
}

_IN_WORDS: dict[GapReason, str] = {
    "device": "no microphone",
    "disk": "not kept: the disk was full",
    "suspended": "the computer was asleep",
}


class Gap(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """From when to when nothing was recorded, on at least one channel, and why."""

    start: Timecode
    end: Timecode
    reason: GapReason


def reasons_within(gaps: Iterable[Gap], start: float, end: float) -> tuple[str, ...]:
    """Why there is no sound between two moments, in words, each once; nothing where there is."""
    within = (gap for gap in gaps if gap.start < end and gap.end > start)
    return tuple(dict.fromkeys(_IN_WORDS.get(gap.reason, gap.reason) for gap in within))


def with_gap(gaps: Iterable[Gap], new: Gap) -> tuple[Gap, ...]:
    """The gaps in order, none over another, with a new one.

    It takes the place of what it covers, except that one that happened leaves one that was meant
    as it is, and a device that was away while the machine slept says nothing more. What touches and
    has the same reason becomes one.
    """
    parts = [new]
    kept: list[Gap] = []
    for gap in gaps:
        if _RANKS[gap.reason] > _RANKS[new.reason]:
            kept.append(gap)
            parts = [rest for part in parts for rest in _without(part, gap)]
        else:
            kept += _without(gap, new)
    return _joined(sorted((*kept, *parts), key=lambda gap: gap.start))


def _without(gap: Gap, other: Gap) -> list[Gap]:
    """What is left of a gap outside another."""
    if other.end <= gap.start or other.start >= gap.end:
        return [gap]
    before = replace(gap, end=min(gap.end, other.start))
    after = replace(gap, start=max(gap.start, other.end))
    return [part for part in (before, after) if part.start < part.end]


def _joined(gaps: list[Gap]) -> tuple[Gap, ...]:
    joined: list[Gap] = []
    for gap in gaps:
        last = joined[-1] if joined else None
        if last is not None and last.reason == gap.reason and last.end >= gap.start:
            joined[-1] = replace(last, end=max(last.end, gap.end))
        elif gap.start < gap.end:
            joined.append(gap)
    return tuple(joined)
