"""What outlives a redrawn screen: the opened review, its editor, the player and the peaks."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sessionlens.domain.editor import Editor
from sessionlens.opening.review import Opened
from sessionlens.storage.state import Draft, ReviewState

if TYPE_CHECKING:
    from sessionlens.audio.peaks import Peaks
    from sessionlens.audio.player import Player


@dataclass
class Stage:
    """One review being worked on, from start to end of the program.

    `peaks_version` counts what was added to the peaks, `drafts` are comments begun and not saved;
    `asks_details` is True for a new review, whose session is not described yet.
    """

    opened: Opened
    editor: Editor
    state: ReviewState
    drafts: tuple[Draft, ...] = ()
    player: "Player | None" = None
    peaks: "Peaks | None" = None
    peaks_version: int = 0
    current: str | None = None
    asks_details: bool = False

    def open_player(self) -> None:
        """Make the player, at the place where it was left."""
        from sessionlens.audio.playback import PlayerOptions
        from sessionlens.audio.player import Player
        from sessionlens.audio.recording import open_recording

        settings, path = self.opened.settings, self.opened.recording
        options = PlayerOptions(
            device=settings.output_device or None,
            speed=self.state.speed,
            position=self.state.position,
            volume=settings.volume,
            step_back=settings.step_back,
        )
        self.player = Player(lambda: open_recording(path), options)
