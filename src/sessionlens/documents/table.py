"""Moments as a table: CSV that opens in a spreadsheet and reads back in `import`."""

import csv
import io

from sessionlens.documents.content import Content, Moment
from sessionlens.documents.formats import Options, Rendered
from sessionlens.domain.timecode import clock

COLUMNS = (
    *("id", "start", "end", "time", "competency", "competency_title", "indicator"),
    *("indicator_text", "phase", "rating", "speaker", "quote", "comment", "answer"),
    *("also", "response", "seen_by", "note"),
)

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(content: Content, _options: Options) -> Rendered:
    """RFC 4180 with a byte-order mark, without which Excel takes UTF-8 for something else.

    `start` and `end` are seconds. A text that a spreadsheet would take for a formula gets an
    apostrophe before it (OWASP, "CSV Injection").
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for moment in content.moments:
        writer.writerow(_row(moment))
    return Rendered(file.getvalue().encode("utf-8-sig"))


def _row(moment: Moment) -> list[str]:
    marker = moment.marker
    texts = (
        clock(marker.start, 1),
        marker.competency or "",
        moment.competency.title if moment.competency else "",
        marker.indicator or "",
        moment.indicator,
        marker.phase or "",
        marker.rating or "",
        marker.speaker or "",
        marker.quote,
        marker.comment,
        moment.statement,
        " ".join(marker.also),
        _response(moment),
        ", ".join(marker.seen_by),
        marker.note,
    )
    end = "" if marker.end is None else f"{marker.end:.3f}"
    return [harmless(marker.id), f"{marker.start:.3f}", end, *map(harmless, texts)]


def _response(moment: Moment) -> str:
    earlier = moment.thread is not None and moment.thread.earlier
    return f"(to an earlier answer) {moment.response}" if earlier else moment.response


def harmless(text: str) -> str:
    """The text, so that no spreadsheet calculates it."""
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text
