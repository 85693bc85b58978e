"""The keys of the verdict page, and what its last line says of them."""

from pathlib import Path

import pytest
from dialog_host import Host, keymap, rubric, until
from judging import editor, opened, unheard
from reviewing import app_on, recording, reviewing, screen_lines, with_transcript

from sessionlens.domain.review import Verdict
from sessionlens.tui.screens.verdicts import VerdictScreen


async def test_moving_on_keeps_what_was_written_and_coming_back_shows_it() -> None:
    app, review_editor = opened()
    async with app.run_test() as pilot:
        await pilot.press("enter", "tab", *"Held", "pagedown")
        await pilot.pause()
        await pilot.press("tab", *"Other", "ctrl+up")
        await pilot.pause()
        await pilot.press("tab", "end", *"!", "pagedown")
        await pilot.pause()
        texts = [(v.competency, v.strengths) for v in review_editor.review.verdicts]
        assert texts == [("ethical-practice", "Held!"), ("coaching-mindset", "Other")]


@pytest.mark.parametrize("turn", ["pagedown", "pageup"])
async def test_a_digit_after_turning_from_a_text_is_a_verdict(turn: str) -> None:
    app, review_editor = opened()
    async with app.run_test() as pilot:
        await pilot.press("2", "enter", "tab", "tab", *"Ask", turn, "1", "escape")
        await until(pilot, lambda: app.answers == [None])
        first, second = review_editor.review.verdicts
        assert first == Verdict(competency="coaching-mindset", development="Ask")
        assert (second.value, second.development) == ("observed", "")


async def test_the_last_line_names_the_keys_of_where_one_is() -> None:
    app, _ = opened()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("7")
        await until(pilot, lambda: "PgUp PgDn or its key competency" in screen_lines(app)[-1])
        await pilot.press("enter")
        await until(pilot, lambda: "1–3 verdict" in screen_lines(app)[-1])
        await pilot.press("tab")
        await until(pilot, lambda: "Enter breaks the line" in screen_lines(app)[-1])
        assert "its key" not in screen_lines(app)[-1]
        await pilot.press("tab", "tab")
        await until(pilot, lambda: "Enter plays the marker" in screen_lines(app)[-1])
        await pilot.press("pagedown")
        await until(pilot, lambda: "1–3 verdict" in screen_lines(app)[-1])


@pytest.mark.parametrize(("key", "part"), [("è", "evokes-awareness"), ("3", "agreements")])
async def test_where_digits_need_shift_the_keys_that_mark_lead_to_their_competency(
    key: str, part: str
) -> None:
    review_editor = editor(rubric())
    app = Host(VerdictScreen(review_editor, rubric(), keymap("azerty"), unheard))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key, "enter")
        await until(pilot, lambda: '&–" verdict' in screen_lines(app)[-1])
        await pilot.press("é")
        await until(pilot, lambda: review_editor.review.verdict(part).value == "partly")
        await pilot.press("3")
        await until(pilot, lambda: review_editor.review.verdict(part).value == "not-observed")
        await pilot.press("tab", "é", "&", "escape")
        await until(pilot, lambda: app.answers == [None])
        assert review_editor.review.verdict(part).strengths == "é&"


async def test_eighty_columns_show_the_way_back_wherever_one_is() -> None:
    app, _ = opened()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("7")
        for first in ("Esc back", "1–3 verdict", "Enter breaks", "Enter breaks", "Enter plays"):
            await until(pilot, lambda first=first: first in screen_lines(app)[-1])  # type: ignore[misc]
            assert "Esc back to the review" in screen_lines(app)[-1]
            await pilot.press("tab")


async def test_the_last_line_promises_no_verdict_where_there_is_none() -> None:
    tags = rubric("seven-eyed")
    app = Host(VerdictScreen(editor(tags, markers=()), tags, keymap(), unheard))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Enter to its words" in screen_lines(app)[-1])
    app, _ = opened()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Enter to its verdict" in screen_lines(app)[-1])
        await pilot.press("end")
        await until(pilot, lambda: "Enter to its words" in screen_lines(app)[-1])


async def test_eight_verdicts_with_two_texts_each_take_few_keys_besides_their_letters(
    tmp_path: Path,
) -> None:
    path = with_transcript(recording(tmp_path))
    ids = [competency.id for competency in rubric().competencies]
    keys: list[str] = []
    async with reviewing(app_on(path)) as mentor:

        async def press(*names: str) -> None:
            keys.extend(names)
            await mentor.press(*names)

        await press("v", "enter")
        for number in range(len(ids)):
            await press("1")
            await mentor.type("short and open")
            await press("tab")
            await mentor.type("wait longer")
            await press("pagedown" if number < len(ids) - 1 else "escape")
        verdicts = mentor.document.editor.review.verdicts
    assert verdicts == tuple(
        Verdict(
            competency=name, value="observed", strengths="short and open", development="wait longer"
        )
        for name in ids
    )
    assert len(keys) <= 32


async def test_letters_typed_on_the_scale_are_the_first_of_the_words() -> None:
    app, review_editor = opened()
    async with app.run_test() as pilot:
        await pilot.press("enter", "2", *"Held", "shift+tab", "1", *" on", "escape")
        await until(pilot, lambda: app.answers == [None])
        assert review_editor.review.verdict("ethical-practice") == Verdict(
            competency="ethical-practice", value="observed", strengths="Heldon"
        )
