"""How an answer is shown beside its moment."""

from collections.abc import Mapping
from typing import NamedTuple

from sessionlens.domain.answer import Answer, Stance
from sessionlens.domain.reply import Thread
from sessionlens.domain.review import Role
from sessionlens.domain.roles import stance_in_words, statement
from sessionlens.domain.timecode import clock

Span = tuple[str, str]
"""(part, text): the part names the style."""

_GLYPHS: dict[Stance, str] = {"agree": "✓", "differently": "≠", "try": "→", "supervision": "◇"}
_WORDS_ONLY = "…"
_RESPONDED = "↳"
_CHANGED = "the moment is another one since this answer"


class Threads(NamedTuple):
    """Answers by the id of their marker, and how the two who speak are called: `You`, or a name.

    `role` is that of who reviews.
    """

    by_marker: Mapping[str, Thread] = {}
    who: str = ""
    responder: str = ""
    role: Role | None = None


def answer_sign(thread: Thread | None) -> str:
    """A character for an answer, and one for a response; nothing for a moment without either."""
    if thread is None:
        return ""
    responded = _RESPONDED if thread.response or thread.spoken else ""
    if not thread.answer.answered:
        return responded
    return _sign(thread.answer) + ("!" if thread.changed else "") + responded


def answer_lines(thread: Thread | None, threads: Threads) -> list[Span]:
    """The answer whole: stance, words, what has changed since, the mentor's response, own note."""
    if thread is None:
        return []
    answer = thread.answer
    lines: list[Span] = []
    if answer.answered:
        stance = f" {stance_in_words(answer.stance, threads.role)}" if answer.stance else ""
        spoken = " ♫" if answer.spoken else ""
        lines.append(("answer", f"{_sign(answer)} {threads.who}:{stance}{spoken}"))
        lines += _paragraphs("words", answer.text)
    if thread.changed and answer.answered:
        lines.append(("state", f"! {_CHANGED}"))
    if thread.response or thread.spoken:
        spoken = " ♫" if thread.spoken else ""
        to_which = f", {response_to_which(thread)}" if thread.earlier else ""
        lines.append(("answer", f"{_RESPONDED} {threads.responder}{to_which}:{spoken}"))
        lines += _paragraphs("words", thread.response)
    if answer.note:
        lines += _paragraphs("note", f"own note: {answer.note}")
    return lines


def response_to_which(thread: Thread) -> str:
    """To which answer an earlier response was written, in words."""
    if thread.answer.answered:
        return "to an earlier answer than this"
    return "to an answer that is not here any more"


def _sign(answer: Answer) -> str:
    return _GLYPHS[answer.stance] if answer.stance else _WORDS_ONLY


def stance_said(answer: Answer, role: Role | None) -> str:
    """What is said when a stance was given or taken back."""
    return stance_in_words(answer.stance, role) if answer.stance else "No answer"


def lone_answer(answer: Answer, role: Role | None) -> str:
    """An answer whose moment is not there: when it was, what was said, and the coach's own note."""
    note = f"own note: {answer.note}" if answer.note else ""
    words = "\n".join(part for part in (statement(answer, role), note) if part)
    return words if answer.start is None else f"{clock(answer.start)}  {words}"


def _paragraphs(part: str, text: str) -> list[Span]:
    return [(part, line) for line in text.split("\n") if line]
