"""Lenses: places worth listening to, found in a transcript and described, never scored."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain

from msgspec import Struct

from sessionlens.domain.questions import PUNCTUATION, Question, QuestionWords, questions_in
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


class Passage(Struct, frozen=True):
    """A place that a lens found: from when to when (seconds), and what is there.

    `utterance` is the one in which it begins, counted from 0.
    """

    start: float
    end: float
    utterance: int
    words: str


class Scene(Struct, frozen=True):
    """What the lenses look at: the conversation, who coaches, and the words of its language.

    `together` are the spans (seconds) in which two channels hear a voice each.
    """

    timeline: Timeline
    coach: str | None = None
    words: QuestionWords | None = None
    long_turn: float = LONG_TURN
    together: tuple[tuple[float, float], ...] = ()


class Lens(Struct, frozen=True):
    """One kind of place. `needs` says why it finds nothing without: `words` or `coach`."""

    id: str
    title: str
    find: Callable[[Scene], tuple[Passage, ...]]
    needs: tuple[str, ...] = ()


def _questions(scene: Scene) -> Iterator[Question]:
    return questions_in(scene.timeline.utterances, scene.coach, scene.words)


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
    return tuple(_passage(scene, question) for question in _questions(scene))


def _closed(scene: Scene) -> tuple[Passage, ...]:
    return tuple(_passage(scene, question) for question in _questions(scene) if question.closed)


def _several(scene: Scene) -> tuple[Passage, ...]:
    """Turns with two questions or more, without a silence between them."""
    by_utterance: dict[int, list[Passage]] = {}
    for question in _questions(scene):
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
    for question in _questions(scene):
        utterance = utterances[question.utterance]
        last = question.at + len(question.text) >= len(utterance.text.rstrip()) - 1
        if last and (length := silences.get(question.utterance)):
            words = f"{length:.1f} s silence after: {question.text}"
            passages.append(
                Passage(utterance.end, utterance.end + length, question.utterance, words)
            )
    return tuple(passages)


def _both(scene: Scene) -> tuple[Passage, ...]:
    """Where utterances of two overlap, and where two channels hear a voice each."""
    passages = _overlapping(scene)
    ends = [(passage.start, passage.end) for passage in passages]
    number = 0
    for start, end in scene.together:
        while number < len(ends) and ends[number][1] <= start:
            number += 1
        if number == len(ends) or ends[number][0] >= end:
            begun = scene.timeline.begun_by(start)
            words = f"{end - start:.1f} s both at once"
            passages.append(Passage(start, end, begun or 0, words))
    return tuple(sorted(passages, key=lambda passage: passage.start))


def _overlapping(scene: Scene) -> list[Passage]:
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
    return passages


def _echoes(scene: Scene) -> tuple[Passage, ...]:
    """Rare words of the client's last turns that come again in the coach's turn."""
    if scene.coach is None:
        return ()
    utterances = scene.timeline.utterances
    common = frozenset(scene.words.common) if scene.words else frozenset()
    shortest = 3 if common else _SHORTEST_WORD
    spoken = [
        set(utterance.text.lower().translate(PUNCTUATION).split()) - common
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
    if not scene.timeline.utterances and not (lens.id == "both" and scene.together):
        return "there is no transcript"
    if "coach" in lens.needs and scene.coach is None:
        return "who the coach is, is not known"
    if "words" in lens.needs and scene.words is None:
        return "there are no words for this language"
    return ""


def summary(lens: Lens, passages: tuple[Passage, ...]) -> str:
    """The lens and how often it found something: `Questions: 31 places`."""
    return f"{lens.title}: {counted(len(passages), 'place', 'places')}"
