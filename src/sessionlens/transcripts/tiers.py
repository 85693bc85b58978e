"""Utterances from the tiers of an annotation file (ELAN, Praat)."""

from bisect import bisect_left
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from sessionlens.domain.transcript import Word
from sessionlens.transcripts.draft import UtteranceDraft
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


def drafts_of_tiers(tiers: list[Tier]) -> tuple[list[UtteranceDraft], list[str]]:
    """Return the utterances of all speech tiers in order of time, and which tiers were left out.

    A tier of words gives its times to the utterances of the tier it is `of`, where the letters
    agree; without a speech tier the words themselves are cut into utterances at their pauses.
    """
    speech = [tier for tier in tiers if tier.role == "speech"]
    words = [tier for tier in tiers if tier.role == "words"]
    belonging: dict[str, list[Tier]] = {}
    for tier in words:
        belonging.setdefault(tier.of, []).append(tier)
    used = {tier.name for tier in speech}
    drafts: list[UtteranceDraft] = []
    for tier in speech:
        own = belonging.get(tier.name, [])
        timed = sorted(
            (word for tier_of_words in own for word in _words(tier_of_words)), key=_start
        )
        spoken = [_draft(tier, interval, timed) for interval in _labelled(tier)]
        if any(draft.words for draft in spoken):
            used.update(tier_of_words.name for tier_of_words in own)
        drafts += spoken
    if not drafts:
        for tier in words:
            used.add(tier.name)
            for run in readable(sorted(_words(tier), key=_start)):
                text = " ".join(word.text for word in run)
                drafts.append(UtteranceDraft(run[0].start, run[-1].end, text, tier.speaker, run))
    drafts.sort(key=lambda draft: (draft.start is None, draft.start or 0.0))
    left = [tier.name for tier in tiers if tier.name not in used and _labelled(tier)]
    return drafts, left_out("tiers", left)


def left_out(what: str, names: list[str]) -> list[str]:
    """Return a warning that names what was not read, none for nothing."""
    if not names:
        return []
    more = f" and {len(names) - 9} more" if len(names) > 10 else ""
    return [f"{what} that were left out: {', '.join(names[:9] if more else names)}{more}"]


def _labelled(tier: Tier) -> list[Interval]:
    return [interval for interval in tier.intervals if interval.text.strip()]


def _words(tier: Tier) -> list[Word]:
    return [
        Word(start=interval.start, end=interval.end, text=interval.text.strip())
        for interval in _labelled(tier)
        if interval.start is not None and interval.end is not None
    ]


def _start(word: Word) -> float:
    return word.start


def _draft(tier: Tier, interval: Interval, timed: list[Word]) -> UtteranceDraft:
    draft = UtteranceDraft(interval.start, interval.end, interval.text, tier.speaker)
    if timed and interval.start is not None and interval.end is not None:
        first = bisect_left(timed, interval.start - 0.002, key=_start)
        after = bisect_left(timed, interval.end - 0.002, key=_start)
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
