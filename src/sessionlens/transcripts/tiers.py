"""Utterances from the tiers of an annotation file (ELAN, Praat)."""

from bisect import bisect_left
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from sessionlens.domain.transcript import Word
from sessionlens.transcripts.draft import Draft
from sessionlens.transcripts.words import readable


class Interval(Struct):
    """A labelled stretch; times are seconds, None where the file has none."""

    start: float | None
    end: float | None
    text: str


class Tier(Struct):
    """One line of annotation: what somebody says, its words, or something else."""

    name: str
    speaker: str | None
    intervals: list[Interval]
    role: Literal["speech", "words", "other"] = "speech"
    of: str = ""


def drafts_of_tiers(tiers: list[Tier]) -> tuple[list[Draft], list[str]]:
    """Return the utterances of all speech tiers in order of time, and which tiers were left out.

    A tier of words gives its times to the utterances of the tier it is `of`, where the letters
    agree; without a speech tier the words themselves are cut into utterances at their pauses.
    """
    speech = [tier for tier in tiers if tier.role == "speech"]
    words = [tier for tier in tiers if tier.role == "words"]
    used = [tier.name for tier in speech]
    drafts: list[Draft] = []
    for tier in speech:
        own = [found for found in words if found.of == tier.name]
        timed = [word for found in own for word in _words(found)]
        spoken = [_draft(tier, interval, timed) for interval in _labelled(tier)]
        used += [found.name for found in own if any(draft.words for draft in spoken)]
        drafts += spoken
    if not drafts:
        for tier in words:
            used.append(tier.name)
            for run in readable(_words(tier)):
                text = " ".join(word.text for word in run)
                drafts.append(Draft(run[0].start, run[-1].end, text, tier.speaker, run))
    drafts.sort(key=lambda draft: (draft.start is None, draft.start or 0.0))
    left = [tier.name for tier in tiers if tier.name not in used and _labelled(tier)]
    return drafts, [f"tiers that were left out: {', '.join(left)}"] if left else []


def _labelled(tier: Tier) -> list[Interval]:
    return [interval for interval in tier.intervals if interval.text.strip()]


def _words(tier: Tier) -> list[Word]:
    words = [
        Word(start=interval.start, end=interval.end, text=interval.text.strip())
        for interval in _labelled(tier)
        if interval.start is not None and interval.end is not None
    ]
    return sorted(words, key=lambda word: word.start)


def _draft(tier: Tier, interval: Interval, timed: list[Word]) -> Draft:
    draft = Draft(interval.start, interval.end, interval.text, tier.speaker)
    if timed and interval.start is not None and interval.end is not None:
        first = bisect_left(timed, interval.start - 0.002, key=lambda word: word.start)
        after = bisect_left(timed, interval.end - 0.002, key=lambda word: word.start)
        inside = timed[first:after]
        written = interval.text.split()
        same = _letters(word.text for word in inside) == _letters(written)
        if same and len(inside) == len(written):
            # The utterance's own spelling: tiers of words often lack its capitals and commas.
            draft.words = [
                Word(start=word.start, end=word.end, text=spelling)
                for word, spelling in zip(inside, written, strict=True)
            ]
    return draft


def _letters(texts: Iterable[str]) -> str:
    return "".join(character.lower() for text in texts for character in text if character.isalnum())
