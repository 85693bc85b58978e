"""Which recording is meant, and whether it can be heard at all."""

from pathlib import Path

from sessionlens.audio.formats import looks_well
from sessionlens.domain.errors import SessionLensError
from sessionlens.files import not_read, refuse_odd_name
from sessionlens.library.kinds import kind_of, title_of

_SMALL = 65_536  # bytes; all of a smaller file is looked at, though it may be well
_HINTS = {
    "transcript": "Name the recording; --transcript names its transcript",
    "feedback": "Name the recording that it is about",
}


def ensure_recording(path: Path) -> None:
    """Raise SessionLensError unless this can be heard, as far as its beginning tells."""
    refuse_other_kinds(path)
    if error := why_unplayable(path):
        raise error


def refuse_other_kinds(path: Path) -> None:
    """Raise SessionLensError for what is no recording, and for a name that no file can hold."""
    kind = kind_of(path)
    if kind != "recording":
        hint = _HINTS.get(kind, "Name a recording")
        what = "text" if kind == "transcript" else title_of(kind)
        raise SessionLensError(f"This is not a recording (it is {what})", hint, where=path)
    refuse_odd_name(path)


def why_unplayable(path: Path) -> SessionLensError | None:
    """Why a recording cannot be heard; None if it can, as far as its beginning tells.

    A file whose headers look well is not opened by a decoder here: that would hold up the screen.
    Raises SessionLensError where it cannot be read at all.
    """
    try:
        if looks_well(path):
            return None
        small = path.stat().st_size < _SMALL
    except OSError as error:
        raise not_read(error, path) from error
    try:
        if small:
            from sessionlens.audio.recording import open_recording

            open_recording(path).close()
        else:
            from sessionlens.audio.measuring import open_apart

            open_apart(path)
    except SessionLensError as error:
        return error
    return None
