"""The prompt after a marking key: what it takes, and for how long."""

from pathlib import Path

import pytest
from dialog_host import burst, until
from reviewing import app_on, recording, reviewing, with_transcript

from sessionlens import resources


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    return with_transcript(recording(tmp_path))


async def test_where_minus_marks_a_competency_it_does_so_while_the_prompt_is_open(
    talk: Path,
) -> None:
    async with reviewing(app_on(talk, keymap="azerty")) as person:
        await person.sees("&–_ mark")
        await person.go_to(12.0)
        await person.press("left_parenthesis", "minus")
        markers = person.document.editor.review.markers
        assert [marker.competency for marker in markers] == ["presence", "listens-actively"]
        await person.sees(") growth")
        await person.press("right_parenthesis")
        assert person.document.editor.review.markers[1].rating == "growth"


async def test_the_footer_names_no_key_that_answers_the_prompt(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.go_to(12.0)
        await person.sees("c comment")
        await person.sees("? help")
        await person.press("7")
        await person.sees("u undo")
        assert person.screen.prompt.is_open
        assert not person.shows("? help")
        await person.press("escape")
        await person.sees("c comment")


async def test_a_key_that_the_prompt_does_not_show_closes_it(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.go_to(12.0)
        await person.press("7", "j")
        assert not person.screen.prompt.is_open
        assert person.document.position == pytest.approx(2.0)
        await person.press("7", "7")
        assert person.screen.prompt.is_open
        assert len(person.document.editor.review.markers) == 3


async def test_comment_and_undo_do_what_they_say_after_a_marking_key(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.go_to(12.0)
        await person.press("7", "c")
        assert person.screen.editor.is_open
        await person.type("because")
        await person.press("enter")
        (marker,) = person.document.editor.review.markers
        assert (marker.competency, marker.comment) == ("evokes-awareness", "because")
        await person.press("3", "u")
        assert len(person.document.editor.review.markers) == 1
        await person.sees("Undone: 3 Agreements at 00:10 made")
        assert not person.screen.prompt.is_open


@pytest.mark.parametrize(
    ("keys", "rating", "comment"),
    [("6c+", None, "+"), ("6+", "strength", ""), ("6cok", None, "ok"), ("6d-c", "growth", "")],
)
async def test_keys_that_come_at_once_are_taken_in_order(
    talk: Path, keys: str, rating: str | None, comment: str
) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.go_to(12.0)
        await burst(person.pilot, *keys)
        await until(person.pilot, lambda: not person.app.keys_wait)
        if "c" in keys:
            await until(person.pilot, lambda: person.screen.editor.words.text == comment)
            await person.press("enter")
        (marker,) = person.document.editor.review.markers
        assert (marker.competency, marker.rating) == ("listens-actively", rating)
        assert marker.comment == comment


async def test_plus_and_minus_rate_the_chosen_marker_at_any_time(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.press("+")
        await person.sees("There are no markers yet")
        await person.go_to(12.0)
        await person.press("7", "escape", "+")
        await person.sees("7 Awareness at 00:10 rated +")
        await person.press("-")
        assert person.document.editor.review.markers[0].rating == "growth"
        await person.press("?")
        await person.sees("Keys")
        assert person.document.editor.review.markers[0].rating == "growth"


async def test_a_letter_that_always_means_the_same_picks_no_indicator(
    talk: Path, tmp_path: Path
) -> None:
    own = (resources.shipped("rubrics") / "icf-core.toml").read_text("utf-8")
    path = tmp_path / "own.toml"
    path.write_text(own.replace('id = "g"', 'id = "c"').replace('formerly = "c"', ""), "utf-8")
    async with reviewing(app_on(talk, rubric=str(path))) as person:
        await person.go_to(12.0)
        await person.press("7", "c")
        assert person.screen.editor.is_open
        assert person.document.editor.review.markers[0].indicator is None


async def test_after_a_closed_prompt_letters_are_commands_again(talk: Path) -> None:
    async with reviewing(app_on(talk)) as person:
        await person.go_to(12.0)
        await person.press("7", "escape", "d")
        assert person.document.editor.review.markers == ()


async def test_tags_are_asked_about_but_never_scored(talk: Path) -> None:
    async with reviewing(app_on(talk, rubric="seven-eyed")) as person:
        await person.go_to(12.0)
        await person.press("1")
        assert not person.shows("growth")
        await person.press("plus", "minus")
        assert person.document.editor.review.markers[0].rating is None
        await person.sees("The markers of this rubric are never scored")
        await person.press("escape", "u", "1", "question_mark")
        assert person.document.editor.review.markers[0].rating == "question"


async def test_a_key_that_closes_the_prompt_is_not_named_for_playing(talk: Path) -> None:
    async with reviewing(app_on(talk, keymap="otranscribe")) as person:
        await person.go_to(12.0)
        await person.sees("Esc play")
        await person.press("7")
        await person.sees("Esc close")
        assert not person.shows("Esc play")
        await person.sees("F5 play")


async def test_help_is_named_in_a_narrow_window_whatever_the_keymap(talk: Path) -> None:
    async with reviewing(app_on(talk, keymap="vim"), size=(80, 24)) as person:
        await person.sees("? help")


@pytest.mark.parametrize("name", ["icf-core", "emcc-v2", "conversation-skills", "seven-eyed"])
async def test_on_a_low_terminal_the_prompt_leaves_six_lines_to_read(talk: Path, name: str) -> None:
    async with reviewing(app_on(talk, rubric=name), size=(80, 24)) as person:
        rubric = person.document.rubric
        for competency in rubric.competencies:
            await person.go_to(12.0)
            await person.press(competency.key)
            assert person.screen.prompt.is_open
            assert person.screen.transcript.scrollable_content_region.height >= 6
            for indicator in competency.indicators:
                await person.sees(f" {indicator.id}  {'− ' * (indicator.polarity == 'against')}")
                await person.sees(indicator.text[:20])


async def test_on_a_low_terminal_each_letter_still_picks_its_indicator(talk: Path) -> None:
    async with reviewing(app_on(talk), size=(80, 24)) as person:
        for letter in ("a", "x"):
            await person.go_to(12.0)
            await person.press("7", letter)
            assert person.document.editor.review.markers[-1].indicator == letter
