"""Finding words in the transcript and in comments."""

import unicodedata

from msgspec import Struct

from sessionlens.domain.marker import Marker
from sessionlens.domain.transcript import Utterance


class Hit(Struct, frozen=True):
    """Where a search found something: an utterance by its index, or a marker by its id.

    `start` is its time in seconds.
    """

    start: float
    utterance: int | None = None
    marker: str | None = None


class SearchIndex:
    """The searchable text of a review, folded once so that each keystroke only compares."""

    def __init__(self, utterances: tuple[Utterance, ...], markers: tuple[Marker, ...]) -> None:
        self._entries: list[tuple[str, Hit]] = [
            (fold(f"{utterance.speaker or ''} {utterance.text}"), Hit(utterance.start, index))
            for index, utterance in enumerate(utterances)
        ]
        self._entries += [
            (fold(marker.comment), Hit(marker.start, marker=marker.id))
            for marker in markers
            if marker.comment
        ]
        self._entries.sort(key=lambda entry: entry[1].start)

    def find(self, query: str) -> list[Hit]:
        """All places that hold the query, in time order; case and accents do not matter."""
        needle = fold(query)
        return [hit for text, hit in self._entries if needle in text] if needle else []


def fold(text: str) -> str:
    """Text as a person would look it up: lower case, without accents, single spaces."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(text.casefold().split())
