"""What the mentor concludes: the verdicts on each competency, and the summary; to be read."""

from collections.abc import Iterable, Iterator

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from sessionlens.domain.answer import Answer, Reflection
from sessionlens.domain.counting import describe_phases, phase_spans
from sessionlens.domain.feedback import Feedback
from sessionlens.domain.learning import (
    is_to_earlier_learning,
    is_to_earlier_reflection,
    said_in,
)
from sessionlens.domain.review import Role, Verdict, verdict_in_words
from sessionlens.domain.roles import reviewer_named, reviewer_within
from sessionlens.domain.rubric import Rubric
from sessionlens.tui.screens.dialog import Dialog
from sessionlens.tui.widgets.answer_text import lone_answer

_SUMMARY = {
    "strengths": "Strengths",
    "development": "To develop",
    "next_practice": "To practise next",
    "take_away": "What we both take away",
    "change": "What we change in how we work",
}
_UNSAID = Reflection()
_NOTHING = "This feedback has no verdicts and no summary: read what stands at the moments."


class ConclusionsScreen(Dialog[None]):
    """The summary first, then the competencies in the rubric's order.

    `lost` are the coach's own answers to moments that the feedback does not hold any more.
    """

    DEFAULT_CSS = """
    ConclusionsScreen > .sheet { width: 92; }
    ConclusionsScreen VerticalScroll {
        height: auto; max-height: 1fr; scrollbar-size-vertical: 1; padding: 0 1;
    }
    ConclusionsScreen VerticalScroll > Static { height: auto; margin: 0 0 1 0; }
    """

    def __init__(
        self,
        feedback: Feedback,
        reflection: Reflection = _UNSAID,
        lost: tuple[Answer, ...] = (),
    ) -> None:
        super().__init__("Verdicts and summary", (("↑ ↓ PgUp PgDn", "scroll"), ("Esc", "closes")))
        self._feedback = feedback
        self._reflection = reflection
        self._lost = lost

    def body(self) -> Iterable[Widget]:
        blocks = [
            *_summary(self._feedback),
            *_learning(self._feedback, self._reflection),
            *_verdicts(self._feedback),
        ]
        spans = phase_spans(self._feedback.markers, self._feedback.recording.duration or 0.0)
        if phases := describe_phases(spans, self._feedback.rubric):
            title = "How long each phase was"
            blocks.append(Content.assemble((title, "bold $accent"), "\n", "\n".join(phases)))
        blocks = blocks or [Content(_NOTHING)]
        if self._lost:
            blocks.append(_answers(self._lost, self._feedback.session.role))
        yield VerticalScroll(*map(Static, blocks))


def _summary(feedback: Feedback) -> Iterator[Content]:
    for name, title in _SUMMARY.items():
        if text := getattr(feedback.summary, name):
            yield Content.assemble((title, "bold $accent"), "\n", text)


def _learning(feedback: Feedback, reflection: Reflection) -> Iterator[Content]:
    """What the mentor learned, what the coach takes along, and what each says to the other's."""
    summary, who = feedback.summary, reviewer_named(feedback.session)
    if summary.reviewer_learning or reflection.to_learning:
        yield _with_words_to_it(
            f"What {reviewer_within(feedback.session)} learned",
            summary.reviewer_learning or "(taken back)",
            "You, to an earlier version of this: "
            if is_to_earlier_learning(reflection, summary)
            else "You: ",
            reflection.to_learning,
        )
    taken = "\n".join(f"{title}: {text}" for title, text in said_in(reflection))
    if taken or summary.to_reflection:
        earlier = is_to_earlier_reflection(summary, reflection)
        yield _with_words_to_it(
            "What you take along",
            taken or "(taken back)",
            f"{who}, to an earlier version of this: " if earlier else f"{who}: ",
            summary.to_reflection,
        )


def _with_words_to_it(title: str, text: str, who: str, words: str) -> Content:
    block = Content.assemble((title, "bold $accent"), "\n", text)
    return Content.assemble(block, "\n", (f"↳ {who}", "$accent"), words) if words else block


def _answers(lost: tuple[Answer, ...], role: Role | None) -> Content:
    title = "Your answers to moments that are not here any more"
    return Content.assemble(
        (title, "bold $accent"), "\n", "\n".join(lone_answer(answer, role) for answer in lost)
    )


def _verdicts(feedback: Feedback) -> Iterator[Content]:
    rubric = feedback.rubric
    order = {one.id: number for number, one in enumerate(rubric.competencies)}
    for verdict in sorted(feedback.verdicts, key=lambda one: order.get(one.competency, len(order))):
        yield _verdict(verdict, rubric)


def _verdict(verdict: Verdict, rubric: Rubric) -> Content:
    competency = rubric.competency(verdict.competency)
    title = f"{competency.key}  {competency.title}" if competency else verdict.competency
    value = verdict_in_words(verdict, rubric)
    lines = [Content.assemble((title, "bold"), f"   {value}".rstrip())]
    if verdict.strengths:
        lines.append(Content.assemble(("+ ", "bold $strength"), verdict.strengths))
    if verdict.development:
        lines.append(Content.assemble(("- ", "bold $growth"), verdict.development))
    return Content("\n").join(lines)
