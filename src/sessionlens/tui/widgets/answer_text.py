"""How an answer is shown beside its moment."""

from collections.abc import Mapping
from typing import NamedTuple

from sessionlens.domain.answer import STANCES, Answer, Stance
from sessionlens.domain.reply import Thread
from sessionlens.domain.timecode import clock

Span = tuple[str, str]
"""(part, text): the part names the style."""

_GLYPHS: dict[Stance, str] = {"agree": "✓", "differently": "≠", "try": "→", "supervision": "◇"}
_WORDS_ONLY = "…"
_CHANGED = "the moment is another one since this answer"


class Threads(NamedTuple):
    """Answers by the id of their marker, and whose they are: `You`, or a name."""

    by_marker: Mapping[str, Thread] = {}
    who: str = ""


def answer_sign(thread: Thread | None) -> str:
    """One character for an answer; nothing for a moment that is not answered."""
    if thread is None or not thread.answer.answered:
        return ""
    stance = thread.answer.stance
    return (_GLYPHS[stance] if stance else _WORDS_ONLY) + ("!" if thread.changed else "")


def answer_lines(thread: Thread | None, who: str) -> list[Span]:
    """The answer whole: stance, words, what has changed since, and the coach's own note."""
    if thread is None:
        return []
    answer = thread.answer
    lines: list[Span] = []
    if answer.answered:
        stance = f" {STANCES[answer.stance]}" if answer.stance else ""
        lines.append(("answer", f"{answer_sign(Thread(answer, False))} {who}:{stance}"))
        lines += _paragraphs("words", answer.text)
    if thread.changed and answer.answered:
        lines.append(("state", f"! {_CHANGED}"))
    if answer.note:
        lines += _paragraphs("note", f"own note: {answer.note}")
    return lines


def stance_said(answer: Answer) -> str:
    """What is said when a stance was given or taken back."""
    return STANCES[answer.stance] if answer.stance else "No answer"


def lone_answer(answer: Answer) -> str:
    """An answer whose moment is not there: when it was, what was said, and the coach's own note."""
    note = f"own note: {answer.note}" if answer.note else ""
    words = "\n".join(part for part in (answer.statement, note) if part)
    return words if answer.start is None else f"{clock(answer.start)}  {words}"


def _paragraphs(part: str, text: str) -> list[Span]:
    return [(part, line) for line in text.split("\n") if line]
