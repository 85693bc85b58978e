"""What outlives a redrawn screen: the player, the peaks, and what is being written."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from msgspec.structs import replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.history import History
from sessionlens.storage.settings import Settings
from sessionlens.storage.state import Draft, ReviewState, save_state
from sessionlens.tui.playback.rescue import Rescue

if TYPE_CHECKING:
    from sessionlens.audio.peaks import Peaks
    from sessionlens.audio.player import Player


class Source(Protocol):
    """What was opened: a review, feedback, a comparison."""

    @property
    def recording(self) -> Path | None:
        """The recording, if there is one."""

    @property
    def settings(self) -> Settings:
        """The settings that it was opened with."""

    @property
    def notices(self) -> tuple[str, ...]:
        """What a person should know at the beginning."""


class WorkStore(Protocol):
    """Where a document is saved."""

    def close(self) -> None:
        """Let other instances write."""


class WorkSource(Source, Protocol):
    """What was opened to be written on; `read_only` says why nothing can be saved, if so."""

    @property
    def read_only(self) -> str | None:
        """Why nothing can be saved, or None."""

    @property
    def store(self) -> WorkStore:
        """What is to be closed in the end."""


@dataclass(kw_only=True, eq=False, repr=False)
class HearingStage(ABC):
    """One recording being listened to; `peaks_version` counts what was added to the peaks."""

    state: ReviewState
    player: "Player | None" = None
    peaks: "Peaks | None" = None
    peaks_version: int = 0
    current: str | None = None

    @property
    @abstractmethod
    def source(self) -> Source:
        """What was opened."""

    @property
    def recording(self) -> Path | None:
        """The recording, if there is one."""
        return self.source.recording

    @property
    def settings(self) -> Settings:
        """The settings that it was opened with."""
        return self.source.settings

    @property
    def notices(self) -> tuple[str, ...]:
        """What a person should know at the beginning."""
        return self.source.notices

    def why_stay(self) -> str:
        """Why one should not leave now; empty when nothing would be lost."""
        return ""

    @abstractmethod
    def release(self) -> None:
        """Let other instances write."""

    def open_player(self) -> None:
        """Make the player, at the place where it was left; nothing without a recording."""
        from sessionlens.audio.playback import PlayerOptions
        from sessionlens.audio.player import Player
        from sessionlens.audio.recording import open_recording

        path = self.recording
        if path is None:
            return
        options = PlayerOptions(
            device=self.settings.output_device or None,
            speed=self.state.speed,
            position=self.state.position,
            volume=self.settings.volume,
            step_back=self.settings.step_back,
        )
        self.player = Player(lambda: open_recording(path), options)


@dataclass(kw_only=True, eq=False, repr=False)
class WorkStage(HearingStage):
    """A document being written on a recording; `drafts` are words begun and not saved."""

    drafts: tuple[Draft, ...] = ()
    unkept: SessionLensError | None = field(default=None, init=False)
    _kept: ReviewState | None = field(default=None, init=False)
    _rescue: Rescue = field(default_factory=Rescue, init=False)

    @property
    @abstractmethod
    def source(self) -> WorkSource:
        """What was opened."""

    @property
    @abstractmethod
    def history(self) -> History[Any]:
        """What is written, and whether it is saved."""

    @property
    def read_only(self) -> str | None:
        """Why nothing can be saved, if so."""
        return self.source.read_only

    @property
    def notices(self) -> tuple[str, ...]:
        return (*super().notices, *filter(None, [self.read_only]))

    def release(self) -> None:
        self.source.store.close()

    @property
    @abstractmethod
    def path(self) -> Path:
        """The document's file."""

    @property
    @abstractmethod
    def key(self) -> str:
        """What the place in it is remembered by."""

    @abstractmethod
    def encoded(self) -> bytes:
        """The document as it stands, as the bytes of its file."""

    def remember(self, *, follow: bool) -> None:
        """Keep position, speed, view and drafts; `unkept` says why that failed, if it did."""
        player = self.player
        self.state = replace(
            self.state,
            position=player.position if player else self.state.position,
            speed=player.speed if player else self.state.speed,
            follow=follow,
            drafts=self.drafts,
        )
        self.unkept = None
        if self.state == self._kept:
            return  # asked every few seconds, and a disk may be asleep
        try:
            save_state(self.key, self.state)
        except SessionLensError as error:
            self.unkept = error
            return
        self._kept = self.state

    def why_stay(self) -> str:
        if self.read_only:
            return ""
        return " ".join(filter(None, [self._unsaved(), self._unkept_words()]))

    def _unsaved(self) -> str:
        if self.history.retry():
            return ""
        copy = self._rescue.copy(self.path.name, self.encoded())
        return f"NOT SAVED: {self.history.unsaved} {_way_out(copy)}"

    def _unkept_words(self) -> str:
        if not self.unkept or not self.drafts:
            return ""
        words = "\n\n".join(draft.text for draft in self.drafts)
        copy = self._rescue.copy(f"{self.path.stem}.drafts.txt", words.encode())
        return f"NOT KEPT are the words that you have begun: {self.unkept} {_way_out(copy)}"


def _way_out(copy: Path | None) -> str:
    if copy is None:
        return "Not even a copy could be kept. Leave again to give it up"
    return f"A copy is in {copy}. Leave again to go"
