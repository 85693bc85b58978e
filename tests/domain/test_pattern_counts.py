"""Patterns count what was marked, whatever the order in which the files come."""

import datetime as dt
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from sessionlens.domain.intention import Intention
from sessionlens.domain.marker import Rating
from sessionlens.domain.outcomes import LookBack, outcomes_of
from sessionlens.domain.pattern_words import cell_in_signs, heading
from sessionlens.domain.patterns import (
    MarkerEvidence,
    Patterns,
    RubricNames,
    SessionEvidence,
    SessionViews,
    patterns_of,
)
from sessionlens.domain.review import RecordingRef, Session

NAMES = {"presence": "Presence", "listening": "Listening", "agreement": "Agreement"}
COMPETENCIES = RubricNames("small", "Small", "1", "rated", {"seen": "Seen"}, NAMES)
TAGS = RubricNames("eyes", "Eyes", "1", "tags", {}, {"client": "The client", "coach": "The coach"})


def evidence(
    day: int, *markers: MarkerEvidence, rubric: RubricNames = COMPETENCIES, **more: object
) -> SessionEvidence:
    fields: dict[str, object] = {
        "file": f"talk{day}.feedback.toml",
        "title": f"Session {day}",
        "date": dt.date(2026, 1, day),
        "coach": "Anna",
        "client": "Robin",
        "reviewer": "Maria",
        "noted": dt.datetime(2026, 2, day, tzinfo=dt.UTC),
    }
    return SessionEvidence(rubric=rubric, markers=markers, **{**fields, **more})  # type: ignore[arg-type]


MARKERS = st.lists(
    st.builds(
        MarkerEvidence,
        id=st.uuids().map(str),
        start=st.integers(0, 10**7),
        competencies=st.lists(
            st.sampled_from([*NAMES, "of-another-edition"]), unique=True, max_size=3
        ).map(tuple),
        rating=st.sampled_from(["strength", "growth", "question", None]),
    ),
    max_size=12,
).map(tuple)
Made = list[tuple[int, tuple[MarkerEvidence, ...], tuple[MarkerEvidence, ...] | None, RubricNames]]
RUBRICS = st.sampled_from([COMPETENCIES, TAGS])
VIEWS = st.lists(st.tuples(st.integers(1, 28), MARKERS, st.none() | MARKERS, RUBRICS), max_size=6)


def views(made: Made) -> list[SessionViews]:
    return [
        SessionViews(
            evidence(day, *mentors, rubric=rubric, file=f"{number}.toml"),
            None if own is None else evidence(day, *own, rubric=rubric),
        )
        for number, (day, mentors, own, rubric) in enumerate(made)
    ]


@given(VIEWS)
def test_the_counts_add_up_to_what_was_marked(made: Made) -> None:
    sessions = views(made)
    patterns = patterns_of(sessions)
    for number, session in enumerate(patterns.sessions):
        cells = [c.cells[number] for rubric in patterns.rubrics for c in rubric.competencies]
        mentors = session.mentors.markers if session.mentors else ()
        own = session.own.markers if session.own else ()
        assert sum(cell.mentors.marked for cell in cells) == sum(
            len(marker.competencies) for marker in mentors
        )
        counted = sum(cell.own.marked for cell in cells if cell.own)
        assert counted == sum(len(marker.competencies) for marker in own)
    assert len(patterns.sessions) == len(sessions)
    assert all(
        len(competency.cells) == len(sessions)
        for rubric in patterns.rubrics
        for competency in rubric.competencies
    )


@given(VIEWS, st.randoms(use_true_random=False))
def test_it_does_not_matter_in_which_order_files_are_found(made: Made, chance: Random) -> None:
    sessions = views(made)
    shuffled = list(sessions)
    chance.shuffle(shuffled)
    assert patterns_of(shuffled) == patterns_of(sessions)
    days = [session.main.day for session in patterns_of(shuffled).sessions]
    assert days == sorted(days)


def marked(
    *competencies: str, rating: Rating | None = None, at: int = 0, id: str = "m1"
) -> MarkerEvidence:
    return MarkerEvidence(id, at, competencies, rating)


def small() -> Patterns:
    return patterns_of(
        [
            SessionViews(
                evidence(
                    3,
                    marked("presence", rating="strength"),
                    marked("presence", rating="question", at=9, id="m2"),
                    client="Kim",
                    stays=frozenset(["m1"]),
                ),
                evidence(3, marked("presence", rating="growth")),
            ),
            SessionViews(evidence(1, marked("listening"), verdicts={"listening": "seen"})),
            SessionViews(evidence(2, marked("client"), rubric=TAGS)),
            SessionViews(evidence(4, marked("client", "coach"), rubric=TAGS, client="Kim")),
        ]
    )


def test_both_views_stand_side_by_side_and_never_in_one_count() -> None:
    presence = small().rubrics[0].competencies[0]
    assert [cell_in_signs(cell) for cell in presence.cells] == ["", "", "1+ 1? (1-)", ""]


def test_rubrics_stay_apart_and_each_says_what_never_appeared() -> None:
    rated, tags = small().rubrics
    assert (rated.sessions, tags.sessions) == ((0, 2), (1, 3))
    assert [competency.id for competency in rated.never] == ["agreement"]
    assert tags.never == ()


def test_a_tag_that_comes_back_is_told_by_relationship() -> None:
    (tag,) = small().tags
    assert (tag.title, tag.clients) == ("The client", (("Kim", (3,)), ("Robin", (1,))))
    assert tag.across


def test_a_moment_to_stay_with_is_one_the_coach_chose_or_the_mentor_asked_about() -> None:
    assert [(moment.marker.id, moment.why) for moment in small().to_stay_with] == [
        ("m1", "chosen to stay with"),
        ("m2", "a question"),
    ]


def test_clients_spelled_differently_are_one() -> None:
    patterns = patterns_of(
        [
            SessionViews(evidence(1, client="Client-A")),
            SessionViews(evidence(2, client="client a")),
            SessionViews(evidence(3, client="")),
        ]
    )
    assert patterns.clients == {"": (2,), "Client-A": (0, 1)}


def test_editions_of_one_rubric_are_one_table_that_names_both() -> None:
    newer = RubricNames("small", "Small", "2", "rated", {}, {"presence": "Being there"})
    patterns = patterns_of(
        [SessionViews(evidence(1, marked("listening"))), SessionViews(evidence(2, rubric=newer))]
    )
    (rubric,) = patterns.rubrics
    assert rubric.title == "Small, editions 1 and 2"
    titles = [competency.title for competency in rubric.competencies]
    assert titles == ["Being there", "Listening", "Agreement"]
    assert heading(patterns) == "Anna · 2 sessions · 2026-01-01 to 2026-01-02"


def test_an_intention_is_told_with_what_became_of_it() -> None:
    before = evidence(1)
    heard = MarkerEvidence("m7", 61_000, ("presence",), "strength", "r1")
    patterns = patterns_of([SessionViews(before), SessionViews(evidence(5, heard))])
    session = Session(title="Session 1", date=dt.date(2026, 1, 1), coach="Anna", reviewer="Maria")
    intention = Intention(
        id="r1",
        review="v1",
        text="Three breaths",
        until=dt.date(2026, 2, 1),
        session=session,
        recording=RecordingRef(file="talk1.wav", sha256="1"),
        noted=dt.datetime(2026, 1, 2, tzinfo=dt.UTC),
    )
    later = Session(title="Session 5", date=dt.date(2026, 1, 5), coach="anna", role="coach")
    back = LookBack(later, RecordingRef(file="talk5.wav", sha256="5"), "Twice")
    (outcome,) = outcomes_of(patterns, [intention], [back])
    assert (outcome.since, outcome.became) == ("2026-01-01", "Twice")
    assert [(moment.session, moment.marker.id) for moment in outcome.heard] == [(1, "m7")]
