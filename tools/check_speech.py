#!/usr/bin/env python3
"""Measure what the tiny model hears: word error rate and word times, channel by channel.

    python tools/check_speech.py RECORDING TRANSCRIPT [--model DIR]

TRANSCRIPT holds the true words, one speaker per channel in order of appearance.
"""

import argparse
from pathlib import Path

import numpy as np
import soundfile

from sessionlens.domain.transcript import Transcript
from sessionlens.resources import sample_folder
from sessionlens.transcripts import native
from speech_synthesis.script import words_of
from tiny_model.hearing import Comparison, Timed, compare, hear


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("recording", type=Path)
    parser.add_argument("transcript", type=Path)
    parser.add_argument("--model", type=Path, default=sample_folder() / "tiny-model")
    arguments = parser.parse_args()
    samples, rate = soundfile.read(arguments.recording, dtype="int16", always_2d=True)
    transcript = native.decode(arguments.transcript.read_bytes())
    for channel, speaker in enumerate(transcript.speakers):
        heard = hear(arguments.model, samples[:, channel], rate)
        print_figures(speaker, compare(true_words(transcript, speaker), heard))


def true_words(transcript: Transcript, speaker: str) -> list[Timed]:
    return [
        Timed(words_of(word.text)[0], word.start, word.end)
        for utterance in transcript.utterances
        if utterance.speaker == speaker
        for word in utterance.words
    ]


def print_figures(speaker: str, result: Comparison) -> None:
    print(f"{speaker}: {result.wrong} of {result.spoken} words wrong ({result.error_rate:.1%})")
    for name, errors in (("start", result.start_errors()), ("end", result.end_errors())):
        median, late, worst = np.percentile(errors, [50, 95, 100])
        print(
            f"  word {name}s off by {median:.0f} ms (median), {late:.0f} (95 %), {worst:.0f} (max)"
        )


if __name__ == "__main__":
    main()
