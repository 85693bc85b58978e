"""Names of the client in what goes out, where a pseudonym was agreed."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct

from sessionlens.domain.feedback import Feedback
from sessionlens.domain.quoting import coach_among
from sessionlens.domain.review import Review
from sessionlens.domain.text import counted

_ROLES = frozenset(["client", "coach", "mentor", "supervisor", "supervisee", "speaker", "unknown"])
_SHORTEST = 3  # letters; shorter parts of a name are found in ordinary words


class LeavingName(Struct, frozen=True):
    """A name of the client, in how many places it goes out, and the pseudonym for it."""

    name: str
    places: int
    pseudonym: str

    @property
    def alias(self) -> str:
        """What `--alias` is given to replace it."""
        return f"{self.name}={self.pseudonym}"

    @property
    def sentence(self) -> str:
        """Where it goes out, and what replaces it."""
        places = counted(self.places, "place", "places")
        return (
            f"The client's name '{self.name}' goes out in {places}:"
            f" --alias '{self.alias}' replaces it"
        )


def leaving_names(review: Review | Feedback, speakers: Iterable[str] = ()) -> list[LeavingName]:
    """The client's names in quotes, comments and verdicts, as far as markers are shared.

    The client is who speaks and is not the coach; nothing is found where the session has no
    pseudonym, or where it is not known who coaches. Parts of a name count as the name.
    """
    pseudonym = review.session.client.strip()
    shared = [marker for marker in review.markers if not marker.private]
    named = dict.fromkeys([*speakers, *(m.speaker for m in shared if m.speaker)])
    coach = coach_among(named, review.session)
    if not pseudonym or coach is None:
        return []
    names = [name for name in named if name != coach and _is_name(name, pseudonym)]
    if len(named) != 2:
        return []  # several clients, or nobody: whose pseudonym it is cannot be told
    texts = list(_texts(review))
    counts: Counter[str] = Counter()
    for name in names:
        pattern = _pattern(name)
        counts[name] = sum(len(pattern.findall(text)) for text in texts)
        counts[name] += sum(marker.speaker == name for marker in shared)
    return [LeavingName(name, places, pseudonym) for name, places in counts.items() if places]


def _is_name(name: str, pseudonym: str) -> bool:
    words = set(re.findall(r"[^\W\d_]+", name.casefold()))
    return bool(words - _ROLES) and name.casefold() != pseudonym.casefold()


def _pattern(name: str) -> re.Pattern[str]:
    """The whole name, or a part of it that is no short word."""
    parts = [part for part in re.findall(r"[^\W\d_]+", name) if len(part) >= _SHORTEST]
    choices = "|".join(re.escape(part) for part in [name, *parts])
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)", re.IGNORECASE)


def _texts(review: Review | Feedback) -> Iterator[str]:
    for marker in review.markers:
        if not marker.private:
            yield marker.quote
            yield marker.comment
    for verdict in review.verdicts:
        yield verdict.strengths
        yield verdict.development
    summary = review.summary
    yield from (summary.strengths, summary.development)
    yield from (summary.next_practice, summary.reviewer_learning)
