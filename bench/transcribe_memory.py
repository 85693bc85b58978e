"""How much memory recognising three hours takes, beside ten minutes of the same speech."""

import tempfile
from pathlib import Path

from _common import report
from _speech import speech, transcribe


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        short = transcribe(speech(folder, 10), folder).megabytes
        long = transcribe(speech(folder, 180), folder).megabytes
    report("3 hours, 10 minutes", long, short, 1.2, "MB")


if __name__ == "__main__":
    main()
