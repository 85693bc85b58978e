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
    """Raise SessionLensError unless this can be heard.

    A file whose headers look well is not opened by a decoder here: that would hold up the screen.
    """
    kind = kind_of(path)
    if kind != "recording":
        hint = _HINTS.get(kind, "Name a recording")
        what = "text" if kind == "transcript" else title_of(kind)
        raise SessionLensError(f"This is not a recording (it is {what})", hint, where=path)
    refuse_odd_name(path)
    try:
        if looks_well(path):
            return
    except OSError as error:
        raise not_read(error, path) from error
    from sessionlens.audio.recording import open_recording

    open_recording(path).close()
