"""Files on the command line: how they are named, and how new ones harm none."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sessionlens.domain.errors import SessionLensError
from sessionlens.files import read_head

if TYPE_CHECKING:
    from sessionlens.library.kinds import Kind


class _File(click.Path):
    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":  # a variable without content, mostly; Path takes it for the current folder
            self.fail("No name was given", param, ctx)
        return super().convert(value, param, ctx)


FILE = _File(path_type=Path)
"""Not checked by click whether it is there: its messages do not say what to do."""

_OUR_TRANSCRIPT = b"sessionlens.transcript"
_HEAD = 1000
_CALLED = {
    "feedback": "feedback",
    "settings": "a settings file",
    "recording": "a recording or other data",
}

force_option = click.option("--force", is_flag=True, help="Replace a file that exists already.")


def refuse_harm(
    target: Path, kind: "Kind", *, force: bool, sources: Iterable[Path], review: str = ""
) -> None:
    """Raise SessionLensError if writing `target` would replace a file that should stay.

    `force` allows to replace a file, but never one of the `sources` it is made from, and never one
    of ours that is of another `kind` or not of this `review`, given by its id: that is other work,
    or a slip of the fingers.
    """
    if not target.exists():
        return
    if not target.is_file() and not target.is_dir():  # a device or pipe would be gone
        raise SessionLensError("This is not an ordinary file", "Choose another name", where=target)
    if any(source.exists() and target.samefile(source) for source in sources):
        raise SessionLensError(
            "This is a file that the new one is made from", "Choose another name", where=target
        )
    if found := _other_work(target, kind):
        raise SessionLensError(
            f"This is {found}, not {_CALLED.get(kind, f'a {kind}')}",
            "Choose another name",
            where=target,
        )
    if review and _is_of_another(review, target, kind):
        raise SessionLensError(
            f"This {kind} belongs to another review", "Choose another name", where=target
        )
    if not force:
        raise SessionLensError(
            "This file exists already", "Choose another name or use --force", where=target
        )


def _other_work(target: Path, kind: "Kind") -> str:
    """What a file of ours of another kind is; empty for what may be replaced."""
    from sessionlens.library.kinds import kind_of

    try:
        found = kind_of(target)
        if found == "transcript" and _OUR_TRANSCRIPT not in read_head(target, _HEAD):
            return ""
    except SessionLensError:
        return ""  # empty, or nothing that can be read
    return "" if found in (kind, "toml") else _CALLED.get(found, f"a {found}")


def _is_of_another(review: str, target: Path, kind: "Kind") -> bool:
    from sessionlens.storage import document

    try:
        found = document.read(target)
    except SessionLensError:
        return False  # what cannot be read tells nothing, and may be replaced like any file
    owner = found.table.get("review")
    ours = found.format == f"sessionlens.{kind}"
    return ours and isinstance(owner, str) and owner != review
