"""What there is to conclude: the list of competencies, and the page on which one is written."""

from collections import Counter
from collections.abc import Mapping

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static, TextArea
from textual.widgets.option_list import Option

from sessionlens.domain.marker import GLYPHS, RATINGS, Rating
from sessionlens.domain.review import Review, Summary, Verdict
from sessionlens.domain.rubric import Competency, Rubric
from sessionlens.domain.text import shorten
from sessionlens.tui.widgets.choice import Choice
from sessionlens.tui.widgets.pick_list import PickList
from sessionlens.tui.widgets.writing import Words

_TEXTS = {
    "strengths": "Strengths",
    "development": "To develop",
    "next_practice": "To practise next",
    "reviewer_learning": "What I learned myself",
}


class VerdictPage(Vertical):
    """The scale and two texts of a competency, or the four texts of the summary.

    `digits` are the keys that choose on the scale besides the digits, and what each stands for.
    """

    DEFAULT_CSS = """
    VerdictPage { height: auto; padding: 0 1; }
    VerdictPage .title { text-style: bold; color: $accent; margin: 0 0 0 1; }
    VerdictPage .label { color: $faint; margin: 0 0 0 1; }
    VerdictPage Words { height: auto; min-height: 3; max-height: 8; }
    VerdictPage.summary Words { min-height: 2; }
    VerdictPage Choice { margin: 0 0 1 0; }
    """

    class Changed(Message):
        """Something was typed or chosen; `done` when a value was chosen or a field left."""

        def __init__(self, *, done: bool) -> None:
            super().__init__()
            self.done = done

    def __init__(
        self, rubric: Rubric, digits: Mapping[str, int] | None = None, *, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._steps = [(step.id, step.title) for step in rubric.scale]
        self._title = Static(classes="title", markup=False)
        self._scale = Choice(self._steps, clearable=True, digits=digits)
        self._labels = {
            name: Static(Content(label), classes="label") for name, label in _TEXTS.items()
        }
        self._texts = {name: Words() for name in _TEXTS}

    def compose(self) -> ComposeResult:
        yield self._title
        yield self._scale
        for name, text in self._texts.items():
            yield self._labels[name]
            yield text

    def show_verdict(self, competency: Competency, verdict: Verdict) -> None:
        """Show what is concluded on a competency."""
        self._title.update(f"{competency.key}  {competency.title}")
        self._scale.show(self._steps, verdict.value)
        self._show_texts(verdict, bool(self._steps or verdict.value), ("strengths", "development"))

    def show_summary(self, summary: Summary) -> None:
        """Show the closing words."""
        self._title.update("Summary")
        self._show_texts(summary, False, tuple(_TEXTS))

    @property
    def scored(self) -> bool:
        """Whether there is a verdict to be chosen, not only words to be written."""
        return self._scale.display

    @property
    def value(self) -> str:
        """The step chosen on the scale."""
        return self._scale.value

    def text(self, name: str) -> str:
        """What is written in a text, cleaned."""
        return self._texts[name].written

    def enter(self) -> None:
        """Put the cursor into the first field."""
        (self._scale if self._scale.display else self._texts["strengths"]).focus()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(done=True))

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(done=False))

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        self.post_message(self.Changed(done=True))

    def _show_texts(self, source: Verdict | Summary, scale: bool, names: tuple[str, ...]) -> None:
        self.set_class(isinstance(source, Summary), "summary")
        self._scale.display = scale
        for name, area in self._texts.items():
            shown = name in names
            area.display = self._labels[name].display = shown
            text = getattr(source, name) if shown else ""
            if text != area.written:
                area.load_text(text)
                area.move_cursor(area.document.end)


class VerdictList(PickList):
    """One entry per competency, in the rubric's order, then the summary."""

    DEFAULT_CSS = "VerdictList { text-wrap: nowrap; text-overflow: ellipsis; }"

    def __init__(self, rubric: Rubric, review: Review, *, id: str | None = None) -> None:
        self._rubric = rubric
        super().__init__(*(Option(prompt) for prompt in self._prompts(review)), id=id)

    def show_review(self, review: Review) -> None:
        """Show the verdicts as they are now."""
        for number, prompt in enumerate(self._prompts(review)):
            if prompt != self.get_option_at_index(number).prompt:
                self.replace_option_prompt_at_index(number, prompt)

    def _prompts(self, review: Review) -> list[Content]:
        counts = Counter((one.competency, one.rating) for one in review.markers)
        prompts = [self._competency(one, review, counts) for one in self._rubric.competencies]
        state = "written" if review.summary != Summary() else "not yet"
        return [*prompts, Content.assemble("· Summary\n  ", (state, "$faint"))]

    def _competency(
        self,
        competency: Competency,
        review: Review,
        counts: Counter[tuple[str | None, Rating | None]],
    ) -> Content:
        verdict = review.verdict(competency.id)
        evidence = [
            (f"{count}{GLYPHS[rating]} ", f"bold ${rating}")
            for rating in RATINGS
            if (count := counts[competency.id, rating])
        ]
        if plain := counts[competency.id, None]:
            evidence.append((f"{plain} ", ""))
        if not evidence:
            evidence.append(("no marker " if verdict.empty else "0 ", "$faint"))
        step = self._rubric.step(verdict.value)
        title = step.title if step else verdict.value or ("" if verdict.empty else "written")
        return Content.assemble(
            f"{competency.key} {shorten(competency.label, 40)}\n  ",
            *evidence,
            ("· ", "$faint") if title else "",
            title,
        )
