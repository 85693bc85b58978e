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
from numpy.typing import NDArray

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
PIECE = 2.0  # seconds whose place in the recording is looked for
AROUND = 1.0  # seconds by which it may be later than the piece before
ALIKE = 0.6
LEAST = 1e6  # loudness of both together: nobody speaks below that

Sound = NDArray[np.float32]
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
        starts = places(recording.read(0, recording.recorded), frames, recording.rate)
    print(f"| played late by | {max(starts) - min(starts):.2f} s at most |")
    return told(live.stable, true_words(starts, seconds), shown)


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
    if not late:
        sys.exit(f"None of {count} words was recognised: is the model for English?")
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


def true_words(starts: list[float], seconds: float) -> dict[str, list[Spoken]]:
    """What each speaker says in the first `seconds` of the sample; see `places`."""

    def heard(second: float) -> float:
        return second + starts[min(int(second / PIECE), len(starts) - 1)]

    transcript = native.decode(SAMPLE.with_suffix(".transcript.json").read_bytes())
    return {
        speaker: [
            Spoken(text, heard(word.start), heard(word.end))
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


def places(recorded: Frames, played: Frames, rate: int) -> list[float]:
    """By how many seconds each piece of what was played is heard later in the recording.

    Played at `RATE`, recorded at `rate`. A machine that is too busy to play leaves silence in
    between, and all that follows is heard later by that.
    """
    heard, spoken = (frames.sum(axis=1, dtype=np.float32) for frames in (recorded, played))
    times = np.arange(int(len(spoken) / RATE * rate)) / rate
    spoken = np.interp(times, np.arange(len(spoken)) / RATE, spoken).astype(np.float32)
    starts = [shift(heard, spoken)[0] / rate]
    size, around = int(PIECE * rate), int(AROUND * rate)
    for at in range(0, len(spoken), size):
        first = max(at + int(starts[-1] * rate) - around, 0)
        piece = spoken[at : at + size]
        by, alike = shift(heard[first : first + len(piece) + 2 * around], piece)
        starts.append((first + by - at) / rate if alike > ALIKE else starts[-1])
    return starts[1:]


def shift(heard: Sound, piece: Sound) -> tuple[int, float]:
    """From which sample on a piece is heard, and how alike that is: 1 for the same."""
    size = 1 << (len(heard) + len(piece)).bit_length()
    product = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(piece, size)), size)
    best = int(np.argmax(product[: len(heard)]))
    same = heard[best : best + len(piece)]
    loudness = float(np.linalg.norm(same) * np.linalg.norm(piece))
    return best, float(product[best]) / loudness if loudness > LEAST else 0.0


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
