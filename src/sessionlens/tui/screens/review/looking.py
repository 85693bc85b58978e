"""Looking through a lens: which one, and from place to place."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from sessionlens.audio.levels import both_speaking
from sessionlens.domain.lenses import BY_ID, LENSES, Lens, Passage, Scene, lacking, summary
from sessionlens.domain.timecode import clock
from sessionlens.storage.question_words import words_for
from sessionlens.tui.commands import handles
from sessionlens.tui.screens.dialogs import Dialogs
from sessionlens.tui.screens.review.document import OpenReview

if TYPE_CHECKING:
    from sessionlens.audio.peaks import Peaks

_OFF = ""


class Looking:
    """The commands of the lenses; `play` plays from a time.

    Places are found when they are first asked for, and again after the transcript has changed.
    """

    def __init__(
        self, document: OpenReview, dialogs: Dialogs, play: Callable[[float], None]
    ) -> None:
        self._document = document
        self._dialogs = dialogs
        self._play = play
        self._lens: Lens | None = None
        self._scene: Scene | None = None
        self._places_by_lens: dict[str, tuple[Passage, ...]] = {}
        self._last: Passage | None = None
        self._peaks: Peaks | None = None
        self._heard_together: tuple[tuple[float, float], ...] = ()

    @property
    def title(self) -> str:
        """The lens that is looked through, with the number of its places; empty without one."""
        return summary(self._lens, self.passages) if self._lens else ""

    @property
    def starts(self) -> tuple[float, ...] | None:
        """When the places begin, in seconds; None without a lens."""
        return tuple(passage.start for passage in self.passages) if self._lens else None

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The places of the lens, in time order."""
        return self._places(self._lens) if self._lens else ()

    @handles("lens.switch")
    def switch(self) -> None:
        """The next lens that can look here; after the last one, none."""
        scene = self._look()
        able: list[Lens | None] = [lens for lens in LENSES if not lacking(lens, scene)]
        if not able:
            self._document.say(f"No lens: {lacking(LENSES[0], scene)}")
            return
        order = [*able, None]
        self._use(order[(order.index(self._lens) + 1) % len(order)] if self._lens else order[0])

    @handles("lens.choose")
    def choose(self) -> None:
        scene = self._look()
        options = [(_OFF, "(no lens)")]
        for lens in LENSES:
            why = lacking(lens, scene)
            options.append((lens.id, f"{lens.title}: {why}" if why else self._counted(lens)))
        current = self._lens.id if self._lens else _OFF
        self._dialogs.choose("Look through a lens", options, current, self._chosen)

    @handles("lens.next")
    def next(self) -> None:
        self._step(1)

    @handles("lens.previous")
    def previous(self) -> None:
        self._step(-1)

    def _chosen(self, lens_id: str) -> None:
        lens = BY_ID.get(lens_id)
        if lens is not None and (why := lacking(lens, self._look())):
            self._document.say(f"{lens.title}: {why}")
            return
        self._use(lens)

    def _use(self, lens: Lens | None) -> None:
        self._lens, self._last = lens, None
        self._document.say(self.title if lens else "No lens")

    def _step(self, step: int) -> None:
        if self._lens is None:
            self.choose()
            return
        passages = self.passages
        document = self._document
        if not passages:
            document.say(f"{self._lens.title}: nothing found")
            return
        number = self._number(passages, step)
        if not 0 <= number < len(passages):
            document.say("This was the last place" if step > 0 else "This was the first place")
            return
        self._last = passages[number]
        self._play(self._last.start)
        place = f"{number + 1} of {len(passages)}"
        document.say(f"{self._lens.title} {place}, {clock(self._last.start)}: {self._last.words}")

    def _number(self, passages: tuple[Passage, ...], step: int) -> int:
        """From the place gone to last while the playhead is about there, else from the playhead."""
        position, last = self._document.position, self._last
        if last in passages and last is not None:
            pre_roll = self._document.settings.pre_roll
            if last.start - pre_roll - 0.5 <= position <= last.end + 10:
                return passages.index(last) + step
        passed = sum(passage.start <= position for passage in passages)
        return passed if step > 0 else passed - 1

    def _counted(self, lens: Lens) -> str:
        return summary(lens, self._places(lens))

    def _places(self, lens: Lens) -> tuple[Passage, ...]:
        scene = self._look()
        if lens.id not in self._places_by_lens:
            self._places_by_lens[lens.id] = tuple(
                sorted(lens.find(scene), key=lambda place: place.start)
            )
        return self._places_by_lens[lens.id]

    def _look(self) -> Scene:
        """The conversation as it is now."""
        document, scene = self._document, self._scene
        long_turn = document.settings.long_turn
        about = (document.coach, long_turn, self._together())
        if (
            scene is None
            or scene.timeline is not document.timeline
            or (scene.coach, scene.long_turn, scene.together) != about
        ):
            words, faults = words_for(document.timeline.transcript)
            if faults and scene is None:
                document.say(faults[0])
            self._scene = scene = Scene(
                document.timeline, document.coach, words, long_turn, self._heard_together
            )
            self._places_by_lens.clear()
        return scene

    def _together(self) -> tuple[tuple[float, float], ...]:
        """When both speak as two channels hear it, once all of the recording is measured."""
        peaks = self._document.peaks
        if peaks is not None and peaks.complete and peaks is not self._peaks:
            self._peaks, self._heard_together = peaks, both_speaking(peaks)
        return self._heard_together
