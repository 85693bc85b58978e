"""From what a user asked for to an engine that can be trusted."""

from msgspec import Struct

from sessionlens.speech.choice import choose, speaker_model
from sessionlens.speech.models import Model, installed
from sessionlens.speech.probe import ensure_usable
from sessionlens.speech.recognizer import Engine
from sessionlens.storage.settings import load_settings


class Models(Struct, frozen=True):
    """The models of a run; `speakers` tells voices apart, where one is installed."""

    speech: Model
    speakers: Model | None = None


def models_for(asked: str = "", language: str = "") -> Models:
    """The models to use, by name or path, the user's setting, or language.

    Raises SessionLensError that says how to get one.
    """
    found = installed()
    return Models(choose(found, asked, model_setting(), language), speaker_model(found))


def model_setting() -> str:
    """The model that the user's settings name; empty for none."""
    return load_settings().model


def engine_of(models: Models, *, with_speakers: bool = False) -> Engine:
    """Load the models; one that was never used is tried in a child process first.

    Raises SessionLensError.
    """
    ensure_usable(models.speech)
    speakers = models.speakers if with_speakers else None
    if speakers is not None:
        ensure_usable(speakers)
    return Engine(models.speech, speakers)
