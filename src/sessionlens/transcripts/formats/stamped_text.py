"""Text with times in it, in the ways that people and programs write it.

`[h:mm:ss] Name: words`, `Name (mm:ss):`, `0:03 - Name`, `Name 0:03` above the words, `0:03` above
or before them, f4's `#00:00:04-5#` after them, Google Meet's time every few minutes, LRC: one
reader, because what differs is only where the time and the name stand. It asks for evidence, so
that notes, minutes and recipes are no transcripts.
"""

import re
from collections import Counter
from itertools import pairwise, zip_longest

from sessionlens.domain.timecode import clock
from sessionlens.transcripts.draft import ParsedTranscript
from sessionlens.transcripts.formats.stamped_layout import (
    LRC_TAG,
    StampedHead,
    StampedLayout,
    find_names,
    is_chat,
    layout_of,
    lines_of,
)
from sessionlens.transcripts.names import speakers_in, split_name
from sessionlens.transcripts.stamps import Stamp
from sessionlens.transcripts.turns import (
    MAY_BE_NOTES,
    Turn,
    drafts_between_anchors,
    is_spoken,
)

_OTTER = re.compile(r"\botter\.ai\b", re.IGNORECASE)
_NOSCRIBE = re.compile(r"\bnoScribe\b", re.IGNORECASE)
_WHOLE_HOURS = 3 * 3600.0
_DAY = 86_400.0


def read(text: str, *, evident: bool = False) -> ParsedTranscript | None:
    """Read turns; None where the evidence for a transcript is too weak,
    unless it is known to be one (`evident`).

    Times of whole seconds without an end are approximate. What stands before the first time
    (title, date) is no speech; footers are left out. Times of day are counted from the first.
    """
    lines = lines_of(text)
    layout = layout_of(lines)
    if layout is None or is_chat(layout):
        return None
    find_names(layout)
    turns = _turns(layout)
    evident = evident or any(map(LRC_TAG.fullmatch, text[:2000].splitlines()))
    if not (evident or _is_evident(layout, turns)):
        return None
    warnings = _count_from_zero(layout, turns)
    end = layout.end
    if layout.kind == "last" and layout.heads[0].stamp.start > 0:
        turns = _ended_by_stamps(turns)
    elif layout.kind == "last":  # the first time is zero: each stands behind what begins then
        turns = _begun_by_stamps(turns)
    drafts = drafts_between_anchors(turns, end)
    format_ = _format(text, layout)
    doubt = MAY_BE_NOTES if format_ == "text" and not (evident or _is_spoken(layout)) else ""
    exact = any(head.stamp.exact for head in layout.heads)
    return ParsedTranscript(format_, drafts, approximate=not exact, warnings=warnings, doubt=doubt)


def notes_reason(text: str) -> str:
    """Say why a text with times in it is no transcript; empty for one without times."""
    layout = layout_of(lines_of(text))
    if layout is None:
        return ""
    if is_chat(layout):
        return "it is a chat, not what was spoken"
    if len(layout.heads) < 3:
        return "it has too few times to tell it from notes"
    return "its times are not those of speech and names, but of notes"


def _turns(layout: StampedLayout) -> list[Turn]:
    """What is said between the times; names before colons begin turns without a time."""
    if layout.kind == "last":
        blocks: list[tuple[Stamp | None, str | None, list[str]]] = [(None, None, layout.before)]
        blocks += [(head.stamp, None, head.lines) for head in layout.heads]
    else:
        blocks = [(head.stamp, head.name, head.lines) for head in layout.heads]
    names: frozenset[str] = frozenset()
    if not any(name for _, name, _ in blocks):
        names = speakers_in(line for _, _, lines in blocks for line in lines)
    turns: list[Turn] = []
    for stamp, name, lines in blocks:
        turns.append(Turn(stamp.start if stamp else None, name, [], stamp.end if stamp else None))
        for line in lines:
            speaker, rest = split_name(line, names)
            if speaker and (turns[-1].lines or turns[-1].speaker):
                turns.append(Turn(None, speaker, [rest], turns[-1].end))
                turns[-2].end = None
            else:
                turns[-1].speaker = speaker or turns[-1].speaker
                turns[-1].lines.append(rest)
    # The time of a block without words is an anchor all the same: it ends the one before.
    return [
        turn
        for turn, following in zip_longest(turns, turns[1:])
        if turn.lines or following is None or following.start != turn.start
    ]


def _is_evident(layout: StampedLayout, turns: list[Turn]) -> bool:
    """Whether it is a transcript: several times that rise, with names that recur or with speech."""
    heads = layout.heads
    starts = [head.stamp.start for head in heads]
    falls = sum(1 for before, after in pairwise(starts) if after < before)
    if not any(turn.lines for turn in turns) or falls > max(1, len(starts) / 10):
        return False
    if layout.kind == "named":
        return _named_evidence(heads)
    counts = Counter(turn.speaker for turn in turns if turn.speaker)
    if counts and max(counts.values()) > 1:
        return len(heads) > 1 or layout.end is not None or heads[0].stamp.start == 0
    ended = sum(1 for head in heads if head.stamp.end is not None)
    if layout.kind == "last" or ended > len(heads) / 2:
        return len(heads) > 1
    if len(counts) > 1:
        return len(heads) > 1 and _is_spoken(layout)
    return not _is_clock(layout) and _unnamed_evidence(layout)  # a clock is of logs and minutes


def _named_evidence(heads: list[StampedHead]) -> bool:
    counts = Counter(head.name for head in heads)
    recurring = sum(count for count in counts.values() if count > 1)
    spoken = sum(1 for head in heads if head.lines)
    if len(heads) > 2 and recurring >= len(heads) / 2:
        return spoken >= len(heads) / 2
    # Few turns: programs set name and time apart, and a conversation begins at its beginning.
    titled = all(all(word[:1] == word[:1].upper() for word in str(name).split()) for name in counts)
    wide = all(len(head.stamp.gap) > 1 or head.stamp.bracketed for head in heads)
    early = heads[0].stamp.start < 600 or recurring > 0
    return titled and early and spoken == len(heads) and (wide or len(heads) > 1)


def _unnamed_evidence(layout: StampedLayout) -> bool:
    stamps = [head.stamp for head in layout.heads]
    plain = not any(stamp.bracketed or stamp.exact or stamp.fields == 3 for stamp in stamps)
    round_times = all(stamp.start % 5 == 0 for stamp in stamps)  # recipes, agendas
    early = not plain or stamps[0].start < 60
    return len(stamps) > 2 and early and not round_times and _is_spoken(layout)


def _is_spoken(layout: StampedLayout) -> bool:
    return is_spoken([(head.stamp.start, head.words) for head in layout.heads])


def _count_from_zero(layout: StampedLayout, turns: list[Turn]) -> list[str]:
    """Turn times of day into positions, frames into parts of a second; say what was done."""
    stamps = [head.stamp for head in layout.heads]
    frames = [stamp.frames for stamp in stamps if stamp.frames is not None]
    rate = next((rate for rate in (24, 25, 30, 50, 60) if rate > max(frames, default=0)), 100)
    offsets: dict[int, float] = {}
    for stamp in stamps:
        offsets[id(stamp)] = (stamp.frames or 0) / rate
    if frames:
        by_start = {stamp.start: offsets[id(stamp)] for stamp in stamps}
        for turn in turns:
            if turn.start is not None:
                turn.start += by_start.get(turn.start, 0.0)
    if not _is_clock(layout):
        return []
    first = stamps[0].start
    for turn in turns:
        if turn.start is not None:
            turn.start = (turn.start - first) % _DAY
        if turn.end is not None:
            turn.end = (turn.end - first) % _DAY
    if layout.end is not None:
        layout.end = (layout.end - first) % _DAY
    return [f"the times were times of day: counted from the first one ({clock(first)})"]


def _is_clock(layout: StampedLayout) -> bool:
    stamps = [head.stamp for head in layout.heads]
    first = stamps[0].start
    if all(stamp.clock for stamp in stamps):
        return True
    if any(stamp.fields == 2 or stamp.exact for stamp in stamps):
        return False
    return first >= _WHOLE_HOURS or (_is_zoom(layout) and first >= 3600)


def _is_zoom(layout: StampedLayout) -> bool:
    """Zoom's saved captions: names in brackets, then the time of day."""
    return layout.kind == "named" and all(
        head.stamp.before.lstrip()[:1] == "[" and head.stamp.fields == 3 for head in layout.heads
    )


def _ended_by_stamps(turns: list[Turn]) -> list[Turn]:
    """Times that stand after the words: each ends what was said since the one before."""
    ended: list[Turn] = []
    since: float = 0.0
    for index, turn in enumerate(turns):
        start = turn.start if turn.start is not None else since if not ended else None
        since = turn.start if turn.start is not None else since
        following = turns[index + 1].start if index + 1 < len(turns) else None
        if turn.lines:
            ended.append(Turn(start, turn.speaker, turn.lines, following))
    return ended


def _begun_by_stamps(turns: list[Turn]) -> list[Turn]:
    """Times that stand after the words, and are those at which these begin."""
    starts = [turn.start for turn in turns[1:]] + [None]
    return [
        Turn(start, turn.speaker, turn.lines)
        for turn, start in zip(turns, starts, strict=True)
        if turn.lines
    ]


def _format(text: str, layout: StampedLayout) -> str:
    named = layout.kind == "named" and not any(head.stamp.bracketed for head in layout.heads)
    meet = layout.end is not None or "Transcript" in text[:2000]
    signs = {
        "otter": bool(_OTTER.search(text[-2000:])),
        "noscribe": bool(_NOSCRIBE.search(text[:500])),
        "zoom": _is_zoom(layout),
        "lrc": any(map(LRC_TAG.fullmatch, text[:2000].splitlines())),
        "teams": named and any(len(head.stamp.gap) > 2 for head in layout.heads),
        "meet": layout.kind == "alone" and meet,
    }
    return next((name for name, sign in signs.items() if sign), "otter" if named else "text")
