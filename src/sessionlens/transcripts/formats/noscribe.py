"""noScribe's HTML: anchors named after milliseconds and speaker, round what was said."""

import html
import re
from collections import Counter
from collections.abc import Iterator

from sessionlens.transcripts.draft import ParsedTranscript, UtteranceDraft

# The files are a machine's: every tag is closed, no attribute holds an angle bracket. (The HTML
# parser of the standard library takes minutes for a megabyte of tags that are not closed.)
_TAG = re.compile(r"<(?P<name>/?[A-Za-z]{1,10})(?P<rest>[^<>]{0,2000})>")
_ENDING = frozenset({"a", "/a", "/body", "/html"})
_ANCHOR = re.compile(
    r"""name\s{0,9}=\s{0,9}["']?ts_(?P<start>\d{1,12})_(?P<end>\d{1,12})(?:_(?P<speaker>[^"'<>]{0,200}))?"""
)
_CLOCK = re.compile(r"\[\d{1,2}:\d{2}:\d{2}\]")
_NAME = re.compile(r"\s*(?://)?\s*(?P<name>[^:\n]{1,60}):\s*")


def is_noscribe(text: str) -> bool:
    """Whether HTML has such an anchor."""
    return bool(re.search(r"<a\s[^<>]{0,80}name\s*=\s*[\"']?ts_\d", text, re.IGNORECASE))


def read(text: str) -> ParsedTranscript:
    """Read one utterance per anchor. A name written before the speech replaces `S01`.

    `//S01: …//` marks speech that overlaps; the marks are taken out, the speaker is kept.
    """
    anchors = list(_anchors(text))
    names = _names(anchors)
    drafts = [
        UtteranceDraft(
            start, end, _spoken(speech, {key, names.get(key, key)}), names.get(key, key) or None
        )
        for key, start, end, speech in anchors
    ]
    return ParsedTranscript("noscribe", drafts)


def _spoken(text: str, names: set[str]) -> str:
    match = _NAME.match(text)
    if match and match["name"].strip() in names:
        text = text[match.end() :]
    return text.strip().removeprefix("//").removesuffix("//")


def _names(anchors: list[tuple[str, float, float, str]]) -> dict[str, str]:
    """The name that stands most often before what a speaker key says, if it stands there twice."""
    counts: dict[str, Counter[str]] = {}
    for key, _, _, speech in anchors:
        if key and (match := _NAME.match(speech)):
            counts.setdefault(key, Counter())[match["name"].strip()] += 1
    best = {key: names.most_common(1)[0] for key, names in counts.items()}
    return {key: name for key, (name, count) in best.items() if count > 1 or name == key}


def _anchors(text: str) -> Iterator[tuple[str, float, float, str]]:
    """Speaker key, start and end (seconds) and text of each anchor."""
    anchor: re.Match[str] | None = None
    pieces: list[str] = []
    position = 0
    for tag in _TAG.finditer(text):
        pieces.append(text[position : tag.start()])
        position = tag.end()
        if tag["name"].lower() not in _ENDING:
            pieces.append(" " if tag["name"].lower() in ("br", "p") else "")
            continue
        if anchor:
            yield _anchor(anchor, pieces)
        anchor, pieces = _ANCHOR.search(tag["rest"]), []
    if anchor:
        yield _anchor(anchor, [*pieces, text[position:]])


def _anchor(match: re.Match[str], pieces: list[str]) -> tuple[str, float, float, str]:
    start, end = int(match["start"]) / 1000, int(match["end"]) / 1000
    text = _CLOCK.sub("", html.unescape("".join(pieces)))
    return html.unescape(match["speaker"] or "").strip("/ "), start, end, text
