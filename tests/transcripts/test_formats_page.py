"""docs/formats.md promises what the readers keep."""

import re
from pathlib import Path

import docx
import pytest

from sessionlens.domain.transcript import Transcript, Utterance, Word
from sessionlens.transcripts import native
from sessionlens.transcripts.detect import FORMATS
from sessionlens.transcripts.recognise import read_transcript

PAGE = Path(__file__).parent.parent.parent / "docs" / "formats.md"
DATA = Path(__file__).parent.parent / "data" / "transcripts"
ROW = re.compile(r"^\| `([a-z-]+)` \| (.+?) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
ROWS = {row[0]: row for row in ROW.findall(PAGE.read_text("utf-8"))}


_TURNS = (
    ("Ann Lee", "0:03", "What would be good today?"),
    ("Bob Ray", "0:05", "To say less and to wait."),
)


def _made(path: Path) -> Path:
    """A file that is made here, because its kind is large or our own."""
    if path.name == "talk.transcript.json":
        words = (Word(start=0, end=0.4, text="Well"), Word(start=0.4, end=1, text="then."))
        utterance = Utterance(start=0, end=1, text="Well then.", speaker="Coach", words=words)
        path.write_bytes(native.encode(Transcript(utterances=(utterance,), timing="word")))
        return path
    document = docx.Document()
    if path.name == "table.docx":
        rows = [
            ("Time", "Speaker", "Text"),
            ("00:00:01", "Coach", "What would be good to leave with today?"),
            ("00:00:04", "Client", "Something calm."),
        ]
        table = document.add_table(rows=len(rows), cols=3)
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    else:
        wide = "   " if path.name == "teams.docx" else " "
        for name, time, text in _TURNS * 2:
            document.add_paragraph(f"{name}{wide}{time}\n{text}" if wide[1:] else f"{name}: {text}")
    document.save(str(path))
    return path


def test_every_format_has_its_row() -> None:
    assert list(ROWS) == list(dict.fromkeys(ROWS))
    assert set(ROWS) == set(FORMATS)


@pytest.mark.parametrize("name", FORMATS)
def test_a_row_says_what_is_kept(tmp_path: Path, name: str) -> None:
    _, _, times, speakers, words, files = ROWS[name]
    readings = []
    for file in files.split(", "):
        path = DATA / file
        readings.append(read_transcript(path if path.exists() else _made(tmp_path / file)))
    assert {reading.format for reading in readings} == {name}
    transcripts = [reading.transcript for reading in readings]
    assert times in {transcript.timing for transcript in transcripts}
    assert (speakers == "yes") or not any(transcript.speakers for transcript in transcripts)
    timed = any(transcript.word_count for transcript in transcripts)
    assert timed if words == "yes" else not timed or words.startswith("where")
