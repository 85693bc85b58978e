"""SRT in the states and encodings in which it comes."""

from pathlib import Path

import pytest

from sessionlens.transcripts.recognise import read_transcript

DATA = Path(__file__).parent.parent / "data" / "transcripts"
POLISH = "Chciałabym nauczyć się odmawiać szefowi, zanim będzie za późno."


def test_no_cue_is_lost_where_indices_and_blank_lines_are_missing() -> None:
    reading = read_transcript(DATA / "dialogue.srt")
    assert reading.format == "srt"
    assert [(entry.start, entry.end, entry.text) for entry in reading.transcript.utterances] == [
        (1.0, 3.5, "Welcome. What is on your mind?"),
        (3.6, 6.0, "Saying no to my boss. I never manage."),
        (6.2, 9.0, "What happens when you try?"),
        (8.5, 11.25, "My throat closes."),
        (12.0, 13.0, "42"),
        (13.5, 14.0, "Forty-two times?"),
    ]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_unicode_is_read_without_guessing(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "talk.srt"
    path.write_bytes(f"1\n00:00:01,000 --> 00:00:03,500\n{POLISH}\n".encode(encoding))
    reading = read_transcript(path)
    assert reading.transcript.utterances[0].text == POLISH
    assert reading.warnings == ()


@pytest.mark.parametrize(
    ("name", "guess", "text"),
    [
        ("cyrillic_cp1251.srt", "cp1251", "Здравствуйте. Что для вас сегодня важно?"),
        ("polish_cp1250.srt", "cp1250", "Dzień dobry. Co jest dla pani dzisiaj ważne?"),
    ],
)
def test_a_guessed_encoding_is_said(name: str, guess: str, text: str) -> None:
    reading = read_transcript(DATA / name)
    assert reading.transcript.utterances[0].text == text
    assert any(guess in warning and "guess" in warning for warning in reading.warnings)


def test_utf16_without_a_mark_from_disk() -> None:
    assert read_transcript(DATA / "polish_utf16.srt").transcript.utterances[1].text == POLISH


def test_one_broken_letter_does_not_change_all_others(tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    path.write_bytes(
        "1\n00:00:01,000 --> 00:00:03,500\nÄpfel, Öl, Übung, für, Größe und ein".encode()
        + b" Fl\xfcgel.\n"
    )
    reading = read_transcript(path)
    assert reading.transcript.utterances[0].text.startswith("Äpfel, Öl, Übung, für, Größe")
    assert any("broken" in warning for warning in reading.warnings)


def test_speakers_of_srt_files(tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    path.write_text(
        "1\n00:00:01,000 --> 00:00:02,000\n[SPEAKER_00]: Hello.\n\n"
        "2\n00:00:02,000 --> 00:00:03,000\n[SPEAKER_01]: Hi.\n\n"
        "3\n00:00:03,000 --> 00:00:04,000\nAnd then: silence.\n"
    )
    utterances = [
        (entry.speaker, entry.text) for entry in read_transcript(path).transcript.utterances
    ]
    assert utterances == [
        ("SPEAKER_00", "Hello."),
        ("SPEAKER_01", "Hi."),
        (None, "And then: silence."),
    ]


@pytest.mark.parametrize(
    "times",
    [
        "00:00:01,000 --> 00:00:02,500",
        "00:00:01.000 --> 00:00:02.500",
        "0:0:1,000-->0:0:2,500",
        "00:00:01,000 -> 00:00:02,500",
        "00:00:01,000 – > 00:00:02,500",
        "00: 00: 01, 000 --> 00: 00: 02, 500",
        "00:00:01:000 --> 00:00:02:500",
        "  00:00:01,000 --> 00:00:02,500  X1:1 X2:2 Y1:3 Y2:4",
        "00:01 --> 00:02,500",
    ],
)
def test_ways_to_write_times(tmp_path: Path, times: str) -> None:
    path = tmp_path / "talk.srt"
    path.write_text(f"1\n{times}\nyes\n")
    (utterance,) = read_transcript(path).transcript.utterances
    assert (utterance.start, utterance.end, utterance.text) == (1.0, 2.5, "yes")


@pytest.mark.parametrize(
    "times",
    [
        "00:00:03,000 --> ",
        "00:00:03,000 -->",
        "00:00:03,000 ->",
        "0:03 -->",
        "3.0 -->",
        "00:00:03,000 --> 00:00:aa,000",
        "00:00:03,000 --> ??:??:??",
        "00:00:03,000 --> --:--:--,---",
    ],
)
def test_a_cue_without_a_readable_end_is_one_of_its_own(tmp_path: Path, times: str) -> None:
    path = tmp_path / "talk.srt"
    path.write_text(
        f"1\n00:00:01,000 --> 00:00:02,000\nyes\n\n2\n{times}\nno\n\n"
        "3\n00:00:04,000 --> 00:00:05,000\nwell\n"
    )
    reading = read_transcript(path)
    utterances = [(entry.start, entry.end, entry.text) for entry in reading.transcript.utterances]
    assert utterances == [(1.0, 2.0, "yes"), (3.0, 4.0, "no"), (4.0, 5.0, "well")]
    assert "1 cue has no end time" in reading.warnings[0]


def test_text_on_the_line_of_the_times_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    path.write_text("1\n00:00:01,000 --> 00:00:02,000 Hello there\n")
    assert read_transcript(path).transcript.utterances[0].text == "Hello there"


def test_negative_and_absurd_times_lose_no_words(tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    path.write_text(
        "1\n-00:00:01,000 --> 00:00:02,000\na\n\n2\n99999999:00:00,000 --> 99999999:00:01,000\nb\n"
        "\n3\n00:00:05,000 --> 00:00:06,000\nc\n"
    )
    reading = read_transcript(path)
    assert [entry.text for entry in reading.transcript.utterances] == ["a", "b", "c"]
    assert reading.transcript.utterances[0].start == 0.0
    assert reading.transcript.utterances[1].start == 2.0
    assert len(reading.warnings) == 3


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Où êtes-vous ? Très bien, déjà passé à l’été."),
        ("cp1252", "Ich möchte über meinen Chef sprechen. Größe!"),
        ("cp1252", "Jeg prøver at sige nej, når han spørger på mødet."),
        ("cp1252", "It’s the boss’s café – that’s “fine”."),
        ("cp1251", "Я не знаю, что мне делать с этим начальником."),
        ("cp1251", "Да, хорошо."),
        ("koi8_r", "Я не знаю, что мне делать с этим начальником."),
        ("cp1250", "Zażółć gęślą jaźń, proszę pani, już idę."),
        ("cp1253", "Καλημέρα, τι κάνετε σήμερα; Θέλω να μιλήσω."),
        ("cp1254", "İyi günler, nasılsınız? Şu anda çok güzel bir gün."),
        ("cp1255", "שלום, מה שלומך היום? אני רוצה לדבר"),
        ("cp1256", "مرحبا كيف حالك اليوم أريد أن أتحدث"),
        ("cp1257", "Ačiū, labai gerai, šiandien žiūriu į viską kitaip."),
        ("gb18030", "你好，今天怎么样？我想谈谈我的老板。"),
        ("shift_jis", "こんにちは、今日はどうですか。話したいことがあります。"),
        ("euc_kr", "안녕하세요, 오늘 어떠세요? 이야기하고 싶어요."),
    ],
)
def test_encodings_of_short_files(tmp_path: Path, encoding: str, text: str) -> None:
    path = tmp_path / "talk.srt"
    path.write_bytes(f"1\r\n00:00:01,000 --> 00:00:03,500\r\n{text}\r\n".encode(encoding))
    reading = read_transcript(path)
    assert reading.transcript.utterances[0].text == text
    assert any("guess" in warning for warning in reading.warnings)
