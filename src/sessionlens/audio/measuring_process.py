"""The child of `measuring`: `python -m sessionlens.audio.measuring_process WORK PATH TRACK [PART]`.

WORK is "peaks", "second half", "facts" or "open"; TRACK is that of `tracks.use_track`; PART is
where "open" begins to decode and how long, both in seconds. It prints messages on its standard
output, each after its length in four bytes; what follows the last of them is the end. A damaged
recording may kill this process, and nothing else.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from math import ceil
from pathlib import Path

import msgspec
from msgspec import Struct

from sessionlens.audio.description import RecordingInfo, describe, wrong_length
from sessionlens.audio.peaks import PeaksChunk
from sessionlens.audio.peaks_pass import compute_peaks
from sessionlens.audio.recording import open_recording
from sessionlens.audio.tracks import use_track
from sessionlens.domain.errors import SessionLensError

LENGTH_BYTES = 4


class Chunk(Struct, frozen=True, tag=True, array_like=True):
    """A `PeaksChunk`; `values` are the bytes of its array of int16 in this machine's order."""

    start: int
    values: bytes
    channels: int
    sample_rate: int
    frames: int
    final: bool
    same_sound: bool | None
    damaged: int


class Length(Struct, frozen=True, tag=True, array_like=True):
    """All went well; `wrong` is what is wrong with the length that the file declares."""

    wrong: str | None


class Facts(Struct, frozen=True, tag=True, array_like=True):
    """What the recording is."""

    info: RecordingInfo


class Refusal(Struct, frozen=True, tag=True, array_like=True):
    """A SessionLensError about the recording."""

    what: str
    hint: str


Message = Chunk | Length | Facts | Refusal


def main(work: str, path: Path, part: Sequence[float]) -> int:
    """Do the work and print it; returns the exit code."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What libraries print must not come between the messages.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    try:
        for message in _messages(work, path, part):
            content = msgspec.msgpack.encode(message)
            out.write(len(content).to_bytes(LENGTH_BYTES, "little") + content)
            out.flush()
    except OSError:
        return 1  # nobody listens any more
    return 0


def _messages(work: str, path: Path, part: Sequence[float]) -> Iterator[Message]:
    try:
        if work == "facts":
            yield Facts(describe(path))
            return
        if work == "open":
            with open_recording(path) as recording:
                place, seconds = part
                recording.seek(round(place * recording.sample_rate))
                for _ in range(ceil(seconds)):
                    recording.read(recording.sample_rate)
            yield Length(None)
            return
        seconds = 0.0
        for chunk in compute_peaks(path, second_half=work == "second half"):
            yield _packed(chunk)
            seconds = chunk.frames / chunk.sample_rate
        yield Length(wrong_length(path, seconds, lambda: False))
    except SessionLensError as error:
        yield Refusal(error.what, error.hint)


def _packed(chunk: PeaksChunk) -> Chunk:
    return Chunk(
        chunk.start,
        chunk.values.tobytes(),
        chunk.values.shape[1],
        chunk.sample_rate,
        chunk.frames,
        chunk.final,
        chunk.same_sound,
        chunk.damaged,
    )


if __name__ == "__main__":
    use_track(Path(sys.argv[2]), int(sys.argv[3]))
    given = [float(number) for number in sys.argv[4:6]]
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), given))
