"""Captions that show again what the cue before has shown, without times inside their text."""

from itertools import pairwise
from pathlib import Path

import pytest

from sessionlens.transcripts.recognise import read_transcript

SPEECH = ["so what brings you", "here today of all", "days well I think", "I have to decide"]


def texts_read(folder: Path, shown: list[list[str]]) -> list[str]:
    """What is read of cues that show these lines, two seconds each."""
    path = folder / "talk.vtt"
    blocks = [
        f"00:00:{2 * i:02d}.000 --> 00:00:{2 * i + 2:02d}.000\n" + "\n".join(lines)
        for i, lines in enumerate(shown)
    ]
    path.write_text("WEBVTT\n\n" + "\n\n".join(blocks) + "\n", "utf-8")
    return [utterance.text for utterance in read_transcript(path).transcript.utterances]


def rolling(speech: list[str]) -> list[list[str]]:
    """Cues of two lines, the first being the last of the cue before."""
    return [[speech[0]], *([before, line] for before, line in pairwise(speech))]


def test_each_line_is_read_once(tmp_path: Path) -> None:
    assert texts_read(tmp_path, rolling(SPEECH)) == SPEECH


def test_people_who_repeat_themselves_are_left_alone(tmp_path: Path) -> None:
    shown = [["I do not know"], ["I do not know"], ["I do not know", "really"], ["fine"]]
    assert texts_read(tmp_path, shown) == [" ".join(lines) for lines in shown]


def test_two_cues_that_begin_like_the_end_of_the_one_before_are_chance(tmp_path: Path) -> None:
    shown = rolling(SPEECH[:3])
    assert texts_read(tmp_path, shown) == [" ".join(lines) for lines in shown]


@pytest.mark.parametrize(("others", "repeated"), [(2, False), (3, True)])
def test_captions_roll_if_more_than_half_of_the_cues_of_several_lines_do(
    tmp_path: Path, others: int, repeated: bool
) -> None:
    apart = [[f"and then {i}", f"no more of {i}"] for i in range(others)]
    texts = texts_read(tmp_path, [*rolling(SPEECH), *apart])
    assert ("so what brings you here today of all" in texts) == repeated
