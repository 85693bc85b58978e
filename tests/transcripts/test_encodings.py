"""Text of any age is read as a person says it is."""

from pathlib import Path

import pytest

from sessionlens.domain.errors import SessionLensError
from sessionlens.transcripts.recognise import read_transcript

TEXTS = {
    "cp850": "Worüber möchten Sie heute sprechen, und größer?",
    "mac-roman": "Worüber möchten Sie heute sprechen, und größer?",
    "iso8859-2": "O czym chciałby pan dziś porozmawiać?",
    "euc-jp": "今日は何について話したいですか。",
    "cp874": "วันนี้คุณอยากคุยเรื่องอะไร",
    "cp1251": "О чём вы хотели бы поговорить?",
    "utf-16": "Worüber möchten Sie sprechen?",
    "utf-7": "Worüber möchten Sie sprechen?",
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_the_encoding_that_is_named_is_taken(tmp_path: Path, encoding: str) -> None:
    text = TEXTS[encoding]
    path = tmp_path / "talk.srt"
    path.write_bytes(f"1\r\n00:00:01,000 --> 00:00:02,000\r\n{text}\r\n".encode(encoding))
    reading = read_transcript(path, encoding)
    assert reading.transcript.utterances[0].text == text
    assert reading.warnings == ()


def test_a_guess_names_the_option(tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    path.write_bytes("1\n00:00:01,000 --> 00:00:02,000\nWorüber möchten Sie?\n".encode("cp1252"))
    assert "--encoding" in read_transcript(path).warnings[0]


def test_bytes_that_the_encoding_lacks_are_said(tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    path.write_bytes(b"1\n00:00:01,000 --> 00:00:02,000\nWor\xfcber\n")
    warnings = read_transcript(path, "utf-8").warnings
    assert any("1 byte is no text in utf-8" in text for text in warnings)


@pytest.mark.parametrize("encoding", ["nonsense", "hex", "rot13", "a\0b", "\x1b[31m"])
def test_an_encoding_that_is_none_is_refused(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "talk.srt"
    path.write_bytes(b"1\n00:00:01,000 --> 00:00:02,000\nhi\n")
    with pytest.raises(SessionLensError, match="no encoding of text named") as caught:
        read_transcript(path, encoding)
    assert str(caught.value).removeprefix(str(path)).isprintable()


def test_an_encoding_that_xml_declares_gives_way(tmp_path: Path) -> None:
    path = tmp_path / "talk.ttml"
    path.write_bytes(
        '<?xml version="1.0" encoding="UTF-16"?><tt xmlns="http://www.w3.org/ns/ttml"><body><div>'
        '<p begin="1s" end="2s">Worüber?</p></div></body></tt>'.encode("cp1252")
    )
    assert read_transcript(path, "cp1252").transcript.utterances[0].text == "Worüber?"
