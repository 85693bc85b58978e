"""What the sound benches share: recordings, the virtual device, and mpv as the yardstick."""

import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "audio"))

from memory_recording import numbered, numbers, pitch, sweep  # noqa: E402
from virtual_sound import RATE, SINK, Monitor, VirtualSound, missing, wait_until  # noqa: E402

__all__ = [
    "RATE",
    "SINK",
    "Monitor",
    "Mpv",
    "VirtualSound",
    "folder",
    "numbered",
    "numbers",
    "pitch",
    "require",
    "sweep",
    "wait_until",
    "write",
]

_CODECS = {".mp3": "libmp3lame", ".m4a": "aac", ".flac": "flac", ".wav": "pcm_s16le"}


def require(*programs: str) -> None:
    """End with a sentence when something that a bench needs is not there."""
    lacking = [name for name in programs if not shutil.which(name)]
    if lacking or missing():
        sys.exit(f"This bench needs {', '.join([*lacking, missing()])}")


@contextmanager
def folder() -> Iterator[Path]:
    """A folder for the recordings of a bench."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        yield Path(name)


def write(path: Path, sound: np.ndarray[Any, Any], rate: int = RATE) -> Path:
    """Write int16 frames of two channels as the format of the path's suffix."""
    import av

    with av.open(str(path), "w") as container:
        stream = container.add_stream(_CODECS[path.suffix], rate=rate, layout="stereo")
        for at in range(0, len(sound), rate):
            block = np.ascontiguousarray(sound[at : at + rate].reshape(1, -1))
            frame = av.AudioFrame.from_ndarray(block, format="s16", layout="stereo")
            frame.sample_rate, frame.pts = rate, at
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


class Mpv:
    """mpv, paused at the beginning of a recording and commanded through its socket."""

    def __init__(self, recording: Path) -> None:
        self._socket_path = Path(tempfile.mkdtemp(prefix="mpv-")) / "socket"
        self.process = subprocess.Popen(
            [
                *("mpv", "--no-config", "--no-video", "--no-terminal", "--ao=pulse", "--pause"),
                *("--keep-open=yes", f"--input-ipc-server={self._socket_path}", str(recording)),
            ]
        )
        wait_until(self._socket_path.exists)
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(str(self._socket_path))
        time.sleep(1)

    def command(self, *words: object) -> None:
        """Send a command, without waiting for its answer."""
        self._socket.sendall(json.dumps({"command": words}).encode() + b"\n")

    def close(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait()
        self._socket.close()
        shutil.rmtree(self._socket_path.parent, ignore_errors=True)
