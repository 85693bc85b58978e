"""Processor time of recognising beside the player, against one recogniser over the whole file.

    python bench/screen_recognition.py [--minutes 5] [--model FOLDER --speech FILE]

Each in a process of its own; what loading the model takes is measured by itself, and not counted.
The screen recognises in short pieces, so that what is heard next is there soon: each costs what
follows a piece and what overlaps its neighbours. Goal: 1.15 times.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from _common import report
from _speech import add_options, home_variables, speech

_SCREEN = """
import sys, threading, time
from pathlib import Path
from sessionlens.speech import live
from sessionlens.speech.choice import ChosenModels
from sessionlens.speech.models import describe
load = live.engine_of
loading = []
def loaded(*given):
    began = time.process_time()
    engine = load(*given)
    loading.append(time.process_time() - began)
    return engine
live.engine_of = loaded
first, began = [], time.perf_counter()
def utterances(_new):
    if not first:
        first.append(time.perf_counter() - began)
run = live.LiveTranscription(
    Path(sys.argv[1]), Path(sys.argv[2]), ChosenModels(describe(Path(sys.argv[3]))),
    live.Listener(utterances), live.LiveSettings(gentle=True),
)
before = time.process_time()
run.start()
run.join()
assert run.complete
print(time.process_time() - before - sum(loading), first[0] - sum(loading))
run.discard()
"""
_WHOLE = """
import sys, time
from pathlib import Path
import numpy as np
from sessionlens.speech.models import describe
from sessionlens.speech.engines.vosk import VoskEngine
from sessionlens.speech.sound import Voice, sound
engine = VoskEngine(describe(Path(sys.argv[3])))
before = time.process_time()
whole = np.concatenate(list(sound([Voice(Path(sys.argv[1]))], engine.rate)))
engine.hear(whole[:, 0])
print(time.process_time() - before)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=int, default=5)
    add_options(parser)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        recording = speech(folder, options.minutes, options.speech)

        def measured(script: str) -> list[float]:
            target = folder / "out.transcript.json"
            command = [sys.executable, "-c", script, recording, target, options.model]
            done = subprocess.run(
                list(map(str, command)),
                env=home_variables(folder),
                capture_output=True,
                text=True,
                check=True,
            )
            return [float(figure) for figure in done.stdout.split()]

        work, first = measured(_SCREEN)
        (whole,) = measured(_WHOLE)
    report("screen, one recogniser", work, whole, 1.15)
    print(f"first utterance after {first:.2f} s, loading apart")


if __name__ == "__main__":
    main()
