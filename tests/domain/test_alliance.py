"""An agreement of two people: who agreed to which words, and what was changed since."""

import datetime as dt

import pytest
from agreements import DAY, agreed_alliance, alliance
from msgspec.structs import replace

from sessionlens.domain.alliance import (
    AgreementTexts,
    Alliance,
    AllianceLook,
    Direction,
    Goal,
    GoalLook,
    changed_since_agreed,
    goal_words,
    is_between,
    level_words,
)
from sessionlens.domain.alliance_changes import (
    Agree,
    AllianceEditor,
    BeginAnew,
    LookAtAlliance,
    LookAtGoal,
    RemoveGoal,
    SetDirections,
    SetGoal,
    SetTerms,
    SetTexts,
    new_alliance,
    new_goal_id,
)
from sessionlens.domain.alliance_looks import date_to_look, is_due, readable
from sessionlens.domain.errors import SessionLensError

LATER = dt.date(2027, 1, 10)


def _editor(start: Alliance) -> AllianceEditor:
    return AllianceEditor(start, lambda _saved, _new: None)


def _purpose(text: str) -> SetTexts:
    words = AgreementTexts(purpose=text, safety="Recordings stay here")
    return SetTexts(agreement=words, on=LATER)


def test_both_agree_each_for_themselves_on_a_day() -> None:
    editor = _editor(alliance())
    assert editor.alliance.open_for == ("Anna", "Maria")
    editor.apply(Agree(name="maría", on=DAY))
    assert editor.alliance.agreed == {"Maria": DAY}
    assert list(editor.alliance.open_for) == ["Anna"]
    editor.apply(Agree(name="Anna", on=LATER))
    assert editor.alliance.agreed_by_all


def test_agreeing_again_keeps_the_first_day() -> None:
    editor = _editor(agreed_alliance())
    editor.apply(Agree(name="Anna", on=LATER))
    assert editor.alliance.agreed["Anna"] == DAY


def test_nobody_else_can_agree() -> None:
    with pytest.raises(SessionLensError, match="not one of those"):
        _editor(alliance()).apply(Agree(name="Jo", on=DAY))


def test_other_words_are_a_proposal_and_what_was_agreed_is_kept() -> None:
    editor = _editor(agreed_alliance())
    editor.apply(_purpose("To ask better"))
    now = editor.alliance
    assert now.agreed == {}
    assert now.earlier[-1].agreement.purpose == "To listen better"
    assert now.earlier[-1].agreed == {"Anna": DAY, "Maria": DAY}
    (change,) = changed_since_agreed(now)
    assert (change.heading, change.before, change.now) == (
        "What this is for",
        "To listen better",
        "To ask better",
    )


def test_a_second_change_keeps_the_agreed_words_once() -> None:
    editor = _editor(agreed_alliance())
    editor.apply(_purpose("To ask better"))
    editor.apply(_purpose("To ask less"))
    assert len(editor.alliance.earlier) == 1


def test_whoever_goes_back_to_the_agreed_words_has_them_agreed() -> None:
    start = agreed_alliance()
    editor = _editor(start)
    editor.apply(_purpose("To listen betterr"))
    editor.apply(_purpose("To listen better"))
    assert editor.alliance == start


def test_undoing_a_change_gives_back_who_agreed() -> None:
    editor = _editor(agreed_alliance())
    editor.apply(_purpose("To ask better"))
    editor.undo()
    assert editor.alliance == agreed_alliance()


def test_goals_and_directions_are_agreed_to_and_what_is_seen_of_them_is_not() -> None:
    goal = Goal(id="g1", text="Shorter questions")
    editor = _editor(agreed_alliance(goals=(goal,)))
    look = GoalLook(date=LATER, by="Anna", level=1, moments=("a#m1",))
    editor.apply(LookAtGoal(goal_id="g1", look=look))
    assert editor.alliance.agreed_by_all
    editor.apply(SetGoal(goal=replace(goal, text="Silence"), on=LATER))
    assert not editor.alliance.agreed_by_all
    assert [change.heading for change in changed_since_agreed(editor.alliance)] == ["Goal"]
    editor = _editor(agreed_alliance())
    editor.apply(SetDirections(directions=(Direction(text="Calm"),), on=LATER))
    assert not editor.alliance.agreed_by_all
    assert [change.now for change in changed_since_agreed(editor.alliance)] == ["Calm"]


def test_a_goal_taken_out_is_among_what_was_changed() -> None:
    editor = _editor(agreed_alliance(goals=(Goal(id="g1", text="Silence"),)))
    editor.apply(RemoveGoal(goal_id="g1", on=LATER))
    (change,) = changed_since_agreed(editor.alliance)
    assert (change.before, change.now) == ("Silence", "")
    assert new_goal_id(editor.alliance) == "g2"


def test_what_was_noted_of_a_goal_on_one_day_is_replaced() -> None:
    editor = _editor(alliance(goals=(Goal(id="g1", text="Silence"),)))
    for level in (0, 2):
        look = GoalLook(date=LATER, by="Anna", level=level)
        editor.apply(LookAtGoal(goal_id="g1", look=look))
    assert [look.level for look in editor.alliance.goals[0].looks] == [2]


def test_levels_are_told_in_the_words_that_were_agreed() -> None:
    goal = Goal(id="g1", text="x", levels=("a", "b", "c", "d", ""))
    assert level_words(goal, -2) == "a"
    assert level_words(goal, 2) == "much more than hoped for"
    assert level_words(goal, None) == ""


def test_a_goal_is_told_with_the_levels_that_something_is_written_for() -> None:
    goal = Goal(id="g1", text="Silence", levels=("", "", "+0.5 s, or +0", "", "longer"))
    assert goal_words(goal) == "Silence\nas hoped for: +0.5 s, or +0\nmuch more: longer"


def test_a_new_agreement_keeps_the_old_one_whole() -> None:
    look = AllianceLook(date=DAY, by="Anna", works="Silence")
    start = agreed_alliance(looks=(look,), review_on=LATER)
    editor = _editor(start)
    editor.apply(BeginAnew(on=LATER))
    now = editor.alliance
    assert (now.begun, now.agreed, now.looks, now.review_on) == (LATER, {}, (), None)
    assert now.agreement == start.agreement
    earlier = now.earlier[0]
    assert (earlier.date, earlier.begun, earlier.looks) == (LATER, DAY, (look,))
    assert earlier.agreed == start.agreed


def test_three_can_agree_and_a_name_is_one_person_however_it_is_spelled() -> None:
    three = new_alliance(("Anna", "Maria", "Jo"))
    assert is_between(three, "JO", "ánna")
    assert not is_between(three, "Anna", "Tom")
    assert not is_between(three, "Anna", "")
    with pytest.raises(SessionLensError, match="there twice"):
        new_alliance(("Anna", "anna "))
    with pytest.raises(SessionLensError, match="two people"):
        new_alliance(("Anna", " "))


def test_whoever_joins_has_not_agreed_and_the_others_have() -> None:
    editor = _editor(agreed_alliance())
    editor.apply(
        SetTerms(kind="supervision", between=("Anna", "Maria", "Jo"), begun=DAY, review_on=LATER)
    )
    assert editor.alliance.open_for == ("Jo",)


@pytest.mark.parametrize(
    ("review_on", "looked", "due"),
    [
        (None, None, False),
        (LATER, None, True),
        (LATER + dt.timedelta(1), None, False),
        (LATER, DAY, True),
        (LATER, LATER, False),
        (DAY, DAY + dt.timedelta(3), False),
    ],
)
def test_it_is_time_to_look_again_until_one_has_looked(
    review_on: dt.date | None, looked: dt.date | None, due: bool
) -> None:
    looks = (AllianceLook(date=looked, by="Anna", works="x"),) if looked else ()
    assert is_due(alliance(review_on=review_on, looks=looks), LATER) == due


def test_each_writes_before_reading_the_other() -> None:
    annas = AllianceLook(date=DAY, by="Anna", works="x")
    one_sided = alliance(looks=(annas,))
    assert readable(one_sided, annas, "anna")
    assert not readable(one_sided, annas, "Maria")
    assert not readable(one_sided, annas)
    assert date_to_look(one_sided, "Maria", LATER) == DAY
    assert date_to_look(one_sided, "Anna", LATER) == LATER
    editor = _editor(one_sided)
    editor.apply(LookAtAlliance(look=AllianceLook(date=DAY, by="Maria", works="y")))
    assert readable(editor.alliance, annas, "Maria")
    assert readable(editor.alliance, annas)


def test_looks_written_on_different_days_without_knowing_of_each_other_are_read() -> None:
    annas = AllianceLook(date=DAY, by="Anna", works="x")
    marias = AllianceLook(date=DAY + dt.timedelta(2), by="Maria", works="y")
    both = alliance(looks=(annas, marias))
    assert readable(both, marias, "Anna")
    assert readable(both, annas, "Maria")
    again = replace(marias, date=LATER)
    later = replace(both, looks=(annas, marias, again))
    assert not readable(later, again, "Anna")
    assert not readable(later, again)


def test_whoever_missed_a_look_reads_it_after_the_next() -> None:
    first = AllianceLook(date=DAY, by="Anna", works="x")
    second = replace(first, date=LATER)
    marias = AllianceLook(date=LATER, by="Maria", works="y")
    assert not readable(alliance(looks=(first, second)), first, "Maria")
    assert readable(alliance(looks=(first, second, marias)), first, "Maria")


def test_a_look_without_words_is_none() -> None:
    annas = AllianceLook(date=DAY, by="Anna", works="x")
    editor = _editor(alliance(looks=(annas,)))
    editor.apply(LookAtAlliance(look=replace(annas, works="")))
    assert editor.alliance.looks == ()
