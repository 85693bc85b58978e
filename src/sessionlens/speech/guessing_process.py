"""The child of `guessing`.

`python -m sessionlens.speech.guessing_process PATH TRACK COUNT WHAT NICE`: TRACK is that of
`tracks.use_track`, COUNT how many people speak. WHAT is "mono" for recordings of one channel only,
or "any" for the sum of all channels; NICE is how far to stand back. It prints messages in JSON, one
a line; the last of them is a `Guess` or `CannotGuess`. A damaged recording may kill this process,
and nothing else.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
from msgspec import Struct

from sessionlens.audio.tracks import use_track
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.voices import VoiceTurn
from sessionlens.processor import give_way
from sessionlens.speech.channels import layout_of
from sessionlens.speech.sound import Voice
from sessionlens.speech.voice_guess import encoder_turns


class HeardSoFar(Struct, frozen=True, tag=True):
    """How much of the sound has been heard, 0 to 1."""

    fraction: float


class Guess(Struct, frozen=True, tag=True):
    """Who speaks when; empty where it could not be told. `why` says why, where it was not tried."""

    turns: tuple[VoiceTurn, ...]
    why: str = ""


class CannotGuess(Struct, frozen=True, tag=True):
    """A SessionLensError about the recording."""

    what: str
    hint: str


GuessMessage = HeardSoFar | Guess | CannotGuess


def main(path: Path, count: int, what: str) -> int:
    """Guess and print it; returns the exit code."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What libraries print must not come between the messages.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def tell(message: GuessMessage) -> None:
        out.write(msgspec.json.encode(message) + b"\n")
        out.flush()

    try:
        tell(_guessed(path, count, what, lambda fraction: tell(HeardSoFar(fraction))))
    except SessionLensError as error:
        tell(CannotGuess(error.what, error.hint))
    except OSError:
        return 1  # nobody listens any more
    return 0


def _guessed(path: Path, count: int, what: str, on_progress: Callable[[float], None]) -> Guess:
    if what == "mono" and len(layout_of(path).voices) > 1:
        return Guess((), "Each channel has a voice of its own")
    return Guess(tuple(encoder_turns(Voice(path), count, on_progress=on_progress)))


if __name__ == "__main__":
    give_way(int(sys.argv[5]))
    use_track(Path(sys.argv[1]), int(sys.argv[2]))
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[3]), sys.argv[4]))
