"""Arguments and options that several commands have: files, names, stretches of time."""

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_SECONDS = re.compile(r"(\d+(?:[.,]\d+)?|[.,]\d+)\s*(ms|s|sec|seconds?)?", re.ASCII)

_QUOTES = "'\"“„«‘"


class _File(click.Path):
    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":  # a variable without content, mostly; Path takes it for the current folder
            self.fail("No name was given", param, ctx)
        return super().convert(dropped(value) if isinstance(value, str) else value, param, ctx)


def dropped(name: str) -> str:
    """The path that is meant by a file's address, or by what a terminal makes of a dropped file.

    Anything else, and what is the name of a file as it stands, stays as it is.
    """
    address = name.strip().lower().startswith("file:")
    if not (address or "\\" in name or name.strip()[:1] in _QUOTES) or os.path.lexists(name):
        return name
    from sessionlens.library.typed_path import typed_path

    path = typed_path(name)
    return str(path) if address or os.path.lexists(path) else name


FILE = _File(path_type=Path)
"""Not checked by click whether it is there: its messages do not say what to do."""

encoding_option = click.option(
    "--encoding", default="", help="Of a transcript's text, where it is not told rightly: cp1252 …"
)
force_option = click.option("--force", is_flag=True, help="Replace a file that exists already.")

key_option = click.option(
    "--key", type=FILE, help="The key of pseudonyms, if it is not the usual one."
)


def seconds(value: str) -> float:
    """Read a stretch of time such as `2s`, `1.5` or `500ms`, for an option's `type`."""
    stretch = _SECONDS.fullmatch(value.strip().lower())
    if stretch is None:
        raise click.BadParameter(f"'{value}' is no stretch of time: write it as 2s or 500ms")
    number = float(stretch[1].replace(",", "."))
    return number / 1000 if stretch[2] == "ms" else number


def complete_rubric(
    _ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list["CompletionItem"]:
    """Rubrics by name, and files."""
    return _names("rubrics", incomplete)


def complete_keymap(
    _ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list["CompletionItem"]:
    """Keymaps by name, and files."""
    return _names("keymaps", incomplete)


def _names(folder: str, incomplete: str) -> list["CompletionItem"]:
    from click.shell_completion import CompletionItem

    from sessionlens.domain.text import file_name
    from sessionlens.storage.named import named_files

    # A name that no terminal shows as it is would not be taken back from there, either.
    files = (file.name for file in named_files(folder))
    names = dict.fromkeys(name for name in files if name == file_name(name))
    items = [CompletionItem(name) for name in names if name.startswith(incomplete)]
    return items or [CompletionItem(incomplete, type="file")]


def audio_track(text: str) -> int:
    """Read the number of an audio track, counted from 1, or `all` of them; for click."""
    from sessionlens.audio.tracks import MIXED

    if text.strip().lower() == "all":
        return MIXED
    if not text.isdecimal() or not int(text):
        raise click.BadParameter(f"'{text}' is neither the number of a track nor 'all'")
    return int(text)
