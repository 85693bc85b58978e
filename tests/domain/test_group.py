"""What several people noticed in one session, brought together by time."""

import datetime as dt
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from samples import RUBRIC, marker

from sessionlens.domain.feedback import Feedback
from sessionlens.domain.group import Group, GroupMoment, Observer, bring_together
from sessionlens.domain.marker import Marker
from sessionlens.domain.matching import code, match
from sessionlens.domain.review import RecordingRef, Session
from sessionlens.library.assigning import assign

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)


def observer(name: str, *markers: Marker, number: int = 0, rubric: str = "small") -> Observer:
    """Somebody with these markers; `number` tells apart those without a name."""
    return Observer(
        name,
        Feedback(
            id="f",
            review=f"review of {name}{number}",
            exported=NOW,
            session=Session(reviewer=name),
            recording=RecordingRef(file="talk.wav"),
            markers=markers,
            rubric=replace(RUBRIC, id=rubric),
        ),
    )


def group(*observers: Observer, tolerance: float = 2.0) -> Group:
    return bring_together(observers, RUBRIC, assign, tolerance)


def seen(moment: GroupMoment) -> list[tuple[int, str]]:
    return [(sighting.observer, sighting.marker.id) for sighting in moment.seen]


@st.composite
def observers(draw: st.DrawFn) -> list[Observer]:
    """Two to five people, some without a name, whose moments lie close together."""
    drawn = draw(
        st.lists(
            st.lists(
                st.tuples(st.integers(0, 60), st.sampled_from(["listens", "asks", "goal", None])),
                max_size=5,
            ),
            min_size=2,
            max_size=5,
        )
    )
    names = draw(st.lists(st.sampled_from(["", "Jan", "Lea", "maria", "Maria"]), min_size=5))
    return [
        observer(
            names[number],
            *(
                marker(n, start=at / 10, **{"phase" if about == "goal" else "competency": about})
                for n, (at, about) in enumerate(marked)
            ),
            number=number,
        )
        for number, marked in enumerate(drawn)
    ]


def may_be_one(a: GroupMoment, b: GroupMoment, tolerance: float) -> bool:
    """Whether nothing speaks against the two being one moment."""
    markers = [sighting.marker for sighting in (*a.seen, *b.seen)]
    starts = [made.start.milliseconds for made in markers]
    return (
        {who for who, _ in a.seen}.isdisjoint(who for who, _ in b.seen)
        and max(starts) - min(starts) <= tolerance * 1000
        and len({made.phase is None for made in markers}) == 1
    )


@given(observers(), st.randoms(), st.integers(0, 30))
def test_it_is_the_same_in_whatever_order_the_reviews_are_given(
    people: list[Observer], random: object, tenths: int
) -> None:
    shuffled = list(people)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert group(*people, tolerance=tenths / 10) == group(*shuffled, tolerance=tenths / 10)


@given(observers(), st.integers(0, 30))
def test_every_marker_is_in_one_moment_and_no_moment_is_left_apart(
    people: list[Observer], tenths: int
) -> None:
    together = group(*people, tolerance=tenths / 10)
    there = [sighting for moment in together.moments for sighting in seen(moment)]
    made = [
        (number, own.id)
        for number, person in enumerate(together.observers)
        for own in person.feedback.markers
    ]
    assert sorted(there) == sorted(made)
    for moment in together.moments:
        starts = [sighting.marker.start.milliseconds for sighting in moment.seen]
        assert max(starts) - min(starts) <= tenths * 100
        assert len({who for who, _ in moment.seen}) == len(moment.seen)
    begin = [moment.start for moment in together.moments]
    assert begin == sorted(begin)
    for a, b in combinations(together.moments, 2):
        assert not may_be_one(a, b, tenths / 10)


@given(observers().map(lambda people: people[:2]), st.integers(0, 30))
def test_of_two_it_is_what_they_are_matched_to(people: list[Observer], tenths: int) -> None:
    together = group(*people, tolerance=tenths / 10)
    first, second = (
        sorted(own.feedback.markers, key=lambda one: (one.start, one.id))
        for own in together.observers
    )
    pairs = match(first, second, tenths / 10, assign)
    both = [{sighting.marker.id for sighting in moment.seen} for moment in together.by_all]
    assert len(both) == len(pairs)
    same = sum(code(first[i]) == code(second[j]) for i, j in pairs)
    assert sum(len(moment.codes) == 1 for moment in together.by_all) == same


@settings(max_examples=20)
@given(observers())
def test_moments_are_seen_by_all_by_several_or_by_one(people: list[Observer]) -> None:
    together = group(*people)
    parts = [*together.by_all, *together.by_several, *together.by_one]
    assert sorted(map(seen, parts)) == sorted(map(seen, together.moments))


def test_three_who_saw_the_same_are_one_moment() -> None:
    together = group(
        observer("Maria", marker(1, 10.0, competency="asks")),
        observer("Jan", marker(1, 11.2, competency="asks"), marker(2, 30.0)),
        observer("Lea", marker(1, 10.6, competency="asks")),
    )
    (moment,) = together.by_all
    assert [sighting.marker.start for sighting in moment.seen] == [11.2, 10.6, 10.0]
    assert moment.start == 10.0
    assert [own.name for own in together.observers] == ["Jan", "Lea", "Maria"]
    assert len(together.by_one) == 1


def test_moments_do_not_hang_together_in_a_chain() -> None:
    together = group(
        observer("A", marker(1, 10.0)), observer("B", marker(1, 11.5)), observer("C", marker(1, 13))
    )
    assert [len(moment.seen) for moment in together.moments] == [2, 1]


def test_the_same_code_comes_before_a_nearer_moment() -> None:
    together = group(
        observer("A", marker(1, 10.0, competency="asks")),
        observer("B", marker(1, 10.1, competency="listens"), marker(2, 11.9, competency="asks")),
        observer("C", marker(1, 11.0, competency="asks")),
    )
    assert [seen(moment) for moment in together.by_all] == [[(0, "m1"), (1, "m2"), (2, "m1")]]


def test_with_other_rubrics_only_one_code_is_the_same_moment() -> None:
    asked = marker(1, 10.0, competency="asks")
    heard = marker(1, 10.0, competency="listens")
    assert len(group(observer("A", asked), observer("B", heard)).moments) == 1
    other = observer("B", heard, rubric="other")
    assert len(group(observer("A", asked), other).moments) == 2
    assert len(group(observer("A", heard), other).moments) == 1


def test_who_has_no_name_has_a_number() -> None:
    people = [observer("", number=n) for n in range(2)]
    together = group(*people, observer("Observer 2"), observer("Anna"))
    names = [own.name for own in together.observers]
    assert names == ["Anna", "Observer 2", "observer 3", "observer 4"]
    clashing = group(observer("", number=1), observer("observer 2"))
    assert [own.name for own in clashing.observers] == ["observer 2", "observer 3"]


def test_what_each_noticed_is_counted_and_summed_up_nowhere() -> None:
    together = group(
        observer("A", marker(1, 1, competency="asks"), marker(2, 9, competency="asks")),
        observer("B", marker(1, 1, competency="unheard-of")),
        observer("C"),
    )
    counts = [(one.title, one.noticed) for one in together.competencies]
    assert counts == [("Asks", (2, 0, 0)), ("unheard-of", (0, 1, 0))]
