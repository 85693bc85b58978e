"""Adding models that one has."""

import os
import shutil
import zipfile
from pathlib import Path

import pytest
from true_words import tiny_model

from sessionlens.domain.errors import SessionLensError
from sessionlens.speech import probe
from sessionlens.speech.model_install import add_model
from sessionlens.speech.models import installed

NAME = "vosk-model-small-en-us-0.15"


def zipped_model(archive: Path, root: str = f"{NAME}/") -> Path:
    source = tiny_model().path
    with zipfile.ZipFile(archive, "w") as file:
        for path in sorted(source.rglob("*")):
            if path.is_file():
                file.write(path, root + path.relative_to(source).as_posix())
    return archive


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "models"


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_zip_is_added_and_found(tmp_path: Path, models: Path) -> None:
    seen: list[tuple[int, int]] = []

    added = add_model(
        zipped_model(tmp_path / "stick.zip"), models, on_bytes=lambda *done: seen.append(done)
    )

    assert (added.name, added.language) == (NAME, "en-us")
    assert installed([models])[0].name == NAME
    assert [path.name for path in models.iterdir()] == [NAME]
    assert seen[-1][0] == seen[-1][1] == tiny_model().size


def test_a_folder_is_added(tmp_path: Path, models: Path) -> None:
    source = shutil.copytree(tiny_model().path, tmp_path / "stick" / "My Modèle")

    added = add_model(Path(source), models, language="DE")

    assert (added.name, added.language) == ("My-Mod-le", "de")
    assert set(files(added.path)) == {*files(tiny_model().path), "sessionlens.json"}


def test_the_model_may_lie_deeper(tmp_path: Path, models: Path) -> None:
    shutil.copytree(tiny_model().path, tmp_path / "stick" / "unpacked" / NAME)

    assert add_model(tmp_path / "stick", models).name == NAME


def test_a_zip_without_a_folder_takes_the_name_of_the_zip(tmp_path: Path, models: Path) -> None:
    assert add_model(zipped_model(tmp_path / f"{NAME}.zip", ""), models).name == NAME


def refused(source: Path, models: Path, message: str) -> None:
    before = files(models) if models.exists() else []
    with pytest.raises(SessionLensError, match=message):
        add_model(source, models)
    assert (files(models) if models.exists() else []) == before


def test_what_is_no_model_is_refused(tmp_path: Path, models: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "photo.zip").write_bytes(b"JFIF")
    with zipfile.ZipFile(tmp_path / "texts.zip", "w") as file:
        file.writestr("texts/readme.txt", "hello")

    refused(tmp_path / "nothing", models, "no such file")
    refused(tmp_path / "empty", models, "no speech model")
    refused(tmp_path / "photo.zip", models, "no whole zip")
    refused(tmp_path / "texts.zip", models, "no speech model")


def test_a_model_that_does_not_work_is_not_installed(tmp_path: Path, models: Path) -> None:
    broken = Path(shutil.copytree(tiny_model().path, tmp_path / "broken"))
    (broken / "am/final.mdl").write_bytes(b"nonsense")

    refused(broken, models, "cannot use this model: am/final.mdl is something else")


def test_a_model_without_its_first_file_is_damaged_not_unknown(
    tmp_path: Path, models: Path
) -> None:
    broken = Path(shutil.copytree(tiny_model().path, tmp_path / "stick" / NAME))
    (broken / "am/final.mdl").unlink()
    (broken / "graph/words.txt").unlink()

    refused(tmp_path / "stick", models, "damaged: am/final.mdl and graph/words.txt are missing")


def test_what_macos_puts_beside_the_files_stays_behind(tmp_path: Path, models: Path) -> None:
    source = Path(shutil.copytree(tiny_model().path, tmp_path / "stick" / NAME))
    (source / "am/._final.mdl").write_bytes(b"finder")
    (tmp_path / "stick/__MACOSX" / NAME / "am").mkdir(parents=True)
    (tmp_path / "stick/__MACOSX" / NAME / "am/final.mdl").write_bytes(b"finder")
    (source / ".DS_Store").write_bytes(b"finder")
    archive = Path(shutil.make_archive(str(tmp_path / "mac"), "zip", tmp_path / "stick"))

    from_folder = add_model(tmp_path / "stick", models / "folder")
    from_zip = add_model(archive, models / "zip")

    assert files(from_folder.path) == files(from_zip.path) == files(tiny_model().path)


@pytest.mark.parametrize("kind", ["tar", "gztar", "bztar", "xztar"])
@pytest.mark.parametrize("root", [f"./a/b/c/d/{NAME}", NAME])
def test_other_archives_are_added_however_deep(
    tmp_path: Path, models: Path, kind: str, root: str
) -> None:
    shutil.copytree(tiny_model().path, tmp_path / "stick" / root)
    archive = Path(shutil.make_archive(str(tmp_path / "model"), kind, tmp_path / "stick"))

    assert add_model(archive, models).name == NAME


def test_a_tar_without_a_folder_takes_the_name_of_the_tar(tmp_path: Path, models: Path) -> None:
    made = shutil.make_archive(str(tmp_path / NAME), "gztar", tiny_model().path)
    archive = Path(made).rename(tmp_path / f"{NAME}.tgz")

    assert add_model(archive, models).name == NAME


def test_a_zip_with_backslashes_is_added(tmp_path: Path, models: Path) -> None:
    source = tiny_model().path
    with zipfile.ZipFile(tmp_path / "windows.zip", "w") as file:
        file.writestr(f"{NAME}\\am\\", b"")
        for path in sorted(path for path in source.rglob("*") if path.is_file()):
            name = path.relative_to(source).as_posix().replace("/", "\\")
            file.writestr(f"{NAME}\\{name}", path.read_bytes())

    assert add_model(tmp_path / "windows.zip", models).name == NAME


def test_links_in_a_folder_are_refused(tmp_path: Path, models: Path) -> None:
    folder = Path(shutil.copytree(tiny_model().path, tmp_path / "linked"))
    (folder / "secret").symlink_to("/etc/hosts")

    refused(folder, models, "link")


def test_an_installed_model_is_replaced_only_if_told_to(tmp_path: Path, models: Path) -> None:
    archive = zipped_model(tmp_path / "stick.zip")
    first = add_model(archive, models)
    (first.path / "own.txt").write_text("mine")

    refused(archive, models, "installed already")
    assert (first.path / "own.txt").exists()
    assert add_model(archive, models, force=True).path == first.path
    assert not (first.path / "own.txt").exists()
    assert [path.name for path in models.iterdir()] == [NAME]


def test_several_models_at_once_are_not_guessed_about(tmp_path: Path, models: Path) -> None:
    for name in ("one", "two"):
        shutil.copytree(tiny_model().path, tmp_path / "stick" / name)

    refused(tmp_path / "stick", models, "2 models in it: one, two")
    with pytest.raises(SessionLensError, match="no model 'three' in it"):
        add_model(tmp_path / "stick", models, pick="three")
    assert add_model(tmp_path / "stick", models, pick="two").name == "two"


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(SessionLensError, match=r"saved|folder"):
        add_model(zipped_model(tmp_path / "stick.zip"), tmp_path / "file" / "models")


def test_what_a_killed_run_left_goes_but_not_what_another_is_at_work_on(
    tmp_path: Path, models: Path
) -> None:
    old, present = models / ".arriving-old", models / ".arriving-present"
    for folder in (old, present):
        folder.mkdir(parents=True)
        (folder / "final.mdl").write_bytes(b"half of it")
    os.utime(old, (0, 0))

    add_model(zipped_model(tmp_path / "stick.zip"), models)

    assert sorted(path.name for path in models.iterdir()) == [present.name, NAME]


def test_a_model_that_was_added_is_not_tried_once_more(
    tmp_path: Path, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = add_model(zipped_model(tmp_path / "stick.zip"), models)

    def refuse(_model: object) -> None:
        raise AssertionError("it was tried twice")

    monkeypatch.setattr(probe, "try_model", refuse)
    probe.ensure_usable(added)
