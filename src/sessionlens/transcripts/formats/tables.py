"""Tables whose columns their heads tell: CSV and TSV of Whisper, Premiere, NVivo, Word's tables."""

import csv
import io
import re
from collections.abc import Sequence

from sessionlens.transcripts.draft import ParsedTranscript, UtteranceDraft
from sessionlens.transcripts.names import looks_like_a_name
from sessionlens.transcripts.stamps import stamp_in
from sessionlens.transcripts.turns import (
    MAY_BE_NOTES,
    Turn,
    drafts_between_anchors,
    is_spoken,
)
from sessionlens.transcripts.words import spoken_words

_HEADS = {
    "start": (
        "start,starts,starttime,starttimestamp,startms,startseconds,startsec,begin,begintime,from,"
        "in,timein,time,timecode,timestamp,stamp,at,offset,position,tmin,zeit,beginn,anfang,von,"
        "zeitstempel,startzeit,début,debut,temps,inicio,tiempo,inizio,tempo,tijd"
    ),
    "end": (
        "end,ends,endtime,endtimestamp,endms,endseconds,endsec,to,until,out,timeout,stop,finish,"
        "tmax,ende,bis,endzeit,fin,fine,einde"
    ),
    "duration": "duration,length,dauer,durée,duree,duración,durata,duur",
    "timespan": "timespan,timerange,zeitspanne,range",
    "speaker": (
        "speaker,speakername,speakerlabel,speakerid,name,who,person,participant,voice,role,tier,"
        "sprecher,sprecherin,redner,locuteur,orateur,hablante,interlocutor,parlante,spreker"
    ),
    "text": (
        "text,transcript,transcription,dialog,dialogue,content,words,utterance,speech,sentence,"
        "caption,subtitle,segment,line,message,inhalt,transkript,gesagtes,texte,contenu,texto,"
        "contenido,testo,tekst"
    ),
}
_COLUMN = {head: kind for kind, heads in _HEADS.items() for head in heads.split(",")}
_UNIT = re.compile(r"[\(\[]?\s*\b(ms|msec|milliseconds?|s|sec|seconds?)\b\s*[\)\]]?", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d{1,12}(?:[.,]\d{1,9})?\s?(?P<unit>ms|s|sec)?")
_CHAT = re.compile(r"\s*From\s.{1,80}\s:")
_DELIMITERS = (",", ";", "\t", "|")


def read_delimited(text: str) -> ParsedTranscript | None:
    """Read comma-, semicolon- or tab-separated values, or a Markdown table; None for other text."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    marks = [mark for mark in _DELIMITERS if mark in first]
    for delimiter in sorted(marks, key=first.count, reverse=True):
        if _columns(_cells(first, delimiter)) or delimiter in "\t|":
            rows = csv.reader(io.StringIO(text.replace("\r\n", "\n")), delimiter=delimiter)
            try:
                trimmed = [_trimmed(row, delimiter) for row in rows]
                return read_rows(trimmed, delimiter)
            except csv.Error:
                return None
    return None


def read_rows(rows: Sequence[Sequence[str]], mark: str = " ") -> ParsedTranscript | None:
    """Read the rows of a table, of which the first that is not empty holds the heads.

    Heads need not be there if a column holds times in all rows. None where there are no words, or
    no times. Numbers are seconds unless the head or the cell says milliseconds, or the table is
    as Whisper writes it, with tabs. `mark` stood between the columns.
    """
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if not rows:
        return None
    columns = _columns(rows[0])
    body = rows[1:] if columns else rows
    columns = columns or _columns_by_content(rows)
    if not columns or not body:
        return None
    scale = 0.001 if mark == "\t" and _is_whispers(rows) else _scale(rows[0], columns)
    width = len(rows[0])
    if columns["text"] == width - 1:  # a text that holds the mark between columns, without quotes
        body = [[*row[: width - 1], mark.join(row[width - 1 :])] for row in body]
    turns = [_turn(row, columns, scale) for row in body]
    turns = [turn for turn in turns if turn.text.strip()]
    if sum(1 for turn in turns if _CHAT.match(turn.text)) > len(turns) / 2:
        return None
    if not turns or not any(turn.start is not None for turn in turns):
        return None
    times = [(turn.start, spoken_words(turn.text)) for turn in turns if turn.start is not None]
    doubt = "" if is_spoken(times) else MAY_BE_NOTES
    if any(turn.end is not None for turn in turns):
        drafts = [UtteranceDraft(turn.start, turn.end, turn.text, turn.speaker) for turn in turns]
        return ParsedTranscript("table", drafts, doubt=doubt)
    exact = any(turn.start is not None and turn.start % 1 for turn in turns)
    drafts = drafts_between_anchors(turns)
    return ParsedTranscript("table", drafts, approximate=not exact, doubt=doubt)


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return _trimmed(next(csv.reader([line], delimiter=delimiter)), delimiter)
    except (csv.Error, StopIteration):
        return []


def _trimmed(row: list[str], delimiter: str) -> list[str]:
    if delimiter != "|":
        return row
    row = row[1:-1] if len(row) > 2 and not row[0].strip() and not row[-1].strip() else row
    return [] if all(set(cell.strip()) <= set(":-") for cell in row) else row


def _columns(heads: Sequence[str]) -> dict[str, int]:
    """Which column holds what, told by the heads; empty unless there are words and times."""
    columns: dict[str, int] = {}
    for index, head in enumerate(heads):
        plain = re.sub(r"[^\w]", "", _UNIT.sub("", head)).replace("_", "").lower()
        if kind := _COLUMN.get(plain):
            columns.setdefault(kind, index)
    timed = {"start", "timespan"} & columns.keys()
    return columns if "text" in columns and timed else {}


def _columns_by_content(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """Which column holds what in a table without heads: times, names that recur, then words."""
    width = len(rows[0])
    if width < 2 or len(rows) < 2 or any(len(row) != width for row in rows):
        return {}
    columns = [[row[index].strip() for row in rows] for index in range(width)]
    timed = [index for index, column in enumerate(columns) if all(map(_is_stamp, column))]
    others = [index for index in range(width) if index not in timed]
    if not timed or not others or len(timed) > 2:
        return {}
    words = max(others, key=lambda index: sum(map(len, columns[index])))
    kinds = {"start": timed[0], "text": words}
    if len(timed) == 2:
        kinds["end"] = timed[1]
    names = [
        index
        for index in others
        if index != words
        and all(map(looks_like_a_name, columns[index]))
        and len(set(columns[index])) <= max(2, len(rows) / 2)
    ]
    if names:
        kinds["speaker"] = names[0]
    return kinds


def _is_stamp(cell: str) -> bool:
    return ":" in cell and _seconds(cell, 1.0) is not None


def _is_whispers(rows: Sequence[Sequence[str]]) -> bool:
    """Whisper's own TSV has these heads and whole milliseconds, which Audacity's labels lack."""
    heads = [head.strip().lower() for head in rows[0]]
    return heads == ["start", "end", "text"] and all(
        cell.strip().isdigit() for row in rows[1:] for cell in row[:2]
    )


def _scale(heads: Sequence[str], columns: dict[str, int]) -> float:
    """Seconds in one unit of a plain number."""
    unit = _UNIT.search(re.sub("[_-]", " ", heads[columns.get("start", 0)]))
    return 0.001 if unit and unit[1].lower().startswith("m") else 1.0


def _turn(row: Sequence[str], columns: dict[str, int], scale: float) -> Turn:
    def cell(kind: str) -> str:
        index = columns.get(kind)
        return row[index].strip() if index is not None and index < len(row) else ""

    start, end = _seconds(cell("start"), scale), _seconds(cell("end"), scale)
    if span := stamp_in(cell("timespan")):
        start, end = span.start, span.end
    if start is not None and end is None and (duration := _seconds(cell("duration"), scale)):
        end = start + duration
    return Turn(start, cell("speaker") or None, [cell("text")], end)


def _seconds(text: str, scale: float) -> float | None:
    text = text.strip()
    if match := _NUMBER.fullmatch(text):
        value = float(text.removesuffix(match["unit"] or "").strip().replace(",", "."))
        if match["unit"]:
            return value * (0.001 if match["unit"] == "ms" else 1.0)
        return value * scale
    stamp = stamp_in(text)
    if stamp is None or stamp.before or stamp.after:
        return None
    return stamp.start + (stamp.frames or 0) / 25
