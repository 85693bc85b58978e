"""How much of the speech in one channel gets the right speaker, and what telling it costs.

The sample conversation, both channels as one, unless another recording and its truth are given:
an RTTM file, or a transcript with speakers and times of words. Counted is speech, 10 ms by 10 ms,
where the truth has some. Where two speak at once, either is right in the first figure; in the
second each of them counts, and only one of them can be named. The yardstick gives everything to one
person: the best that can be had without telling voices apart.
"""

import argparse
import itertools
import resource
import tempfile
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sessionlens.domain.voices import VoiceTurn
from sessionlens.resources import sample_folder
from sessionlens.speech.guessing import Guessing
from sessionlens.speech.sound import Voice, seconds_of
from sessionlens.transcripts.recognise import read_transcript

_PER_SECOND = 100
_GOAL = 0.95
Grid = NDArray[np.bool_]
"""Who speaks in each hundredth of a second, shape (n, people)."""


class Shares(NamedTuple):
    """Of all speech: where somebody who speaks is named, and how much of each one's is."""

    either: float
    each: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    sample = sample_folder() / "first-session.ogg"
    parser.add_argument("--recording", type=Path, default=sample)
    parser.add_argument("--truth", type=Path, default=sample.with_suffix(".transcript.json"))
    parser.add_argument("--speakers", type=int, default=2)
    parser.add_argument("--hour", action="store_true", help="measure the cost on an hour of it")
    arguments = parser.parse_args()
    turns = Guessing(arguments.recording, arguments.speakers, gentle=False).finish()
    length = round(seconds_of([Voice(arguments.recording)]) * _PER_SECOND) + 1
    truth = grid(speech_in(arguments.truth), length)
    told = best(truth, voices(turns, length, arguments.speakers))
    alone = best(truth, np.ones((length, 1), bool))
    most = truth.any(axis=1).sum() / truth.sum()
    people = truth.shape[1]
    print(
        f"{arguments.recording.name}: {people} people, {truth.sum() / _PER_SECOND:.1f} s of speech"
    )
    verdict = "within" if told.either >= _GOAL else "BELOW"
    print(f"  right speaker          {told.either:6.1%}  yardstick {alone.either:6.1%}", end="")
    print(f"  {verdict} {_GOAL:.0%}")
    print(f"  overlaps counted twice {told.each:6.1%}  yardstick {alone.each:6.1%}", end="")
    print(f"  at most {most:.1%}")
    if arguments.hour:
        seconds, megabytes = cost(arguments.recording)
        print(f"  an hour takes {seconds:.1f} s of one core, {megabytes:.0f} MB at most")


def speech_in(truth: Path) -> list[tuple[float, float, str]]:
    """Who speaks from when to when: the turns of an RTTM file, or the words of a transcript."""
    if truth.suffix == ".rttm":
        rows = (line.split() for line in truth.read_text().splitlines() if line.strip())
        return [(float(row[3]), float(row[3]) + float(row[4]), row[7]) for row in rows]
    return [
        (word.start, word.end, utterance.speaker or "")
        for utterance in read_transcript(truth).transcript.utterances
        for word in utterance.words
    ]


def grid(speech: list[tuple[float, float, str]], length: int) -> Grid:
    names = sorted({name for *_, name in speech})
    cells = np.zeros((length, len(names)), bool)
    for start, end, name in speech:
        cells[round(start * _PER_SECOND) : round(end * _PER_SECOND), names.index(name)] = True
    return cells


def voices(turns: list[VoiceTurn], length: int, count: int) -> Grid:
    """What was told; the first voice reaches back to the beginning, the last to the end."""
    cells = np.zeros((length, count), bool)
    for number, turn in enumerate(turns):
        end = length if number == len(turns) - 1 else round(turn.end * _PER_SECOND)
        cells[round(turn.start * _PER_SECOND) : end, turn.voice] = True
    return cells


def best(truth: Grid, told: Grid) -> Shares:
    """With each voice taken for the person that fits best."""
    people, count = truth.shape[1], told.shape[1]
    padded = np.pad(told, ((0, 0), (0, max(people - count, 0))))
    shares = []
    for order in itertools.permutations(range(padded.shape[1]), people):
        right = truth & padded[:, order]
        shares.append(
            Shares(right.any(axis=1).sum() / truth.any(axis=1).sum(), right.sum() / truth.sum())
        )
    return max(shares)


def cost(recording: Path) -> tuple[float, float]:
    """Processor time and memory of the child process, for an hour of this over and over."""
    from _speech import speech

    with tempfile.TemporaryDirectory() as name:
        path = speech(Path(name), 60, recording)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        Guessing(path, 2, gentle=False).finish()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, after.ru_maxrss / 1024


if __name__ == "__main__":
    main()
