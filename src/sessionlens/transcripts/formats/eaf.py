"""ELAN annotation files (.eaf): time slots, alignable and reference tiers."""

import itertools
import re
from xml.etree.ElementTree import Element

from msgspec import Struct

from sessionlens.domain.text import counted
from sessionlens.transcripts.draft import ParsedTranscript
from sessionlens.transcripts.json_values import number
from sessionlens.transcripts.tiers import Interval, Tier, drafts_of_tiers
from sessionlens.transcripts.xml import parse_xml

_PER_SECOND = {"milliseconds": 1000.0, "NTSC-frames": 30000 / 1001, "PAL-frames": 25.0}
_IDENTIFIER = re.compile(r"\S*\d\S*")
_CODES = re.compile(
    r"(?:^|[\W_])(?:cod(?:es?|ing|age)?|kodes?|categor\w*|tags?|ratings?)(?:$|[\W_\d])", re.I
)
_DEEPEST = 20
"""Levels of tiers that depend on one another; people's files have up to five."""


class _Span(Struct):
    """Start and end in seconds, None where nothing tells them.

    `estimated` names those times, of all that the span rests on, that were placed between others.
    """

    start: float | None
    end: float | None
    estimated: frozenset[str] = frozenset()


class _Annotation(Struct):
    """An annotation with its slots, or with the annotation it refers to and its predecessor."""

    key: str
    text: str
    first: str = ""
    second: str = ""
    parent: str = ""
    previous: str = ""


class _Line(Struct):
    name: str
    participant: str
    parent: str
    coded: bool
    annotations: list[_Annotation]


def is_eaf(text: str) -> bool:
    """Whether XML has ELAN's root."""
    return "<ANNOTATION_DOCUMENT" in text[:20_000]


def read(data: bytes) -> ParsedTranscript:
    """Read the tiers that hold speech. A tier's participant, or else its name, is the speaker.

    Of tiers that depend on one another only one is speech: the topmost that has words. Tiers
    filled from a controlled vocabulary are codes, not speech, if there is any other. Raises
    SessionLensError for XML that is broken or has entities of its own.
    """
    root = parse_xml(data, "ELAN")
    coded = {
        kind.get("LINGUISTIC_TYPE_ID", "")
        for kind in root.iter("LINGUISTIC_TYPE")
        if kind.get("CONTROLLED_VOCABULARY_REF")
    }
    lines = [_line(element, coded) for element in root.iter("TIER")]
    spans = _spans_of([line.annotations for line in lines], _slots(root))
    by_name = {line.name: line for line in lines}
    speech = _speech(by_name)
    tiers = []
    estimated: set[str] = set()
    for line in lines:
        own = [(spans[annotation.key], annotation.text) for annotation in line.annotations]
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
    if origin := _origin(root):
        warnings.append(f"times were moved by {origin:g} s, where ELAN begins in the recording")
    return ParsedTranscript("eaf", drafts, warnings=warnings)


def _slots(root: Element) -> dict[str, float | None]:
    header = root.find("HEADER")
    units = "milliseconds" if header is None else header.get("TIME_UNITS", "milliseconds")
    scale = _PER_SECOND.get(units, 1000.0)
    origin = _origin(root)
    slots: dict[str, float | None] = {}
    for slot in root.iter("TIME_SLOT"):
        value = number(slot.get("TIME_VALUE"))
        slots[slot.get("TIME_SLOT_ID", "")] = None if value is None else value / scale + origin
    return slots


def _origin(root: Element) -> float:
    """Where in the medium (seconds) the annotations' zero lies; ELAN gives it in milliseconds."""
    media = root.find("HEADER/MEDIA_DESCRIPTOR")
    return 0.0 if media is None else (number(media.get("TIME_ORIGIN")) or 0.0) / 1000


def _line(element: Element, coded: set[str]) -> _Line:
    annotations = [
        _Annotation(
            annotation.get("ANNOTATION_ID", f"{element.get('TIER_ID')}#{index}"),
            annotation.findtext("ANNOTATION_VALUE", ""),
            annotation.get("TIME_SLOT_REF1", ""),
            annotation.get("TIME_SLOT_REF2", ""),
            annotation.get("ANNOTATION_REF", ""),
            annotation.get("PREVIOUS_ANNOTATION", ""),
        )
        for index, holder in enumerate(element.iter("ANNOTATION"))
        for annotation in holder
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
    plain = [line for line in chosen if not line.coded and _has_text(line) and not _has_codes(line)]
    return {line.name for line in plain or chosen}


def _ancestors(line: _Line, lines: dict[str, _Line]) -> list[str]:
    """Names of the tiers that a tier depends on, nearest first."""
    names: list[str] = []
    while line.parent in lines and line.parent not in names and len(names) < _DEEPEST:
        names.append(line.parent)
        line = lines[line.parent]
    return names


def _has_text(line: _Line) -> bool:
    return any(annotation.text.strip() for annotation in line.annotations)


def _has_words(line: _Line) -> bool:
    """Whether the annotations say something, and are not mere numbers of sentences."""
    texts = [annotation.text.strip() for annotation in line.annotations if annotation.text.strip()]
    return sum(1 for text in texts if not _IDENTIFIER.fullmatch(text)) > len(texts) / 2


def _spans_of(tiers: list[list[_Annotation]], slots: dict[str, float | None]) -> dict[str, _Span]:
    """Return when each annotation is; `slots` has the seconds of time slots.

    Slots without a value lie at equal distances between their neighbours on the tier. An
    annotation that refers to another one has its times; several that follow one another inside
    it share them.
    """
    filled = dict(slots)
    for annotations in tiers:
        _fill(
            [
                slot
                for annotation in annotations
                for slot in (annotation.first, annotation.second)
                if slot
            ],
            filled,
        )
    estimated = {
        slot for slot, time in filled.items() if time is not None and slots.get(slot) is None
    }
    spans: dict[str, _Span] = {
        annotation.key: _Span(
            filled.get(annotation.first),
            filled.get(annotation.second),
            frozenset(estimated & {annotation.first, annotation.second}),
        )
        for annotations in tiers
        for annotation in annotations
        if annotation.first
    }
    waiting = [
        annotation for annotations in tiers for annotation in annotations if not annotation.first
    ]
    for _ in range(_DEEPEST):
        _share([annotation for annotation in waiting if annotation.parent in spans], spans)
        waiting = [annotation for annotation in waiting if annotation.key not in spans]
    # What is left refers to nothing, or to itself by way of others.
    return spans | {annotation.key: _Span(None, None) for annotation in waiting}


def _fill(chain: list[str], slots: dict[str, float | None]) -> None:
    order = list(dict.fromkeys(chain))
    timed = [index for index, slot in enumerate(order) if slots.get(slot) is not None]
    for before, after in itertools.pairwise(timed):
        start, end = slots[order[before]] or 0.0, slots[order[after]] or 0.0
        for index in range(before + 1, after):
            slots[order[index]] = start + (end - start) * (index - before) / (after - before)


def _share(ready: list[_Annotation], spans: dict[str, _Span]) -> None:
    families: dict[str, list[_Annotation]] = {}
    for annotation in ready:
        families.setdefault(annotation.parent, []).append(annotation)
    for parent, children in families.items():
        whole = spans[parent]
        chain = _chain(children)
        follow = any(annotation.previous for annotation in children)
        for index, child in enumerate(chain):
            if whole.start is None or whole.end is None or not follow:
                spans[child.key] = whole
                continue
            step = (whole.end - whole.start) / len(chain)
            start = whole.start + step * index
            between = {child.key} if index else set()
            spans[child.key] = _Span(start, start + step, whole.estimated | between)


def _chain(children: list[_Annotation]) -> list[_Annotation]:
    """Put annotations in the order in which they name their predecessors."""
    following = {child.previous: child for child in children if child.previous}
    chain: dict[str, _Annotation] = {}
    for first in [child for child in children if not child.previous]:
        child: _Annotation | None = first
        while child is not None and child.key not in chain:
            chain[child.key] = child
            child = following.get(child.key)
    return [*chain.values(), *(child for child in children if child.key not in chain)]


def _has_codes(line: _Line) -> bool:
    """Whether a tier holds codes typed without a controlled vocabulary: numbers, or by its name."""
    texts = [annotation.text.strip() for annotation in line.annotations if annotation.text.strip()]
    short = all(len(text.split()) == 1 for text in texts)
    return not _has_words(line) or (short and bool(_CODES.search(line.name)))


class CodedAnnotation(Struct, frozen=True):
    """One annotation of any tier: seconds, None where nothing tells them, and its text."""

    key: str
    start: float | None
    end: float | None
    text: str
    parent: str


class CodedTier(Struct, frozen=True):
    """A tier as it stands in the file; `coded` says that its values come from a vocabulary.

    `kind` is the name of its linguistic type.
    """

    name: str
    parent: str
    kind: str
    coded: bool
    annotations: tuple[CodedAnnotation, ...]


def tiers(data: bytes) -> list[CodedTier]:
    """All tiers of a file, for those who look for codes and not for speech; raises like `read`."""
    root = parse_xml(data, "ELAN")
    vocabularies = {
        kind.get("LINGUISTIC_TYPE_ID", "")
        for kind in root.iter("LINGUISTIC_TYPE")
        if kind.get("CONTROLLED_VOCABULARY_REF")
    }
    elements = list(root.iter("TIER"))
    lines = [_line(element, vocabularies) for element in elements]
    spans = _spans_of([line.annotations for line in lines], _slots(root))
    return [
        CodedTier(
            line.name,
            line.parent,
            element.get("LINGUISTIC_TYPE_REF", ""),
            line.coded,
            tuple(
                CodedAnnotation(
                    annotation.key,
                    spans[annotation.key].start,
                    spans[annotation.key].end,
                    annotation.text,
                    annotation.parent,
                )
                for annotation in line.annotations
            ),
        )
        for element, line in zip(elements, lines, strict=True)
    ]
