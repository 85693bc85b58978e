"""Files that are no transcript: one clear line each, never a traceback."""

import os
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.ranges import LONGEST
from sessionlens.domain.text import clean
from sessionlens.transcripts.recognise import read_transcript


def _refusal(path: Path) -> str:
    with pytest.raises(SessionLensError) as caught:
        read_transcript(path)
    message = str(caught.value)
    shown = clean(str(path))
    assert message.startswith(f"{shown}: ")
    assert "\n" not in message
    return message.removeprefix(f"{shown}: ")


def test_missing_folder_and_unreadable_name(tmp_path: Path) -> None:
    assert _refusal(tmp_path / "none.vtt").startswith("There is no such file")
    assert _refusal(tmp_path).startswith("This is a folder")
    assert _refusal(tmp_path / ("long" * 100)).startswith("The name is too long")
    assert _refusal(tmp_path / "a\0b").startswith("This is no name")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes in folders")
def test_a_pipe_that_nobody_writes_to_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "talk.vtt")
    assert _refusal(tmp_path / "talk.vtt") == "This is not an ordinary file. Name a file."


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"[" * 100_000, "This is JSON nested too deeply to be a transcript. Check where"),
        (
            b'{"format":"sessionlens.transcript","version":1,"x":NaN}',
            "This is not a whole SessionLens",
        ),
    ],
    ids=["deep", "not a number"],
)
def test_odd_json_is_refused_with_a_way_out(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "talk.json"
    path.write_bytes(content)
    refusal = _refusal(path)
    assert refusal.startswith(message)
    assert refusal.count(". ") == 1


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf", b"\0" * 100, b"\xff\xfe"])
def test_empty_files(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "talk.vtt"
    path.write_bytes(content)
    assert _refusal(path).startswith("The file is empty")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "This is a recording"),
        (b"OggS\x00\x02", "This is a recording"),
        (b"\x00\x00\x00\x20ftypM4A \x00\x00", "This is a recording"),
        (b"ID3\x04\x00\x00", "This is a recording"),
        (b"%PDF-1.7\n", "This is a PDF"),
        (b"{\\rtf1\\ansi hello}", "This is an RTF document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 50, "This is an old Word document"),
        (b"ooBinaryFile\x08TextGrid", "This is a binary Praat file"),
        (b"\x00\x01\x02\x03" * 9, "This is no text file"),
        (b"PK\x03\x04 nothing", "This is a damaged Word document"),
    ],
)
def test_other_kinds_of_files(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "talk.vtt"
    path.write_bytes(content)
    assert _refusal(path).startswith(message)


@pytest.mark.parametrize(
    "text",
    [
        "Dear Ann,\nsee you tomorrow.\n",
        'format = "sessionlens.review"\nversion = 1\n',
        "name,colour\nAnn,red\n",
        '{"name": "sessionlens", "version": 3}',
        "[1, 2, 3]",
        "[00:00:01] Ann said hello\n",
        '"text"',
        "<html><body>hello</body></html>",
        "SPEAKER talk 1 1.0 2.0 <NA> <NA> a <NA> <NA>\n",
    ],
)
def test_what_is_in_no_known_format_is_told_the_known_ones(tmp_path: Path, text: str) -> None:
    path = tmp_path / "talk.vtt"
    path.write_text(text)
    message = _refusal(path)
    assert "no known transcript format" in message
    for name in ("WebVTT", "SRT", "WhisperX", "Vosk", "Otter", "ELAN", "Praat", "Audacity"):
        assert name in message


@pytest.mark.parametrize(
    "text",
    [
        "WEBVTT\n",
        "WEBVTT\n\nNOTE nothing here\n",
        "WEBVTT\n\n00:01.000 --> 00:02.000\n\n",
        "1\n00:00:01,000 --> 00:00:02,000\n\n",
        '{"segments": []}',
        '{"transcription": []}',
        '{"text": ""}',
        '{"partial": ""}',
        '{"segments": [{"start": 1, "end": 2, "text": "  "}]}',
        "<ANNOTATION_DOCUMENT/>",
    ],
)
def test_no_utterance_in_a_file_that_is_not_empty_is_an_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "talk.vtt"
    path.write_text(text)
    assert _refusal(path).startswith("The file holds no")


def test_noise(tmp_path: Path) -> None:
    path = tmp_path / "talk.vtt"
    path.write_bytes(random.Random(4).randbytes(100_000))
    assert "Known are" in _refusal(path)


@pytest.mark.parametrize("digits", [20, 400])
def test_a_number_beyond_all_times_is_refused_or_passed_by(tmp_path: Path, digits: int) -> None:
    number = "9" * digits
    for name, text in (
        ("talk.ass", f"[Events]\nDialogue: 0,{number}:00:00.00,0:00:02.00,A,,0,0,0,,hi\n"),
        ("talk.vtt", f"WEBVTT\n\n{number}:00:01.000 --> {number}:00:02.000\nhi\n"),
        ("talk.lrc", f"[{number}:01.00]hi\n[{number}:03.00]there\n"),
        ("talk.json", f'{{"segments":[{{"start":{number},"end":{number},"text":"hi"}}]}}'),
        ("talk.txt", f"[{number}:00:01] Anna: hi\n[{number}:00:02] Ben: ho\n"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        try:
            read = read_transcript(tmp_path / name).transcript
            assert all(utterance.end <= LONGEST for utterance in read.utterances)
        except SessionLensError as error:
            assert "\n" not in str(error)


@example(b"\xf3", b'{"words": "' + "über die Brücke ".encode() * 40)
@given(
    st.binary(min_size=1, max_size=4),
    st.sampled_from([b"WEBVTT\n\n00:01.000 --> 00:02.000\nhi\n", b"{", b"<a>"]),
)
def test_whatever_bytes_it_begins_with_it_is_read_or_refused(head: bytes, rest: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "talk.transcript.json"
        path.write_bytes(head + rest)
        try:
            assert read_transcript(path).transcript.utterances
        except SessionLensError as error:
            assert "\n" not in str(error)
