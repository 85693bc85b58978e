"""Verdicts on single indicators: set with keys, shown, kept."""

import pytest
from dialog_host import Host, keymap, rubric, until
from judging import editor, opened, unheard
from reviewing import screen_lines

from sessionlens.domain.review import IndicatorVerdict, Verdict
from sessionlens.tui.screens.verdicts import VerdictScreen

AWARENESS = rubric().competency("evokes-awareness")


def shown(app: Host) -> str:
    return "\n".join(screen_lines(app))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_indicators_are_judged_with_their_letter_and_a_digit(size: tuple[int, int]) -> None:
    app, review_editor = opened()
    assert AWARENESS is not None
    first, second = AWARENESS.indicators[:2]
    async with app.run_test(size=size) as pilot:
        await pilot.press("7", "f3")
        await until(pilot, lambda: first.text[:40] in shown(app))
        await pilot.press(second.id, "2", first.id, "1", "escape")
        await until(pilot, lambda: "F3 verdicts on indicators: 2" in shown(app))
        assert review_editor.review.verdicts == (
            Verdict(
                competency="evokes-awareness",
                indicators=(
                    IndicatorVerdict(id=first.id, value="observed"),
                    IndicatorVerdict(id=second.id, value="partly"),
                ),
            ),
        )


async def test_each_verdict_is_kept_at_once_beside_the_words_and_can_be_taken_back() -> None:
    app, review_editor = opened()
    assert AWARENESS is not None
    letter = AWARENESS.indicators[0].id
    async with app.run_test() as pilot:
        await pilot.press("7", "enter", "2", *"open", "f3", "1")
        await until(
            pilot, lambda: bool(review_editor.review.verdict("evokes-awareness").indicators)
        )
        verdict = review_editor.review.verdict("evokes-awareness")
        assert (verdict.value, verdict.strengths) == ("partly", "open")
        assert verdict.indicators == (IndicatorVerdict(id=letter, value="observed"),)
        await pilot.press("backspace", "escape", *"er", "escape")
        await until(pilot, lambda: app.answers == [None])
        assert review_editor.review.verdict("evokes-awareness") == Verdict(
            competency="evokes-awareness", value="partly", strengths="opener"
        )


async def test_verdicts_under_a_former_letter_or_an_unknown_one_are_shown_and_stay() -> None:
    assert AWARENESS is not None
    renamed = next(own for own in AWARENESS.indicators if own.formerly)
    concluded = (
        IndicatorVerdict(id=renamed.formerly, value="observed"),
        IndicatorVerdict(id="k", value="partly"),
    )
    verdict = Verdict(competency="evokes-awareness", indicators=concluded)
    app, review_editor = opened(verdicts=(verdict,))
    before = review_editor.material
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("7", "f3")
        await until(pilot, lambda: "(not in this rubric any more)" in shown(app))
        line = next(at for at, text in enumerate(screen_lines(app)) if renamed.text in text)
        assert f"{renamed.id}  {renamed.text}" in screen_lines(app)[line]
        assert "● Observed" in screen_lines(app)[line + 1]
        assert review_editor.material is before


async def test_where_nothing_is_judged_the_key_says_so() -> None:
    tags = rubric("seven-eyed")
    app = Host(VerdictScreen(editor(tags, markers=()), tags, keymap(), unheard))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f3")
        await until(pilot, lambda: "no indicators here" in screen_lines(app)[-1])
