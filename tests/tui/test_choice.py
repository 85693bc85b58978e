from typing import ClassVar

from dialog_host import HOSTILE, Host
from textual import on
from textual.binding import BindingType

from sessionlens.tui.widgets.choice import Choice

STEPS = [("observed", "Observed"), ("partly", HOSTILE), ("not", "Not observed")]


class ChoiceHost(Host):
    BINDINGS: ClassVar[list[BindingType]] = [("d", "delete"), ("space", "play")]

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        self.values: list[str] = []
        self.done: list[str] = []
        super().__init__(widget=choice)

    @on(Choice.Changed)
    def changed(self, event: Choice.Changed) -> None:
        self.values.append(event.value)

    def action_delete(self) -> None:
        self.done.append("delete")

    def action_play(self) -> None:
        self.done.append("play")


async def test_arrows_go_from_end_to_end_and_no_further() -> None:
    app = ChoiceHost(Choice(STEPS))
    async with app.run_test() as pilot:
        await pilot.press("right", "right", "right", "right", "left")
        await pilot.pause()
        assert app.values == ["observed", "partly", "not", "partly"]


async def test_a_digit_chooses_and_a_digit_too_many_does_nothing() -> None:
    app = ChoiceHost(Choice(STEPS))
    async with app.run_test() as pilot:
        await pilot.press("3", "4", "9", "0", "backspace")
        await pilot.pause()
        assert app.values == ["not"]


async def test_only_a_clearable_one_can_be_none_of_them() -> None:
    app = ChoiceHost(Choice(STEPS, "not", clearable=True))
    async with app.run_test() as pilot:
        await pilot.press("delete")
        await pilot.pause()
        assert app.values == [""]


async def test_letters_and_space_do_not_reach_the_commands_behind_it() -> None:
    app = ChoiceHost(Choice(STEPS))
    async with app.run_test() as pilot:
        await pilot.press("d", "space", "x")
        await pilot.pause()
        assert app.done == []
        assert app.values == []


async def test_an_unknown_value_is_shown_as_it_is_written_and_kept() -> None:
    app = ChoiceHost(Choice(STEPS, "[/x]"))
    async with app.run_test() as pilot:
        assert "“[/x]”" in app.export_screenshot()
        await pilot.press("d")
        assert app.choice.value == "[/x]"


async def test_a_click_chooses_also_on_a_second_line() -> None:
    app = ChoiceHost(Choice([("a", "A" * 30), ("b", "B" * 30), ("c", "C" * 30)]))
    async with app.run_test(size=(50, 10)) as pilot:
        await pilot.click(app.choice, offset=(10, 1))
        await pilot.click(app.choice, offset=(45, 0))
        await pilot.pause()
        assert app.values == ["b"]
