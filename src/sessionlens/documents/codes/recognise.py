"""Reads a file of codes, told by its content."""

from pathlib import Path

from sessionlens.documents.codes import elan, labels, table
from sessionlens.documents.codes.coded import CodesRead
from sessionlens.domain.errors import SessionLensError
from sessionlens.transcripts.formats.eaf import is_eaf
from sessionlens.transcripts.load import decode, is_binary, load


def read_codes(path: Path) -> CodesRead:
    """The codes in Audacity's labels, an ELAN file or a table; raises SessionLensError."""
    data = load(path)
    try:
        if is_binary(data):
            raise SessionLensError(
                "This holds no codes that can be read", "Export labels, ELAN's .eaf, or CSV"
            )
        text, _ = decode(data)
        if is_eaf(text):
            codes = elan.read(data)
        else:
            codes = labels.read(text) if labels.is_labels(text) else table.read(text)
        if not codes.codes:
            raise SessionLensError("There is no code in this file", "Choose another file")
    except SessionLensError as error:
        raise error.at(path) from error
    return codes
