"""Speaks a script in one voice per speaker, each on a channel of its own."""

import random
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sessionlens.domain.transcript import Utterance, Word
from speech_synthesis.espeak import SILENCE, Espeak, Spoken, Voice
from speech_synthesis.resample import resample
from speech_synthesis.script import Line, vocabulary_of
from speech_synthesis.words import SpokenWord, isolated_pronunciations, words_in

_LEVEL = 0.1  # of speech, root mean square, full scale 1: -20 dB
_PEAK = 0.9
_ROOM = 2e-4  # noise of a quiet room: -74 dB
_START, _END = 0.8, 1.5  # seconds of room before the first word and after the last

Samples = NDArray[np.float64]


@dataclass(frozen=True)
class Cast:
    """One person of a script: name in the transcript, voice, and pauses before their lines.

    `pause` is the range in seconds after another person, `breath` after a line of their own.
    """

    name: str
    voice: Voice
    pause: tuple[float, float] = (0.45, 0.9)
    breath: tuple[float, float] = (0.3, 0.5)


@dataclass(frozen=True)
class Recording:
    """Samples of shape (frames, channels), full scale 1; and what was said, with exact times."""

    samples: Samples
    rate: int
    utterances: tuple[Utterance, ...]


def record(script: list[Line], cast: dict[str, Cast], rate: int, seed: int) -> Recording:
    """Speak a script; channels are in the order of `cast`, whose keys are the script's speakers.

    Repeatable only as the first use of espeak in a process, see `Espeak`.
    """
    rng = random.Random(seed)
    espeak = Espeak()
    isolated = isolated_pronunciations(espeak, vocabulary_of(script))
    takes = []
    utterances: list[Utterance] = []
    previous, end = "", 0.0
    for line in script:
        person = cast[line.speaker]
        spoken = espeak.say(line.text, _vary(person.voice, rng))
        words = spoken and words_in(spoken, isolated)
        if not spoken or not words:
            raise ValueError(f"The words of this line cannot be timed, reword it: {line.text}")
        drawn = rng.uniform(*(person.breath if line.speaker == previous else person.pause))
        pause = drawn if line.pause is None else line.pause
        start = end + pause if utterances else _START
        takes.append((line.speaker, start, _trim(spoken, words, rate)))
        utterances.append(_utterance(line.text, person.name, words, start))
        previous, end = line.speaker, max(end, utterances[-1].end)
    samples = _mix(takes, list(cast), round((end + _END) * rate), rate)
    return Recording(_with_room(samples, seed), rate, tuple(utterances))


def _vary(voice: Voice, rng: random.Random) -> Voice:
    """Nobody says every line at one speed and pitch."""
    return voice._replace(
        speed=voice.speed + rng.randint(-5, 5), pitch=voice.pitch + rng.randint(-3, 3)
    )


def _trim(spoken: Spoken, words: list[SpokenWord], rate: int) -> Samples:
    """Return the utterance from its first word on, up to the silence after its last one."""
    sounding = [phone.end for phone in spoken.phones if phone.symbol != SILENCE]
    first, last = round(words[0].start * rate), round((max(sounding) + 0.05) * rate)
    return resample(spoken.samples, spoken.rate, rate)[first:last] / 32768.0


def _utterance(text: str, speaker: str, words: list[SpokenWord], start: float) -> Utterance:
    shift = start - words[0].start
    timed = tuple(
        Word(start=round(word.start + shift, 3), end=round(word.end + shift, 3), text=token)
        for word, token in zip(words, text.split(), strict=True)
    )
    return Utterance(
        start=timed[0].start, end=timed[-1].end, text=text, speaker=speaker, words=timed
    )


def _mix(
    takes: list[tuple[str, float, Samples]], speakers: list[str], frames: int, rate: int
) -> Samples:
    samples = np.zeros((frames, len(speakers)))
    for channel, speaker in enumerate(speakers):
        own = [(round(start * rate), take) for name, start, take in takes if name == speaker]
        speech = np.concatenate([take for _, take in own])
        gain = min(_LEVEL / np.sqrt(np.mean(speech**2)), _PEAK / np.abs(speech).max())
        for first, take in own:
            samples[first : first + len(take), channel] += gain * take
    return samples


def _with_room(samples: Samples, seed: int) -> Samples:
    """Add the low hum of a quiet room, another one on each channel."""
    rng = np.random.default_rng(seed)
    window = np.hanning(34)
    window *= _ROOM / np.sqrt(np.sum(window**2))
    hums = (np.convolve(rng.standard_normal(len(samples)), window, "same") for _ in samples.T)
    return samples + np.stack(list(hums), 1)
