"""Marking what one hears; never stops the playback."""

from collections.abc import Callable

from msgspec.structs import replace

from sessionlens.domain.changes import AddMarker, ReplaceMarker, StartPhase
from sessionlens.domain.marker import GLYPHS, Marker
from sessionlens.domain.quoting import competency_marker, quote_at
from sessionlens.domain.timecode import Timecode, clock
from sessionlens.domain.timeline import marker_about, marker_heard
from sessionlens.domain.undo_words import name_of
from sessionlens.tui.commands import handles
from sessionlens.tui.screens.review.document import OpenReview

NONE_CHOSEN = "Choose a marker first (next, previous marker)"
NONE_YET = "There are no markers yet: a competency's key makes one"


class Marking:
    """The commands that make markers; `ask` opens the prompt for one, `comment` the editor."""

    def __init__(
        self, document: OpenReview, ask: Callable[[Marker], None], comment: Callable[[Marker], None]
    ) -> None:
        self._document = document
        self._ask = ask
        self._comment = comment

    @property
    def chosen(self) -> Marker | None:
        """The chosen marker."""
        return self._document.marker

    def here(self, *, competency: bool = False) -> Marker:
        """A marker for what is being heard, or for what the reader's cursor is on; not added.

        For a `competency` it is the coach's last turn, where it is known who is the coach.
        """
        document = self._document
        marker_id = AddMarker.next_id(document.editor.review)
        timeline, lag = document.timeline, document.settings.reaction_lag
        if document.reader is not None and document.reader < len(timeline.utterances):
            return marker_about(timeline.utterances[document.reader], marker_id)
        coach, heard = document.quoted_coach if competency else None, document.position
        if coach is not None:
            marker = competency_marker(timeline, heard, lag, marker_id, coach)
        else:
            marker = marker_heard(timeline, heard, lag, marker_id)
        return document.noticed(marker)

    def mark(self, code: str) -> None:
        """The rubric's key of a competency or a phase was pressed."""
        if self._document.rubric.phase(code):
            self._toggle_phase(code)
        else:
            self._add(replace(self.here(competency=True), competency=code))

    def _toggle_phase(self, phase: str) -> None:
        """Begin a phase, which ends the one that runs; or end it."""
        document = self._document
        running = next((m for m in document.editor.review.markers if m.open and m.phase), None)
        if running is not None and running.phase == phase:
            self._end(running, "ended")
            return
        heard = self.here()
        marker = Marker(id=heard.id, start=heard.start, open=True, phase=phase)
        if document.apply(StartPhase(marker)):
            document.current = marker.id
            ended = f"; {self._span(running.id)}" if running else ""
            document.say(f"{self._span(marker.id)}{ended}")

    def _span(self, marker_id: str) -> str:
        """A phase or interval with its times: `Will 40:10–44:02`, `Goal from 01:12`."""
        marker = self._document.editor.review.marker(marker_id)
        assert marker is not None
        name = self._document.rubric.title_of(marker)
        if marker.open or marker.end is None:
            return f"{name} from {clock(marker.start)}"
        return f"{name} {clock(marker.start)}–{clock(marker.end)}"

    def _end(self, running: Marker, label: str) -> None:
        document = self._document
        end = Timecode(max(document.position, running.start + 0.1))
        ended = replace(running, end=end, open=False)
        if not ended.phase:
            quoted = quote_at(document.timeline, ended, document.quotes(ended))
            ended = quoted.quoted_by(ended) if quoted else ended
        if document.apply(ReplaceMarker(ended, label)):
            document.current = ended.id
            document.say(self._span(ended.id))

    @handles("marker.quote")
    def quote(self) -> None:
        marker = self.here()
        if marker.quote or self._document.words_come:
            self._add(marker)
        else:
            self._document.say("There are no words here to quote")

    @handles("marker.interval")
    def interval(self) -> None:
        markers = self._document.editor.review.markers
        running = next((m for m in markers if m.open and not m.phase), None)
        if running is not None:
            self._end(running, "interval closed")
        else:
            self._add(replace(self.here(), end=None, open=True, quote="", speaker=None))

    @handles("marker.comment")
    def comment(self) -> None:
        self._comment(self.here())

    @handles("marker.ask")
    def ask_coach(self) -> None:
        self._comment(replace(self.here(), rating="question"))

    @handles("rate.strength")
    def strength(self) -> None:
        self.rate("strength")

    @handles("rate.growth")
    def growth(self) -> None:
        self.rate("growth")

    def rate(self, rating: str) -> None:
        """Rate the chosen marker; the same rating again takes it away."""
        document, marker = self._document, self._document.marker
        allowed = next((one for one in document.rubric.ratings if one == rating), None)
        if marker is None:
            empty = not document.editor.review.markers
            document.say(NONE_YET if empty else NONE_CHOSEN)
        elif marker.phase:
            document.say("A phase is not rated")
        elif allowed is None:
            document.say("The markers of this rubric are never scored")
        else:
            new = None if marker.rating == allowed else allowed
            if self._change(replace(marker, rating=new)):
                rated = f"rated {GLYPHS[allowed]}" if new else "no longer rated"
                document.say(f"{name_of(marker, document.rubric)} {rated}")

    def indicate(self, indicator: str) -> None:
        """Say which indicator the chosen marker shows; the same one again takes it away."""
        if marker := self._document.marker:
            same = self._document.rubric.letter_of(marker) == indicator
            new = None if same else indicator
            self._change(replace(marker, indicator=new))

    def code(self, competency: str) -> None:
        """Say which competency the chosen marker is about."""
        marker = self._document.marker
        if marker and marker.competency != competency:
            also = tuple(name for name in marker.also if name != competency)
            self._change(replace(marker, competency=competency, also=also, indicator=None))

    def also(self, competency: str) -> None:
        """Say that the chosen marker shows another competency, too; or no longer."""
        marker = self._document.marker
        if marker is None or competency == marker.competency:
            return
        if marker.competency is None:
            self.code(competency)
        elif competency in marker.also:
            others = tuple(name for name in marker.also if name != competency)
            self._change(replace(marker, also=others))
        else:
            self._change(replace(marker, also=(*marker.also, competency)))

    def _change(self, marker: Marker) -> bool:
        return self._document.apply(ReplaceMarker(marker))

    def _add(self, marker: Marker) -> None:
        if self._document.apply(AddMarker(marker)):
            self._document.current = marker.id
            self._ask(marker)
