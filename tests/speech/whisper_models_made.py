"""Whisper models for tests: one of random weights, and one that no library can use."""

import struct
from pathlib import Path

import pytest
from random_whisper import make_random_whisper

from sessionlens.speech.engines import whisper_models

HAVE = "needs faster-whisper: pip install 'sessionlens[whisper]'"


@pytest.fixture(scope="session")
def random_whisper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a model of three languages that recognises nonsense."""
    pytest.importorskip("faster_whisper", reason=HAVE)
    return make_random_whisper(tmp_path_factory.mktemp("models") / "whisper-random")


@pytest.fixture
def no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where faster-whisper is not installed."""
    monkeypatch.setattr(whisper_models, "_LIBRARY", "no_such_library")


@pytest.fixture
def a_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where faster-whisper is installed, as long as it is not used."""
    monkeypatch.setattr(whisper_models, "_LIBRARY", "sessionlens")


def hollow_whisper(folder: Path, *, languages: tuple[str, ...] = ("de", "en")) -> Path:
    """Files as a Whisper model has them, with next to nothing in them; English only without any."""
    folder.mkdir(parents=True)
    name = b"WhisperSpec\0"
    weight = struct.pack("<H4sBIBI8s", 4, b"abc\0", 1, 2, 0, 8, bytes(8))
    head = struct.pack("<I", 6) + struct.pack("<H", len(name)) + name + struct.pack("<II", 3, 1)
    (folder / "model.bin").write_bytes(head + weight + struct.pack("<I", 0))
    (folder / "config.json").write_text("{}")
    (folder / "tokenizer.json").write_text("{}")
    tokens = ["hello", *([""] if languages else []), *(f"<|{code}|>" for code in languages)]
    (folder / "vocabulary.txt").write_text("".join(f"{token}\n" for token in tokens))
    return folder
