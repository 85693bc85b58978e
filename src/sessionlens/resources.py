"""Finds what ships with the program, in a wheel or a checkout, and what the user added."""

from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).parent


def shipped(folder: str) -> Path:
    """The shipped `rubrics`, `keymaps`, `questions` or `needs`: in a wheel, or in a checkout."""
    inside = _PACKAGE / folder
    return inside if inside.is_dir() else _PACKAGE.parent.parent / folder


def sample_folder() -> Path:
    """The shipped sample conversation."""
    return _PACKAGE / "sample"


def voice_encoder_folder() -> Path:
    """The shipped weights by which voices are told apart, with their licence."""
    return _PACKAGE / "voice-encoder"


def config_folder() -> Path:
    """The user's config folder: config.toml, and their own rubrics/, keymaps/, questions/ ..."""
    return platformdirs.user_config_path("sessionlens", appauthor=False)


def data_folder() -> Path:
    """The user's data folder: the demo, and reviews of recordings in folders one cannot write."""
    return platformdirs.user_data_path("sessionlens", appauthor=False)


def state_folder() -> Path:
    """Where positions and drafts are remembered."""
    return platformdirs.user_state_path("sessionlens", appauthor=False)


def cache_folder() -> Path:
    """Where peaks are kept; may be deleted at any time."""
    return platformdirs.user_cache_path("sessionlens", appauthor=False)
