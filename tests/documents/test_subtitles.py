"""Transcripts written as WebVTT and SRT."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionlens.documents.subtitles import to_srt, to_webvtt
from sessionlens.domain.text import clean
from sessionlens.domain.transcript import Transcript, Utterance
from sessionlens.transcripts.formats import webvtt_srt
from sessionlens.transcripts.recognise import read_transcript
from sessionlens.transcripts.settle import settle

DATA = Path(__file__).parent.parent / "data" / "transcripts"
HARD = Transcript(
    utterances=(
        Utterance(start=0.0, end=1.5, text="<i>R&D</i> --> &amp; more", speaker="Ann <b> & Bob"),
        Utterance(start=1.5, end=1.5, text="NOTE 42"),
        Utterance(start=3661.001, end=3662.0, text="<3 {x} WEBVTT"),
        Utterance(start=3663.0, end=3664.0, text="42"),
        Utterance(start=3665.0, end=3666.0, text="STYLE"),
    )
)


def test_webvtt_as_players_want_it() -> None:
    text = to_webvtt(HARD)
    assert text.startswith(
        "WEBVTT\n\n1\n00:00:00.000 --> 00:00:01.500\n<v Ann &lt;b&gt; &amp; Bob>"
    )
    assert "01:01:01.001 --> 01:01:02.000" in text
    assert text.count("-->") == len(HARD.utterances)
    assert "00:00:01.500 --> 00:00:01.501" in text, "cues without length are not valid"


def test_srt_as_players_want_it() -> None:
    text = to_srt(HARD)
    assert text.startswith("1\n00:00:00,000 --> 00:00:01,500\nAnn &lt;b> & Bob: &lt;i>R&D")
    assert text.count("-->") == len(HARD.utterances)
    assert "01:01:01,001 --> 01:01:02,000" in text


SPOKEN = (
    st.text(alphabet=st.sampled_from("ab<>&;/ivlt-#1 .é日\n:"), min_size=1, max_size=30)
    .map(clean)
    .filter(bool)
)


@given(texts=st.lists(st.tuples(SPOKEN, st.none() | SPOKEN), min_size=1, max_size=5))
def test_webvtt_comes_back_as_it_was(texts: list[tuple[str, str | None]]) -> None:
    utterances = tuple(
        Utterance(start=float(index), end=index + 0.5, text=text, speaker=speaker or "Ann")
        for index, (text, speaker) in enumerate(texts)
    )
    back = settle(webvtt_srt.read_webvtt(to_webvtt(Transcript(utterances=utterances)))).transcript
    assert back.utterances == utterances


@given(texts=st.lists(SPOKEN, min_size=1, max_size=5))
def test_srt_comes_back_with_all_its_cues(texts: list[str]) -> None:
    utterances = tuple(
        Utterance(start=float(index), end=index + 0.5, text=text)
        for index, text in enumerate(texts)
    )
    back = settle(webvtt_srt.read_srt(to_srt(Transcript(utterances=utterances)))).transcript
    assert [(entry.start, entry.end) for entry in back.utterances] == [
        (entry.start, entry.end) for entry in utterances
    ]


@pytest.mark.parametrize("name", ["zoom.vtt", "teams.vtt", "whisperx.json", "dialogue.eaf"])
def test_a_converted_file_says_the_same(tmp_path: Path, name: str) -> None:
    first = read_transcript(DATA / name).transcript
    for ending, text in (("vtt", to_webvtt(first)), ("srt", to_srt(first))):
        path = tmp_path / f"talk.{ending}"
        path.write_text(text, encoding="utf-8")
        again = read_transcript(path).transcript
        assert [(e.start, e.end, e.text, e.speaker) for e in again.utterances] == [
            (e.start, e.end, e.text, e.speaker) for e in first.utterances
        ]
