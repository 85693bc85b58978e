"""oTranscribe's `.otr`: JSON that holds HTML with times in it, typed where they were heard."""

import html
import re

from sessionlens.transcripts.draft import ParsedTranscript
from sessionlens.transcripts.formats import stamped_text
from sessionlens.transcripts.json_values import Record, number, string

_STAMP = re.compile(
    r"<span[^<>]{0,200}\bdata-timestamp=[\"']?(?P<time>[\d.]{1,20})[\"']?[^<>]{0,200}>"
    r"[^<>]{0,40}</span>",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<(?:/p|/div|br|/li|p|div|li)\b[^<>]{0,400}>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,400}>")


def read(document: Record) -> ParsedTranscript | None:
    """Read an `.otr` file; None for other JSON. Its times are exact where they stand."""
    text = string(document.get("text"))
    if "data-timestamp" not in text:
        return None
    text = _STAMP.sub(lambda match: f" [{_stamp(match['time'])}] ", text)
    text = html.unescape(_TAG.sub("", _BREAK.sub("\n", text))).replace("\u00a0", " ")
    parsed = stamped_text.read(text, evident=True)
    if parsed:
        parsed.format = "otranscribe"
    return parsed


def _stamp(time: str) -> str:
    seconds = number(time) or 0.0
    whole = int(seconds)
    milliseconds = round((seconds - whole) * 1000)
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}.{min(milliseconds, 999):03d}"
