"""What cues say: utterances, one for each voice of each cue, without what captions show twice."""

from itertools import pairwise

from msgspec import Struct

from sessionlens.domain.text import counted
from sessionlens.transcripts.cue_text import VoiceRun, has_word_times, plain, runs
from sessionlens.transcripts.draft import UtteranceDraft
from sessionlens.transcripts.names import NAME_STYLES, SplitName
from sessionlens.transcripts.words import shares

_MOST_LINES = 12


class Cue(Struct):
    """Times in seconds and the lines between them and the next cue, blank ones left out.

    `voice` is who speaks, if the file says so outside of the lines.
    """

    start: float
    end: float
    lines: list[str]
    voice: str | None = None


def drafts_of(cues: list[Cue]) -> tuple[list[UtteranceDraft], list[str]]:
    """Return the utterances of `cues` and what was noticed.

    Several voices in one cue share its time by the length of what they say. Names before colons,
    in brackets or on a line of their own are looked for only where no cue has a voice of its own.
    """
    warnings: list[str] = []
    if _is_rolling(cues):
        cues = _unroll(cues)
    spoken = [(cue, _runs(cue)) for cue in cues]
    if not any(run.voice for _, parts in spoken for run in parts):
        texts = [parts[0].text for _, parts in spoken if parts]
        for find, split in NAME_STYLES:
            if names := find(texts):
                spoken = [(cue, _named(parts, names, split)) for cue, parts in spoken]
                _give_names_to_the_next(spoken)
                break
    shared = [cue for cue, parts in spoken if len(parts) > 1]
    if shared:
        warnings.append(
            f"{counted(len(shared), 'cue holds', 'cues hold')} several voices: who begins when "
            "inside is estimated"
        )
    return [draft for cue, parts in spoken for draft in _drafts(cue, parts)], warnings


def _give_names_to_the_next(spoken: list[tuple[Cue, list[VoiceRun]]]) -> None:
    """Where a cue is a name and nothing else, it is that of who speaks in the next one."""
    for (_, parts), (_, following) in pairwise(spoken):
        last = parts[-1] if parts else None
        if last and last.voice and not last.text and following and not following[0].voice:
            following[0].voice = last.voice


def _runs(cue: Cue) -> list[VoiceRun]:
    parts = runs(cue.lines, cue.start, cue.end)
    for run in parts:
        run.voice = run.voice or cue.voice
    return parts


def _named(parts: list[VoiceRun], names: frozenset[str], split: SplitName) -> list[VoiceRun]:
    named: list[VoiceRun] = []
    for run in parts:
        if run.words:
            named.append(_named_with_words(run, names, split))
            continue
        lines: list[list[str]] = []
        for line in run.text.split("\n"):
            name, text = split(line, names)
            if name or not lines:
                named.append(VoiceRun(name))
                lines.append([])
            lines[-1].append(text)
        for begun, texts in zip(named[-len(lines) :], lines, strict=True):
            begun.text = "\n".join(texts).strip("\n")
    return named


def _named_with_words(run: VoiceRun, names: frozenset[str], split: SplitName) -> VoiceRun:
    name, text = split(run.text, names)
    before = len(run.text.split()) - len(text.split())
    return VoiceRun(name, text, run.words[before:])


def _drafts(cue: Cue, parts: list[VoiceRun]) -> list[UtteranceDraft]:
    if len(parts) == 1 or cue.end <= cue.start:
        return [UtteranceDraft(cue.start, cue.end, run.text, run.voice, run.words) for run in parts]
    drafts = []
    times = shares(cue.start, cue.end, [len(run.text) for run in parts])
    for run, share in zip(parts, times, strict=True):
        begin, finish = (run.words[0].start, run.words[-1].end) if run.words else share
        drafts.append(UtteranceDraft(begin, finish, run.text, run.voice, run.words))
    return drafts


def _is_rolling(cues: list[Cue]) -> bool:
    """Whether cues repeat lines because the captions roll, not because people repeat themselves.

    Signs: times inside the text together with repeated lines, or most cues of several lines
    beginning with the last line of the cue before, without a pause between.
    """
    repeats = several = 0
    shown: list[str] = []
    for cue in cues:
        lines = [line for line in map(_shown, cue.lines) if line]
        if len(lines) > 1:
            several += 1
            repeats += bool(shown) and lines[0] == shown[-1]
        shown = lines
    timed = any(has_word_times(line) for cue in cues for line in cue.lines)
    return repeats > 0 if timed else repeats >= 3 and repeats > several / 2


def _unroll(cues: list[Cue]) -> list[Cue]:
    """Return the cues with the lines that are new in each; cues without any are left out."""
    fresh: list[Cue] = []
    shown: list[str] = []
    for cue in cues:
        lines = [line for line in cue.lines if _shown(line)]
        texts = [_shown(line) for line in lines]
        repeated = next(
            (
                count
                for count in range(min(len(shown), len(texts), _MOST_LINES), 0, -1)
                if shown[-count:] == texts[:count]
            ),
            0,
        )
        if lines[repeated:]:
            fresh.append(Cue(cue.start, cue.end, lines[repeated:], cue.voice))
        if texts:
            shown = texts
    return fresh


def _shown(line: str) -> str:
    return " ".join(plain(line).split())
