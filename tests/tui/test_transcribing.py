"""Recognising while listening, with the real engine and the shipped model."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import soundfile
from dialog_host import until
from msgspec.structs import replace
from reviewing import Reviewer, app_on, review_open_in, reviewing

from sessionlens import resources
from sessionlens.domain.timecode import clock
from sessionlens.domain.transcript import Transcript, Utterance, Word
from sessionlens.library.review import open_review
from sessionlens.speech.asked_model import AskedModel
from sessionlens.speech.channels import layout_of
from sessionlens.speech.engines.vosk import VoskEngine
from sessionlens.speech.growing import Growing
from sessionlens.speech.journal import Journal
from sessionlens.speech.live import LiveTranscription
from sessionlens.speech.models import demo_folder, describe, models_folder
from sessionlens.speech.record import Record
from sessionlens.speech.to_file import transcribe_to, unsure
from sessionlens.speech.transcriber import RecognitionOptions
from sessionlens.storage.languages import language_of_coach, remember_language
from sessionlens.storage.owned import GuardedFile
from sessionlens.storage.settings import Settings, save_settings
from sessionlens.transcripts import native

VOICES = Path(__file__).parents[1] / "data" / "speech" / "two_voices.ogg"


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    """A recording without transcript, by somebody who has chosen the shipped model."""
    save_settings(Settings(model=str(resources.sample_folder() / "tiny-model")))
    path = tmp_path / "talk.ogg"
    path.write_bytes(VOICES.read_bytes())
    return path


async def test_the_transcript_grows_and_is_there_next_time(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.sees("t recognises what is said")
        await person.press("t")
        await until(person.pilot, lambda: person.shows("The whole recording is recognised"))
        utterances = person.screen.document.timeline.utterances
        assert len(utterances) > 4
        assert any(word.conf is not None for utterance in utterances for word in utterance.words)
        await person.press("t")
        await person.sees("The whole recording is recognised already")
    transcript = open_review(talk).transcript
    assert transcript is not None
    assert [u.text for u in transcript.utterances] == [u.text for u in utterances]
    assert transcript.source.engine == "vosk"


async def test_two_recognised_voices_are_followed_by_the_key_that_tells_who_coaches(
    talk: Path,
) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("t")
        await person.sees("Nothing says which of the two voices is the coach: K does")
        await person.press("K", "2")
        await person.sees("Right is the coach")


async def test_while_words_are_awaited_nobody_is_told_to_have_them_recognised(
    talk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, recognise = threading.Event(), LiveTranscription._recognise

    def held(run: LiveTranscription) -> None:
        go.wait()
        recognise(run)

    monkeypatch.setattr(LiveTranscription, "_recognise", held)
    async with reviewing(app_on(talk)) as person:
        await person.press("t")
        await person.sees("What is said comes here")
        await person.misses("There is no transcript")
        go.set()
        await until(person.pilot, lambda: person.shows("The whole recording is recognised"))


async def test_leaving_keeps_what_is_done_and_corrections_stay(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("t")
        await until(person.pilot, lambda: len(person.screen.document.timeline.utterances) > 0)
        await person.press("t")
        await person.go_to(person.screen.document.timeline.utterances[0].start + 0.5)
        await person.press("x", "end")
        await person.type(" indeed")
        await person.press("enter")
        corrected = person.screen.document.timeline.utterances[0].text
        assert corrected.endswith("indeed")
        await person.app.action_quit()
    async with reviewing(app_on(talk)) as person:
        await person.press("escape", "t")  # who is the coach is asked once
        await until(person.pilot, lambda: person.shows("The whole recording is recognised"))
        texts = [utterance.text for utterance in person.screen.document.timeline.utterances]
        assert corrected in texts
        assert len(texts) > 4


def two_languages() -> None:
    """Models of two languages, which both are the shipped one."""
    for name in ("vosk-model-small-de-0.15", "vosk-model-small-en-us-0.15"):
        shutil.copytree(demo_folder(), models_folder() / name)


def called(person: Reviewer, coach: str) -> None:
    """Say who is the coach of the session."""
    review = person.document.editor.review
    session = replace(review.session, coach=coach)
    person.document.editor.amend(
        lambda material: material._replace(review=replace(review, session=session))
    )


async def test_of_several_languages_one_is_asked_for_once_a_coach(talk: Path) -> None:
    save_settings(Settings())
    two_languages()
    anna = "coach Anna"
    async with reviewing(app_on(talk)) as person:
        called(person, anna)
        await person.press("t")
        await person.sees("Which language does coach Anna speak?")
        assert person.shows("German")
        assert person.shows("English")
        await person.press("enter")
        await person.sees("The whole recording is recognised")
        transcript = person.document.editor.transcript
        assert transcript is not None
        assert transcript.language == "en-us"
    assert language_of_coach(anna) == "en"


async def test_the_language_of_a_coach_is_asked_once(talk: Path) -> None:
    save_settings(Settings())
    two_languages()
    remember_language("coach Anna", "de")
    async with reviewing(app_on(talk)) as person:
        called(person, "coach Anna")
        await person.press("t")
        await until(person.pilot, lambda: len(person.document.timeline.utterances) > 0)
        transcript = person.document.editor.transcript
        assert transcript is not None
        assert transcript.language == "de"


async def test_a_language_that_was_asked_for_is_not_asked_again(talk: Path) -> None:
    save_settings(Settings())
    two_languages()
    app = app_on(talk)
    review_open_in(app).asked = AskedModel(language="de")
    async with reviewing(app) as person:
        await person.press("t")
        await until(person.pilot, lambda: len(person.document.timeline.utterances) > 0)
        transcript = person.document.editor.transcript
        assert transcript is not None
        assert transcript.language == "de"


async def test_where_the_model_that_was_asked_for_is_gone_the_key_for_models_is_told(
    talk: Path,
) -> None:
    app = app_on(talk)
    review_open_in(app).asked = AskedModel("vosk-taken-away")
    async with reviewing(app) as person:
        await person.press("t")
        await person.sees("There is no model 'vosk-taken-away'")
        await person.sees("F9 shows them here")


@pytest.fixture
def go_on(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Recognition stands still after its first utterances, until this is set.

    Each run by itself, which has a thread of its own: one that was left may still be ending.
    """
    event = threading.Event()
    begun: set[threading.Thread] = set()
    ready, add = Growing.ready, Journal.add

    def seen_ready(growing: Growing, *, ended: bool = False) -> list[Utterance]:
        utterances = ready(growing, ended=ended)
        if utterances:
            begun.add(threading.current_thread())
        return utterances

    def held_add(journal: Journal, record: Record) -> None:
        if threading.current_thread() in begun:
            event.wait()
        add(journal, record)

    monkeypatch.setattr(Growing, "ready", seen_ready)
    monkeypatch.setattr(Journal, "add", held_add)
    yield event
    event.set()


async def test_stopping_and_starting_again_at_once_goes_on(
    talk: Path, go_on: threading.Event
) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("t")
        await until(person.pilot, lambda: len(person.screen.document.timeline.utterances) > 0)
        before = len(person.screen.document.timeline.utterances)
        await person.press("t", "t")
        assert person.screen.transcribing.running
        await person.sees("recognising")
        go_on.set()
        await until(person.pilot, lambda: len(person.screen.document.timeline.utterances) > before)
        assert not person.shows("another run")


async def test_other_colours_do_not_stop_the_recognition(
    talk: Path, go_on: threading.Event
) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("t")
        await until(person.pilot, lambda: len(person.screen.document.timeline.utterances) > 0)
        await person.press("ctrl+o", "tab", "tab", "tab", "right", "ctrl+s")
        await until(person.pilot, lambda: person.app.theme == "sessionlens-light")
        await person.sees("recognising")
        before = len(person.screen.document.timeline.utterances)
        go_on.set()
        await until(person.pilot, lambda: len(person.screen.document.timeline.utterances) > before)


async def test_voices_asked_for_meanwhile_are_told_apart_beside_it_and_named_after_it(
    talk: Path, go_on: threading.Event
) -> None:
    samples, rate = soundfile.read(talk, dtype="int16")
    mono = talk.with_name("mono.wav")
    soundfile.write(mono, samples.sum(axis=1, dtype=samples.dtype), rate)
    async with reviewing(app_on(mono)) as person:
        await person.press("t")
        await until(person.pilot, lambda: len(person.document.timeline.utterances) > 0)
        await person.press("ctrl+w", "enter")
        await until(
            person.pilot,
            lambda: person.shows("recognising") and person.shows("telling voices apart"),
        )
        go_on.set()
        await until(person.pilot, lambda: "Voice 1" in person.document.timeline.transcript.speakers)


async def test_a_transcript_that_the_command_finishes_is_taken_up(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.sees("t recognises what is said")
        engine = VoskEngine(describe(demo_folder()))
        target = person.document.opened.transcript_path
        transcribe_to(target, layout_of(talk), engine, RecognitionOptions())
        await person.sees("A transcript has come")
        await person.sees("of the two voices is the coach: K does")
        assert len(person.screen.document.timeline.utterances) > 4
        await person.go_to(person.screen.document.timeline.utterances[0].start + 0.5)
        await person.press("x", "end")
        await person.type(" indeed")
        await person.press("enter")
        assert person.document.editor.unsaved is None
    written = native.decode(target.read_bytes())
    assert written.utterances[0].text.endswith("indeed")


async def test_reopening_says_how_far_it_came(talk: Path, go_on: threading.Event) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("t")
        await until(person.pilot, lambda: len(person.screen.document.timeline.utterances) > 0)
        await person.press("t")
        await person.sees("recognised to 00:0")
        go_on.set()
    async with reviewing(app_on(talk)) as person:
        await person.sees("recognised to 00:")
        end = max(utterance.end for utterance in person.screen.document.timeline.utterances)
        await person.sees(f"recognised to {clock(end)} of {clock(person.document.duration)}")


def test_words_of_another_language_are_said_to_be_unsure() -> None:
    doubtful = Word(start=0.0, end=1.0, text="hm", conf=0.2)
    utterance = Utterance(start=0.0, end=1.0, text="hm", words=(doubtful,))
    model = describe(demo_folder())
    assert "most words are unsure" in unsure(Transcript(utterances=(utterance,)), model)
    sure = replace(utterance, words=(replace(doubtful, conf=0.9),))
    assert unsure(Transcript(utterances=(sure,)), model) == ""


async def test_a_correction_on_its_way_to_the_disk_is_not_replaced_by_what_lies_there(
    talk: Path, go_on: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, slow = GuardedFile.write, threading.Event()

    def held(file: GuardedFile, data: bytes) -> None:
        slow.wait()
        write(file, data)

    async with reviewing(app_on(talk)) as person:
        await person.press("t")
        await until(person.pilot, lambda: len(person.screen.document.timeline.utterances) > 0)
        await person.press("t")
        await person.sees("recognised to")
        await person.go_to(person.screen.document.timeline.utterances[0].start + 0.5)
        await _correct(person, " first")
        await until(person.pilot, lambda: person.document.editor.saving.saved)
        monkeypatch.setattr(GuardedFile, "write", held)
        await _correct(person, " second")
        person.screen.transcribing.tick()
        assert person.document.timeline.utterances[0].text.endswith("first second")
        slow.set()
        await until(person.pilot, lambda: person.document.editor.saving.saved)
        person.screen.transcribing.tick()
        assert person.document.timeline.utterances[0].text.endswith("first second")
        assert not person.shows("A transcript has come")
        go_on.set()


async def test_a_correction_finds_its_words_where_more_was_recognised_before_them(
    talk: Path,
) -> None:
    later = Utterance(start=20.0, end=21.0, text="later words")
    earlier = Utterance(start=2.0, end=3.0, text="earlier words")
    path = talk.with_suffix(".transcript.json")
    path.write_bytes(native.encode(Transcript(utterances=(later,))))
    async with reviewing(app_on(talk)) as person:
        await person.press("escape", "down", "x", "end")
        await person.type(" indeed")
        document = person.document
        document.editor.amend(
            lambda material: material._replace(transcript=Transcript(utterances=(earlier, later)))
        )
        document.refresh_timeline()
        await person.press("enter")
        texts = [utterance.text for utterance in document.timeline.utterances]
    assert texts == ["earlier words", "later words indeed"]


async def _correct(person: Reviewer, words: str) -> None:
    await person.press("x", "end")
    await person.type(words)
    await person.pilot.press("enter")  # the disk may keep it waiting
    document = person.document
    await until(person.pilot, lambda: document.timeline.utterances[0].text.endswith(words))
