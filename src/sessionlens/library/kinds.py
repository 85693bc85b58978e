"""What kind of file something is: its content tells, and its name only where that says nothing."""

import re
from pathlib import Path
from typing import Literal

from sessionlens.domain.errors import SessionLensError
from sessionlens.files import read_head

Kind = Literal[
    "recording",
    "transcript",
    "review",
    "feedback",
    "reply",
    "rubric",
    "keymap",
    "settings",
    "toml",
]
"""`toml` is a TOML file of a format that is not one of those before it."""

_TOML_FORMAT = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*format\s*=\s*[\"']sessionlens\.([a-z]+)[\"']", re.MULTILINE
)
_OURS: dict[bytes, Kind] = {
    b"review": "review",
    b"feedback": "feedback",
    b"reply": "reply",
    b"rubric": "rubric",
    b"keymap": "keymap",
    b"config": "settings",
}
_HEAD = 65_536
_RECORDING = re.compile(
    rb"(?:RIFF|RF64).{4}WAVE|FORM.{4}AIF[FC]|fLaC|OggS|ID3|caff|\x1aE\xdf\xa3|.{4}ftyp"
    rb"|\xff[\xe2-\xe5\xf0-\xf5\xf8-\xfd]",  # a frame of MPEG audio; UTF-16 begins with ff fe
    re.DOTALL,
)
# Documents that are no text and yet no recording; the transcript reader takes them or says why not.
_DOCUMENTS = (b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0", b"ooBinaryFile")


def kind_of(path: Path) -> Kind:
    """The kind of a file; a text that is no TOML of ours counts as a transcript.

    Reads its beginning only. Raises SessionLensError when there is no file or nothing in it.
    """
    head = read_head(path, _HEAD)
    if not head.strip() and _is_named_like_settings(path):
        return "settings"  # which may be empty
    if not head:
        raise SessionLensError("The file is empty", "Choose another file", where=path)
    if _RECORDING.match(head):
        return "recording"
    if found := _TOML_FORMAT.search(head):
        return _OURS.get(found[1], "toml")
    if path.suffix.lower() == ".toml":
        return "settings" if _is_named_like_settings(path) else "toml"
    if head.startswith(_DOCUMENTS) or not _binary(head):
        return "transcript"
    return "recording"


def _is_named_like_settings(path: Path) -> bool:
    from sessionlens.storage.settings import FILE

    return path.name == FILE


def _binary(head: bytes) -> bool:
    from sessionlens.transcripts.load import is_binary

    return is_binary(head)
