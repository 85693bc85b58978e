"""Talk time, silences and monologues, described."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionlens.domain.talk_time import Stretch, TalkTime, describe, talk_time
from sessionlens.domain.transcript import Transcript, Utterance


def conversation(*parts: tuple[str | None, float, float]) -> Transcript:
    return Transcript(
        utterances=tuple(
            Utterance(start=start, end=end, text="…", speaker=speaker)
            for speaker, start, end in parts
        )
    )


COACHING = conversation(
    ("Coach", 0, 10),
    ("Client", 12.5, 40),
    ("Coach", 20, 20.5),  # "mhm"
    ("Client", 40.5, 70),
    ("Coach", 70.5, 80),
    ("Client", 86, 90),
)


def test_seconds_parts_and_turns() -> None:
    coach, client = talk_time(COACHING).shares

    assert (coach.speaker, coach.seconds, coach.turns) == ("Coach", 20.0, 3)
    assert (client.speaker, client.seconds, client.turns) == ("Client", 61.0, 2)
    assert coach.part == pytest.approx(20 / 81)


def test_an_acknowledgement_does_not_end_a_monologue() -> None:
    coach, client = talk_time(COACHING).shares

    assert client.longest == Stretch(12.5, 70)
    assert coach.longest == Stretch(0, 10)


def test_silences_are_where_nobody_speaks() -> None:
    talk = talk_time(COACHING)

    assert talk.silences == (Stretch(10, 12.5), Stretch(80, 86))
    assert talk.silent == 8.5
    assert talk.longest_silence == Stretch(80, 86)


def test_the_description_is_plain() -> None:
    assert describe(talk_time(COACHING)) == [
        "Coach speaks 00:20 (25% of all speech, 3 turns); longest without a break 00:10 at 00:00",
        "Client speaks 01:01 (75% of all speech, 2 turns); longest without a break 00:57 at 00:12",
        "2 silences, 00:08 in all; the longest 6.0 s at 01:20",
    ]


def test_without_names_there_is_still_something_to_tell() -> None:
    assert describe(talk_time(conversation((None, 1, 5), (None, 5.5, 9)))) == [
        "Speech takes 00:07; longest without a break 00:08 at 00:01",
        "No silence of two seconds or more",
    ]


def test_an_empty_transcript() -> None:
    assert talk_time(Transcript()) == TalkTime()
    assert describe(TalkTime()) == []


@given(
    st.lists(
        st.tuples(st.sampled_from(["A", "B", None]), st.floats(0, 500), st.floats(0, 40)),
        max_size=40,
    )
)
def test_figures_fit_together(parts: list[tuple[str | None, float, float]]) -> None:
    transcript = conversation(*((name, start, start + length) for name, start, length in parts))

    talk = talk_time(transcript)

    assert sum(share.part for share in talk.shares) == pytest.approx(1.0 if talk.shares else 0.0)
    for share in talk.shares:
        assert share.seconds + 0.001 > 0
        assert share.turns >= 1
        assert share.longest.seconds >= 0
    assert all(silence.seconds >= 2.0 for silence in talk.silences)
    spoken = [(start, start + length) for _, start, length in parts if length > 0]
    for silence in talk.silences:
        middle = (silence.start + silence.end) / 2
        assert not any(start <= middle <= end for start, end in spoken)
