"""Names in capitals on a line of their own, as plays and captions have them; dotted times."""

from pathlib import Path

import pytest

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.transcript import Utterance
from sessionlens.transcripts.recognise import read_transcript

TALK = (
    ("ANNA", "What would you like to talk about today?"),
    ("PETER", "I want to work less."),
    ("ANNA", "What would that mean to you?"),
    ("PETER", "Time for my children."),
    ("ANNA", "And what else?"),
    ("PETER", "Sleep, mostly."),
)
SAID = list(TALK)


def read(folder: Path, text: str, ending: str = "txt") -> tuple[Utterance, ...]:
    path = folder / f"talk.{ending}"
    path.write_text(text, "utf-8")
    return read_transcript(path).transcript.utterances


def lines_of(utterances: tuple[Utterance, ...]) -> list[tuple[str | None, str]]:
    return [(one.speaker, one.text) for one in utterances]


def cue(number: int, *lines: str, begin: int = 0, sign: str = ":") -> str:
    start, end = (f"00{sign}00{sign}{at:02d},000" for at in (begin, begin + 2))
    return "\n".join([str(number), f"{start} --> {end}", *lines, "", ""])


LAYOUTS = {
    "above each cue": ("srt", "".join(cue(n, *turn, begin=4 * n) for n, turn in enumerate(TALK))),
    "a cue of its own": (
        "srt",
        "".join(
            cue(2 * n, name, begin=4 * n) + cue(2 * n + 1, words, begin=4 * n + 2)
            for n, (name, words) in enumerate(TALK)
        ),
    ),
    "above time and words": (
        "txt",
        "".join(f"{name}\n[00:{4 * n:02d}] {words}\n\n" for n, (name, words) in enumerate(TALK)),
    ),
    "without times": ("txt", "".join(f"{name}\n{words}\n\n" for name, words in TALK)),
    "without times or gaps": ("txt", "".join(f"{name}:\n{words}\n" for name, words in TALK)),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_who_speaks_is_read_from_the_line_above(tmp_path: Path, layout: str) -> None:
    ending, text = LAYOUTS[layout]
    assert lines_of(read(tmp_path, text, ending)) == SAID


def test_names_may_stand_only_where_somebody_else_begins(tmp_path: Path) -> None:
    cues = []
    for number in range(18):
        name, words = TALK[number // 3]
        lines = [name, words] if number % 3 == 0 else [words]
        cues.append(cue(number, *lines, begin=3 * number))
    utterances = read(tmp_path, "".join(cues), "srt")
    assert [one.speaker for one in utterances][::3] == [name for name, _ in TALK]
    assert all("ANNA" not in one.text for one in utterances)


def test_captions_in_capitals_lose_no_word(tmp_path: Path) -> None:
    lines = ["YES", "I WANT TO WORK LESS", "YES", "NO", "AND WHAT ELSE", "NO"]
    text = "".join(cue(n, line, begin=3 * n) for n, line in enumerate(lines))
    assert lines_of(read(tmp_path, text, "srt")) == [(None, line) for line in lines]


def test_headlines_in_capitals_make_no_talk_of_notes(tmp_path: Path) -> None:
    parts = ("SUMMARY", "I liked the questions."), ("GOALS", "Fewer of them."), ("NOTE", "Well.")
    text = "".join(f"{head}\n{words} {words}\n\n" for head, words in parts * 2)
    with pytest.raises(SessionLensError):
        read(tmp_path, text)


@pytest.mark.parametrize("fraction", [",000", ".000", ""])
def test_times_with_dots_are_read(tmp_path: Path, fraction: str) -> None:
    text = "".join(
        f"{n}\n00.01.{n:02d}{fraction} --> 00.01.{n + 1:02d}{fraction}\n{words}\n\n"
        for n, (_, words) in enumerate(TALK)
    )
    utterances = read(tmp_path, text, "srt")
    assert [one.start for one in utterances] == [60.0, 61.0, 62.0, 63.0, 64.0, 65.0]
    assert utterances[0].end == 61.0
    assert utterances[1].text == "I want to work less."


def test_seconds_with_a_dot_are_still_seconds(tmp_path: Path) -> None:
    utterances = read(tmp_path, "1\n3.5 --> 4.25\nyes\n\n2\n5.0 --> 6.0\nno\n", "srt")
    assert [(one.start, one.end) for one in utterances] == [(3.5, 4.25), (5.0, 6.0)]
