import pytest
from dialog_host import Host, keymap, rubric

from sessionlens.tui.screens.welcome import WelcomeScreen


@pytest.mark.parametrize("key", ["space", "escape", "x", "enter", "f1"])
async def test_any_key_begins(key: str) -> None:
    app = Host(WelcomeScreen(keymap(), rubric()))
    async with app.run_test() as pilot:
        await pilot.press(key)
        await pilot.pause()
        assert app.answers == [None]


async def test_it_tells_the_keys_of_the_keymap_in_use() -> None:
    app = Host(WelcomeScreen(keymap("azerty"), rubric()))
    async with app.run_test(size=(80, 24)):
        picture = app.export_screenshot()
        assert "&amp;" in picture
        assert "play&#160;or&#160;pause" in picture


@pytest.mark.parametrize("name", ["icf-core", "seven-eyed", "mi-counts", "conversation-skills"])
async def test_it_fits_a_small_screen_with_every_rubric(name: str) -> None:
    app = Host(WelcomeScreen(keymap(), rubric(name)))
    async with app.run_test(size=(80, 24)):
        sheet = app.screen.query_one(".sheet")
        assert sheet.virtual_size.height <= sheet.size.height
