"""Tables as codes: our own CSV, BORIS's exports, and others that say what their columns are."""

import csv
import io
from collections.abc import Iterable, Sequence

from sessionlens.documents.codes.coded import Coded, CodesRead, rating_of
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean, counted
from sessionlens.domain.timecode import parse_clock

# Names of columns in small letters, the likeliest first.
_COLUMNS: dict[str, tuple[str, ...]] = {
    "start": ("start", "start (s)", "time", "begin", "begin time - ss.msec", "onset", "from"),
    "end": ("end", "stop (s)", "stop", "end time - ss.msec", "offset", "to"),
    "code": ("competency", "behavior", "behaviour", "code", "label", "tag", "tier"),
    "phase": ("phase",),
    "indicator": ("indicator",),
    "rating": ("rating",),
    "comment": ("comment", "comments", "comment start", "note", "text", "annotation"),
    "after": ("comment stop",),
    "modifier": ("modifiers", "modifier", "modifier #1"),
    "quote": ("quote",),
    "speaker": ("speaker", "subject"),
    "kind": ("behavior type", "behaviour type", "type", "status"),
}
_BEGINS, _ENDS = ("start",), ("stop",)  # of a row of BORIS's tabular events
_MOST_HEADINGS = 40  # rows before the header, in which older BORIS describes the observation
_REPEATED = ("id", "time", "competency_title", "indicator_text", "duration (s)")  # said elsewhere
_Row = dict[str, str]
Rows = Sequence[Sequence[str]]


def read(text: str) -> CodesRead:
    """Read a table; raises SessionLensError where no column says when.

    Rows that say START and STOP are paired by code; a START without STOP is a point and said so.
    """
    rows = list(csv.reader(io.StringIO(text, newline=""), _dialect(text)))
    header, first = _header(rows)
    codes: list[Coded] = []
    running: dict[str, Coded] = {}
    unread = unpaired = 0
    for cells in rows[first:]:
        if not any(cell.strip() for cell in cells):
            continue
        row = {name: _plain(cells[at]) if at < len(cells) else "" for name, at in header.items()}
        coded = _coded(row)
        if coded is None:
            unread += 1
            continue
        kind = row.get("kind", "").lower()
        key = f"{coded.code}\0{row.get('modifier', '')}\0{row.get('speaker', '')}"
        if kind in _BEGINS:
            if previous := running.pop(key, None):
                codes.append(previous)
                unpaired += 1
            running[key] = coded
        elif kind in _ENDS:
            codes.append(_closed(running.pop(key, None), coded))
            unpaired += codes[-1].end is None
        else:
            codes.append(coded)
    codes += running.values()
    unpaired += len(running)
    codes.sort(key=lambda one: one.start)
    notices = [*_notices(unread, unpaired), *_unused(rows[first - 1], header, rows[first:])]
    return CodesRead("table", tuple(codes), tuple(notices))


def _closed(begun: Coded | None, stopped: Coded) -> Coded:
    from msgspec.structs import replace

    if begun is None:
        return stopped
    lines = [*begun.comment.splitlines(), *stopped.comment.splitlines()]
    comment = "\n".join(dict.fromkeys(lines))  # the modifier stands in both rows
    end = stopped.start if stopped.start > begun.start else None
    return replace(begun, end=end, comment=comment)


def _notices(unread: int, unpaired: int) -> Iterable[str]:
    if unread:
        yield f"{counted(unread, 'row has', 'rows have')} no time that can be read"
    if unpaired:
        many = counted(unpaired, "START or STOP has", "STARTs and STOPs have")
        yield f"{many} no counterpart: taken as points"


def _unused(names: Sequence[str], header: dict[str, int], rows: Rows) -> Iterable[str]:
    """The columns that hold something and become nothing here."""
    used = set(header.values())
    unused = [
        f"'{_plain(name)}'"
        for at, name in enumerate(names)
        if at not in used
        and _plain(name).lower() not in _REPEATED
        and any(len(cells) > at and cells[at].strip() for cells in rows)
    ]
    if unused:
        yield f"Columns that are not used: {', '.join(unused)}"


def _coded(row: _Row) -> Coded | None:
    try:
        start = _seconds(row["start"])
        end = _seconds(row["end"]) if row.get("end") else None
    except SessionLensError:
        return None
    comments = (row.get(name, "") for name in ("comment", "after"))
    modifier = row.get("modifier", "")
    parts = [*comments, f"({modifier})" if modifier else ""]
    return Coded(
        start=start,
        end=end if end is not None and end > start else None,
        code=row.get("code") or row.get("phase") or "",
        rating=rating_of(row.get("rating", "")),
        indicator=row.get("indicator") or None,
        comment="\n".join(filter(None, parts)),
        quote=row.get("quote", ""),
        speaker=row.get("speaker", ""),
    )


def _seconds(text: str) -> float:
    """Seconds or a clock time; raises SessionLensError."""
    return float(parse_clock(text.replace(",", ".")))


def _header(rows: Rows) -> tuple[dict[str, int], int]:
    """Where each column is, and the row after the header; raises SessionLensError."""
    for number, cells in enumerate(rows[:_MOST_HEADINGS]):
        names = [_plain(cell).lower() for cell in cells]
        columns = {
            column: names.index(name)
            for column, titles in _COLUMNS.items()
            if (name := next((title for title in titles if title in names), None)) is not None
        }
        if "start" in columns and ("code" in columns or "comment" in columns):
            return columns, number + 1
    raise SessionLensError(
        "No row names its columns: one with the time and one with the code are needed",
        "Call them 'start' and 'code' in the first row; 'end', 'comment' and 'rating' may follow",
    )


def _dialect(text: str) -> type[csv.Dialect]:
    """Commas, semicolons or tabs: whichever stands most often in the lines at the beginning."""
    head = text[:20_000]

    class Found(csv.excel):
        delimiter = max(",;\t", key=head.count)

    return Found


def _plain(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from calculating it."""
    cell = clean(cell, multiline=True)
    return cell[1:] if cell[:1] == "'" and cell[1:].lstrip()[:1] in ("=", "+", "-", "@") else cell
