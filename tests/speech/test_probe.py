"""Broken models: found out in a child process, by the real engine."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from true_words import tiny_model

from sessionlens.domain.errors import SessionLensError
from sessionlens.speech import probe
from sessionlens.speech.models import describe
from sessionlens.speech.probe import ensure_usable, try_model


def cut_short(name: str) -> Callable[[Path], None]:
    def damage(model: Path) -> None:
        (model / name).write_bytes((model / name).read_bytes()[:5000])

    return damage


def removed(name: str) -> Callable[[Path], None]:
    return lambda model: (model / name).unlink()


def replaced(name: str, content: str) -> Callable[[Path], None]:
    def damage(model: Path) -> None:
        assert (model / name).is_file()
        (model / name).write_text(content)

    return damage


CRASH = "phones missing"  # ends the process that tries it
BROKEN = {
    "acoustic model cut short": cut_short("am/final.mdl"),
    "acoustic model is something else": replaced("am/final.mdl", "hello"),
    "graph cut short": cut_short("graph/HCLG.fst"),
    "no graph": removed("graph/HCLG.fst"),
    "no configuration": removed("conf/mfcc.conf"),
    "unknown option": replaced("conf/model.conf", "--nonsense=1\n"),
    "rate of zero": replaced("conf/mfcc.conf", "--sample-frequency=0\n"),
    CRASH: replaced("graph/phones/word_boundary.int", "1 nonword\n"),
}


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_model().path, tmp_path / "model"))


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_model_is_refused_with_the_engines_reason(
    model: Path, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    BROKEN[name](model)

    with pytest.raises(SessionLensError) as caught:
        try_model(describe(model))

    assert re.search(r"engine .*\(.+\)", caught.value.what)
    assert ("crashes" in caught.value.what) == (name == CRASH)
    assert caught.value.where == model
    assert capfd.readouterr() == ("", "")


def test_a_model_that_works_is_tried_once(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remembered = tmp_path / "state" / "tried.json"
    ensure_usable(describe(model), remembered)

    def refuse(_: object) -> None:
        raise AssertionError("tried again")

    with monkeypatch.context() as patched:
        patched.setattr(probe, "try_model", refuse)
        ensure_usable(describe(model), remembered)
        (model / "conf/model.conf").write_text("--beam=12.0\n--frame-subsampling-factor=3\n")
        with pytest.raises(AssertionError, match="tried again"):
            ensure_usable(describe(model), remembered)


def test_a_broken_model_is_not_remembered_as_usable(model: Path, tmp_path: Path) -> None:
    remembered = tmp_path / "tried.json"
    cut_short("am/final.mdl")(model)

    for _ in range(2):
        with pytest.raises(SessionLensError):
            ensure_usable(describe(model), remembered)


def test_a_damaged_memory_only_means_trying_again(model: Path, tmp_path: Path) -> None:
    remembered = tmp_path / "tried.json"
    remembered.write_bytes(b'{"nonsense')

    ensure_usable(describe(model), remembered)

    assert remembered.read_bytes().startswith(b'["')


def test_a_model_that_hangs_is_given_up(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "_PATIENCE", 0.01)

    with pytest.raises(SessionLensError, match="hung"):
        try_model(describe(model))
