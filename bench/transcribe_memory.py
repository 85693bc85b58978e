"""How much memory recognising three hours takes, beside ten minutes of the same speech."""

import argparse
import tempfile
from pathlib import Path

from _common import report
from _speech import add_options, speech, transcribe


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=int, default=180)
    add_options(parser)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        short, long = (
            transcribe(
                speech(folder, minutes, options.speech), folder, model=options.model
            ).megabytes
            for minutes in (10, options.minutes)
        )
    report(f"{options.minutes} minutes, 10 minutes", long, short, 1.2, "MB")


if __name__ == "__main__":
    main()
