"""The README says what the program does."""

import re
from pathlib import Path

from click.testing import CliRunner

from sessionlens.cli.root import COMMANDS, root

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_the_table_of_keys_is_the_default_keymap() -> None:
    table = README.split("<!-- keys -->\n")[1].split("<!-- /keys -->")[0]
    result = CliRunner().invoke(root, ["keys", "--keymap", "default", "--markdown"])
    assert table == result.stdout, "run: sessionlens keys --keymap default --markdown"


def test_every_command_is_described() -> None:
    for name in COMMANDS:
        assert f"| `sessionlens {name}" in README, name


def test_the_two_commands_can_be_pasted() -> None:
    pasted = re.findall(r"^python3 -m venv .*$", README, re.MULTILINE)
    assert [line.rsplit(" ", 2)[-1] for line in pasted] == ["demo", "pytest"]
    assert all(line.count("&&") == 2 for line in pasted)


def test_what_it_links_to_is_there() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (Path(__file__).parents[2] / target).exists(), target
