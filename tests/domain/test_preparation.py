"""What travels of a preparation, and which intention comes back in the next recording."""

import datetime as dt

import pytest

from sessionlens.domain.intention import Intention, intention_for, plain_name
from sessionlens.domain.preparation import Preparation, Share, as_shared, to_send
from sessionlens.domain.review import RecordingRef, Session
from sessionlens.domain.timecode import Timecode

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
THIS = RecordingRef(file="third.m4a", sha256="cc" * 32)


@pytest.mark.parametrize(
    ("share", "least"), [("nothing", ""), ("something", ""), ("all", "I wanted to impress him")]
)
def test_what_one_would_least_like_to_be_known_travels_as_far_as_it_is_shared(
    share: Share, least: str
) -> None:
    own = Preparation(bring="The list", least="I wanted to impress him", share=share, earlier="ok")
    sent = to_send(own)
    assert as_shared(sent) == sent
    assert (sent.bring, sent.least, sent.share, sent.earlier) == ("The list", least, share, "ok")


def test_nothing_is_said_about_what_is_not_there() -> None:
    assert to_send(Preparation(share="something")).share == "nothing"


def intention(
    name: str,
    day: int,
    *,
    coach: str = "Anna",
    reviewer: str = "Maria",
    recording: RecordingRef | None = None,
) -> Intention:
    return Intention(
        id=name,
        review=f"review of {name}",
        text=name,
        until=None,
        session=Session(coach=coach, reviewer=reviewer, date=dt.date(2026, 11, day)),
        recording=recording or RecordingRef(file=f"{name}.m4a", sha256=f"{day:02d}" * 32),
        noted=NOW + dt.timedelta(days=day),
    )


def session(
    coach: str = "Anna", reviewer: str = "Maria", day: int = 20, role: str = "mentor"
) -> Session:
    return Session(coach=coach, reviewer=reviewer, date=dt.date(2026, 11, day), role=role)  # type: ignore[arg-type]


def id_of(chosen: Intention | None) -> str:
    return chosen.id if chosen else ""


def test_the_last_intention_before_the_session_comes_back() -> None:
    all_of_them = [intention("second", 12), intention("first", 5), intention("later", 25)]
    assert id_of(intention_for(session(), THIS, all_of_them)) == "second"


def test_what_was_said_about_this_recording_is_no_earlier_intention() -> None:
    same = intention("same", 12, recording=THIS)
    assert intention_for(session(), THIS, [same]) is None


def test_only_the_same_pair_counts_however_the_names_are_written() -> None:
    others = [intention("another coach", 12, coach="Ben"), intention("other", 12, reviewer="Lea")]
    assert intention_for(session(), THIS, others) is None
    written = [intention("ours", 12, coach="ANNA  ", reviewer="María")]
    assert id_of(intention_for(session(), THIS, written)) == "ours"


def test_a_coach_who_reviews_themselves_sees_their_own_whoever_the_mentor_was() -> None:
    with_lea = intention("with Lea", 12, reviewer="Lea")
    own = session(reviewer="Anna", role="coach")
    assert id_of(intention_for(own, THIS, [with_lea, intention("first", 5)])) == "with Lea"


def test_as_long_as_nobody_is_named_only_one_coach_can_be_meant() -> None:
    nobody = session(coach="", reviewer="")
    assert id_of(intention_for(nobody, THIS, [intention("ours", 12)])) == "ours"
    of_two = [intention("ours", 12), intention("theirs", 12, coach="Ben")]
    assert intention_for(nobody, THIS, of_two) is None


@pytest.mark.parametrize(
    ("name", "plain"), [("  Anna-Lena\tKönig ", "anna lena konig"), ("", ""), ("李 雷", "李 雷")]
)
def test_names_are_compared_without_case_and_accents(name: str, plain: str) -> None:
    assert plain_name(name) == plain


def test_another_encoding_of_this_session_is_no_earlier_one() -> None:
    this = RecordingRef(file="talk.m4a", sha256="cc" * 32, duration=Timecode(2700.0))
    encoded = RecordingRef(file="talk.wav", sha256="dd" * 32, duration=Timecode(2700.4))
    assert intention_for(session(), this, [intention("same", 12, recording=encoded)]) is None
