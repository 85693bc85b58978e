"""What has evidence and what has none: the reviewer sees the gaps while listening."""

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from sessionlens.domain.counting import Tally, phase_minutes, phase_spans, tallies
from sessionlens.domain.marker import GLYPHS, RATINGS, Marker
from sessionlens.domain.rubric import Competency, Phase, Rubric
from sessionlens.domain.timecode import clock
from sessionlens.tui.wrapping import cells

_NARROWEST, _WIDEST = 4, 14  # cells that an entry has for its counts


class CompetencyBar(Widget):
    """One entry per competency: key, name and count, `·` where there is nothing yet.

    Entries have places of one width, so that the eye finds them again however counts grow. Phases
    stand in a row of their own, with their minutes; the one that runs has a `●`.
    """

    DEFAULT_CSS = "CompetencyBar { height: auto; padding: 0 1; }"

    class Chosen(Message):
        """A competency or a phase was clicked, given by its id."""

        def __init__(self, code: str) -> None:
            super().__init__()
            self.code = code

    def __init__(self, rubric: Rubric, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rubric = rubric
        self._markers: tuple[Marker, ...] = ()
        self._end = 0.0
        self._counts = tallies((), rubric)

    def show_markers(self, markers: tuple[Marker, ...], position: float = 0.0) -> None:
        """Count these markers; a phase that runs has lasted until `position` (seconds) so far."""
        if markers is not self._markers:
            self._markers = markers
            self._end = position
            self._counts = tallies(markers, self._rubric)
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._rows(width))

    def render(self) -> Content:
        rows = self._rows(self.content_size.width)
        return Content("\n").join(Content("").join(row) for row, _ in rows)

    def on_click(self, event: events.Click) -> None:
        rows = self._rows(self.content_size.width)
        y = int(event.y) - self.gutter.top
        if not 0 <= y < len(rows):
            return
        entries, codes = rows[y]
        end = 1
        for entry, code in zip(entries, codes, strict=False):
            end += cells(entry.plain)
            if event.x < end:
                self.post_message(self.Chosen(code))
                return

    def _rows(self, width: int) -> list[tuple[list[Content], list[str]]]:
        """The entries of each row, and the ids of what they are about."""
        counts = self._counts
        competencies = self._rubric.competencies
        names = [cells(_name(competency)) for competency in competencies]
        each, room = _room(names, width)
        rows: list[tuple[list[Content], list[str]]] = []
        for first in range(0, len(competencies), each):
            shown = competencies[first : first + each]
            entries = [_entry(one, counts[one.id], room) for one in shown]
            rows.append((entries, [one.id for one in shown]))
        if phases := self._phases():
            rows.append((phases, [phase.id for phase in self._rubric.phases]))
        return rows or [([Content("")], [])]

    def _phases(self) -> list[Content]:
        spans = phase_spans(self._markers, self._end)
        seconds = phase_minutes(spans, self._rubric)
        running = {span.phase for span in spans if span.running}
        entries = [
            _phase(phase, seconds[phase.id], running=phase.id in running)
            for phase in self._rubric.phases
        ]
        entries += [
            Content.styled(f"● interval from {clock(marker.start)} ", "$accent bold")
            for marker in self._markers
            if marker.open and not marker.phase
        ]
        return entries


def _name(competency: Competency) -> str:
    return f"{competency.key} {competency.label}"


def _room(names: list[int], width: int) -> tuple[int, int]:
    """How many entries stand in a row, and how many cells each has for its counts."""
    for rows in range(1, len(names) + 1):
        each = -(-len(names) // rows)
        widest = max(sum(names[i : i + each]) for i in range(0, len(names), each))
        room = (width - widest) // each
        if room >= _NARROWEST:
            return each, min(room, _WIDEST)
    return 1, _NARROWEST


def _entry(competency: Competency, tally: Tally, room: int) -> Content:
    """Key, name and counts in a place that is `room` cells wider than key and name."""
    name = _name(competency)
    if tally.empty:
        return Content.styled(f"{name} {'·':{room - 1}}", "$ahead")
    counts = _counts(tally, room - 2)
    gap = " " * (room - 1 - counts.cell_length)
    return Content.assemble((f"{name} ", "bold"), counts, gap)


def _counts(tally: Tally, room: int) -> Content:
    """Each rating with its count, as far as there is room; else how many there are in all."""
    parts = [
        Content.styled(f"{count}{GLYPHS[rating]}", f"bold ${rating}")
        for rating in RATINGS
        if (count := tally.count(rating))
    ]
    if tally.noted:
        parts.append(Content(str(tally.noted)))
    if tally.elsewhere:
        parts.append(Content.styled(f"({tally.elsewhere})", "$faint"))
    whole = Content(" ").join(parts)
    if whole.cell_length <= room:
        return whole
    if tally.marked:
        return Content(str(tally.marked))
    return Content.styled(f"({tally.elsewhere})", "$faint")


def _phase(phase: Phase, seconds: float, *, running: bool) -> Content:
    sign = "●" if running else ""
    lasted = f" {clock(seconds)}" if seconds else " ·"
    style = "bold $accent" if running else "bold" if seconds else "$ahead"
    return Content.styled(f"{sign}{phase.key} {phase.title}{lasted}   ", style)
