"""The speech models in the screen: fetched, added, removed and used, by real keys."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dialog_host import Host, until
from publisher import NAME, Publisher, serving
from reviewing import app_on, reviewing, screen_lines
from test_model_install import zipped_model
from textual import events
from textual.command import CommandList
from textual.pilot import Pilot

from sessionlens.speech import download
from sessionlens.speech.models import demo_folder, installed, models_folder
from sessionlens.tui.screens.ask import AskScreen
from sessionlens.tui.screens.speech_models import SpeechModelsScreen

VOICES = Path(__file__).parents[1] / "data" / "speech" / "two_voices.ogg"
GERMAN = "vosk-model-small-de-0.15"


@pytest.fixture
def publisher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    """A publisher of one model, which the program asks."""
    served = Publisher(zipped_model(tmp_path / "published.zip").read_bytes())
    with serving(served) as address:
        monkeypatch.setenv("SESSIONLENS_MODELS_URL", address)
        yield served


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.ogg"
    path.write_bytes(VOICES.read_bytes())
    return path


def shown(app: Host) -> str:
    """All that the terminal shows."""
    return "".join(screen_lines(app))


async def fetch(pilot: Pilot[None], app: Host) -> None:
    """Have the model under the cursor fetched."""
    await pilot.press("enter")
    await until(pilot, lambda: "Fetch this from the network?" in shown(app))
    await pilot.press("down", "enter")


async def ask_for_path(pilot: Pilot[None], app: Host) -> None:
    """Be asked for the path of a model."""
    await pilot.press("a")
    await until(pilot, lambda: isinstance(app.screen, AskScreen) and bool(app.focused))


def own_models() -> list[str]:
    return [model.name for model in installed() if not model.demo]


@pytest.mark.usefixtures("publisher")
async def test_without_a_model_one_is_fetched_and_used_at_once(talk: Path) -> None:
    async with reviewing(app_on(talk), (80, 24)) as person:
        await person.press("t")
        await person.sees("There is no model for your recordings yet")
        await person.sees("USB stick")
        await person.sees("Zoom and Teams")
        await person.press("enter")
        await person.sees("Fetch this from the network?")
        await person.press("down", "enter")
        await person.sees(f"{NAME} is installed")
        await until(person.pilot, lambda: not person.shows("USB stick"))
        await person.press("enter")
        await until(person.pilot, lambda: len(person.document.timeline.utterances) > 0)
        transcript = person.document.editor.transcript
        assert transcript is not None
        assert transcript.source.model == NAME


async def test_a_fetch_can_be_stopped_and_goes_on_from_there(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "_STEP", 10_000)
    go_on = threading.Event()
    take = download._take

    def held(answer: Any, out: Any, have: int, size: int, on_bytes: download.OnBytes) -> None:
        def told(done: int, total: int) -> None:
            on_bytes(done, total)
            go_on.wait()
            on_bytes(done, total)

        take(answer, out, have, size, told)

    monkeypatch.setattr(download, "_take", held)
    app = Host(SpeechModelsScreen())
    async with app.run_test() as pilot:
        await fetch(pilot, app)
        await until(pilot, lambda: "(Esc stops it)" in shown(app))
        await pilot.press("escape")
        await until(pilot, lambda: "Stopping" in shown(app))
        go_on.set()
        await until(pilot, lambda: "it goes on from there" in shown(app))
        assert own_models() == []
        await fetch(pilot, app)
        await until(pilot, lambda: f"{NAME} is installed" in shown(app))
        assert own_models() == [NAME]
        asked = [part for path, part in publisher.asked if path.endswith(".zip")]
        assert asked == ["", "bytes=10000-"]
        await pilot.press("escape")
        await until(pilot, lambda: app.answers == [None])


async def test_nothing_is_fetched_without_a_yes(publisher: Publisher) -> None:
    app = Host(SpeechModelsScreen())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: "Fetch this from the network?" in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SpeechModelsScreen))
    assert publisher.asked == []
    assert own_models() == []


async def test_without_network_the_reason_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SESSIONLENS_MODELS_URL", "http://127.0.0.1:9/models")
    app = Host(SpeechModelsScreen())
    async with app.run_test(size=(80, 24)) as pilot:
        await fetch(pilot, app)
        await until(pilot, lambda: "There is no connection" in shown(app))


async def test_a_typed_path_is_added_and_of_several_models_one_is_chosen(tmp_path: Path) -> None:
    for name in (GERMAN, NAME):
        shutil.copytree(demo_folder(), tmp_path / "stick" / name)
    app = Host(SpeechModelsScreen())
    async with app.run_test(size=(120, 40)) as pilot:
        await ask_for_path(pilot, app)
        await pilot.press(*"nothing", "enter")
        await until(pilot, lambda: "no such file" in shown(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, SpeechModelsScreen))
        await ask_for_path(pilot, app)
        app.post_message(events.Paste(f"'{tmp_path}/stick'"))
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: "Which of these models?" in shown(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: f"{NAME} is installed" in shown(app))
        assert own_models() == [NAME]


async def test_a_dropped_file_is_added(tmp_path: Path) -> None:
    archive = zipped_model(tmp_path / "stick.zip", f"{GERMAN}/")
    app = Host(SpeechModelsScreen())
    async with app.run_test() as pilot:
        app.post_message(events.Paste(str(tmp_path / "gone.zip")))
        await until(pilot, lambda: "no such file" in shown(app))
        app.post_message(events.Paste(str(archive)))
        await until(pilot, lambda: f"{GERMAN} is installed" in shown(app))
        assert own_models() == [GERMAN]


async def test_a_model_is_removed_after_a_question() -> None:
    shutil.copytree(demo_folder(), models_folder() / GERMAN)
    app = Host(SpeechModelsScreen())
    async with app.run_test() as pilot:
        await until(pilot, lambda: "in use" in shown(app))
        await pilot.press("d")
        await until(pilot, lambda: f"Remove {GERMAN}?" in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SpeechModelsScreen))
        assert own_models() == [GERMAN]
        await pilot.press("delete")
        await until(pilot, lambda: f"Remove {GERMAN}?" in shown(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: f"{GERMAN} is removed" in shown(app))
        assert own_models() == []
        assert list(models_folder().iterdir()) == []


async def test_what_came_with_the_program_stays() -> None:
    app = Host(SpeechModelsScreen())
    async with app.run_test() as pilot:
        await pilot.press("home", "d")
        await until(pilot, lambda: "came with the program" in shown(app))


async def test_the_palette_leads_to_the_models_and_one_is_chosen(talk: Path) -> None:
    for name in (GERMAN, NAME):
        shutil.copytree(demo_folder(), models_folder() / name)
    async with reviewing(app_on(talk)) as person:
        await person.press("ctrl+p", *"speech models")
        await person.sees("Speech models: use, add, fetch, remove")
        results = person.app.screen.query_one(CommandList)
        await until(
            person.pilot,
            lambda: any("Speech models" in str(hit.prompt) for hit in results.options[:1]),
        )
        await person.press("enter")
        await person.sees("Installed")
        await person.press("enter")
        await person.sees("recognises with it")
        await person.press("t")
        await until(person.pilot, lambda: len(person.document.timeline.utterances) > 0)
        transcript = person.document.editor.transcript
        assert transcript is not None
        assert transcript.source.model == GERMAN
