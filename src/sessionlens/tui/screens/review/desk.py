"""What all parts of the review screen work on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sessionlens.domain.changes import Change
from sessionlens.domain.editor import Editor
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.keymap import Keymap
from sessionlens.domain.marker import Marker, in_time_order
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.timeline import Timeline
from sessionlens.domain.transcript import Transcript
from sessionlens.storage.settings import Settings

if TYPE_CHECKING:
    from sessionlens.audio.player import Player


@dataclass
class Desk:
    """The review, the player and what is chosen; `say` tells the reviewer something.

    `player` is None until sound is ready, shortly after the first paint. `reader` is the
    utterance under the reader's cursor while reading, `current` the id of the chosen marker.
    `read_only` says why nothing can be changed, if so.
    """

    editor: Editor
    rubric: Rubric
    keymap: Keymap
    settings: Settings
    say: Callable[[str], None]
    start_position: float = 0.0
    read_only: str | None = None
    player: "Player | None" = None
    reader: int | None = None
    current: str | None = None
    timeline: Timeline = field(init=False)
    _timeline_of: Transcript | None = field(init=False)
    _ordered: tuple[Marker, ...] = field(init=False, default=())
    _ordered_of: tuple[Marker, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        self._timeline_of = self.editor.transcript
        self.timeline = Timeline(self._timeline_of)

    @property
    def position(self) -> float:
        """Seconds being heard."""
        return self.player.position if self.player else self.start_position

    @property
    def duration(self) -> float:
        """Length of the recording in seconds, as well as it is known; 0 if not at all."""
        known = self.editor.review.recording.duration
        return (self.player.duration if self.player else 0.0) or known or 0.0

    @property
    def markers(self) -> tuple[Marker, ...]:
        """The markers in time order."""
        markers = self.editor.review.markers
        if markers is not self._ordered_of:
            self._ordered, self._ordered_of = in_time_order(markers), markers
        return self._ordered

    @property
    def marker(self) -> Marker | None:
        """The chosen marker."""
        return self.editor.review.marker(self.current)

    def apply(self, change: Change) -> bool:
        """Make a change; says why if it cannot be made."""
        if self.read_only:
            self.say(self.read_only)
            return False
        try:
            self.editor.apply(change)
        except SessionLensError as error:
            self.say(str(error))
            return False
        self.refresh_timeline()
        return True

    def refresh_timeline(self) -> None:
        """Lay the transcript out again if it is another one now."""
        if self.editor.transcript is not self._timeline_of:
            self._timeline_of = self.editor.transcript
            self.timeline = Timeline(self._timeline_of)
