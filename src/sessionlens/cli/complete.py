"""Names that a shell can complete."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


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

    from sessionlens.storage.named import named_files

    names = dict.fromkeys(one.name for one in named_files(folder))
    found = [CompletionItem(name) for name in names if name.startswith(incomplete)]
    return found or [CompletionItem(incomplete, type="file")]
