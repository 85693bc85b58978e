"""Our own transcript files."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean
from sessionlens.domain.transcript import Source, Transcript, Utterance, Word
from sessionlens.transcripts import native
from sessionlens.transcripts.recognise import read_transcript

SPOKEN = st.text(min_size=1, max_size=20).map(clean).filter(bool)
TIMES = st.integers(0, 20_000_000).map(lambda milliseconds: milliseconds / 1000)
CONF = st.none() | st.floats(0, 1)
HEARD = st.just("") | SPOKEN


@st.composite
def utterances(draw: st.DrawFn) -> Utterance:
    times = sorted(draw(st.lists(TIMES, min_size=2, max_size=8)))
    speaker = draw(st.none() | SPOKEN)
    guessed = speaker is not None and draw(st.booleans())
    if draw(st.booleans()):
        words = tuple(
            Word(start=start, end=end, text=draw(SPOKEN), conf=draw(CONF), heard=draw(HEARD))
            for start, end in zip(times[::2], times[1::2], strict=False)
        )
        text = " ".join(word.text for word in words)
        start, end = words[0].start, words[-1].end
        return Utterance(
            start=start, end=end, text=text, speaker=speaker, words=words, guessed=guessed
        )
    return Utterance(
        start=times[0], end=times[-1], text=draw(SPOKEN), speaker=speaker, guessed=guessed
    )


TRANSCRIPTS = st.builds(
    Transcript,
    utterances=st.lists(utterances(), max_size=6).map(
        lambda utterances: tuple(sorted(utterances, key=lambda utterance: utterance.start))
    ),
    language=st.sampled_from(["", "en", "de-CH"]),
    timing=st.sampled_from(["word", "utterance", "approximate"]),
    source=st.builds(
        Source, format=st.sampled_from(["", "vosk"]), engine=SPOKEN, edited=st.booleans()
    ),
    kept_as_heard=st.lists(SPOKEN, max_size=2).map(tuple),
)


@given(transcript=TRANSCRIPTS)
def test_what_is_written_is_what_is_read(transcript: Transcript) -> None:
    guessed = any(utterance.guessed for utterance in transcript.utterances)
    told = replace(transcript, source=replace(transcript.source, guessed_speakers=guessed))
    assert native.decode(native.encode(told)) == told


def test_speakers_that_were_guessed_before_it_was_told_of_each_are_guesses() -> None:
    spoken = (
        Utterance(start=0, end=1, text="a", speaker="Voice 1"),
        Utterance(start=1, end=2, text="b"),
    )
    old = Transcript(utterances=spoken, source=Source(guessed_speakers=True))

    read = native.decode(native.encode(old))

    assert [utterance.guessed for utterance in read.utterances] == [True, False]
    assert read.source.guessed_speakers


HOSTILE = st.text(st.sampled_from("ab é\u00a0\u202e\x1b\x00\u00ad\n\u2028😀\u200d"), max_size=6)


@given(words=st.lists(HOSTILE, max_size=4), text=st.none() | HOSTILE, speaker=st.none() | HOSTILE)
def test_whatever_the_words_are_what_is_read_is_clean(
    words: list[str], text: str | None, speaker: str | None
) -> None:
    spoken = " ".join(words) if text is None else text
    timed = tuple(Word(start=0, end=1, text=word, heard=word) for word in words)
    written = Utterance(start=0, end=1, text=spoken, speaker=speaker, words=timed)
    (read,) = native.decode(native.encode(Transcript(utterances=(written,)))).utterances
    assert [word.text for word in read.words] == [clean(word) for word in words if clean(word)]
    assert [word.heard for word in read.words] == [word.text for word in read.words]
    assert read.text == (" ".join(word.text for word in read.words) or clean(spoken))
    assert read.speaker == (clean(speaker or "") or None)


def test_the_file_names_its_format_and_has_the_agreed_fields() -> None:
    word = Word(start=1.2, end=1.5, text="yes", conf=0.98)
    utterance = Utterance(start=1.2, end=3.4, text="yes", speaker="Coach", words=(word,))
    data = json.loads(native.encode(Transcript(utterances=(utterance,), timing="word")))
    assert list(data) == ["format", "version", "source", "language", "timing", "utterances"]
    assert (data["format"], data["version"]) == ("sessionlens.transcript", 1)
    assert data["utterances"] == [
        {
            "start": 1.2,
            "end": 3.4,
            "speaker": "Coach",
            "text": "yes",
            "words": [{"start": 1.2, "end": 1.5, "text": "yes", "conf": 0.98}],
        }
    ]


def test_it_is_recognised_and_keeps_where_it_came_from(tmp_path: Path) -> None:
    source = Source(format="vosk", engine="vosk", model="small-en", edited=True)
    transcript = Transcript(
        utterances=(Utterance(start=0, end=1, text="yes"),), language="en", source=source
    )
    path = tmp_path / "talk.transcript.json"
    path.write_bytes(b"\xef\xbb\xbf\n" + native.encode(transcript))
    reading = read_transcript(path)
    assert (reading.format, reading.transcript, reading.warnings) == (
        "sessionlens",
        transcript,
        (),
    )


def _document(**changes: object) -> str:
    document: dict[str, object] = {
        "format": "sessionlens.transcript",
        "version": 1,
        "utterances": [{"start": 0.0, "end": 1.0, "text": "yes"}],
    }
    return json.dumps(document | changes)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (_document(version=2), "is version 2, newer than this program knows"),
        (_document(format="sessionlens.review"), "is not a SessionLens transcript"),
        (_document(utterances=[{"start": "soon"}]), "is damaged: .*start"),
        (_document(timing="never"), "is damaged: .*timing"),
        (_document(utterances=[]), "holds no utterances"),
        (_document()[:-20], "broken JSON|is damaged|not a whole SessionLens transcript"),
    ],
)
def test_files_that_are_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "talk.transcript.json"
    path.write_text(text)
    with pytest.raises(SessionLensError, match=message) as caught:
        read_transcript(path)
    assert str(path) in str(caught.value)


def test_times_broken_by_hand_are_put_right_and_said(tmp_path: Path) -> None:
    entries = [
        {"start": 5.0, "end": 1.0, "text": "late"},
        {"start": -3.0, "end": 1.0, "text": "early", "speaker": "An\x1b[1mn"},
    ]
    path = tmp_path / "talk.transcript.json"
    path.write_text(_document(utterances=entries, language="en"))
    reading = read_transcript(path)
    first, second = reading.transcript.utterances
    assert (first.text, first.start, first.speaker) == ("early", 0.0, "Ann")
    assert second.end >= second.start
    assert reading.transcript.language == "en"
    assert reading.warnings
