"""What the parts of a screen in which one listens work on."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sessionlens.domain.keymap import Keymap
from sessionlens.domain.marker import Marker
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.timeline import Timeline
from sessionlens.storage.settings import Settings

if TYPE_CHECKING:
    from sessionlens.audio.player import Player


@dataclass(kw_only=True, eq=False, repr=False)
class Booth(ABC):
    """The player, the transcript and what is chosen; `say` tells the listener something.

    `player` is None until sound is ready, shortly after the first paint, and where there is no
    recording.
    `reader` is the utterance under the reader's cursor while reading, `current` the id of the
    chosen marker.
    """

    rubric: Rubric
    keymap: Keymap
    settings: Settings
    say: Callable[[str], None]
    no_recording: bool = False
    start_position: float = 0.0
    player: "Player | None" = None
    reader: int | None = None
    current: str | None = None
    timeline: Timeline = field(default_factory=lambda: Timeline(None))

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
    def known_duration(self) -> float:
        """Length of the recording in seconds as it was noted; 0 if it was not."""

    @property
    def position(self) -> float:
        """Seconds being heard."""
        return self.player.position if self.player else self.start_position

    @property
    def duration(self) -> float:
        """Length of the recording in seconds, as well as it is known; 0 if not at all."""
        return (self.player.duration if self.player else 0.0) or self.known_duration
