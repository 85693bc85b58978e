"""The speech engines, in the order in which they are chosen."""

from pathlib import Path

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.transcript import Transcript
from sessionlens.speech.engines import vosk_models, whisper_models
from sessionlens.speech.engines.interface import EngineModule, Model

ENGINES: dict[str, EngineModule] = {"vosk": vosk_models, "whisper": whisper_models}
"""By the name that transcripts and journals have."""


def engine_name(folder: Path) -> str:
    """The engine whose model a folder looks like; empty for none."""
    return next((name for name, module in ENGINES.items() if module.kind_of(folder)), "")


def is_installed(module: EngineModule) -> bool:
    """Whether an engine's library is there."""
    try:
        module.ensure_installed()
    except SessionLensError:
        return False
    return True


def what_models_hold() -> str:
    """What tells a model's folder, for each engine, in words."""
    return "; ".join(f"{engine.TITLE}: {engine.HOLDS}" for engine in ENGINES.values())


def recognised_here(transcript: Transcript) -> bool:
    """Whether one of the engines made a transcript, and no other program."""
    return transcript.source.engine in ENGINES


def module_of(model: Model) -> EngineModule:
    """The engine of a model."""
    return ENGINES[model.engine]
