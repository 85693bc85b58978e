import datetime as dt

import pytest
from dialog_host import HOSTILE, Host, until
from reviewing import screen_lines
from textual import on

from sessionlens.domain.review import Session
from sessionlens.tui.widgets import save_soon
from sessionlens.tui.widgets.details_panel import DetailsPanel

GIVEN = Session(title="Third session", coach="Anna")


class PanelHost(Host):
    def __init__(self, session: Session, key: str = "") -> None:
        self.panel = DetailsPanel(session, key)
        self.sessions: list[Session] = []
        self.closed = 0
        super().__init__(widget=self.panel)

    def says(self, text: str) -> bool:
        return text in "\n".join(screen_lines(self))

    @on(DetailsPanel.Changed)
    def changed(self, event: DetailsPanel.Changed) -> None:
        self.sessions.append(event.session)

    @on(DetailsPanel.Closed)
    def closing(self) -> None:
        self.closed += 1


async def test_the_cursor_goes_to_the_first_empty_field_and_enter_keeps() -> None:
    app = PanelHost(GIVEN)
    async with app.run_test() as pilot:
        app.panel.enter()
        await pilot.pause()
        await pilot.press(*"2026-11-02", "enter")
        await pilot.pause()
        assert app.sessions == [Session(title="Third session", coach="Anna", date=DAY)]


DAY = dt.date(2026, 11, 2)


async def test_a_field_is_kept_when_it_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(save_soon, "_AFTER", 3600)
    app = PanelHost(GIVEN)
    async with app.run_test() as pilot:
        app.panel.enter()
        await pilot.pause()
        await pilot.press("tab", "end", *" B.", "tab")
        await pilot.pause()
        assert [one.coach for one in app.sessions] == ["Anna B."]


async def test_a_wrong_date_is_said_beside_the_field_and_the_old_one_stays() -> None:
    app = PanelHost(Session(date=DAY))
    async with app.run_test(size=(80, 24)) as pilot:
        app.panel.enter()
        await pilot.pause()
        await pilot.press("tab", *"2026-13-01")
        await pilot.pause()
        assert "✗&#160;a&#160;day&#160;such" in app.export_screenshot()
        await pilot.press("enter", "escape", "escape")
        await pilot.pause()
        assert app.sessions == []
        assert app.closed == 1


async def test_a_wrong_date_is_said_in_a_narrow_column_too() -> None:
    app = PanelHost(GIVEN)
    async with app.run_test(size=(30, 24)) as pilot:
        app.panel.enter()
        await pilot.pause()
        await pilot.press(*"2026-1")
        await pilot.pause()
        assert "Date:&#160;a&#160;day&#160;such" in app.export_screenshot()
        await pilot.press(*"1-02")
        await pilot.pause()
        assert "a&#160;day&#160;such" not in app.export_screenshot()


async def test_a_year_that_no_file_may_hold_is_said_with_those_that_one_may() -> None:
    app = PanelHost(Session(date=DAY))
    async with app.run_test(size=(80, 24)) as pilot:
        app.panel.enter()
        await pilot.pause()
        await pilot.press("tab", *"1026-11-02")
        await pilot.pause()
        assert app.says("a year from 1900 to 9998")
        await pilot.press("enter", "escape")
        await pilot.pause()
        assert app.says("No date yet. Date: a year from 1900 to 9998")
        await pilot.press("escape")
        assert app.sessions == []


async def test_a_date_can_be_taken_away() -> None:
    app = PanelHost(Session(title="x", date=DAY))
    async with app.run_test() as pilot:
        app.panel.enter()
        await pilot.pause()
        await pilot.press("shift+tab", "backspace", "enter")
        await pilot.pause()
        assert app.sessions == [Session(title="x")]


async def test_esc_closes_and_keeps_what_is_valid() -> None:
    app = PanelHost(Session())
    async with app.run_test() as pilot:
        app.panel.enter()
        await pilot.pause()
        await pilot.press(*"Fourth", "escape")
        await pilot.pause()
        assert app.sessions[-1] == Session(title="Fourth")
        assert app.closed == 1


async def test_enter_goes_from_field_to_field_and_out_at_the_last() -> None:
    app = PanelHost(Session())
    async with app.run_test() as pilot:
        app.panel.enter()
        await pilot.pause()
        await pilot.press(*"Fourth", *["enter"] * 9, "3")
        assert app.closed == 0
        await pilot.press("enter")
        await until(pilot, lambda: app.closed == 1)
        assert app.sessions[-1] == Session(title="Fourth", role="supervisor")


async def test_enter_gives_nothing_up() -> None:
    app = PanelHost(Session())
    async with app.run_test() as pilot:
        app.panel.enter()
        await pilot.pause()
        await pilot.press("tab", *"2026-11", "shift+tab", "shift+tab", "enter")
        await until(pilot, lambda: "No&#160;date&#160;yet" in app.export_screenshot())
        await pilot.press("shift+tab", "shift+tab", "enter")
        await pilot.pause()
        assert app.closed == 0
        assert "2026-11" in app.export_screenshot()


async def test_the_keys_are_those_of_where_the_cursor_is() -> None:
    app = PanelHost(GIVEN, "F9")
    async with app.run_test(size=(47, 24)) as pilot:
        await until(pilot, lambda: app.says("F9 fills it in  Esc closes"))
        app.panel.enter()
        await until(pilot, lambda: app.says("Enter next field  Esc keeps and closes"))
        await pilot.press(*["tab"] * 8)
        await until(pilot, lambda: app.says("Enter Esc keep and close  1–3 role"))
        app.screen.set_focus(None)
        await until(pilot, lambda: app.says("F9 fills it in"))


async def test_a_role_is_chosen_and_taken_back() -> None:
    app = PanelHost(Session())
    async with app.run_test() as pilot:
        app.panel.enter()
        await pilot.pause()
        await pilot.press("shift+tab", "3", "backspace", "d")
        await pilot.pause()
        assert [one.role for one in app.sessions] == ["supervisor", None]


async def test_looking_without_changing_says_nothing() -> None:
    app = PanelHost(Session(title=HOSTILE, role="mentor", date=DAY, delete_by=DAY))
    async with app.run_test() as pilot:
        app.panel.enter()
        await pilot.pause()
        await pilot.press(*["enter"] * 9, "escape")
        await pilot.pause()
        assert app.sessions == []


async def test_other_details_can_be_shown_after_an_undo() -> None:
    app = PanelHost(GIVEN)
    async with app.run_test() as pilot:
        app.panel.show(Session(title="Before", role="coach"))
        await pilot.pause()
        assert "Before" in app.export_screenshot()
        app.panel.enter()
        await pilot.press("escape")
        await pilot.pause()
        assert app.sessions == []


async def test_all_fields_are_in_sight_on_a_small_screen_and_when_it_shrinks() -> None:
    app = PanelHost(GIVEN)
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.panel.size.height <= 9
        await pilot.resize_terminal(50, 24)
        await until(pilot, lambda: app.says("Delete by"))
