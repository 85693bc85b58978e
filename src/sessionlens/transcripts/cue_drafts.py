"""Utterances from cues: one for each voice of each cue."""

from sessionlens.domain.text import counted
from sessionlens.transcripts.cue_text import Run, runs
from sessionlens.transcripts.cue_times import Cue
from sessionlens.transcripts.draft import Draft
from sessionlens.transcripts.names import speakers_in, split_name
from sessionlens.transcripts.rolling import is_rolling, unroll
from sessionlens.transcripts.sharing import shares


def drafts_of(cues: list[Cue]) -> tuple[list[Draft], list[str]]:
    """Return the utterances of `cues` and what was noticed.

    Several voices in one cue share its time by the length of what they say. Names before colons
    are looked for only where no cue has a voice of its own.
    """
    warnings: list[str] = []
    if is_rolling(cues):
        cues = unroll(cues)
    spoken = [(cue, runs(cue.lines, cue.start, cue.end)) for cue in cues]
    if not any(run.voice for _, parts in spoken for run in parts):
        names = speakers_in(parts[0].text for _, parts in spoken if parts)
        spoken = [(cue, _named(parts, names)) for cue, parts in spoken]
    shared = [cue for cue, parts in spoken if len(parts) > 1]
    if shared:
        warnings.append(
            f"{counted(len(shared), 'cue holds', 'cues hold')} several voices: who begins when "
            "inside is estimated"
        )
    return [draft for cue, parts in spoken for draft in _drafts(cue, parts)], warnings


def _named(parts: list[Run], names: frozenset[str]) -> list[Run]:
    if not names:
        return parts
    named: list[Run] = []
    for run in parts:
        if run.words:
            named.append(_named_with_words(run, names))
            continue
        lines: list[list[str]] = []
        for line in run.text.split("\n"):
            name, text = split_name(line, names)
            if name or not lines:
                named.append(Run(name))
                lines.append([])
            lines[-1].append(text)
        for begun, said in zip(named[-len(lines) :], lines, strict=True):
            begun.text = "\n".join(said)
    return named


def _named_with_words(run: Run, names: frozenset[str]) -> Run:
    name, text = split_name(run.text, names)
    before = len(run.text.split()) - len(text.split())
    return Run(name, text, run.words[before:])


def _drafts(cue: Cue, parts: list[Run]) -> list[Draft]:
    if len(parts) == 1 or cue.end <= cue.start:
        return [Draft(cue.start, cue.end, run.text, run.voice, run.words) for run in parts]
    drafts = []
    times = shares(cue.start, cue.end, [len(run.text) for run in parts])
    for run, share in zip(parts, times, strict=True):
        begin, finish = (run.words[0].start, run.words[-1].end) if run.words else share
        drafts.append(Draft(begin, finish, run.text, run.voice, run.words))
    return drafts
