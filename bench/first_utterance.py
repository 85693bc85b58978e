"""How long it takes from asking for a transcript in the screen to its first utterance.

    python bench/first_utterance.py [--model FOLDER --speech RECORDING]

In a process of its own each time: an hour-long recording, the playhead in its middle, the shipped
model or another; once with a model that was never used (and is tried in a child process), then
again. How long the model takes to load, trying included, is said apart. The goal is for the
shipped model.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from _speech import MODEL, add_options, speech

_LIMIT = 3.0
_SCRIPT = """
import sys, threading, time
began = time.perf_counter()
from pathlib import Path
from sessionlens.speech import live as recognition
from sessionlens.speech.live import Listener, LiveSettings, LiveTranscription
from sessionlens.speech.models import describe
from sessionlens.speech.choice import ChosenModels
shown = threading.Event()
loading = []
load = recognition.engine_of
def timed(models, use):
    start = time.perf_counter()
    engine = load(models, use)
    loading.append(time.perf_counter() - start)
    return engine
recognition.engine_of = timed
live = LiveTranscription(
    Path(sys.argv[1]), Path(sys.argv[2]), ChosenModels(describe(Path(sys.argv[3]))),
    Listener(lambda utterances: shown.set()), LiveSettings(position=1800.0, gentle=True),
)
live.start()
assert shown.wait(60)
print(time.perf_counter() - began, *loading)
live.cancel()
live.join(10)
live.discard()
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_options(parser)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        recording = speech(folder, 60, options.speech)
        environment = {f"XDG_{kind}_HOME": str(folder) for kind in ("DATA", "CONFIG", "STATE")}
        measured = [_measure(recording, folder, options.model, environment) for _ in range(6)]
    again = [statistics.median(column) for column in zip(*measured[1:], strict=True)]
    for label, (seconds, loading) in (
        ("model never used before", measured[0]),
        ("model known", again),
    ):
        verdict = "within" if seconds <= _LIMIT else "ABOVE"
        goal = f"  {verdict} {_LIMIT:.0f} s" if options.model == MODEL else ""
        print(f"{label:<26}{seconds:6.2f} s{goal}; loading {loading:.2f} s")


def _measure(
    recording: Path, folder: Path, model: Path, environment: dict[str, str]
) -> list[float]:
    """Seconds until the first utterance, and those of them that the model took to load."""
    import os

    command = [sys.executable, "-c", _SCRIPT]
    command += [str(recording), str(folder / "t.transcript.json"), str(model)]
    done = subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, check=True
    )
    return [float(seconds) for seconds in done.stdout.split()]


if __name__ == "__main__":
    main()
