"""Lenses: places worth listening to, found in a transcript and described, never scored."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import chain

from msgspec import Struct

from sessionlens.domain.quoting import is_murmur
from sessionlens.domain.text import counted
from sessionlens.domain.timeline import SILENCE, Timeline
from sessionlens.domain.transcript import Utterance

LONG_TURN = 30.0
"""Seconds; a turn of the coach that lasts longer is shown by the lens for long turns."""

_OVERLAP = 0.3  # seconds; two who speak at once for less only take turns quickly
_RARE = 6  # utterances; a word in more of them is what the whole conversation is about
_SHORTEST_WORD = 5  # letters, where it is not known which words everybody says
_EARLIER = 2  # turns of the client in which a word is looked for

_APART = 8  # characters; "and what will you" is one beginning

_PUNCTUATION = str.maketrans(dict.fromkeys('.,;:!?…"“”„«»()[]–—', " ") | {"’": "'"})
_SENTENCE = re.compile(r"[^.?!…]+[?!.…]*")


class QuestionWords(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How questions begin in one language, and the words that everybody says in it.

    `open` and `closed` are beginnings; `before` may precede them; `statements` begin like an open
    question and are none.
    """

    language: str
    open: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    common: tuple[str, ...] = ()


class Passage(Struct, frozen=True):
    """A place that a lens found: from when to when (seconds), and what is there.

    `utterance` is the one in which it begins, counted from 0.
    """

    start: float
    end: float
    utterance: int
    words: str


class Question(Struct, frozen=True):
    """A question: in which utterance, where in its text, and whether a word can answer it.

    `closed` is None where no words of the language are known.
    """

    utterance: int
    at: int
    text: str
    closed: bool | None


class Scene(Struct, frozen=True):
    """What the lenses look at: the conversation, who coaches, and the words of its language."""

    timeline: Timeline
    coach: str | None = None
    words: QuestionWords | None = None
    long_turn: float = LONG_TURN


class Lens(Struct, frozen=True):
    """One kind of place. `needs` says why it finds nothing without: `words` or `coach`."""

    id: str
    title: str
    find: Callable[[Scene], tuple[Passage, ...]]
    needs: tuple[str, ...] = ()


def questions(scene: Scene) -> Iterator[Question]:
    """The coach's questions, or everybody's where the coach is not known.

    In a transcript that has question marks these tell; without any, the beginnings do.
    """
    utterances = scene.timeline.utterances
    marked = any("?" in utterance.text for utterance in utterances)
    finder = _finder(scene.words) if scene.words else None
    for index, utterance in enumerate(utterances):
        if scene.coach is not None and utterance.speaker != scene.coach:
            continue
        if marked:
            for sentence in _SENTENCE.finditer(utterance.text):
                if sentence[0].endswith("?"):
                    yield from _in_sentence(index, sentence, finder)
        elif finder:
            for start, end, closed in finder.spans(utterance.text):
                yield Question(index, start, utterance.text[start:end].strip(" ,"), closed)


def _in_sentence(
    index: int, sentence: "re.Match[str]", finder: "_Finder | None"
) -> Iterator[Question]:
    text, start = sentence[0], sentence.start()
    spans = finder.spans(text) if finder else []
    if not spans:
        yield Question(index, start, text.strip(" ,"), False if finder else None)
    for from_, to, closed in spans:
        yield Question(index, start + from_, text[from_:to].strip(" ,"), closed)


class _Finder:
    """Finds where questions begin in a text of one language."""

    def __init__(self, words: QuestionWords) -> None:
        before = _either(words.before)
        beginning = rf"(?:^\s*|[.?!…,;:]\s*|\b{before}\s+)(?:{before}[\s,]+)*"
        not_these = rf"(?!{_either(words.statements)}\b)" if words.statements else ""
        self._question = re.compile(
            rf"{beginning}(?:(?P<open>{not_these}{_either(words.open)}\b)"
            rf"|(?P<closed>{_either(words.closed)}\b))"
        )
        self._inverted = re.compile(rf"\b{_either(words.closed)}\b")
        self._open = re.compile(rf"\b{_either(words.open)}\b")

    def spans(self, text: str) -> list[tuple[int, int, bool]]:
        """Start, end and whether it is closed, of each question in the text."""
        folded = text.casefold().replace("’", "'")
        if len(folded) != len(text):  # a letter that folds into two: places would not fit
            folded = text.lower()
        starts = [
            (match.start(match.lastgroup or 0), match.lastgroup == "closed")
            for match in self._question.finditer(folded)
        ]
        if not starts:
            # "On a scale from one to ten, how sure are you"
            inverted = self._inverted.search(folded)
            opened = self._open.search(folded, 0, inverted.start()) if inverted else None
            if opened is not None:
                starts = [(opened.start(), False)]
        merged = [
            begun
            for number, begun in enumerate(starts)
            if number == 0 or begun[0] - starts[number - 1][0] > _APART
        ]
        if not merged:
            return []
        ends = [start for start, _ in merged[1:]] + [len(text)]
        return [(start, end, closed) for (start, closed), end in zip(merged, ends, strict=True)]


def _either(choices: tuple[str, ...]) -> str:
    longest_first = sorted(choices, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(choice) for choice in longest_first) + ")"


@lru_cache(maxsize=8)
def _finder(words: QuestionWords) -> _Finder:
    return _Finder(words)


def _passage(scene: Scene, question: Question) -> Passage:
    utterance = scene.timeline.utterances[question.utterance]
    start, end = _span(utterance, question.at, question.at + len(question.text))
    return Passage(start, end, question.utterance, question.text)


def _span(utterance: Utterance, first: int, last: int) -> tuple[float, float]:
    """When a part of the text is said: by its timed words, else in proportion."""
    length = max(len(utterance.text), 1)
    if utterance.words:
        number = utterance.text.count(" ", 0, first)
        final = min(utterance.text.count(" ", 0, last), len(utterance.words) - 1)
        if number < len(utterance.words):
            return utterance.words[number].start, utterance.words[final].end
    whole = utterance.end - utterance.start
    return utterance.start + whole * first / length, utterance.start + whole * last / length


def _all_questions(scene: Scene) -> tuple[Passage, ...]:
    return tuple(_passage(scene, question) for question in questions(scene))


def _closed(scene: Scene) -> tuple[Passage, ...]:
    return tuple(_passage(scene, question) for question in questions(scene) if question.closed)


def _several(scene: Scene) -> tuple[Passage, ...]:
    """Turns with two questions or more, without a silence between them."""
    by_utterance: dict[int, list[Passage]] = {}
    for question in questions(scene):
        by_utterance.setdefault(question.utterance, []).append(_passage(scene, question))
    passages = []
    for turn in turns(scene.timeline):
        asked = [passage for index in turn for passage in by_utterance.get(index, ())]
        if len(asked) > 1:
            first = asked[0]
            words = f"{len(asked)} questions in one turn"
            passages.append(Passage(first.start, asked[-1].end, first.utterance, words))
    return tuple(passages)


def _long(scene: Scene) -> tuple[Passage, ...]:
    passages = []
    utterances = scene.timeline.utterances
    for turn in turns(scene.timeline):
        start, end = utterances[turn[0]].start, max(utterances[index].end for index in turn)
        own = scene.coach is None or utterances[turn[0]].speaker == scene.coach
        if own and end - start > scene.long_turn:
            passages.append(Passage(start, end, turn[0], f"{end - start:.0f} s without a break"))
    return tuple(passages)


def _silences(scene: Scene) -> tuple[Passage, ...]:
    """Silences right after a question, with their length."""
    utterances = scene.timeline.utterances
    silences = scene.timeline.silences(SILENCE)
    passages = []
    for question in questions(scene):
        utterance = utterances[question.utterance]
        last = question.at + len(question.text) >= len(utterance.text.rstrip()) - 1
        if last and (length := silences.get(question.utterance)):
            words = f"{length:.1f} s silence after: {question.text}"
            passages.append(
                Passage(utterance.end, utterance.end + length, question.utterance, words)
            )
    return tuple(passages)


def _both(scene: Scene) -> tuple[Passage, ...]:
    passages: list[Passage] = []
    speaking: list[tuple[int, Utterance]] = []
    for index, utterance in enumerate(scene.timeline.utterances):
        speaking = [other for other in speaking if other[1].end > utterance.start]
        for _, other in speaking:
            end = min(other.end, utterance.end)
            if other.speaker != utterance.speaker and end - utterance.start >= _OVERLAP:
                words = f"{end - utterance.start:.1f} s both at once"
                passages.append(Passage(utterance.start, end, index, words))
                break
        speaking.append((index, utterance))
    return tuple(passages)


def _echoes(scene: Scene) -> tuple[Passage, ...]:
    """Rare words of the client's last turns that come again in the coach's turn."""
    if scene.coach is None:
        return ()
    utterances = scene.timeline.utterances
    common = frozenset(scene.words.common) if scene.words else frozenset()
    shortest = 3 if common else _SHORTEST_WORD
    spoken = [
        set(utterance.text.lower().translate(_PUNCTUATION).split()) - common
        for utterance in utterances
    ]
    often = Counter(chain.from_iterable(spoken))
    most = max(_RARE, len(utterances) // 50)
    rare = {word for word, times in often.items() if times <= most and len(word) >= shortest}
    passages: list[Passage] = []
    lately: list[list[int]] = []
    for turn in turns(scene.timeline):
        if utterances[turn[0]].speaker != scene.coach:
            lately = [*lately[-_EARLIER + 1 :], turn]
            continue
        heard = {word for earlier in lately for index in earlier for word in spoken[index] & rare}
        for index in turn:
            if again := spoken[index] & heard:
                text = utterances[index].text
                words = sorted(again, key=text.lower().index)
                at = text.lower().index(words[0])
                start, end = _span(utterances[index], at, at + len(words[0]))
                passages.append(Passage(start, end, index, "again: " + ", ".join(words)))
    return tuple(passages)


def turns(timeline: Timeline) -> Iterator[list[int]]:
    """The utterances of each turn, counted from 0; a murmur or a silence does not make a turn.

    A silence of two seconds ends one: what is said after it begins anew.
    """
    utterances = timeline.utterances
    turn: list[int] = []
    for index, utterance in enumerate(utterances):
        if turn and utterance.speaker != utterances[turn[0]].speaker and is_murmur(timeline, index):
            continue
        if turn:
            last = utterances[turn[-1]]
            if last.speaker == utterance.speaker and utterance.start - last.end < SILENCE:
                turn.append(index)
                continue
            yield turn
        turn = [index]
    if turn:
        yield turn


LENSES: tuple[Lens, ...] = (
    Lens("questions", "Questions", _all_questions),
    Lens("several", "Several questions in one breath", _several),
    Lens("closed", "Questions that a word can answer", _closed, ("words",)),
    Lens("long", "Long turns", _long),
    Lens("silence", "Silence after a question", _silences),
    Lens("both", "Both speaking", _both),
    Lens("echo", "The client's words taken up", _echoes, ("coach",)),
)

BY_ID = {lens.id: lens for lens in LENSES}


def lacking(lens: Lens, scene: Scene) -> str:
    """Why a lens finds nothing here whatever is said; empty if it can look."""
    if not scene.timeline.utterances:
        return "there is no transcript"
    if "coach" in lens.needs and scene.coach is None:
        return "who the coach is, is not known"
    if "words" in lens.needs and scene.words is None:
        return "there are no words for this language"
    return ""


def summary(lens: Lens, passages: tuple[Passage, ...]) -> str:
    """The lens and how often it found something: `Questions: 31 places`."""
    return f"{lens.title}: {counted(len(passages), 'place', 'places')}"


def language_of(
    utterances: tuple[Utterance, ...], lists: tuple[QuestionWords, ...]
) -> QuestionWords | None:
    """The list whose common words make up most of what is said; None if that is not one word in
    ten."""
    text = " ".join(utterance.text for utterance in utterances[:200]).lower()
    spoken = text.translate(_PUNCTUATION).split()
    sets = {words: frozenset(words.common) for words in lists}
    shares = {words: sum(word in common for word in spoken) for words, common in sets.items()}
    likely = max(shares, key=lambda words: shares[words], default=None)
    return likely if likely is not None and shares[likely] * 10 > len(spoken) else None
