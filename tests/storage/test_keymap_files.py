"""Keymaps are found by name or path, built on each other, and checked with line and key."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.keymap import clash_with
from sessionlens.storage.keymaps import find_keymap, list_keymaps
from sessionlens.storage.rubrics import find_rubric

HEADER = 'format = "sessionlens.keymap"\nversion = 1\ntitle = "Mine"\nextends = "default"\n[keys]\n'


@pytest.fixture(autouse=True)
def folder(user_folders: Path) -> Path:
    folder = user_folders / "config" / "keymaps"
    folder.mkdir()
    return folder


def mine(folder: Path, lines: str, name: str = "mine") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(HEADER + lines)
    return path


def test_every_shipped_keymap_is_sound() -> None:
    shipped = list_keymaps()
    assert {"default", "vim", "otranscribe", "mpv", "azerty", "pedal"} <= {
        entry.name for entry in shipped
    }
    for entry in shipped:
        assert entry.error is None, str(entry.error)
        assert entry.origin == "shipped"
        assert find_keymap(entry.name).title == entry.title
        assert find_keymap(str(entry.path)).keys == find_keymap(entry.name).keys


def test_ones_own_takes_over_what_it_names_and_keeps_the_rest(folder: Path) -> None:
    mine(folder, '"play.toggle" = ["f5", "x"]\n"volume.mute" = []\n')
    keymap = find_keymap("mine")
    assert keymap.keys["play.toggle"] == ("f5", "x")
    assert keymap.keys["volume.mute"] == ()
    assert keymap.keys["transcript.correct"] == ()
    assert keymap.keys["seek.back10"] == ("j",)


def test_lighter_spellings_are_understood(folder: Path) -> None:
    mine(folder, 'play.toggle = "f5"\n')
    assert find_keymap("mine").keys["play.toggle"] == ("f5",)


def test_chains_of_keymaps(folder: Path) -> None:
    mine(folder, '"play.toggle" = ["f5"]\n', "base")
    path = mine(folder, '"seek.time" = ["f6"]\n')
    path.write_text(path.read_text().replace('"default"', '"base"'))
    keymap = find_keymap("mine")
    assert keymap.keys["play.toggle"] == ("f5",)
    assert keymap.keys["seek.time"] == ("f6",)
    path.write_text(path.read_text().replace('"base"', '"./base.toml"'))
    assert find_keymap("mine") == keymap


def test_ones_own_default_may_build_on_the_shipped_one(folder: Path) -> None:
    mine(folder, '"play.toggle" = ["f5"]\n', "default")
    assert find_keymap("default").keys["play.toggle"] == ("f5",)
    assert find_keymap("vim").keys["seek.back5"] == ("h", "left")


def test_circles_and_missing_bases_are_said(folder: Path) -> None:
    first, second = mine(folder, "", "one"), mine(folder, "", "two")
    first.write_text(first.read_text().replace('"default"', '"two"'))
    second.write_text(second.read_text().replace('"default"', '"one"'))
    with pytest.raises(SessionLensError, match="extends itself") as caught:
        find_keymap("one")
    assert caught.value.line == 4
    for name in ("nowhere", "./nowhere.toml"):
        first.write_text(HEADER.replace('"default"', f'"{name}"'))
        with pytest.raises(SessionLensError, match="nowhere") as caught:
            find_keymap("one")
        assert (caught.value.where, caught.value.line) == (first, 4)


def test_a_clash_with_a_rubric_names_the_file_of_ones_own_keymap(folder: Path) -> None:
    path = mine(folder, '"marker.ask" = ["7"]\n')
    rubric, _ = find_rubric("icf-core")
    with pytest.raises(SessionLensError, match="'7' marks 'evokes-awareness'") as caught:
        clash_with(find_keymap(str(path)), rubric)
    assert caught.value.where == str(path)
    taken = replace(rubric.competencies[0], key="c")
    with pytest.raises(SessionLensError, match="'c' marks") as caught:
        clash_with(find_keymap("default"), replace(rubric, competencies=(taken,)))
    assert caught.value.where is None


def test_an_unknown_name_lists_what_exists() -> None:
    with pytest.raises(SessionLensError, match=r"no keymap 'emacs'.*default.*vim"):
        find_keymap("emacs")
    with pytest.raises(SessionLensError, match="no such file"):
        find_keymap("./emacs.toml")


@pytest.mark.parametrize(
    ("lines", "line", "words"),
    [
        ('"play.togle" = ["f5"]', 6, "Did you mean 'play.toggle'"),
        ('"seek.time" = ["f5"]\n"play.toggle" = ["ctrl+m"]', 7, "cannot tell the key 'ctrl+m'"),
        ('"play.toggle" = ["alt+1"]', 6, "'alt+1'"),
        ('"marker.ask" = ["f5", "ctrl+p"]', 6, "command by its name' (for 'marker.ask'). Choose"),
        ('"marker.ask" = ["ctrl+q"]', 6, "'Ctrl+Q' always does 'Leave; everything is saved'"),
        ('[marks]\n"1" = ["ctrl+p"]', 7, "'Ctrl+P' always does"),
        ('"play.toggle" = ["nonsense"]', 6, "no key 'nonsense' (for 'play.toggle')"),
        ('"seek.time" = ["f5"]\n"play.toggle" = ["f5"]', 7, "does both"),
        ('"play.toggle" = []', 6, "has no key"),
        ('"seek.time" = ["n"]', 6, "'marker.next' (Next marker, and play it) has no key"),
        ('"marker.quote" = ["c"]', 6, "'marker.comment' (Comment on this moment) has no key"),
        ('"play.toggle" = 5', 6, "should be a list"),
        ('"play.toggle" = [5]', 6, "should be a list"),
        ("play.toggle = 5", 6, "should be a list"),
        ("play.togle = ['f5']", 6, "Did you mean 'play.toggle'"),
        ('[mark]\n"1" = ["&"]', 6, "Did you mean 'marks'"),
    ],
)
def test_mistakes_name_line_and_key(folder: Path, lines: str, line: int, words: str) -> None:
    path = mine(folder, lines + "\n")
    with pytest.raises(SessionLensError) as caught:
        find_keymap("mine")
    assert words in str(caught.value)
    assert (caught.value.where, caught.value.line) == (path, line)
    listed = list_keymaps()[0]
    assert (listed.name, str(listed.error)) == ("mine", str(caught.value))
