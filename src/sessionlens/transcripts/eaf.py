"""ELAN annotation files (.eaf): time slots, alignable and reference tiers."""

import re
from xml.etree.ElementTree import Element, ParseError

from msgspec import Struct

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import counted
from sessionlens.transcripts.draft import Parsed
from sessionlens.transcripts.eaf_times import DEEPEST, Annotation, spans_of
from sessionlens.transcripts.tiers import Interval, Tier, drafts_of_tiers
from sessionlens.transcripts.values import number

_PER_SECOND = {"milliseconds": 1000.0, "NTSC-frames": 30000 / 1001, "PAL-frames": 25.0}
_IDENTIFIER = re.compile(r"\S*\d\S*")


class _Line(Struct):
    name: str
    participant: str
    parent: str
    coded: bool
    annotations: list[Annotation]


def is_eaf(text: str) -> bool:
    """Whether XML has ELAN's root."""
    return "<ANNOTATION_DOCUMENT" in text[:20_000]


def read(data: bytes) -> Parsed:
    """Read the tiers that hold speech. A tier's participant, or else its name, is the speaker.

    Of tiers that depend on one another only one is speech: the topmost that has words. Tiers
    filled from a controlled vocabulary are codes, not speech, if there is any other. Raises
    SessionLensError for XML that is broken or has entities of its own.
    """
    root = _root(data)
    coded = {
        kind.get("LINGUISTIC_TYPE_ID", "")
        for kind in root.iter("LINGUISTIC_TYPE")
        if kind.get("CONTROLLED_VOCABULARY_REF")
    }
    lines = [_line(element, coded) for element in root.iter("TIER")]
    spans = spans_of([line.annotations for line in lines], _slots(root))
    by_name = {line.name: line for line in lines}
    speech = _speech(by_name)
    tiers = []
    estimated: set[str] = set()
    for line in lines:
        own = [(spans[found.key], found.text) for found in line.annotations]
        intervals = [Interval(span.start, span.end, text) for span, text in own]
        of = next((name for name in _ancestors(line, by_name) if name in speech), "")
        tier = Tier(line.name, line.participant or line.name, intervals, "other", of)
        if line.name in speech:
            tier.role = "speech"
        elif of and not line.coded:
            tier.role = "words"
        if tier.role != "other":
            estimated.update(*(span.estimated for span, text in own if text.strip()))
        tiers.append(tier)
    drafts, warnings = drafts_of_tiers(tiers)
    if estimated:
        warnings.append(
            f"{counted(len(estimated), 'time has', 'times have')} no value in the file: "
            "placed between the neighbours"
        )
    return Parsed("eaf", drafts, warnings=warnings)


def _slots(root: Element) -> dict[str, float | None]:
    header = root.find("HEADER")
    units = "milliseconds" if header is None else header.get("TIME_UNITS", "milliseconds")
    scale = _PER_SECOND.get(units, 1000.0)
    slots: dict[str, float | None] = {}
    for slot in root.iter("TIME_SLOT"):
        value = number(slot.get("TIME_VALUE"))
        slots[slot.get("TIME_SLOT_ID", "")] = None if value is None else value / scale
    return slots


def _root(data: bytes) -> Element:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise SessionLensError(
            "The file has XML entities or a document type of its own, which ELAN does not write",
            "Check where it comes from",
        ) from None
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        line = error.position[0] if isinstance(error, ParseError) else None
        what = str(error).partition(": line ")[0]
        raise SessionLensError(
            f"This is broken XML: {what}", "Export it again", line=line
        ) from None
    return root


def _line(element: Element, coded: set[str]) -> _Line:
    annotations = [
        Annotation(
            found.get("ANNOTATION_ID", f"{element.get('TIER_ID')}#{index}"),
            found.findtext("ANNOTATION_VALUE", ""),
            found.get("TIME_SLOT_REF1", ""),
            found.get("TIME_SLOT_REF2", ""),
            found.get("ANNOTATION_REF", ""),
            found.get("PREVIOUS_ANNOTATION", ""),
        )
        for index, holder in enumerate(element.iter("ANNOTATION"))
        for found in holder
    ]
    return _Line(
        element.get("TIER_ID", ""),
        element.get("PARTICIPANT", ""),
        element.get("PARENT_REF", ""),
        element.get("LINGUISTIC_TYPE_REF", "") in coded,
        annotations,
    )


def _speech(lines: dict[str, _Line]) -> set[str]:
    """Names of the tiers that hold speech: one of each family of dependent tiers."""
    families: dict[str, list[_Line]] = {}
    for line in lines.values():
        top = [line.name, *_ancestors(line, lines)][-1]
        families.setdefault(top, []).append(line)
    chosen = []
    for top, family in families.items():
        family.sort(key=lambda line: line.name != top)  # stable: the topmost first
        written = [line for line in family if not line.coded and _has_words(line)]
        chosen.append((written or [line for line in family if _has_text(line)] or family)[0])
    plain = [line for line in chosen if not line.coded and _has_text(line)]
    return {line.name for line in plain or chosen}


def _ancestors(line: _Line, lines: dict[str, _Line]) -> list[str]:
    """Names of the tiers that a tier depends on, nearest first."""
    names: list[str] = []
    while line.parent in lines and line.parent not in names and len(names) < DEEPEST:
        names.append(line.parent)
        line = lines[line.parent]
    return names


def _has_text(line: _Line) -> bool:
    return any(found.text.strip() for found in line.annotations)


def _has_words(line: _Line) -> bool:
    """Whether the annotations say something, and are not mere numbers of sentences."""
    texts = [found.text.strip() for found in line.annotations if found.text.strip()]
    return sum(1 for text in texts if not _IDENTIFIER.fullmatch(text)) > len(texts) / 2
