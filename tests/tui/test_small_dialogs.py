from dialog_host import HOSTILE, Host
from textual import events

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.evidence import Finding
from sessionlens.domain.timecode import parse_clock
from sessionlens.tui.screens.ask import AskScreen
from sessionlens.tui.screens.choose import ChooseScreen
from sessionlens.tui.screens.findings import FindingsScreen
from sessionlens.tui.screens.speakers import SpeakersScreen

DEVICES = [("", "(the usual one)"), ("usb", "USB Headset"), ("x", HOSTILE)]


def not_a_time(text: str) -> str | None:
    try:
        parse_clock(text)
    except SessionLensError as error:
        return str(error)
    return None


async def test_choosing_starts_at_the_current_one_and_gives_the_value() -> None:
    app = Host(ChooseScreen("Output device", DEVICES, "usb"))
    async with app.run_test() as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert app.answers == ["usb"]


async def test_another_option_is_chosen_with_the_arrows_even_if_its_value_is_empty() -> None:
    app = Host(ChooseScreen("Output device", DEVICES, "usb"))
    async with app.run_test() as pilot:
        await pilot.press("up", "enter")
        await pilot.pause()
        assert app.answers == [""]


async def test_leaving_a_choice_gives_none() -> None:
    app = Host(ChooseScreen("Output device", DEVICES, "gone"))
    async with app.run_test() as pilot:
        assert "[/x]" in app.export_screenshot()
        await pilot.press("down", "escape")
        await pilot.pause()
        assert app.answers == [None]


async def test_nothing_to_choose_from_is_said() -> None:
    app = Host(ChooseScreen("Rubric", []))
    async with app.run_test() as pilot:
        assert "nothing&#160;to&#160;choose" in app.export_screenshot()
        await pilot.press("enter", "escape")
        await pilot.pause()
        assert app.answers == [None]


async def test_an_answer_is_taken_only_when_the_check_agrees() -> None:
    app = Host(AskScreen("Go to", "time", "", not_a_time))
    async with app.run_test() as pilot:
        await pilot.press(*"12:99")
        await pilot.pause()
        assert "59&#160;seconds" in app.export_screenshot()
        await pilot.press("enter")
        await pilot.pause()
        assert app.answers == []
        await pilot.press("backspace", "backspace", *"34", "enter")
        await pilot.pause()
        assert app.answers == ["12:34"]


async def test_an_empty_answer_is_checked_too_but_not_before_enter() -> None:
    app = Host(AskScreen("Go to", "time", "", not_a_time))
    async with app.run_test() as pilot:
        assert "✗" not in app.export_screenshot()
        await pilot.press("enter")
        await pilot.pause()
        assert app.answers == []
        assert "✗" in app.export_screenshot()


async def test_typing_replaces_a_short_value_and_goes_on_after_a_long_one() -> None:
    app = Host(AskScreen("Shift", "seconds", "0.0"))
    async with app.run_test() as pilot:
        await pilot.press(*"-1.5", "enter")
        await pilot.pause()
        assert app.answers == ["-1.5"]
    sentence = "I just don’t know whether they would even listen to me"
    app = Host(AskScreen("Correct what was said", "Client", sentence))
    async with app.run_test() as pilot:
        await pilot.press(*" now", "enter")
        await pilot.pause()
        assert app.answers == [sentence + " now"]


async def test_a_hostile_value_is_shown_and_given_back_as_it_is() -> None:
    app = Host(AskScreen(HOSTILE, HOSTILE, HOSTILE))
    async with app.run_test() as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert app.answers == [HOSTILE]


async def test_what_is_pasted_is_cleaned_to_one_line() -> None:
    app = Host(AskScreen("Correct", "words"))
    async with app.run_test() as pilot:
        app.post_message(events.Paste("a\x1b[31mb\x00\nc\u202e"))
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert app.answers == ["ab c"]


async def test_leaving_a_question_gives_none() -> None:
    app = Host(AskScreen("Go to", "time"))
    async with app.run_test() as pilot:
        await pilot.press("1", "escape")
        await pilot.pause()
        assert app.answers == [None]


async def test_every_speaker_is_named_once_and_only_changes_are_given() -> None:
    app = Host(SpeakersScreen({"S1": 12, "S2": 9, "Anna": 3}))
    async with app.run_test() as pilot:
        await pilot.press(*"Coach", "enter", *"Client", "enter", "enter")
        await pilot.pause()
        assert app.answers == [{"S1": "Coach", "S2": "Client"}]


async def test_two_speakers_can_swap_their_names_in_one_go() -> None:
    app = Host(SpeakersScreen({"Coach": 12, "Client": 9}))
    async with app.run_test() as pilot:
        await pilot.press(*"Client", "enter", *"Coach", "enter")
        await pilot.pause()
        assert app.answers == [{"Coach": "Client", "Client": "Coach"}]


async def test_a_name_used_twice_is_pointed_out_and_an_empty_one_not_taken() -> None:
    app = Host(SpeakersScreen({"S1": 12, "S2": 9}))
    async with app.run_test() as pilot:
        await pilot.press(*"S2")
        await pilot.pause()
        assert "become&#160;one&#160;speaker" in app.export_screenshot()
        await pilot.press("backspace", "backspace", "enter")
        await pilot.pause()
        assert "needs&#160;a&#160;name" in app.export_screenshot()
        await pilot.press("tab", "enter")
        await pilot.pause()
        assert app.answers == []


async def test_no_speakers_is_said_and_esc_changes_nothing() -> None:
    app = Host(SpeakersScreen({}))
    async with app.run_test() as pilot:
        assert "Nobody&#160;is&#160;named" in app.export_screenshot()
        await pilot.press("escape")
        await pilot.pause()
        assert app.answers == [None]


FINDINGS = [
    Finding("Presence: no marker and no verdict"),
    Finding(f"12:34 {HOSTILE}: no comment", "m7"),
]


async def test_a_finding_leads_to_its_marker() -> None:
    app = Host(FindingsScreen(FINDINGS))
    async with app.run_test() as pilot:
        await pilot.press("down", "enter")
        await pilot.pause()
        assert app.answers == [FINDINGS[1]]


async def test_a_finding_without_a_moment_says_so_and_stays() -> None:
    app = Host(FindingsScreen(FINDINGS))
    async with app.run_test() as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert app.answers == []
        assert "no&#160;moment" in app.export_screenshot()
        await pilot.press("down")
        await pilot.pause()
        assert "no&#160;moment" not in app.export_screenshot()


async def test_many_findings_scroll_on_a_small_screen() -> None:
    many = [Finding(f"00:{n:02} Presence: no comment", f"m{n}") for n in range(60)]
    app = Host(FindingsScreen(many))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end", "enter")
        await pilot.pause()
        assert app.answers == many[-1:]


async def test_nothing_missing_is_good_news() -> None:
    app = Host(FindingsScreen([]))
    async with app.run_test() as pilot:
        assert "Nothing&#160;is&#160;missing" in app.export_screenshot()
        await pilot.press("escape")
        await pilot.pause()
        assert app.answers == [None]
