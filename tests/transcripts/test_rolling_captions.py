"""Captions that show again what the cue before has shown, without times inside their text."""

from itertools import pairwise
from pathlib import Path

from sessionlens.transcripts.recognise import read_transcript

SAID = ["so what brings you", "here today of all", "days well I think", "I have to decide"]


def cues(folder: Path, texts: list[list[str]]) -> Path:
    path = folder / "talk.vtt"
    blocks = [
        f"00:00:{2 * i:02d}.000 --> 00:00:{2 * i + 2:02d}.000\n" + "\n".join(lines)
        for i, lines in enumerate(texts)
    ]
    path.write_text("WEBVTT\n\n" + "\n\n".join(blocks) + "\n", "utf-8")
    return path


def test_each_line_is_read_once(tmp_path: Path) -> None:
    rolling = [[SAID[0]], *([before, line] for before, line in pairwise(SAID))]
    read = read_transcript(cues(tmp_path, rolling)).transcript
    assert [one.text for one in read.utterances] == SAID
    assert [one.start for one in read.utterances] == [0, 2, 4, 6]


def test_people_who_repeat_themselves_are_left_alone(tmp_path: Path) -> None:
    said = [["I do not know"], ["I do not know"], ["I do not know", "really"], ["fine"]]
    read = read_transcript(cues(tmp_path, said)).transcript
    assert [one.text for one in read.utterances] == [" ".join(lines) for lines in said]
