"""Going from moment to moment and hearing each."""

from collections.abc import Callable

from msgspec.structs import replace

from sessionlens.domain.marker import RATINGS, Marker
from sessionlens.domain.moments import MomentFilter, past_the_end, utterances_of
from sessionlens.domain.roles import reviewer_named
from sessionlens.domain.text import counted
from sessionlens.tui.commands import handles
from sessionlens.tui.playback.listening import Listening
from sessionlens.tui.screens.replay.document import OpenFeedback
from sessionlens.tui.screens.replay.playlist import Playlist

_EVERY = ""


class Moments:
    """The commands that play moments; `show` brings utterances into sight to be read."""

    def __init__(
        self,
        document: OpenFeedback,
        listening: Listening,
        show: Callable[[int | None], None],
        choose: Callable[[str, list[tuple[str, str]], str, Callable[[str], None]], None],
    ) -> None:
        self._document = document
        self._listening = listening
        self._show = show
        self._choose = choose
        self.playlist = Playlist(document, self.play)

    def play(self, moment: Marker) -> None:
        """Make a moment the chosen one and play it, from its pre-roll to its end."""
        document = self._document
        self._listening.play_moment(moment)
        document.current = moment.id
        if document.recording is not None and (past := past_the_end(moment, document.duration)):
            document.say(past)
        touched = utterances_of(moment, document.timeline) if document.recording is None else ()
        self._show(touched[0] if touched else None)

    def choose(self, moment: Marker) -> None:
        """A person wants to hear this one; what was planned before is not."""
        self.playlist.stop()
        self.play(moment)

    @handles("marker.next")
    def next(self) -> None:
        self._step(1)

    @handles("marker.previous")
    def previous(self) -> None:
        self._step(-1)

    def _step(self, step: int) -> None:
        shown = self._document.markers
        if not shown:
            self._document.say(self.why_none())
            return
        number = self._number(shown) + step
        if 0 <= number < len(shown):
            self.choose(shown[number])
        else:
            self._document.say(
                "This was the last moment" if step > 0 else "This was the first moment"
            )

    def _number(self, shown: tuple[Marker, ...]) -> int:
        """Which one of those shown is chosen, counted from 0; -1 before the first."""
        ids = [moment.id for moment in shown]
        return ids.index(self._document.current) if self._document.current in ids else -1

    def why_none(self) -> str:
        """Why there is no moment to go to."""
        if self._document.moments:
            return "The filter lets no moment pass"
        return "This feedback has no moments"

    @handles("moment.again")
    def again(self) -> None:
        document = self._document
        if document.player and document.reader is not None:
            start = document.timeline.utterances[document.reader].start
            self.playlist.stop()
            self._show(None)
            self._listening.play_from(start)
        elif document.marker:
            self.choose(document.marker)
        else:
            self._step(1)

    @handles("moment.past")
    def past(self) -> None:
        self.playlist.stop()
        if self._document.player:
            self._document.player.play_on()
            self._document.say("On past the end of the moment")

    @handles("moments.all")
    def all(self) -> None:
        document = self._document
        if self.playlist.on:
            self.playlist.stop()
            document.say("This one is the last: the others are not played")
            return
        shown = document.markers
        number = max(self._number(shown), 0)
        rest = shown[number:] if number + 1 < len(shown) else shown
        if not rest:
            document.say(self.why_none())
        else:
            self.playlist.start(rest)

    @handles("marker.loop", overrides=True)
    def loop(self) -> None:
        if self._document.marker is None:
            self._document.say("Choose a moment first, with the keys for next and previous")
        else:
            self._listening.loop_marker()

    @handles("play.toggle", overrides=True)
    def toggle(self) -> None:
        if self.playlist.waiting:
            self.playlist.stop()
            self._document.say("The other moments are not played")
        else:
            self._listening.toggle()

    # ---------------------------------------------------------------- which are shown

    @handles("filter.competency")
    def by_competency(self) -> None:
        document = self._document
        used = {moment.competency or moment.phase for moment in document.moments}
        options = [(code.id, code.title) for code in document.rubric.codes if code.id in used]
        self._choose(
            "Only the moments of",
            [(_EVERY, "(all of them)"), *options],
            document.filter.competency or _EVERY,
            lambda code: self._filter(replace(document.filter, competency=code or None)),
        )

    @handles("filter.rating")
    def by_rating(self) -> None:
        order = (None, *RATINGS)
        after = order[(order.index(self._document.filter.rating) + 1) % len(order)]
        self._filter(replace(self._document.filter, rating=after))

    @handles("filter.answered")
    def by_answer(self) -> None:
        order = (None, False, True)
        after = order[(order.index(self._document.filter.answered) + 1) % len(order)]
        self._filter(replace(self._document.filter, answered=after))

    @handles("filter.responded")
    def by_response(self) -> None:
        document = self._document
        if not document.responded:
            who = reviewer_named(document.feedback.session)
            document.say(f"{who} has not responded to an answer in this feedback")
            return
        self._filter(replace(document.filter, responded=not document.filter.responded))

    @handles("filter.none")
    def unfiltered(self) -> None:
        self._filter(MomentFilter())

    def _filter(self, chosen: MomentFilter) -> None:
        document = self._document
        document.filter = chosen
        marker = document.marker
        if marker and not document.lets_pass(marker):
            document.current = None
        count = len(document.markers)
        total = counted(len(document.moments), "moment", "moments")
        document.say(
            f"{count} of {total}: {document.filter_text}" if chosen.active else f"All: {total}"
        )
