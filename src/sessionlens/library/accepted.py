"""Other encodings of a recording that a person has accepted in its place, so as to ask once."""

from pathlib import Path

from sessionlens.domain.review import RecordingRef
from sessionlens.storage.state import AcceptedRecording, accepted_recordings, remember_accepted

_PIECE = 1 << 20  # bytes at either end that are looked at, however large the file is


def accept(reference: RecordingRef, path: Path) -> None:
    """Remember, if that can be done, that this file may stand for the recording that is meant."""
    if reference.sha256 and (ends := _ends(path)):
        remember_accepted(AcceptedRecording(meant=reference.sha256, ends=ends))


def is_accepted(reference: RecordingRef, path: Path) -> bool:
    """Whether a person has accepted this file, whatever it is called now."""
    accepted = {one.ends for one in accepted_recordings() if one.meant == reference.sha256}
    return bool(accepted) and _ends(path) in accepted


def _ends(path: Path) -> str:
    """A hash of length, beginning and end; empty where the file cannot be read."""
    from hashlib import sha256

    try:
        with path.open("rb") as file:
            length = file.seek(0, 2)
            file.seek(0)
            digest = sha256(f"{length}\n".encode() + file.read(_PIECE))
            file.seek(max(length - _PIECE, 0))
            digest.update(file.read(_PIECE))
    except OSError:
        return ""
    return digest.hexdigest()
