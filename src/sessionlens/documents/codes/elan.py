"""ELAN's tiers as codes: a tier is a code, or its values are where they come from a vocabulary."""

import re
from collections.abc import Sequence

from sessionlens.documents.codes.coded import Coded, CodesRead, rating_of
from sessionlens.domain.text import clean, counted
from sessionlens.transcripts.formats import eaf
from sessionlens.transcripts.formats.eaf import CodedAnnotation, CodedTier

_COPY = re.compile(r" \(\d+\)$")  # how an export of ours names a second tier of one competency
_NOTED = "noted"
_SPEECH = "transcript"  # the type of the speakers' tiers in an export of ours
_MOST_VALUES = 25  # different values of a tier that still are codes
_WORDS = ("comment", "quote", "indicator")


def read(data: bytes) -> CodesRead:
    """Read all tiers with times; tiers that depend on others give them comments and quotes."""
    tiers = eaf.tiers(data)
    by_name = {tier.name: tier for tier in tiers}
    children = [tier for tier in tiers if tier.parent in by_name]
    codes: list[Coded] = []
    notices: list[str] = []
    untimed = 0
    for tier in tiers:
        if tier.parent in by_name:
            continue
        if tier.kind == _SPEECH:
            many = counted(len(tier.annotations), "annotation", "annotations")
            notices.append(f"Left out as transcript: '{clean(tier.name)}', {many}")
            continue
        words = _words_of(tier, children)
        for annotation in tier.annotations:
            if annotation.start is None:
                untimed += 1
                continue
            codes.append(_coded(tier, annotation, words.get(annotation.key, {})))
    codes.sort(key=lambda one: one.start)
    if untimed:
        notices.append(f"{counted(untimed, 'annotation has', 'annotations have')} no time")
    return CodesRead("elan", tuple(codes), tuple(notices))


def _coded(tier: CodedTier, annotation: CodedAnnotation, words: dict[str, str]) -> Coded:
    name = _COPY.sub("", clean(tier.name))
    value = clean(annotation.text)
    rating = rating_of(value)
    code, comment = name, words.get("comment", "")
    if rating is None and value and value != _NOTED:
        if tier.coded or _are_codes(tier.annotations):
            code = value
        else:
            comment = "\n".join(filter(None, (value, comment)))
    start, end = annotation.start or 0.0, annotation.end
    return Coded(
        start=start,
        end=end if end is not None and end > start else None,
        code=code,
        rating=rating,
        comment=comment,
        quote=words.get("quote", ""),
    )


def _are_codes(annotations: Sequence[CodedAnnotation]) -> bool:
    """Whether the values of a tier come again and again, and are no sentences."""
    values = [clean(one.text) for one in annotations if one.text.strip()]
    different = set(values)
    short = all(len(value) <= 40 for value in different)
    return short and len(different) <= _MOST_VALUES and len(different) * 2 <= len(values)


def _words_of(tier: CodedTier, children: Sequence[CodedTier]) -> dict[str, dict[str, str]]:
    """What hangs on each annotation: comment, quote; other tiers' texts count as comments."""
    words_by_annotation: dict[str, dict[str, str]] = {}
    for child in children:
        if child.parent != tier.name:
            continue
        kind = child.name.rpartition(": ")[2]
        field = kind if kind in _WORDS else "comment"
        for annotation in child.annotations:
            text = clean(annotation.text, multiline=field == "comment")
            texts = words_by_annotation.setdefault(annotation.parent, {})
            texts[field] = "\n".join(filter(None, (texts.get(field, ""), text)))
    return words_by_annotation
