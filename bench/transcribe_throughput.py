"""How fast a recording is recognised, beside vosk-transcriber on the same file and model.

Both as whole processes, start to end. Needs vosk-transcriber (it comes with vosk) and ffmpeg,
which it uses.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median

from _speech import add_options, run, speech, transcribe


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--times", type=int, default=3)
    add_options(parser)
    arguments = parser.parse_args()
    yardstick = shutil.which("vosk-transcriber") or str(
        Path(sys.executable).parent / "vosk-transcriber"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        recording = speech(folder, arguments.minutes, arguments.speech)
        ours, one_job, theirs = [], [], []
        for _ in range(arguments.times):  # in turn, so that a busy moment meets all of them
            ours.append(transcribe(recording, folder, model=arguments.model))
            one_job.append(transcribe(recording, folder, "--jobs", "1", model=arguments.model))
            command = [yardstick, "-m", str(arguments.model), "-i", str(recording)]
            theirs.append(run([*command, "-o", str(folder / "out.txt")], folder))
    length = arguments.minutes * 60
    for label, runs in (("all cores", ours), ("--jobs 1", one_job), ("vosk-transcriber", theirs)):
        seconds = median(ran.seconds for ran in runs)
        work = median(ran.work for ran in runs)
        pace = length / seconds
        print(f"{label:<18}{seconds:7.2f} s, {work:6.2f} s of work, {pace:5.0f} x real time")
    ratio = median(ran.seconds for ran in theirs) / median(ran.seconds for ran in ours)
    verdict = "within" if ratio >= 1.8 else "BELOW"
    print(f"throughput {ratio:.2f} x vosk-transcriber's, {verdict} 1.80")


if __name__ == "__main__":
    main()
