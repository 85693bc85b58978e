"""Which models there are, and which one is used."""

import shutil
from pathlib import Path

import pytest
from true_words import tiny_model

from sessionlens.domain.errors import SessionLensError
from sessionlens.speech.catalogue import CATALOGUE, language_name
from sessionlens.speech.choice import choose, speaker_model, speaks
from sessionlens.speech.engines.interface import Model
from sessionlens.speech.engines.vosk import sample_rate
from sessionlens.speech.engines.vosk_models import language_of
from sessionlens.speech.models import (
    describe,
    fingerprint,
    installed,
    models_folder,
)

DEMO = tiny_model()
SMALL = Model("vosk-model-small-en-us-0.15", Path("a"), "speech", "en-us", 68_000_000)
LARGE = Model("vosk-model-en-us-0.22", Path("b"), "speech", "en-us", 2_700_000_000)
BRITISH = Model("vosk-model-small-en-gb-0.15", Path("c"), "speech", "en-gb", 65_000_000)
GERMAN = Model("vosk-model-small-de-0.15", Path("d"), "speech", "de", 90_000_000)
VOICES = Model("vosk-model-spk-0.4", Path("e"), "speaker", "", 13_000_000)


def copy_of_the_tiny_model(folder: Path, name: str) -> Path:
    return Path(shutil.copytree(DEMO.path, folder / name))


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("vosk-model-small-en-us-0.15", "en-us"),
        ("vosk-model-en-us-0.22-lgraph", "en-us"),
        ("vosk-model-small-de-0.15", "de"),
        ("vosk-model-nl-spraakherkenning-0.6-lgraph", "nl"),
        ("vosk-model-small-ar-tn-0.1-linto", "ar-tn"),
        ("vosk-model-small-cn-0.22", "zh"),
        ("vosk-model-small-kz-0.15", "kk"),
        ("vosk-model-spk-0.4", ""),
        ("my-model", ""),
    ],
)
def test_a_models_name_tells_its_language(name: str, language: str) -> None:
    assert language_of(name) == language


def test_well_known_names_tell_the_language_of_the_catalogue() -> None:
    for model in CATALOGUE:
        assert language_of(model.name) == model.language


def test_the_model_asked_for_comes_before_the_setting_and_that_before_the_language() -> None:
    models = [SMALL, GERMAN, DEMO]

    assert choose(models, GERMAN.name, SMALL.name) == GERMAN
    assert choose(models, "", SMALL.name) == SMALL
    assert choose(models, "", "", "de") == GERMAN
    assert choose([GERMAN, DEMO]) == GERMAN


def test_of_two_models_of_a_language_the_larger_one_is_used() -> None:
    assert choose([SMALL, LARGE], language="en") == LARGE
    assert choose([SMALL, LARGE, BRITISH], language="en-gb") == BRITISH


def test_a_model_can_be_named_by_its_folder(tmp_path: Path) -> None:
    folder = copy_of_the_tiny_model(tmp_path, "vosk-model-de-9")

    assert choose([], str(folder)).path == folder


def test_no_model_names_both_ways_to_get_one() -> None:
    with pytest.raises(SessionLensError) as caught:
        choose([DEMO], language="fr")

    assert "'fr'" in caught.value.what
    assert "models fetch vosk-model-small-fr-0.22" in caught.value.hint
    assert "models add" in caught.value.hint


def test_the_demo_model_is_never_used_unasked() -> None:
    with pytest.raises(SessionLensError, match="No speech model"):
        choose([DEMO, VOICES])
    assert choose([DEMO], DEMO.name) == DEMO


def test_models_of_several_languages_need_a_word_from_the_user() -> None:
    with pytest.raises(SessionLensError, match=r"languages.*German \(de\), English \(en\)"):
        choose([SMALL, GERMAN])


def test_a_model_of_unknown_language_is_no_further_language() -> None:
    unknown = Model("mine", Path("f"), "speech", "", 1)

    assert choose([GERMAN, unknown]) == GERMAN
    assert choose([unknown, DEMO]) == unknown


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("de", "German"),
        ("en", "English"),
        ("en-gb", "English (UK)"),
        ("vi", "Vietnamese"),
        ("xx", "xx"),
        ("", "unknown language"),
    ],
)
def test_languages_have_names(code: str, name: str) -> None:
    assert language_name(code) == name


def test_a_model_for_another_language_is_refused() -> None:
    with pytest.raises(SessionLensError, match="for 'de', not for 'en'"):
        choose([SMALL, GERMAN], GERMAN.name, language="en")


@pytest.mark.parametrize("name", ["nonsense", "vosk-model-spk-0.4"])
def test_a_name_that_is_no_speech_model_is_refused(name: str) -> None:
    with pytest.raises(SessionLensError):
        choose([SMALL, VOICES], name)
    with pytest.raises(SessionLensError, match="settings"):
        choose([SMALL, VOICES], "", name)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SessionLensError, match="no speech model"):
        choose([], str(tmp_path))


def test_languages_fit_with_and_without_their_region() -> None:
    assert speaks(SMALL, "en")
    assert speaks(SMALL, "EN_US")
    assert speaks(GERMAN, "de-at")
    assert not speaks(BRITISH, "en-us")
    assert not speaks(GERMAN, "d")


def test_models_are_found_and_the_demo_comes_last() -> None:
    copy_of_the_tiny_model(models_folder(), "vosk-model-small-de-0.15")
    (models_folder() / "vosk-model-small-fr-0.22").mkdir()
    speaker = models_folder() / "vosk-model-spk-0.4"
    speaker.mkdir()
    (speaker / "final.ext.raw").write_bytes(b"")

    models = installed()

    assert [(model.name, model.kind, model.language, model.demo) for model in models] == [
        ("vosk-model-spk-0.4", "speaker", "", False),
        ("vosk-model-small-de-0.15", "speech", "de", False),
        ("tiny-model", "speech", "en-us", True),
    ]
    found_voices = speaker_model(models)
    assert found_voices is not None
    assert found_voices.name == "vosk-model-spk-0.4"
    assert models[1].size == DEMO.size


def test_the_shipped_model_is_small() -> None:
    assert DEMO.size < 400_000


@pytest.mark.parametrize("rate", ["0", "-16000", "1e9", "nan", "fast", "16000.5"])
def test_a_rate_that_no_sound_has_is_refused(tmp_path: Path, rate: str) -> None:
    """The engine would hang for ever on some of them."""
    folder = copy_of_the_tiny_model(tmp_path, "model")
    (folder / "conf/mfcc.conf").write_text(f"--sample-frequency={rate}\n")

    with pytest.raises(SessionLensError, match="samples per second"):
        sample_rate(folder)


def test_the_rate_is_the_one_in_the_configuration(tmp_path: Path) -> None:
    folder = copy_of_the_tiny_model(tmp_path, "model")
    assert sample_rate(folder) == 16000
    (folder / "conf/mfcc.conf").write_text("--use-energy=false\n --sample-frequency=8000\n")
    assert sample_rate(folder) == 8000
    (folder / "conf/mfcc.conf").write_text("--use-energy=false\n")
    assert sample_rate(folder) == 16000


def test_a_changed_model_has_another_fingerprint(tmp_path: Path) -> None:
    folder = copy_of_the_tiny_model(tmp_path, "model")
    before = fingerprint(folder)
    assert fingerprint(folder) == before
    (folder / "conf/model.conf").write_text("--beam=10\n")
    assert fingerprint(folder) != before
    assert describe(folder).name == "model"
