"""Text with times in it, in the ways that people and programs write it.

`[h:mm:ss] Name: words`, `Name (mm:ss):`, `0:03 - Name`, `Name 0:03` above the words, `0:03` above
or before them, f4's `#00:00:04-5#` after them, Google Meet's time every few minutes, LRC: one
reader, because what differs is only where the time and the name stand. It asks for evidence, so
that notes, minutes and recipes are no transcripts.
"""

import re
from collections import Counter
from itertools import pairwise

from msgspec import Struct, field

from sessionlens.domain.timecode import clock
from sessionlens.transcripts.draft import ParsedTranscript
from sessionlens.transcripts.names import bare_name, looks_like_a_name, speakers_in, split_name
from sessionlens.transcripts.stamps import Stamp, split_at_stamps, stamp_in, unified
from sessionlens.transcripts.turns import Turn, drafts_between_anchors

_OTTER = re.compile(r"\botter\.ai\b", re.IGNORECASE)
_NOSCRIBE = re.compile(r"\bnoScribe\b", re.IGNORECASE)
_FOOTER = re.compile(
    r"\s*(?:Transcribed by https?://otter\.ai\S*|.{0,80}\bstopped transcription)\s*", re.IGNORECASE
)
_LRC_TAG = re.compile(r"\s*\[(?:ti|ar|al|au|by|re|ve|la|length|tool|offset|#):[^\]]*\]\s*", re.I)
_LRC_WORD_TIME = re.compile(r"<\d{1,3}:\d{2}(?:[.:]\d{1,3})?>")
_HINT = re.compile(
    r"\s*(?:this editable transcript was computer generated.*|attendees|transcript|"
    r"invited.{0,500})",
    re.IGNORECASE,
)
_CHAT = re.compile(r"From\b.*(?:\bto\b.*|:)?", re.IGNORECASE)
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+")
_BULLET = re.compile(r"\s{0,8}[-*+•]\s+(?=[\[(<*\d])")
_ESCAPE = re.compile(r"\\([-\\`*_{}\[\]()#+.!>~|:])")
_LINK = re.compile(r"\[([^\[\]]{1,40})\]\([^()\s]{1,400}\)")
_SPEECH_RATE = 0.5  # words a second, of which even slow talk has more
_READING_RATE = 10.0  # words a second, of which nobody has more
_TIME_INSIDE = re.compile(r"(?<!\d)(\d{1,2}):(\d{2}):(\d{2})(?!\d)")
_WHOLE_HOURS = 3 * 3600.0
_DAY = 86_400.0


class _Head(Struct):
    """A line that gives a time, what stands on it besides, and the lines up to the next one."""

    stamp: Stamp
    name: str | None
    lines: list[str] = field(default_factory=list)

    @property
    def words(self) -> int:
        return sum(len(line.split()) for line in self.lines)


class _Layout(Struct):
    """How a text gives its times: what its heads are, and what stood before the first."""

    heads: list[_Head]
    before: list[str]
    kind: str
    end: float | None = None


def read(text: str, *, evident: bool = False) -> ParsedTranscript | None:
    """Read turns; None where the evidence for a transcript is too weak,
    unless it is known to be one (`evident`).

    Times of whole seconds without an end are approximate. What stands before the first time
    (title, date) is no speech; footers are left out. Times of day are counted from the first.
    """
    lines = _lines(text)
    layout = _layout(lines)
    if layout is None or _is_chat(layout):
        return None
    _find_names(layout)
    turns = _turns(layout)
    if not (evident or _is_evident(layout, turns)):
        return None
    warnings = _count_from_zero(layout, turns)
    end = layout.end
    if layout.kind == "last":
        turns = _ended_by_stamps(turns)
    drafts = drafts_between_anchors(turns, end)
    exact = any(head.stamp.exact for head in layout.heads)
    return ParsedTranscript(_format(text, layout), drafts, approximate=not exact, warnings=warnings)


def notes_reason(text: str) -> str:
    """Say why a text with times in it is no transcript; empty for one without times."""
    layout = _layout(_lines(text))
    if layout is None:
        return ""
    if _is_chat(layout):
        return "it is a chat, not what was spoken"
    if len(layout.heads) < 3:
        return "it has too few times to tell it from notes"
    return "its times are not those of speech and names, but of notes"


def _lines(text: str) -> list[str]:
    plain = [_plain(line) for line in unified(text).splitlines()]
    return [piece for line in plain for piece in split_at_stamps(line) if piece.strip()]


def _plain(line: str) -> str:
    """A line without the marks of Markdown."""
    if not line.strip():
        return ""
    line = _HEADING.sub("", line) if "#" in line else line
    line = _BULLET.sub("", line)
    if "\\" in line:
        line = _ESCAPE.sub(r"\1", line)
    if "](" in line:
        line = _LINK.sub(r"\1", line)
    line = line.replace("**", "").replace("__", "")
    if len(line) > 2 and line[0] == line[-1] == "*":
        line = line[1:-1]
    return _LRC_WORD_TIME.sub("", line) if "<" in line else line


def _layout(lines: list[str]) -> _Layout | None:
    """Tell the heads from the other lines; None for a text without any."""
    stamps = [stamp_in(line) for line in lines]
    kinds = [_kind(stamp) for stamp in stamps]
    count = Counter(kinds)
    leading = count["alone"] + count["first"]
    if count["named"] > leading and count["named"] >= count["last"]:
        chosen, kind = {"named"}, "named"
    elif count["last"] > leading:
        chosen, kind = {"last"}, "last"
    elif leading:
        chosen, kind = {"alone", "first"}, "alone" if count["alone"] > count["first"] else "first"
    else:
        return None
    layout = _Layout([], [], kind)
    last = max(index for index, other in enumerate(kinds) if other in chosen)
    for index, (line, stamp, line_kind) in enumerate(zip(lines, stamps, kinds, strict=True)):
        if stamp and line_kind in chosen:
            if kind == "last":
                (layout.heads[-1].lines if layout.heads else layout.before).append(stamp.before)
            layout.heads.append(_head(stamp, line_kind))
        elif kind == "alone" and index > last and (end := _end(line, layout.heads)) is not None:
            layout.end = end
            break
        elif _LRC_TAG.fullmatch(line) or _FOOTER.fullmatch(line) or _HINT.fullmatch(line):
            continue
        else:
            (layout.heads[-1].lines if layout.heads else layout.before).append(line)
    return layout


def _kind(stamp: Stamp | None) -> str:
    if stamp is None:
        return "none"
    if not stamp.before:
        return "first" if stamp.after.strip() else "alone"
    if looks_like_a_name(stamp.before) and (stamp.bracketed or not stamp.after.strip()):
        return "named"
    return "last" if stamp.bracketed and not stamp.after.strip() else "none"


def _head(stamp: Stamp, kind: str) -> _Head:
    if kind == "named":
        after = [stamp.after] if stamp.after.strip() else []
        return _Head(stamp, bare_name(stamp.before.rstrip(": ,")), after)
    if kind == "last":
        return _Head(stamp, None, [])
    return _Head(stamp, None, [stamp.after] if stamp.after.strip() else [])


def _end(line: str, heads: list[_Head]) -> float | None:
    """The time in a line such as `Transcription ended after 00:12:31`, in any language."""
    match = _TIME_INSIDE.search(line) if len(line) < 120 else None
    if not match or ":" in line[: match.start()] or not heads:
        return None
    hours, minutes, seconds = map(int, match.groups())
    end = hours * 3600.0 + minutes * 60 + seconds
    return end if end >= heads[-1].stamp.start else None


def _is_chat(layout: _Layout) -> bool:
    names = [head.name or (head.lines[0] if head.lines else "") for head in layout.heads]
    return sum(1 for name in names if _CHAT.fullmatch(name)) > len(names) / 2


def _find_names(layout: _Layout) -> None:
    """Give heads the names that stand on a line of their own before or after the time."""
    heads = layout.heads
    if layout.kind == "named" or not heads:
        return
    if layout.kind == "alone":
        blocks = [layout.before, *(head.lines for head in heads)]
        names = [block[-1] if block else "" for block in blocks[:-1]]
        if _are_names(names) and all(len(block) > 1 for block in blocks[1:-1]) and blocks[-1]:
            for head, name, block in zip(heads, names, blocks, strict=False):
                head.name = bare_name(name.rstrip(": "))
                block.pop()
            return
    names = [head.lines[0] if head.lines else "" for head in heads]
    if _are_names(names) and sum(1 for head in heads if len(head.lines) > 1) > len(heads) / 2:
        for head in heads:
            head.name = bare_name(head.lines.pop(0).rstrip(": "))


def _are_names(names: list[str]) -> bool:
    """Whether these lines are names of people who take turns, and not what they say."""
    names = [name.strip().rstrip(":").strip() for name in names]
    if not names or not all(map(looks_like_a_name, names)):
        return False
    if len(names) < 4:
        return all(name[:1] == name[:1].upper() for name in names)
    return len(set(names)) <= len(names) / 2


def _turns(layout: _Layout) -> list[Turn]:
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
    return turns


def _is_evident(layout: _Layout, turns: list[Turn]) -> bool:
    """Whether it is a transcript: several times that rise, with names that recur or with speech."""
    heads = layout.heads
    starts = [head.stamp.start for head in heads]
    falls = sum(1 for before, after in pairwise(starts) if after < before)
    if not any(turn.lines for turn in turns) or falls > max(1, len(starts) / 10):
        return False
    if layout.kind == "named":
        return _named_evidence(heads)
    counts = Counter(turn.speaker for turn in turns if turn.speaker)
    if counts and (max(counts.values()) > 1 or len(counts) > 1):
        return len(heads) > 1 or layout.end is not None or heads[0].stamp.start == 0
    if layout.kind == "last":
        return len(heads) > 1
    ranges = sum(1 for head in heads if head.stamp.end is not None)
    if len(heads) > 1 and ranges > len(heads) / 2:
        return True
    return len(heads) > 2 and _is_spoken(layout)


def _named_evidence(heads: list[_Head]) -> bool:
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


def _is_spoken(layout: _Layout) -> bool:
    """Whether the words between the times are as many as are said in it, somewhere at least."""
    heads = layout.heads
    stamps = [head.stamp for head in heads]
    plain = not any(stamp.bracketed or stamp.exact or stamp.fields == 3 for stamp in stamps)
    if plain and stamps[0].start >= 60:
        return False
    rates = [
        head.words / (after.stamp.start - head.stamp.start)
        for head, after in pairwise(heads)
        if after.stamp.start > head.stamp.start
    ]
    return sum(1 for rate in rates if rate >= _SPEECH_RATE) >= max(1, len(rates) / 3)


def _count_from_zero(layout: _Layout, turns: list[Turn]) -> list[str]:
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


def _is_clock(layout: _Layout) -> bool:
    stamps = [head.stamp for head in layout.heads]
    first = stamps[0].start
    if all(stamp.clock for stamp in stamps):
        return True
    if any(stamp.fields == 2 or stamp.exact for stamp in stamps):
        return False
    return first >= _WHOLE_HOURS or (_is_zoom(layout) and first >= 3600)


def _is_zoom(layout: _Layout) -> bool:
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


def _format(text: str, layout: _Layout) -> str:
    named = layout.kind == "named" and not any(head.stamp.bracketed for head in layout.heads)
    meet = layout.end is not None or "Transcript" in text[:2000]
    signs = {
        "otter": bool(_OTTER.search(text[-2000:])),
        "noscribe": bool(_NOSCRIBE.search(text[:500])),
        "zoom": _is_zoom(layout),
        "lrc": any(map(_LRC_TAG.fullmatch, text[:2000].splitlines())),
        "teams": named and any(len(head.stamp.gap) > 2 for head in layout.heads),
        "meet": layout.kind == "alone" and meet,
    }
    return next((name for name, sign in signs.items() if sign), "otter" if named else "text")
