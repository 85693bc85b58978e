"""Vosk with a recogniser in each of several processes: the same words, and no harm from one."""

import gc
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from test_speakers import speaker_model
from true_words import RATE, TWO_VOICES, tiny_model, two_voices

from sessionlens.domain.errors import SessionLensError
from sessionlens.speech.channels import layout_of
from sessionlens.speech.engines import vosk_models
from sessionlens.speech.engines.interface import EngineUse, Lengths, Model
from sessionlens.speech.engines.vosk import VoskEngine
from sessionlens.speech.engines.vosk_process import VoskProcesses
from sessionlens.speech.journal import Journal
from sessionlens.speech.to_file import transcribe_to
from sessionlens.speech.transcriber import Progress, RecognitionOptions

TWO = RecognitionOptions(threads=2, lengths=Lengths(3.0, 8.0))


@pytest.fixture
def engine() -> Iterator[VoskProcesses]:
    engine = VoskProcesses(tiny_model(), None, 2)
    yield engine
    engine.close()


def processes_of(engine: VoskProcesses) -> list[int]:
    return [process.pid for process in engine._processes]


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_two_processes_hear_what_one_recogniser_hears(
    engine: VoskProcesses, tmp_path: Path
) -> None:
    layout = layout_of(TWO_VOICES, ["A", "B"])
    beside = transcribe_to(tmp_path / "beside.json", layout, engine, TWO).transcript
    alone = transcribe_to(tmp_path / "alone.json", layout, VoskEngine(tiny_model()), TWO).transcript
    assert beside.word_count > 80
    assert beside == alone


def test_work_that_threads_began_is_finished_by_processes(
    engine: VoskProcesses, tmp_path: Path
) -> None:
    target, layout = tmp_path / "talk.transcript.json", layout_of(TWO_VOICES)

    def interrupt(progress: Progress) -> None:
        if progress.fraction > 0.3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        transcribe_to(target, layout, VoskEngine(tiny_model()), TWO, on_progress=interrupt)
    begun: list[float] = []
    transcribe_to(
        target, layout, engine, TWO, on_progress=lambda progress: begun.append(progress.before)
    )
    assert begun[0] > 0


def test_voices_sound_the_same(tmp_path: Path) -> None:
    speakers = speaker_model(tmp_path / "vosk-model-spk-0.0")
    sound = two_voices()[: 20 * RATE, 0]
    beside, alone = VoskProcesses(tiny_model(), speakers, 1), VoskEngine(tiny_model(), speakers)

    heard = beside.hear(sound, with_voices=True)

    assert heard is not None
    assert heard.voices
    assert heard == alone.hear(sound, with_voices=True)
    beside.close()


def test_a_process_that_is_killed_is_an_error_in_a_line_and_what_is_done_stays(
    engine: VoskProcesses, tmp_path: Path
) -> None:
    target = tmp_path / "talk.transcript.json"

    def kill(progress: Progress) -> None:
        for process in processes_of(engine) if progress.fraction > 0.3 else ():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGSEGV)

    with pytest.raises(SessionLensError, match="crashed with signal 11") as caught:
        transcribe_to(target, layout_of(TWO_VOICES), engine, TWO, on_progress=kill)
    assert "\n" not in str(caught.value)
    assert Journal.exists(target)


def test_what_is_running_is_stopped_at_once_and_the_processes_end(engine: VoskProcesses) -> None:
    processes, stop = processes_of(engine), threading.Event()
    answers: list[object] = []
    long = np.tile(two_voices()[:, 0], 20)
    hearing = threading.Thread(target=lambda: answers.append(engine.hear(long, stop.is_set)))
    hearing.start()
    stop.set()
    hearing.join(60)
    assert answers == [None]

    engine.close()

    assert not any(map(is_there, processes))


def test_they_end_with_an_engine_that_nobody_holds_any_more() -> None:
    engine = VoskProcesses(tiny_model(), None, 2)
    processes = processes_of(engine)
    del engine
    gc.collect()
    assert not any(map(is_there, processes))


def test_they_end_with_a_program_that_is_killed() -> None:
    program = (
        "import sys\n"
        "from sessionlens.speech.engines.vosk_process import VoskProcesses\n"
        "from sessionlens.speech.models import demo_folder, describe\n"
        "engine = VoskProcesses(describe(demo_folder()), None, 2)\n"
        "print(*[process.pid for process in engine._processes], flush=True)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as killed:
        assert killed.stdout is not None
        processes = [int(number) for number in killed.stdout.readline().split()]
        assert all(map(is_there, processes))
        killed.kill()
    for _ in range(600):
        if not any(map(is_there, processes)):
            return
        time.sleep(0.1)
    raise AssertionError("they are still there")


def test_a_model_that_cannot_be_loaded_is_said_to_be_unusable(tmp_path: Path) -> None:
    with pytest.raises(SessionLensError, match="cannot use this model") as caught:
        VoskProcesses(Model("nothing", tmp_path), None, 2)
    assert "\n" not in str(caught.value)


def test_they_are_for_models_whose_graph_is_composed_where_there_is_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = tmp_path / "graph"
    graph.mkdir()
    model = Model("composed", tmp_path)
    loaded: list[str] = []
    package = "sessionlens.speech.engines"
    for place, word in (
        ("vosk_process.VoskProcesses", "processes"),
        ("vosk.VoskEngine", "threads"),
    ):
        monkeypatch.setattr(f"{package}.{place}", lambda *_, word=word: loaded.append(word))
    uses = (EngineUse(2, 2, separate=True), EngineUse(1, 2, separate=True), EngineUse(2, 2))
    for use in uses:
        vosk_models.load(model, use)
    (graph / "Gr.fst").touch()
    for use in uses:
        vosk_models.load(model, use)
    assert loaded == ["threads"] * 3 + ["processes", "threads", "threads"]
