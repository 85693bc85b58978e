"""Training speech: a script and its scrambled vocabulary in many voices, timed to the phone."""

import math
import multiprocessing
import random
from multiprocessing.pool import Pool

from speech_synthesis.espeak import Espeak, Spoken, Voice
from speech_synthesis.script import Line, vocabulary_of

# The demo and the fixtures speak with other voices: the model must hear voices it has never met.
TRAINING_VOICES = (
    "en-us", "en-us+m1", "en-us+m2", "en-us+m3", "en-us+m4", "en-us+m6", "en-us+m8",
    "en-us+Gene", "en-us+f1", "en-us+f2", "en-us+f4", "en-us+f5", "en-us+steph", "en-us+Alicia",
    "en-us+linda", "en-us+belinda",
)  # fmt: skip

_PARTS = 4

Job = tuple[str, Voice]


def training_jobs(script: list[Line], takes: int, seed: int) -> list[Job]:
    """Return what to speak: every line `takes` times in random voices, and the vocabulary
    scrambled as often, so that the network learns phones and not just these sentences."""
    rng = random.Random(seed)
    vocabulary = vocabulary_of(script)
    jobs: list[Job] = []
    for take in range(takes):
        jobs += [(line.text, _random_voice(rng, take + i)) for i, line in enumerate(script)]
        jobs += [(text, _random_voice(rng, i)) for i, text in enumerate(_scramble(vocabulary, rng))]
    return jobs


def speak_all(jobs: list[Job], processes: int) -> list[Spoken]:
    """Speak every job; those whose words cannot be read back are left out.

    Four fixed lists, each in a process of its own, make the speech the same on any number of
    cores, because espeak keeps state from call to call.
    """
    context = multiprocessing.get_context("spawn")
    with context.Pool(processes, maxtasksperchild=1) as pool:
        parts = _speak_parts(pool, jobs)
    return [utterance for part in parts for utterance in part if utterance is not None]


def _speak_parts(pool: Pool, jobs: list[Job]) -> list[list[Spoken | None]]:
    size = math.ceil(len(jobs) / _PARTS)
    lists = [jobs[i : i + size] for i in range(0, len(jobs), size)]
    return pool.map(_speak_list, lists, chunksize=1)


def _speak_list(jobs: list[Job]) -> list[Spoken | None]:
    espeak = Espeak()
    return [espeak.say(text, voice) for text, voice in jobs]


def _random_voice(rng: random.Random, number: int) -> Voice:
    return Voice(
        TRAINING_VOICES[number % len(TRAINING_VOICES)],
        speed=rng.randint(115, 205),
        pitch=rng.randint(25, 75),
        pitch_range=rng.randint(20, 80),
        gap=rng.choice([0, 0, 0, 1, 3]),
    )


def _scramble(vocabulary: list[str], rng: random.Random) -> list[str]:
    """Return all words once, in random strings of five to nine."""
    pool = list(vocabulary)
    rng.shuffle(pool)
    texts = []
    while pool:
        size = rng.randint(5, 9)
        texts.append(" ".join(pool[:size]).capitalize() + ".")
        pool = pool[size:]
    return texts
