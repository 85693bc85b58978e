"""A second engine in the screen: its models are shown, chosen, and asked for their language."""

from pathlib import Path

import pytest
from reviewing import app_on, reviewing
from whisper_models_made import hollow_whisper

from sessionlens.domain.transcript import Source, Transcript, Utterance
from sessionlens.speech.model_install import add_model
from sessionlens.speech.models import models_folder
from sessionlens.storage.languages import last_language
from sessionlens.transcripts import native

VOICES = Path(__file__).parents[1] / "data" / "speech" / "two_voices.ogg"


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.ogg"
    path.write_bytes(VOICES.read_bytes())
    return path


@pytest.fixture
def model() -> Path:
    """A model that looks like one."""
    return hollow_whisper(models_folder() / "whisper-mine")


@pytest.mark.usefixtures("model", "no_library")
async def test_where_the_engine_is_not_installed_it_is_said_how_to_install_it(talk: Path) -> None:
    async with reviewing(app_on(talk), (80, 24)) as person:
        await person.press("f9")
        await person.sees("whisper-mine")
        assert person.shows("Whisper")
        assert person.shows("many languages")
        await person.sees("'sessionlens[whisper]'")
        await person.press("enter")
        await person.sees("The speech engine Whisper is not installed")


@pytest.mark.usefixtures("model", "a_library")
async def test_what_one_engine_began_is_not_completed_by_another(talk: Path) -> None:
    begun = Transcript(
        utterances=(Utterance(start=0.5, end=1.5, text="hello"),),
        source=Source(format="vosk", engine="vosk", model="tiny-model"),
    )
    talk.with_name("talk.transcript.json").write_bytes(native.encode(begun))
    talk.with_name(".talk.transcript.json.0123.journal").write_bytes(b"")
    async with reviewing(app_on(talk)) as person:
        await person.press("escape", "f9")
        await person.sees("whisper-mine")
        await person.press("enter")
        await person.sees("Which language?")
        await person.press("enter")
        await person.sees("Chosen; t recognises with it")
        await person.press("t")
        await person.sees("begun with Vosk, and whisper-mine is a model of Whisper")
        assert person.document.editor.transcript == begun


async def test_the_language_is_asked_once_and_it_recognises(
    talk: Path, random_whisper: Path
) -> None:
    add_model(random_whisper)
    async with reviewing(app_on(talk)) as person:
        await person.press("t")
        await person.sees("Which language?")
        await person.sees("German")
        await person.press("enter")
        await person.sees("The whole recording is recognised")
        transcript = person.document.editor.transcript
        assert transcript is not None
        assert transcript.source.engine == "whisper"
        assert transcript.language == "en"
    assert last_language() == "en"
