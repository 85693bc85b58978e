"""Too little memory for a model is said as such."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from true_words import tiny_model

from sessionlens.domain.errors import SessionLensError
from sessionlens.speech import memory
from sessionlens.speech.choice import ChosenModels
from sessionlens.speech.engines.interface import Model
from sessionlens.speech.memory import needed
from sessionlens.speech.model_install import add_model
from sessionlens.speech.models import describe, models_folder
from sessionlens.speech.probe import engine_of, try_model

LARGE = Model("vosk-model-en-us-0.22", Path("a"), "speech", "en-us", 2_700_000_000)


@pytest.fixture
def meminfo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What Linux tells of a machine with 3.1 GB free, a part of it swap."""
    path = tmp_path / "meminfo"
    path.write_text("MemTotal: 8000000 kB\nMemAvailable: 2500000 kB\nSwapFree: 527344 kB\n")
    monkeypatch.setattr(memory, "_MEMINFO", path)
    return path


@pytest.mark.parametrize("text", ["", "MemAvailable: much kB\n", "SwapFree: 0 kB\n"])
def test_where_it_is_not_told_nothing_is_refused(meminfo: Path, text: str) -> None:
    meminfo.write_text(text)
    memory.refuse_too_large(LARGE)
    meminfo.unlink()
    memory.refuse_too_large(LARGE)


@pytest.mark.usefixtures("meminfo")
def test_a_large_model_is_said_to_need_more() -> None:
    with pytest.raises(SessionLensError) as caught:
        memory.refuse_too_large(LARGE)
    assert "needs about 5.8 GB, and 3.1 GB are free" in caught.value.what
    assert "smaller model" in caught.value.hint


def test_neither_adding_nor_using_tries_what_does_not_fit(tmp_path: Path, meminfo: Path) -> None:
    meminfo.write_text("MemAvailable: 1000 kB\n")
    stick = Path(shutil.copytree(tiny_model().path, tmp_path / "vosk-model-de-1"))

    with pytest.raises(SessionLensError, match="too little memory"):
        add_model(stick)
    assert list(models_folder().iterdir()) == []
    with pytest.raises(SessionLensError, match="too little memory"):
        engine_of(ChosenModels(describe(stick)))


def test_the_shipped_model_needs_next_to_nothing() -> None:
    assert needed(tiny_model()) < 12_000_000


@pytest.mark.parametrize(
    ("words", "code"),
    [("terminate called after throwing an instance of 'std::bad_alloc'", -6), ("", -9)],
)
def test_an_engine_that_ran_out_of_memory_is_said_to_have(
    monkeypatch: pytest.MonkeyPatch, words: str, code: int
) -> None:
    ending = f"import os; os.write(2, {words.encode()!r}); os.kill(os.getpid(), {-code})"
    run = subprocess.run

    def out_of_memory(_command: list[str], **options: object) -> object:
        return run([sys.executable, "-c", ending], **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", out_of_memory)

    with pytest.raises(SessionLensError, match="too little memory"):
        try_model(tiny_model())
