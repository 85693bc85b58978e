"""What the transport asks of a sound output."""

from dataclasses import dataclass
from typing import Protocol

from sessionlens.audio.ring import Reader


@dataclass(frozen=True, slots=True)
class Format:
    """Frames per second and channels."""

    rate: int
    channels: int


class OutputLostError(Exception):
    """The device is gone or does not answer; the text is a plain phrase for the user."""


class Output(Protocol):
    """Something that plays frames in time, or behaves as if."""

    @property
    def format(self) -> Format:
        """The frames that it takes."""

    @property
    def lost(self) -> str:
        """Why it plays no more; empty while it does."""

    def start(self, reader: Reader) -> None:
        """Play what `reader` gives. Raises OutputLostError."""

    def hush(self) -> None:
        """Begin to fall silent, without waiting: another `start` follows."""

    def halt(self) -> int:
        """Fall silent at once; returns the frame to go on with. Raises OutputLostError."""

    def heard(self) -> float:
        """The frame being heard now; any thread may ask."""

    def close(self) -> None:
        """Let go of the device, without waiting for it."""
