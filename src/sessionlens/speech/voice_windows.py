"""How a recording sounds, window by window: the encoder moved over all its speech."""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from sessionlens.speech.sound import Voice, seconds_of, sound
from sessionlens.speech.speakers import VoiceSamples
from sessionlens.speech.voice_encoder import HOP, RATE, SPAN, WINDOW, Floats, VoiceEncoder, spectra

_STEP = 40  # hops from one window to the next: 0.4 s
_AFTER = (WINDOW // 2, WINDOW)  # the first half and the whole of each window, heard in one go
_AT_ONCE = 256  # windows
_LOUDNESS = -30.0  # decibels below full scale, to which soft recordings are raised, as in training
_CLEAR = 30.0  # decibels; what is further below loud speech is none
_SILENCE = -70.0  # decibels below full scale, as raised
_LEAST = 0.4  # of a window that must be speech
_SMOOTHED = 5  # hops

# One reader, divided in two by chance, has a cosine of 0.92 to 0.94 (synthetic voices 0.94 to
# 0.96); two people in one room have 0.87, two synthetic voices 0.75 to 0.90.
_ALIKE = 0.91

Stop = Callable[[], bool]


def window_samples(
    voice: Voice,
    encoder: VoiceEncoder,
    on_progress: Callable[[float], None] = lambda _: None,
    should_stop: Stop = lambda: False,
) -> VoiceSamples | None:
    """How all speech of a voice's sound sounds; None when stopped.

    The sound is read twice: first for how loud it is. Raises SessionLensError where it cannot be
    heard, MemoryError.
    """
    powers = _powers(voice, should_stop)
    if powers is None:
        return None
    gain = _gain(powers)
    starts = _speaking(powers * gain**2)
    total = max(seconds_of([voice]), len(powers) * HOP / RATE, 0.1)
    made: list[list[Floats]] = []
    places: list[NDArray[np.intp]] = []
    for at, windows in _batches(voice, gain, starts, should_stop):
        if should_stop():
            return None
        made.append(encoder.vectors(windows, _AFTER))
        places.append(at)
        on_progress(min(float(at[-1]) * HOP / RATE / total, 1.0))
    if should_stop():
        return None
    begun = np.concatenate([np.zeros(0), *places]) * HOP / RATE
    none = np.zeros((0, 1), np.float32)
    halves, whole = (
        np.concatenate([batch[i] for batch in made]) if made else none for i in range(len(_AFTER))
    )
    return VoiceSamples(begun, begun + WINDOW * HOP / RATE, whole, halves, _ALIKE)


def _powers(voice: Voice, should_stop: Stop) -> Floats | None:
    """The mean square of each hop (full scale is 1)."""
    parts: list[Floats] = []
    rest = np.zeros(0, np.float32)
    for block in _blocks(voice):
        if should_stop():
            return None
        rest = np.concatenate([rest, block])
        whole = len(rest) // HOP * HOP
        parts.append((rest[:whole].reshape(-1, HOP) ** 2).mean(axis=1))
        rest = rest[whole:]
    return np.concatenate([np.zeros(0, np.float32), *parts])


def _gain(powers: Floats) -> float:
    loudness = float(np.sqrt(powers.mean())) if len(powers) else 0.0
    return max(10 ** (_LOUDNESS / 20) / loudness, 1.0) if loudness > 0 else 1.0


def _speaking(powers: Floats) -> NDArray[np.intp]:
    """The hops where windows begin that hold speech enough."""
    if len(powers) < WINDOW:
        return np.zeros(0, np.intp)
    decibels = 10 * np.log10(powers + 1e-10)
    levels = np.convolve(decibels, np.full(_SMOOTHED, 1 / _SMOOTHED), "same")
    loud = levels > max(float(np.percentile(levels, 95)) - _CLEAR, _SILENCE)
    sums = np.concatenate([[0], np.cumsum(loud)])
    starts = np.arange(0, len(powers) - WINDOW + 1, _STEP)
    speaking: NDArray[np.intp] = starts[sums[starts + WINDOW] - sums[starts] >= _LEAST * WINDOW]
    return speaking


def _batches(
    voice: Voice, gain: float, starts: NDArray[np.intp], should_stop: Stop
) -> Iterator[tuple[NDArray[np.intp], Floats]]:
    """Where windows begin, and their spectra, shape (n, WINDOW, bands)."""
    batch: list[Floats] = []
    done = 0
    for first, rows in _rows(voice, gain, should_stop):
        while done + len(batch) < len(starts):
            begin = int(starts[done + len(batch)]) - first
            if begin + WINDOW > len(rows):
                break
            batch.append(rows[begin : begin + WINDOW])
            if len(batch) == _AT_ONCE:
                yield starts[done : done + _AT_ONCE], np.stack(batch)
                done, batch = done + _AT_ONCE, []
    if batch:
        yield starts[done : done + len(batch)], np.stack(batch)


def _rows(voice: Voice, gain: float, should_stop: Stop) -> Iterator[tuple[int, Floats]]:
    """Spectra, overlapping by a window less one; and the hop that the first of them is of."""
    rest = np.zeros(SPAN // 2, np.float32)  # so that a spectrum's middle is where its hop begins
    rows: Floats | None = None
    first = 0
    for block in _blocks(voice):
        if should_stop():
            return
        rest = np.concatenate([rest, block * np.float32(gain)])
        if len(rest) < SPAN:
            continue
        fresh = spectra(rest)
        rest = rest[len(fresh) * HOP :]
        kept = fresh[:0] if rows is None else rows[-(WINDOW + _STEP) :]
        first += 0 if rows is None else len(rows) - len(kept)
        rows = np.concatenate([kept, fresh])
        yield first, rows
    tail = spectra(np.concatenate([rest, np.zeros(SPAN, np.float32)]))
    kept = tail[:0] if rows is None else rows[-(WINDOW + _STEP) :]
    first += 0 if rows is None else len(rows) - len(kept)
    yield first, np.concatenate([kept, tail])


def _blocks(voice: Voice) -> Iterator[Floats]:
    for block in sound([voice], RATE):
        yield block[:, 0].astype(np.float32) / np.float32(32768)
