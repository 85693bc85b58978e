"""Encodes samples as Ogg Vorbis, the same bytes every time."""

import subprocess
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


def write_vorbis(path: Path, samples: NDArray[np.float64], rate: int, quality: float) -> None:
    """Write samples of shape (frames, channels) with the ffmpeg program.

    libsndfile would number the stream at random; ffmpeg's bit-exact mode does not. Vorbis keeps
    the length exact to the frame, and libsndfile seeks in it exactly.
    """
    command = ["ffmpeg", "-v", "error", "-y", "-f", "f32le", "-ar", str(rate)]
    command += ["-ac", str(samples.shape[1]), "-i", "-", "-c:a", "libvorbis", "-q:a", str(quality)]
    command += ["-fflags", "+bitexact", "-flags:a", "+bitexact", str(path)]
    subprocess.run(command, input=samples.astype("<f4").tobytes(), check=True)
