"""Word documents made from templates that people edit in Word."""

import io
import zipfile
from pathlib import Path
from typing import Any

from sessionlens.documents.formats import Options
from sessionlens.documents.templates import SHIPPED, environment
from sessionlens.domain.errors import SessionLensError
from sessionlens.files import read_whole

_LARGEST = 32_000_000  # bytes
_LARGEST_UNPACKED = 256_000_000
_LIST = "'sessionlens export --list-placeholders' names those there are"


def find(name: str, options: Options) -> Path:
    """The template to use: the one that was given, the user's own of this name, or ours."""
    if options.template is not None:
        return options.template
    own = options.templates / name if options.templates else None
    return own if own and own.is_file() else SHIPPED / name


def fill(template: Path, values: dict[str, Any]) -> bytes:
    """The template with its placeholders filled in, as the bytes of a DOCX.

    Raises SessionLensError for what is no DOCX, for unknown placeholders and for broken ones.
    """
    from docx.opc.exceptions import OpcError
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError, UndefinedError
    from lxml.etree import LxmlError

    data = read_whole(template, _LARGEST, "a template")
    _refuse_other_files(data, template)
    document = DocxTemplate(io.BytesIO(data))
    file = io.BytesIO()
    try:
        document.render(values, environment(None), autoescape=True)
        document.save(file)
    except UndefinedError as error:
        what = f"A placeholder is unknown: {_said(error)}"
        raise SessionLensError(what, _LIST, where=template) from error
    except TemplateError as error:
        what = f"A placeholder is not written as it should be: {_said(error)}"
        raise SessionLensError(what, _LIST, where=template) from error
    except (LxmlError, OpcError, TypeError, ValueError, KeyError, AttributeError) as error:
        what = f"This template cannot be filled in ({_said(error)})"
        raise SessionLensError(what, "Start from the one that ships", where=template) from error
    return file.getvalue()


def _refuse_other_files(data: bytes, template: Path) -> None:
    """Raise SessionLensError for what is no DOCX, or would not fit into memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
            names = archive.namelist()
    except zipfile.BadZipFile:
        size, names = 0, []
    if "word/document.xml" not in names or size > _LARGEST_UNPACKED:
        raise SessionLensError(
            "This is not a Word document", "Save the template as .docx", where=template
        )


def _said(error: Exception) -> str:
    return str(error).rstrip(".") or type(error).__name__
