"""What is open in a screen in which one listens: made once, and handed on to all its parts."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from sessionlens.audio.tracks import chosen_track, use_track
from sessionlens.domain.keymap import Keymap
from sessionlens.domain.marker import Marker
from sessionlens.domain.review import RecordingRef, Role
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.spoken_comment import files_in, files_named
from sessionlens.domain.timeline import Timeline
from sessionlens.library.spoken import SpokenFiles
from sessionlens.storage.settings import Settings
from sessionlens.storage.state import ReviewState
from sessionlens.tui.playback.writing import Writing

if TYPE_CHECKING:
    from sessionlens.audio.peaks import Peaks
    from sessionlens.audio.player import Player
    from sessionlens.audio.recording import Recording


def _nobody_listens(_notice: str) -> None:
    """Where notices go before a screen shows them."""


def heard_track(recording: Path, state: ReviewState) -> ReviewState:
    """Hear the track of the last time; if another was chosen just now, the state has that."""
    if track := chosen_track(recording):
        return replace(state, track=track)
    if state.track:
        use_track(recording, state.track)
    return state


@dataclass(kw_only=True, eq=False, repr=False)
class OpenDocument(ABC):
    """A review, feedback or comparison that is open, and where one is in its recording.

    It outlives the screen that shows it, which is drawn anew for other keys or colours. `rubric`,
    `keymap` and `settings` are those in force now. `state` is how it was left the last time.
    `player` is None until sound is ready, shortly after the first paint, and where there is no
    `recording`; `peaks_version` counts what was added to `peaks`. `reader` is the number of the
    utterance under the reader's cursor while one reads, `current` the id of the chosen marker.
    `writing` is None where nothing is written, `spoken` where nothing can be spoken.
    `transcript_later`: a long one is being read. `say` tells the listener something in the screen
    that is shown.
    """

    rubric: Rubric
    keymap: Keymap
    settings: Settings
    recording: Path | None
    timeline: Timeline
    state: ReviewState = field(default_factory=ReviewState)
    writing: Writing | None = None
    spoken: SpokenFiles | None = None
    transcript_later: bool = False
    player: "Player | None" = None
    peaks: "Peaks | None" = None
    peaks_version: int = 0
    reader: int | None = None
    reader_moved: float = 0.0
    current: str | None = None
    say: Callable[[str], None] = field(default=_nobody_listens)
    start_position: float = field(init=False)

    def __post_init__(self) -> None:
        self.start_position = self.state.position

    @property
    def can_play(self) -> bool:
        """Whether there is something to be heard."""
        return self.recording is not None

    @property
    def role(self) -> Role | None:
        """As what somebody reviews here: of one review or feedback file, else None."""
        return None

    def read_purpose(self) -> Callable[[], str] | None:
        """Reads what the two people work together for, off the screen's thread; None: not shown."""
        return None

    @property
    @abstractmethod
    def notices(self) -> tuple[str, ...]:
        """What a person should know at the beginning."""

    @property
    @abstractmethod
    def markers(self) -> tuple[Marker, ...]:
        """The markers that are shown, in time order."""

    @property
    @abstractmethod
    def marker(self) -> Marker | None:
        """The chosen marker."""

    @property
    @abstractmethod
    def noted_duration(self) -> float:
        """Length of the recording in seconds as it was noted; 0 if it was not."""

    @property
    def position(self) -> float:
        """Seconds being heard."""
        return self.player.position if self.player else self.start_position

    @property
    def left_at(self) -> float:
        """Where one goes on the next time, in seconds."""
        return self.position

    @property
    def duration(self) -> float:
        """Length of the recording in seconds, as well as it is known; 0 if not at all."""
        return (self.player.duration if self.player else 0.0) or self.noted_duration

    def open_player(self, recording: "Callable[[], Recording]") -> None:
        """Make the player of what that function opens, at the place where it was left."""
        from sessionlens.audio.playback import PlayerOptions
        from sessionlens.audio.player import Player

        options = PlayerOptions(
            device=self.settings.output_device or None,
            speed=self.state.speed,
            position=self.position,
            volume=self.settings.volume,
            step_back=self.settings.step_back,
        )
        self.player = Player(recording, options)

    def choose_track(self, number: int) -> None:
        """Hear this audio track from now on, and the next time; see `audio.tracks.use_track`.

        The player goes, and another one is made. Raises SessionLensError for a track that there is
        not, or that cannot be heard.
        """
        from sessionlens.audio.description import choose_track

        assert self.recording is not None
        choose_track(self.recording, number)
        if self.writing is not None:
            self.writing.keep_track(number)
        self.start_position = self.position
        if self.player is not None:
            self.player.close()
        self.player = self.peaks = None
        self.peaks_version += 1

    def remember(self, *, follow: bool) -> None:
        """Keep position, speed, view and drafts for the next time."""
        if self.writing is not None:
            speed = self.player.speed if self.player else self.state.speed
            self.writing.remember(position=self.left_at, speed=speed, follow=follow)

    def keep_drafts(self, then: Callable[[], None] | None = None) -> None:
        """Keep words that are not finished; `then` is called once they are on disk."""
        if self.writing is None:
            return
        self.remember(follow=self.writing.state.follow)
        if then is not None:
            self.writing.when_kept(then)

    @abstractmethod
    def read_late_transcript(self) -> Callable[[], tuple[str, ...]]:
        """Read, on any thread, what was left for later when this was opened.

        What is returned is called on the screen's thread: it shows the transcript, and returns what
        one should know. Raises SessionLensError.
        """

    @property
    def reference(self) -> RecordingRef | None:
        """What is noted of the recording; None where nothing can be."""
        return None

    def identify(self, sha256: str, duration: float, sound_sha256: str) -> list[str]:
        """Take in the recording's content hash, its true length, and the hash of its sound alone.

        Returns what one should know.
        """
        return []

    def close(self) -> None:
        """Let go of the device and of the file; harmless when repeated."""
        if self.player is not None:
            self.player.close()
        if self.writing is not None:
            self._sweep_spoken(self.writing)
            self.writing.close()

    def _sweep_spoken(self, writing: Writing) -> None:
        """Let go of what was spoken and can be brought back by nothing any more."""
        if self.spoken is None or writing.read_only or not writing.history.saving.saved:
            return
        drafts = (draft.new for draft in writing.drafts.values() if draft.new is not None)
        kept = [*files_in(writing.history.state), *files_named(tuple(drafts))]
        self.spoken.sweep([files_in(state) for state in writing.history.reachable], kept)
