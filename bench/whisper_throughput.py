"""How fast Whisper recognises, beside faster-whisper itself on the same file and model.

Both as whole processes on all cores, start to end, int8, with words and their times, the voice
activity filter on. Needs `pip install -e '.[whisper]'` and a model's folder.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import median

from _speech import add_options, run, speech, transcribe

_ITSELF = """
import sys
from faster_whisper import WhisperModel

model = WhisperModel(sys.argv[1], device="cpu", compute_type="int8", local_files_only=True)
segments, _ = model.transcribe(
    sys.argv[2],
    language=sys.argv[3],
    vad_filter=True,
    word_timestamps=True,
    condition_on_previous_text=False,
)
print(sum(len(segment.words or ()) for segment in segments))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=int, default=5)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--language", default="en")
    add_options(parser)
    arguments = parser.parse_args()
    spoken = arguments.language
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        recording = speech(folder, arguments.minutes, arguments.speech)
        ours, itself = [], []
        for _ in range(arguments.times):  # in turn, so that a busy moment meets both
            options = ("--language", spoken)
            ours.append(transcribe(recording, folder, *options, model=arguments.model))
            command = [sys.executable, "-c", _ITSELF, str(arguments.model), str(recording), spoken]
            itself.append(run(command, folder))
    for label, runs in (("sessionlens", ours), ("faster-whisper", itself)):
        seconds = median(ran.seconds for ran in runs)
        work = median(ran.work for ran in runs)
        pace = arguments.minutes * 60 / seconds
        print(f"{label:<16}{seconds:7.2f} s, {work:6.2f} s of work, {pace:5.1f} x real time")
    ratio = median(ran.seconds for ran in itself) / median(ran.seconds for ran in ours)
    print(f"throughput {ratio:.2f} x faster-whisper's")


if __name__ == "__main__":
    main()
