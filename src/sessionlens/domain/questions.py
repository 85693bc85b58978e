"""Questions in what is said, told by their marks or by how they begin in a language."""

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from sessionlens.domain.transcript import Utterance

PUNCTUATION = str.maketrans(dict.fromkeys('.,;:!?…"“”„«»()[]–—', " ") | {"’": "'"})
"""Turns what is written between words into spaces."""

_APART = 8  # characters; "and what will you" is one beginning
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


class Question(Struct, frozen=True):
    """A question: in which utterance, where in its text, and whether a word can answer it.

    `closed` is None where no words of the language are known.
    """

    utterance: int
    at: int
    text: str
    closed: bool | None


def questions_in(
    utterances: tuple[Utterance, ...], coach: str | None, words: QuestionWords | None
) -> Iterator[Question]:
    """The coach's questions, or everybody's where the coach is not known.

    In a transcript that has question marks these tell; without any, the beginnings do.
    """
    marked = any("?" in utterance.text for utterance in utterances)
    finder = _finder(words) if words else None
    for index, utterance in enumerate(utterances):
        if coach is not None and utterance.speaker != coach:
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


def language_of(
    utterances: tuple[Utterance, ...], lists: tuple[QuestionWords, ...]
) -> QuestionWords | None:
    """The list whose common words make up most of what is said; None if that is not one word in
    ten."""
    text = " ".join(utterance.text for utterance in utterances[:200]).lower()
    spoken = text.translate(PUNCTUATION).split()
    sets = {words: frozenset(words.common) for words in lists}
    shares = {words: sum(word in common for word in spoken) for words, common in sets.items()}
    likely = max(shares, key=lambda words: shares[words], default=None)
    return likely if likely is not None and shares[likely] * 10 > len(spoken) else None
