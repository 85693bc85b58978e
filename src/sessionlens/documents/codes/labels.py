"""Audacity's labels as codes: what stands before a colon is the code, the rest a comment."""

import re

from sessionlens.documents.codes.coded import Coded, CodesRead, split_rating
from sessionlens.domain.text import clean, counted

_LABEL = re.compile(r"\s*(\d{1,9}(?:[.,]\d{1,12})?)\t(\d{1,9}(?:[.,]\d{1,12})?)(?:\t(.*))?")
_MOSTLY = 0.9
_LONGEST = 60  # characters of a code; a longer text is a comment without one
_LEAST_WORDS = 6  # so is one of so many words


def is_labels(text: str) -> bool:
    """Whether nearly every line is a label; spectral selections do not count."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("\\")]
    return sum(bool(_LABEL.fullmatch(line)) for line in lines) > len(lines) * _MOSTLY


def read(text: str) -> CodesRead:
    """Read a label track; lines that are no labels are counted."""
    codes = []
    odd = 0
    for line in text.splitlines():
        match = _LABEL.fullmatch(line)
        if match:
            start, end = (float(match[group].replace(",", ".")) for group in (1, 2))
            codes.append(_coded(start, end, clean(match[3] or "")))
        elif line.strip() and not line.startswith("\\"):  # frequencies of a spectral selection
            odd += 1
    notices = [f"{counted(odd, 'line is', 'lines are')} no label"] if odd else []
    return CodesRead("audacity", tuple(codes), tuple(notices))


def _coded(start: float, end: float, label: str) -> Coded:
    code, colon, comment = label.partition(": ")
    if not colon:
        code, comment = label, ""
    if len(code) > _LONGEST or len(code.split()) >= _LEAST_WORDS:
        code, comment = "", label
    name, rating = split_rating(code)
    return Coded(
        start=start,
        end=end if end > start else None,
        code=name,
        rating=rating,
        comment=comment,
    )
