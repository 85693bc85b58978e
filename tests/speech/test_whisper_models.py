"""Whisper's models: recognised by their files, and used in the order of the engines."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from true_words import tiny_model
from whisper_models_made import hollow_whisper

from sessionlens.domain.errors import SessionLensError
from sessionlens.speech.choice import ChosenModels, SeveralLanguagesError, choose, in_use
from sessionlens.speech.engines.interface import Model
from sessionlens.speech.engines.whisper_models import damage, kind_of
from sessionlens.speech.engines.whisper_process import HeardWord, spread
from sessionlens.speech.model_install import add_model
from sessionlens.speech.models import describe, installed, models_folder
from sessionlens.speech.probe import engine_of
from sessionlens.storage.settings import Settings, save_settings

GERMAN = Model("vosk-model-small-de-0.15", Path("d"), "speech", "de", 90_000_000)
WHISPER = Model(
    "whisper-small", Path("w"), "speech", "", 480_000_000, False, "whisper", ("de", "en", "fr")
)
ENGLISH_ONLY = Model("whisper-en", Path("e"), "speech", "en", 75_000_000, False, "whisper")


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return hollow_whisper(tmp_path / "whisper-mine")


def test_a_model_is_told_by_its_files(model: Path) -> None:
    described = describe(model)
    assert (described.engine, described.kind, described.language) == ("whisper", "speech", "")
    assert described.languages == ("de", "en")
    assert damage(model) == ""
    assert describe(tiny_model().path).engine == "vosk"


def test_a_model_of_english_alone_has_a_language(tmp_path: Path) -> None:
    described = describe(hollow_whisper(tmp_path / "tiny.en", languages=()))
    assert (described.language, described.languages) == ("en", ())


def test_a_vocabulary_may_be_json(model: Path) -> None:
    (model / "vocabulary.txt").unlink()
    (model / "vocabulary.json").write_text(
        json.dumps(["a", "", "<|yue|>", "<|en|>", "<|endoftext|>"])
    )
    assert describe(model).languages == ("en", "yue")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[1, 2]", b"[" * 100_000])
def test_a_broken_vocabulary_tells_no_language(model: Path, content: bytes) -> None:
    (model / "vocabulary.json").write_bytes(content)
    assert describe(model).languages == ()


def test_another_kind_of_model_in_such_files_is_none(model: Path) -> None:
    weights = (model / "model.bin").read_bytes().replace(b"WhisperSpec", b"TransformSp")
    (model / "model.bin").write_bytes(weights)
    assert kind_of(model) is None


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("config.json", None, "config.json is missing"),
        ("tokenizer.json", None, "tokenizer.json is missing"),
        ("vocabulary.txt", None, "vocabulary.json is missing"),
        ("tokenizer.json", b"", "tokenizer.json is empty"),
        ("tokenizer.json", b'{"model": ', "tokenizer.json is no JSON, or breaks off"),
        ("config.json", b"<!DOCTYPE html>", "config.json is a web page"),
        ("tokenizer.json", b"version https://git-lfs", "only refers to the real file"),
        ("model.bin", b"version https://git-lfs.github.com/spec/v1", "only refers to the real"),
    ],
)
def test_the_damaged_file_is_named(
    model: Path, name: str, content: bytes | None, words: str
) -> None:
    if content is None:
        (model / name).unlink()
    else:
        (model / name).write_bytes(content)

    assert words in damage(model)
    with pytest.raises(SessionLensError) as caught:
        add_model(model)
    assert words in str(caught.value) or "not installed" in caught.value.what
    assert "\n" not in str(caught.value)
    assert list(models_folder().iterdir()) == []


def test_weights_that_break_off_anywhere_are_told(model: Path) -> None:
    whole = (model / "model.bin").read_bytes()
    for length in range(20, len(whole) - 4):
        (model / "model.bin").write_bytes(whole[:length])
        assert damage(model) == "model.bin breaks off"


@pytest.mark.usefixtures("no_library")
def test_without_the_library_it_is_said_how_to_install_it(model: Path) -> None:
    for attempt in (
        lambda: engine_of(ChosenModels(describe(model))),
        lambda: add_model(model),
        lambda: choose([WHISPER], language="de"),
    ):
        with pytest.raises(SessionLensError) as caught:
            attempt()
        assert "Whisper is not installed" in caught.value.what
        assert "pip install 'sessionlens[whisper]'" in caught.value.hint


@pytest.mark.usefixtures("no_library")
def test_what_cannot_be_used_stands_in_nobodys_way() -> None:
    assert choose([WHISPER, GERMAN], language="de") == GERMAN
    assert choose([WHISPER, GERMAN]) == GERMAN


@pytest.mark.usefixtures("a_library")
def test_vosk_comes_first_and_whisper_is_used_by_name_or_where_there_is_no_other() -> None:
    models = [WHISPER, ENGLISH_ONLY, GERMAN]

    assert choose(models, language="de") == GERMAN
    assert choose([WHISPER, GERMAN]) == GERMAN
    assert choose(models, "whisper-small", language="de-AT").language == "de"
    assert choose(models, language="en") == ENGLISH_ONLY
    assert choose(models, language="fr").name == "whisper-small"
    assert choose([ENGLISH_ONLY]) == ENGLISH_ONLY


@pytest.mark.usefixtures("a_library")
def test_where_vosk_and_whisper_have_models_of_different_languages_one_has_to_be_said() -> None:
    with pytest.raises(SeveralLanguagesError, match=r"German \(de\), English \(en\)"):
        choose([WHISPER, ENGLISH_ONLY, GERMAN])


@pytest.mark.usefixtures("a_library")
def test_of_a_model_of_many_languages_one_has_to_be_said() -> None:
    for asked in ("", "whisper-small"):
        with pytest.raises(SeveralLanguagesError, match="many languages") as caught:
            choose([WHISPER], asked)
        assert caught.value.languages == ("de", "en", "fr")
        assert "--language" in caught.value.hint
    with pytest.raises(SessionLensError, match="many languages, not for 'xx'"):
        choose([WHISPER], "whisper-small", language="xx")
    with pytest.raises(SessionLensError, match="for 'en', not for 'de'"):
        choose([ENGLISH_ONLY], "whisper-en", language="de")


def test_the_model_of_the_settings_is_in_use_whatever_is_spoken() -> None:
    save_settings(Settings(model="whisper-small"))
    assert in_use([WHISPER, GERMAN]) == "whisper-small"


def test_models_of_both_engines_are_found_side_by_side(model: Path) -> None:
    models_folder().mkdir(parents=True)
    shutil.copytree(model, models_folder() / "whisper-mine")
    shutil.copytree(tiny_model().path, models_folder() / "vosk-model-small-de-0.15")

    engines = {found.name: found.engine for found in installed()}

    assert engines == {
        "whisper-mine": "whisper",
        "vosk-model-small-de-0.15": "vosk",
        "tiny-model": "vosk",
    }


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 100) | st.just(0)), max_size=20))
def test_words_of_no_length_share_the_time_of_the_next(spans: list[tuple[int, int]]) -> None:
    time, words = 0, []
    for number, (pause, length) in enumerate(spans):
        time += pause * (length > 0)
        words.append(HeardWord(str(number), time / 100, (time + length) / 100, 1.0))
        time += length

    shared = list(spread(words))

    assert [word.text for word in shared] == [word.text for word in words]
    assert all(word.end >= word.start for word in shared)
    starts = [word.start for word in shared]
    assert starts == sorted(starts)
