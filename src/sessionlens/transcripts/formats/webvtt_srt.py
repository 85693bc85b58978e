"""WebVTT and SRT, cut into cues as Zoom, Teams, Stream, YouTube, podcasts and noScribe write them.

Lenient: what was said is never dropped for its frame's sake. An own parser, because the libraries
lose what people's files hold (measured on the files of our tests): webvtt-py 0.6 finds no cue where
the decimals are commas, keeps the first voice of a cue only and leaves entities; pysubs2 1.8 drops
voices, puts the identifiers of Teams into the text, and takes an arrow of another form for speech.
"""

import re
from collections.abc import Callable

from msgspec import Struct, field

from sessionlens.domain.text import counted
from sessionlens.transcripts.cue_text import plain
from sessionlens.transcripts.cues import Cue, drafts_of
from sessionlens.transcripts.draft import ParsedTranscript, UtteranceDraft
from sessionlens.transcripts.timestamps import (
    damaged_timing_line,
    looks_like_timing,
    sbv_timing_line,
    timing_line,
)
from sessionlens.transcripts.words import speaking_time

_LANGUAGE = re.compile(r"(?:NOTE\s+)?language:\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})?)\s*", re.I)
_NOSCRIBE = re.compile(r"\bnoScribe\b", re.IGNORECASE)
_NOSCRIBE_VOICE = re.compile(r"(?://)?S\d\d")
_SKIPPED = re.compile(r"(?:NOTE(?:[ \t].*)?|STYLE|REGION)\s*")
_TEAMS_ID = re.compile(r"[0-9a-fA-F-]{8,40}(?:/\d+(?:-\d+)?)?")
_WEBEX = re.compile(r"\s*\d{0,9}\s*\"([^\"]{1,200})\"\s*(?:\(\d{1,20}\))?\s*")
_CLOCK = re.compile(r"\[\d{1,2}:\d{2}:\d{2}\]")
_NUMBER = re.compile(r"\s*\d{1,9}\s*")


_Timing = tuple[float | None, float | None, str]
"""Start and end in seconds, and text that stands after them in the line."""


class _Frame(Struct):
    """A cue as the file has it, and the number of the line that gives its times.

    Times are seconds, None where they are missing or cannot be read.
    """

    start: float | None
    end: float | None
    lines: list[str]
    number: int
    voice: str | None = None


class _CueFile(Struct):
    """The cues of a file, what stood before the first one, the notes, and what was noticed."""

    cues: list[Cue] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def _timing(line: str) -> _Timing | None:
    return timing_line(line) or damaged_timing_line(line)


def is_webvtt(text: str) -> bool:
    """Whether text begins as WebVTT does."""
    return text.lstrip().startswith("WEBVTT")


def read_webvtt(text: str) -> ParsedTranscript:
    """Read WebVTT, with or without its first line."""
    file = _cut(text, webvtt=True)
    drafts, noticed = drafts_of(file.cues)
    speakers = {draft.speaker for draft in drafts if draft.speaker}
    noscribe = bool(speakers) and all(map(_NOSCRIBE_VOICE.fullmatch, speakers))
    if noscribe or any(map(_NOSCRIBE.search, [*file.header, *file.notes])):
        drafts = [_noscribe(draft) for draft in drafts]
        noscribe = True
    return ParsedTranscript(
        "noscribe" if noscribe else "webvtt",
        drafts,
        language=_language(file),
        warnings=[*file.warnings, *noticed],
    )


def read_srt(text: str) -> ParsedTranscript:
    """Read SRT; what stands before the first times is said in a warning, as it has no time."""
    file = _cut(text, webvtt=False)
    drafts, noticed = drafts_of(file.cues)
    if file.header:
        noticed.append("the text before the first cue has no time and was left out")
    return ParsedTranscript("srt", drafts, warnings=[*file.warnings, *noticed])


def is_sbv(text: str) -> bool:
    """Whether the first line that is not blank gives times as YouTube's SBV does."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return sbv_timing_line(first) is not None


def read_sbv(text: str) -> ParsedTranscript:
    """Read YouTube's SBV: cues without numbers, start and end divided by a comma."""
    file = _cut(text, webvtt=False, timing_of=sbv_timing_line)
    drafts, noticed = drafts_of(file.cues)
    return ParsedTranscript("sbv", drafts, warnings=[*file.warnings, *noticed])


def _language(file: _CueFile) -> str:
    for line in [*file.header, *file.notes]:
        if match := _LANGUAGE.fullmatch(line):
            return match[1]
    return ""


def _noscribe(draft: UtteranceDraft) -> UtteranceDraft:
    """Take out the voice's name repeated in the text, clocks, and marks of overlapping speech."""
    speaker = (draft.speaker or "").strip("/ ")
    text = (
        re.sub(rf"^\s*(?:/*\s*)?{re.escape(speaker)}:\s*", "", draft.text)
        if speaker
        else draft.text
    )
    text = _CLOCK.sub("", text)
    overlap = (draft.speaker or "").startswith("//") or draft.text.lstrip().startswith("//")
    if overlap:
        text = text.strip().removeprefix("//").removesuffix("//")
    return UtteranceDraft(draft.start, draft.end, text, speaker or None, draft.words)


def _cut(
    text: str, *, webvtt: bool, timing_of: Callable[[str], _Timing | None] = _timing
) -> _CueFile:
    """Cut `text` into cues. Notes, styles and cue names exist in WebVTT only."""
    lines = text.splitlines()
    timings = {number: timing for number, line in enumerate(lines) if (timing := timing_of(line))}
    names = _cue_names(lines, set(timings), webvtt=webvtt)
    voices = _voices_in_names({timing: lines[line] for line, timing in names.items()})
    file = _CueFile()
    frames: list[_Frame] = []
    skipping, blank, unread = False, True, []
    for number, line in enumerate(lines):
        if timing := timings.get(number):
            start, end, after = timing
            frames.append(
                _Frame(start, end, [after] if after else [], number + 1, voices.get(number))
            )
            skipping = False
        elif not line.strip():
            skipping = skipping and line != ""
        elif webvtt and blank and _SKIPPED.fullmatch(line):
            skipping = True
            file.notes.append(line.strip())
        elif skipping or number in names:
            pass
        else:
            if looks_like_timing(line):
                unread.append(number + 1)
            (frames[-1].lines if frames else file.header).append(line)
        blank = not line.strip()
    file.cues, file.warnings = _cues_of(frames)
    if unread:
        file.warnings.append(
            f"{counted(len(unread), 'line looks', 'lines look')} like times but cannot be read "
            f"as such (first: line {unread[0]})"
        )
    return file


def _cue_names(lines: list[str], timings: set[int], *, webvtt: bool) -> dict[int, int]:
    """Numbers of the lines that name or number a cue, with the number of the line of its times.

    Such a line stands before the times. After a blank line it is surely one; without a blank line
    only if it looks like one and counts on, or most cues of the file have one. Where blank lines
    stand between all lines, a number is one that counts on.
    """
    candidates = [(number - 1, number) for number in sorted(timings) if number > 0]
    numbered = [line for line, _ in candidates if _NUMBER.fullmatch(lines[line])]
    usual = len(numbered) > len(candidates) / 2
    if not numbered:
        candidates = [(_line_before(lines, number), number) for _, number in candidates]
        spaced = [line for line, _ in candidates if _NUMBER.fullmatch(lines[line])]
        usual = len(spaced) > len(candidates) * 0.8
        candidates = candidates if usual else [(number - 1, number) for _, number in candidates]
    names: dict[int, int] = {}
    last: int | None = None
    for line, timing in candidates:
        text = lines[line].strip()
        if not text or line in timings:
            continue
        separate = line == 0 or not lines[line - 1].strip()
        if _NUMBER.fullmatch(text):
            if separate or usual or (last is not None and int(text) == last + 1):
                names[line] = timing
                last = int(text)
        elif webvtt and (separate or _TEAMS_ID.fullmatch(text)) and not text.startswith("WEBVTT"):
            names[line] = timing
    return names


def _voices_in_names(names: dict[int, str]) -> dict[int, str]:
    """Who speaks, where the line before the times says so: `1 "Ann Lee" (3735928064)` of Webex."""
    quoted = {line: match[1] for line, text in names.items() if (match := _WEBEX.fullmatch(text))}
    return quoted if len(quoted) > len(names) / 2 else {}


def _line_before(lines: list[str], number: int) -> int:
    """The number of the line before this one that is not blank, a few lines up at most."""
    return next(
        (line for line in range(number - 1, max(number - 5, -1), -1) if lines[line].strip()),
        number - 1,
    )


def _cues_of(frames: list[_Frame]) -> tuple[list[Cue], list[str]]:
    """Return the cues of `frames` with all their times, and how many of them are estimated.

    A cue without an end lasts until the next one begins, but no longer than a slow speaker takes
    to say it; one without a start begins where the one before ends.
    """
    cues: list[Cue] = []
    for frame, following in zip(frames, _following(frames), strict=True):
        before = cues[-1].end if cues else 0.0
        start = before if frame.start is None else frame.start
        end = frame.end
        if end is None or (frame.start is None and end <= start):
            end = _end(start, following, plain("\n".join(frame.lines)))
        cues.append(Cue(start, end, frame.lines, frame.voice))
    starts = [frame for frame in frames if frame.start is None]
    ends = [frame for frame in frames if frame.start is not None and frame.end is None]
    return cues, [
        *_sentence(ends, "end time that can be read", "estimated from where the next one starts"),
        *_sentence(starts, "start time that can be read", "placed after the one before"),
    ]


def _following(frames: list[_Frame]) -> list[float | None]:
    """For each frame, the next start that the file gives."""
    following: list[float | None] = []
    start: float | None = None
    for frame in reversed(frames):
        following.append(start)
        start = start if frame.start is None else frame.start
    return following[::-1]


def _end(start: float, following: float | None, text: str) -> float:
    if following is not None and following > start:
        return min(following, start + 2 + 2 * speaking_time(text))
    return start + speaking_time(text)


def _sentence(frames: list[_Frame], lack: str, remedy: str) -> list[str]:
    if not frames:
        return []
    number = counted(len(frames), "cue has", "cues have")
    return [f"{number} no {lack}: {remedy} (first: line {frames[0].number})"]
