"""Answers, and how they stand to the markers they are about."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from samples import RUBRIC, marker, material

from sessionlens.domain.answer import (
    Answer,
    Reflection,
    Stance,
    answer_fingerprint,
    fingerprint,
)
from sessionlens.domain.feedback import Feedback, feedback_from
from sessionlens.domain.reply import (
    Reply,
    ReplyEditor,
    SetAnswer,
    SetReflection,
    answer_to,
    carrying,
    for_the_reviewer,
    new_reply,
    threads,
    unknown,
)
from sessionlens.domain.review import Response
from sessionlens.domain.timecode import Timecode

NOW = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)


def feedback(*numbers: int) -> Feedback:
    markers = (marker(number, start=number * 10, comment="said") for number in numbers)
    return feedback_from(material(*markers).review, RUBRIC, feedback_id="f", exported=NOW)


def editor(reply: Reply) -> ReplyEditor:
    return ReplyEditor(reply, lambda _saved, _new: None)


@given(
    st.lists(
        st.one_of(
            st.tuples(st.integers(1, 4), st.sampled_from(["agree", "try", None]), st.text()),
            st.just("undo"),
        )
    )
)
def test_undoing_everything_leaves_nothing_and_redoing_brings_all_back(
    steps: list[tuple[int, Stance | None, str] | str],
) -> None:
    content = feedback(1, 2, 3, 4)
    edited = editor(new_reply(content))
    nothing = edited.reply
    for step in steps:
        if isinstance(step, str):
            edited.undo()
            continue
        number, stance, text = step
        answer = answer_to(content.markers[number - 1], edited.reply)
        edited.apply(SetAnswer(replace(answer, stance=stance, text=text)))
        assert len({one.marker for one in edited.reply.answers}) == len(edited.reply.answers)
        assert not any(one.empty for one in edited.reply.answers)
    after = edited.reply
    while edited.undo():
        pass
    assert edited.reply == nothing
    passed = [edited.reply]
    while edited.redo():
        passed.append(edited.reply)
    assert after in passed


def test_an_answer_is_put_in_the_place_of_the_one_before() -> None:
    edited = editor(new_reply(feedback(1, 2)))
    stances: tuple[Stance, ...] = ("agree", "try")
    for stance in stances:
        for name in ("m1", "m2"):
            edited.apply(SetAnswer(Answer(marker=name, stance=stance)))
    edited.apply(SetAnswer(Answer(marker="m1", stance="supervision")))
    assert [(one.marker, one.stance) for one in edited.reply.answers] == [
        ("m1", "supervision"),
        ("m2", "try"),
    ]
    edited.apply(SetAnswer(Answer(marker="m1")))
    assert [one.marker for one in edited.reply.answers] == ["m2"]


def test_a_reflection_is_one_step_to_undo() -> None:
    edited = editor(new_reply(feedback(1)))
    edited.apply(SetReflection(Reflection(take_away="Wait.", until=dt.date(2027, 1, 1))))
    assert edited.undo() == "reflection changed"
    assert edited.reply.reflection.empty


@pytest.mark.parametrize(
    "change",
    [
        {"start": Timecode(11)},
        {"end": Timecode(30)},
        {"comment": "meant otherwise"},
        {"competency": "asks"},
        {"indicator": "a"},
        {"rating": "growth"},
        {"quote": "other words"},
        {"speaker": "Client"},
        {"phase": "goal"},
    ],
)
def test_a_marker_that_changed_since_it_was_answered_is_shown_as_such(
    change: dict[str, object],
) -> None:
    content = feedback(1, 2)
    answers = tuple(
        replace(answer_to(original, new_reply(content)), stance="agree")
        for original in content.markers
    )
    changed = (replace(content.markers[0], **change), content.markers[1])
    by_marker = threads(answers, changed, RUBRIC)
    assert by_marker["m1"].changed
    assert not by_marker["m2"].changed


def test_what_a_coach_cannot_see_in_a_marker_does_not_change_it() -> None:
    commented = marker(1, comment="said \n", speaker=None)
    assert fingerprint(commented) == fingerprint(
        replace(commented, comment="said", open=True, speaker="")
    )


def test_answering_again_is_answering_what_is_there_now() -> None:
    content = feedback(1)
    edited = editor(new_reply(content))
    edited.apply(SetAnswer(replace(answer_to(content.markers[0], edited.reply), stance="agree")))
    changed = replace(content.markers[0], comment="meant otherwise")
    edited.apply(SetAnswer(replace(answer_to(changed, edited.reply), text="Now I see")))
    assert not threads(edited.reply.answers, (changed,), RUBRIC)["m1"].changed
    assert edited.reply.answers[0].stance == "agree"


def test_answers_to_markers_that_are_gone_are_kept_and_listed() -> None:
    content = feedback(1)
    reply = replace(new_reply(content), answers=(Answer(marker="m9", stance="try"),))
    assert [one.marker for one in unknown(reply.answers, content.markers)] == ["m9"]
    edited = editor(reply)
    edited.apply(SetAnswer(Answer(marker="m1", stance="agree")))
    assert [one.marker for one in edited.reply.answers] == ["m9", "m1"]


def test_own_notes_stay_with_the_coach() -> None:
    content = feedback(1, 2)
    reply = replace(
        new_reply(content),
        answers=(
            Answer(marker="m1", stance="try", note="I was tired"),
            Answer(marker="m2", note="only for me"),
        ),
        reflection=Reflection(take_away="Wait."),
    )
    assert for_the_reviewer(reply).answers == (Answer(marker="m1", stance="try"),)
    carried = carrying(content, reply)
    assert carried.answers == (Answer(marker="m1", stance="try"),)
    assert carried.reflection == reply.reflection


def test_an_export_carries_no_answer_to_what_it_does_not_hold() -> None:
    reply = replace(new_reply(feedback(1)), answers=(Answer(marker="m9", stance="try"),))
    assert carrying(feedback(1), reply).answers == ()


def test_a_reply_begun_anew_goes_on_from_the_thread_of_the_feedback() -> None:
    carried = replace(feedback(1), answers=(Answer(marker="m1", text="So it was"),))
    assert new_reply(carried).answer("m1") == Answer(marker="m1", text="So it was")


ANSWERED = Answer(marker="m1", stance="try", text="In the next one")


@pytest.mark.parametrize(
    ("now", "earlier"),
    [
        (ANSWERED, False),
        (replace(ANSWERED, note="mine", seen="0" * 16), False),
        (replace(ANSWERED, text="Never"), True),
        (replace(ANSWERED, stance="differently"), True),
        (replace(ANSWERED, stance=None, text="", note="taken back"), True),
        (None, True),
    ],
)
def test_a_response_stands_under_no_other_words_than_it_was_written_to(
    now: Answer | None, earlier: bool
) -> None:
    response = Response(marker="m1", text="Good", seen=answer_fingerprint(ANSWERED))
    answers = () if now is None else (now,)
    answered = threads(answers, feedback(1).markers, RUBRIC, (response,))["m1"]
    assert (answered.response, answered.earlier) == ("Good", earlier)


def test_a_response_written_by_hand_is_to_the_answer_that_is_there() -> None:
    response = Response(marker="m1", text="Good")
    assert not threads((ANSWERED,), feedback(1).markers, RUBRIC, (response,))["m1"].earlier
    assert threads((), feedback(1).markers, RUBRIC, (response,))["m1"].earlier


def test_a_response_to_a_marker_that_is_not_there_is_nowhere() -> None:
    response = Response(marker="m9", text="Good")
    assert threads((ANSWERED,), feedback(1).markers, RUBRIC, (response,)).keys() == {"m1"}
