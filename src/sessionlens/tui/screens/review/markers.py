"""Going through markers and changing them."""

from collections.abc import Callable

from msgspec.structs import replace

from sessionlens.domain.changes import RemoveMarker, ReplaceMarker
from sessionlens.domain.marker import Marker
from sessionlens.domain.quoting import evidence_of, exchange_around, moved, quoted_utterances
from sessionlens.domain.roles import coach_named
from sessionlens.domain.text import shorten
from sessionlens.domain.timecode import Timecode, clock
from sessionlens.domain.undo_words import name_of
from sessionlens.tui.commands import handles
from sessionlens.tui.screens.review.document import OpenReview
from sessionlens.tui.screens.review.marking import NONE_CHOSEN, NONE_YET
from sessionlens.tui.screens.review.prompting import Prompting

_NONE_PASSES = "No marker passes the filter"


class Markers:
    """The commands that go from marker to marker, and those on the chosen one.

    `play` plays from shortly before a place, `edit` opens the editor, `respond` that for responses.
    """

    def __init__(
        self,
        document: OpenReview,
        play: Callable[[float], None],
        prompting: Prompting,
        edit: Callable[[Marker], None],
        respond: Callable[[Marker], None],
    ) -> None:
        self._document = document
        self._play = play
        self._prompting = prompting
        self._edit = edit
        self._respond = respond

    def choose(self, marker: Marker) -> None:
        """Make a marker the current one, and play it."""
        self._document.current = marker.id
        self._play(marker.start)

    @handles("marker.next")
    def next(self) -> None:
        self._step(1)

    @handles("marker.previous")
    def previous(self) -> None:
        self._step(-1)

    def _step(self, step: int) -> None:
        markers = self._document.markers
        if not markers:
            self._document.say(_NONE_PASSES if self._document.filter.active else NONE_YET)
            return
        ids = [marker.id for marker in markers]
        current = ids.index(self._document.current) if self._document.current in ids else None
        if current is not None and self._is_near(markers[current]):
            number = current + step
        else:
            passed = sum(marker.start <= self._document.position for marker in markers)
            number = passed if step > 0 else passed - 1
        if 0 <= number < len(markers):
            self.choose(markers[number])
        else:
            self._document.say(
                "This was the last marker" if step > 0 else "This was the first marker"
            )

    def _is_near(self, marker: Marker) -> bool:
        """Whether the playhead is still about this marker, with pre-roll before it."""
        before = marker.start - self._document.settings.pre_roll - 0.5
        return before <= self._document.position <= marker.last + 10

    def _chosen(self) -> Marker | None:
        marker = self._document.marker
        if marker is None:
            empty = not self._document.editor.review.markers
            self._document.say(NONE_YET if empty else NONE_CHOSEN)
        return marker

    @handles("marker.edit")
    def edit(self) -> None:
        if marker := self._chosen():
            self._edit(marker)

    @handles("marker.respond")
    def respond(self) -> None:
        document, marker = self._document, self._chosen()
        if marker is None:
            return
        review = document.editor.review
        if document.answer_to(marker.id) or review.response(marker.id):
            self._respond(marker)
        elif review.session.role == "coach":
            document.say("This is a review of your own: there is no answer to respond to")
        elif document.reply is None:
            document.say(f"{coach_named(review.session)} has not answered yet")
        else:
            document.say(f"{coach_named(review.session)} has not answered this marker")

    @handles("marker.code")
    def recode(self) -> None:
        if marker := self._chosen():
            self._prompting.recode(marker)

    @handles("marker.also")
    def also(self) -> None:
        if (marker := self._chosen()) and marker.phase:
            self._document.say("A phase shows no competency")
        elif marker:
            self._prompting.also(marker)

    @handles("marker.requote")
    def requote(self) -> None:
        """The line under the reader's cursor is the quote, whatever the marker's times are."""
        document, marker = self._document, self._chosen()
        if marker is None:
            return
        utterances = document.timeline.utterances
        reader = document.reader
        if reader is None or reader >= len(utterances):
            document.say("The arrow keys put the cursor on the line to be quoted")
            return
        line = utterances[reader]
        new = replace(
            marker, quote=line.text, speaker=line.speaker, exchange=False, quote_by_hand=True
        )
        if document.apply(ReplaceMarker(new, "quoted anew")):
            document.say(f"Quoted: “{shorten(line.text, 80)}”")

    @handles("marker.exchange")
    def exchange(self) -> None:
        document, marker = self._document, self._chosen()
        if marker is None:
            return
        if marker.phase:
            document.say("A phase has no quote")
        elif marker.exchange:
            self._quote_one(marker)
        elif evidence := exchange_around(document.timeline, marker, document.coach):
            if document.apply(ReplaceMarker(evidence.on(marker), "made an exchange")):
                document.say(f"Question and answer: “{shorten(evidence.quote, 80)}”")
        else:
            document.say("Nobody else speaks close by: there is no exchange to quote")

    def _quote_one(self, marker: Marker) -> None:
        """Quote one of the two again: the coach, or who began."""
        document = self._document
        utterances = document.timeline.utterances
        held = quoted_utterances(document.timeline, marker, document.coach)
        own = [i for i in held if utterances[i].speaker == utterances[held[0]].speaker]
        if not own:
            document.say("The transcript has no words here: there is nothing else to quote")
        else:
            evidence = evidence_of([utterances[index] for index in own])
            if document.apply(ReplaceMarker(evidence.on(marker), "no longer an exchange")):
                document.say(f"Quoted: “{shorten(evidence.quote, 80)}”")

    @handles("marker.private")
    def toggle_private(self) -> None:
        if marker := self._chosen():
            changed = replace(marker, private=not marker.private)
            if self._document.apply(ReplaceMarker(changed)):
                self._document.say(
                    "Private: stays in your review" if changed.private else "Will be exported"
                )

    @handles("marker.delete")
    def delete(self) -> None:
        marker = self._chosen()
        if marker is None:
            return
        name = name_of(marker, self._document.rubric)
        if self._document.apply(RemoveMarker(marker.id)):
            left = self._document.markers
            after = next((other for other in left if other.start >= marker.start), None)
            self._document.current = (after or left[-1]).id if left else None
            self._document.say(f"{name} deleted; undo brings it back")

    @handles("start.earlier")
    def start_earlier(self) -> None:
        self._nudge(start=-0.1)

    @handles("start.later")
    def start_later(self) -> None:
        self._nudge(start=0.1)

    @handles("start.earlier1")
    def start_earlier1(self) -> None:
        self._nudge(start=-1.0)

    @handles("start.later1")
    def start_later1(self) -> None:
        self._nudge(start=1.0)

    @handles("end.earlier")
    def end_earlier(self) -> None:
        self._nudge(end=-0.1)

    @handles("end.later")
    def end_later(self) -> None:
        self._nudge(end=0.1)

    @handles("end.earlier1")
    def end_earlier1(self) -> None:
        self._nudge(end=-1.0)

    @handles("end.later1")
    def end_later1(self) -> None:
        self._nudge(end=1.0)

    def _nudge(self, start: float = 0.0, end: float = 0.0) -> None:
        marker = self._chosen()
        if marker is None:
            return
        limit = self._document.duration or float("inf")
        new_start = Timecode(min(marker.start + start, limit))
        new_end = marker.end
        if end:
            new_end = Timecode(min(marker.last + end, limit))
        if new_end is not None and new_end < new_start:
            self._document.say("A marker cannot end before it starts")
            return
        document = self._document
        new = replace(marker, start=new_start, end=new_end)
        if start:
            new = moved(document.timeline, marker, new, document.quotes(marker))
        if document.apply(ReplaceMarker(new, "moved")):
            until = f" – {clock(new_end, 1)}" if new_end is not None else ""
            quote = f"  “{shorten(new.quote, 60)}”" if new.quote != marker.quote else ""
            document.say(f"Marker {clock(new_start, 1)}{until}{quote}")
