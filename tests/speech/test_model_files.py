"""Which file of a model is missing or damaged."""

import shutil
from pathlib import Path

import pytest
from true_words import tiny_model

from sessionlens.domain.errors import SessionLensError
from sessionlens.speech.models import damage, describe, looks_like_one
from sessionlens.speech.probe import try_model

WEB = b"<!DOCTYPE html><title>404</title>"
LFS = b"version https://git-lfs.github.com/spec/v1"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_model().path, tmp_path / "model"))


def test_a_whole_model_is_found_whole(model: Path) -> None:
    assert damage(model) == ""
    assert looks_like_one(model)


@pytest.mark.parametrize(
    ("name", "keep", "words"),
    [
        ("am/final.mdl", None, "am/final.mdl is missing"),
        ("conf/mfcc.conf", None, "conf/mfcc.conf is missing"),
        ("graph/HCLG.fst", None, "graph/HCLG.fst is missing"),
        ("am/final.mdl", b"", "am/final.mdl is empty"),
        ("graph/HCLG.fst", WEB, "graph/HCLG.fst is a web page"),
        ("graph/HCLG.fst", LFS, "only refers to the real file"),
        ("graph/HCLG.fst", b"hello", "graph/HCLG.fst is something else"),
    ],
)
def test_the_damaged_file_is_named(model: Path, name: str, keep: bytes | None, words: str) -> None:
    if keep is None:
        (model / name).unlink()
    else:
        (model / name).write_bytes(keep)

    assert words in damage(model)
    with pytest.raises(SessionLensError) as caught:
        try_model(describe(model))
    assert words in caught.value.what
    assert str(model) not in caught.value.what


def test_a_file_that_breaks_off_is_named(model: Path) -> None:
    whole = (model / "am/final.mdl").read_bytes()
    (model / "am/final.mdl").write_bytes(whole[: len(whole) // 2])

    with pytest.raises(SessionLensError, match=r"final\.mdl breaks off"):
        try_model(describe(model))


def test_parts_of_what_hears_voices_are_known(model: Path) -> None:
    (model / "ivector").mkdir()
    (model / "ivector/final.ie").write_bytes(b"\0B</IvectorExtractor>")

    assert damage(model) == (
        "ivector/final.dubm and ivector/final.mat and ivector/global_cmvn.stats are missing"
    )


def test_a_speaker_model_has_parts_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "final.ext.raw").write_bytes(b"x")
    (tmp_path / "mean.vec").write_bytes(b"x")

    assert damage(tmp_path) == "mfcc.conf and transform.mat are missing"
