"""The output when there is no device: time passes, nothing is heard."""

from sessionlens.audio.clock import now
from sessionlens.audio.output import Format
from sessionlens.audio.ring import Reader


class SilentOutput:
    """Plays on the wall clock."""

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
