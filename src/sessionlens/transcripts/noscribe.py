"""noScribe's HTML: anchors named after milliseconds and speaker, round what was said."""

import re
from collections import Counter
from html.parser import HTMLParser

from sessionlens.transcripts.draft import Draft, Parsed

_ANCHOR = re.compile(r"ts_(?P<start>\d{1,12})_(?P<end>\d{1,12})_?(?P<speaker>.{0,200})")
_CLOCK = re.compile(r"\[\d{1,2}:\d{2}:\d{2}\]")
_NAME = re.compile(r"\s*(?://)?\s*(?P<name>[^:\n]{1,60}):\s*")


def is_noscribe(text: str) -> bool:
    """Whether HTML has such an anchor."""
    return bool(re.search(r"<a\s[^<>]{0,80}name\s*=\s*[\"']?ts_\d", text, re.IGNORECASE))


def read(text: str) -> Parsed:
    """Read one utterance per anchor. A name written before the speech replaces `S01`.

    `//S01: …//` marks speech that overlaps; the marks are taken out, the speaker is kept.
    """
    finder = _Finder()
    finder.feed(text)
    finder.close()
    names = _names(finder.found)
    drafts = [
        Draft(start, end, _said(said, {key, names.get(key, key)}), names.get(key, key) or None)
        for key, start, end, said in finder.found
    ]
    return Parsed("noscribe", drafts)


def _said(text: str, names: set[str]) -> str:
    match = _NAME.match(text)
    if match and match["name"].strip() in names:
        text = text[match.end() :]
    return text.strip().removeprefix("//").removesuffix("//")


def _names(found: list[tuple[str, float, float, str]]) -> dict[str, str]:
    """The name that stands most often before what a speaker key says, if it stands there twice."""
    counts: dict[str, Counter[str]] = {}
    for key, _, _, said in found:
        if key and (match := _NAME.match(said)):
            counts.setdefault(key, Counter())[match["name"].strip()] += 1
    best = {key: names.most_common(1)[0] for key, names in counts.items()}
    return {key: name for key, (name, count) in best.items() if count > 1 or name == key}


class _Finder(HTMLParser):
    """Collects speaker key, start and end (seconds) and text of each anchor."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, float, float, str]] = []
        self._open: tuple[str, float, float] | None = None
        self._said = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._finish()
            name = dict(attrs).get("name") or ""
            if match := _ANCHOR.fullmatch(name):
                key = match["speaker"].strip("/ ")
                self._open = (key, int(match["start"]) / 1000, int(match["end"]) / 1000)
        elif tag in ("br", "p"):
            self._said += " "

    def handle_endtag(self, tag: str) -> None:
        if tag in ("a", "body", "html"):
            self._finish()

    def handle_data(self, data: str) -> None:
        if self._open:
            self._said += data

    def close(self) -> None:
        super().close()
        self._finish()

    def _finish(self) -> None:
        if self._open:
            self.found.append((*self._open, _CLOCK.sub("", self._said)))
        self._open, self._said = None, ""
