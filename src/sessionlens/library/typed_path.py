"""A path as a person types, pastes or drags it into a terminal."""

import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sessionlens.files import expanded

_QUOTES = ("'", '"', "‘’", "“”", "„“", "«»")
_ESCAPED = re.compile(r"\\(.)")


def typed_path(text: str) -> Path:
    """The path that is meant.

    `file://` addresses, quotes, `\\ ` for a space and `~` are understood, and what is the name of
    a file as it stands is that file.
    """
    text = text.strip()
    plain = expanded(text)
    if text and _is_there(plain):
        return plain
    text = _without_quotes(text)
    if text.lower().startswith("file:"):
        address = urlsplit(text)
        path = unquote(address.path)
        # file:///C:/talk.m4a
        windows = os.name == "nt" and re.match(r"/[A-Za-z]:", path)
        return Path(path[1:] if windows else path)
    if os.name != "nt":  # there a backslash stands between folders
        text = _ESCAPED.sub(r"\1", text)
    return expanded(text)


def is_folder(path: Path) -> bool:
    """Whether there is a folder; a name that none can have is none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _without_quotes(text: str) -> str:
    for quotes in _QUOTES:
        if len(text) > 1 and text[0] == quotes[0] and text[-1] == quotes[-1]:
            return text[1:-1].strip()
    return text


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError, RuntimeError):
        return False
