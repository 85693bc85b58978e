"""Agreement files: one copy for each of those who agreed."""

import os
from functools import lru_cache
from pathlib import Path

from sessionlens.domain.alliance import LEVELS, Alliance
from sessionlens.domain.alliance_changes import people
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.intention import plain_name
from sessionlens.storage import document, toml
from sessionlens.storage.checks import refuse_repeated
from sessionlens.storage.conflicts import is_conflict_copy
from sessionlens.storage.document import Document
from sessionlens.storage.heads import kind_at_first, may_be_document
from sessionlens.storage.kinds import KINDS
from sessionlens.storage.owned import OwnedFile

FORMAT = KINDS["alliance"].format

NAME = "alliance.toml"
"""The usual name of one's own copy."""

_HEAD = """\
What we agreed about learning together. Each of us has a copy of this file, and nobody is its owner.
To bring the other's copy and one's own together again, type
    sessionlens alliance THEIRS
"""


def load_alliance(path: Path) -> Alliance:
    """Read an agreement; raises SessionLensError with file, line and key for what is wrong."""
    return _alliance(document.read(path))


def encode_alliance(alliance: Alliance) -> bytes:
    """The agreement as the bytes of its file."""
    return toml.dumps(FORMAT, alliance, head=_HEAD)


class AllianceFile(OwnedFile[Alliance]):
    """An agreement's file while it is being worked on; see `OwnedFile`."""

    KIND = "agreement"

    def _encode(self, value: Alliance) -> bytes:
        return encode_alliance(value)

    def _decode(self, source: Document) -> Alliance:
        return _alliance(source)


def alliance_files(folder: Path) -> tuple[Path, ...]:
    """The agreements of a folder, whatever their names: the usual name first, then by name.

    Copies that a synchroniser has left are not among them; those that cannot be read are. A folder
    that cannot be listed has none.
    """
    try:
        with os.scandir(folder) as entries:
            files = [entry for entry in entries if may_be_document(entry.name)]
    except OSError:
        return ()
    files.sort(key=lambda file: (file.name != NAME, file.name))
    return tuple(
        Path(file.path) for file in files if not is_conflict_copy(file.name) and _is_alliance(file)
    )


def _is_alliance(file: "os.DirEntry[str]") -> bool:
    try:
        status = file.stat()
    except OSError:
        return False
    return _begins_as_alliance(file.path, (status.st_mtime_ns, status.st_size))


@lru_cache(maxsize=16_384)
def _begins_as_alliance(name: str, _state: tuple[int, int]) -> bool:
    """Read once for as long as the file stays as it is."""
    return kind_at_first(Path(name)) == "alliance"


def _alliance(source: Document) -> Alliance:
    source.require(FORMAT)
    alliance = toml.convert(source, Alliance)
    if not alliance.id:
        raise source.error("The id is empty", "Write any text that no other agreement has", "id")
    try:
        people(alliance.between)
    except SessionLensError as error:
        raise source.error(error.what, error.hint, "between") from None
    if len(people(alliance.between)) < len(alliance.between):
        raise source.error("A name in 'between' is empty", "Remove it", "between")
    _check_goals(source, alliance)
    refuse_repeated(
        source,
        "look at the alliance",
        [
            (("looks", i, "date"), f"{look.date.isoformat()} {plain_name(look.by)}")
            for i, look in enumerate(alliance.looks)
        ],
    )
    return alliance


def _check_goals(source: Document, alliance: Alliance) -> None:
    refuse_repeated(
        source, "goal id", [(("goals", i, "id"), goal.id) for i, goal in enumerate(alliance.goals)]
    )
    for i, goal in enumerate(alliance.goals):
        if goal.levels and len(goal.levels) != len(LEVELS):
            raise source.error(
                f"The goal '{goal.id}' has {len(goal.levels)} levels",
                f"Write {len(LEVELS)}, from much less to much more than hoped for, or none",
                *("goals", i, "levels"),
            )
        for j, look in enumerate(goal.looks):
            if look.level is not None and look.level not in LEVELS:
                raise source.error(
                    f"The level {look.level} is none of those from {LEVELS[0]} to {LEVELS[-1]}",
                    "Correct it",
                    *("goals", i, "looks", j, "level"),
                )
