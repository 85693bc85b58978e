"""What there is to conclude: the list of competencies, and the page on which one is written."""

from collections.abc import Mapping, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static, TextArea
from textual.widgets.option_list import Option

from sessionlens.domain.counting import Tally, ratios, tallies
from sessionlens.domain.marker import GLYPHS, RATINGS, Marker
from sessionlens.domain.review import Review, Summary, Verdict
from sessionlens.domain.rubric import Competency, Rubric
from sessionlens.domain.supervision import Closing, closing_of
from sessionlens.domain.text import counted, shorten
from sessionlens.domain.timecode import clock
from sessionlens.tui.widgets.choice import Choice
from sessionlens.tui.widgets.field_label import FieldLabel
from sessionlens.tui.widgets.pick_list import PickList
from sessionlens.tui.widgets.writing import Words
from sessionlens.tui.wrapping import cells

_VERDICT = {"strengths": "Strengths", "development": "To develop"}


class VerdictPage(Vertical):
    """The scale and two texts of a competency, or the closing words.

    Where a review `concludes` nothing, a competency is a place to look from: it has its question to
    bring instead, and a text only where one was written. `level` is that of the session: the scale
    has the steps of it. `digits` are the keys that choose on the scale besides the digits, and what
    each stands for.
    """

    DEFAULT_CSS = """
    VerdictPage { height: auto; padding: 0 1; }
    VerdictPage .title { text-style: bold; color: $accent; margin: 0 0 0 1; }
    VerdictPage .label { color: $faint; margin: 0 0 0 1; }
    VerdictPage Words { height: auto; min-height: 3; max-height: 8; }
    VerdictPage.summary Words { min-height: 2; }
    VerdictPage .anchor { color: $faint; text-style: italic; margin: 0 0 1 1; }
    VerdictPage .counts { margin: 1 0 0 1; }
    VerdictPage .question { margin: 1 0 1 1; text-style: italic; }
    VerdictPage .described { margin: 0 0 1 1; color: $faint; }
    """

    class Changed(Message):
        """Something was typed or chosen; `done` when a value was chosen or a field left."""

        def __init__(self, *, done: bool) -> None:
            super().__init__()
            self.done = done

    def __init__(
        self,
        rubric: Rubric,
        closing: Closing,
        digits: Mapping[str, int] | None = None,
        *,
        level: str = "",
        concludes: bool = True,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._rubric = rubric
        self._level = level
        self._concludes = concludes
        self._last_page = closing
        self._described = Static(classes="described", markup=False)
        self._question = Static(classes="question", markup=False)
        self._anchor = Static(classes="anchor", markup=False)
        self._counts = Static(classes="counts", markup=False)
        self._steps = [(step.id, step.title) for step in rubric.steps_at(level)]
        self._last_text = ""
        self._title = Static(classes="title", markup=False)
        self._scale = Choice(self._steps, clearable=True, digits=digits, write=self._write_first)
        titles = _VERDICT | closing.texts
        self._labels = {name: FieldLabel(label) for name, label in titles.items()}
        self._texts = {name: Words() for name in titles}

    def compose(self) -> ComposeResult:
        yield self._title
        yield self._described
        yield self._question
        yield self._scale
        yield self._anchor
        yield self._counts
        for name, text in self._texts.items():
            yield self._labels[name]
            yield text

    def show_verdict(self, competency: Competency, verdict: Verdict) -> None:
        """Show what is concluded on a competency."""
        self._title.update(f"{competency.key}  {competency.title}")
        given = self._rubric.step(verdict.value)
        steps = list(self._steps)
        if given is not None and given.id not in dict(steps):
            steps.append((given.id, given.title))  # given when the session had another level
        self._scale.show(steps, verdict.value)
        names = [name for name in _VERDICT if self._concludes or getattr(verdict, name)]
        self._show_texts(verdict, bool(self._steps or verdict.value), names)
        self._show_anchor()
        self._show_place(competency)

    def _show_place(self, competency: Competency) -> None:
        for widget, text in (
            (self._described, competency.description),
            (self._question, competency.question),
        ):
            widget.update(text)
            widget.display = bool(text) and not self._concludes

    def _show_anchor(self) -> None:
        """Say what the chosen step looks like, or how to choose one by its anchor."""
        step = self._rubric.step(self._scale.value)
        self._anchor.update(step.anchor if step else "")
        self._anchor.display = bool(self._scale.display and step and step.anchor)

    def show_counts(self, markers: tuple[Marker, ...]) -> None:
        """Show how often each competency was counted, and the ratios, in place of words."""
        self._title.update("Counts")
        self._show_texts(Summary(), False, ())
        self._counts.update(counts_table(markers, self._rubric))
        self._counts.display = True

    def write_evidence(self, marker: Marker) -> None:
        """Put a marker's time and quote into the text being written, else where it belongs."""
        if not self.writable:
            return
        name = self._last_text
        if not name or not self._texts[name].display:
            name = "development" if marker.rating == "growth" else "strengths"
            name = name if self._texts[name].display else self._shown_texts[0]
        words = self._texts[name]
        quote = f" “{marker.quote}”" if marker.quote else ""
        before = words.document.get_line(words.cursor_location[0])[: words.cursor_location[1]]
        gap = " " if before and not before.endswith(" ") else ""
        words.insert(f"{gap}{clock(marker.start)}{quote} ")
        self.post_message(self.Changed(done=False))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        for name, area in self._texts.items():
            if area is event.widget:
                self._last_text = name

    def show_summary(self, summary: Summary) -> None:
        """Show the closing words."""
        self._title.update(self._last_page.title)
        self._anchor.display = False
        self._show_texts(summary, False, list(self._last_page.texts))

    @property
    def scored(self) -> bool:
        """Whether there is a verdict to be chosen, not only words to be written."""
        return self._scale.display

    @property
    def counting(self) -> bool:
        """Whether there are only counts to be seen, and nothing to be written."""
        return self._counts.display

    @property
    def writable(self) -> bool:
        """Whether there is a text to be written here."""
        return bool(self._shown_texts)

    @property
    def chosen_text(self) -> str:
        """The text being written, else the one that was last; empty where there is none."""
        shown = self._shown_texts
        return self._last_text if self._last_text in shown else next(iter(shown), "")

    @property
    def shown_texts(self) -> dict[str, tuple[FieldLabel, Words]]:
        """The labels and fields of the texts that are shown, by the names of their fields."""
        return {name: (self._labels[name], self._texts[name]) for name in self._shown_texts}

    @property
    def _shown_texts(self) -> list[str]:
        return [name for name, area in self._texts.items() if area.display]

    @property
    def value(self) -> str:
        """The step chosen on the scale."""
        return self._scale.value

    def text(self, name: str) -> str:
        """What is written in a text, cleaned."""
        return self._texts[name].written

    def enter(self) -> bool:
        """Put the cursor into the first field; returns whether there is one."""
        if self._scale.display:
            self._scale.focus()
        elif self.writable:
            self._texts[self._shown_texts[0]].focus()
        return self._scale.display or self.writable

    def _write_first(self, letter: str) -> None:
        """Begin to write in the first text: whoever has chosen a verdict goes on with its words."""
        words = self._texts["strengths"]
        self.screen.set_focus(words)
        words.insert(letter, words.document.end)

    def on_choice_changed(self, event: Choice.Changed) -> None:
        event.stop()
        self._show_anchor()
        self.post_message(self.Changed(done=True))

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(done=False))

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        self.post_message(self.Changed(done=True))

    def _show_texts(self, source: Verdict | Summary, scale: bool, names: Sequence[str]) -> None:
        self.set_class(isinstance(source, Summary), "summary")
        self._described.display = self._question.display = False
        self._scale.display = scale
        self._counts.display = False
        self._anchor.display = False
        for name, area in self._texts.items():
            shown = name in names
            area.display = self._labels[name].display = shown
            text = getattr(source, name) if shown else ""
            if text != area.written:
                area.load_text(text)
                area.move_cursor(area.document.end)


def counts_table(markers: tuple[Marker, ...], rubric: Rubric) -> Content:
    """Counts of each competency, then the ratios of the rubric."""
    counts = tallies(markers, rubric)
    width = max(
        [cells(one.title) for one in rubric.competencies] + [cells(r.title) for r in rubric.ratios]
    )
    lines = []
    for competency in rubric.competencies:
        count = counts[competency.id].marked
        shown = (f"{count:4}", "bold" if count else "$faint")
        lines.append(Content.assemble(f"{competency.title:{width}}  ", shown))
    lines.append(Content(""))
    for ratio in ratios(markers, rubric):
        value = "" if ratio.value is None else f"   {ratio.value:.1f} to 1"
        text = f"{ratio.title:{width}}  {ratio.first:4} : {ratio.second}"
        lines.append(Content.assemble(text, (value, "bold $accent")))
    return Content("\n").join(lines)


class VerdictList(PickList):
    """One entry per competency, in the rubric's order, then the summary or closing page."""

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
        counts = tallies(review.markers, self._rubric)
        prompts = [
            self._competency(competency, review, counts[competency.id])
            for competency in self._rubric.competencies
        ]
        if self._rubric.ratios:
            return [*prompts, Content.assemble("· Counts\n  ", ("with ratios", "$faint"))]
        closing = closing_of(review, self._rubric)
        written = any(getattr(review.summary, name) for name in closing.texts)
        state = "written" if written else "not yet"
        return [*prompts, Content.assemble(f"· {closing.title}\n  ", (state, "$faint"))]

    def _competency(self, competency: Competency, review: Review, tally: Tally) -> Content:
        verdict = review.verdict(competency.id)
        evidence = [
            (f"{count}{GLYPHS[rating]} ", f"bold ${rating}")
            for rating in RATINGS
            if (count := tally.count(rating))
        ]
        if tally.noted:
            noted = f"{tally.noted}" if evidence else counted(tally.noted, "marker", "markers")
            evidence.append((f"{noted} ", ""))
        if tally.elsewhere:
            evidence.append((f"({tally.elsewhere}) ", "$faint"))
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
