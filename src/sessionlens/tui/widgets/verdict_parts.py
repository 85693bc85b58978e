"""The competencies with their evidence and verdicts, and the summary: what there is to write."""

from collections import Counter

from textual.content import Content
from textual.widgets.option_list import Option

from sessionlens.domain.marker import GLYPHS, RATINGS, Rating
from sessionlens.domain.review import Review, Summary
from sessionlens.domain.rubric import Competency, Rubric
from sessionlens.domain.text import shorten
from sessionlens.tui.widgets.pick_list import PickList


class VerdictParts(PickList):
    """One entry per competency, in the rubric's order, then the summary."""

    DEFAULT_CSS = "VerdictParts { text-wrap: nowrap; text-overflow: ellipsis; }"

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
        said = "written" if review.summary != Summary() else "not yet"
        return [*prompts, Content.assemble("· Summary\n  ", (said, "$faint"))]

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
        said = step.title if step else verdict.value or ("" if verdict.empty else "written")
        return Content.assemble(
            f"{competency.key} {shorten(competency.label, 40)}\n  ",
            *evidence,
            ("· ", "$faint") if said else "",
            said,
        )
