"""Whisper in a process of its own: `python -m sessionlens.speech.engines.whisper_process`.

Its arguments are a model's folder, a language's code, how many pieces are recognised at once, on
how many threads each, and what to add to the niceness.
"""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from types import ModuleType
from typing import Any

from msgspec import Struct

from sessionlens.speech.engines.process import EngineAnswer, EngineRequest, answer_requests

_REPEATS = 2.4  # times that zlib makes the text shorter: above this it goes round in circles
_SILENT, _UNLIKELY = 0.6, -1.0  # probability of no speech, and mean logarithm of the words'
_TRIED_TOKENS = 8


class WhisperRequest(EngineRequest, frozen=True, array_like=True):
    """Sound of 16 kHz to recognise; without `speech_only` also what sounds like none."""

    speech_only: bool = True


class HeardWord(Struct, frozen=True, array_like=True):
    """A word as Whisper writes it; times are seconds, `probability` is 0 to 1."""

    text: str
    start: float
    end: float
    probability: float


class WhisperAnswer(EngineAnswer, frozen=True, array_like=True):
    """What was recognised."""

    words: tuple[HeardWord, ...] = ()


def main(path: str, language: str, recognisers: int, threads: int, niceness: int) -> None:
    """Load the model and answer until stdin ends."""

    def load() -> Callable[[WhisperRequest], WhisperAnswer]:
        model = _loaded(path, recognisers, threads)
        return lambda request: WhisperAnswer(request.number, words=_words(model, request, language))

    answer_requests(WhisperRequest, WhisperAnswer, load, recognisers=recognisers, niceness=niceness)


def _loaded(path: str, recognisers: int, threads: int) -> Any:
    # Without it nothing can be fetched: faster-whisper would look in the network for a model, and
    # for a tokenizer that is missing.
    sys.modules["huggingface_hub"] = ModuleType("huggingface_hub")
    os.environ["HF_HUB_OFFLINE"] = "1"
    from faster_whisper import WhisperModel

    return WhisperModel(
        path,
        device="cpu",
        compute_type="int8",
        cpu_threads=threads,
        num_workers=recognisers,
        local_files_only=True,
    )


def _words(model: Any, request: WhisperRequest, language: str) -> tuple[HeardWord, ...]:
    import numpy as np

    sound = np.frombuffer(request.sound, np.int16).astype(np.float32) / 32768
    if not len(sound):
        return ()
    options = {} if request.speech_only else {"max_new_tokens": _TRIED_TOKENS, "temperature": 0.0}
    segments, _ = model.transcribe(
        sound,
        language=language,
        vad_filter=request.speech_only,
        word_timestamps=True,
        condition_on_previous_text=False,
        **options,
    )
    heard = [
        HeardWord(word.word, float(word.start), float(word.end), float(word.probability))
        for segment in segments
        if _is_speech(segment)
        for word in segment.words or ()
    ]
    return tuple(spread(heard))


def _is_speech(segment: Any) -> bool:
    """Whether it is none of what Whisper makes up where nothing is said, by its own measures."""
    silent = segment.no_speech_prob > _SILENT and segment.avg_logprob < _UNLIKELY
    return not (silent or segment.compression_ratio > _REPEATS)


def spread(words: Sequence[HeardWord]) -> Iterable[HeardWord]:
    """The words, those of no length sharing the time of the word that follows at once."""
    waiting: list[HeardWord] = []
    for word in words:
        waiting.append(word)
        if word.end > word.start:
            yield from _shared(waiting, waiting[0].start, word.end)
            waiting = []
    yield from waiting


def _shared(words: list[HeardWord], start: float, end: float) -> Iterable[HeardWord]:
    share = (end - start) / len(words)
    if len(words) == 1 or share <= 0:
        yield from words
        return
    for at, word in enumerate(words):
        times = (round(start + at * share, 3), round(start + (at + 1) * share, 3))
        yield HeardWord(word.text, *times, word.probability)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6]))
