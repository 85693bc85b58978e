"""What no transcript of a conversation reaches: more is refused before it costs time or memory."""

import re

from sessionlens.domain.errors import SessionLensError

MOST_UTTERANCES = 200_000
"""Ten hours of talk have 20,000."""

_NOT_IN_LINES = (b"{", b"[", b"<")
_MOST_ELEMENTS = 4 * MOST_UTTERANCES
_LONGEST_LINE = re.compile(r"[^\n]{2000001}")  # characters; a day of talk has fewer
_HINT = "Check where it comes from, or export a part of it"


def refuse_many_lines(data: bytes) -> None:
    """Raise SessionLensError for a text of more lines than any transcript, in whatever encoding.

    A cue has four lines, what stands in other texts two. Formats whose lines mean nothing, such as
    JSON, are not looked at.
    """
    if data.lstrip(b"\xef\xbb\xbf \r\n")[:1] in _NOT_IN_LINES or b"TextGrid" in data[:400]:
        return
    lines = max(data.count(b"\n"), data.count(b"\r"))
    if lines > (4 if b">" in data[:1000] else 2) * MOST_UTTERANCES:
        raise _too_many()


def refuse_too_long(text: str) -> None:
    """Raise SessionLensError for cues, or for a line, beyond those of any transcript."""
    if text.count("-->") > MOST_UTTERANCES:
        raise _too_many()
    # The first character may be a lone surrogate, for a byte that could not be decoded.
    in_lines = text.lstrip()[:1].encode(errors="surrogateescape") not in _NOT_IN_LINES
    if in_lines and _LONGEST_LINE.search(text):
        raise SessionLensError("A line of this file is longer than a day of talk", _HINT)


def refuse_many_elements(data: bytes) -> None:
    """Raise SessionLensError for XML that holds more elements than any transcript."""
    if data.count(b"<") > _MOST_ELEMENTS:
        raise _too_many()


def refuse_long_lists(values: list[object]) -> None:
    """Raise SessionLensError for JSON in which a list holds more than any transcript."""
    for value in [values, *values]:
        lists = value.values() if isinstance(value, dict) else [value]
        if any(isinstance(entry, list) and len(entry) > MOST_UTTERANCES for entry in lists):
            raise _too_many()


def _too_many() -> SessionLensError:
    what = f"This file holds more than {MOST_UTTERANCES:,} utterances, which no transcript has"
    return SessionLensError(what, _HINT)
