"""The tiny model, loaded once."""

import pytest
from true_words import tiny_model

from sessionlens.speech.recognizer import Engine


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The engine with the shipped model."""
    return Engine(tiny_model())
