import pytest
from dialog_host import Host

from sessionlens.storage.settings import DOCUMENTATION, Settings
from sessionlens.tui.screens.settings import SettingsScreen
from sessionlens.tui.themes import THEMES

KEYMAPS = ["default", "vim", "mpv"]
RUBRICS = [("icf-core", "ICF core competencies"), ("seven-eyed", "Seven-eyed supervision")]


def screen(settings: Settings | None = None) -> SettingsScreen:
    return SettingsScreen(settings or Settings(), KEYMAPS, RUBRICS)


async def test_saving_without_a_change_gives_the_same_settings() -> None:
    before = Settings(reaction_lag=0.75, reviewer="Maria", keymap="/home/me/own.toml", volume=0.3)
    app = Host(screen(before))
    async with app.run_test() as pilot:
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert app.answers == [before]


async def test_a_number_is_changed_and_a_decimal_comma_understood() -> None:
    app = Host(screen())
    async with app.run_test() as pilot:
        await pilot.press(*"2,25", "ctrl+s")
        await pilot.pause()
        assert app.answers == [Settings(reaction_lag=2.25)]


@pytest.mark.parametrize("text", ["99", "-1", "soon", "nan"])
async def test_a_value_out_of_range_is_said_at_once_and_not_saved(text: str) -> None:
    app = Host(screen())
    async with app.run_test() as pilot:
        await pilot.press(*text)
        await pilot.pause()
        assert "from&#160;0&#160;to&#160;10" in app.export_screenshot()
        await pilot.press("tab", "ctrl+s")
        await pilot.pause()
        assert app.answers == []
        await pilot.press("backspace", *"1", "ctrl+s")
        await pilot.pause()
        assert app.answers == [Settings(reaction_lag=1.0)]


async def test_choices_are_made_with_arrows_and_digits() -> None:
    app = Host(screen())
    async with app.run_test() as pilot:
        await pilot.press(*["tab"] * 3, "right", "tab", "3", *["tab"] * 3, "2", "ctrl+s")
        await pilot.pause()
        assert app.answers == [Settings(theme="light", keymap="mpv", rubric="seven-eyed")]


async def test_a_theme_is_shown_at_once_and_taken_back_by_esc() -> None:
    app = Host(screen())
    async with app.run_test() as pilot:
        await pilot.press("tab", "tab", "tab", "3")
        await pilot.pause()
        assert app.theme == THEMES["high-contrast"].name
        await pilot.press("escape")
        await pilot.pause()
        assert app.theme == THEMES["dark"].name
        assert app.answers == [None]


async def test_the_button_saves() -> None:
    app = Host(screen())
    async with app.run_test() as pilot:
        await pilot.press("shift+tab", "enter")
        await pilot.pause()
        assert app.answers == [Settings()]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_every_setting_has_a_place_and_its_sentence(size: tuple[int, int]) -> None:
    app = Host(screen())
    async with app.run_test(size=size) as pilot:
        seen = set()
        for _ in DOCUMENTATION:
            seen.add(str(app.screen.query_one(".note").render()))
            await pilot.press("tab")
            await pilot.pause()
        assert seen == {text.replace("\n", " ") for text in DOCUMENTATION.values()}
