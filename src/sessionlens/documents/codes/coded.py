"""What a file of codes holds, whichever program wrote it."""

from typing import NamedTuple

from msgspec import Struct

from sessionlens.domain.marker import GLYPHS, RATINGS, Rating


class Coded(Struct, frozen=True, kw_only=True):
    """One code at a moment: seconds, the code as the file has it, and what else is known.

    An empty code is a plain comment. `end` is None for a point.
    """

    start: float
    end: float | None = None
    code: str = ""
    rating: Rating | None = None
    indicator: str | None = None
    comment: str = ""
    quote: str = ""
    speaker: str = ""
    private: bool = False


class CodesRead(NamedTuple):
    """All codes of a file in the order of the file, its format, and what was not understood."""

    format: str
    codes: tuple[Coded, ...]
    notices: tuple[str, ...] = ()


_RATINGS: dict[str, Rating] = {
    **{rating: rating for rating in RATINGS},
    **{glyph: rating for rating, glyph in GLYPHS.items() if rating in RATINGS},
}


def rating_of(text: str) -> Rating | None:
    """The rating that a word or sign stands for, or None."""
    return _RATINGS.get(text.strip().lower())


def split_rating(code: str) -> tuple[str, Rating | None]:
    """`Asks +` as code and rating."""
    name, _, last = code.rpartition(" ")
    rating = rating_of(last) if name and len(last) == 1 else None
    return (name.strip(), rating) if rating else (code, None)
