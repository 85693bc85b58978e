"""Files that are called by name: shipped ones, and the user's own of the same kind."""

from pathlib import Path
from typing import NamedTuple

from sessionlens import resources
from sessionlens.domain.errors import SessionLensError
from sessionlens.files import is_file


class NamedFile(NamedTuple):
    """A file and its name; `origin` is `yours` or `shipped`."""

    name: str
    origin: str
    path: Path


def named_files(folder: str) -> list[NamedFile]:
    """The TOML files of `rubrics` or `keymaps`: the user's, which win, then the shipped ones."""
    places = [
        ("yours", resources.config_folder() / folder),
        ("shipped", resources.shipped(folder)),
    ]
    return [
        NamedFile(path.stem, origin, path)
        for origin, place in places
        for path in _toml_files(place)
    ]


def _toml_files(folder: Path) -> list[Path]:
    try:
        return sorted(folder.glob("*.toml"))
    except OSError:
        return []  # what may not be looked at is not ours to use


def unknown_name(
    kind: str, name: str, choices: list[NamedFile], instead: str = ""
) -> SessionLensError:
    """The error to raise for a name that no file of this kind (`rubric`, `keymap`) has.

    `instead` is what to do, where it is not to choose another name.
    """
    names = ", ".join(dict.fromkeys(choice.name for choice in choices))
    hint = f"Choose one of {names}, or name a file" if names else "Name a file"
    return SessionLensError(f"There is no {kind} '{name}'", instead or hint)


def looks_like_path(text: str) -> bool:
    """Whether a person means a file, not a name: also where it has an ending and is there."""
    if "/" in text or "\\" in text or text.lower().endswith(".toml"):
        return True
    return bool(Path(text).suffix) and is_file(Path(text))
