"""Recognition by the real faster-whisper, where it is installed."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from test_live import Screen, start
from true_words import RATE, TWO_VOICES, error_rate, plain, tiny_model, truth, two_voices, words_of
from whisper_models_made import HAVE

from sessionlens.domain.errors import SessionLensError
from sessionlens.speech.channels import layout_of
from sessionlens.speech.choice import ChosenModels, choose
from sessionlens.speech.engines import process as engine_process
from sessionlens.speech.engines.interface import Engine, EngineUse, Model
from sessionlens.speech.engines.table import module_of
from sessionlens.speech.journal import Journal
from sessionlens.speech.live import LiveSettings
from sessionlens.speech.model_install import add_model
from sessionlens.speech.models import installed
from sessionlens.speech.probe import engine_of
from sessionlens.speech.to_file import transcribe_to
from sessionlens.speech.transcriber import Progress, RecognitionOptions, key_of

TWO = RecognitionOptions(threads=2)
REAL = os.environ.get("SESSIONLENS_WHISPER_MODEL", "")


@pytest.fixture
def german(random_whisper: Path) -> Model:
    """A model that is used for German."""
    return choose([], str(random_whisper), language="de")


@pytest.fixture
def engine(german: Model) -> Engine:
    return engine_of(ChosenModels(german), EngineUse(recognisers=2, cores=2))


def process_of(engine: Engine) -> int:
    return int(engine._process.pid)  # type: ignore[attr-defined]


def test_the_transcript_tells_engine_model_and_language(engine: Engine, tmp_path: Path) -> None:
    target = tmp_path / "talk.transcript.json"

    transcript = transcribe_to(target, layout_of(TWO_VOICES, ["A", "B"]), engine, TWO).transcript

    assert transcript.source.engine == "whisper"
    assert transcript.source.model == "whisper-random"
    assert transcript.language == "de"
    assert transcript.timing == "word"
    assert set(transcript.speakers) == {"A", "B"}
    assert not Journal.exists(target)


def test_a_second_run_goes_on_and_ends_with_the_same_transcript(
    engine: Engine, tmp_path: Path
) -> None:
    layout = layout_of(TWO_VOICES, ["A", "B"])
    whole = transcribe_to(tmp_path / "whole.json", layout, engine, TWO).transcript
    target = tmp_path / "talk.transcript.json"

    def interrupt(progress: Progress) -> None:
        if progress.fraction > 0.3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        transcribe_to(target, layout, engine, TWO, on_progress=interrupt)
    begun: list[float] = []
    again = transcribe_to(
        target, layout, engine, TWO, on_progress=lambda progress: begun.append(progress.before)
    )

    assert begun[0] > 0
    assert again.transcript.utterances == whole.utterances


def test_unfinished_work_is_not_taken_up_by_another_engine_or_for_another_language(
    engine: Engine, german: Model, random_whisper: Path
) -> None:
    layout = layout_of(TWO_VOICES)
    vosk, french = tiny_model(), choose([], str(random_whisper), language="fr")
    others = [engine_of(ChosenModels(model)) for model in (vosk, french)]
    keys = {key_of(layout, other) for other in (engine, *others)}
    assert len(keys) == 3
    assert key_of(layout, engine_of(ChosenModels(german))) in keys


def test_it_recognises_beside_the_player_and_leaves_no_process(
    german: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[int] = []
    module = module_of(german)
    load = module.load

    def noted(model: Model, use: EngineUse) -> Engine:
        engine = load(model, use)
        loaded.append(process_of(engine))
        return engine

    monkeypatch.setattr(module, "load", noted)
    screen = Screen()
    live = start(screen, tmp_path / "t.json", LiveSettings(position=10.0), TWO_VOICES, german)

    assert screen.ended.wait(120)
    assert screen.error is None
    assert live.complete
    assert screen.transcript.word_count > 0
    assert live.join(60)
    with pytest.raises(ProcessLookupError):
        os.kill(loaded[0], 0)


@pytest.mark.parametrize(
    ("number", "out_of_memory", "reason"),
    [
        (signal.SIGTERM, 0, "crashed with signal 15"),
        (signal.SIGKILL, 0, "somebody ended its process"),
        (signal.SIGKILL, 1, "cannot allocate memory"),
    ],
)
def test_a_process_that_dies_is_an_error_and_no_more(
    engine: Engine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    out_of_memory: int,
    reason: str,
) -> None:
    counted = int(engine_process._killed_for_memory() or 0)
    monkeypatch.setattr(engine_process, "_killed_for_memory", lambda: counted + out_of_memory)
    os.kill(process_of(engine), number)

    with pytest.raises(SessionLensError, match=reason) as caught:
        transcribe_to(tmp_path / "o.json", layout_of(TWO_VOICES), engine, TWO)
    assert "\n" not in str(caught.value)
    with pytest.raises(SessionLensError, match=reason):
        engine.hear(two_voices()[:RATE, 0])


def test_what_is_running_is_stopped_at_once_and_its_process_ends(engine: Engine) -> None:
    process, stop = process_of(engine), threading.Event()
    answers: list[object] = []
    long = np.tile(two_voices()[:, 0], 20)
    hearing = threading.Thread(target=lambda: answers.append(engine.hear(long, stop.is_set)))
    hearing.start()
    stop.set()
    hearing.join(60)
    assert answers == [None]

    engine.close()

    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_its_process_ends_with_a_program_that_is_killed(random_whisper: Path) -> None:
    program = (
        "import sys\n"
        "from sessionlens.speech.choice import ChosenModels, choose\n"
        "from sessionlens.speech.probe import engine_of\n"
        "engine = engine_of(ChosenModels(choose([], sys.argv[1], language='de')))\n"
        "print(engine._process.pid, flush=True)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(random_whisper)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as killed:
        assert killed.stdout is not None
        process = int(killed.stdout.readline())
        os.kill(process, 0)
        killed.kill()
    for _ in range(600):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    raise AssertionError("it is still there")


def test_a_model_taken_away_is_said_to_be_gone_and_one_that_is_loaded_works_on(
    random_whisper: Path,
) -> None:
    model = choose([add_model(random_whisper)], "whisper-random", language="fr")
    engine = engine_of(ChosenModels(model))
    for path in model.path.iterdir():
        path.unlink()
    model.path.rmdir()

    heard = engine.hear(two_voices()[: 5 * RATE, 0])

    assert heard is not None
    with pytest.raises(SessionLensError, match="not there any more"):
        engine_of(ChosenModels(model))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("config.json", b"[]"),
        ("tokenizer.json", b"{}"),
        ("vocabulary.json", b'["", "a"]'),
        ("preprocessor_config.json", b'{"feature_size": 128}'),
    ],
)
def test_a_broken_model_is_not_added(
    random_whisper: Path, tmp_path: Path, name: str, content: bytes
) -> None:
    broken = tmp_path / "whisper-broken"
    broken.mkdir()
    for path in random_whisper.iterdir():
        (broken / path.name).write_bytes(path.read_bytes())
    (broken / name).write_bytes(content)

    with pytest.raises(SessionLensError, match="cannot use this model") as caught:
        add_model(broken)

    assert "Traceback" not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert [model.name for model in installed()] == ["tiny-model"]


@pytest.mark.skipif(not REAL, reason="SESSIONLENS_WHISPER_MODEL names no model's folder")
def test_a_real_model_hears_what_is_spoken(tmp_path: Path) -> None:
    pytest.importorskip("faster_whisper", reason=HAVE)
    model = choose([], REAL, language="en")
    engine = engine_of(ChosenModels(model), EngineUse(2, 2))

    layout = layout_of(TWO_VOICES, ["Coach", "Client"])
    transcript = transcribe_to(tmp_path / "o.json", layout, engine, TWO).transcript

    for speaker in ("Coach", "Client"):
        spoken = [word.text for word in truth() if word.speaker == speaker]
        own = [one for one in transcript.utterances if one.speaker == speaker]
        heard = [plain(word.text) for one in own for word in one.words]
        assert error_rate(spoken, heard) <= 0.25
    true = truth()
    words = words_of(transcript)
    apart = [
        min(abs(word.start - other.start) for other in words if plain(other.text) == word.text)
        for word in true
        if word.text in {plain(other.text) for other in words}
    ]
    assert np.median(apart) <= 0.15
