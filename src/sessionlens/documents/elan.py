"""Moments and transcript as an annotation document of ELAN (EAF 3.0)."""

import xml.etree.ElementTree as ET
from datetime import UTC
from mimetypes import guess_type
from urllib.parse import quote

from sessionlens.documents.content import Content
from sessionlens.documents.formats import Options, Rendered
from sessionlens.documents.tiers import MomentTier, speaker_tiers, tiers_of
from sessionlens.domain.marker import RATINGS
from sessionlens.domain.text import clean

_SCHEMA = "http://www.mpi.nl/tools/elan/EAFv3.0.xsd"
_ANY_LANGUAGE = "http://cdb.iso.org/lg/CDB-00130975-001"  # "undetermined", as ELAN writes it
_NOTED = "noted"
_CHILDREN = ("indicator", "quote", "comment", "seen_by")
_CONSTRAINTS = {
    "Time_Subdivision": "Time subdivision of parent annotation's time interval, no time gaps"
    " allowed within this interval",
    "Symbolic_Subdivision": "Symbolic subdivision of a parent annotation. Annotations refering to"
    " the same parent are ordered",
    "Symbolic_Association": "1-1 association with a parent annotation",
    "Included_In": "Time alignable annotations within the parent annotation's time interval, gaps"
    " are allowed",
}


def render(content: Content, _options: Options) -> Rendered:
    """A tier per competency whose values are ratings; what was noted hangs on it as children.

    The recording is linked by its name, beside the file.
    """
    document = _Document(content)
    tiers = tiers_of(content)
    for tier in tiers:
        document.add_codes(tier)
    taken = [element.attrib["TIER_ID"] for element in document.tiers]
    for name, row in speaker_tiers(content, taken).items():
        element = document.add_tier(name, "transcript", participant=name)
        for spoken in row:
            document.add_aligned(element, spoken.start, spoken.end, spoken.text)
    root = document.root()
    ET.indent(root, " " * 4)
    data = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return Rendered(data + b"\n")


class _Document:
    """An EAF document while tiers and annotations are added to it."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._slots: list[int] = []
        self._annotations = 0
        self.tiers: list[ET.Element] = []

    def add_codes(self, tier: MomentTier) -> None:
        """A tier of ratings with one child tier for each kind of words that there are."""
        parent = self.add_tier(tier.name, "competency")
        ids = []
        for moment in tier.moments:
            value = moment.marker.rating or _NOTED
            ids.append(self.add_aligned(parent, moment.start, moment.until, value, rated=True))
        for child in _CHILDREN:
            texts = [
                getattr(moment if child in ("indicator", "seen_by") else moment.marker, child)
                for moment in tier.moments
            ]
            if any(texts):
                element = self.add_tier(f"{tier.name}: {child}", child, parent=tier.name)
                for annotation, text in zip(ids, texts, strict=True):
                    if text:
                        self._add_reference(element, annotation, text)

    def add_tier(
        self, name: str, kind: str, *, parent: str = "", participant: str = ""
    ) -> ET.Element:
        """An empty tier of a linguistic type."""
        attributes = {"LINGUISTIC_TYPE_REF": kind, "TIER_ID": name}
        if parent:
            attributes["PARENT_REF"] = parent
        if participant:
            attributes["PARTICIPANT"] = participant
        element = ET.Element("TIER", attributes)
        self.tiers.append(element)
        return element

    def add_aligned(
        self, tier: ET.Element, start: float, end: float, text: str, *, rated: bool = False
    ) -> str:
        """An annotation with times in seconds; returns its id."""
        slots = [self._slot(start), self._slot(max(end, start + 0.001))]
        attributes = {
            "ANNOTATION_ID": self._next_id(),
            "TIME_SLOT_REF1": slots[0],
            "TIME_SLOT_REF2": slots[1],
        }
        if rated:
            attributes["CVE_REF"] = f"cve_{text}"
        self._add(tier, "ALIGNABLE_ANNOTATION", attributes, text)
        return attributes["ANNOTATION_ID"]

    def _add_reference(self, tier: ET.Element, parent: str, text: str) -> None:
        attributes = {"ANNOTATION_ID": self._next_id(), "ANNOTATION_REF": parent}
        self._add(tier, "REF_ANNOTATION", attributes, text)

    def _add(self, tier: ET.Element, kind: str, attributes: dict[str, str], text: str) -> None:
        annotation = ET.SubElement(ET.SubElement(tier, "ANNOTATION"), kind, attributes)
        # ElementTree escapes, but writes control characters, which no XML may hold.
        ET.SubElement(annotation, "ANNOTATION_VALUE").text = clean(text, multiline=True)

    def _next_id(self) -> str:
        self._annotations += 1
        return f"a{self._annotations}"

    def _slot(self, seconds: float) -> str:
        self._slots.append(round(seconds * 1000))
        return f"ts{len(self._slots)}"

    def root(self) -> ET.Element:
        """The document with everything in the order that the schema asks for."""
        feedback = self._content.feedback
        root = ET.Element(
            "ANNOTATION_DOCUMENT",
            {
                "AUTHOR": clean(feedback.session.reviewer),
                "DATE": feedback.exported.astimezone(UTC).isoformat(timespec="seconds"),
                "FORMAT": "3.0",
                "VERSION": "3.0",
                "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
                "xsi:noNamespaceSchemaLocation": _SCHEMA,
            },
        )
        header = ET.SubElement(root, "HEADER", {"MEDIA_FILE": "", "TIME_UNITS": "milliseconds"})
        if name := clean(feedback.recording.file):
            link = quote(name)
            kind = guess_type(name)[0] or "audio/x-wav"
            media = {"MEDIA_URL": f"./{link}", "RELATIVE_MEDIA_URL": f"./{link}"}
            ET.SubElement(header, "MEDIA_DESCRIPTOR", {**media, "MIME_TYPE": kind})
        used = ET.SubElement(header, "PROPERTY", {"NAME": "lastUsedAnnotationId"})
        used.text = str(self._annotations)
        order = ET.SubElement(root, "TIME_ORDER")
        for number, milliseconds in enumerate(self._slots, 1):
            slot = {"TIME_SLOT_ID": f"ts{number}", "TIME_VALUE": str(milliseconds)}
            ET.SubElement(order, "TIME_SLOT", slot)
        root.extend(self.tiers)
        self._add_types(root)
        return root

    def _add_types(self, root: ET.Element) -> None:
        aligned = {"GRAPHIC_REFERENCES": "false", "TIME_ALIGNABLE": "true"}
        rated = {"CONTROLLED_VOCABULARY_REF": "rating", "LINGUISTIC_TYPE_ID": "competency"}
        ET.SubElement(root, "LINGUISTIC_TYPE", {**rated, **aligned})
        ET.SubElement(root, "LINGUISTIC_TYPE", {"LINGUISTIC_TYPE_ID": "transcript", **aligned})
        for child in _CHILDREN:
            attributes = {
                "CONSTRAINTS": "Symbolic_Association",
                "GRAPHIC_REFERENCES": "false",
                "LINGUISTIC_TYPE_ID": child,
                "TIME_ALIGNABLE": "false",
            }
            ET.SubElement(root, "LINGUISTIC_TYPE", attributes)
        language = {"LANG_DEF": _ANY_LANGUAGE, "LANG_ID": "und"}
        ET.SubElement(root, "LANGUAGE", {**language, "LANG_LABEL": "undetermined (und)"})
        for name, description in _CONSTRAINTS.items():
            constraint = {"DESCRIPTION": description, "STEREOTYPE": name}
            ET.SubElement(root, "CONSTRAINT", constraint)
        words = ET.SubElement(root, "CONTROLLED_VOCABULARY", {"CV_ID": "rating"})
        ET.SubElement(words, "DESCRIPTION", {"LANG_REF": "und"}).text = "How a moment was rated"
        for value in (*RATINGS, _NOTED):
            entry = ET.SubElement(words, "CV_ENTRY_ML", {"CVE_ID": f"cve_{value}"})
            ET.SubElement(entry, "CVE_VALUE", {"DESCRIPTION": "", "LANG_REF": "und"}).text = value
