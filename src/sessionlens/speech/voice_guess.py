"""Guesses who speaks in one channel: by a model's x-vectors where there are some, else by ours."""

from collections.abc import Callable, Sequence

import numpy as np

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.voices import VoiceTurn
from sessionlens.speech.engines.interface import VoiceSample
from sessionlens.speech.sound import Voice
from sessionlens.speech.speakers import VoiceSamples, turns_of

USUAL = 2
"""How many people speak in a coaching session, unless somebody says otherwise."""

_ALIKE = 0.98  # every speaker model has its own scale: what is nearly the same only


def x_vector_turns(x_vectors: Sequence[VoiceSample], count: int = USUAL) -> list[VoiceTurn]:
    """Who of `count` people speaks when, by what a speaker model has made while recognising.

    Empty where no two voices can be told.
    """
    ordered = sorted(x_vectors, key=lambda sample: sample.start)
    samples = VoiceSamples(
        np.array([sample.start for sample in ordered]),
        np.array([sample.end for sample in ordered]),
        np.array([sample.vector for sample in ordered], np.float32),
        alike=_ALIKE,
    )
    return turns_of(samples, count)


def encoder_turns(
    voice: Voice,
    count: int = USUAL,
    on_progress: Callable[[float], None] = lambda _: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> list[VoiceTurn]:
    """Who of `count` people speaks when, by the shipped encoder: half a minute for an hour.

    Empty when stopped, or where no two voices can be told. Raises SessionLensError.
    """
    # Only here: where a speaker model is used, the weights need not be read.
    from sessionlens.speech.voice_encoder import VoiceEncoder
    from sessionlens.speech.voice_windows import window_samples

    try:
        heard = window_samples(voice, VoiceEncoder(), on_progress, should_stop)
        return [] if heard is None else turns_of(heard, count)
    except MemoryError as error:
        raise SessionLensError(
            "There is too little memory to tell voices apart",
            "Close other programs, and try again",
            where=voice.path,
        ) from error
