"""Which model recognises a live session, and which names are put in its words."""

import shutil
from pathlib import Path

import pytest
from dialog_host import until
from observing import observing, spoken
from virtual_sound import VirtualSound

from sessionlens.speech.models import demo_folder, models_folder
from sessionlens.storage.languages import language_of_coach
from sessionlens.storage.settings import Settings, save_settings


def installed(name: str) -> None:
    """Have a model of this name, which is the shipped one."""
    shutil.copytree(demo_folder(), models_folder() / name)


async def test_a_model_added_while_it_is_recorded_hears_it_from_the_beginning(
    tmp_path: Path, microphone: VirtualSound
) -> None:
    save_settings(Settings())
    async with observing(tmp_path, model="") as observer:
        await observer.record()
        await observer.sees("F9 adds one here")
        with microphone.speech(spoken()):
            await observer.sees("good")
            loud = observer.recorded
            await observer.hears(loud + 2)
            installed("vosk-model-small-en-us-0.15")
            await observer.press("f9")
            await observer.sees("Speech models")
            await observer.press("enter")
            await observer.words("museum")
        assert observer.document.timeline.utterances[0].start < loud + 2
        assert observer.document.asked.name == "vosk-model-small-en-us-0.15"


async def test_the_language_of_a_coach_is_asked_and_another_one_hears_all_again(
    tmp_path: Path, microphone: VirtualSound
) -> None:
    save_settings(Settings())
    for name in ("vosk-model-small-de-0.15", "vosk-model-small-en-us-0.15"):
        installed(name)
    async with observing(tmp_path, model="") as observer:
        await observer.record()
        await observer.sees("Which language does Anna speak?")
        await observer.press("down", "enter")
        with microphone.speech(spoken()):
            await observer.words("museum")
            before = observer.document.words
            assert observer.document.beginning.language == "de"
            await observer.press("f9")
            await observer.sees("Speech models")
            await observer.press("down", "enter")
            await observer.sees("All that is recorded is recognised by vosk-model-small-en-us-0.15")
            assert observer.document.words is not before
            await observer.words("museum")
        assert observer.document.beginning.language == "en-us"
    assert language_of_coach("Anna") == "de"


@pytest.mark.parametrize("model", ["", "vosk-taken-away"])
async def test_where_no_model_is_chosen_it_says_so_as_long_as_that_is_so(
    tmp_path: Path, microphone: VirtualSound, model: str
) -> None:
    assert microphone.address
    save_settings(Settings())
    for name in ("vosk-model-small-de-0.15", "vosk-model-small-en-us-0.15"):
        installed(name)
    async with observing(tmp_path, model=model) as observer:
        await observer.record()
        if not model:
            await observer.sees("Which language does Anna speak?")
            await observer.press("escape")
        await observer.sees("no words: no model is chosen")


async def test_names_are_put_in_place_while_it_is_recognised_in_quotes_too(
    tmp_path: Path, microphone: VirtualSound
) -> None:
    (tmp_path / "names.txt").write_text("Muriel = museum\n")
    async with observing(tmp_path) as observer:
        await observer.record()
        with microphone.speech(spoken()):
            await until(observer.pilot, lambda: "museum" in str(observer.screen.hearing.open_words))
            await observer.press("q")
            await observer.words("Muriel")
            await until(
                observer.pilot, lambda: "Muriel" in observer.document.editor.review.markers[0].quote
            )
        assert "museum" not in observer.transcript


async def test_where_nothing_is_recorded_no_model_is_chosen(tmp_path: Path) -> None:
    async with observing(tmp_path, agreed=False) as observer:
        await observer.sees("Nobody has agreed")  # said once, after which other things are said
        await observer.press("f9")
        await observer.sees("Nothing is recorded, so nothing is recognised")
