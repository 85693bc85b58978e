"""Names in the transcript, put in place and taken back with keys."""

from pathlib import Path

import pytest
import soundfile
from dialog_host import until
from msgspec.structs import replace
from reviewing import Reviewer, app_on, recording, reviewing, with_transcript
from rich.style import Style

from sessionlens import resources
from sessionlens.domain.transcript import Source, Transcript, Utterance, Word
from sessionlens.library.review import open_review
from sessionlens.storage.settings import Settings, save_settings


def heard(start: float, text: str, conf: float = 0.5) -> Utterance:
    """An utterance of four seconds, as a recogniser writes it."""
    texts = text.split()
    step = 4.0 / len(texts)
    words = tuple(
        Word(start=start + n * step, end=start + (n + 1) * step, text=word, conf=conf)
        for n, word in enumerate(texts)
    )
    return Utterance(start=start, end=start + 4, speaker="Coach", text=text, words=words)


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    """A recording that was recognised before anybody thought of names."""
    lines = ("what would anka say", "she and mario went", "ask anka then", "a museum again")
    utterances = tuple(heard(5.0 * number, line) for number, line in enumerate(lines))
    source = Source(format="vosk", engine="vosk", model="small")
    (tmp_path / "names.txt").write_text("Anke\nMaria\n", encoding="utf-8")
    return with_transcript(
        recording(tmp_path),
        Transcript(utterances=utterances, timing="word", language="en", source=source),
    )


def texts(person: Reviewer) -> list[str]:
    return [utterance.text for utterance in person.document.timeline.utterances]


async def test_names_are_ticked_put_in_place_as_one_step_and_undone(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        before = texts(person)
        await person.press("ctrl+y")
        await person.sees("2 places")
        assert any(
            "anka" in line and "Anke" in line and "2 places" in line for line in person.lines
        )
        await person.press("space", "down", "space", "enter")
        assert texts(person)[:3] == ["what would Anke say", "she and Maria went", "ask Anke then"]
        await person.sees("anka → Anke, mario → Maria put in place")
        await person.press("u")
        assert texts(person) == before
        await person.press("ctrl+r")
    transcript = open_review(talk).transcript
    assert transcript is not None
    assert [word.heard for word in transcript.utterances[0].words] == ["", "", "anka", ""]


async def test_esc_and_enter_without_a_tick_leave_all_as_it_is(talk: Path) -> None:
    written = talk.with_suffix(".transcript.json").read_bytes()
    async with reviewing(app_on(talk)) as person:
        await person.press("ctrl+y", "space", "escape")
        await person.press("ctrl+y", "enter")
        assert person.document.editor.undoable is None
    assert talk.with_suffix(".transcript.json").read_bytes() == written


async def test_what_is_taken_back_is_what_was_heard(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("ctrl+y", "space", "enter")
        assert texts(person)[0] == "what would Anke say"
        await person.press("ctrl+y")
        await person.sees("the name stands there")
        await person.press("space", "enter")
        assert texts(person)[0] == "what would anka say"
        transcript = person.document.editor.transcript
        assert transcript is not None
        assert transcript.kept_as_heard == ("anka",)


async def test_a_name_is_added_beside_the_recording_and_ticked_at_once(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("ctrl+y", "a")
        await person.sees("Add a name")
        await person.type("=")
        await person.sees("There is no name")
        await person.press("backspace")
        await person.type("Moseum = a museum")
        await person.press("enter")
        await person.sees("Moseum is in names.txt")
        await person.press("enter")
        assert texts(person)[3] == "Moseum again"
    lines = (talk.parent / "names.txt").read_text(encoding="utf-8")
    assert lines == "Anke\nMaria\nMoseum = a museum\n"


async def test_a_broken_list_is_said_in_the_dialog(talk: Path) -> None:
    (talk.parent / "names.txt").write_text("=\n", encoding="utf-8")
    async with reviewing(app_on(talk)) as person:
        await person.press("ctrl+y")
        await person.sees("not looked for")
        await person.sees("Nothing that was heard unsurely")
        await person.press("escape")


async def test_words_that_nobody_recognised_have_no_names_to_put(tmp_path: Path) -> None:
    async with reviewing(app_on(with_transcript(recording(tmp_path)))) as person:
        await person.press("ctrl+y")
        await person.sees("correct names by hand")


async def test_a_name_in_place_is_underlined_and_in_italics(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("ctrl+y", "space", "enter")
        await until(person.pilot, lambda: "Anke" in _styles(person))
        styles = _styles(person)
        assert (styles["Anke"].underline, styles["Anke"].italic) == (True, True)
        assert (styles["what"].underline, styles["what"].italic) == (True, None)


def _styles(person: Reviewer) -> dict[str, Style]:
    """How each piece of the transcript looks."""
    transcript = person.screen.transcript
    return {
        segment.text: segment.style or Style()
        for y in range(transcript.size.height)
        for segment in transcript.render_line(y)
    }


@pytest.fixture
def spoken(tmp_path: Path) -> Path:
    """The beginning of the demo without transcript, to be recognised by the shipped model."""
    save_settings(Settings(model=str(resources.sample_folder() / "tiny-model")))
    sound, rate = soundfile.read(resources.sample_folder() / "first-session.ogg", dtype="int16")
    path = tmp_path / "spoken.wav"
    soundfile.write(path, sound[: 24 * rate], rate)
    (tmp_path / "names.txt").write_text("Manto = mentor, many to\nHannah = anna\n", "utf-8")
    return path


async def test_names_come_while_it_is_recognised_and_what_was_taken_back_stays(
    spoken: Path,
) -> None:
    async with reviewing(app_on(spoken)) as person:
        await person.press("t")
        await person.sees("The whole recording is recognised; ")
        await person.sees("taken for names: ")
        assert any("Hannah" in text for text in texts(person))
        await person.press("ctrl+y")
        await person.sees("→")
        at = 0 if "anna" in _first_row(person) else 1
        await person.press(*["down"] * at, "space", "enter")
        assert not any("Hannah" in text for text in texts(person))
        # As a run that begins again hands it out once more.
        again = person.screen.transcribing
        utterance = next(u for u in person.document.timeline.utterances if "anna" in u.text)
        assert again._naming.put_in([utterance]) == [utterance]


def _first_row(person: Reviewer) -> str:
    return next(line for line in person.lines if "→" in line)


async def test_a_broken_list_does_not_stop_the_recognition(spoken: Path) -> None:
    (spoken.parent / "names.txt").write_text("Anke\n=\n", encoding="utf-8")
    async with reviewing(app_on(spoken)) as person:
        await person.press("t")
        told = "recognised · One name is not looked for: names.txt: line 2: There is no name"
        await until(person.pilot, lambda: told in person.screen.footer.bar.notice)
        assert len(texts(person)) > 2


async def test_names_of_the_details_are_known_too(talk: Path) -> None:
    (talk.parent / "names.txt").unlink()
    async with reviewing(app_on(talk)) as person:
        review = person.document.editor.review
        session = replace(review.session, coach="Anke Berg")
        person.document.editor.amend(
            lambda material: material._replace(review=replace(review, session=session))
        )
        await person.press("ctrl+y", "space", "enter")
        assert texts(person)[2] == "ask Anke then"
