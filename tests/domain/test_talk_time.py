"""Talk time, silences and monologues, described."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionlens.domain.talk_time import Monologue, Stretch, TalkTime, describe, talk_time
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

    assert client.longest == Monologue(12.5, 57)
    assert coach.longest == Monologue(0, 10)


@pytest.mark.parametrize("breaker", ["Client", "Coach"])
def test_a_silence_breaks_a_monologue_whoever_ends_it(breaker: str) -> None:
    talk = talk_time(
        conversation(("Client", 0, 4), ("Client", 5, 8), (breaker, 85, 85.5), ("Client", 86, 91))
    )

    client = next(share for share in talk.shares if share.speaker == "Client")
    assert client.turns == 1
    assert client.longest == Monologue(0, 7)


def test_a_pause_that_is_no_silence_is_no_speech_either() -> None:
    (share,) = talk_time(conversation(("Client", 0, 4), ("Client", 5.5, 8), (None, 9, 9))).shares

    assert share.longest == Monologue(0, share.seconds)


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
        "Speech takes 00:07; longest without a break 00:07 at 00:01",
        "No silence of two seconds or more",
    ]


def test_an_empty_transcript() -> None:
    assert talk_time(Transcript()) == TalkTime()
    assert describe(TalkTime()) == []


Part = tuple[str | None, int, int]
"""Who speaks, from when and how long, in whole seconds, so that nothing is rounded."""


@given(
    st.lists(
        st.tuples(st.sampled_from(["A", "B", None]), st.integers(0, 120), st.integers(0, 9)),
        max_size=20,
    )
)
def test_figures_fit_together(parts: list[Part]) -> None:
    talk = talk_time(conversation(*((name, at, at + length) for name, at, length in parts)))

    spoken = [(name or "", at, length) for name, at, length in parts if length]
    assert [share.speaker for share in talk.shares] == list(dict.fromkeys(n for n, *_ in spoken))
    whole = sum(share.seconds for share in talk.shares)
    for share in talk.shares:
        mine = [one for one in spoken if one[0] == share.speaker]
        assert share.seconds == len(seconds_of(mine))
        assert share.part == share.seconds / whole
        assert 1 <= share.turns <= len(mine)
        assert share.longest.start in [at for _, at, _ in mine]
        assert share.longest.seconds <= share.seconds
    assert [(one.start, one.end) for one in talk.silences] == gaps_in(seconds_of(spoken))


def seconds_of(parts: list[tuple[str, int, int]]) -> set[int]:
    """Every second in which one of the parts is heard."""
    return {second for _, at, length in parts for second in range(at, at + length)}


def gaps_in(heard: set[int]) -> list[tuple[int, int]]:
    """From when to when nothing is heard for two seconds or more."""
    return [(one + 1, other) for one, other in pairwise(sorted(heard)) if other - one > 2]
