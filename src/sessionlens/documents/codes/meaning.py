"""What codes mean here: each a competency or phase of the rubric, a comment, or nothing."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sessionlens.documents.codes.coded import Coded, rating_of
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.marker import Marker, Rating
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.text import clean
from sessionlens.domain.timecode import Timecode

COMMENT, LEAVE_OUT = "comment", "leave out"

_SPACES = re.compile(r"[\s_-]+")


class Meaning(NamedTuple):
    """What a code becomes; one without competency and phase is a comment."""

    competency: str | None = None
    phase: str | None = None
    indicator: str | None = None
    rating: Rating | None = None
    left_out: bool = False


def parse_meaning(text: str, rubric: Rubric) -> Meaning:
    """Read `evokes-awareness c +`, `comment` or `leave out`; raises SessionLensError.

    A competency or phase may be named by its id, its key or its title.
    """
    plain = clean(text)
    if plain.casefold() == LEAVE_OUT:
        return Meaning(left_out=True)
    if plain.casefold() == COMMENT:
        return Meaning()
    if (whole := obvious(plain, rubric)) is not None:
        return whole
    words = plain.split()
    rating = rating_of(words[-1]) if words else None
    if rating:
        words = words[:-1]
    if (whole := obvious(" ".join(words), rubric)) is not None:
        return whole._replace(rating=rating)
    code = obvious(" ".join(words[:-1]), rubric) if len(words) > 1 else None
    competency = rubric.competency(code.competency) if code else None
    if code is None or competency is None or competency.indicator(words[-1]) is None:
        raise SessionLensError(
            f"'{plain}' is no competency of the rubric '{rubric.id}'",
            f"Write one such as '{rubric.competencies[0].id}', or '{COMMENT}', or '{LEAVE_OUT}'",
        )
    return code._replace(indicator=words[-1], rating=rating)


def obvious(code: str, rubric: Rubric) -> Meaning | None:
    """What a code must mean, because the rubric calls something so; None if nothing."""
    name = _folded(code)
    for competency in rubric.competencies:
        names = (competency.id, competency.title, competency.short, competency.key)
        if name in map(_folded, filter(None, names)):
            return Meaning(competency=competency.id)
    for phase in rubric.phases:
        if name in map(_folded, (phase.id, phase.title)) or code == phase.key:
            return Meaning(phase=phase.id)
    return Meaning() if code in ("", "Comments", "Comment", "Question", "Quote") else None


def markers_of(
    codes: Sequence[Coded], meanings: Mapping[str, Meaning], rubric: Rubric
) -> list[Marker]:
    """One marker for each code that is not left out, numbered in the order given.

    The code stands before the comment where it became one; so does an indicator not known here.
    """
    markers: list[Marker] = []
    for coded in codes:
        meaning = meanings[coded.code]
        if meaning.left_out:
            continue
        competency = rubric.competency(meaning.competency)
        indicator = meaning.indicator or coded.indicator
        comment = coded.comment
        if indicator and (competency is None or competency.indicator(indicator) is None):
            comment = "\n".join(filter(None, (f"({indicator})", comment)))
            indicator = None
        if not (meaning.competency or meaning.phase) and obvious(coded.code, rubric) is None:
            comment = ": ".join(filter(None, (coded.code, comment)))
        markers.append(
            Marker(
                id=f"m{len(markers) + 1}",
                start=Timecode(coded.start),
                end=None if coded.end is None else Timecode(coded.end),
                competency=meaning.competency,
                phase=meaning.phase,
                indicator=indicator,
                rating=coded.rating or meaning.rating,
                comment=comment,
                quote=coded.quote,
                speaker=coded.speaker or None,
            )
        )
    return markers


def _folded(text: str) -> str:
    return _SPACES.sub(" ", text.strip().casefold())
