"""Tables of times and words: CSV, TSV."""

from pathlib import Path

import pytest

from sessionlens.transcripts.draft import TranscriptReading
from sessionlens.transcripts.recognise import read_transcript

DATA = Path(__file__).parent.parent / "data" / "transcripts"


def _read(folder: Path, text: str) -> TranscriptReading:
    path = folder / "talk.csv"
    path.write_text(text, "utf-8")
    return read_transcript(path)


@pytest.mark.parametrize("name", ["premiere.csv", "semicolons.csv", "whisper.tsv"])
def test_columns_are_told_by_their_heads(name: str) -> None:
    reading = read_transcript(DATA / name)
    utterances = reading.transcript.utterances
    assert (reading.format, reading.warnings) == ("table", ())
    assert [entry.start for entry in utterances] == pytest.approx([1, 4.2, 9.5, 12.25], abs=0.03)
    assert utterances[-1].end == pytest.approx(17.5, abs=0.03)
    assert utterances[1].text == "Something calm. I argue with my sister, mostly."
    speakers = {} if name == "whisper.tsv" else {"Coach": 2, "Client": 2}
    assert reading.transcript.speakers == speakers


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        ("Time,Name,Text", ["0:01,Ann,Well then what", "0:03,Bob,Not much today"]),
        ("start_ms,duration_ms,text", ["1000,900,Well then what", "3000,900,Not much today"]),
        ("Start (ms),Text", ["1000,Well then what", "3000,Not much today"]),
        ("Timespan,Content,Speaker", ["0:01.0 - 0:02.5,Well then what,Ann"] * 1
         + ["0:03.0 - 0:04.5,Not much today,Bob"]),
        ("Start,Text", ["1s,Well then what", "3 s,Not much today"]),
        ("Début,Fin,Locuteur,Texte", ["1,2,Ann,Well then what", "3,4,Bob,Not much today"]),
    ],
)  # fmt: skip
def test_heads_and_units_of_many_kinds(tmp_path: Path, head: str, rows: list[str]) -> None:
    reading = _read(tmp_path, "\n".join([head, *rows]) + "\n")
    assert [(entry.start, entry.text) for entry in reading.transcript.utterances] == [
        (1.0, "Well then what"),
        (3.0, "Not much today"),
    ]


def test_whispers_milliseconds_are_no_labels_of_audacity(tmp_path: Path) -> None:
    rows = [f"{i * 4000}\t{i * 4000 + 3500}\tthe words of line {i}" for i in range(120)]
    reading = _read(tmp_path, "\n".join(["start\tend\ttext", *rows]))
    assert (reading.format, reading.transcript.end, reading.warnings) == ("table", 479.5, ())


def test_labels_keep_their_seconds_even_if_copying_lost_the_tabs(tmp_path: Path) -> None:
    reading = _read(tmp_path, "1.0 3.0 What brings you here?\n4.5 8.25 I sleep badly.\n")
    assert reading.format == "audacity"
    assert [(entry.start, entry.end) for entry in reading.transcript.utterances] == [
        (1.0, 3.0),
        (4.5, 8.25),
    ]


def test_a_long_label_of_few_words_is_not_taken_for_milliseconds(tmp_path: Path) -> None:
    reading = _read(tmp_path, "0\t600\tgoal\n600\t1500\treality\n1500\t2700\toptions\n")
    assert (reading.format, reading.transcript.end, reading.warnings) == ("audacity", 2700.0, ())


def test_a_mark_between_columns_may_stand_in_the_last_one_without_quotes(tmp_path: Path) -> None:
    text = "Start;Ende;Text\n0:01,5;0:03,0;Schlafen; und essen\n0:04;0:06;Und dann?\n"
    first = _read(tmp_path, text).transcript.utterances[0]
    assert (first.start, first.text) == (1.5, "Schlafen; und essen")
