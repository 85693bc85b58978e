"""What has evidence and what has none: the reviewer sees the gaps while listening."""

from collections import Counter

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from sessionlens.domain.marker import GLYPHS, RATINGS, Marker
from sessionlens.domain.rubric import Competency, Rubric
from sessionlens.tui.wrapping import wrap


class CompetencyBar(Widget):
    """One entry per competency: key, name and count, `·` where there is nothing yet."""

    DEFAULT_CSS = "CompetencyBar { height: auto; padding: 0 1; }"

    def __init__(self, rubric: Rubric, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rubric = rubric
        self._markers: tuple[Marker, ...] = ()

    def show_markers(self, markers: tuple[Marker, ...]) -> None:
        """Count these markers."""
        if markers is not self._markers:
            self._markers = markers
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return max(len(wrap([entry.plain for entry in self._entries()], width)), 1)

    def render(self) -> Content:
        entries = self._entries()
        lines = wrap([entry.plain for entry in entries], self.content_size.width)
        return Content("\n").join(
            Content(" ").join(entries[number] for number, _ in line) for line in lines
        )

    def _entries(self) -> list[Content]:
        counts = Counter[tuple[str | None, str | None]](
            (marker.competency, marker.rating) for marker in self._markers
        )
        entries = [self._entry(competency, counts) for competency in self._rubric.competencies]
        for marker in self._markers:
            if marker.open:
                phase = self._rubric.phase(marker.phase)
                name = phase.title if phase else "interval"
                entries.append(Content.styled(f"● {name} ", "$accent bold"))
        return entries

    def _entry(
        self, competency: Competency, counts: Counter[tuple[str | None, str | None]]
    ) -> Content:
        rated = [(rating, counts[competency.id, rating]) for rating in RATINGS]
        plain = counts[competency.id, None]
        total = plain + sum(count for _, count in rated)
        if not total:
            return Content.styled(f"{competency.key} {competency.label} · ", "$ahead")
        parts = [Content.styled(f"{competency.key} {competency.label} ", "bold")]
        parts += [
            Content.styled(f"{count}{GLYPHS[rating]}", f"${rating}")
            for rating, count in rated
            if count
        ]
        if plain:
            parts.append(Content(str(plain)))
        return Content("").join([*parts, Content(" ")])
