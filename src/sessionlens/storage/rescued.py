"""Copies of what cannot be saved where it belongs, in the user's data folder."""

import re
from itertools import chain, count
from pathlib import Path

from sessionlens import resources
from sessionlens.domain.errors import SessionLensError
from sessionlens.files import exists
from sessionlens.storage.atomic import write_bytes

_ENDING = re.compile(r"(?:\.self)?\.\w+\.\w+$")


class Rescue:
    """The copies of one run of the program: none replaces what another run has left."""

    def __init__(self) -> None:
        self._paths: dict[str, Path] = {}

    def copy(self, name: str, data: bytes) -> Path | None:
        """Write a copy named like the file it is for; returns where, or None if that fails too."""
        folder = resources.data_folder() / "rescued"
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = self._paths.get(name) or _free(folder, name)
            write_bytes(path, data)
        except (OSError, SessionLensError):
            return None
        self._paths[name] = path
        return path


def _free(folder: Path, name: str) -> Path:
    """`talk.review.toml`, or `talk-2.review.toml` and so on where that is taken."""
    ending = _ENDING.search(name)
    start = ending.start() if ending else len(name)
    names = chain([name], (f"{name[:start]}-{number}{name[start:]}" for number in count(2)))
    return next(path for one in names if not exists(path := folder / one))
