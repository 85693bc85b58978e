"""Text inside Markdown: escaped, so that nobody's words become markup."""

import re
from pathlib import Path
from typing import Any

from sessionlens.documents.templates import environment, render_template

_INLINE = re.compile(r"([\\`*_\[\]<>|~&])")
_AT_LINE_START = re.compile(r"^(\s*)([#+=-]|\d+(?=[.)]))", re.MULTILINE)


def escaped(text: str) -> str:
    """The text as CommonMark reads it back; lines stay lines."""
    text = _INLINE.sub(r"\\\1", text)
    return _AT_LINE_START.sub(lambda match: f"{match[1]}{_masked(match[2])}", text)


def fill(template: str, folder: Path | None, **values: Any) -> str:
    """A Markdown template with every value escaped; the filter `cell` puts one into a table."""
    from markupsafe import Markup

    made = environment(folder)
    made.autoescape = False
    made.finalize = lambda value: value if isinstance(value, Markup) else escaped(str(value))
    made.filters["cell"] = lambda text: Markup(escaped(text).replace("\n", "<br>"))
    return render_template(made, template, **values)


def _masked(mark: str) -> str:
    return f"{mark}\\" if mark.isdigit() else f"\\{mark}"
