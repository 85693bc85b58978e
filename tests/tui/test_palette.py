from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from dialog_host import keymap, rubric, until
from msgspec.structs import replace
from textual.app import App
from textual.command import CommandPalette, DiscoveryHit, Provider
from textual.screen import Screen
from textual.widgets import OptionList

from sessionlens.domain.command import RESERVED, Context, in_context
from sessionlens.tui.app import SessionLensApp
from sessionlens.tui.palette import CommandsProvider
from sessionlens.tui.showing import showing_folder
from sessionlens.tui.themes import DARK, THEMES


class Desk(Screen[None]):
    def __init__(self) -> None:
        super().__init__()
        self.context: Context = "review"
        self.keymap = keymap()
        first, *others = rubric().competencies
        self.rubric = replace(
            rubric(), competencies=(replace(first, title="[/x] Odd [bold]"), *others)
        )
        self.ran: list[str] = []

    def run_command(self, command_id: str) -> None:
        self.ran.append(command_id)


class PaletteHost(App[None]):
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {CommandsProvider}

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return DARK.variables

    def on_mount(self) -> None:
        for theme in THEMES.values():
            self.register_theme(theme)
        self.theme = DARK.name


def first_found(app: PaletteHost) -> str:
    """What stands first in the palette."""
    assert isinstance(app.screen, CommandPalette)
    options = app.screen.query_one(OptionList).options
    return str(options[0].prompt) if options else ""


async def test_every_command_and_competency_is_offered() -> None:
    desk = Desk()
    app = PaletteHost()
    async with app.run_test() as pilot:
        app.push_screen(desk)
        await pilot.pause()
        hits = [hit async for hit in CommandsProvider(desk).discover()]
        texts = {hit.text for hit in hits if isinstance(hit, DiscoveryHit)}
        assert {command.title for command in in_context("review")} <= texts
        assert "Mark: Evokes Awareness" in texts
        assert "Mark: [/x] Odd [bold]" in texts


async def test_typing_finds_a_command_and_enter_runs_it() -> None:
    desk = Desk()
    app = PaletteHost()
    async with app.run_test() as pilot:
        app.push_screen(desk)
        await pilot.pause()
        await pilot.press("ctrl+p", *"verdicts")
        await until(pilot, lambda: "erdicts" in first_found(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: desk.ran == ["review.verdicts"])


async def test_a_competency_with_markup_in_its_title_can_be_found_and_marks() -> None:
    desk = Desk()
    app = PaletteHost()
    async with app.run_test(size=(100, 30)) as pilot:
        app.push_screen(desk)
        await pilot.pause()
        await pilot.press("ctrl+p", *"mark: [/x]")
        await until(pilot, lambda: "[/x]" in first_found(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: desk.ran == ["mark.ethical-practice"])


async def test_a_screen_without_commands_offers_none() -> None:
    app = PaletteHost()
    async with app.run_test():
        assert [hit async for hit in CommandsProvider(app.screen).discover()] == []


def test_the_keys_that_no_keymap_can_have_are_those_the_framework_takes_first(
    tmp_path: Path,
) -> None:
    for node in (SessionLensApp(showing_folder(tmp_path)), Desk()):
        taken = {key for key, binding in node._bindings if binding.priority}
        assert taken == ({one.key for one in RESERVED} if isinstance(node, App) else set())
