"""What is said to somebody who has no model."""

import re
from pathlib import Path

import pytest

from sessionlens.speech.catalogue import CATALOGUE, address, memory
from sessionlens.speech.no_model import no_model, other_ways, three_steps

PAGE = Path(__file__).parents[2] / "docs" / "models.md"


def plain(text: str) -> str:
    """A text without its markup and line breaks."""
    return " ".join(re.sub(r"[`<>*]", "", text).split())


def test_three_steps_name_an_address_the_command_and_the_key() -> None:
    fetch, carry, use = three_steps("de", use="press F9")

    assert "https://alphacephei.com/vosk/models/vosk-model-small-de-0.15.zip" in fetch
    assert "German; 45 MB to download, about 300 MB of memory" in fetch
    assert "USB stick" in carry
    assert "sessionlens models add FILE" in carry
    assert "press F9" in use


def test_a_language_without_a_model_gets_the_usual_steps() -> None:
    assert three_steps("xx") == three_steps()


def test_a_mirror_is_named_where_one_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SESSIONLENS_MODELS_URL", "http://models.local/vosk")

    assert "http://models.local/vosk/vosk-model-small-en-us-0.15.zip" in three_steps()[0]


def test_the_error_is_one_line_with_every_way_out() -> None:
    line = str(no_model("fr"))

    assert "\n" not in line
    for words in ("models fetch vosk-model-small-fr-0.22", "models add FILE", "Zoom or Teams"):
        assert words in line
    assert "beside the recording" in " ".join(other_ways())


def test_the_page_says_the_same_steps() -> None:
    page = plain(PAGE.read_text(encoding="utf-8"))

    for step in three_steps():
        assert step in page


def test_every_known_model_says_its_memory_and_address() -> None:
    needs = {model.name: memory(model) for model in CATALOGUE}
    assert needs["vosk-model-small-en-us-0.15"] == 300
    assert needs["vosk-model-small-ko-0.22"] == 550  # measured: 541
    for model in CATALOGUE:
        assert memory(model) > model.megabytes
        assert address(model).endswith(f"/{model.name}.zip")
