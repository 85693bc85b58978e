"""How long each lens looks at 30,000 words: two hours in which coach and client take turns.

    python bench/lenses.py

Goal: 50 ms for the slowest lens, all that it needs of the transcript included. Yardstick: taking
the same text apart into its words once. The voices of two channels are found in two hours of peaks.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import numpy as np

from sessionlens import resources
from sessionlens.audio.levels import both_speaking
from sessionlens.audio.peaks import PEAKS_PER_SECOND, Peaks, PeaksChunk
from sessionlens.domain.lenses import LENSES, Scene
from sessionlens.domain.timeline import Timeline
from sessionlens.domain.transcript import Transcript, Utterance, Word
from sessionlens.storage.question_words import words_for
from sessionlens.transcripts.recognise import read_transcript

WORDS = 30_000
_ROUNDS = 9
_RATE = 16_000


def conversation(words: int) -> Transcript:
    """The demo's utterances in another order again and again, with its words' lengths."""
    source = read_transcript(resources.sample_folder() / "first-session.transcript.json").transcript
    chance = random.Random(7)
    spoken: list[Utterance] = []
    count, now = 0, 0.0
    while count < words:
        utterance = chance.choice(source.utterances)
        shift = now - utterance.start
        timed = tuple(
            Word(start=word.start + shift, end=word.end + shift, text=word.text, conf=word.conf)
            for word in utterance.words
        )
        end = utterance.end + shift
        spoken.append(
            Utterance(
                start=now, end=end, speaker=utterance.speaker, text=utterance.text, words=timed
            )
        )
        count += len(timed)
        now = end + chance.choice((-0.4, 0.2, 0.5, 3.0))
    return Transcript(utterances=tuple(spoken), language="en", timing="word")


def sound(transcript: Transcript) -> Peaks:
    """Peaks of two channels in which each speaker is heard when they speak."""
    count = int(transcript.end * PEAKS_PER_SECOND) + 1
    values = np.random.default_rng(7).integers(0, 200, (count, 2)).astype(np.int16)
    names = list(transcript.speakers)
    for utterance in transcript.utterances:
        begin, end = (int(t * PEAKS_PER_SECOND) for t in (utterance.start, utterance.end))
        values[begin:end, names.index(utterance.speaker or names[0]) % 2] += 9000
    peaks = Peaks(_RATE, 2)
    peaks.add(PeaksChunk(0, values, _RATE, int(transcript.end * _RATE), True, False, 0))
    return peaks


def milliseconds(work: Callable[[], object]) -> float:
    """Processor time, the median of some rounds."""
    times = []
    for _ in range(_ROUNDS):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return 1000 * statistics.median(times)


def main() -> None:
    transcript = conversation(WORDS)
    words, _ = words_for(transcript)
    peaks = sound(transcript)
    apart = milliseconds(lambda: [one.text.lower().split() for one in transcript.utterances])
    heard = milliseconds(lambda: both_speaking(peaks))
    together = both_speaking(peaks)
    slowest = 0.0
    for lens in LENSES:
        # A timeline of its own each time: what it works out once is part of the cost.
        def look(find: Callable[[Scene], object] = lens.find) -> object:
            return find(Scene(Timeline(transcript), "Coach", words, together=together))

        passages = lens.find(Scene(Timeline(transcript), "Coach", words, together=together))
        cost = milliseconds(look)
        slowest = max(slowest, cost)
        print(f"{lens.title:36}{cost:7.1f} ms   ratio {cost / apart:5.1f}   {len(passages)} places")
    print(f"{'the words taken apart':36}{apart:7.1f} ms")
    print(f"{'voices of two channels':36}{heard:7.1f} ms   {transcript.end / 60:.0f} minutes")
    print(f"slowest {slowest:.1f} ms   {'within' if slowest <= 50 else 'ABOVE'} 50")


if __name__ == "__main__":
    main()
