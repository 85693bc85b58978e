"""Marking what one hears; never stops the playback."""

from collections.abc import Callable

from msgspec.structs import replace

from sessionlens.domain.changes import AddMarker, ReplaceMarker
from sessionlens.domain.marker import Marker, Rating
from sessionlens.domain.timecode import Timecode, clock
from sessionlens.domain.timeline import marker_about, marker_heard
from sessionlens.tui.commands import handles
from sessionlens.tui.screens.review.document import OpenReview


class Marking:
    """The commands that make markers; `ask` opens the prompt for one, `comment` the editor."""

    def __init__(
        self, document: OpenReview, ask: Callable[[Marker], None], comment: Callable[[Marker], None]
    ) -> None:
        self._document = document
        self._ask = ask
        self._comment = comment

    def here(self) -> Marker:
        """A marker for what is being heard, or for what the reader's cursor is on; not added."""
        document = self._document
        marker_id = AddMarker.next_id(document.editor.review)
        utterances = document.timeline.utterances
        if document.reader is not None and document.reader < len(utterances):
            return marker_about(utterances[document.reader], marker_id)
        return marker_heard(
            document.timeline, document.position, document.settings.reaction_lag, marker_id
        )

    def mark(self, code: str) -> None:
        """The rubric's key of a competency or a phase was pressed."""
        if self._document.rubric.phase(code):
            self._toggle(self._open_marker(phase=code), phase=code)
        else:
            self._add(replace(self.here(), competency=code))

    @handles("marker.quote")
    def quote(self) -> None:
        marker = self.here()
        if marker.quote:
            self._add(marker)
        else:
            self._document.say("There are no words here to quote")

    @handles("marker.interval")
    def interval(self) -> None:
        self._toggle(self._open_marker(phase=None), phase=None)

    @handles("marker.comment")
    def comment(self) -> None:
        self._comment(self.here())

    @handles("marker.ask")
    def ask_coach(self) -> None:
        self._comment(replace(self.here(), rating="question"))

    def rate(self, rating: Rating) -> None:
        """Rate the chosen marker; the same rating again takes it away."""
        if marker := self._document.marker:
            new = None if marker.rating == rating else rating
            self._change(replace(marker, rating=new))

    def indicate(self, indicator: str) -> None:
        """Say which indicator the chosen marker shows; the same one again takes it away."""
        if marker := self._document.marker:
            new = None if marker.indicator == indicator else indicator
            self._change(replace(marker, indicator=new))

    def code(self, competency: str) -> None:
        """Say which competency the chosen marker is about."""
        marker = self._document.marker
        if marker and marker.competency != competency:
            self._change(replace(marker, competency=competency, indicator=None))

    def _change(self, marker: Marker) -> None:
        self._document.apply(ReplaceMarker(marker))

    def _add(self, marker: Marker) -> None:
        if self._document.apply(AddMarker(marker)):
            self._document.current = marker.id
            self._ask(marker)

    def _open_marker(self, phase: str | None) -> Marker | None:
        running = (
            marker
            for marker in reversed(self._document.markers)
            if marker.open and marker.phase == phase
        )
        return next(running, None)

    def _toggle(self, running: Marker | None, phase: str | None) -> None:
        if running is None:
            here = self.here()
            self._add(replace(here, end=None, open=True, phase=phase))
            return
        end = Timecode(max(self._document.position, running.start + 0.1))
        closed = replace(running, end=end, open=False)
        if self._document.apply(ReplaceMarker(closed, "interval closed")):
            self._document.current = closed.id
            self._document.say(f"Interval {clock(closed.start)}–{clock(end)}")
