import pytest
from dialog_host import HOSTILE, Host, keymap, rubric, until
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from textual.containers import VerticalScroll

from sessionlens.domain.command import in_context
from sessionlens.domain.keymap import keys_of
from sessionlens.tui.help_text import blocks_of, lay_out
from sessionlens.tui.screens.help import HelpScreen
from sessionlens.tui.wrapping import cells


def shown(width: int, keys: str = "default", marks: str = "icf-core") -> str:
    return "\n".join(line.plain for line in lay_out(_blocks(keys, marks), width))


def _blocks(keys: str, marks: str, context: str = "review"):  # type: ignore[no-untyped-def]
    return blocks_of(keymap(keys), rubric(marks), context)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["default", "vim", "otranscribe", "mpv", "azerty", "pedal"])
def test_every_command_with_a_key_is_listed_with_its_effective_keys(name: str) -> None:
    rows = [row for block in _blocks(name, "icf-core") for row in block.rows]
    for command in in_context("review"):
        if keys := keys_of(keymap(name), command):
            assert (keys, command.title) in rows


def test_the_rubrics_keys_are_those_that_the_keymap_gives_them() -> None:
    first = _blocks("azerty", "conversation-skills")[0]
    assert first.title == "Conversation skills for organisations"
    assert first.rows[0][0].startswith("&")
    assert ("G", "Goal: start or stop") in first.rows


@pytest.mark.parametrize("context", ["review", "replay", "compare", "start", "patterns"])
def test_the_key_of_the_command_palette_is_told_with_the_programs_keys(context: str) -> None:
    program = next(one for one in _blocks("vim", "icf-core", context) if one.title == "Program")
    assert ("Ctrl+P", "Find a command by its name") in program.rows


def test_the_keys_of_prompt_and_comment_editor_are_told() -> None:
    text = shown(80)
    for words in ("Indicator with that letter", "A strength", "Ctrl+J", "keep a draft"):
        assert words in text


def test_replaying_has_no_marking_keys() -> None:
    titles = [block.title for block in _blocks("default", "icf-core", "replay")]
    assert "ICF core competencies" not in titles
    assert "After a marking key" not in titles
    assert "Listening" in titles


@given(st.integers(min_value=30, max_value=220))
def test_no_line_is_wider_than_the_screen_and_nothing_is_left_out(width: int) -> None:
    lines = lay_out(_blocks("default", "icf-core"), width)
    assert all(cells(line.plain) <= width for line in lines)
    words = " ".join(line.plain for line in lines)
    assert words.count("Ctrl+Q") == 1
    assert "Undo" in words


@pytest.mark.parametrize("key", ["escape", "question_mark", "q"])
async def test_esc_question_mark_and_q_close(key: str) -> None:
    app = Host(HelpScreen(keymap(), rubric()))
    async with app.run_test() as pilot:
        await pilot.press(key)
        await pilot.pause()
        assert app.answers == [None]


async def test_the_keymaps_own_help_key_closes_and_other_keys_do_not() -> None:
    own = replace(keymap(), keys={**keymap().keys, "app.help": ("f1",)})
    app = Host(HelpScreen(own, rubric()))
    async with app.run_test() as pilot:
        await pilot.press("7", "space", "u")
        assert app.answers == []
        await pilot.press("f1")
        await pilot.pause()
        assert app.answers == [None]


async def test_a_small_screen_scrolls_to_the_last_key() -> None:
    app = Host(HelpScreen(keymap(), rubric()))
    async with app.run_test(size=(80, 24)) as pilot:
        scroll = app.screen.query_one(VerticalScroll)
        await until(pilot, lambda: scroll.max_scroll_y > 0)
        await pilot.press("end")
        await until(pilot, lambda: scroll.scroll_y == scroll.max_scroll_y)


async def test_it_is_laid_out_again_when_the_terminal_grows() -> None:
    app = Host(HelpScreen(keymap(), rubric()))
    async with app.run_test(size=(80, 24)) as pilot:
        scroll = app.screen.query_one(VerticalScroll)
        await until(pilot, lambda: scroll.max_scroll_y > 0)
        small = scroll.virtual_size.height
        await pilot.resize_terminal(140, 40)
        await until(pilot, lambda: scroll.virtual_size.height < small)


async def test_a_rubric_with_markup_in_its_title_is_shown_as_written() -> None:
    hostile = replace(rubric(), title=HOSTILE)
    app = Host(HelpScreen(keymap(), hostile))
    async with app.run_test(size=(140, 40)):
        assert "[/x]" in app.export_screenshot()
