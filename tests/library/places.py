"""A folder with a recording, and a home of one's own, for the tests of opening."""

import errno
import wave
from collections.abc import Callable
from pathlib import Path

import pytest

from sessionlens import resources
from sessionlens.library.review import OpenedReview, open_review

VTT = """\
WEBVTT

1
00:00:00.500 --> 00:00:01.500
Coach: what would it mean to you

2
00:00:01.600 --> 00:00:02.800
Client: I do not know yet
"""

Open = Callable[..., OpenedReview]


def nothing_can_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on, as if the folder and the home were on disks that are read-only."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "touch", refuse)
    monkeypatch.setattr(Path, "mkdir", refuse)


class Place:
    """A working folder; what is opened there is closed in the end."""

    def __init__(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = tmp_path / "work"
        self.folder.mkdir()
        self.home = tmp_path / "home"
        for kind in ("config", "data", "state", "cache"):
            own = self.home / kind
            monkeypatch.setattr(resources, f"{kind}_folder", lambda own=own: own)
        self._opened: list[OpenedReview] = []

    def open(self, recording: Path, **options: object) -> OpenedReview:
        """Open a review."""
        opened = open_review(recording, **options)  # type: ignore[arg-type]
        self._opened.append(opened)
        return opened

    def close(self) -> None:
        """Close all that was opened."""
        for review in self._opened:
            review.store.close()

    def wav(self, name: str = "talk.wav", seconds: float = 3.0) -> Path:
        """A recording: mono, 16 kHz."""
        path = self.folder / name
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(16_000)
            file.writeframes(b"\1\0" * round(16_000 * seconds))
        return path

    def write(self, name: str, text: str) -> Path:
        """A text file."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def names(self) -> list[str]:
        """The files in the folder."""
        return sorted(path.name for path in self.folder.iterdir())
