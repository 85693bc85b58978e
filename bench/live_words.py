"""The words of a live session: shown how late, heard how wrongly, at times how far off.

    python bench/live_words.py [--seconds 60] [--model FOLDER]

Plays the sample conversation into a virtual microphone, beside one busy core, and holds what is
recognised while it is recorded against what is spoken: the words and times that the sample was made
from. When it is heard in the recording is told by its samples, not by its words.
"""

import argparse
import sys
import time
from difflib import SequenceMatcher
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np

from _speech import MODEL
from dropouts import hogs
from sessionlens.audio.capture.microphone import Input
from sessionlens.audio.capture.recorder import Recorder
from sessionlens.audio.frames import Frames
from sessionlens.domain.transcript import Utterance
from sessionlens.resources import sample_folder
from sessionlens.speech.engines.interface import EngineUse
from sessionlens.speech.engines.table import module_of
from sessionlens.speech.live_words import LiveWords
from sessionlens.speech.models import describe
from sessionlens.speech.sound import Voice, sound
from sessionlens.transcripts import native
from sound_yardstick import RATE, VirtualSound, folder, require, wait_until
from word_errors import errors, plain

SAMPLE = sample_folder() / "first-session.ogg"
SPEAKERS = ("Coach", "Client")
AFTERWARDS = 2.0  # seconds of silence

Shown = dict[tuple[str, str, int], float]
"""When a word was there first, by speaker, text and tenth of a second."""


class Spoken(NamedTuple):
    """A word, its times in seconds of the recording."""

    text: str
    start: float
    end: float


def words(seconds: float, folder_of_model: Path) -> bool:
    """Whether words are shown in time; prints how late, how wrong and how far off they are."""
    frames = np.stack(
        [np.concatenate(list(sound([Voice(SAMPLE, side)], RATE))).ravel() for side in (0, 1)], 1
    )[: int(seconds * RATE)]
    model = describe(folder_of_model)
    with folder() as place, VirtualSound() as server, hogs(1):
        recording = Recorder([Input(channels=(0, 1))], place / "talk.au")
        recording.start()
        live = LiveWords(recording, lambda: module_of(model).load(model, EngineUse()), SPEAKERS)
        live.start()
        wait_until(lambda: live.state == "listening")
        shown: Shown = {}
        begun = recording.position
        with server.speech(frames):
            while recording.position < begun + seconds + AFTERWARDS:
                note(shown, (*live.stable, *live.open), recording.position)
                time.sleep(0.01)
        recording.close()
        wait_until(lambda: recording.closed_within(0.1))
        live.finish()
        wait_until(lambda: live.closed_within(0.1))
        began = beginning(recording.read(0, recording.recorded), frames, recording.rate)
    return told(live.stable, true_words(began, seconds), shown)


def told(stable: tuple[Utterance, ...], true: dict[str, list[Spoken]], shown: Shown) -> bool:
    """Print what came of it; whether words are shown in time."""
    late, off, wrong = [], [], 0
    for speaker, spoken in true.items():
        heard = [
            Spoken(text, word.start, word.end)
            for utterance in stable
            if utterance.speaker == speaker
            for word in utterance.words
            for text in plain(word.text)
        ]
        wrong += errors([word.text for word in spoken], [word.text for word in heard])
        for word, recognised in pairs(spoken, heard):
            off += [abs(recognised.start - word.start), abs(recognised.end - word.end)]
            tenth = round(recognised.start * 10)
            tenths = range(tenth - 6, tenth + 7)  # of an open word guessed
            times = [shown[key] for t in tenths if (key := (speaker, word.text, t)) in shown]
            late += [min(times) - word.end] if times else []
    count = sum(map(len, true.values()))
    median, most = np.percentile(late, [50, 99])
    print(f"| shown after their end | {len(late)} words | p50 {median:.2f} s | p99 {most:.2f} s |")
    print(f"| heard wrongly | {wrong} of {count} words | {wrong / count:.1%} |")
    usual, worst = np.percentile(off, [50, 99])
    print(
        f"| beginnings and ends off | {len(off) // 2} words | p50 {usual:.2f} s |"
        f" p99 {worst:.2f} s |"
    )
    return bool(median <= 0.5 and most <= 1.5)


def note(shown: Shown, spoken: tuple[Utterance, ...], now: float) -> None:
    """Keep when each word was there first."""
    for utterance in spoken:
        for word in utterance.words:
            for text in plain(word.text):
                shown.setdefault((utterance.speaker or "", text, round(word.start * 10)), now)


def true_words(began: float, seconds: float) -> dict[str, list[Spoken]]:
    """What each speaker says in the first `seconds` of the sample, which `began` then."""
    transcript = native.decode(SAMPLE.with_suffix(".transcript.json").read_bytes())
    return {
        speaker: [
            Spoken(text, began + word.start, began + word.end)
            for utterance in transcript.utterances
            if utterance.speaker == speaker
            for word in utterance.words
            if word.end <= seconds
            for text in plain(word.text)
        ]
        for speaker in SPEAKERS
    }


def pairs(spoken: list[Spoken], heard: list[Spoken]) -> list[tuple[Spoken, Spoken]]:
    """Words that were heard rightly, and what they were heard as."""
    matcher = SequenceMatcher(
        None, [word.text for word in spoken], [word.text for word in heard], autojunk=False
    )
    return list(
        chain.from_iterable(
            zip(spoken[i : i + count], heard[j : j + count], strict=True)
            for i, j, count in matcher.get_matching_blocks()
        )
    )


def beginning(recorded: Frames, played: Frames, rate: int) -> float:
    """When what was played at `RATE` begins in a recording at its own `rate`, in seconds."""
    left, right = (sound.sum(axis=1, dtype=np.float32) for sound in (recorded, played))
    times = np.arange(int(len(right) / RATE * rate)) / rate
    right = np.interp(times, np.arange(len(right)) / RATE, right)
    size = 1 << (len(left) + len(right)).bit_length()
    product = np.fft.rfft(left, size) * np.conj(np.fft.rfft(right, size))
    return float(np.argmax(np.fft.irfft(product, size)[: len(left)]) / rate)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60.0, help="of the sample conversation")
    parser.add_argument("--model", type=Path, default=MODEL, help="folder of a speech model")
    options = parser.parse_args()
    require("pacat")
    sys.exit(not words(options.seconds, options.model))


if __name__ == "__main__":
    main()
