"""Text with times and names in it, in the orders and brackets in which it is written."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from sessionlens.domain.errors import SessionLensError
from sessionlens.transcripts.draft import TranscriptReading
from sessionlens.transcripts.recognise import read_transcript

DATA = Path(__file__).parent.parent / "data" / "transcripts"
TALK = [
    ("Anna Berg", 0, "What would you like to take away?"),
    ("Ben Ito", 4, "I want to be clear: whether I stay."),
    ("Anna Berg", 10, "And what is important about that?"),
    ("Ben Ito", 73, "If I am honest, I put it off since spring."),
    ("Anna Berg", 3723, "Thank you, see you."),
]
NAMED: dict[str, Callable[[str, str, str, str], str]] = {
    "brackets first": lambda name, long, _, text: f"[{long}] {name}: {text}\n",
    "round brackets first": lambda name, _, short, text: f"({short}) {name}: {text}\n",
    "angle brackets": lambda name, long, _, text: f"<{long}> {name}: {text}\n",
    "braces": lambda name, long, _, text: f"{{{long}}} {name}: {text}\n",
    "bare first": lambda name, _, short, text: f"{short} {name}: {text}\n",
    "Rev": lambda name, _, short, text: f"{name} ({short}):\n{text}\n\n",
    "Rev in one line": lambda name, _, short, text: f"{name} ({short}): {text}\n",
    "name, brackets, words": lambda name, long, _, text: f"{name} [{long}] {text}\n",
    "name, colon, brackets": lambda name, _, short, text: f"{name}: [{short}] {text}\n",
    "dash and name": lambda name, _, short, text: f"{short} - {name}\n{text}\n\n",
    "Otter": lambda name, _, short, text: f"{name}  {short}\n{text}\n\n",
    "comma": lambda name, long, _, text: f"{name}, {long}\n{text}\n\n",
    "tab": lambda name, _, short, text: f"{name}\t{short}\n{text}\n",
    "long and name": lambda name, long, _, text: f"{long} {name}\n{text}\n\n",
    "three lines": lambda name, long, _, text: f"{long}\n{name}\n{text}\n\n",
    "copied from Teams": lambda name, _, short, text: f"{name}\n{short}\n{text}\n\n",
    "f4 first": lambda name, long, _, text: f"#{long}-0# {name}: {text}\n\n",
    "bold": lambda name, _, short, text: f"**{name}** {short}\n{text}\n\n",
    "bold with time": lambda name, long, _, text: f"**[{long}] {name}:** {text}\n\n",
    "headings": lambda name, long, _, text: f"### {name} ({long})\n\n{text}\n\n",
    "links": lambda name, _, short, text: f"- [{short}](https://x.org/a?t=1) **{name}**: {text}\n",
    "one paragraph": lambda name, long, _, text: f"[{long}] {name}: {text} ",
    "columns": lambda name, long, _, text: f"| {long} | {name} | {text} |\n",
    "tabbed": lambda name, long, _, text: f"{name}\t{long}\t{text}\n",
}
UNNAMED: dict[str, Callable[[str, str], str]] = {
    "brackets": lambda long, text: f"[{long}] {text}\n",
    "bare": lambda long, text: f"{long} {text}\n",
    "copied from YouTube": lambda long, text: f"{long}\n{text}\n",
}


def _clock(seconds: int) -> tuple[str, str]:
    hours, rest = divmod(seconds, 3600)
    long = f"{hours:02d}:{rest // 60:02d}:{rest % 60:02d}"
    return long, long.lstrip("0:") if hours else f"{rest // 60}:{rest % 60:02d}"


def _read(folder: Path, text: str) -> TranscriptReading:
    path = folder / "talk.txt"
    path.write_text(text, "utf-8")
    return read_transcript(path)


@pytest.mark.parametrize("style", NAMED)
def test_times_names_and_words_in_any_order(tmp_path: Path, style: str) -> None:
    text = "".join(NAMED[style](name, *_clock(start), words) for name, start, words in TALK)
    reading = _read(tmp_path, text)
    utterances = reading.transcript.utterances
    assert [(entry.speaker, entry.start, entry.text) for entry in utterances] == TALK
    assert reading.warnings == ()
    timing = "utterance" if style == "f4 first" else "approximate"
    assert reading.transcript.timing == timing


@pytest.mark.parametrize("style", UNNAMED)
def test_times_alone(tmp_path: Path, style: str) -> None:
    text = "".join(UNNAMED[style](_clock(start)[0], words) for _, start, words in TALK)
    reading = _read(tmp_path, text)
    assert [(entry.start, entry.text) for entry in reading.transcript.utterances] == [
        (start, words) for _, start, words in TALK
    ]
    assert not reading.transcript.speakers


def test_title_and_date_before_the_first_time_are_no_speech(tmp_path: Path) -> None:
    body = "".join(f"[{_clock(start)[0]}] {name}: {words}\n" for name, start, words in TALK)
    reading = _read(tmp_path, f"Third session\n2 November 2026, 10:30\n\n{body}")
    assert reading.transcript.utterances[0].text == TALK[0][2]


def test_a_sentence_that_ends_with_a_time_is_speech_where_names_recur(tmp_path: Path) -> None:
    first = "Ann Lee  0:03\nSo we meet\nnext Friday, 10:30\n\n"
    others = "Bob  0:09\nYes.\n\nAnn Lee  0:12\nGood.\n\nBob  0:15\nBye.\n"
    reading = _read(tmp_path, first + others)
    assert reading.transcript.utterances[0].text == "So we meet next Friday, 10:30"


def test_ends_and_fractions_are_exact() -> None:
    reading = read_transcript(DATA / "console.txt")
    assert [(entry.start, entry.end) for entry in reading.transcript.utterances] == [
        (1.0, 3.4),
        (4.2, 8.75),
        (9.5, 11.0),
        (12.25, 17.5),
    ]
    assert reading.transcript.timing == "utterance"


def test_times_of_f4_end_what_was_said() -> None:
    utterances = read_transcript(DATA / "f4.txt").transcript.utterances
    assert [(entry.start, entry.end, entry.speaker) for entry in utterances] == [
        (0.0, 3.3, "I"),
        (3.3, 8.7, "B"),
        (8.7, 11.0, "I"),
        (11.0, 17.5, "B"),
    ]


def test_frames_are_parts_of_a_second(tmp_path: Path) -> None:
    first = "00:00:01:05 - 00:00:03:12\nSpeaker 1\nWell?\n\n"
    second = "00:00:04:20 - 00:00:06:00\nSpeaker 2\nYes.\n"
    utterances = _read(tmp_path, first + second).transcript.utterances
    assert [entry.speaker for entry in utterances] == ["Speaker 1", "Speaker 2"]
    assert [entry.start for entry in utterances] == pytest.approx([1.208, 4.833], abs=0.001)


def test_zooms_times_of_day_are_counted_from_the_first() -> None:
    reading = read_transcript(DATA / "saved_closed_caption.txt")
    assert [entry.start for entry in reading.transcript.utterances] == [0.0, 3.0, 8.0, 11.0]
    assert reading.transcript.speakers == {"Coach Berg": 2, "Client Berg": 2}
    assert reading.warnings == (
        "the times were times of day: counted from the first one (10:02:31)",
    )


def test_times_of_day_may_pass_midnight(tmp_path: Path) -> None:
    text = "[Ann Lee] 23:59:50\nWell?\n\n[Bob Ray] 00:00:02\nYes.\n\n[Ann Lee] 00:00:09\nGood.\n"
    utterances = _read(tmp_path, text).transcript.utterances
    assert [(entry.start, entry.text) for entry in utterances] == [
        (0.0, "Well?"),
        (12.0, "Yes."),
        (19.0, "Good."),
    ]


@pytest.mark.parametrize(
    "end", ["Transcription ended after 00:06:30", "Transkription wurde nach 00:06:30 beendet"]
)
def test_google_meet_in_markdown_ends_when_it_says(tmp_path: Path, end: str) -> None:
    text = (DATA / "meet_download.md").read_text("utf-8")
    reading = _read(tmp_path, text.replace("Transcription ended after 00:06:30", end))
    utterances = reading.transcript.utterances
    assert (reading.format, len(utterances), utterances[-1].end) == ("meet", 4, 390.0)
    assert utterances[-1].text == "Yes: on the phone, and at night."
    assert utterances[0].text == "What would be good to leave with today?"


NOTES = {
    "own notes": "Notes with Ben\nStarted at 10:30\nHe was late.\n"
    "Next appointment Friday 14:00\nAsk.\n",
    "agenda": "09:00 Arrival\n09:15 Opening by Maria\n10:30 Coffee\n11:00 Work on contracting\n",
    "minutes": "10:00 Ann opens the meeting and greets.\n10:05 Bob reports on the year.\n"
    "10:20 The rooms: the decision is postponed.\n",
    "recipe": "Prep Time 0:20\nCook Time 1:10\nTotal Time 1:30\n\nMix flour and milk. Wait.\n",
    "recipe with words": "0:00 Heat the oven to 200 degrees\n"
    "0:10 Mix butter and sugar until white\n"
    "0:25 Add eggs\n1:10 Bake for one hour\n",
    "moments": "[00:03:10] good contract\n[00:07:40] two questions\n[00:12:30] nice\n"
    "[00:21:05] trust\n",
    "moments with labels": "03:12 Agreements: you asked what he wanted\n"
    "07:40 Listens: said it twice\n"
    "12:30 Awareness: opened something\n",
    "log": "10:02:11 INFO started the server\n10:02:12 INFO listening on the port\n"
    "10:02:15 ERROR broken pipe happened here\n",
    "setlist": "1. Intro 0:45\n2. Song One 3:20\n3. Song Two 4:10\n",
    "headings of GROW": "Goal: be clear\nReality: afraid of the boss\nOptions: leave, stay\n"
    "Will: talk\n",
    "strengths": "Strength: good contract at the start\nGrowth: slow down in silences\n"
    "Strength: reflects his words\nGrowth: fewer stacked questions\n",
    "messages": "[02.11.26, 10:02:11] Ann: hi\n[02.11.26, 10:02:40] Ben: hello\n",
}


@pytest.mark.parametrize("kind", NOTES)
def test_notes_are_no_transcripts(tmp_path: Path, kind: str) -> None:
    with pytest.raises(SessionLensError, match="no known transcript format: it"):
        _read(tmp_path, NOTES[kind])


@pytest.mark.parametrize(
    "text",
    [
        "10:02:11 From Ann to Everyone:\n\thello\n10:03:01 From Ben to Everyone:\n\thi\n"
        "10:04:01 From Ann to Everyone:\n\tlink\n",
        "10:02:11\t From  Ann : hello all\n10:03:01\t From  Ben : hi\n"
        "10:04:01\t From  Ann : link\n",
    ],
)
def test_a_chat_is_no_transcript(tmp_path: Path, text: str) -> None:
    with pytest.raises(SessionLensError, match="it is a chat"):
        _read(tmp_path, text)


def test_few_words_under_recurring_labels_may_be_notes(tmp_path: Path) -> None:
    text = "03:12 Listens: twice\n07:40 Trust: calm\n12:30 Listens: well\n21:05 Trust: less\n"
    reading = _read(tmp_path, text)
    assert reading.doubt
    assert reading.doubt in reading.warnings


def test_labelled_speech_without_times_follows_on() -> None:
    reading = read_transcript(DATA / "labelled.txt")
    utterances = reading.transcript.utterances
    assert (reading.untimed, reading.transcript.timing) == (True, "approximate")
    assert [entry.speaker for entry in utterances] == ["Coach", "Client"] * 2
    assert utterances[0].start == 0.0
    assert all(before.end == after.start for before, after in pairwise(utterances))


def test_numbered_speakers_need_no_colon(tmp_path: Path) -> None:
    words = ["So what is it today?", "My team, I think.", "Tell me more of it."]
    stamped = [f"[00:00:0{n * 3}] Speaker {n % 2 + 1} {text}" for n, text in enumerate(words)]
    transcript = _read(tmp_path, " ".join(stamped)).transcript
    assert [entry.text for entry in transcript.utterances] == words
    assert transcript.speakers == {"Speaker 1": 2, "Speaker 2": 1}


def test_words_without_spaces_are_counted_too(tmp_path: Path) -> None:
    reading = _read(
        tmp_path, "[00:01] 李雷：你好吗\n[00:04] 韩梅：很好，谢谢\n[00:09] 李雷：再见\n"
    )
    assert (reading.warnings, reading.transcript.speakers) == ((), {"李雷": 2, "韩梅": 1})


def test_interviews_name_the_two_by_a_letter(tmp_path: Path) -> None:
    text = "Interview\n\nI: Wie war das?\nB: Gut war das.\nI: Und was dann?\nB: Dann nichts mehr.\n"
    assert _read(tmp_path, text).transcript.speakers == {"I": 2, "B": 2}


def test_times_at_both_ends_leave_no_gap(tmp_path: Path) -> None:
    text = (
        "#00:00:00-0# I: Was führt Sie her? #00:00:04-5#\n"
        "#00:00:04-5# B: Ich schlafe schlecht. #00:00:12-1#\n"
        "#00:00:12-1# I: Seit wann denn? #00:00:14-0#\n"
    )
    utterances = _read(tmp_path, text).transcript.utterances
    assert [(entry.start, entry.speaker) for entry in utterances] == [
        (0.0, "I"),
        (4.5, "B"),
        (12.1, "I"),
    ]
