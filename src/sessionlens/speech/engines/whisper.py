"""Whisper, at work in a process of its own: it is stopped at once, and harms none but itself.

A window of half a minute takes it seconds, in which it cannot be interrupted, and its libraries
hold the interpreter meanwhile: the sound that is playing beside it would wait for it.
"""

import math
import weakref
from collections.abc import Callable, Iterable

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean
from sessionlens.domain.transcript import Word
from sessionlens.processor import niceness
from sessionlens.speech.engines.interface import (
    UNUSABLE,
    EngineUse,
    Lengths,
    Model,
    RecognisedSound,
    Samples,
)
from sessionlens.speech.engines.process import EngineProcess, engine_failed, one_line
from sessionlens.speech.engines.whisper_process import HeardWord, WhisperAnswer, WhisperRequest

_RATE = 16000
_USUAL = "en"  # the language where none is said: a model of all is only tried then
_MODULE = "sessionlens.speech.engines.whisper_process"


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
        self._process = EngineProcess(_MODULE, self._arguments(use), WhisperAnswer)
        self._end = weakref.finalize(self, self._process.end)
        if error := self._process.loaded():
            raise unusable(model, error)

    def hear(
        self,
        samples: Samples,
        should_stop: Callable[[], bool] = lambda: False,
        *,
        with_voices: bool = False,
    ) -> RecognisedSound | None:
        """The words in a piece of sound, or None if stopped; Whisper tells nothing of voices."""
        answer = self._asked(samples, should_stop)
        if answer is None:
            return None
        if answer.error:
            raise engine_failed(answer.error)
        return RecognisedSound(tuple(_words(answer.words, len(samples) / self.rate)))

    def try_out(self, samples: Samples) -> None:
        """Work on any sound, speech or not; raises SessionLensError when that fails."""
        answer = self._asked(samples, lambda: False, speech_only=False)
        if answer is not None and answer.error:
            raise unusable(self.model, answer.error)

    def close(self) -> None:
        """End the process."""
        self._end()

    def _asked(
        self, samples: Samples, should_stop: Callable[[], bool], *, speech_only: bool = True
    ) -> WhisperAnswer | None:
        sound = samples.tobytes()
        return self._process.ask(
            lambda number: WhisperRequest(number, sound, speech_only), should_stop
        )

    def _arguments(self, use: EngineUse) -> list[str]:
        threads = max(use.cores // use.recognisers, 1)
        numbers = (use.recognisers, threads, niceness(gentle=use.gentle))
        return [str(self.model.path), self._language, *map(str, numbers)]


def unusable(model: Model, reason: str) -> SessionLensError:
    """The error to raise for a model that cannot be loaded."""
    hint = "Add it again: sessionlens models"
    return SessionLensError(f"{UNUSABLE} ({one_line(reason)})", hint, where=model.path)


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
