"""Going from moment to moment and hearing each."""

from collections.abc import Callable

from msgspec.structs import replace

from sessionlens.domain.marker import RATINGS, Marker
from sessionlens.domain.moments import MomentFilter, past_the_end, utterances_of
from sessionlens.domain.text import counted
from sessionlens.tui.playback.handling import handles
from sessionlens.tui.playback.listening import Listening
from sessionlens.tui.playback.stepping import Stepping
from sessionlens.tui.screens.replay.desk import ReplayDesk
from sessionlens.tui.screens.replay.playlist import Playlist

_EVERY = ""


class Moments(Stepping):
    """The commands that play moments; `show` brings utterances into sight to be read."""

    def __init__(
        self,
        desk: ReplayDesk,
        listening: Listening,
        show: Callable[[int | None], None],
        choose: Callable[[str, list[tuple[str, str]], str, Callable[[str], None]], None],
    ) -> None:
        self._desk = desk
        self._listening = listening
        self._show = show
        self._choose = choose
        self.playlist = Playlist(desk, self.play)

    def play(self, moment: Marker) -> None:
        """Make a moment the chosen one and play it, from its pre-roll to its end."""
        desk = self._desk
        self._listening.play_moment(moment)
        desk.current = moment.id
        if not desk.no_recording and (said := past_the_end(moment, desk.duration)):
            desk.say(said)
        touched = utterances_of(moment, desk.timeline) if desk.no_recording else ()
        self._show(touched[0] if touched else None)

    def choose(self, moment: Marker) -> None:
        """A person wants to hear this one; what was planned before is not."""
        self.playlist.stop()
        self.play(moment)

    def step(self, step: int) -> None:
        shown = self._desk.markers
        if not shown:
            self._desk.say(self.none_said())
            return
        number = self._number(shown) + step
        if 0 <= number < len(shown):
            self.choose(shown[number])
        else:
            self._desk.say("This was the last moment" if step > 0 else "This was the first moment")

    def _number(self, shown: tuple[Marker, ...]) -> int:
        """Which one of those shown is chosen, counted from 0; -1 before the first."""
        ids = [one.id for one in shown]
        return ids.index(self._desk.current) if self._desk.current in ids else -1

    def none_said(self) -> str:
        """Why there is no moment to go to."""
        if self._desk.moments:
            return "The filter lets no moment pass"
        return "This feedback has no moments"

    @handles("moment.again")
    def again(self) -> None:
        desk = self._desk
        if desk.player and desk.reader is not None:
            start = desk.timeline.utterances[desk.reader].start
            self.playlist.stop()
            self._show(None)
            self._listening.play_from(start)
        elif desk.marker:
            self.choose(desk.marker)
        else:
            self.step(1)

    @handles("moment.past")
    def past(self) -> None:
        self.playlist.stop()
        if self._desk.player:
            self._desk.player.play_on()
            self._desk.say("On past the end of the moment")

    @handles("moments.all")
    def all(self) -> None:
        desk = self._desk
        if self.playlist.on:
            self.playlist.stop()
            desk.say("This one is the last: the others are not played")
            return
        shown = desk.markers
        number = max(self._number(shown), 0)
        rest = shown[number:] if number + 1 < len(shown) else shown
        if not rest:
            desk.say(self.none_said())
        else:
            self.playlist.start(rest)

    @handles("marker.loop")
    def loop(self) -> None:
        if self._desk.marker is None:
            self._desk.say("Choose a moment first, with the keys for next and previous")
        else:
            self._listening.loop_marker()

    @handles("play.toggle")
    def toggle(self) -> None:
        if self.playlist.waiting:
            self.playlist.stop()
            self._desk.say("The other moments are not played")
        else:
            self._listening.toggle()

    # ---------------------------------------------------------------- which are shown

    @handles("filter.competency")
    def by_competency(self) -> None:
        desk = self._desk
        used = {one.competency or one.phase for one in desk.moments}
        options = [(one.id, one.title) for one in desk.rubric.codes if one.id in used]
        self._choose(
            "Only the moments of",
            [(_EVERY, "(all of them)"), *options],
            desk.filter.competency or _EVERY,
            lambda code: self._filter(replace(desk.filter, competency=code or None)),
        )

    @handles("filter.rating")
    def by_rating(self) -> None:
        order = (None, *RATINGS)
        after = order[(order.index(self._desk.filter.rating) + 1) % len(order)]
        self._filter(replace(self._desk.filter, rating=after))

    @handles("filter.answered")
    def by_answer(self) -> None:
        order = (None, False, True)
        after = order[(order.index(self._desk.filter.answered) + 1) % len(order)]
        self._filter(replace(self._desk.filter, answered=after))

    @handles("filter.none")
    def unfiltered(self) -> None:
        self._filter(MomentFilter())

    def _filter(self, chosen: MomentFilter) -> None:
        desk = self._desk
        desk.filter = chosen
        marker = desk.marker
        if marker and not chosen.lets_pass(marker, answered=desk.is_answered(marker.id)):
            desk.current = None
        count = len(desk.markers)
        total = counted(len(desk.moments), "moment", "moments")
        desk.say(f"{count} of {total}: {desk.filter_said()}" if chosen.active else f"All: {total}")
