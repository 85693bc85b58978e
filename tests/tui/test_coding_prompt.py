"""The prompt after a marking key: what it takes, and for how long."""

from pathlib import Path

import pytest
from dialog_host import until
from reviewing import app_on, recording, reviewing, with_transcript

from sessionlens.tui.widgets.coding_prompt import CodingPrompt


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    return with_transcript(recording(tmp_path))


async def test_where_minus_marks_a_competency_it_does_so_while_the_prompt_is_open(
    talk: Path,
) -> None:
    async with reviewing(app_on(talk, keymap="azerty")) as one:
        assert one.shows("&–_ mark")
        await one.go_to(12.0)
        await one.press("left_parenthesis", "minus")
        markers = one.document.editor.review.markers
        assert [marker.competency for marker in markers] == ["presence", "listens-actively"]
        assert one.shows(") growth")
        await one.press("right_parenthesis")
        assert one.document.editor.review.markers[1].rating == "growth"


async def test_the_footer_names_no_key_that_answers_the_prompt(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.go_to(12.0)
        assert one.shows("c comment")
        assert one.shows("? help")
        await one.press("7")
        assert one.shows("u undo")
        assert not one.shows("c comment")
        assert not one.shows("? help")
        await one.press("escape")
        assert one.shows("c comment")


async def test_a_letter_on_its_way_when_the_prompt_closes_is_no_command(
    talk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CodingPrompt, "SECONDS", 0.2)
    monkeypatch.setattr(CodingPrompt, "LATE", 60.0)
    async with reviewing(app_on(talk)) as one:
        await one.go_to(12.0)
        await one.press("7")
        await until(one.pilot, lambda: not one.screen.prompt.is_open)
        await one.press("d")
        (marker,) = one.document.editor.review.markers
        assert marker.indicator == "d"
        await one.press("d")
        assert one.document.editor.review.markers == ()


async def test_after_a_closed_prompt_letters_are_commands_again(talk: Path) -> None:
    async with reviewing(app_on(talk)) as one:
        await one.go_to(12.0)
        await one.press("7", "escape", "d")
        assert one.document.editor.review.markers == ()


async def test_tags_are_asked_about_but_never_scored(talk: Path) -> None:
    async with reviewing(app_on(talk, rubric="seven-eyed")) as one:
        await one.go_to(12.0)
        await one.press("1")
        assert not one.shows("growth")
        await one.press("plus", "minus")
        assert one.document.editor.review.markers[0].rating is None
        await one.press("question_mark")
        assert one.document.editor.review.markers[0].rating == "question"


async def test_a_key_that_closes_the_prompt_is_not_named_for_playing(talk: Path) -> None:
    async with reviewing(app_on(talk, keymap="otranscribe")) as one:
        await one.go_to(12.0)
        assert one.shows("Esc play")
        await one.press("7")
        assert one.shows("Esc close")
        assert not one.shows("Esc play")
        assert one.shows("F5 play")


async def test_help_is_named_in_a_narrow_window_whatever_the_keymap(talk: Path) -> None:
    async with reviewing(app_on(talk, keymap="vim"), size=(80, 24)) as one:
        assert one.shows("? help")
