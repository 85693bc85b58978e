"""What goes on behind the screen: loading what is heavy, peaks, the recording's hash."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from sessionlens.domain.errors import SessionLensError

if TYPE_CHECKING:
    from sessionlens.audio.measuring import Measuring
    from sessionlens.audio.peaks import Peaks, PeaksChunk
    from sessionlens.audio.recording import Recording
    from sessionlens.domain.review import RecordingRef

_PATIENCE = 20.0  # seconds that a player waits until the beginning has been decoded once


class BackgroundMessage(Message):
    """What goes on behind a screen tells it; `background` is where it comes from."""

    background: "Background | None" = None


class PlayerLoaded(BackgroundMessage):
    """The player's modules are loaded: making one costs nothing now."""


class PeaksBegun(BackgroundMessage):
    """Peaks that will grow, or those kept from last time, which are complete."""

    def __init__(self, peaks: "Peaks") -> None:
        super().__init__()
        self.peaks = peaks


class PeaksGrown(BackgroundMessage):
    """The next ten seconds have been measured."""

    def __init__(self, chunk: "PeaksChunk") -> None:
        super().__init__()
        self.chunk = chunk


class Measured(BackgroundMessage):
    """All of the recording has been read: its true length in seconds, and what is wrong with it."""

    def __init__(self, duration: float, warning: str | None) -> None:
        super().__init__()
        self.duration = duration
        self.warning = warning


class Fingerprinted(BackgroundMessage):
    """The recording's content hash and its true length in seconds are known.

    `sound_sha256` is the hash of its sound alone, empty where it could not be had.
    """

    def __init__(self, sha256: str, duration: float, sound_sha256: str = "") -> None:
        super().__init__()
        self.sha256 = sha256
        self.sound_sha256 = sound_sha256
        self.duration = duration


class Trouble(BackgroundMessage):
    """Something behind the screen went wrong, in a sentence.

    `unplayable` says that the recording must not be decoded here any more.
    """

    def __init__(self, text: str, *, unplayable: bool = False) -> None:
        super().__init__()
        self.text = text
        self.unplayable = unplayable


class Background:
    """One thread that loads and measures; `post` takes its messages, from that thread.

    Hashes that the `reference` has are not worked out again where the content is still the same.
    """

    def __init__(
        self,
        recording: Path,
        cache: Path,
        post: Callable[[BackgroundMessage], object],
        reference: "RecordingRef | None" = None,
    ) -> None:
        self._reference = reference
        self._recording = recording
        self._cache = cache
        self._send = post
        self._stop = threading.Event()
        self._measuring: Measuring | None = None

    def start(self) -> None:
        """Load sound first, so that play answers soon; the rest follows."""
        threading.Thread(target=self._run, name="background", daemon=True).start()

    def stop(self) -> None:
        """End soon; what is not complete is thrown away."""
        self._stop.set()

    def open_recording(self) -> "Recording":
        """Open the recording for a player: when a child process has begun to decode it unharmed.

        To be called by the player's own thread. Raises SessionLensError.
        """
        from sessionlens.audio.measured_first import MeasuredFirst
        from sessionlens.audio.recording import open_recording

        measuring = self._measuring
        assert measuring is not None
        measuring.wait_until_begun(_PATIENCE)
        recording = open_recording(self._recording)
        return recording if measuring.harmless else MeasuredFirst(recording, measuring)

    def _post(self, message: BackgroundMessage) -> None:
        message.background = self
        self._send(message)

    def _run(self) -> None:
        import sessionlens.audio.player  # noqa: F401 - loaded here, off the screen's thread
        from sessionlens.audio.measuring import Measuring
        from sessionlens.audio.pyav_source import give_back_large_blocks

        give_back_large_blocks()
        self._measuring = measuring = Measuring(self._recording)
        self._post(PlayerLoaded())
        try:
            duration = self._measure(measuring)
            if duration is not None:
                self._tell_length(duration, measuring)
                self._fingerprint(duration)
        except SessionLensError as error:
            self._post(Trouble(str(error), unplayable=error is measuring.failure))

    def _measure(self, measuring: "Measuring") -> float | None:
        """Peaks from last time or anew; returns the length in seconds, None when stopped."""
        from sessionlens.audio import peaks_cache
        from sessionlens.audio.peaks import Peaks

        kept = peaks_cache.load(self._cache, self._recording)
        if kept is not None:
            measuring.known_without()
            self._post(PeaksBegun(kept))
            return kept.frames / kept.sample_rate
        peaks: Peaks | None = None
        for chunk in measuring.chunks(self._stop.is_set):
            if peaks is None:
                peaks = Peaks.before(chunk)
                self._post(PeaksBegun(Peaks.before(chunk)))
            peaks.add(chunk)
            self._post(PeaksGrown(chunk))
        if peaks is None or not peaks.complete:
            return None
        peaks_cache.save(self._cache, self._recording, peaks)
        return peaks.frames / peaks.sample_rate

    def _tell_length(self, duration: float, measuring: "Measuring") -> None:
        from sessionlens.audio.description import wrong_length

        # What was measured just now has told it; what is kept is known to do no harm.
        wrong = measuring.wrong_length
        if not measuring.over:
            wrong = wrong_length(self._recording, duration, self._stop.is_set)
        warning = f"{self._recording.name}: {wrong}" if wrong else None
        self._post(Measured(duration, warning))

    def _fingerprint(self, duration: float) -> None:
        from sessionlens.audio.recording import content_hash

        sha256 = content_hash(self._recording, self._stop.is_set)
        if sha256 is None:
            return
        reference = self._reference
        if reference is not None and reference.sha256 == sha256 and reference.sound_sha256:
            self._post(Fingerprinted(sha256, duration, reference.sound_sha256))
            return
        self._post(Fingerprinted(sha256, duration, self._sound_hash()))

    def _sound_hash(self) -> str:
        from sessionlens.audio.sound_hash import sound_hash

        try:
            return sound_hash(self._recording, self._stop.is_set) or ""
        except SessionLensError:
            return ""  # what libsndfile alone can read
