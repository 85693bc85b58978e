"""What a document of ours is, told by its first lines: its name is not asked.

A name is what a mail program, a person or a browser has made of it: `talk.feedback (1).toml`,
`Feedback von Maria.txt`. Format and ids inside stay what they are.
"""

import datetime as dt
import os
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import asdict, replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.review import RecordingRef, Session
from sessionlens.domain.text import clean, file_name
from sessionlens.files import read_head
from sessionlens.storage import document
from sessionlens.storage.conflicts import is_conflict_copy
from sessionlens.storage.document import Document
from sessionlens.storage.kinds import BY_FORMAT, KINDS, Kind
from sessionlens.storage.toml import decode_value

SUFFIXES = frozenset(["", ".toml", ".txt", ".text", ".download"])
"""Endings under which a document of ours may arrive."""

_ARRIVING = frozenset(["review", "feedback", "reply"])
_FORMAT = (
    rb"(?:\xef\xbb\xbf)?(?:[ \t]*(?:#[^\n]*|version[ \t]*=[^\n]*)?\r?\n)*"
    rb"[ \t]*format[ \t]*=[ \t]*[\"'](sessionlens\.[a-z]+)[\"']"
)
_FIRST = 4096  # bytes in which a document of ours says what it is
_MOST_FOLDERS = 200
_LONG = 100_000  # bytes from which no file is read whole that may be any text
_TABLE = r"\[\[?\s*([\w-]+)"
_QUOTES = "\"{3}|'{3}"
_LONG_TEXT = "(?s)(\"{3}|'{3}).*?\\1"
_PLAIN = r"""[ \t]*(id|review|feedback|file|role)[ \t]*=[ \t]*["']([^"'\\]+)["']"""
_KEPT = frozenset(["session", "recording"])


class Heading(Struct, frozen=True, kw_only=True):
    """What is taken from the first lines of a document."""

    id: str = ""
    review: str = ""
    feedback: str = ""
    exported: dt.datetime | None = None
    finished: dt.datetime | None = None
    together: tuple[str, ...] = ()
    session: Session = Session()
    recording: RecordingRef = RecordingRef(file="")


class Head(Heading, frozen=True, kw_only=True):
    """What a document is and what it is about.

    `kind` is `self_review` for a review by its coach. `review` is the id of the review that it is,
    or is about; `feedback` that of the feedback which a reply answers. `exported` is when it was
    made for the other person, None for somebody's own file; `written` is when the file was, in
    seconds since 1970. `together` are the reviews that a group's feedback was made from. `trouble`
    says why it cannot be read, or is None; ids and the recording's name are then what its lines
    seem to say, or empty.
    """

    path: Path
    kind: Kind
    written: float = 0.0
    trouble: SessionLensError | None = None

    @property
    def newest(self) -> tuple[float, float]:
        """By this the newer of two exports is the greater: when it was made, else written."""
        return self.exported.timestamp() if self.exported else 0.0, self.written


def heads_in(folder: Path, kinds: Iterable[Kind] = ()) -> tuple[Head, ...]:
    """The reviews, feedback files and replies of a folder, in order of their names.

    All of them, or those of some `kinds`. A folder that cannot be listed has none.
    """
    try:
        with os.scandir(folder) as entries:
            files = [file for file in entries if may_be_document(file.name)]
    except OSError:
        return ()
    # There may be thousands of files: a path is made of those that are documents.
    files.sort(key=lambda file: file.name)
    heads = (_head_at(file.path, file.stat) for file in files)
    asked = frozenset(kinds)
    return tuple(head for head in heads if head and (not asked or head.kind in asked))


def folders_beside(folder: Path) -> Iterator[Path]:
    """The folders that lie in the same one, itself among them; at most 200, by their names."""
    try:
        with os.scandir(folder.parent) as entries:
            folders = [
                Path(entry.path)
                for entry in entries
                if not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False)
            ]
    except OSError:
        return
    yield from sorted(folders)[:_MOST_FOLDERS]


def about_review(folder: Path, kind: Kind, review_id: str) -> list[Head]:
    """The documents of a kind in a folder that are about a review, the newest first.

    Copies that a synchroniser has left are not among them; those that cannot be read are.
    """
    heads = (head for head in heads_in(folder, [kind]) if head.review == review_id)
    there = [head for head in heads if not is_conflict_copy(head.path.name)]
    return sorted(there, key=lambda head: head.newest, reverse=True)


def also_here(older: Iterable[Path]) -> tuple[str, ...]:
    """The sentence that names other exports of a document, which do not count; none without any."""
    names = ", ".join(sorted(file_name(path.name) for path in older))
    return (f"Also here, older: {names}",) if names else ()


def not_read(head: Head) -> str:
    """The sentence that says why a document cannot be read; empty for one that can."""
    if head.trouble is None:
        return ""
    return f"Not read: {file_name(head.path.name)}: {head.trouble.what}. {head.trouble.hint}."


def may_be_document(name: str) -> bool:
    """Whether a file of this name may be one of ours; the program's own temporary ones are not."""
    return not name.startswith(".") and os.path.splitext(name)[1].lower() in SUFFIXES  # noqa: PTH122


def head_of(path: Path, status: os.stat_result | None = None) -> Head | None:
    """The head of a review, feedback file or reply; None for any other file.

    `status` is the file's, where it is known already.
    """
    return _head_at(str(path), lambda: status or path.stat())


def _head_at(path: str, status_of: Callable[[], os.stat_result]) -> Head | None:
    try:
        status = status_of()
    except (OSError, ValueError):
        return None
    return _head_of(path, (status.st_mtime_ns, status.st_size))


@lru_cache(maxsize=16_384)
def _head_of(name: str, state: tuple[int, int]) -> Head | None:
    """Read once for as long as the file stays as it is."""
    path = Path(name)
    try:
        content = document_in(path, state[1])
    except SessionLensError:
        return None  # who opens it by its name is told
    if content is None:
        return None
    kind, data = content
    trouble = None
    try:
        fields = _fields(data, path)
    except SessionLensError as error:
        fields, trouble = _plain_fields(data), error
    named_so = trouble is not None and path.name.endswith(KINDS["self_review"].ending)
    if kind == "review" and (fields.session.role == "coach" or named_so):
        kind = "self_review"
    if kind in ("review", "self_review"):
        fields = replace(fields, review=fields.id)
    return Head(
        **asdict(fields),
        path=path,
        kind=kind,
        written=state[0] / 1e9,
        trouble=trouble,
    )


def document_in(path: Path, size: int) -> tuple[Kind, bytes] | None:
    """The kind and content of a review, feedback file or reply; None for any other file.

    `size` is the file's, in bytes. A coach's own review is a `review` here. Raises
    SessionLensError for a file that cannot be read at all.
    """
    if size > _LONG and _kind(read_head(path, _FIRST)) is None:
        return None
    data = document.read_bytes(path)
    kind = _kind(data)
    return None if kind is None else (kind, data)


def kind_at_first(path: Path) -> Kind | None:
    """The kind of a document of ours by its first lines; None for any other file."""
    try:
        return _kind_in(read_head(path, _FIRST))
    except SessionLensError:
        return None


def _kind_in(data: bytes) -> Kind | None:
    match = re.match(_FORMAT, data)
    return BY_FORMAT.get(match[1].decode()) if match else None


def _kind(data: bytes) -> Kind | None:
    kind = _kind_in(data)
    return kind if kind in _ARRIVING else None


def _fields(data: bytes, path: Path) -> Heading:
    """Parse the first lines, or all of it where they are written in another way than ours."""
    text = data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    first, _, rest = text.partition("\n[[")  # if inside a text, `first` is no TOML
    elsewhere = rest.startswith("session") or "[session" in rest or "[recording" in rest
    heading = _heading(text) if elsewhere else first
    for part in (heading.encode(), data):
        try:
            fields = _converted(document.parse(part, path))
        except SessionLensError:
            if part is data:
                raise
        else:
            if fields.id and fields.recording.file:
                return fields
    return fields


def _converted(source: Document) -> Heading:
    source.require(str(source.format))
    try:
        return msgspec.convert(source.table, Heading, dec_hook=decode_value)
    except msgspec.ValidationError as error:
        what = "Something in its first lines is not as it should be"
        raise SessionLensError(what, f"Look at it: {error}", where=source.path) from error


def _heading(text: str) -> str:
    """The lines above the first table, and those of the session and the recording."""
    kept: list[str] = []
    table, quotes = "", ""
    for line in text.split("\n"):
        if not quotes and (match := re.match(_TABLE, line)):
            table = match[1]
        if not table or table in _KEPT:
            kept.append(line)
        quotes = _open_quotes(line, quotes)
    return "\n".join(kept)


def _open_quotes(line: str, quotes: str) -> str:
    """The quotes of a text that goes on in the next line, if one does."""
    if not quotes:
        match = re.search(_QUOTES, line)
        quotes = match[0] if match else ""
        return quotes if quotes and line.count(quotes) % 2 else ""
    return "" if line.count(quotes) % 2 else quotes


def _plain_fields(data: bytes) -> Heading:
    """What a document that cannot be read seems to say of itself."""
    texts: dict[str, str] = {}
    text = data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    for line in _heading(re.sub(_LONG_TEXT, "", text)).split("\n"):
        if match := re.match(_PLAIN, line):
            texts.setdefault(match[1], clean(match[2]))
    return Heading(
        id=texts.get("id", ""),
        review=texts.get("review", ""),
        feedback=texts.get("feedback", ""),
        session=Session(role="coach" if texts.get("role") == "coach" else None),
        recording=RecordingRef(file=texts.get("file", "")),
    )
