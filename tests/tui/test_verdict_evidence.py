"""The verdict screen brings evidence into the words, and lets one correct it there."""

from dialog_host import Host, keymap, rubric
from judging import MARKERS, editor, opened, unheard
from msgspec.structs import replace

from sessionlens.domain.review import Session, Verdict
from sessionlens.storage.rubrics import find_rubric
from sessionlens.tui.screens.verdicts import VerdictScreen

QUOTE = "12:34 “what would it mean”"


async def test_one_key_puts_time_and_quote_into_the_text_being_written() -> None:
    app, review_editor = opened()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("7", "enter", "tab", *"see ", "f2", *"so", "tab")
        await pilot.pause()
        verdict = review_editor.review.verdict("evokes-awareness")
        assert verdict.strengths == f"see {QUOTE} so"


async def test_evidence_is_rated_and_commented_there() -> None:
    app, review_editor = opened()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("7", "enter", "tab", "tab", "tab", "minus")
        await pilot.pause()
        assert review_editor.review.markers[0].rating == "growth"
        await pilot.press("minus")
        await pilot.pause()
        assert review_editor.review.markers[0].rating is None
        await pilot.press("c", *" And more", "enter")
        await pilot.pause()
        assert review_editor.review.markers[0].comment.endswith("And more")
        assert review_editor.review.markers[1] == MARKERS[1]


async def test_a_session_of_a_level_has_its_steps_with_their_anchors() -> None:
    app, review_editor = opened(session=Session(level="pcc"))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("7", "enter", "2")
        await pilot.pause()
        assert review_editor.review.verdict("evokes-awareness").value == "pcc"
        assert "Works&#160;with&#160;the&#160;person" in app.export_screenshot()


async def test_counts_have_a_table_with_ratios_in_place_of_texts() -> None:
    counts = find_rubric("mi-counts")[0]
    codes = ("simple-reflection", "simple-reflection", "open-question")
    markers = tuple(
        replace(marker, competency=code, rating=None)
        for marker, code in zip(MARKERS, codes, strict=True)
    )
    kept = Verdict(competency="affirmation", strengths="old words")
    review_editor = editor(counts, markers=markers, verdicts=(kept,))
    app = Host(VerdictScreen(review_editor, counts, keymap(), unheard))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("end")
        await pilot.pause()
        picture = app.export_screenshot()
        assert "Reflections&#160;to&#160;questions" in picture
        assert "2.0&#160;to&#160;1" in picture
        await pilot.press("5")
        await pilot.pause()
        assert "old&#160;words" in app.export_screenshot()
    assert review_editor.review.verdicts == (kept,)


async def test_evidence_that_counts_elsewhere_is_shown_there() -> None:
    marker = replace(MARKERS[0], indicator="f", comment="a hunch")
    app, _ = opened(markers=(marker,))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("2")
        await pilot.pause()
        assert "a&#160;hunch" in app.export_screenshot()
    assert rubric().competencies[1].id == "coaching-mindset"
