"""What a new file may replace: never its own sources, nor other work of ours."""

from collections.abc import Iterable
from pathlib import Path

from sessionlens.domain.errors import SessionLensError
from sessionlens.files import not_written, read_head
from sessionlens.library.kinds import FileKind, kind_of, title_of
from sessionlens.storage import document
from sessionlens.storage.heads import head_of
from sessionlens.storage.kinds import KINDS, Kind

_OUR_TRANSCRIPT = KINDS["transcript"].format.encode()
_HEAD = 1000


def replaces(target: Path, kind: Kind | None, sources: Iterable[Path], review: str = "") -> bool:
    """Whether writing `target`, a file of this `kind`, would replace one that may be replaced.

    Without a kind it is a rendering for people or other tools, and no file of ours. Raises
    SessionLensError where it would do harm: to one of the `sources` that it is made from, to a
    file of ours of another kind or not of this `review` (its id), and to what is no file. A
    `self_review` is a copy to be sent: only such a copy is replaced by it.
    """
    try:
        if not target.exists():
            return False
        if not target.is_file() and not target.is_dir():  # a device or pipe would be gone
            what = "This is not an ordinary file"
            raise SessionLensError(what, "Choose another name", where=target)
        if any(source.exists() and target.samefile(source) for source in sources):
            what = "This is a file that the new one is made from"
            raise SessionLensError(what, "Choose another name", where=target)
    except OSError as error:
        raise not_written(error, target) from error
    if other := _other_work(target, kind):
        what = f"This is {other}, not {title_of(kind) if kind else 'an export'}"
        raise SessionLensError(what, "Choose another name", where=target)
    if kind and review and _is_of_another(review, target, kind):
        what = f"This {title_of(kind).removeprefix('a ')} belongs to another review"
        raise SessionLensError(what, "Choose another name", where=target)
    return True


def refuse_harm(
    target: Path, kind: Kind | None, *, force: bool, sources: Iterable[Path], review: str = ""
) -> None:
    """Raise SessionLensError where `replaces` does, and for any file there unless `force`."""
    if replaces(target, kind, sources, review) and not force:
        raise SessionLensError(
            "This file exists already", "Choose another name or use --force", where=target
        )


def _other_work(target: Path, kind: Kind | None) -> str:
    """What a file of ours of another kind is called; empty for what may be replaced."""
    try:
        present: FileKind = kind_of(target)
        if present == "review" and (head := head_of(target)) and head.exported:
            present = "self_review"
        if present == "transcript" and _OUR_TRANSCRIPT not in read_head(target, _HEAD):
            return ""
    except SessionLensError:
        return ""  # empty, or nothing that can be read
    if present == "recording":
        return "a recording or other data"
    return "" if present in (kind, "toml") else title_of(present)


def _is_of_another(review: str, target: Path, kind: Kind) -> bool:
    try:
        present = document.read(target)
    except SessionLensError:
        return False  # what cannot be read tells nothing, and may be replaced like any file
    owner = present.table.get("id" if kind == "self_review" else "review")
    return present.format == KINDS[kind].format and isinstance(owner, str) and owner != review
