"""What kind of file something is: its content tells, and its name only where that says nothing."""

import re
from pathlib import Path
from typing import Literal

from sessionlens.audio.formats import begins_as_recording
from sessionlens.domain.errors import SessionLensError
from sessionlens.files import read_head
from sessionlens.storage.kinds import BY_FORMAT, KINDS, Kind

FileKind = Kind | Literal["recording", "toml"]
"""`toml` is a TOML file of a format that nobody but the program itself reads, or of none."""

_TOML_FORMAT = re.compile(
    rb"^(?:\xef\xbb\xbf)?[ \t]*format[ \t]*=[ \t]*[\"'](sessionlens\.[a-z]+)[\"']", re.MULTILINE
)
_HEAD = 65_536
# Documents that are no text and yet no recording; the transcript reader takes them or says why not.
_DOCUMENTS = (b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0", b"ooBinaryFile")


def kind_of(path: Path) -> FileKind:
    """The kind of a file; a text that is no TOML of ours counts as a transcript.

    A self-review is a `review`. Reads its beginning only. Raises SessionLensError when there is no
    file or nothing in it.
    """
    head = read_head(path, _HEAD)
    if not head.strip() and _is_named_like_settings(path):
        return "settings"  # which may be empty
    if not head:
        raise SessionLensError("The file is empty", "Choose another file", where=path)
    if begins_as_recording(head):
        return "recording"
    if format_line := _TOML_FORMAT.search(head):
        kind = BY_FORMAT.get(format_line[1].decode())
        return kind if kind and KINDS[kind].reader else "toml"
    if path.suffix.lower() == ".toml":
        return "settings" if _is_named_like_settings(path) else "toml"
    if head.startswith(_DOCUMENTS) or not _binary(head):
        return "transcript"
    return "recording"


def title_of(kind: FileKind) -> str:
    """What a message calls a file of this kind: `a review`."""
    match kind:
        case "recording":
            return "a recording"
        case "toml":
            return "a TOML file"
        case _:
            return KINDS[kind].title


def _is_named_like_settings(path: Path) -> bool:
    from sessionlens.storage.settings import FILE

    return path.name == FILE


def _binary(head: bytes) -> bool:
    from sessionlens.transcripts.load import is_binary

    return is_binary(head)
