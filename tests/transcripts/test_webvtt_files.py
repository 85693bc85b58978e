"""WebVTT as Zoom, Teams, Stream, YouTube and podcast hosts write it."""

from pathlib import Path

import pytest

from sessionlens.transcripts.recognise import read_transcript

DATA = Path(__file__).parent.parent / "data" / "transcripts"


def _write(folder: Path, text: str) -> Path:
    path = folder / "talk.vtt"
    path.write_bytes(text.encode())
    return path


def test_zoom_names_become_speakers_and_colons_in_speech_stay() -> None:
    reading = read_transcript(DATA / "zoom.vtt")
    transcript = reading.transcript
    assert reading.format == "webvtt"
    assert reading.warnings == ()
    assert transcript.speakers == {"Anna Berg": 2, "Tomás de la Cruz": 2, "mira": 2}
    texts = [(utterance.speaker, utterance.text) for utterance in transcript.utterances]
    assert texts[1] == ("Tomás de la Cruz", "A bit rushed: the train was late.")
    assert texts[5] == (None, "Note: the recording has begun.")
    assert texts[6][1] == "Fine. So: I want to talk about the team, at 10:30 we had a row."
    assert (transcript.utterances[0].start, transcript.end) == (3.12, 29.4)


def test_teams_voices_become_utterances_of_their_own() -> None:
    reading = read_transcript(DATA / "teams.vtt")
    utterances = [
        (entry.speaker, entry.text, entry.start, entry.end)
        for entry in reading.transcript.utterances
    ]
    assert utterances == [
        ("Berg, Anna", "What would you like to leave with today?", 1.53, 5.11),
        ("Tomás Cruz", "A plan. R&D <my team> waits.", 5.4, 8.6),
        ("Berg, Anna", "A plan.", 8.6, 9.4),
        ("Berg, Anna", "What's in it?", 10.0, 12.0),
    ]
    assert "1 cue holds several voices" in reading.warnings[0]


def test_one_voice_over_several_lines_and_spans_is_one_utterance(tmp_path: Path) -> None:
    path = _write(
        tmp_path, "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Ann>One</v>\n<v Ann>two\nthree</v>\n"
    )
    assert [entry.text for entry in read_transcript(path).transcript.utterances] == [
        "One two three"
    ]


def test_confidence_notes_of_stream_are_not_speech() -> None:
    transcript = read_transcript(DATA / "stream.vtt").transcript
    assert [entry.text for entry in transcript.utterances] == [
        "So what has changed",
        "since we spoke?",
    ]
    assert transcript.language == "en-gb"


def test_a_note_right_before_the_times_is_no_speech_either(tmp_path: Path) -> None:
    path = _write(
        tmp_path,
        "WEBVTT\n\nNOTE Confidence: 0.6\n00:01.000 --> 00:02.000\nhello\n\n"
        "NOTE\nfor the editor\n\n00:03.000 --> 00:04.000\nNOTE this down\n",
    )
    texts = [entry.text for entry in read_transcript(path).transcript.utterances]
    assert texts == ["hello", "NOTE this down"]


def test_rolling_captions_are_said_once_and_keep_their_word_times() -> None:
    transcript = read_transcript(DATA / "youtube.vtt").transcript
    assert [entry.text for entry in transcript.utterances] == [
        "what would you like",
        "to take away",
        "[Music]",
    ]
    words = [(word.text, word.start) for word in transcript.utterances[0].words]
    assert words == [("what", 0.16), ("would", 0.48), ("you", 0.719), ("like", 1.04)]
    assert transcript.language == "en"


def test_what_people_say_twice_stays_twice(tmp_path: Path) -> None:
    path = _write(
        tmp_path,
        "WEBVTT\n\n00:01.000 --> 00:02.000\nYes.\n\n00:02.000 --> 00:03.000\nYes.\n\n"
        "00:03.000 --> 00:04.000\nYes.\nand no\n\n00:04.000 --> 00:05.000\nand no\n",
    )
    texts = [entry.text for entry in read_transcript(path).transcript.utterances]
    assert texts == ["Yes.", "Yes.", "Yes. and no", "and no"]


def test_plain_seconds_and_decimal_commas_are_times() -> None:
    transcript = read_transcript(DATA / "podcast.vtt").transcript
    times = [(entry.start, entry.end) for entry in transcript.utterances]
    assert times == [(0.86, 7.38), (7.9, 12.0)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("\ufeffWEBVTT\n\n", ""),
        ("WEBVTT - made by hand\nKind: captions\n\n", ""),
        ("WEBVTT\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:one\n\n", ""),
        ("", ""),
        ("\n\nWEBVTT\n\nintro\n", ""),
        ("WEBVTT\0\n\n", "\0"),
    ],
    ids=["byte order mark", "header", "style", "no header", "blank lines", "NUL"],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_frames_of_all_kinds(tmp_path: Path, before: str, after: str, ending: str) -> None:
    text = f"{before}01:02.500 --> 1:00:03.000 align:start position:0%\nGood{after}bye.\n"
    path = _write(tmp_path, text.replace("\n", ending))
    (utterance,) = read_transcript(path).transcript.utterances
    assert (utterance.start, utterance.end, utterance.text) == (62.5, 3603.0, "Goodbye.")


def test_tags_go_and_other_angle_brackets_stay(tmp_path: Path) -> None:
    path = _write(
        tmp_path,
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<i>I</i> <c.loud>said</c> 3 < 4, <unclear> &lt;b&gt;"
        " &nbsp;A&amp;B &#8212; AT&T &unknown;\n",
    )
    (utterance,) = read_transcript(path).transcript.utterances
    assert utterance.text == "I said 3 < 4, <unclear> <b> A&B — AT&T &unknown;"


def test_cues_whose_start_cannot_be_read_follow_the_one_before(tmp_path: Path) -> None:
    path = _write(
        tmp_path,
        "WEBVTT\n\n00:01.000 --> 00:02.000\nhello\n\n00:0x.000 --> 00:04.000\nmy friend\n"
        "\n1:2:3:4:5 --> \nbye\n\n00:09.000 --> 00:10.000\nlater\n",
    )
    reading = read_transcript(path)
    utterances = [(entry.start, entry.end, entry.text) for entry in reading.transcript.utterances]
    assert utterances == [
        (1.0, 2.0, "hello"),
        (2.0, 4.0, "my friend"),
        (4.0, 7.0, "bye"),
        (9.0, 10.0, "later"),
    ]
    assert reading.warnings == (
        "2 cues have no start time that can be read: placed after the one before (first: line 6)",
    )


def test_cues_without_an_end_last_until_the_next_but_not_for_ever(tmp_path: Path) -> None:
    path = _write(
        tmp_path,
        "WEBVTT\n\n00:01.000 --> 00:02.000\nhello\n\n2\n00:03.000 --> \nno end\n\n"
        "3\n00:05.000 --> 00:aa.000 align:start\na broken end\n\n4\n00:00:58.000 -->\nlast\n",
    )
    reading = read_transcript(path)
    first, second, third, last = reading.transcript.utterances
    assert (first.end, first.text) == (2.0, "hello")
    assert (second.start, second.end, second.text) == (3.0, 5.0, "no end")
    assert (third.start, third.text) == (5.0, "a broken end")
    assert 6.0 < third.end < 10.0
    assert (last.start, last.text) == (58.0, "last")
    assert 58.0 < last.end < 60.0
    assert reading.warnings == (
        "3 cues have no end time that can be read: estimated from where the next one starts "
        "(first: line 7)",
    )


@pytest.mark.parametrize(
    "text",
    [
        "we went 3 -> 5 again",
        "10:30 -> lunch",
        "10:30 --> lunch at noon",
        "A --> B",
        "so: --> and then",
        "--> 3",
        "3 --> people",
    ],
)
def test_arrows_in_speech_begin_no_cue(tmp_path: Path, text: str) -> None:
    path = _write(tmp_path, f"WEBVTT\n\n00:01.000 --> 00:02.000\nhello\n{text}\n")
    (utterance,) = read_transcript(path).transcript.utterances
    assert utterance.text == f"hello {text}"


def test_cues_that_end_before_they_start_are_put_right_and_said(tmp_path: Path) -> None:
    path = _write(
        tmp_path,
        "WEBVTT\n\n00:10.000 --> 00:05.000\nhello there\n\n00:12.000 --> 00:13.000\nyes\n",
    )
    reading = read_transcript(path)
    first = reading.transcript.utterances[0]
    assert first.start == 10.0
    assert 10.0 < first.end <= 12.0
    assert reading.warnings == (
        "1 utterance ends before it starts; its end was estimated (at 00:10)",
    )


def test_cues_out_of_order_are_sorted_and_said(tmp_path: Path) -> None:
    path = _write(
        tmp_path,
        "WEBVTT\n\n00:10.000 --> 00:11.000\nb\n\n00:01.000 --> 00:02.000\na\n",
    )
    reading = read_transcript(path)
    assert [entry.text for entry in reading.transcript.utterances] == ["a", "b"]
    assert "out of order" in reading.warnings[0]


def test_hostile_text_is_cleaned_where_it_enters(tmp_path: Path) -> None:
    path = _write(
        tmp_path,
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v A\x1b[31mnn\u202e>a\x1b]0;x\x07b[/x][@click=y]\u202e"
        "👩‍🏫 日本 é</v>\n",
    )
    (utterance,) = read_transcript(path).transcript.utterances
    assert utterance.speaker == "Ann"
    assert utterance.text == "ab[/x][@click=y]👩‍🏫 日本 é"


def test_a_line_of_a_megabyte_is_read(tmp_path: Path) -> None:
    path = _write(tmp_path, f"WEBVTT\n\n00:01.000 --> 00:02.000\n{'word ' * 200_000}\n")
    (utterance,) = read_transcript(path).transcript.utterances
    assert len(utterance.text) == 200_000 * 5 - 1
