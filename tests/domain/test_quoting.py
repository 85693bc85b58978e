"""A competency mark quotes the coach, whoever is speaking when the key is pressed."""

import random
from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from sessionlens import resources
from sessionlens.domain.marker import Marker
from sessionlens.domain.quoting import (
    coach_among,
    coach_turn,
    competency_marker,
    exchange_around,
    moved,
    quote_at,
)
from sessionlens.domain.review import Session
from sessionlens.domain.timecode import Timecode
from sessionlens.domain.timeline import Timeline
from sessionlens.domain.transcript import Transcript, Utterance
from sessionlens.transcripts.recognise import read_transcript

LAG = 1.5


def utterance_at(start: float, end: float, speaker: str | None, text: str) -> Utterance:
    return Utterance(start=start, end=end, speaker=speaker, text=text)


TALK = Timeline(
    Transcript(
        utterances=(
            utterance_at(0, 6, "Client", "I always write them again"),
            utterance_at(7, 9, "Coach", "So you are a net"),
            utterance_at(9.3, 12, "Coach", "what does it give you"),
            utterance_at(14, 30, "Client", "I am needed"),
            utterance_at(20, 20.6, "Coach", "mm-hm"),
            utterance_at(60, 70, "Client", "I will tell my wife"),
            utterance_at(71, 74, "Coach", "What could pull you back"),
            utterance_at(75, 80, "Client", "Ten o'clock at night"),
        )
    )
)


def heard_at(seconds: float, timeline: Timeline = TALK) -> Marker:
    return competency_marker(timeline, seconds, LAG, "m1", "Coach")


@pytest.mark.parametrize("seconds", [12.5, 14.5, 18.0, 21.5, 26.0])
def test_the_coachs_whole_turn_is_quoted_while_the_client_answers(seconds: float) -> None:
    marker = heard_at(seconds)
    assert (marker.start, marker.last, marker.speaker) == (Timecode(7), 12.0, "Coach")
    assert marker.quote == "So you are a net what does it give you"


def test_what_the_coach_said_long_ago_is_not_what_a_mark_is_about() -> None:
    marker = heard_at(68)
    assert (marker.speaker, marker.quote) == ("Client", "I will tell my wife")


def test_a_turn_that_has_only_just_begun_is_not_the_one_reacted_to() -> None:
    asked = utterance_at(10, 12, "Coach", "and then"), utterance_at(12.5, 14, "Client", "nothing")
    timeline = Timeline(
        Transcript(utterances=(*asked, utterance_at(14.2, 30, "Coach", "when I was")))
    )
    assert heard_at(15.5, timeline).quote == "and then"
    assert heard_at(17, timeline).quote == "when I was"


def test_without_a_transcript_a_mark_is_a_point() -> None:
    marker = heard_at(12.5, Timeline(None))
    assert (marker.start, marker.end, marker.quote) == (Timecode(11), None, "")


def turns_of(transcript: Transcript, coach: str) -> Iterator[list[Utterance]]:
    """The coach's turns: what they say between two utterances of somebody else."""
    turn: list[Utterance] = []
    for utterance in transcript.utterances:
        if utterance.speaker == coach:
            turn.append(utterance)
        elif turn:
            yield turn
            turn = []


def conversation(turns: int, chance: random.Random) -> Transcript:
    """Coach and client in turn, with answers from a second to a minute."""
    utterances: list[Utterance] = []
    at = 0.0
    for number in range(turns):
        coach = number % 2 == 0
        answer = chance.uniform(0.8, 4) if chance.random() < 0.1 else chance.expovariate(1 / 12)
        length = chance.uniform(1.2, 9) if coach else min(4 + answer, 60)
        start = at + chance.uniform(0.2, 2.5)
        at = start + length
        utterances.append(utterance_at(start, at, "Coach" if coach else "Client", f"turn {number}"))
    return Transcript(utterances=tuple(utterances))


@pytest.mark.parametrize("which", ["demo", "300 turns"])
def test_nineteen_of_twenty_marks_quote_the_turn_they_were_meant_for(which: str) -> None:
    chance = random.Random(7)
    if which == "demo":
        sample = resources.sample_folder() / "first-session.transcript.json"
        transcript = read_transcript(sample).transcript
    else:
        transcript = conversation(300, chance)
    timeline = Timeline(transcript)
    turns = list(turns_of(transcript, "Coach")) * 4
    right = 0
    for turn in turns:
        marker = heard_at(turn[-1].end + chance.uniform(0.5, 6.0), timeline)
        right += marker.speaker == "Coach" and marker.quote in " ".join(u.text for u in turn)
    assert right >= 0.95 * len(turns)


@pytest.mark.parametrize(
    ("speakers", "session", "coach"),
    [
        (["Coach", "Client"], Session(), "Coach"),
        (["Sam Lee", "Anna Berg"], Session(coach="Anna"), "Anna Berg"),
        (["Sam", "BERG, ANNA"], Session(coach="Anna Berg"), "BERG, ANNA"),
        (["Coach (Zoom)", "Jo"], Session(), "Coach (Zoom)"),
        (["Sam", "Ann"], Session(), None),
        (["Anna B.", "Anna C."], Session(coach="Anna"), None),
        (["Speaker 1", "Coach"], Session(coach_speaker="Speaker 1"), "Speaker 1"),
        (["Sam"], Session(coach_speaker="gone"), None),
        (["Client", "Zoom user"], Session(coach="Anna"), "Zoom user"),
        (["M.", "Sam"], Session(client="M."), "Sam"),
        ([], Session(coach="Anna"), None),
    ],
)
def test_who_is_the_coach(speakers: list[str], session: Session, coach: str | None) -> None:
    assert coach_among(speakers, session) == coach


def test_moving_the_start_takes_the_quote_along() -> None:
    """Marked on the client's words; the start goes back over the change of speaker."""
    marker = Marker(
        id="m1", start=Timecode(75), end=Timecode(80), competency="asks",
        quote="Ten o'clock at night", speaker="Client",
    )  # fmt: skip
    earlier = replace(marker, start=Timecode(72))
    after = moved(TALK, marker, earlier, "Coach")
    assert (after.quote, after.speaker) == ("What could pull you back", "Coach")
    nobody_known = moved(TALK, marker, earlier, None)
    assert nobody_known.exchange
    assert nobody_known.quote == "Coach: What could pull you back — Client: Ten o'clock at night"
    by_hand = replace(marker, quote_by_hand=True)
    assert moved(TALK, by_hand, replace(by_hand, start=Timecode(72)), "Coach").quote == marker.quote
    typed = replace(marker, quote="something else")
    assert moved(TALK, typed, replace(typed, start=Timecode(72)), "Coach").quote == typed.quote


def test_a_breath_more_does_not_change_who_is_quoted() -> None:
    marker = heard_at(76)
    earlier = replace(marker, start=Timecode(marker.start - 1.2))
    assert moved(TALK, marker, earlier, "Coach").quote == "What could pull you back"


def test_a_marker_over_several_utterances_quotes_them_all() -> None:
    marker = Marker(id="m1", start=Timecode(7), end=Timecode(12))
    quoted = quote_at(TALK, marker, None)
    assert quoted is not None
    assert quoted.quote == "So you are a net what does it give you"
    assert quoted.speaker == "Coach"


def test_question_and_answer_name_both_speakers() -> None:
    exchange = exchange_around(TALK, heard_at(76), "Coach")
    assert exchange is not None
    assert exchange.quote == "Coach: What could pull you back — Client: Ten o'clock at night"
    assert (exchange.start, exchange.end, exchange.exchange) == (71, 80, True)
    answer = Marker(id="m1", start=Timecode(75), end=Timecode(80))
    assert exchange_around(TALK, answer, "Coach") == exchange


def test_nobody_else_nearby_is_no_exchange() -> None:
    alone = Timeline(Transcript(utterances=(utterance_at(0, 4, "Coach", "hello"),)))
    marker = competency_marker(alone, 3, LAG, "m1", "Coach")
    assert exchange_around(alone, marker, "Coach") is None
    assert exchange_around(Timeline(None), marker, None) is None


def test_seven_speakers_and_overlaps() -> None:
    everybody = [utterance_at(i, i + 2.5, f"S{i % 6}", f"words {i}") for i in range(20)]
    utterances = tuple(
        sorted([*everybody, utterance_at(8.2, 9.9, "Coach", "and you")], key=lambda u: u.start)
    )
    timeline = Timeline(Transcript(utterances=utterances))
    assert heard_at(12, timeline).quote == "and you"
    assert len(coach_turn(timeline, 12, LAG, "Coach")) == 1
