"""Moments and transcript as tiers, in which nothing overlaps: what ELAN and Praat both need."""

from collections.abc import Iterable

from msgspec import Struct

from sessionlens.documents.content import Content, Moment
from sessionlens.domain.text import clean

SHORTEST = 0.001


class MomentTier(Struct, frozen=True):
    """A named row of moments; each begins when the one before it has ended, or later."""

    name: str
    moments: tuple[Moment, ...]


class Spoken(Struct, frozen=True):
    """One utterance on a speaker's tier; seconds."""

    start: float
    end: float
    text: str


def tiers_of(content: Content) -> list[MomentTier]:
    """One tier per competency or phase in the order of the rubric; more where moments overlap."""
    by_code: dict[str, list[Moment]] = {code.title: [] for code in content.feedback.rubric.codes}
    for moment in content.moments:
        name = moment.title if moment.competency or moment.phase else "Comments"
        by_code.setdefault(name, []).append(moment)
    tiers: list[MomentTier] = []
    for title, moments in by_code.items():
        name = _free(clean(title) or "Untitled", {tier.name for tier in tiers})
        rows = _rows(moments) if moments else []
        for number, row in enumerate(rows, 1):
            tiers.append(MomentTier(name if number == 1 else f"{name} ({number})", tuple(row)))
    return tiers


def speaker_tiers(content: Content, taken: Iterable[str]) -> dict[str, list[Spoken]]:
    """What each speaker says; one that overlaps their last one begins later."""
    names: dict[str, str] = {}
    spoken: dict[str, list[Spoken]] = {}
    utterances = content.transcript.utterances if content.transcript else ()
    for utterance in utterances:
        speaker = clean(utterance.speaker or "") or "Speech"
        if speaker not in names:
            names[speaker] = _free(speaker, {*taken, *names.values()})
        row = spoken.setdefault(names[speaker], [])
        start = max(utterance.start, row[-1].end if row else 0.0)
        row.append(Spoken(start, max(utterance.end, start + SHORTEST), clean(utterance.text)))
    return spoken


def _rows(moments: list[Moment]) -> list[list[Moment]]:
    rows: list[list[Moment]] = []
    for moment in moments:
        free = (row for row in rows if row[-1].until <= moment.start)
        row = next(free, None)
        if row is None:
            rows.append(row := [])
        row.append(moment)
    return rows


def _free(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name} [{number}]"
    return free
