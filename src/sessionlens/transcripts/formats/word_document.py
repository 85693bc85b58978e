"""DOCX transcripts of Teams (and of whatever writes turns in the same way)."""

import io
import zipfile
import zlib

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean, shorten
from sessionlens.transcripts.draft import ParsedTranscript
from sessionlens.transcripts.formats import stamped_text

_MOST = 64 * 1024 * 1024
_MOST_PARTS = 3000
_BODY = "word/document.xml"
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, NotImplementedError)
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def read(data: bytes) -> ParsedTranscript:
    """Read the paragraphs of a Word document.

    Raises SessionLensError when it is another kind of zip, damaged, larger than a transcript can
    be when unpacked, or holds XML with entities (the way of XML bombs).
    """
    text = _text(data)
    timed = stamped_text.read_timed(text)
    if timed:
        return timed
    if stamped_text.is_headed(text):
        headed = stamped_text.read_headed(text)
        return ParsedTranscript("teams", headed.drafts, approximate=True)
    if stamped_text.is_meet(text):
        return stamped_text.read_meet(text)
    raise SessionLensError(
        "This is a Word document without names and times such as 'Ann Lee   0:03'",
        "Export the transcript as VTT instead",
    )


def _text(data: bytes) -> str:
    _check(data)
    import docx
    from docx.text.paragraph import Paragraph

    try:
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
        paragraphs = [Paragraph(element, document) for element in body.iter(f"{{{_W}}}p")]
        return "\n".join(paragraph.text for paragraph in paragraphs)
    except Exception as error:  # python-docx and lxml let many kinds through for a damaged file
        raise _damaged(error) from None


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
                    _check_xml(archive.read(part))
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
