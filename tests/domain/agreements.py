"""Agreements made up by hypothesis, and one to change by hand."""

import datetime as dt

from hypothesis import strategies as st
from msgspec.structs import replace

from sessionlens.domain.alliance import (
    QUESTIONS,
    AgreementTexts,
    Alliance,
    AllianceLook,
    Direction,
    EarlierAgreement,
    Goal,
    GoalLook,
    as_earlier,
)
from sessionlens.domain.alliance_changes import in_order

DAY = dt.date(2026, 11, 2)
TEXTS = st.sampled_from(["", "one", "two", "three", "one\n\ntwo"])
DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31))
NAMES = st.sampled_from(["Anna", "anna", "Maria", "María"])
MOMENTS = st.lists(st.sampled_from(["a#m1", "a#m2", "b#m1"]), unique=True, max_size=2).map(tuple)
WORDS = st.builds(AgreementTexts, **{head.field: TEXTS for head in QUESTIONS})
AGREED = st.dictionaries(st.sampled_from(["Anna", "Maria"]), DAYS)


def alliance(**fields: object) -> Alliance:
    """What Anna and Maria agreed about."""
    return replace(
        Alliance(
            id="a1",
            between=("Anna", "Maria"),
            begun=DAY,
            agreement=AgreementTexts(purpose="To listen better", safety="Recordings stay here"),
        ),
        **fields,
    )


def agreed_alliance(**fields: object) -> Alliance:
    """The same, and both have agreed."""
    return alliance(agreed={"Anna": DAY, "Maria": DAY}, **fields)


@st.composite
def goals(draw: st.DrawFn) -> tuple[Goal, ...]:
    ids = draw(st.lists(st.sampled_from(["g1", "g2", "g3"]), unique=True, max_size=3))
    return tuple(
        Goal(
            id=goal_id,
            text=draw(st.sampled_from(["Shorter questions", "Silence"])),
            measure=draw(st.sampled_from(["", "one breath", "three a session"])),
            until=draw(st.none() | DAYS),
            levels=draw(st.sampled_from([(), ("a", "b", "c", "d", "e"), ("v", "", "x", "", "z")])),
            looks=draw(goal_looks()),
        )
        for goal_id in ids
    )


@st.composite
def goal_looks(draw: st.DrawFn) -> tuple[GoalLook, ...]:
    looks = draw(
        st.lists(
            st.builds(
                GoalLook,
                date=st.sampled_from([DAY, dt.date(2027, 1, 1)]),
                by=st.sampled_from(["Anna", "Maria"]),
                level=st.none() | st.integers(-2, 2),
                moments=MOMENTS,
            ),
            max_size=2,
            unique_by=lambda look: (look.date, look.by, look.level),
        )
    )
    return tuple(
        sorted(
            looks, key=lambda look: (look.date, look.by, -3 if look.level is None else look.level)
        )
    )


@st.composite
def looks(draw: st.DrawFn) -> tuple[AllianceLook, ...]:
    drawn = draw(
        st.lists(
            st.builds(
                AllianceLook,
                date=st.sampled_from([DAY, dt.date(2027, 2, 1)]),
                by=st.sampled_from(["Anna", "Maria"]),
                works=TEXTS,
                avoided=TEXTS,
                change=TEXTS,
                reached=TEXTS,
            ),
            max_size=3,
            unique_by=lambda look: (look.date, look.by),
        )
    )
    return in_order(tuple(drawn))


DIRECTIONS = st.lists(
    st.builds(Direction, text=st.sampled_from(["Trust", "Calm", "Play"]), moments=MOMENTS),
    max_size=3,
    unique_by=lambda direction: direction.text,
).map(tuple)


@st.composite
def earlier_agreements(draw: st.DrawFn) -> EarlierAgreement:
    return EarlierAgreement(
        date=draw(DAYS),
        begun=draw(st.none() | DAYS),
        agreement=draw(WORDS),
        agreed=draw(AGREED),
        goals=draw(goals()),
        directions=draw(DIRECTIONS),
        looks=draw(looks()),
    )


@st.composite
def alliances(draw: st.DrawFn, *, id: str = "a1") -> Alliance:
    return Alliance(
        id=id,
        between=draw(st.sampled_from([("Anna", "Maria"), ("María", "Anna")])),
        begun=draw(st.none() | DAYS),
        review_on=draw(st.none() | DAYS),
        agreement=draw(WORDS),
        agreed=draw(AGREED),
        goals=draw(goals()),
        directions=draw(DIRECTIONS),
        looks=draw(looks()),
        earlier=tuple(
            sorted(
                draw(st.lists(earlier_agreements(), max_size=2, unique_by=lambda one: one.date)),
                key=lambda one: one.date,
            )
        ),
    )


@st.composite
def copies(draw: st.DrawFn) -> tuple[Alliance, Alliance]:
    """Two copies of one agreement: they come from one, which both may have agreed to."""
    start = draw(alliances())
    if draw(st.booleans()):
        start = replace(start, agreed={"Anna": DAY, "Maria": DAY})
    return draw(_changed(start)), draw(_changed(start))


@st.composite
def _changed(draw: st.DrawFn, start: Alliance) -> Alliance:
    if draw(st.booleans()):
        return start
    changed = replace(
        start,
        agreement=draw(WORDS),
        goals=draw(goals()),
        directions=draw(DIRECTIONS),
        looks=draw(looks()),
        agreed=draw(AGREED),
    )
    if start.agreed_by_all:
        kept = replace(as_earlier(start, DAY), looks=(), review_on=None)
        changed = replace(changed, earlier=(*start.earlier, kept), looks=start.looks)
    return changed
