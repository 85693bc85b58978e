import pytest
from dialog_host import HOSTILE, Host, keymap, rubric, until
from judging import editor, opened, unheard

from sessionlens.domain.changes import Material
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.review import Summary, Verdict
from sessionlens.tui.screens.verdicts import VerdictScreen
from sessionlens.tui.widgets import save_soon


async def test_a_verdict_is_chosen_and_its_texts_written() -> None:
    app, review_editor = opened()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("7", "enter", "2", "tab", *"Short", "enter", *"open", "tab", *"Ask")
        await pilot.press("escape")
        await pilot.pause()
        assert review_editor.review.verdicts == (
            Verdict(
                competency="evokes-awareness",
                value="partly",
                strengths="Short\nopen",
                development="Ask",
            ),
        )
        assert app.answers == [None]


async def test_words_are_saved_while_one_goes_on_typing() -> None:
    app, review_editor = opened()
    async with app.run_test() as pilot:
        await pilot.press("enter", "tab", *"a few words")
        await until(
            pilot,
            lambda: review_editor.review.verdict("ethical-practice").strengths == "a few words",
        )


async def test_leaving_a_field_saves_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(save_soon, "_AFTER", 3600.0)
    app, review_editor = opened()
    async with app.run_test() as pilot:
        await pilot.press("enter", "tab", *"now", "tab")
        await until(
            pilot, lambda: review_editor.review.verdict("ethical-practice").strengths == "now"
        )


async def test_ending_the_program_saves_what_was_written() -> None:
    app, review_editor = opened()
    async with app.run_test() as pilot:
        await pilot.press("enter", "tab", *"last")
        app.exit()
    assert review_editor.review.verdict("ethical-practice").strengths == "last"


async def test_looking_at_every_part_changes_nothing() -> None:
    full = Verdict(competency="presence", value="gone-step", strengths=HOSTILE, development="b\nc")
    summary = Summary(strengths="s", reviewer_learning="l")
    app, review_editor = opened(verdicts=(full,), summary=summary)
    before = review_editor.material
    async with app.run_test() as pilot:
        for _ in range(9):
            await pilot.press("enter", "tab", "tab", "pagedown")
            await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert review_editor.material is before
        assert review_editor.undoable is None


async def test_the_summary_has_its_four_texts_and_all_markers() -> None:
    app, review_editor = opened()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("end", "enter", *"a", "tab", *"b", "tab", *"c", "tab", *"d")
        picture = app.export_screenshot()
        await pilot.press("escape")
        await pilot.pause()
        assert review_editor.review.summary == Summary(
            strengths="a", development="b", next_practice="c", reviewer_learning="d"
        )
        for shown in ("03:12", "12:34", "21:05"):
            assert shown in picture


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_competencys_markers_are_at_hand_and_play(size: tuple[int, int]) -> None:
    played: list[str] = []
    paused: list[bool] = []
    review_editor = editor(rubric())
    screen = VerdictScreen(
        review_editor,
        rubric(),
        keymap(),
        lambda marker: played.append(marker.id),
        lambda: paused.append(True),
    )
    app = Host(screen)
    async with app.run_test(size=size) as pilot:
        await pilot.press("7")
        await pilot.pause()
        picture = app.export_screenshot()
        assert "12:34" in picture
        assert "[/x]" in picture
        assert "03:12" not in picture
        await pilot.press("enter", "tab", "tab", "tab", "down", "enter", "space")
        await pilot.pause()
        assert played == ["m2"]
        assert paused == [True]


async def test_a_competency_without_evidence_says_so() -> None:
    app, _ = opened()
    async with app.run_test(size=(120, 40)):
        assert "No&#160;marker&#160;here&#160;yet" in app.export_screenshot()


async def test_the_list_shows_counts_and_verdicts() -> None:
    app, _ = opened()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("5", "enter", "1")
        await pilot.pause()
        parts = [str(one.prompt) for one in app.screen.query_one("VerdictList").options]  # type: ignore[attr-defined]
        assert "1-" in parts[2]
        assert "Observed" in parts[4]
        assert "1+ 1?" in parts[6]


async def test_what_is_not_saved_is_said_and_stays_on_the_screen() -> None:
    full = [True]

    def save(_saved: Material, _new: Material) -> None:
        if full[0]:
            raise SessionLensError("The disk is full", "Make room")

    review_editor = editor(rubric(), save)
    app = Host(VerdictScreen(review_editor, rubric(), keymap(), unheard))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("enter", "tab", *"kept", "tab")
        why = "not&#160;saved:&#160;The&#160;disk&#160;is&#160;full"
        await until(pilot, lambda: why in app.export_screenshot())
        assert "kept" in app.export_screenshot()
        full[0] = False
        review_editor.retry()
        await until(pilot, lambda: "not&#160;saved" not in app.export_screenshot())


async def test_tags_are_never_scored() -> None:
    tags = rubric("seven-eyed")
    review_editor = editor(tags, markers=())
    app = Host(VerdictScreen(review_editor, tags, keymap(), unheard))
    async with app.run_test() as pilot:
        await pilot.press("enter", *"1 thing to wonder at", "escape")
        await pilot.pause()
        assert review_editor.review.verdicts == (
            Verdict(competency="client", strengths="1 thing to wonder at"),
        )


async def test_it_can_be_resized_while_writing() -> None:
    app, review_editor = opened()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "tab", *"be")
        await pilot.resize_terminal(140, 45)
        await pilot.pause()
        await pilot.press(*"tter", "escape")
        await pilot.pause()
        assert review_editor.review.verdict("ethical-practice").strengths == "better"
