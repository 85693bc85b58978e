"""The tiny model, loaded once."""

import pytest
from true_words import tiny_model

from sessionlens.speech.engines.interface import Engine
from sessionlens.speech.engines.vosk import VoskEngine


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The engine with the shipped model."""
    return VoskEngine(tiny_model())
