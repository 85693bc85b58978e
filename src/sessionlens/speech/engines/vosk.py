"""Vosk, with what could hang it, or let it reach for the network, kept out of its way."""

import re
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean
from sessionlens.domain.transcript import Word
from sessionlens.files import LARGEST_DOCUMENT, read_whole
from sessionlens.speech.engines.interface import (
    UNUSABLE,
    Lengths,
    Model,
    RecognisedSound,
    Samples,
    VoiceSample,
)

_BLOCK = 0.5  # seconds per call: few calls, and yet the engine can be stopped soon
_BREATH = 0.25  # seconds; in a shorter gap nobody else has begun to speak
_SHORTEST, _LONGEST = 0.5, 8.0  # seconds of speech that tell a voice
_EDGE = 0.1  # seconds
_HEARD_AT_MOST = 600  # seconds; what is composed of a large graph is kept, and numbers grow coarser
_TOLD_AFTER = 0.15  # seconds from the end of a word to when it is told before it is certain
_USUAL = 0.3  # seconds of a word
_RATE = re.compile(r"^\s*--sample-frequency=(\S+)", re.MULTILINE)
_RATES = range(4000, 96001)
_KALDI_RATE = 16000  # where a model's configuration does not say
_NOT_A_NUMBER = re.compile(rb"(?<=[:\[, ])-?(?:nan|inf)\b")


class _Term(Struct):
    word: str
    start: float
    end: float
    conf: float = 1.0


class _Result(Struct):
    result: list[_Term] = []
    spk: tuple[float, ...] = ()
    partial: str = ""


class VoskEngine:
    """A loaded model, which any number of threads may use at once.

    `speakers` is a model that tells voices apart, for `hear` with its voices.
    Raises SessionLensError when Vosk or the model cannot be loaded.
    """

    lengths = Lengths()
    live_lengths = Lengths(5.0, 10.0)
    variant = ""

    def __init__(self, model: Model, speakers: Model | None = None) -> None:
        self.model = model
        self.rate = sample_rate(model.path)
        self._vosk = _vosk()
        # Always a path, and as text: without one Vosk looks for models in the network.
        self._handle = _loaded(self._vosk.Model, model.path)
        self.speakers = speakers
        self._speakers = load_speakers(speakers.path) if speakers else None
        self._idle = threading.local()

    def hear(
        self,
        samples: Samples,
        should_stop: Callable[[], bool] = lambda: False,
        *,
        with_voices: bool = False,
    ) -> RecognisedSound | None:
        """The words in a piece of sound, or None if stopped; the engine works without the GIL.

        What is heard does not depend on what was heard before. `with_voices` fills
        `RecognisedSound.voices`. Raises SessionLensError when the engine fails.
        """
        results: list[bytes] = []
        step = int(_BLOCK * self.rate)
        recognizer, heard = self._taken("words")
        frames = len(samples)
        for first in range(0, len(samples), step):
            if should_stop():
                return None
            block = samples[first : first + step].tobytes()
            if _accepted(recognizer, block):
                results.append(_text(recognizer.Result))
                if first + step >= len(samples):
                    # Where nothing follows an end of speech, the engine would not begin anew.
                    frames += 1
                    _accepted(recognizer, bytes(2))
        results.append(_text(recognizer.FinalResult))
        self._keep("words", recognizer, heard + frames)
        # The engine adds this to its times, in numbers of this kind.
        before = float(np.float32(heard) / np.float32(self.rate))
        words = _joined(map(_read, results), before)
        voices: list[VoiceSample] = []
        for start, end in stretches(words) if with_voices else ():
            if should_stop():
                return None
            voices += self._voice(samples, start, end)
        return RecognisedSound(words, tuple(voices))

    def follow(self) -> "VoskFollowing":
        """Begin to hear a voice as it speaks; used by one thread. Raises SessionLensError."""
        return VoskFollowing(lambda: self._made("words"), self.rate)

    def close(self) -> None:
        """Nothing to do: the memory goes with the object, once no thread hears any more."""

    def _voice(self, samples: Samples, start: float, end: float) -> list[VoiceSample]:
        """How a stretch (seconds) sounds; nothing if it holds too little speech.

        The engine tells it of whole results only, in which several people may speak: so each
        stretch without a pause is given to it by itself.
        """
        edge = int(_EDGE * self.rate)
        first = max(int(start * self.rate) - edge, 0)
        stretch = samples[first : int(end * self.rate) + edge]
        recognizer, heard = self._taken("voices")
        _accepted(recognizer, stretch.tobytes())
        vector = _read(_text(recognizer.FinalResult)).spk
        self._keep("voices", recognizer, heard + len(stretch))
        return [VoiceSample(start, end, vector)] if vector else []

    def _taken(self, purpose: str) -> tuple[Any, int]:
        """A recogniser for `words` or `voices`, and the frames that it has heard before.

        Building one anew for every piece costs more than the recognition where the graph of a model
        is composed while it is searched. Each thread has its own: one that is used by two ends the
        process.
        """
        recognizer, heard = self._idle.__dict__.pop(purpose, (None, 0))
        if recognizer is None or heard > _HEARD_AT_MOST * self.rate:
            del recognizer  # before there is another: what it keeps is large
            return self._made(purpose), 0
        return recognizer, heard

    def _keep(self, purpose: str, recognizer: Any, heard: int) -> None:
        """Keep one that has given its final result: it begins with no memory of the voice."""
        self._idle.__dict__[purpose] = recognizer, heard

    def _made(self, purpose: str) -> Any:
        try:
            made = self._vosk.KaldiRecognizer(self._handle, float(self.rate))
        except Exception as error:  # Vosk raises nothing more particular
            raise _unusable(self.model.path) from error
        made.SetWords(True)
        if purpose == "voices":
            made.SetSpkModel(self._speakers)
        return made


class VoskFollowing:
    """Hears one voice as it speaks; see `Following`. `made` makes a recogniser."""

    def __init__(self, made: Callable[[], Any], rate: int) -> None:
        self._made = made
        self._rate = rate
        self._recognizer = made()
        self._heard = 0  # frames
        self._before = 0  # frames that this recogniser has not heard
        self._over = True  # it has told everything, and heard nothing since
        self._open: list[Word] = []

    def hear(self, samples: Samples) -> tuple[Word, ...]:
        """The words that became certain with these samples; they never change any more."""
        self._heard += len(samples)
        self._over = False
        if not _accepted(self._recognizer, samples.tobytes()):
            return ()
        words = self._timed(_read(_text(self._recognizer.Result)).result)
        self._over = True
        if self._heard - self._before > _HEARD_AT_MOST * self._rate:
            self._recognizer, self._before = self._made(), self._heard
        return words

    def open(self) -> tuple[Word, ...]:
        """The words since, which may still become others; their times are guessed.

        The engine would tell times a second later: it makes its lattice in pieces. So a word is
        taken to end when it is first told, or a moment before.
        """
        if self._over:
            self._open = []
            return ()
        texts = _read(_text(self._recognizer.PartialResult)).partial.split()
        same = 0
        while same < min(len(texts), len(self._open)) and texts[same] == self._open[same].text:
            same += 1
        told = max(self._heard / self._rate - _TOLD_AFTER, 0.0)
        del self._open[same:]
        for number, text in enumerate(texts[same:]):
            last = self._open[-1].end if self._open else max(told - _USUAL * len(texts), 0.0)
            begun = max(last, told - _USUAL * (len(texts) - same - number))
            end = max(begun, told - _USUAL * (len(texts) - same - number - 1))
            self._open.append(Word(start=begun, end=end, text=clean(text)))
        return tuple(word for word in self._open if word.text)

    def end(self) -> tuple[Word, ...]:
        """Make certain what is open: nothing of that follows."""
        if self._over:
            return ()
        self._over = True
        return self._timed(_read(_text(self._recognizer.FinalResult)).result)

    def _timed(self, terms: list[_Term]) -> tuple[Word, ...]:
        return _joined([_Result(result=terms)], -self._before / self._rate)


def _accepted(recognizer: Any, block: bytes) -> bool:
    try:
        return bool(recognizer.AcceptWaveform(block))
    except Exception as error:  # Vosk raises nothing more particular
        raise SessionLensError(
            "The speech engine failed", "Try again, or with another model"
        ) from error


def _text(result: Callable[[], str]) -> bytes:
    try:
        return result().encode()
    except UnicodeDecodeError as error:
        raise SessionLensError(
            "The model has words that are not UTF-8", "Use another model"
        ) from error


def load_speakers(path: Path) -> Any:
    """Vosk's object of a speaker model; raises SessionLensError."""
    return _loaded(_vosk().SpkModel, path)


def _vosk() -> Any:
    try:
        with _without_downloads():
            import vosk
    except (ImportError, OSError, TypeError) as error:
        raise SessionLensError(
            f"The speech engine Vosk cannot be loaded ({clean(str(error))})",
            "Install it again: pip install --force-reinstall vosk",
        ) from error
    vosk.SetLogLevel(-1)
    return vosk


@contextmanager
def _without_downloads() -> Iterator[None]:
    """Keep `requests` from being imported: it opens a socket as it is, and we need none of it."""
    name = "requests"
    if name in sys.modules:
        yield
        return
    sys.modules[name] = ModuleType(name)
    try:
        yield
    finally:
        del sys.modules[name]


def _loaded(kind: Callable[[str], Any], path: Path) -> Any:
    try:
        return kind(str(path))
    except Exception as error:  # Vosk raises nothing more particular
        raise _unusable(path) from error


def _unusable(path: Path) -> SessionLensError:
    return SessionLensError(
        UNUSABLE,
        "Add or fetch it again: sessionlens models",
        where=path,
    )


def _read(text: bytes) -> _Result:
    try:
        return msgspec.json.decode(text, type=_Result)
    except msgspec.DecodeError:
        pass
    try:
        return msgspec.json.decode(_NOT_A_NUMBER.sub(b"0", text), type=_Result)
    except msgspec.DecodeError as error:
        raise SessionLensError(
            "The speech engine gave an answer that cannot be read", "Use another model"
        ) from error


def _joined(results: Iterable[_Result], before: float) -> tuple[Word, ...]:
    return tuple(
        Word(
            start=round(max(term.start - before, 0.0), 3),
            end=round(max(term.end - before, 0.0), 3),
            text=text,
            conf=round(min(max(term.conf, 0.0), 1.0), 3),
        )
        for result in results
        for term in result.result
        if (text := clean(term.word))
    )


def sample_rate(path: Path) -> int:
    """Frames per second that a speech model wants to hear.

    Raises SessionLensError for a rate that no sound has: the engine would hang on it.
    """
    for name in ("conf/mfcc.conf", "mfcc.conf", "conf/fbank.conf"):
        try:
            conf = read_whole(path / name, LARGEST_DOCUMENT, "a model's configuration")
        except SessionLensError:
            continue
        match = _RATE.search(conf.decode("utf-8", "replace"))
        if match:
            try:
                rate = float(match[1])
            except ValueError:
                rate = 0.0
            if rate not in _RATES:
                raise SessionLensError(
                    f"The model wants sound of {clean(match[1])} samples per second",
                    "It is damaged: add or fetch it again",
                    where=path / name,
                )
            return int(rate)
    return _KALDI_RATE


def stretches(words: Sequence[Word]) -> list[tuple[float, float]]:
    """From when to when there is speech without a pause, in seconds: probably one person's."""
    spans: list[tuple[float, float]] = []
    for word in words:
        breath = not spans or word.start - spans[-1][1] >= _BREATH
        if breath or word.end - spans[-1][0] > _LONGEST:
            spans.append((word.start, word.end))
        else:
            spans[-1] = (spans[-1][0], word.end)
    return [(start, end) for start, end in spans if end - start >= _SHORTEST]
