"""A model is taken away while it is used, or between two runs."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from true_words import tiny_model

from sessionlens.domain.errors import SessionLensError
from sessionlens.speech.choice import ChosenModels
from sessionlens.speech.engines.interface import Model
from sessionlens.speech.model_remove import remove_model, why_not_removable
from sessionlens.speech.model_use import other_users
from sessionlens.speech.models import describe, models_folder
from sessionlens.speech.probe import engine_of
from sessionlens.speech.trial import trial_sound

HOLD = """
import sys
from pathlib import Path
from sessionlens import resources
resources.data_folder = lambda: Path(sys.argv[1])
from sessionlens.speech.model_use import note_use
class Loaded: pass
loaded = Loaded()
note_use(Path(sys.argv[2]), loaded)
print("loaded", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def model() -> Model:
    return describe(Path(shutil.copytree(tiny_model().path, models_folder() / "vosk-model-de-1")))


def test_a_model_that_another_process_uses_stays(model: Model) -> None:
    arguments = [sys.executable, "-c", HOLD, str(models_folder().parent), str(model.path)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == b"loaded\n"
        with pytest.raises(SessionLensError, match=rf"in use by 1 process \({other.pid}\)"):
            remove_model(model)
        other.kill()
        other.wait()
    assert other_users(model.path) == []

    remove_model(model)

    assert list(models_folder().iterdir()) == []


def test_ones_own_use_ends_with_the_engine(model: Model) -> None:
    engine = engine_of(ChosenModels(model))
    assert len(list(models_folder().glob(".in-use-*"))) == 1
    assert why_not_removable(model) == ""

    remove_model(model)  # it is in memory
    assert engine.hear(trial_sound(engine.rate)) is not None
    del engine

    assert list(models_folder().iterdir()) == []


def test_a_model_that_is_gone_is_said_to_be(model: Model) -> None:
    engine_of(ChosenModels(model))
    shutil.rmtree(model.path)

    with pytest.raises(SessionLensError, match="vosk-model-de-1 is not there any more") as caught:
        engine_of(ChosenModels(model))
    assert caught.value.where == model.path
