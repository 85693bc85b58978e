"""Where the times and the names stand in a text: its heads, and what lies between them."""

import re
from collections import Counter

from msgspec import Struct, field

from sessionlens.transcripts.names import (
    bare_name,
    is_title_like,
    looks_like_a_name,
    speakers_in,
    split_name,
)
from sessionlens.transcripts.stamps import Stamp, split_at_stamps, stamp_in, unified
from sessionlens.transcripts.words import spoken_words

_FOOTER = re.compile(
    r"\s*(?:Transcribed by https?://otter\.ai\S*|.{0,80}\bstopped transcription)\s*", re.IGNORECASE
)
LRC_TAG = re.compile(r"\s*\[(?:ti|ar|al|au|by|re|ve|la|length|tool|offset|#):[^\]]*\]\s*", re.I)
_LRC_WORD_TIME = re.compile(r"<\d{1,3}:\d{2}(?:[.:]\d{1,3})?>")
_HINT = re.compile(
    r"\s*(?:this editable transcript was computer generated.*|attendees|transcript|"
    r"invited.{0,500})",
    re.IGNORECASE,
)
_CHAT = re.compile(r"From\b.*(?:\bto\b.*|:)?", re.IGNORECASE)
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+")
_BULLET = re.compile(r"^\s{0,8}[-*+•]\s+(?=[\[(<*\d])")
_ESCAPE = re.compile(r"\\([-\\`*_{}\[\]()#+.!>~|:])")
_LINK = re.compile(r"\[([^\[\]]{1,40})\]\([^()\s]{1,400}\)")
_NUMBERED = re.compile(
    r"\s*(?P<name>(?:speaker|sprecher(?:in)?|participant|locuteur|hablante|spreker)[ _]\d{1,3})"
    r"[:,.]?\s+(?P<words>\S.*)",
    re.IGNORECASE,
)
_TIME_INSIDE = re.compile(r"(?<!\d)(\d{1,2}):(\d{2}):(\d{2})(?!\d)")


class StampedHead(Struct):
    """A line that gives a time, what stands on it besides, and the lines up to the next one."""

    stamp: Stamp
    name: str | None
    lines: list[str] = field(default_factory=list)

    @property
    def words(self) -> int:
        return sum(map(spoken_words, self.lines))


class StampedLayout(Struct):
    """How a text gives its times: what its heads are, and what stood before the first."""

    heads: list[StampedHead]
    before: list[str]
    kind: str
    end: float | None = None


def lines_of(text: str) -> list[str]:
    """The lines of a text without the marks of Markdown, cut before stamps in brackets."""
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
    return _LRC_WORD_TIME.sub("", line) if line.lstrip()[:1] == "[" else line


def layout_of(lines: list[str]) -> StampedLayout | None:
    """Tell the heads from the other lines; None for a text without any."""
    stamps = [stamp_in(line) for line in lines]
    kinds = _without_chance_names([_kind(stamp) for stamp in stamps], stamps)
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
    layout = StampedLayout([], [], kind)
    last = max(index for index, other in enumerate(kinds) if other in chosen)
    for index, (line, stamp, line_kind) in enumerate(zip(lines, stamps, kinds, strict=True)):
        if stamp and line_kind in chosen:
            if kind == "last":
                (layout.heads[-1].lines if layout.heads else layout.before).append(stamp.before)
            layout.heads.append(_head(stamp, line_kind))
        elif kind == "alone" and index > last and (end := _end(line, layout.heads)) is not None:
            layout.end = end
            break
        elif LRC_TAG.fullmatch(line) or _FOOTER.fullmatch(line) or _HINT.fullmatch(line):
            continue
        else:
            (layout.heads[-1].lines if layout.heads else layout.before).append(line)
    if layout.kind == "alone" and layout.before and not layout.heads[-1].lines:
        _times_after_words(layout)
    return layout


def _times_after_words(layout: StampedLayout) -> None:
    """Make of times on lines of their own, the last of which ends the text, ends of what is said.

    Unless what stands before the first of them is a title.
    """
    names = speakers_in([*layout.before, *(line for head in layout.heads for line in head.lines)])
    if any(split_name(line, names)[0] for line in layout.before):
        layout.kind = "last"


def _without_chance_names(kinds: list[str], stamps: list[Stamp | None]) -> list[str]:
    """Kinds of lines where `See you at 10:30` is no name and time, if names recur elsewhere."""
    names = [
        bare_name(stamp.before) if stamp and kind == "named" else ""
        for stamp, kind in zip(stamps, kinds, strict=True)
    ]
    counts = Counter(filter(None, names))
    recurring = sum(count for count in counts.values() if count > 1)
    if recurring < counts.total() * 0.6:
        return kinds
    return [
        "none" if name and counts[name] == 1 and not is_title_like(name) else kind
        for name, kind in zip(names, kinds, strict=True)
    ]


def _kind(stamp: Stamp | None) -> str:
    if stamp is None:
        return "none"
    if not stamp.before:
        return "first" if stamp.after.strip() else "alone"
    if looks_like_a_name(stamp.before) and (stamp.bracketed or not stamp.after.strip()):
        return "named"
    return "last" if stamp.bracketed and not stamp.after.strip() else "none"


def _head(stamp: Stamp, kind: str) -> StampedHead:
    if kind == "named":
        after = [stamp.after] if stamp.after.strip() else []
        return StampedHead(stamp, bare_name(stamp.before.rstrip(": ,")), after)
    if kind == "last":
        return StampedHead(stamp, None, [])
    return StampedHead(stamp, None, [stamp.after] if stamp.after.strip() else [])


def _end(line: str, heads: list[StampedHead]) -> float | None:
    """The time in a line such as `Transcription ended after 00:12:31`, in any language."""
    match = _TIME_INSIDE.search(line) if len(line) < 120 else None
    if not match or ":" in line[: match.start()] or not heads:
        return None
    hours, minutes, seconds = map(int, match.groups())
    end = hours * 3600.0 + minutes * 60 + seconds
    return end if end >= heads[-1].stamp.start else None


def is_chat(layout: StampedLayout) -> bool:
    """Whether the names are those that a chat has: `From Ann to Everyone`."""
    names = [head.name or (head.lines[0] if head.lines else "") for head in layout.heads]
    return sum(1 for name in names if _CHAT.fullmatch(name)) > len(names) / 2


def find_names(layout: StampedLayout) -> None:
    """Give heads the names that stand on a line of their own before or after the time."""
    heads = layout.heads
    if layout.kind == "named" or not heads:
        return
    if layout.kind in ("alone", "first"):
        blocks = [layout.before, *(head.lines for head in heads)]
        names = [block[-1] if block else "" for block in blocks[:-1]]
        if _are_names(names) and all(len(block) > 1 for block in blocks[1:-1]) and blocks[-1]:
            for head, name, block in zip(heads, names, blocks, strict=False):
                head.name = bare_name(name.rstrip(": "))
                block.pop()
            return
    numbered = [_NUMBERED.fullmatch(head.lines[0]) if head.lines else None for head in heads]
    if all(numbered):
        for head, match in zip(heads, numbered, strict=True):
            assert match
            head.name, head.lines[0] = match["name"], match["words"]
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
