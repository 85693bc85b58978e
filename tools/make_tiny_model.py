#!/usr/bin/env python3
"""Make the tiny Vosk model: real recognition for the demo and the tests, without a download.

    python tools/make_tiny_model.py --out src/sessionlens/sample/tiny-model

Needs numpy, soundfile and espeak-ng (Debian: apt install espeak-ng); no Kaldi, OpenFst or network.
Takes about five minutes on two cores.

espeak-ng tells when every phone sounds, so nothing has to be aligned: the text is spoken in many
voices, a small network learns which phone each 30 ms holds, and a graph of the text's word pairs
turns phones into words. The model knows the words of its text and no others.
"""

import argparse
import os
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "2")  # before numpy is imported

from speech_synthesis.script import read_script
from tiny_model.build import Settings, build_model

DIALOGUE = Path(__file__).parent / "demo" / "dialogue.txt"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, required=True, help="folder of the model")
    parser.add_argument("--text", type=Path, default=DIALOGUE, help="lines of 'SPEAKER: text'")
    parser.add_argument("--takes", type=int, default=32, help="times every line is spoken")
    parser.add_argument("--epochs", type=int, default=16)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2, help="processes that speak")
    arguments = parser.parse_args()
    settings = Settings(
        takes=arguments.takes,
        epochs=arguments.epochs,
        seed=arguments.seed,
        processes=arguments.jobs,
    )
    build_model(
        arguments.out, read_script(arguments.text), settings, lambda t: print(t, flush=True)
    )


if __name__ == "__main__":
    main()
