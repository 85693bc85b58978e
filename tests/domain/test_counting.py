"""What is counted: further competencies, evidence that counts elsewhere, phases, ratios."""

import datetime as dt

from msgspec.structs import replace
from samples import RUBRIC, TRANSCRIPT, marker, material

from sessionlens.domain.changes import (
    AddMarker,
    RemoveMarker,
    ReplaceMarker,
    ReplaceMarkers,
    SetVerdict,
    StartPhase,
)
from sessionlens.domain.counting import (
    describe_phases,
    evidence_for,
    phase_spans,
    ratios,
    tallies,
)
from sessionlens.domain.feedback import feedback_from
from sessionlens.domain.moments import MomentFilter
from sessionlens.domain.review import Verdict
from sessionlens.domain.rubric import Competency, Indicator, RatioRule, Rubric
from sessionlens.domain.timecode import Timecode
from sessionlens.domain.transcript_changes import RenameSpeakers, SetUtterance
from sessionlens.domain.undo_words import step_words

COUNTING = replace(
    RUBRIC,
    competencies=(
        replace(RUBRIC.competencies[0], counts_for=("asks",)),
        RUBRIC.competencies[1],
        Competency(
            id="presence",
            key="3",
            title="Presence",
            indicators=(Indicator(id="a", text="Waits.", counts_for=("listens",)),),
        ),
    ),
    ratios=(RatioRule(title="Listening to asking", first=("listens",), second=("asks",)),),
)


def test_a_moment_counts_for_all_that_it_shows() -> None:
    markers = (
        marker(1, competency="listens", also=("presence",), rating="strength"),
        marker(2, competency="presence", indicator="a"),
        marker(3, comment="plain"),
        marker(4, competency="gone"),
    )
    counts = tallies(markers, COUNTING)
    assert (counts["listens"].strength, counts["listens"].elsewhere) == (1, 1)
    assert (counts["presence"].strength, counts["presence"].noted) == (1, 1)
    assert (counts["asks"].marked, counts["asks"].elsewhere) == (0, 1)
    assert not counts["asks"].empty
    asks = COUNTING.competencies[1]
    assert [one.id for one in evidence_for(asks, markers, COUNTING)] == ["m1"]
    assert MomentFilter(competency="presence").lets_pass(markers[0])
    assert not MomentFilter(competency="asks").lets_pass(markers[0])


def test_filters_by_rating_and_comment() -> None:
    rated, commented = marker(1, rating="growth"), marker(2, comment="because")
    assert MomentFilter(rating="growth").lets_pass(rated)
    assert not MomentFilter(rating="growth").lets_pass(commented)
    assert MomentFilter(unrated=True).lets_pass(commented)
    assert not MomentFilter(unrated=True).lets_pass(rated)
    assert MomentFilter(commented=False).lets_pass(rated)
    assert not MomentFilter(commented=False).lets_pass(commented)


def test_ratios_of_counts() -> None:
    markers = (marker(1, competency="listens"), marker(2, competency="listens"))
    assert ratios(markers, COUNTING)[0].value is None
    both = (*markers, marker(3, competency="asks"))
    assert ratios(both, COUNTING)[0].value == 2.0


def phase(number: int, start: float, name: str) -> StartPhase:
    return StartPhase(marker(number, start, phase=name, open=True))


def test_starting_a_phase_ends_the_one_that_runs() -> None:
    rubric = Rubric(
        id="grow", title="GROW",
        phases=(RUBRIC.phases[0], replace(RUBRIC.phases[0], id="will", title="Will")),
    )  # fmt: skip
    before = phase(2, 60, "will").apply(phase(1, 10, "goal").apply(material()))
    first, second = before.review.markers
    assert (first.end, first.open, second.open) == (Timecode(60), False, True)
    spans = phase_spans(before.review.markers, 600)
    assert describe_phases(spans, rubric) == ["Goal 00:50: 00:10–01:00", "Will 09:00: 01:00–10:00"]
    assert spans[1].running


def test_a_running_interval_without_a_phase_goes_on() -> None:
    running = material(marker(1, 5, open=True))
    after = phase(2, 60, "goal").apply(running)
    assert after.review.markers[0].open


def test_many_markers_are_recoded_in_one_step() -> None:
    before = material(marker(1, comment="mine"), marker(2))
    recoded = tuple(replace(one, competency="asks") for one in before.review.markers)
    after = ReplaceMarkers(recoded, "recoded").apply(before)
    assert [one.competency for one in after.review.markers] == ["asks", "asks"]
    assert after.review.markers[0].comment == "mine"
    assert step_words(before, after, RUBRIC, "recoded").text == "2 markers: recoded"


def test_quotes_over_several_utterances_follow_corrections_and_names() -> None:
    both = marker(
        1, 1.0, end=Timecode(6), quote="Coach: what brings you — Client: I am tired", exchange=True
    )
    corrected = replace(TRANSCRIPT.utterances[1], text="I am wired")
    after = SetUtterance(1, corrected).apply(material(both))
    assert after.review.markers[0].quote == "Coach: what brings you — Client: I am wired"
    swapped = RenameSpeakers({"Coach": "Client", "Client": "Coach"}).apply(material(both))
    assert swapped.review.markers[0].quote == "Client: what brings you — Coach: I am tired"


def test_undo_says_what() -> None:
    listens = marker(1, 750, competency="listens")

    def words(before: object, change: object) -> str:
        material_before = before
        after = change.apply(material_before)  # type: ignore[attr-defined]
        return step_words(material_before, after, RUBRIC, "label").text  # type: ignore[arg-type]

    assert words(material(), AddMarker(listens)) == "1 Listens at 12:30 made"
    has = material(listens)
    for fields, expected in (
        ({"rating": "strength"}, "rated +"),
        ({"indicator": "b"}, "indicator b"),
        ({"comment": "x"}, "commented"),
        ({"also": ("asks",)}, "also Asks"),
        ({"private": True}, "kept private"),
        ({"exchange": True}, "made an exchange"),
        ({"start": Timecode(749)}, "moved from 12:30.0"),
        ({"quote": "x"}, "quoted anew"),
    ):
        step = words(has, ReplaceMarker(replace(listens, **fields)))
        assert step.endswith(expected)
    assert words(has, RemoveMarker("m1")) == "1 Listens at 12:30 deleted"
    verdict = SetVerdict(Verdict(competency="asks", value="observed"))
    assert words(has, verdict) == "the verdict on 2 Asks"


def test_a_phase_that_runs_lasts_until_the_end_of_what_is_exported() -> None:
    before = phase(1, 10, "goal").apply(material())
    recording = replace(before.review.recording, duration=Timecode(60))
    review = replace(before.review, recording=recording)
    exported = dt.datetime(2026, 11, 3, tzinfo=dt.UTC)
    (goal,) = feedback_from(review, RUBRIC, feedback_id="f", exported=exported).markers
    assert (goal.open, goal.end) == (False, Timecode(60))
