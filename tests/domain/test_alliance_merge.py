"""Two copies of an agreement become one: nothing of either is lost, and people choose."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from agreements import DAY, agreed_alliance, alliance, alliances, copies
from hypothesis import given
from msgspec import structs
from msgspec.structs import replace

from sessionlens.domain.alliance import AgreementTexts, Alliance, AllianceLook, Goal, GoalLook
from sessionlens.domain.alliance_changes import Agree, SetTexts
from sessionlens.domain.alliance_merge import (
    AllianceConflict,
    MergeChoice,
    brought_together,
    conflicts_between,
    merged,
)
from sessionlens.domain.intention import plain_name

LATER = dt.date(2027, 1, 10)


def _ours(_conflict: AllianceConflict) -> MergeChoice:
    return "ours"


def _theirs(_conflict: AllianceConflict) -> MergeChoice:
    return "theirs"


def _both(conflict: AllianceConflict) -> MergeChoice:
    return "both" if conflict.both else "ours"


def _wrote(start: Alliance, **texts: str) -> Alliance:
    return SetTexts(agreement=replace(start.agreement, **texts), on=LATER).apply(start)


def test_what_only_one_has_changed_is_taken_without_a_question() -> None:
    start = agreed_alliance()
    ours, theirs = _wrote(start, purpose="To ask better"), _wrote(start, safety="Nothing leaves")
    assert conflicts_between(ours, theirs) == ()
    new = merged(ours, theirs, _both)
    assert new.agreement.purpose == "To ask better"
    assert new.agreement.safety == "Nothing leaves"
    assert new.agreed == {}
    assert [earlier.agreement for earlier in new.earlier] == [start.agreement]


def test_two_places_that_differ_alike_are_asked_about_once() -> None:
    ours = alliance(goals=tuple(Goal(id=name, text="Silence") for name in ("g1", "g2")))
    theirs = alliance(goals=tuple(Goal(id=name, text="Fewer words") for name in ("g1", "g2")))
    assert conflicts_between(ours, theirs) == (AllianceConflict("Goal", "Silence", "Fewer words"),)


def test_where_both_have_changed_a_text_both_are_shown() -> None:
    start = agreed_alliance()
    ours, theirs = _wrote(start, purpose="To ask better"), _wrote(start, purpose="To be silent")
    (conflict,) = conflicts_between(ours, theirs)
    assert conflict == AllianceConflict("What this is for", "To ask better", "To be silent")
    assert merged(ours, theirs, _theirs).agreement.purpose == "To be silent"
    joined = merged(ours, theirs, _both)
    assert joined.agreement.purpose == "To ask better\n\nTo be silent"
    assert conflicts_between(theirs, joined) == ()


def test_the_other_has_agreed_to_the_same_words_meanwhile() -> None:
    ours = Agree(name="Anna", on=DAY).apply(alliance())
    theirs = Agree(name="Maria", on=LATER).apply(alliance())
    new = merged(ours, theirs, _ours)
    assert new.agreed == {"Anna": DAY, "Maria": LATER}


def test_who_agreed_to_other_words_has_not_agreed() -> None:
    ours, theirs = alliance(), agreed_alliance()
    ours = replace(ours, agreement=replace(ours.agreement, purpose="To ask better"))
    new = merged(ours, theirs, _ours)
    assert new.agreed == {}
    assert new.earlier[-1].agreement == theirs.agreement
    assert merged(ours, theirs, _theirs).agreed == theirs.agreed


def test_two_goals_of_one_id_stay_two_where_both_are_wanted() -> None:
    ours = alliance(goals=(Goal(id="g1", text="Silence"),))
    theirs = alliance(goals=(Goal(id="g1", text="Shorter questions"),))
    new = merged(ours, theirs, _both)
    assert [(goal.id, goal.text) for goal in new.goals] == [
        ("g1", "Silence"),
        ("g2", "Shorter questions"),
    ]


def test_looks_at_a_goal_come_together() -> None:
    def with_look(by: str) -> Alliance:
        look = GoalLook(date=DAY, by=by, level=0, moments=(f"{by}#m1",))
        return alliance(goals=(Goal(id="g1", text="Silence", looks=(look,)),))

    new = merged(with_look("Anna"), with_look("Maria"), _ours)
    assert [look.by for look in new.goals[0].looks] == ["Anna", "Maria"]


def test_other_days_are_chosen_and_cannot_both_stand() -> None:
    ours, theirs = alliance(review_on=DAY), alliance(review_on=LATER)
    (conflict,) = conflicts_between(ours, theirs)
    assert not conflict.both
    assert merged(ours, theirs, _theirs).review_on == LATER


@pytest.mark.parametrize(
    ("theirs", "between", "asked"),
    [
        (("maria", "ANNA"), ("Anna", "Maria"), 0),
        (("Anna", "Maria", "Jo"), ("Anna", "Maria", "Jo"), 0),
        (("Anna", "Maria Berg"), ("Anna", "Maria", "Maria Berg"), 1),
    ],
)
def test_names_are_one_however_they_are_spelled(
    theirs: tuple[str, ...], between: tuple[str, ...], asked: int
) -> None:
    other = alliance(between=theirs)
    assert len(conflicts_between(alliance(), other)) == asked
    assert merged(alliance(), other, _both).between == between


def test_two_agreements_begun_apart_are_brought_together_with_one_kept_whole() -> None:
    look = AllianceLook(date=DAY, by="Maria", works="x")
    other = replace(
        agreed_alliance(looks=(look,)), id="b2", agreement=AgreementTexts(purpose="Another")
    )
    new = brought_together(alliance(), other, LATER)
    assert replace(new, earlier=()) == alliance()
    (whole,) = new.earlier
    assert (whole.id, whole.agreement.purpose, whole.looks) == ("b2", "Another", (look,))
    assert whole.agreed == other.agreed


@given(alliances())
def test_merging_a_copy_that_says_the_same_changes_nothing(copy: Alliance) -> None:
    assert conflicts_between(copy, copy) == ()
    assert merged(copy, copy, _both) == copy


@given(copies())
def test_merging_once_more_changes_nothing(pair: tuple[Alliance, Alliance]) -> None:
    ours, theirs = pair
    once = merged(ours, theirs, _ours)
    assert merged(once, theirs, _ours) == once


@given(copies())
def test_both_sides_come_to_the_same_agreement(pair: tuple[Alliance, Alliance]) -> None:
    ours, theirs = pair
    here, there = merged(ours, theirs, _ours), merged(theirs, ours, _theirs)
    assert _plain(here) == _plain(there)
    assert len(conflicts_between(ours, theirs)) == len(conflicts_between(theirs, ours))


@given(copies())
def test_no_text_of_either_is_lost(pair: tuple[Alliance, Alliance]) -> None:
    ours, theirs = pair
    kept = set(_texts(merged(ours, theirs, _both)))
    for text in (*_texts(ours), *_texts(theirs)):
        assert text in kept


def _texts(value: Any) -> Iterator[str]:
    """Every paragraph that people wrote, wherever it stands, and every moment."""
    if isinstance(value, str):
        yield from (part for part in value.split("\n\n") if part)
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
    elif hasattr(value, "__struct_fields__"):
        for name in value.__struct_fields__:
            if name not in ("id", "between", "by", "agreed", "kind"):
                yield from _texts(getattr(value, name))


def _plain(copy: Alliance) -> Any:
    """An alliance without what two sides may do in their own way: spelling and order."""
    earlier = sorted(
        (
            agreed.date,
            repr(agreed.agreement),
            sorted(map(plain_name, agreed.agreed)),
            sorted((goal.text, goal.measure) for goal in agreed.goals),
        )
        for agreed in copy.earlier
    )
    return {
        **structs.asdict(replace(copy, between=(), goals=(), directions=(), looks=(), earlier=())),
        "agreed": sorted((plain_name(name), day) for name, day in copy.agreed.items()),
        "between": sorted(map(plain_name, copy.between)),
        "goals": sorted(map(repr, copy.goals)),
        "directions": sorted((d.text, sorted(d.moments)) for d in copy.directions),
        "looks": sorted((look.date, plain_name(look.by), look.works) for look in copy.looks),
        "earlier": earlier,
    }
