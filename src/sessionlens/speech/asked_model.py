"""Which model was asked for, before anything of it is looked at."""

from msgspec import Struct


class AskedModel(Struct, frozen=True):
    """A model's name or path, and a language's code; empty where nothing was asked for.

    `at_once` begins to recognise as soon as the screen is there.
    """

    name: str = ""
    language: str = ""
    at_once: bool = False


NOTHING_ASKED = AskedModel()
"""The user's settings and what is installed decide."""
