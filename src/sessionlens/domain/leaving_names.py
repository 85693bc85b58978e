"""Names in what goes out, where pseudonyms were agreed: the client's, and those in one's key."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import astuple

from sessionlens.domain.alliance import LOOK_QUESTIONS, Alliance
from sessionlens.domain.answer import Answer, Reflection
from sessionlens.domain.feedback import Feedback
from sessionlens.domain.quoting import coach_among
from sessionlens.domain.review import Review, Session
from sessionlens.domain.text import counted

_ROLES = frozenset(["client", "coach", "mentor", "supervisor", "supervisee", "speaker", "unknown"])
_SHORTEST = 3  # letters; shorter parts of a name are found in ordinary words


class PersonBehind(
    Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True
):
    """Who is meant by a pseudonym; the note is for whoever keeps the key."""

    pseudonym: str
    person: str
    note: str = ""


class LeavingName(Struct, frozen=True):
    """A person's name, in how many places it goes out, and the pseudonym for it.

    `in_key` says that it is a person of one's key, else it is the client's.
    """

    name: str
    places: int
    pseudonym: str
    in_key: bool = False

    @property
    def alias(self) -> str:
        """What `--alias` is given to replace it."""
        return f"{self.name}={self.pseudonym}"

    @property
    def sentence(self) -> str:
        """Where it goes out, and what replaces it."""
        places = counted(self.places, "place", "places")
        whose = "The name" if self.in_key else "The client's name"
        return f"{whose} '{self.name}' goes out in {places}: --alias '{self.alias}' replaces it"

    @property
    def by_hand(self) -> str:
        """Where it stands and what its pseudonym is, for words that only a person replaces."""
        places = counted(self.places, "place", "places")
        return f"The name '{self.name}' is in it in {places}: its pseudonym is {self.pseudonym}"


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


def persons_leaving(
    persons: Iterable[PersonBehind], texts: Iterable[str], session: Session
) -> list[LeavingName]:
    """The persons of a key who are named in texts that go out, wholly or in part.

    Coach and reviewer are no pseudonyms of themselves: parts of their names, of the pseudonym and
    words that no name begins with (`von`) count for nobody.
    """
    gathered = list(filter(None, texts))
    of_the_pair = f"{session.coach} {session.coach_speaker} {session.reviewer}"
    leaving = []
    for entry in persons:
        meant_otherwise = _words(f"{of_the_pair} {entry.pseudonym}")
        parts = [
            part
            for part in re.findall(r"[^\W\d_]+", entry.person)
            if len(part) >= _SHORTEST
            and not part[0].islower()
            and part.casefold() not in meant_otherwise
        ]
        pattern = _any_of([entry.person, *parts])
        places = sum(len(pattern.findall(text)) for text in gathered)
        if places:
            leaving.append(LeavingName(entry.person, places, entry.pseudonym, in_key=True))
    return leaving


def texts_leaving(content: Review | Feedback) -> Iterator[str]:
    """Every text of a review or feedback file that goes out, those of the session included."""
    session = content.session
    yield from (session.title, session.client, session.consent)
    yield from (consent.purpose for consent in session.consents)
    yield from (marker.speaker or "" for marker in content.markers if not marker.private)
    yield from _texts(content)
    yield content.summary.to_reflection
    yield from (response.text for response in content.responses)
    if isinstance(content, Feedback):
        yield from texts_answering(content.answers, content.reflection)


def persons_in_agreement(persons: Iterable[PersonBehind], alliance: Alliance) -> list[LeavingName]:
    """The persons of a key who are named in an agreement, those in its looks included."""
    texts = [*astuple(alliance.agreement), *(direction.text for direction in alliance.directions)]
    for goal in alliance.goals:
        texts += [goal.text, goal.measure, *goal.levels]
    for look in alliance.looks:
        texts += [getattr(look, question.field) for question in LOOK_QUESTIONS]
    return persons_leaving(persons, texts, of_the_pair(alliance))


def of_the_pair(alliance: Alliance) -> Session:
    """A session of the people of an agreement: their own names are no client's."""
    return Session(coach=" ".join(alliance.between))


def texts_answering(answers: Iterable[Answer], reflection: Reflection) -> Iterator[str]:
    """The texts of a coach's reply that go out."""
    yield from (answer.text for answer in answers)
    yield from (reflection.take_away, reflection.practise, reflection.helped)
    yield from (reflection.did_not_help, reflection.to_learning)


def _is_name(name: str, pseudonym: str) -> bool:
    return bool(_words(name) - _ROLES) and name.casefold() != pseudonym.casefold()


def _pattern(name: str) -> re.Pattern[str]:
    """The whole name, or a part of it that is no short word."""
    parts = [part for part in re.findall(r"[^\W\d_]+", name) if len(part) >= _SHORTEST]
    return _any_of([name, *parts])


def _words(name: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", name.casefold()))


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    choices = "|".join(re.escape(name) for name in names)
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
    yield from (summary.take_away, summary.change)
