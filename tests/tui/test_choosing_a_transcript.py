"""The transcript is chosen in the screen: from the folder, or by a path."""

from pathlib import Path

import pytest
from reviewing import app_on, recording, reviewing, with_transcript
from textual.events import Paste

from sessionlens.library import transcript as transcripts
from sessionlens.transcripts.recognise import read_transcript

OTHER = """\
1
00:00:01,000 --> 00:00:03,000
Ann: {text}

2
00:00:04,000 --> 00:00:09,000
Bob: Yes.
"""


@pytest.fixture(autouse=True)
def _all_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine reads a few files for longer than a list waits for their first words."""
    monkeypatch.setattr(transcripts, "_AT_MOST", 3600.0)


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    return with_transcript(recording(tmp_path))


def _other(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(OTHER.format(text=text), "utf-8")
    return path


async def test_the_folders_transcripts_are_listed_and_one_is_taken(talk: Path) -> None:
    _other(talk.with_name("meeting.srt"), "The other words of the day.")
    talk.with_name("notes.txt").write_text("Ask about the team at 10:30.\n")
    before = talk.with_name("talk.transcript.json").read_bytes()
    async with reviewing(app_on(talk)) as person:
        await person.press("ctrl+t")
        await person.sees("talk.transcript.json · 00:34 · what would you like")
        await person.sees("meeting.srt · 00:09 · The other words")
        await person.sees("notes.txt: no transcript")
        await person.press("down", "enter")
        assert person.screen.document.timeline.utterances[0].text == "The other words of the day."
        await person.sees("the one before is kept as talk.transcript.before-1.json")
        await person.press("u")
        assert person.screen.document.timeline.utterances[0].speaker == "Coach"
        await person.press("ctrl+r")
    assert talk.with_name("talk.transcript.before-1.json").read_bytes() == before
    shown = read_transcript(talk.with_name("talk.transcript.json")).transcript
    assert shown.utterances[0].text == "The other words of the day."


@pytest.mark.parametrize("written", ["{escaped}", "'{path}'", "file://{quoted}", "{folder}"])
async def test_a_path_is_typed_pasted_or_dragged(tmp_path: Path, written: str) -> None:
    path = _other(tmp_path / "My files" / "the talk.srt", "Far away.")
    text = written.format(
        escaped=str(path).replace(" ", "\\ "),
        path=path,
        quoted=str(path).replace(" ", "%20"),
        folder=path.parent,
    )
    async with reviewing(app_on(recording(tmp_path))) as person:
        await person.press("ctrl+t", "end", "enter")
        await person.sees("Where is the transcript?")
        person.app.post_message(Paste(text))
        await person.pilot.pause()
        await person.press("enter")
        if "{folder}" in written:
            await person.sees("the talk.srt · 00:09 · Far away.")
            await person.press("enter")
        assert person.screen.document.timeline.utterances[0].text == "Far away."


async def test_what_cannot_be_read_is_said_and_nothing_changes(talk: Path) -> None:
    talk.with_name("broken.vtt").write_bytes(b"\0\1\2\3" * 100)
    before = sorted(path.name for path in talk.parent.iterdir())
    async with reviewing(app_on(talk)) as person:
        await person.press("ctrl+t", "down", "enter")
        await person.sees("This is no text file")
        assert person.screen.document.timeline.utterances[0].speaker == "Coach"
    assert sorted(path.name for path in talk.parent.iterdir() if path.name in before) == before
