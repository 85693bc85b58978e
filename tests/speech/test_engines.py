"""What every engine owes the rest of the program, held by real models."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from true_words import tiny_model, two_voices

from sessionlens.speech.engines.interface import Engine, EngineUse, Model
from sessionlens.speech.engines.table import ENGINES, engine_name, module_of
from sessionlens.speech.models import damage, describe, looks_like_one
from sessionlens.speech.probe import try_model


@pytest.fixture(params=list(ENGINES))
def model(request: pytest.FixtureRequest) -> Model:
    """A small model of each engine."""
    if request.param == "vosk":
        return tiny_model()
    return describe(Path(request.getfixturevalue("random_whisper")))


@pytest.fixture
def engine(model: Model) -> Engine:
    return module_of(model).load(model, EngineUse(recognisers=2, cores=2))


def test_its_models_are_told_from_those_of_others(model: Model) -> None:
    assert engine_name(model.path) == model.engine
    assert [name for name, module in ENGINES.items() if module.kind_of(model.path)] == [
        model.engine
    ]
    assert looks_like_one(model.path)
    assert damage(model.path) == ""
    assert model.language or model.languages


def test_a_model_that_works_can_be_tried(model: Model) -> None:
    try_model(model)


def test_words_come_in_order_and_lie_in_the_sound(engine: Engine) -> None:
    sound = two_voices()[: 20 * engine.rate, 0]

    heard = engine.hear(sound)

    assert heard is not None
    assert heard.words
    assert all(0 <= word.start <= word.end <= 20 for word in heard.words)
    assert all(earlier.start <= later.start for earlier, later in pairwise(heard.words))
    assert all(word.conf is not None and 0 <= word.conf <= 1 for word in heard.words)
    assert all(word.text == word.text.strip() != "" for word in heard.words)


def test_what_is_heard_does_not_depend_on_what_was_heard_before(engine: Engine) -> None:
    first, second = two_voices()[: 8 * engine.rate, 0], two_voices()[: 8 * engine.rate, 1]
    alone = engine.hear(first)

    engine.hear(second)

    assert engine.hear(first) == alone


def test_hearing_can_be_stopped(engine: Engine) -> None:
    calls = iter([False, True])
    assert engine.hear(two_voices()[:, 0], lambda: next(calls, True)) is None
    assert engine.hear(two_voices()[: 3 * engine.rate, 0]) is not None


@pytest.mark.parametrize("frames", [0, 1, 160, 4000, 80_000])
def test_silence_is_no_words(engine: Engine, frames: int) -> None:
    heard = engine.hear(np.zeros(frames, np.int16))
    assert heard is not None
    assert heard.words == ()


def test_its_pieces_are_of_some_length(engine: Engine) -> None:
    for lengths in (engine.lengths, engine.live_lengths):
        assert 1 < lengths.shortest < lengths.longest
    assert engine.live_lengths.longest <= engine.lengths.longest
