"""The transcript: heard, being heard, to come; with a reader's cursor of its own."""

from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from sessionlens.domain.gaps import Gap, reasons_within
from sessionlens.domain.search import fold
from sessionlens.domain.timeline import Place, Timeline
from sessionlens.domain.transcript import Utterance
from sessionlens.tui.widgets.painted import Painted
from sessionlens.tui.widgets.transcript_layout import Layout, Row
from sessionlens.tui.wrapping import fit

_PARTS = (
    "time",
    "speaker-1",
    "speaker-2",
    "heard",
    "now",
    "ahead",
    "silence",
    "unsure",
    "named",
    "found",
    "reader",
    "marked",
    "target",
)

_UNSURE = 0.6  # confidence below which a recognised word is marked as unsure


class TranscriptView(ScrollView, Painted):
    """Draws only the lines in sight; a change of the word being heard redraws two of them."""

    PREFIX = "transcript"
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"transcript--{part}" for part in _PARTS}

    class Chosen(Message):
        """An utterance was clicked."""

        def __init__(self, utterance: int) -> None:
            super().__init__()
            self.utterance = utterance

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.can_focus = False
        self.following = True
        self.empty = ""
        self._timeline = Timeline(None)
        self._layout: Layout | None = None
        self._emphasis = Emphasis()
        self._painter: RowPainter | None = None

    # ---------------------------------------------------------------- what is shown

    @property
    def reader(self) -> int | None:
        """The utterance under the reader's cursor, or None while nobody is reading."""
        return self._emphasis.reader

    def show_transcript(self, timeline: Timeline) -> None:
        """Show another transcript, or a changed one, at the same place."""
        self._timeline = timeline
        if self._emphasis.reader is not None and self._emphasis.reader >= len(timeline.utterances):
            self._emphasis.reader = None
        self._lay_out()

    def show_gaps(self, gaps: tuple[Gap, ...]) -> None:
        """Say of a silence that nothing was recorded there, and why."""
        if gaps != self._emphasis.gaps:
            self._emphasis.gaps = gaps
            self.refresh()

    def show_marked(self, marked: frozenset[int]) -> None:
        """Point out the utterances that have markers."""
        if marked != self._emphasis.marked:
            self._emphasis.marked = marked
            self.refresh()

    def show_target(self, target: frozenset[int]) -> None:
        """Point out the utterances that a competency's key would mark now."""
        before = self._emphasis.target
        if target == before:
            return
        self._emphasis.target = target
        layout = self._layout
        for utterance in target ^ before:
            if layout is not None and utterance < len(layout.first):
                first = layout.first[utterance]
                self.refresh_lines(first, layout.end_of(utterance) - first)

    def show_hits(self, utterances: frozenset[int], query: str) -> None:
        """Point out the utterances that a search found, and the words in them."""
        self._emphasis.hits, self._emphasis.query = utterances, query
        self.refresh()

    def show_playhead(self, heard: Place | None, begun: int | None) -> None:
        """Move the highlight to the word being heard; `begun` is the last utterance begun."""
        old, old_begun = self._emphasis.heard, self._emphasis.begun
        if heard == old and begun == old_begun:
            return
        self._emphasis.heard, self._emphasis.begun = heard, begun
        if self._layout is None or not self._layout.rows:
            return
        for first, count in {self._rows_of(place) for place in (old, heard) if place is not None}:
            self.refresh_lines(first, count)
        if begun != old_begun:
            self._refresh_between(old_begun, begun)
        if self.following:
            self.follow()

    def show_reader(self, utterance: int | None) -> None:
        """Put the reader's cursor on an utterance and stop following, or take it away."""
        self._emphasis.reader = utterance
        if utterance is not None:
            self.following = False
            self.bring_into_view(utterance)
        self.refresh()

    def follow(self) -> None:
        """Bring the playhead into sight; scrolls in jumps, so that lines stand still to be read."""
        layout, emphasis = self._layout, self._emphasis
        if layout is None or emphasis.begun is None or emphasis.begun >= len(layout.first):
            return
        place = emphasis.heard or Place(emphasis.begun, None)
        row = layout.row_of(place.utterance, place.word)
        height = self.scrollable_content_region.height
        top = self.scroll_offset.y
        if height and not top <= row < top + height - min(3, height // 4):
            self.scroll_to(y=max(row - height // 3, 0), animate=False, immediate=True)

    def page(self) -> int:
        """How many utterances roughly fill the emphasis."""
        if self._layout is None or not self._layout.first:
            return 1
        rows_each = max(len(self._layout.rows) / len(self._layout.first), 1)
        return max(int(self.size.height / rows_each), 1)

    # ---------------------------------------------------------------- drawing

    def render_line(self, y: int) -> Strip:
        base = self.base
        width = self.scrollable_content_region.width
        layout = self._layout
        number = self.scroll_offset.y + y
        if layout is None or not layout.rows:
            return self.instead(self.empty, y, width, "ahead")
        if number >= len(layout.rows):
            return Strip.blank(width, base)
        if self._painter is None:
            self._painter = RowPainter(base, {part: self.part(part) for part in _PARTS})
        segments = self._painter.paint(layout, layout.rows[number], self._emphasis)
        return Strip(segments).adjust_cell_length(width, base)

    def notify_style_update(self) -> None:
        self._painter = None
        super().notify_style_update()

    def on_resize(self) -> None:
        self._lay_out()

    def on_click(self, event: events.Click) -> None:
        row = int(event.y) - self.gutter.top + self.scroll_offset.y
        if self._layout is not None and 0 <= row < len(self._layout.rows):
            self.post_message(self.Chosen(self._layout.utterance_of(row)))

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        if width <= 0:
            return
        anchor = self._layout.utterance_of(self.scroll_offset.y) if self._layout else None
        self._layout = Layout(self._timeline, width, self._layout)
        self._emphasis.speakers = tuple(self._timeline.transcript.speakers)
        self.virtual_size = Size(width, len(self._layout.rows))
        if self.following:
            self.call_after_refresh(self.follow)
        elif anchor is not None and anchor < len(self._layout.first):
            self.scroll_to(y=self._layout.first[anchor], animate=False)
        self.refresh()

    def bring_into_view(self, utterance: int) -> None:
        """Scroll so that an utterance can be seen."""
        if self._layout is None or utterance >= len(self._layout.first):
            return
        first, end = self._layout.first[utterance], self._layout.end_of(utterance)
        height, top = self.scrollable_content_region.height, self.scroll_offset.y
        if first < top:
            self.scroll_to(y=max(first - height // 4, 0), animate=False, immediate=True)
        elif end > top + height:
            self.scroll_to(y=max(end - height + height // 4, 0), animate=False, immediate=True)

    def _rows_of(self, place: Place) -> tuple[int, int]:
        """The first row of what is heard there, and how many rows it has."""
        layout = self._layout
        if layout is None or place.utterance >= len(layout.first):
            return 0, 0
        if place.word is not None:
            return layout.row_of(place.utterance, place.word), 1
        first = layout.first[place.utterance]
        return first, layout.end_of(place.utterance) - first

    def _refresh_between(self, old: int | None, new: int | None) -> None:
        layout = self._layout
        assert layout is not None
        last = len(layout.first) - 1
        low, high = sorted((min(old or 0, last), min(new or 0, last)))
        first = layout.first[low]
        self.refresh_lines(first, layout.end_of(high) - first)


@dataclass
class Emphasis:
    """What is pointed out in the transcript, besides its words."""

    heard: Place | None = None
    begun: int | None = None
    reader: int | None = None
    gaps: tuple[Gap, ...] = ()
    marked: frozenset[int] = frozenset()
    target: frozenset[int] = frozenset()
    hits: frozenset[int] = frozenset()
    query: str = ""
    speakers: tuple[str, ...] = ()


class RowPainter:
    """Turns rows into segments; `styles` are the parts' styles, laid over `base`."""

    def __init__(self, base: Style, styles: dict[str, Style]) -> None:
        self._base = base
        self._styles = styles

    def paint(self, layout: Layout, row: Row, emphasis: Emphasis) -> list[Segment]:
        """The segments of one row, from the margin to the last word."""
        base = self._base
        if row.utterance == emphasis.reader:
            base += self._styles["reader"]
        margin = self._margin(row, emphasis)
        segments = [
            Segment(margin, base + self._styles["target" if margin in "›»" else "marked"]),
            Segment(fit(row.time, layout.time_width + 1), base + self._styles["time"]),
        ]
        if layout.speaker_width:
            name = fit(row.speaker, layout.speaker_width) + " "
            if row.guessed:
                short = fit(row.speaker, layout.speaker_width - 1).rstrip()
                name = fit(f"{short}?", layout.speaker_width) + " "
            segments.append(Segment(name, base + self._speaker(row.speaker, emphasis)))
        if row.silence is not None:
            begins = layout.timeline.utterances[row.utterance].end
            reasons = reasons_within(emphasis.gaps, begins, begins + row.silence)
            text = f"({row.silence:.1f} s {', '.join(reasons) or 'silence'})"
            return [*segments, Segment(text, base + self._styles["silence"])]
        utterance = layout.timeline.utterances[row.utterance]
        return segments + self._words(row, utterance, emphasis, base)

    def _margin(self, row: Row, emphasis: Emphasis) -> str:
        if row.utterance == emphasis.reader:
            return "▌"
        if row.utterance in emphasis.target and row.silence is None:
            return "»" if row.utterance in emphasis.marked else "›"
        return "▎" if row.utterance in emphasis.marked and row.silence is None else " "

    def _speaker(self, name: str, emphasis: Emphasis) -> Style:
        first = not name or name not in emphasis.speakers or emphasis.speakers.index(name) % 2 == 0
        return self._styles["speaker-1" if first else "speaker-2"]

    def _words(
        self, row: Row, utterance: Utterance, emphasis: Emphasis, base: Style
    ) -> list[Segment]:
        segments: list[Segment] = []
        plain = self._plain(row, emphasis)
        sought = fold(emphasis.query).split() if row.utterance in emphasis.hits else []
        heard_here = (
            emphasis.heard if emphasis.heard and emphasis.heard.utterance == row.utterance else None
        )
        for index, (number, text) in enumerate(row.pieces):
            part = plain
            if heard_here is not None and heard_here.word is not None:
                part = "heard" if number <= heard_here.word else "ahead"
            style = base + self._styles[part]
            if sought and any(word in fold(text) for word in sought):
                style += self._styles["found"]
            if utterance.words:
                word = utterance.words[number]
                if word.heard:
                    style += self._styles["named"]
                elif word.conf is not None and word.conf < _UNSURE:
                    style += self._styles["unsure"]
            if index:
                segments.append(Segment(" ", base + self._styles[plain]))
            if heard_here is not None and heard_here.word == number:
                style += self._styles["now"]
            segments.append(Segment(text, style))
        return segments

    def _plain(self, row: Row, emphasis: Emphasis) -> str:
        if emphasis.begun is None or row.utterance > emphasis.begun:
            return "ahead"
        return "heard"
