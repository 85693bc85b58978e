"""`sessionlens rubrics` and `sessionlens keys`: what is there to choose from."""

from pathlib import Path

import pytest
from command_line import CommandLine, error_line

RUBRICS = ["conversation-skills", "emcc-v2", "icf-core", "mi-counts", "seven-eyed"]
KEYMAPS = ["azerty", "default", "mpv", "otranscribe", "pedal", "vim"]


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return CommandLine(tmp_path, monkeypatch)


def test_the_shipped_rubrics_are_listed(cli: CommandLine) -> None:
    result = cli.run("rubrics")
    assert result.exit_code == 0
    assert sorted(line.split()[0] for line in result.stdout.splitlines()) == RUBRICS


@pytest.mark.parametrize("name", RUBRICS)
def test_a_rubric_is_shown_in_full(cli: CommandLine, name: str) -> None:
    from sessionlens.storage.rubrics import find_rubric

    rubric, _ = find_rubric(name)
    result = cli.run("rubrics", name)
    assert result.exit_code == 0
    shown = " ".join(result.stdout.split())
    for competency in rubric.competencies:
        assert competency.title in shown
        for indicator in competency.indicators:
            assert " ".join(indicator.text.split()) in shown


def test_ones_own_rubric_is_found_by_name_and_by_path(cli: CommandLine) -> None:
    own = cli.own["config"] / "rubrics"
    own.mkdir(parents=True)
    text = (
        'format = "sessionlens.rubric"\nversion = 1\nid = "mine"\ntitle = "My own \\u001b[31m"\n'
        '[[competencies]]\nid = "one"\nkey = "1"\ntitle = "[bold]One[/x]"\n'
    )
    (own / "mine.toml").write_text(text)
    elsewhere = cli.write("elsewhere.toml", text)
    assert "mine" in cli.run("rubrics").stdout
    for name in ("mine", str(elsewhere)):
        result = cli.run("rubrics", name)
        assert "My own" in result.stdout
        assert "[bold]One[/x]" in result.stdout
        assert "\x1b" not in result.stdout


def test_a_broken_rubric_of_ones_own_is_named_and_hides_no_other(cli: CommandLine) -> None:
    own = cli.own["config"] / "rubrics"
    own.mkdir(parents=True)
    (own / "mine.toml").write_text('format = "sessionlens.rubric"\nversion = 1\nid = \n')
    result = cli.run("rubrics")
    assert sorted(line.split()[0] for line in result.stdout.splitlines()) == RUBRICS
    line = error_line(result)
    assert "mine.toml: line 3:" in line


def test_an_unknown_rubric_is_answered_with_the_known_ones(cli: CommandLine) -> None:
    line = error_line(cli.run("rubrics", "nonsense"))
    assert "'nonsense'" in line
    assert "icf-core" in line


@pytest.mark.parametrize("name", KEYMAPS)
def test_the_keys_of_every_keymap_are_shown(cli: CommandLine, name: str) -> None:
    result = cli.run("keys", "--keymap", name)
    assert result.exit_code == 0
    assert "play.toggle" in result.stdout
    for other in KEYMAPS:
        assert other in result.stdout


def test_the_key_of_the_command_palette_is_shown_under_every_keymap(cli: CommandLine) -> None:
    for name in KEYMAPS:
        program = cli.run("keys", "--keymap", name).stdout.split("\nProgram\n")[1]
        assert "Ctrl+P" in program.split("\n\n")[0]


def test_without_a_name_it_is_the_keymap_of_the_settings(cli: CommandLine) -> None:
    settings = cli.own["config"] / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('format = "sessionlens.config"\nversion = 1\nkeymap = "vim"\n')
    assert cli.run("keys").stdout == cli.run("keys", "--keymap", "vim").stdout


def test_a_keymap_with_a_mistake_is_named_with_its_line(cli: CommandLine) -> None:
    path = cli.write(
        "mine.toml",
        'format = "sessionlens.keymap"\nversion = 1\ntitle = "Mine"\nextends = "default"\n'
        '[keys]\n"play.toggle" = ["ctrl+m"]\n',
    )
    line = error_line(cli.run("keys", "--keymap", path))
    assert line.startswith(f"{path}: line 6: ")
    assert "Enter" in line


def test_shipped_keymaps_and_rubrics_go_together() -> None:
    from sessionlens.domain.keymap import clash_with
    from sessionlens.storage.keymaps import find_keymap
    from sessionlens.storage.rubrics import find_rubric

    for keymap in KEYMAPS:
        for rubric in RUBRICS:
            clash_with(find_keymap(keymap), find_rubric(rubric)[0])


@pytest.mark.parametrize("command", [["rubrics"], ["keys", "--keymap"]], ids=" ".join)
def test_a_file_that_is_there_is_no_unknown_name(cli: CommandLine, command: list[str]) -> None:
    cli.write("garbage.docx", b"PK\3\4\0\0")
    assert "garbage.docx: This is not a text file" in error_line(cli.run(*command, "garbage.docx"))
    assert "There is no" in error_line(cli.run(*command, "missing.docx"))
