"""Word documents: transcripts of Teams and Google Meet, typed ones, tables."""

import io
import zipfile
import zlib
from typing import Any

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean, shorten
from sessionlens.files import LARGEST_TRANSCRIPT
from sessionlens.transcripts.draft import ParsedTranscript, UtteranceDraft
from sessionlens.transcripts.formats import labelled_text, stamped_text, tables
from sessionlens.transcripts.limits import refuse_many_elements
from sessionlens.transcripts.names import looks_like_a_name
from sessionlens.transcripts.timestamps import timing_line

_MOST = LARGEST_TRANSCRIPT
_MOST_PARTS = 3000
_BODY = "word/document.xml"
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, NotImplementedError)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _TABLE, _ROW, _CELL, _TEXT = (f"{_W}{name}" for name in ("p", "tbl", "tr", "tc", "t"))
_BREAKS = tuple(f"{_W}{name}" for name in ("tab", "br", "cr"))
_HIDDEN = (
    f"{_W}moveFrom",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
)


def read(data: bytes) -> ParsedTranscript:
    """Read the tables, or else the paragraphs, of a Word document.

    Raises SessionLensError when it is another kind of zip, damaged, larger than a transcript can
    be when unpacked, or holds XML with entities (the way of XML bombs); and when what it holds is
    no transcript.
    """
    lines, rows = _content(data)
    text = "\n".join(lines)
    if table := tables.read_rows(rows):
        table.format = "docx"
        return table
    if timed := _read_timed(text):
        return timed
    if stamped := stamped_text.read(text):
        own = {"otter": "teams", "text": "docx"}
        stamped.format = own.get(stamped.format, stamped.format)
        return stamped
    if labelled := labelled_text.read(text):
        labelled.format = "docx"
        return labelled
    reason = stamped_text.notes_reason(text)
    raise SessionLensError(
        "This is a Word document without names and times such as 'Ann Lee   0:03'"
        + (f": {reason}" if reason else ""),
        "Export the transcript as VTT instead",
    )


def _read_timed(text: str) -> ParsedTranscript | None:
    """Read the older Teams DOCX: a line of start and end, one with the name, then the words."""
    blocks: list[tuple[float, float, list[str]]] = []
    for line in text.splitlines():
        if timing := timing_line(line):
            blocks.append((timing[0], timing[1], []))
        elif blocks and line.strip():
            blocks[-1][2].append(line)
    drafts = [
        UtteranceDraft(start, end, "\n".join(lines[1:] or lines), lines[0] if lines[1:] else None)
        for start, end, lines in blocks
    ]
    return ParsedTranscript("teams", drafts) if drafts else None


def _content(data: bytes) -> tuple[list[str], list[list[str]]]:
    """The lines of all paragraphs, and the rows of all tables."""
    _check(data)
    import docx

    lines: list[str] = []
    rows: list[list[str]] = []
    try:
        blocks = [docx.Document(io.BytesIO(data)).element.body]
        while blocks:
            block = blocks.pop()
            if block.tag == _TABLE:
                table = [[_text(cell) for cell in row.iter(_CELL)] for row in block.iter(_ROW)]
                rows += table
                lines += [line for row in table for line in _row_as_lines(row)]
            elif block.tag == _PARAGRAPH:
                lines += _text(block).splitlines()
            else:  # the body, or what holds paragraphs in it, such as a content control
                blocks += reversed(list(block.iterchildren("*")))
    except Exception as error:  # python-docx and lxml let many kinds through for a damaged file
        raise _damaged(error) from None
    return lines, rows


def _text(element: Any) -> str:
    """The words of a paragraph or a cell, what was inserted by tracked changes included.

    python-docx's own `text` leaves insertions out.
    """
    pieces: list[str] = []
    for node in element.iter(_PARAGRAPH, _TEXT, *_BREAKS):
        if any(True for _ in node.iterancestors(*_HIDDEN)):
            continue
        if node.tag == _TEXT:
            pieces.append(node.text or "")
        elif node is not element:
            pieces.append("\t" if node.tag == _BREAKS[0] else "\n")
    return "".join(pieces).strip("\n")


def _row_as_lines(row: list[str]) -> list[str]:
    """What stands in a row, for readers of lines: a name, then what its owner says."""
    cells = [cell.strip() for cell in row if cell.strip()]
    if len(cells) == 2 and looks_like_a_name(cells[0]):
        return [f"{cells[0].rstrip(':')}: {cells[1]}"]
    return [line for cell in cells for line in cell.splitlines()]


def _check(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if _BODY not in archive.namelist():
                raise SessionLensError(
                    "This is a zip archive, not a Word document",
                    "Unpack it and name the transcript",
                )
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST:
                raise SessionLensError(
                    "This is a Word document that unpacks to more than a transcript can hold",
                    "Check where it comes from",
                )
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _check_xml(xml := archive.read(part))
                    refuse_many_elements(xml)
    except (*_ZIP_ERRORS, ValueError, RuntimeError, EOFError, OSError) as error:
        raise _damaged(error) from None


def _check_xml(content: bytes) -> None:
    # UTF-16 would hide the words from a search for bytes; Word writes UTF-8 only.
    if (
        b"<!DOCTYPE" in content
        or b"<!ENTITY" in content
        or content[:2] in (b"\xff\xfe", b"\xfe\xff")
    ):
        raise SessionLensError(
            "This is a Word document with XML that Word does not write", "Check where it comes from"
        )


def _damaged(error: Exception) -> SessionLensError:
    reason = shorten(clean(str(error)), 100)
    return SessionLensError(f"This is a damaged Word document: {reason}", "Export it again")
