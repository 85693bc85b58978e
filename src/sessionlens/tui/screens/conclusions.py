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
from sessionlens.domain.spoken_texts import VERDICT_FIELDS
from sessionlens.domain.text_sound import REFLECTION, SUMMARY, Sounds, sound_of, verdict_text
from sessionlens.tui.screens.dialog import Dialog
from sessionlens.tui.screens.spoken_fields import HeardOnly
from sessionlens.tui.widgets.answer_text import lone_answer

_SUMMARY = {
    "strengths": "Strengths",
    "development": "To develop",
    "next_practice": "To practise next",
    "take_away": "What we both take away",
    "change": "What we change in how we work",
}
_TAKEN = ("take_away", "practise", "helped", "did_not_help")
_UNSAID = Reflection()
_NOTHING = "This feedback has no verdicts and no summary: read what stands at the moments."


class ConclusionsScreen(Dialog[None]):
    """The summary first, then the competencies in the rubric's order.

    `lost` are the coach's own answers to moments that the feedback does not hold any more.
    """

    DEFAULT_CSS = """
    ConclusionsScreen > .sheet { width: 92; }
    ConclusionsScreen VerticalScroll {
        height: auto; max-height: 75vh; scrollbar-size-vertical: 1; padding: 0 1;
    }
    ConclusionsScreen VerticalScroll > Static { height: auto; margin: 0 0 1 0; }
    """

    def __init__(
        self,
        feedback: Feedback,
        reflection: Reflection = _UNSAID,
        lost: tuple[Answer, ...] = (),
        sounds: Sounds = (),
    ) -> None:
        super().__init__("Verdicts and summary", (("↑ ↓ PgUp PgDn", "scroll"), ("Esc", "closes")))
        heard = [file for text in _texts(feedback) if (file := sound_of(sounds, text))]
        self._sounds = sounds
        self._feedback = feedback
        self._reflection = reflection
        self._lost = lost
        self.spoken_form = HeardOnly(self, heard)

    def body(self) -> Iterable[Widget]:
        blocks = [
            *_summary(self._feedback, self._sounds),
            *_learning(self._feedback, self._reflection, self._sounds),
            *_verdicts(self._feedback, self._sounds),
        ]
        spans = phase_spans(self._feedback.markers, self._feedback.recording.duration or 0.0)
        if phases := describe_phases(spans, self._feedback.rubric):
            title = "How long each phase was"
            blocks.append(Content.assemble((title, "bold $accent"), "\n", "\n".join(phases)))
        blocks = blocks or [Content(_NOTHING)]
        if self._lost:
            blocks.append(_answers(self._lost, self._feedback.session.role))
        yield VerticalScroll(*map(Static, blocks))


def _texts(feedback: Feedback) -> Iterator[str]:
    """The names of the texts that stand here, in the order in which they are read."""
    yield from (f"{SUMMARY}.{name}" for name in (*_SUMMARY, "reviewer_learning"))
    yield from (f"{REFLECTION}.{name}" for name in ("to_learning", *_TAKEN))
    yield f"{SUMMARY}.to_reflection"
    for verdict in _in_order(feedback):
        yield from (verdict_text(verdict.competency, name) for name in VERDICT_FIELDS)


def _summary(feedback: Feedback, sounds: Sounds) -> Iterator[Content]:
    for name, title in _SUMMARY.items():
        text, sign = getattr(feedback.summary, name), _sign(sounds, f"{SUMMARY}.{name}")
        if text or sign:
            yield Content.assemble((title, "bold $accent"), sign, "\n", text)


def _sign(sounds: Sounds, *texts: str) -> str:
    """What shows that something was spoken to one of these."""
    return " ♫" if any(sound_of(sounds, text) for text in texts) else ""


def _learning(feedback: Feedback, reflection: Reflection, sounds: Sounds) -> Iterator[Content]:
    """What the mentor learned, what the coach takes along, and what each says to the other's."""
    summary, who = feedback.summary, reviewer_named(feedback.session)
    learned = _sign(sounds, f"{SUMMARY}.reviewer_learning")
    to_learned = _sign(sounds, f"{REFLECTION}.to_learning")
    if summary.reviewer_learning or reflection.to_learning or learned or to_learned:
        yield _with_words_to_it(
            f"What {reviewer_within(feedback.session)} learned{learned}",
            summary.reviewer_learning or ("" if learned else "(taken back)"),
            "You, to an earlier version of this: "
            if is_to_earlier_learning(reflection, summary)
            else "You: ",
            f"{reflection.to_learning}{to_learned}",
        )
    taken = "\n".join(f"{title}: {text}" for title, text in said_in(reflection))
    taken_sign = _sign(sounds, *(f"{REFLECTION}.{name}" for name in _TAKEN))
    to_taken = _sign(sounds, f"{SUMMARY}.to_reflection")
    if taken or summary.to_reflection or taken_sign or to_taken:
        earlier = is_to_earlier_reflection(summary, reflection)
        yield _with_words_to_it(
            f"What you take along{taken_sign}",
            taken or ("" if taken_sign else "(taken back)"),
            f"{who}, to an earlier version of this: " if earlier else f"{who}: ",
            f"{summary.to_reflection}{to_taken}",
        )


def _with_words_to_it(title: str, text: str, who: str, words: str) -> Content:
    block = Content.assemble((title, "bold $accent"), "\n", text)
    return Content.assemble(block, "\n", (f"↳ {who}", "$accent"), words) if words else block


def _answers(lost: tuple[Answer, ...], role: Role | None) -> Content:
    title = "Your answers to moments that are not here any more"
    return Content.assemble(
        (title, "bold $accent"), "\n", "\n".join(lone_answer(answer, role) for answer in lost)
    )


def _in_order(feedback: Feedback) -> list[Verdict]:
    """The verdicts in the rubric's order; with one that has nothing but sound."""
    verdicts = {verdict.competency: verdict for verdict in feedback.verdicts}
    for competency in feedback.rubric.competencies:
        verdicts.setdefault(competency.id, Verdict(competency=competency.id))
    order = {one.id: number for number, one in enumerate(feedback.rubric.competencies)}
    return sorted(verdicts.values(), key=lambda one: order.get(one.competency, len(order)))


def _verdicts(feedback: Feedback, sounds: Sounds) -> Iterator[Content]:
    for verdict in _in_order(feedback):
        signs = [_sign(sounds, verdict_text(verdict.competency, name)) for name in VERDICT_FIELDS]
        if not verdict.empty or any(signs):
            yield _verdict(verdict, feedback.rubric, signs)


def _verdict(verdict: Verdict, rubric: Rubric, signs: list[str]) -> Content:
    competency = rubric.competency(verdict.competency)
    title = f"{competency.key}  {competency.title}" if competency else verdict.competency
    value = verdict_in_words(verdict, rubric)
    lines = [Content.assemble((title, "bold"), f"   {value}".rstrip())]
    for glyph, style, text, sign in (
        ("+", "$strength", verdict.strengths, signs[0]),
        ("-", "$growth", verdict.development, signs[1]),
    ):
        if text or sign:
            lines.append(Content.assemble((f"{glyph} ", f"bold {style}"), text, (sign, "$accent")))
    return Content("\n").join(lines)
