"""How long it takes from asking for a transcript in the screen to its first utterance.

In a process of its own each time: an hour-long recording, the playhead in its middle, the shipped
model; once with a model that was never used (and is tried in a child process), then again.
"""

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from _speech import speech

_LIMIT = 3.0
_SCRIPT = """
import sys, threading, time
began = time.perf_counter()
from pathlib import Path
from sessionlens.speech.live import Listener, LiveSettings, LiveTranscription
from sessionlens.speech.models import demo_folder, describe
from sessionlens.speech.choice import ChosenModels
shown = threading.Event()
live = LiveTranscription(
    Path(sys.argv[1]), Path(sys.argv[2]), ChosenModels(describe(demo_folder())),
    Listener(lambda utterances: shown.set()), LiveSettings(position=1800.0, gentle=True),
)
live.start()
assert shown.wait(60)
print(time.perf_counter() - began)
live.cancel()
live.join(10)
live.discard()
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        recording = speech(folder, 60)
        environment = {f"XDG_{kind}_HOME": str(folder) for kind in ("DATA", "CONFIG", "STATE")}
        seconds = [_measure(recording, folder, environment) for _ in range(6)]
    first, again = seconds[0], statistics.median(seconds[1:])
    for label, value in (("model never used before", first), ("model known", again)):
        verdict = "within" if value <= _LIMIT else "ABOVE"
        print(f"{label:<26}{value:6.2f} s  {verdict} {_LIMIT:.0f} s")


def _measure(recording: Path, folder: Path, environment: dict[str, str]) -> float:
    import os

    command = [sys.executable, "-c", _SCRIPT, str(recording), str(folder / "t.transcript.json")]
    done = subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, check=True
    )
    return float(done.stdout)


if __name__ == "__main__":
    main()
