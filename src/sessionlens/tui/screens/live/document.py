"""A session that is happening: its review, what records it, and where in it one is."""

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec.structs import replace

from sessionlens.audio.capture.host_clock import now as host_now
from sessionlens.domain.changes import AddMarker, Change, Material
from sessionlens.domain.gaps import Gap
from sessionlens.domain.late_quotes import LateQuotes
from sessionlens.domain.marker import Marker
from sessionlens.domain.timecode import Timecode
from sessionlens.domain.transcript import Transcript
from sessionlens.tui.screens.leading_on import NOTHING_CHOSEN, LiveOptions
from sessionlens.tui.screens.review.document import OpenReview

if TYPE_CHECKING:
    from sessionlens.audio.capture.growing_sound import GrowingPeaks
    from sessionlens.library.live_recording import LiveRecording
    from sessionlens.speech.live_words import LiveWords

_ENDS_WITHIN = 60.0  # seconds that a recording may take to write its last words


@dataclass(kw_only=True, eq=False, repr=False)
class OpenLive(OpenReview):
    """A review whose times are those of a recording in the making, or of a clock without one.

    `live` records, `words` recognise, `heard_peaks` are for drawing; None where nothing does.
    `voices` are the names of the recording's channels. While `player` is there one listens back to
    what was recorded, and marks go to what is heard. `no_words` says why nothing is recognised.
    """

    options: LiveOptions = NOTHING_CHOSEN
    live: "LiveRecording | None" = None
    words: "LiveWords | None" = None
    no_words: str = ""
    heard_peaks: "GrowingPeaks | None" = None
    voices: tuple[str | None, ...] = ()
    beginning: Transcript = field(default_factory=Transcript)
    ending: bool = False
    late: LateQuotes = field(default_factory=LateQuotes)
    taken_back: tuple[Gap, ...] = ()
    _zero: float = field(init=False, default_factory=host_now)

    @property
    def can_play(self) -> bool:
        return self.live is not None

    @property
    def now(self) -> float:
        """The moment of the session that is happening, in seconds."""
        return self.live.recorder.position if self.live else host_now() - self._zero

    @property
    def position(self) -> float:
        return self.player.position if self.player else self.now

    @property
    def left_at(self) -> float:
        """The beginning: there is nothing to be heard after what is said now."""
        return 0.0

    @property
    def noted_duration(self) -> float:
        return self.now

    @property
    def notices(self) -> tuple[str, ...]:
        return self.opened.notices

    @property
    def words_come(self) -> bool:
        return self.words is not None

    def begin_clock(self) -> None:
        """Let the session's time begin now."""
        self._zero = host_now()
        self.note_beginning(0.0)

    def note_beginning(self, ago: float) -> None:
        """Note at what time of day the session's time began: so many seconds `ago`."""
        moment = dt.datetime.now().astimezone() - dt.timedelta(seconds=ago)
        began = moment.replace(microsecond=0)

        def noted(material: Material) -> Material:
            recording = replace(material.review.recording, began=began)
            return material._replace(review=replace(material.review, recording=recording))

        self.editor.amend(noted)

    def note_recording(self) -> None:
        """Note how long the recording is by now, and its gaps."""
        if self.live is None:
            return
        recorder = self.live.recorder
        gaps, duration = recorder.gaps, Timecode(recorder.recorded)

        def noted(material: Material) -> Material:
            recording = replace(material.review.recording, gaps=gaps, duration=duration)
            return material._replace(review=replace(material.review, recording=recording))

        self.editor.amend(noted)

    def note_gaps(self) -> None:
        """Note gaps that have come to their end, and one that has just begun."""
        if self.live is None or self.ending:
            return
        reasons = [(gap.start, gap.reason) for gap in self.live.recorder.gaps]
        noted = self.editor.review.recording.gaps
        if reasons != [(gap.start, gap.reason) for gap in noted]:
            self.note_recording()

    def noticed(self, marker: Marker) -> Marker:
        if self.player is not None or self.words is None:
            return marker
        # What is certain by now may be an earlier turn: a quote of that would be wrong.
        heard = self.now
        start = Timecode(max(heard - self.settings.reaction_lag, 0.0))
        waiting = Marker(id=marker.id, start=start)
        self.late.noticed(waiting, heard)
        return waiting

    def apply(self, change: Change, *, joins: str = "") -> bool:
        applied = super().apply(change, joins=joins)
        if applied and isinstance(change, AddMarker):
            self.late.added(change.marker)
            for gap in self.taken_back:
                self.editor.amend(self.without(gap))
        return applied

    def without(self, gap: Gap) -> Callable[[Material], Material]:
        """What takes the words of a gap out of a state: of the transcript, and of quotes."""
        from sessionlens.domain.late_quotes import without_words

        transcript = self.editor.transcript
        forgotten = [
            utterance
            for utterance in (transcript.utterances if transcript else ())
            if utterance.start < gap.end and utterance.end > gap.start
        ]
        return without_words(gap, forgotten)

    def stop_listening(self) -> None:
        """Come back to what is said now."""
        if self.player is not None:
            self.player.close()
            self.player = None

    def hand_over(self) -> "LiveRecording | None":
        """Give up the recording, which somebody else ends now, and the right to write here."""
        self.close_words()
        self.opened.store.close()
        live, self.live = self.live, None
        return live

    def close_words(self) -> None:
        """End the recognition."""
        if self.words is not None:
            self.words.close()
            self.words = None

    def close(self) -> None:
        self.close_words()
        if self.live is not None:
            self.live.close()
            # What it holds is given back once it has ended, which nobody waits for.
            threading.Thread(
                target=self.live.closed_within, args=(_ENDS_WITHIN,), name="ending", daemon=True
            ).start()
        super().close()
