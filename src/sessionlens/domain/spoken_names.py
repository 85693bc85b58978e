"""Names that a recogniser does not know, put where it wrote words that sound like them.

A word stays what it was heard as in `Word.heard`, so that everything can be taken back. Words
without confidence were not recognised, or a person has written them: they are left alone.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.review import Session
from sessionlens.domain.search import fold
from sessionlens.domain.text import clean, counted
from sessionlens.domain.transcript import Utterance, Word
from sessionlens.domain.wording import spread

MOST_NAMES = 500
"""Names in a list; each unsure word is compared with all of them."""

_LONGEST = 60  # characters of a name, and of what it is heard as
_MOST_HEARD = 20  # ways in which one name is heard
_UNSURE = 0.85  # confidence; a word that the recogniser was surer of is meant as it stands
_REACH = 3  # neighbours that may be one name: "look us" for Lukas
_SHORTEST = 3  # letters of a name that is looked for by its sound
# Tried on half a million words of English text and eighty names: one word in ten thousand that is
# no common one is taken for one of them, were the recogniser unsure of every word.
_ALIKE = 0.8
_NEIGHBOURS_ALIKE = 0.7
_SPELT_ALIKE = 0.93
_SPELT_SHORTEST = 4  # letters of a name told by its spelling alone: "part" is not Pat
_FEWEST_CODED = 3  # consonants by which neighbours are told to be one name
_NO_LETTERS = "PSZ"  # Unicode's punctuation, symbols and spaces; marks belong to letters


class SpokenName(Struct, frozen=True):
    """A name as it is written, and what recognisers are known to make of it."""

    name: str
    heard_as: tuple[str, ...] = ()


class NamePair(Struct, frozen=True, order=True):
    """What was heard, in small letters, and the name that is in its place or could be."""

    heard: str
    name: str


class PairPlaces(Struct, frozen=True):
    """Where a pair is: when its words begin (seconds), and in how many of them the name stands."""

    pair: NamePair
    starts: tuple[float, ...]
    in_place: int


def _refuse(fault: SessionLensError) -> None:
    raise fault


def names_in(
    text: str, on_fault: Callable[[SessionLensError], None] = _refuse
) -> tuple[SpokenName, ...]:
    """The names of a list: one a line; `Anke = anchor, hanker` says what is heard for it.

    Lines that begin with # are remarks. Of several words without `=` each is a name. A line that
    names nobody is given to `on_fault`, as an error that names it, and left out. Raises
    SessionLensError for a list that is too long.
    """
    names: list[SpokenName] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not clean(line) or clean(line).startswith("#"):
            continue
        try:
            names += names_of_line(line)
        except SessionLensError as error:
            error.line = number
            on_fault(error)
    if len(names) > MOST_NAMES:
        raise SessionLensError(
            f"It holds {len(names)} names, and {MOST_NAMES} are the most", "Remove some"
        )
    return tuple(dict.fromkeys(names))


def names_of_line(line: str) -> list[SpokenName]:
    """The names of one line of a list; raises SessionLensError."""
    name, equals, rest = clean(line).partition("=")
    name = name.strip()
    heard = tuple(dict.fromkeys(filter(None, (part.strip() for part in rest.split(",")))))
    if not any(map(str.isalpha, name)):
        raise SessionLensError("There is no name", "Write it as 'Anke' or 'Anke = anchor, hanker'")
    if equals and not heard:
        raise SessionLensError(
            f"Nothing says how '{name[:_LONGEST]}' is heard", "Write it after the =, or leave the ="
        )
    if any(len(part) > _LONGEST for part in (name, *heard)):
        raise SessionLensError(f"A name has {_LONGEST} characters at most", "Write one a line")
    if len(heard) > _MOST_HEARD:
        raise SessionLensError(f"'{name}' is heard in more than {_MOST_HEARD} ways", "Remove some")
    if heard and " " in name:
        raise SessionLensError(
            f"'{name}' is more than one word", "Give each word that is misheard a line of its own"
        )
    if heard:
        return [SpokenName(name, heard)]
    names = [SpokenName(name)] if " " not in name else names_of_person(name)
    if not names or len(names[0].name) < _SHORTEST:
        raise SessionLensError(
            f"'{name}' is too short to be told by its sound",
            f"Say what is heard for it, as in '{name} = bow, beau'",
        )
    return names


def names_of_person(person: str) -> list[SpokenName]:
    """What somebody is called in speech: Anke and Berg for "Dr. Anke von Berg"."""
    parts = (part.strip(".,;:()") for part in person.split() if not part.endswith("."))
    return [SpokenName(part) for part in parts if len(part) >= _SHORTEST and not part.islower()]


def names_of_session(session: Session) -> list[SpokenName]:
    """Those who are named in the details; the client is not: what stands there is a pseudonym."""
    return [*names_of_person(session.coach), *names_of_person(session.reviewer)]


_Spelt = tuple[str, str, str]
"""A name, its small letters without accents, and the code of its sound."""


class NameList:
    """Names made ready to be looked for. `common` are words that everybody says: no name is heard
    in one of them, unless the list says so. `kept` is what stays as it was heard, in small letters.
    """

    def __init__(
        self,
        names: Iterable[SpokenName] = (),
        common: Iterable[str] = (),
        kept: Iterable[str] = (),
    ) -> None:
        self.names = tuple(dict.fromkeys(names))
        self.common = frozenset(common)
        self._kept = frozenset(kept)
        self._given = {fold(heard): name.name for name in self.names for heard in name.heard_as}
        self._begin_given = {heard.split()[0] for heard in self._given if heard}
        longest = max((heard.count(" ") + 1 for heard in self._given), default=0)
        self._reach = max(_REACH, longest) if self.names else 0
        self._spelt: dict[str, list[_Spelt]] = {}
        self._lookups: dict[tuple[str, ...], tuple[float, str]] = {}

    def keeping(self, kept: Iterable[str]) -> "NameList":
        """The same names, with other words that stay as they were heard."""
        return NameList(self.names, self.common, kept)

    def placed_at(
        self, words: Sequence[Word], at: int, only: Callable[[NamePair], bool]
    ) -> tuple[Word | None, int]:
        """The best name for the words from number `at` on, and how many of them it replaces."""
        best: Word | None = None
        likeness, replaced = 0.0, 0
        given = self._given and self._begins_given(words[at].text)
        for count in range(1, min(self._reach, len(words) - at) + 1):
            window = words[at : at + count]
            last = window[-1]
            if last.heard or last.conf is None or (last.conf >= _UNSURE and not given):
                break
            alike, word = self._placed(window)
            if word is not None and alike >= likeness and only(pair_of(word)):
                best, likeness, replaced = word, alike, count
        return best, replaced

    def _begins_given(self, text: str) -> bool:
        first = fold(_core(text)[1]).partition(" ")[0]
        return any(part in self._begin_given for part, _ in _with_and_without_s(first))

    def _placed(self, window: Sequence[Word]) -> tuple[float, Word | None]:
        """How alike the name is that these words sound like, and the word with it."""
        before, heard, after = _core(" ".join(word.text for word in window))
        unsure = all(word.conf is not None and word.conf < _UNSURE for word in window)
        for core, ending in _with_and_without_s(heard):
            folded = tuple(fold(core).split())
            if not folded or self._kept.intersection((" ".join(folded), fold(heard))):
                continue
            name = self._given.get(" ".join(folded), "")
            likeness = 2.0 if name else 0.0  # more than any sound can be alike
            if not name and unsure:
                likeness, name = self._sounds_like(folded)
            if name:
                return likeness, _in_place(window, f"{before}{name}{ending}{after}")
        return 0.0, None

    def _sounds_like(self, heard: tuple[str, ...]) -> tuple[float, str]:
        """The name that these words sound like most; empty for none, also if they are it."""
        if heard not in self._lookups:
            self._lookups[heard] = self._looked_up(heard)
        return self._lookups[heard]

    def _looked_up(self, heard: tuple[str, ...]) -> tuple[float, str]:
        import jellyfish

        joined = "".join(heard)
        code = jellyfish.metaphone(joined)
        least = _ALIKE
        if len(heard) > 1:
            least = _NEIGHBOURS_ALIKE
            if len(code) < _FEWEST_CODED:
                return 0.0, ""
        elif joined in self.common or len(joined) < _SHORTEST:
            return 0.0, ""
        best = (0.0, "")
        for name, folded, coded in (*self._alike(code), *self._alike(joined[:1])):
            if heard == (folded,):
                return 0.0, ""
            alike = jellyfish.jaro_winkler_similarity(joined, folded)
            sounds = code and code == coded and alike >= least
            holds = folded in joined or joined in folded
            spelt = alike >= _SPELT_ALIKE and len(folded) >= _SPELT_SHORTEST
            if sounds or (spelt and not holds):
                best = max(best, (alike, name))
        return best

    def _alike(self, key: str) -> list[_Spelt]:
        """The names of a code in capital letters, or with a first letter, which is a small one."""
        import jellyfish

        if not self._spelt:
            for name in self.names:
                folded = fold(name.name)
                spelt = (name.name, folded, jellyfish.metaphone(folded))
                if len(folded) >= _SHORTEST:
                    for known_by in {spelt[2], folded[0]}:
                        self._spelt.setdefault(known_by, []).append(spelt)
        return self._spelt.get(key, []) if key else []


def with_names(
    utterance: Utterance,
    names: NameList,
    only: Callable[[NamePair], bool] = lambda _: True,
) -> Utterance:
    """The utterance with names in place of what sounds like them; doing it again changes nothing.

    A word, or neighbours together, where the recogniser was unsure, or where the list says what is
    heard. `only` says which pairs are wanted. Times and confidence stay those of what was heard.
    """
    words: list[Word] = []
    at = 0
    while at < len(utterance.words):
        placed, count = names.placed_at(utterance.words, at, only)
        words.append(placed or utterance.words[at])
        at += count or 1
    return _with_words(utterance, words)


def as_heard(utterance: Utterance, only: Callable[[NamePair], bool] = lambda _: True) -> Utterance:
    """The utterance with what was heard in place of the names again."""
    words: list[Word] = []
    for word in utterance.words:
        if word.heard and only(pair_of(word)):
            spoken = spread(word.heard.split(), word.start, word.end)
            words += [replace(part, conf=word.conf) for part in spoken]
        else:
            words.append(word)
    return _with_words(utterance, words)


def pair_of(word: Word) -> NamePair:
    """The pair of a word in which a name stands."""
    return NamePair(fold(_core(word.heard)[1]), _core(word.text)[1])


def pairs_in(utterances: Iterable[Utterance], names: NameList) -> list[PairPlaces]:
    """The pairs that are in place and those that could be, the most frequent first."""
    starts: dict[NamePair, list[float]] = {}
    in_place: Counter[NamePair] = Counter()
    for utterance in utterances:
        in_place.update(pair_of(word) for word in utterance.words if word.heard)
        for word in with_names(utterance, names).words:
            if word.heard:
                starts.setdefault(pair_of(word), []).append(word.start)
    places = [PairPlaces(pair, tuple(times), in_place[pair]) for pair, times in starts.items()]
    return sorted(places, key=lambda place: (-len(place.starts), place.pair))


def taken_for_names(utterances: Iterable[Utterance]) -> dict[str, int]:
    """The names that stand in place of what was heard, and how often, the most frequent first."""
    names = Counter(
        pair_of(word).name for utterance in utterances for word in utterance.words if word.heard
    )
    return dict(sorted(names.items(), key=lambda entry: (-entry[1], entry[0])))


def names_sentence(counts: dict[str, int]) -> str:
    """`3 words were taken for names: Anke (2), Maria (1)`; empty where none was."""
    if not counts:
        return ""
    words = counted(sum(counts.values()), "word was", "words were")
    shown = [f"{name} ({count})" for name, count in counts.items()]
    more = f" and {len(shown) - 5} more" if len(shown) > 5 else ""
    return f"{words} taken for names: {', '.join(shown[:5])}{more}"


def _in_place(window: Sequence[Word], text: str) -> Word:
    return Word(
        start=window[0].start,
        end=max(word.end for word in window),
        text=text,
        conf=round(sum(word.conf or 0.0 for word in window) / len(window), 3),
        heard=" ".join(word.text for word in window),
    )


def _with_words(utterance: Utterance, words: list[Word]) -> Utterance:
    if len(words) == len(utterance.words) and words == list(utterance.words):
        return utterance
    return replace(utterance, words=tuple(words), text=" ".join(word.text for word in words))


def _core(text: str) -> tuple[str, str, str]:
    """A text without the punctuation around it: what is before, itself, what is after."""
    start, end = 0, len(text)
    while end and unicodedata.category(text[end - 1])[0] in _NO_LETTERS:
        end -= 1
    while start < end and unicodedata.category(text[start])[0] in _NO_LETTERS:
        start += 1
    return text[:start], text[start:end], text[end:]


def _with_and_without_s(heard: str) -> list[tuple[str, str]]:
    """A word as it is, and without the 's of "Anke's"; as (word, ending)."""
    if heard[-2:] in ("'s", "’s"):
        return [(heard, ""), (heard[:-2], heard[-2:])]
    return [(heard, "")]
