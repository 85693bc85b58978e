"""Which names are spoken of in a session: those in `names.txt`, and those in the details.

One list lies beside the recording, for all recordings of its folder, and one in the config folder,
for everybody. A folder that cannot be written has its list in the user's data folder.
"""

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec import Struct

from sessionlens import resources
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.review import Session
from sessionlens.domain.spoken_names import (
    NameList,
    SpokenName,
    names_in,
    names_of_line,
    names_of_session,
)
from sessionlens.domain.text import clean, counted
from sessionlens.domain.transcript import Transcript
from sessionlens.files import make_private_folder, not_written, read_whole
from sessionlens.storage import atomic
from sessionlens.storage.paths import fallback_folder, folder_for
from sessionlens.storage.question_words import words_for

FILE = "names.txt"

_LARGEST = 64 * 1024  # bytes; five hundred names with what is heard for them take a third of it


class FoundNames(Struct, frozen=True):
    """The names to look for, and a line for each list that could not be read."""

    names: NameList
    notices: tuple[str, ...] = ()


def names_for(
    recording: Path, sessions: Iterable[Session] = (), transcript: Transcript | None = None
) -> FoundNames:
    """The names that are spoken of in a recording; what is broken in a list is left out, and said.

    `transcript` is what they are looked for in, as far as it is there: its language tells which
    words are no names, and what a person took back stays so.
    """
    transcript = transcript or Transcript()
    names: list[SpokenName] = []
    notices = []
    for path in _places(recording):
        try:
            faults: list[SessionLensError] = []
            names += load_names(path, faults.append)
        except SessionLensError as error:
            notices.append(f"These names are not looked for: {_placed(error, path)}")
        else:
            notices += _left_out(faults, path)
    for session in sessions:
        names += names_of_session(session)
    words, _ = words_for(transcript)
    common = words.common if words else ()
    return FoundNames(NameList(names, common, transcript.kept_as_heard), tuple(notices))


def _left_out(faults: list[SessionLensError], path: Path) -> list[str]:
    """What to say of lines that name nobody: the first of them, and how many there are."""
    if not faults:
        return []
    others = counted(len(faults) - 1, "other line", "other lines")
    also = f" The same goes for {others}." if len(faults) > 1 else ""
    return [f"One name is not looked for: {_placed(faults[0], path)}{also}"]


def _placed(error: SessionLensError, path: Path) -> SessionLensError:
    """Of a list beside the recording the name is enough: it lies where one is."""
    if path.parent == resources.config_folder():
        return error.at(path)
    error.where = FILE
    return error


def load_names(path: Path, on_fault: Callable[[SessionLensError], None]) -> tuple[SpokenName, ...]:
    """Read a list; raises SessionLensError with the file. See `names_in` for `on_fault`."""
    try:
        return names_in(_text(path), on_fault)
    except SessionLensError as error:
        raise error.at(path) from None


def add_name(recording: Path, line: str) -> Path:
    """Add a line to the list beside a recording, which is made where there is none; returns it.

    Raises SessionLensError for a line that names nobody, and where it cannot be written.
    """
    line = clean(line)
    names_of_line(line)
    path = folder_for(recording) / FILE
    text = _text(path) if path in _places(recording) else ""
    lines = text.splitlines()
    if line in map(clean, lines):
        return path
    whole = "".join(f"{each}\n" for each in [*lines, line])
    try:
        names_in(whole)
    except SessionLensError as error:
        raise error.at(path) from None
    try:
        make_private_folder(path.parent)
    except OSError as error:
        raise not_written(error, path) from error
    atomic.write_bytes(path, whole.encode())
    return path


def _places(recording: Path) -> list[Path]:
    """The lists that are there."""
    folders = (recording.parent, fallback_folder(recording), resources.config_folder())
    paths = (folder / FILE for folder in dict.fromkeys(folders))
    return [path for path in paths if os.path.lexists(path)]


def _text(path: Path) -> str:
    if path.is_symlink() and path.parent != resources.config_folder():
        raise SessionLensError(
            "This is a link, and links beside a recording are not followed",
            "Copy the file here",
            where=path,
        )
    data = read_whole(path, _LARGEST, "a list of names", instead="Remove some")
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SessionLensError(
            "This is no text in UTF-8", "Save it as UTF-8", where=path
        ) from error
