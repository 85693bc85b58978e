"""Moments as a label track of Audacity: start, end and text, between tabs, one a line."""

from sessionlens.documents.content import Content
from sessionlens.documents.cues import code_of
from sessionlens.documents.formats import Options, Rendered


def render(content: Content, _options: Options) -> Rendered:
    """Seconds with six decimals, as Audacity writes them; the code stands before a colon."""
    lines = []
    for moment in content.moments:
        marker = moment.marker
        words = " ".join(": ".join(filter(None, (code_of(moment), marker.comment))).split())
        lines.append(f"{marker.start:.6f}\t{marker.last:.6f}\t{words}\n")
    return Rendered("".join(lines).encode())
