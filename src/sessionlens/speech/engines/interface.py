"""What a speech engine is to the rest of the program."""

from collections.abc import Callable
from typing import Protocol

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from sessionlens.domain.transcript import Word
from sessionlens.speech.models import Model

Samples = NDArray[np.int16]
"""Sound of one voice at the engine's rate, shape (n,)."""

UNUSABLE = "The speech engine cannot use this model"
"""What is said of a model that its engine refuses."""


class VoiceSample(Struct, frozen=True, array_like=True):
    """How somebody sounded from `start` to `end` (seconds): the engine's x-vector."""

    start: float
    end: float
    vector: tuple[float, ...]


class RecognisedSound(Struct, frozen=True):
    """What an engine made of a piece of sound; times are seconds from its beginning."""

    words: tuple[Word, ...] = ()
    voices: tuple[VoiceSample, ...] = ()


class Engine(Protocol):
    """A loaded model, which any number of threads may use at once.

    `rate` is frames per second of the sound that it wants to hear. `speakers` is a model that
    tells voices apart, for `hear` with its voices.
    """

    model: Model
    rate: int
    speakers: Model | None

    def hear(
        self,
        samples: Samples,
        should_stop: Callable[[], bool] = ...,
        *,
        with_voices: bool = False,
    ) -> RecognisedSound | None:
        """The words in a piece of sound, or None if stopped.

        What is heard does not depend on what was heard before. `with_voices` fills
        `RecognisedSound.voices`. Raises SessionLensError when the engine fails.
        """
