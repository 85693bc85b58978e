"""Voices told apart behind the review, with the real encoder; corrected with a key a line."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from dialog_host import until
from msgspec.structs import replace
from reviewing import Reviewer, app_on, reviewing, with_transcript

from sessionlens import resources
from sessionlens.audio.levels import levels
from sessionlens.domain.transcript import Transcript, Utterance
from sessionlens.library.review import open_review
from sessionlens.speech.guessing import Guessing
from sessionlens.storage.settings import Settings, save_settings
from sessionlens.transcripts import native
from sessionlens.tui.screens.review.telling_voices import TellingVoices

FIXTURE = Path(__file__).parents[1] / "data" / "speech" / "two_voices.ogg"
TOLD = "2 voices are told apart"


def truth() -> Transcript:
    return native.decode(FIXTURE.with_suffix(".json").read_bytes())


def nameless() -> Transcript:
    utterances = tuple(replace(line, speaker=None) for line in truth().utterances)
    return replace(truth(), utterances=utterances)


@pytest.fixture
def mono(tmp_path: Path) -> Path:
    """A conversation of two in one channel, by somebody who has chosen the shipped model."""
    save_settings(Settings(model=str(resources.sample_folder() / "tiny-model")))
    samples, rate = soundfile.read(FIXTURE, dtype="int16")
    soundfile.write(tmp_path / "talk.wav", samples.sum(axis=1, dtype=np.int16), rate)
    return tmp_path / "talk.wav"


class AnsweredAtOnce:
    """Somebody who knows the answer to every question."""

    def __init__(self, answer: str) -> None:
        self._answer = answer

    def covered(self) -> bool:
        return False

    def choose(
        self, _title: str, _choices: object, _usual: str, then: Callable[[str], None]
    ) -> None:
        then(self._answer)


def lines_of(person: Reviewer) -> tuple[Utterance, ...]:
    return person.document.timeline.utterances


def speaks(person: Reviewer, first: str) -> list[bool]:
    """Whether it is the first speaker, line by line."""
    return [line.speaker == first for line in lines_of(person)]


@pytest.fixture
def held() -> Iterator[pytest.MonkeyPatch]:
    """No guess is over before this is undone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Guessing, "over", False)
        yield patch


async def ask_again(person: Reviewer) -> None:
    """Have the voices told apart anew; it is not over before it was seen to go on."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Guessing, "over", False)
        await person.press("ctrl+w", "enter")
        await person.sees("Telling the voices apart")


async def test_after_the_recognition_of_one_channel_two_voices_are_shown(mono: Path) -> None:
    async with reviewing(app_on(mono)) as person:
        await person.press("t")
        await until(person.pilot, lambda: person.shows(TOLD))
        await person.sees("Voice 1?")
        await person.sees("Voice 2?")
        document = person.document
        await until(person.pilot, lambda: document.peaks is not None and document.peaks.complete)
        assert document.peaks is not None
        sides = levels(document.peaks, document.timeline, 60, document.duration)
        assert max(upper for upper, _ in sides) > 0.3
        assert max(lower for _, lower in sides) > 0.3
        await person.on_disk()
    transcript = open_review(mono).transcript
    assert transcript is not None
    assert transcript.source.guessed_speakers
    assert list(transcript.speakers) == ["Voice 1", "Voice 2"]


async def test_a_transcript_without_names_gets_them_and_looking_makes_no_file(mono: Path) -> None:
    path = with_transcript(mono, nameless())
    before = path.with_suffix(".transcript.json").read_bytes()
    async with reviewing(app_on(mono)) as person:
        await until(person.pilot, lambda: person.shows(TOLD))
        right = [line.speaker == truth().utterances[0].speaker for line in truth().utterances]
        assert speaks(person, "Voice 1") == right
        await person.on_disk()
        assert path.with_suffix(".transcript.json").read_bytes() == before


async def test_a_key_gives_a_line_to_the_other_and_it_is_no_guess_any_more(mono: Path) -> None:
    with_transcript(mono, nameless())
    async with reviewing(app_on(mono)) as person:
        await until(person.pilot, lambda: person.shows(TOLD))
        await person.press("down", "down", "s")
        first, second = lines_of(person)[:2]
        changed = second if person.document.reader == 1 else first
        index = lines_of(person).index(changed)
        assert not changed.guessed
        told = changed.speaker
        assert sum(line.guessed for line in lines_of(person)) == len(lines_of(person)) - 1
        await ask_again(person)
        await until(person.pilot, lambda: person.shows(TOLD))
        assert lines_of(person)[index].speaker == told
        assert not lines_of(person)[index].guessed
        await person.press("s", "u")
        assert lines_of(person)[index].speaker == told
        await person.on_disk()
    transcript = open_review(mono).transcript
    assert transcript is not None
    assert not transcript.utterances[index].guessed


async def test_names_that_a_person_gives_stay_with_their_voices(mono: Path) -> None:
    with_transcript(mono, nameless())
    async with reviewing(app_on(mono)) as person:
        await until(person.pilot, lambda: person.shows(TOLD))
        await person.press("S", "ctrl+u")
        await person.type("Coach")
        await person.press("enter", "ctrl+u")
        await person.type("Client")
        await person.press("enter")
        await person.sees("Coach?")
        before = [line.speaker for line in lines_of(person)]
        await ask_again(person)
        await until(person.pilot, lambda: person.shows(TOLD))
        assert [line.speaker for line in lines_of(person)] == before


@pytest.mark.usefixtures("held")
async def test_the_same_key_stops_it(mono: Path) -> None:
    first, *others = nameless().utterances  # where somebody is named, it does not begin by itself
    named = (replace(first, speaker="Anna"), *others)
    with_transcript(mono, replace(nameless(), utterances=named))
    async with reviewing(app_on(mono)) as person:
        await person.press("ctrl+w", "enter")
        await person.sees("Telling the voices apart")
        await person.press("ctrl+w")
        await person.sees("Stopped: the voices are not told apart")
        assert [line.speaker for line in lines_of(person)] == [line.speaker for line in named]


async def test_what_was_asked_while_it_was_recognised_is_what_is_told_then(mono: Path) -> None:
    first, *others = nameless().utterances
    named = (replace(first, speaker="Anna"), *others)
    with_transcript(mono, replace(nameless(), utterances=named))
    async with reviewing(app_on(mono)) as person:
        voices = TellingVoices(person.document, AnsweredAtOnce("3"), lambda _: None)  # type: ignore[arg-type]
        voices.ask()
        voices.recognised(())

        def over() -> bool:
            voices.tick()
            return not voices.text

        await until(person.pilot, over)
        await person.press("u")
        await person.sees("Undone: speakers guessed")


async def test_the_readers_cursor_stays_on_its_line(mono: Path, held: pytest.MonkeyPatch) -> None:
    spoken = nameless().utterances
    words = tuple(word for line in spoken for word in line.words)
    text = " ".join(word.text for word in words[:-5])
    whole = Utterance(start=words[0].start, end=words[-6].end, text=text, words=words[:-5])
    last = Utterance(
        start=words[-5].start,
        end=words[-1].end,
        text=" ".join(word.text for word in words[-5:]),
        words=words[-5:],
    )
    with_transcript(mono, replace(nameless(), utterances=(whole, last)))
    async with reviewing(app_on(mono)) as person:
        await person.press("down", "down")
        reader = person.document.reader
        assert reader == 1
        held.undo()
        await until(person.pilot, lambda: person.shows(TOLD))
        assert len(lines_of(person)) > 4
        assert person.document.reader is not None
        assert lines_of(person)[person.document.reader].start == last.start


async def test_where_one_person_speaks_it_is_said_and_not_tried_again(mono: Path) -> None:
    samples, rate = soundfile.read(FIXTURE, dtype="int16")
    soundfile.write(mono, samples[:, 0], rate)
    with_transcript(mono, nameless())
    async with reviewing(app_on(mono)) as person:
        await person.sees("No two voices could be told apart")
        assert not any(line.speaker for line in lines_of(person))
        await person.on_disk()
    async with reviewing(app_on(mono)) as person:
        assert person.document.writing.state.one_voice


async def test_speakers_that_are_named_are_not_guessed_over(mono: Path) -> None:
    with_transcript(mono, truth())
    async with reviewing(app_on(mono)) as person:
        await person.press("escape", "ctrl+w")
        await person.sees("A person has said of every line who speaks")


async def test_without_a_transcript_there_is_nothing_to_tell(mono: Path) -> None:
    async with reviewing(app_on(mono)) as person:
        await person.press("ctrl+w")
        await person.sees("There is no transcript whose speakers")
