"""Whisper, at work in a process of its own: it is stopped at once, and harms none but itself.

A window of half a minute takes it seconds, in which it cannot be interrupted, and its libraries
hold the interpreter meanwhile: the sound that is playing beside it would wait for it.
"""

import itertools
import math
import queue
import re
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean, shorten
from sessionlens.domain.transcript import Word
from sessionlens.speech.engines.interface import (
    UNUSABLE,
    EngineUse,
    Lengths,
    Model,
    RecognisedSound,
    Samples,
)
from sessionlens.speech.engines.whisper_process import (
    HeardWord,
    WhisperAnswer,
    WhisperRequest,
    receive,
    send,
)

_RATE = 16000
_USUAL = "en"  # the language where none is said: a model of all is only tried then
_ASK = 0.05  # seconds between two looks whether to stop
_NICENESS = 10
_KILLED = -9  # by the system, when it has no memory left, or by somebody
_VMSTAT = Path("/proc/vmstat")
_OUT_OF_MEMORY = re.compile(r"^oom_kill (\d+)", re.MULTILINE)


class WhisperEngine:
    """A loaded model; raises SessionLensError when it cannot be loaded."""

    # Each piece costs as much as a whole window of 30 s, margins included.
    lengths = Lengths(16.0, 26.5)
    live_lengths = Lengths(8.0, 16.0)
    speakers: Model | None = None

    def __init__(self, model: Model, use: EngineUse) -> None:
        self.model = model
        self.rate = _RATE
        self._language = model.language.split("-")[0] or _USUAL
        self.variant = f"whisper {self._language}"
        self._child = _Child(self._command(use))
        self._end = weakref.finalize(self, self._child.end)
        answer = self._child.answer(0, lambda: False)
        if answer is not None and answer.error:
            raise unusable(model, answer.error)

    def hear(
        self,
        samples: Samples,
        should_stop: Callable[[], bool] = lambda: False,
        *,
        with_voices: bool = False,
    ) -> RecognisedSound | None:
        """The words in a piece of sound, or None if stopped; Whisper tells nothing of voices."""
        answer = self._child.ask(samples.tobytes(), should_stop)
        if answer is None:
            return None
        if answer.error:
            raise SessionLensError(
                f"The speech engine failed ({_one_line(answer.error)})",
                "Try again, or with another model",
            )
        return RecognisedSound(tuple(_words(answer.words, len(samples) / self.rate)))

    def try_out(self, samples: Samples) -> None:
        """Work on any sound, speech or not; raises SessionLensError when that fails."""
        answer = self._child.ask(samples.tobytes(), lambda: False, speech_only=False)
        if answer is not None and answer.error:
            raise unusable(self.model, answer.error)

    def close(self) -> None:
        """End the process."""
        self._end()

    def _command(self, use: EngineUse) -> list[str]:
        threads = max(use.cores // use.recognisers, 1)
        numbers = (use.recognisers, threads, _NICENESS if use.gentle else 0)
        module = "sessionlens.speech.engines.whisper_process"
        own = [str(self.model.path), self._language, *map(str, numbers)]
        return [sys.executable, "-P", "-m", module, *own]


def unusable(model: Model, reason: str) -> SessionLensError:
    """The error to raise for a model that cannot be loaded."""
    hint = "Add it again: sessionlens models"
    return SessionLensError(f"{UNUSABLE} ({_one_line(reason)})", hint, where=model.path)


class _Child:
    """The process, and who waits for which of its answers."""

    def __init__(self, command: list[str]) -> None:
        try:
            # In a session of its own no key that is meant for the program ends it.
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,
            )
        except OSError as error:
            raise SessionLensError(
                f"The speech engine cannot be started ({error.strerror})", "Close other programs"
            ) from error
        self._out_of_memory = _killed_for_memory()
        self._numbers = itertools.count(1)
        self._sending = threading.Lock()
        self._waiting: dict[int, queue.SimpleQueue[WhisperAnswer]] = {0: queue.SimpleQueue()}
        self._ended = ""
        threading.Thread(target=self._read, name="whisper", daemon=True).start()

    def ask(
        self, sound: bytes, should_stop: Callable[[], bool], *, speech_only: bool = True
    ) -> WhisperAnswer | None:
        """Have sound recognised and wait for the answer; None if stopped."""
        number = next(self._numbers)
        self._waiting[number] = queue.SimpleQueue()
        with self._sending, suppress(OSError, ValueError):  # why it ended is told by `answer`
            send(_stream(self._process.stdin), WhisperRequest(number, sound, speech_only))
        return self.answer(number, should_stop)

    def answer(self, number: int, should_stop: Callable[[], bool]) -> WhisperAnswer | None:
        """Wait for an answer; None if stopped."""
        try:
            while not should_stop():
                try:
                    return self._waiting[number].get(timeout=_ASK)
                except queue.Empty:
                    if self._ended:
                        return WhisperAnswer(number, error=self._ended)
            return None
        finally:
            del self._waiting[number]

    def end(self) -> None:
        """End the process at once, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                _stream(stream).close()

    def _read(self) -> None:
        stream = _stream(self._process.stdout)
        with suppress(OSError, ValueError):
            while (answer := receive(stream, WhisperAnswer)) is not None:
                if waiting := self._waiting.get(answer.number):
                    waiting.put(answer)
        code = self._process.wait()
        counted = self._out_of_memory
        self._ended = _ending(
            code, somebody=counted is not None and counted == _killed_for_memory()
        )


def _stream(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None
    return stream


def _killed_for_memory() -> int | None:
    """How many processes Linux has ended for want of memory; None where nothing counts them."""
    try:
        counted = _OUT_OF_MEMORY.search(_VMSTAT.read_text(encoding="ascii"))
    except OSError:
        return None
    return int(counted[1]) if counted else None


def _ending(code: int, *, somebody: bool) -> str:
    """What to say of a process that has not been ended by us: `somebody` else may have done it."""
    if code == _KILLED and somebody:
        return "somebody ended its process"
    if code == _KILLED:
        return "the system ended it: it cannot allocate memory"
    return f"it crashed with signal {-code}" if code < 0 else f"it ended with code {code}"


def _one_line(reason: str) -> str:
    return shorten(clean(reason), 160).rstrip(".")


def _words(words: Iterable[HeardWord], length: float) -> Iterable[Word]:
    """The words with times within the sound (seconds), without what no screen can show."""
    for word in words:
        text = clean(word.text.strip())
        if text and math.isfinite(word.start + word.end + word.probability):
            start = min(max(word.start, 0.0), length)
            yield Word(
                start=round(start, 3),
                end=round(min(max(word.end, start), length), 3),
                text=text,
                conf=round(min(max(word.probability, 0.0), 1.0), 3),
            )
