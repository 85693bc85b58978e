"""The README says what the program does."""

import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from platformdirs.macos import MacOS
from platformdirs.unix import Unix

from sessionlens import resources
from sessionlens.cli.root import COMMANDS, root

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_the_table_of_keys_is_the_default_keymap() -> None:
    table = README.split("<!-- keys -->\n")[1].split("<!-- /keys -->")[0]
    result = CliRunner().invoke(root, ["keys", "--keymap", "default", "--markdown"])
    assert table == result.stdout, "run: sessionlens keys --keymap default --markdown"


def test_every_command_is_described() -> None:
    for name in COMMANDS:
        assert f"| `sessionlens {name}" in README, name


@pytest.mark.skipif(os.name == "nt", reason="the others' folders are made from another home there")
@pytest.mark.parametrize("dirs", [Unix, MacOS])
def test_the_folder_of_settings_is_the_one_they_are_read_from(
    dirs: type[Unix] | type[MacOS], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/maria")
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    folder = dirs("sessionlens", appauthor=False).user_config_dir
    assert f"`{folder.replace('/home/maria', '~')}`" in README


def test_the_help_names_the_folder_of_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path("/home/maria") / ("long" * 30) / "sessionlens"
    monkeypatch.setattr(resources, "config_folder", lambda: folder)
    assert f"  {folder}\n" in CliRunner().invoke(root, ["--help"]).stdout


def test_the_two_commands_can_be_pasted() -> None:
    pasted = re.findall(r"^python3 -m venv .*$", README, re.MULTILINE)
    assert [line.rsplit(" && ", 1)[-1].split("/")[-1] for line in pasted] == [
        "sessionlens demo",
        "python -m pytest -n auto",
    ]
    assert all(line.count("&&") == 2 for line in pasted)


def test_what_it_links_to_is_there() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (Path(__file__).parents[2] / target).exists(), target
