"""What the transport asks of a sound output, and the output there is when there is no device."""

from dataclasses import dataclass
from typing import Protocol

from sessionlens.audio.clock import now
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


class SilentOutput:
    """Plays on the wall clock: time passes, nothing is heard."""

    lost = ""

    def __init__(self, sound_format: Format) -> None:
        self.format = sound_format
        self._reader: Reader | None = None
        self._frame = 0.0
        self._since = 0.0

    def start(self, reader: Reader) -> None:
        self._frame, self._since = float(reader.next), now()
        self._reader = reader

    def hush(self) -> None:
        self._reader = None

    def halt(self) -> int:
        self._frame = self.heard()
        self._reader = None
        return int(self._frame)

    def heard(self) -> float:
        reader = self._reader
        if reader is None:
            return self._frame
        frame = self._frame + (now() - self._since) * self.format.rate
        reader.skip_to(int(frame))
        return min(frame, float(reader.available))

    def close(self) -> None:
        self._reader = None
