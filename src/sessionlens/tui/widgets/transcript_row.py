"""Painting one line of the transcript."""

from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style

from sessionlens.domain.search import fold
from sessionlens.domain.timeline import Place
from sessionlens.domain.transcript import Utterance
from sessionlens.tui.widgets.transcript_layout import Layout, Row
from sessionlens.tui.wrapping import fit

_UNSURE = 0.6


@dataclass
class View:
    """What a painter must know besides the words."""

    heard: Place | None = None
    begun: int | None = None
    reader: int | None = None
    marked: frozenset[int] = frozenset()
    found: frozenset[int] = frozenset()
    query: str = ""
    speakers: tuple[str, ...] = ()


class RowPainter:
    """Turns rows into segments; `styles` are the parts' styles, laid over `base`."""

    def __init__(self, base: Style, styles: dict[str, Style]) -> None:
        self._base = base
        self._styles = styles

    def paint(self, layout: Layout, row: Row, view: View) -> list[Segment]:
        """The segments of one row, from the margin to the last word."""
        base = self._base
        if row.utterance == view.reader:
            base += self._styles["reader"]
        margin = self._margin(row, view)
        time = fit(row.time, layout.time_width + 1)
        segments = [
            Segment(margin, base + self._styles["marked"]),
            Segment(time, base + self._styles["time"]),
        ]
        if layout.speaker_width:
            name = fit(row.speaker, layout.speaker_width) + " "
            segments.append(Segment(name, base + self._speaker(row.speaker, view)))
        if row.silence is not None:
            text = f"({row.silence:.1f} s silence)"
            return [*segments, Segment(text, base + self._styles["silence"])]
        utterance = layout.timeline.utterances[row.utterance]
        return segments + self._words(row, utterance, view, base)

    def _margin(self, row: Row, view: View) -> str:
        if row.utterance == view.reader:
            return "▌"
        return "▎" if row.utterance in view.marked and row.silence is None else " "

    def _speaker(self, name: str, view: View) -> Style:
        first = not name or name not in view.speakers or view.speakers.index(name) % 2 == 0
        return self._styles["speaker-1" if first else "speaker-2"]

    def _words(self, row: Row, utterance: Utterance, view: View, base: Style) -> list[Segment]:
        segments: list[Segment] = []
        plain = self._plain(row, view)
        found = fold(view.query).split() if row.utterance in view.found else []
        heard_here = view.heard if view.heard and view.heard.utterance == row.utterance else None
        for index, (number, text) in enumerate(row.pieces):
            part = plain
            if heard_here is not None and heard_here.word is not None:
                part = "heard" if number <= heard_here.word else "ahead"
            style = base + self._styles[part]
            if found and any(word in fold(text) for word in found):
                style += self._styles["found"]
            if utterance.words:
                conf = utterance.words[number].conf
                if conf is not None and conf < _UNSURE:
                    style += self._styles["unsure"]
            if index:
                segments.append(Segment(" ", base + self._styles[plain]))
            if heard_here is not None and heard_here.word == number:
                style += self._styles["now"]
            segments.append(Segment(text, style))
        return segments

    def _plain(self, row: Row, view: View) -> str:
        if view.begun is None or row.utterance > view.begun:
            return "ahead"
        return "heard"
