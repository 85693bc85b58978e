"""Which recording is meant, and whether it can be heard at all."""

from pathlib import Path

from sessionlens.audio.formats import looks_well
from sessionlens.domain.errors import SessionLensError
from sessionlens.files import not_read, refuse_odd_name
from sessionlens.library.kinds import kind_of, title_of

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

    A file whose headers look well is not opened by a decoder: that would hold up the screen. Any
    other one may crash the decoder, and is tried in a child process.
    Raises SessionLensError where it cannot be read at all.
    """
    try:
        if looks_well(path):
            return None
    except OSError as error:
        raise not_read(error, path) from error
    try:
        from sessionlens.audio.measuring import open_apart

        open_apart(path)
    except SessionLensError as error:
        return error
    return None
