"""Tells voices apart in a child process: on one core, out of the player's way."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec

from sessionlens.audio.tracks import chosen_track
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.voices import VoiceTurn
from sessionlens.processor import niceness
from sessionlens.speech.guessing_process import CannotGuess, Guess, GuessMessage, HeardSoFar

_MODULE = "sessionlens.speech.guessing_process"
_LOOKED_AT = 0.1  # seconds
# The products are small: threads that share them would mostly wait for each other.
_ONE_CORE = dict.fromkeys(
    ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)


class Guessing:
    """One guess of who of `count` people speaks when. To be looked at: it calls nobody.

    `only_mono`: a recording with a voice a channel is left alone, and `why` says so. When `over`,
    there are `turns` (empty: no two voices could be told apart), or an `error`. `gentle` leaves
    the first say on the processor to others.
    """

    def __init__(
        self, recording: Path, count: int, *, only_mono: bool = False, gentle: bool = True
    ) -> None:
        self.fraction = 0.0
        self.turns: tuple[VoiceTurn, ...] = ()
        self.why = ""
        self.error: SessionLensError | None = None
        self._recording = recording
        self._arguments = [
            str(count),
            "mono" if only_mono else "any",
            str(niceness(gentle=gentle)),
        ]
        self._cancelled = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._run, name="voices", daemon=True)
        self._thread.start()

    @property
    def over(self) -> bool:
        """Whether it has ended, well or not."""
        return not self._thread.is_alive()

    def finish(self, on_progress: Callable[[float], None] = lambda _: None) -> list[VoiceTurn]:
        """Wait for the turns; what interrupts the waiting ends it. Raises SessionLensError."""
        try:
            while not self.over:
                self._thread.join(_LOOKED_AT)
                on_progress(self.fraction)
        finally:
            self.cancel()
        if self.error is not None:
            raise self.error
        return list(self.turns)

    def cancel(self) -> None:
        """End soon, without waiting, and without a result."""
        self._cancelled.set()
        if self._child is not None:
            self._child.kill()

    def _run(self) -> None:
        track = str(chosen_track(self._recording))
        # Without -P a module in the current folder would be taken for one of ours.
        command = [sys.executable, "-P", "-m", _MODULE, str(self._recording.absolute()), track]
        try:
            with subprocess.Popen(
                command + self._arguments,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, **_ONE_CORE},
            ) as child:
                self._child = child
                if self._cancelled.is_set():
                    child.kill()
                self._follow(child)
        except OSError as error:
            self.error = SessionLensError(
                f"The voices cannot be told apart ({error.strerror})",
                "Try again",
                where=self._recording,
            )

    def _follow(self, child: "subprocess.Popen[bytes]") -> None:
        assert child.stdout is not None
        for line in child.stdout:
            try:
                message = msgspec.json.decode(line, type=GuessMessage)
            except msgspec.DecodeError:
                break  # it was killed while it wrote
            if isinstance(message, HeardSoFar):
                self.fraction = message.fraction
            elif isinstance(message, Guess):
                self.turns, self.why = message.turns, message.why
                return
            elif isinstance(message, CannotGuess):
                self.error = SessionLensError(message.what, message.hint, where=self._recording)
                return
        if not self._cancelled.is_set():
            self.error = SessionLensError(
                "Telling the voices apart ended too early: memory may be short,"
                " or the recording damaged",
                "Try again; the transcript stays as it is",
                where=self._recording,
            )
