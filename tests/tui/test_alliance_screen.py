"""Two people write, agree, look again and merge, with real keys."""

import datetime as dt
from pathlib import Path

import pytest
from agreeing import DAY, GOAL, LOOK, WORDS, agreeing, agreement, kept, rich_agreement
from dialog_host import HOSTILE, burst, until
from msgspec.structs import replace
from picturing import SIZES, Looks, by_size, looks_as_before
from replaying import mentors_review, replaying, session
from reviewing import app_on, reviewing
from visiting import visiting

from sessionlens.domain.alliance import AgreementTexts, AllianceLook, Direction
from sessionlens.domain.alliance_changes import SetTexts
from sessionlens.domain.command import in_context
from sessionlens.storage.alliances import load_alliance
from sessionlens.tui.screens.alliance.asking import QuestionsScreen
from sessionlens.tui.screens.alliance.screen import AllianceScreen
from sessionlens.tui.screens.start.opening import OpenRequest

__all__ = ["looks_as_before"]


def today() -> dt.date:
    return dt.date.today()


_FORMS = {
    "enter": "What is our work together for?",
    "c": "Proposed, and not agreed by all yet",
    "g": "What we want",
    "l enter": "What works between us?",
    "t": "Whom this is between",
    "question_mark": "Agree to these words",
}
"""Keys that show a form, and words that it shows."""


async def test_every_command_of_the_registry_does_something(tmp_path: Path) -> None:
    async with agreeing(kept(tmp_path, agreement())) as anna:
        assert isinstance(anna.app.screen, AllianceScreen)
        assert set(anna.app.screen.commands) == {one.id for one in in_context("alliance")}


async def test_an_agreement_is_begun_with_two_names_and_plain_questions(tmp_path: Path) -> None:
    path = tmp_path / "alliance.toml"
    async with agreeing(path) as anna:
        await anna.sees("Whom this is between")
        assert not path.exists()
        await anna.type("Anna, Maria")
        await anna.press("enter")
        await anna.sees("What is our work together for?")
        await anna.type("To listen better")
        await anna.press("ctrl+j")
        await anna.type("and wait")
        await anna.press("enter")
        await anna.sees("What does each of us want to learn?")
        await anna.press("enter", "escape")
        await anna.sees("A proposal, not agreed yet by Anna and Maria")
        await until(anna.pilot, lambda: anna.on_the_disk.agreement.purpose != "")
        assert anna.on_the_disk.agreement == AgreementTexts(purpose="To listen better\nand wait")
        assert anna.on_the_disk.begun == today()


async def test_whoever_only_looks_begins_nothing(tmp_path: Path) -> None:
    async with agreeing(tmp_path / "alliance.toml") as anna:
        await anna.press("escape")
        await anna.sees("Nothing is agreed here yet")
        await anna.press("a")
        await anna.sees("Say first whom it is between")
        await anna.press("ctrl+q")
    assert list(tmp_path.iterdir()) == []


async def test_each_agrees_by_name_with_the_day(tmp_path: Path) -> None:
    async with agreeing(kept(tmp_path, agreement(agreed={}))) as pair:
        await pair.press("a", "enter")
        await pair.sees("not agreed yet by Maria · agreed: Anna")
        await pair.press("a")
        await pair.sees("Who sits here")
        await pair.press("enter")
        await pair.sees("Agreed: Anna")
        assert pair.on_the_disk.agreed == {"Anna": today(), "Maria": today()}
        await pair.press("a")
        await pair.sees("All have agreed")


async def test_a_changed_text_is_a_proposal_that_says_what_was_before(tmp_path: Path) -> None:
    async with agreeing(kept(tmp_path, agreement())) as anna:
        await anna.press("enter")
        await anna.type(" Often.")
        await anna.press("escape")
        await anna.sees("1 change since")
        assert anna.on_the_disk.agreed == {}
        assert anna.on_the_disk.earlier[0].agreement == WORDS
        await anna.press("c")
        await anna.sees("not said. Often.")
        await anna.sees("before")
        await anna.press("escape", "u")
        await anna.sees("Agreed: Anna 2026-11-02")
        assert anna.on_the_disk == agreement()
        await anna.press("ctrl+r")
        await anna.sees("1 change since")


async def test_leaving_at_once_after_typing_loses_nothing(tmp_path: Path) -> None:
    path = kept(tmp_path, agreement())
    async with agreeing(path) as anna:
        await anna.press("enter")
        await burst(anna.pilot, "!", "?", "ctrl+q")
        await until(anna.pilot, lambda: not anna.app.is_running)
    assert load_alliance(path).agreement.purpose == f"{WORDS.purpose}!?"


async def test_the_others_look_is_covered_until_ones_own_is_written(tmp_path: Path) -> None:
    async with agreeing(kept(tmp_path, rich_agreement())) as anna:
        await anna.sees("Maria  has written. Each writes before reading the other")
        assert not anna.shows("We stay with silence")
        await anna.press("l")
        await anna.sees("Who sits here?")
        await anna.press("enter")
        await anna.sees("What works between us?")
        await anna.type("You wait")
        await anna.press("escape")
        await anna.sees("We stay with silence")
        await anna.sees("You wait")
        first, second = anna.on_the_disk.looks
        assert (first.by, first.date, first.works) == ("Anna", LOOK.date, "You wait")
        assert second == LOOK


async def test_a_goal_is_written_looked_at_with_moments_and_taken_out(tmp_path: Path) -> None:
    session(tmp_path)
    path = kept(tmp_path, agreement())
    async with agreeing(path) as anna:
        await anna.press("g")
        await anna.type("Silence")
        await anna.press("tab")
        await anna.type("three a session")
        await anna.press("tab")
        await anna.type("31.1.2027")
        await anna.press("escape")
        await anna.sees("three a session")
        goal = anna.on_the_disk.goals[0]
        assert (goal.id, goal.text, goal.until) == ("g1", "Silence", dt.date(2027, 1, 31))
        await anna.press("o", "enter")
        await anna.sees("How do you see it today?")
        assert "\n".join(anna.lines).count("I cannot say") == 1
        await anna.press("down", "enter")
        await anna.sees("Which moments show it?")
        await anna.sees("You waited, and it opened.")
        await anna.press("down", "space", "enter")
        await anna.sees("more than hoped for")
        (look,) = anna.on_the_disk.goals[0].looks
        assert (look.level, look.by, look.date) == (1, "Anna", today())
        assert look.moments == ("a" * 32 + "#m2",)
        await anna.press("x")
        await anna.misses("three a session")
        await anna.press("u")
        await anna.sees("three a session")


async def test_a_goal_is_read_whole_and_no_day_is_told_before_it_is_closed(tmp_path: Path) -> None:
    async with agreeing(kept(tmp_path, agreement(goals=(GOAL,)))) as anna:
        await anna.sees("much less: long ones only · less: some short")
        await anna.press("end", "enter", "tab", "tab")
        await anna.type("x")
        await anna.press("escape")
        await anna.sees("This is no day")
        await anna.press("escape")
        await anna.sees("until 2027-01-31")
        assert anna.on_the_disk.goals == (GOAL,)


async def test_a_direction_has_words_and_the_moments_that_speak_of_it(tmp_path: Path) -> None:
    session(tmp_path)
    async with agreeing(kept(tmp_path, agreement())) as anna:
        await anna.press("d")
        await anna.type("Trusting silence")
        await anna.press("escape")  # which keeps it
        await anna.sees("Directions")
        await anna.press("s")
        await anna.sees("You waited, and it opened.")
        await anna.press("space", "down", "space", "enter")
        await anna.sees("Trusting silence  2 moments")
        (direction,) = anna.on_the_disk.directions
        assert len(direction.moments) == 2


async def test_the_others_copy_is_merged_and_a_conflict_is_chosen(tmp_path: Path) -> None:
    theirs = SetTexts(agreement=replace(WORDS, purpose="To ask less"), on=DAY).apply(agreement())
    theirs = replace(theirs, looks=(LOOK,))
    sent = kept(tmp_path, theirs, "alliance (1).toml")
    ours = SetTexts(
        agreement=replace(WORDS, purpose="To ask better", practical="Weekly"), on=DAY
    ).apply(agreement())
    before = sent.read_bytes()
    async with agreeing(kept(tmp_path, ours)) as anna:
        await anna.press("m")
        await anna.sees("alliance (1).toml")
        await anna.press("enter")
        await anna.sees("What this is for · 1 of 1")
        await anna.sees("To ask less")
        await anna.press("escape")
        await anna.sees("Nothing was merged")
        assert anna.on_the_disk == ours
        await anna.press("m", "enter", "right")
        await anna.sees("is merged")
        merged = anna.on_the_disk
        assert (merged.agreement.purpose, merged.agreement.practical) == ("To ask less", "Weekly")
        assert merged.looks == (LOOK,)
        await anna.press("u")
        await until(anna.pilot, lambda: anna.on_the_disk == ours)
    assert sent.read_bytes() == before


async def test_two_agreements_of_one_pair_are_said_and_brought_together(tmp_path: Path) -> None:
    kept(
        tmp_path, replace(agreement(), id="b2", agreement=AgreementTexts(purpose="Apart")), "b.toml"
    )
    async with agreeing(kept(tmp_path, agreement())) as anna:
        assert "lies here: b.toml" in anna.document.notices[0]
        await anna.press("m", "enter")
        await anna.sees("Two agreements, begun apart")
        await anna.press("home", "enter")
        await anna.sees("is merged")
        assert [one.id for one in anna.on_the_disk.earlier] == ["b2"]


async def test_a_file_open_elsewhere_is_read_and_not_written(tmp_path: Path) -> None:
    path = kept(tmp_path, agreement())
    before = path.read_bytes()
    async with agreeing(path), agreeing(path) as other:
        await other.sees("read-only")
        await other.press("enter")
        assert not isinstance(other.app.screen, QuestionsScreen)
    assert path.read_bytes() == before


async def test_hostile_words_are_only_shown(tmp_path: Path) -> None:
    words = AgreementTexts(purpose=HOSTILE)
    look = AllianceLook(date=DAY, by=HOSTILE, works=HOSTILE)
    hostile = agreement(between=(HOSTILE, "Maria"), agreed={}, agreement=words, looks=(look,))
    async with agreeing(kept(tmp_path, hostile)) as anna:
        await anna.sees("[@click=app.bell]go[/]")
        await anna.press("c", "escape", "l", "escape", "question_mark", "escape", "t", "escape")
        assert isinstance(anna.app.screen, AllianceScreen)


async def test_the_list_of_a_folder_opens_it_and_says_when_to_look_again(tmp_path: Path) -> None:
    path = kept(tmp_path, agreement(review_on=DAY))
    session(tmp_path)
    async with visiting(tmp_path) as person:
        await person.sees("Anna and Maria: time to look at your agreement again, since 2026-11")
        await person.press("a")
        assert person.choices == [OpenRequest("alliance", path)]
    kept(tmp_path, agreement(review_on=DAY, looks=(LOOK,)))
    async with visiting(tmp_path, opens=True) as person:
        await person.sees("1 recording")
        await person.press("a")
        await person.sees("To listen better, and to trust")
        await person.press("ctrl+q")
        await person.sees("1 recording")
        assert not person.shows("time to look at your agreement")


async def test_of_several_agreements_one_is_chosen(tmp_path: Path) -> None:
    kept(tmp_path, agreement())
    jos = kept(tmp_path / "jo", agreement(id="b2", between=("Anna", "Jo"), review_on=DAY))
    async with visiting(tmp_path) as person:
        await person.sees("Anna and Jo: time to look")
        await person.press("a")
        await person.sees("Anna and Jo (jo/alliance.toml)")
        await person.press("down", "enter")
        assert person.choices == [OpenRequest("alliance", jos)]


async def test_what_it_is_for_stands_quietly_over_the_feedback(tmp_path: Path) -> None:
    kept(tmp_path, agreement())
    async with replaying(session(tmp_path)) as coach:
        await coach.sees("What this is for: To listen better, and to trust what is not said.")


async def test_what_it_is_for_stands_quietly_over_the_review(tmp_path: Path) -> None:
    kept(tmp_path, agreement())
    session(tmp_path)
    mentors_review(tmp_path)
    async with reviewing(app_on(tmp_path / "talk.wav")) as mentor:
        await mentor.sees("What this is for: To listen better, and to trust what is not said.")


@pytest.mark.parametrize("size", SIZES, ids=by_size)
async def test_the_page_looks_as_before(
    tmp_path: Path, looks_as_before: Looks, size: tuple[int, int]
) -> None:
    changed = SetTexts(agreement=replace(WORDS, safety="Nothing leaves"), on=dt.date(2026, 11, 25))
    alliance = changed.apply(rich_agreement(review_on=dt.date(2099, 2, 1)))
    async with agreeing(kept(tmp_path, alliance), size) as anna:
        await looks_as_before(anna.pilot)


@pytest.mark.parametrize("size", SIZES, ids=by_size)
@pytest.mark.parametrize("keys", [*_FORMS])
async def test_its_forms_look_as_before(
    tmp_path: Path, looks_as_before: Looks, size: tuple[int, int], keys: str
) -> None:
    alliance = rich_agreement(agreed={"Anna": DAY}, review_on=dt.date(2099, 2, 1))
    look = replace(LOOK, date=dt.date(2026, 11, 21))
    async with agreeing(kept(tmp_path, replace(alliance, looks=(look,))), size) as anna:
        await anna.press(*keys.split())
        await anna.sees(_FORMS[keys])
        await until(anna.pilot, lambda: anna.app.focused is not None or keys == "question_mark")
        await looks_as_before(anna.pilot)


@pytest.mark.parametrize("size", SIZES, ids=by_size)
async def test_a_conflict_looks_as_before(
    tmp_path: Path, looks_as_before: Looks, size: tuple[int, int]
) -> None:
    text = "We meet every week, for an hour, and each of us brings what was hard. " * 3
    theirs = agreement(agreement=replace(WORDS, practical=text), agreed={})
    kept(tmp_path, theirs, "alliance (1).toml")
    async with agreeing(kept(tmp_path, agreement(agreed={})), size) as anna:
        await anna.press("m", "enter")
        await anna.sees("Practical matters")
        await looks_as_before(anna.pilot)


@pytest.mark.parametrize("size", SIZES, ids=by_size)
async def test_the_moments_of_a_direction_look_as_before(
    tmp_path: Path, looks_as_before: Looks, size: tuple[int, int]
) -> None:
    session(tmp_path)
    trust = Direction(text="Trusting silence")
    async with agreeing(kept(tmp_path, agreement(directions=(trust,))), size) as anna:
        await anna.press("end", "s")
        await anna.sees("You waited, and it opened.")
        await anna.press("down", "space")
        await anna.sees("● ")
        await looks_as_before(anna.pilot)
