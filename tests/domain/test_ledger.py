"""Hours and consents: sums of pairs, and what has ended."""

import datetime as dt
import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionlens.domain.ledger import SessionRecord, ending_of, hours, merged_consents
from sessionlens.domain.review import Consent, Session

DAY = dt.date(2026, 11, 28)
PAST, TODAY, AHEAD = dt.date(2026, 11, 27), DAY, dt.date(2026, 11, 29)


def record(coach: str = "Anna", reviewer: str = "Maria", **fields: object) -> SessionRecord:
    written = fields.pop("written", 0.0)
    session = Session(coach=coach, reviewer=reviewer, **fields)  # type: ignore[arg-type]
    return SessionRecord(session=session, written=written, consents=session.consents)  # type: ignore[arg-type]


sessions = st.builds(
    record,
    coach=st.sampled_from(["Anna", "anna ", "ANNA", "Änna", "Ben", ""]),
    reviewer=st.sampled_from(["Maria", "María", "Tom"]),
    role=st.sampled_from([None, "mentor", "supervisor", "coach"]),
    setting=st.sampled_from([None, "individual", "group"]),
    dialogue_minutes=st.one_of(st.none(), st.integers(0, 600)),
    date=st.one_of(st.none(), st.dates(dt.date(2026, 1, 1), dt.date(2026, 3, 1))),
    written=st.sampled_from([0.0, 1.0, 2.0]),
)


@given(st.lists(sessions, max_size=12), st.randoms(use_true_random=False))
def test_the_sums_do_not_depend_on_the_order_of_files_and_lose_no_minute(
    records: list[SessionRecord], chance: random.Random
) -> None:
    pairs = hours(records)
    shuffled = list(records)
    chance.shuffle(shuffled)
    assert hours(shuffled) == pairs
    counted = [record for record in records if record.work != "own-review"]
    assert sum(pair.minutes for pair in pairs) == sum(
        record.session.dialogue_minutes or 0 for record in counted
    )
    assert sum(len(pair.sessions) for pair in pairs) == len(counted)
    assert sum(len(pair.lacking) for pair in pairs) == sum(
        record.session.dialogue_minutes is None for record in counted
    )
    keys = [(pair.names, pair.work) for pair in pairs]
    assert len(set(keys)) == len(keys)


def test_individual_and_group_are_summed_apart_and_mentoring_apart_from_supervision() -> None:
    mentoring, supervision = hours(
        [
            record(setting="individual", dialogue_minutes=30, date=dt.date(2026, 5, 1)),
            record(setting="group", dialogue_minutes=60, date=dt.date(2026, 4, 1)),
            record(setting="individual", dialogue_minutes=15, role="mentor"),
            record(dialogue_minutes=5),
            record(dialogue_minutes=90, role="supervisor"),
            record(dialogue_minutes=999, role="coach"),
        ]
    )
    assert (mentoring.individual, mentoring.group, mentoring.unsaid) == (45, 60, 5)
    assert (mentoring.first, mentoring.last) == (dt.date(2026, 4, 1), dt.date(2026, 5, 1))
    assert (supervision.work, supervision.minutes) == ("supervision", 90)


def test_names_spelled_differently_are_one_pair_written_as_last() -> None:
    (pair,) = hours(
        [record("Anna  Müller", written=1.0), record("anna muller", "MARIA", written=0.0)]
    )
    assert (pair.coach, pair.reviewer, len(pair.sessions)) == ("Anna  Müller", "Maria", 2)


def test_another_reviewer_is_another_pair() -> None:
    pairs = hours([record(dialogue_minutes=30), record(reviewer="Tom", dialogue_minutes=20)])
    assert [(pair.reviewer, pair.minutes) for pair in pairs] == [("Maria", 30), ("Tom", 20)]


@pytest.mark.parametrize(
    ("consents", "ended"),
    [
        ((), []),
        ((Consent(purpose="a"),), []),
        ((Consent(purpose="a", until=TODAY),), []),
        ((Consent(purpose="a", until=PAST),), ["a"]),
        ((Consent(purpose="a", until=AHEAD, withdrawn=TODAY),), ["a"]),
        ((Consent(purpose="a", withdrawn=AHEAD),), []),
        ((Consent(purpose="a", given=AHEAD),), []),
        ((Consent(purpose="a", until=PAST), Consent(purpose="b")), ["a"]),
        ((Consent(purpose="a", until=PAST), Consent(purpose="A ", given=TODAY)), []),
    ],
)
def test_a_consent_ends_after_its_last_day_and_when_it_is_withdrawn(
    consents: tuple[Consent, ...], ended: list[str]
) -> None:
    ending = ending_of(record(consents=consents), DAY)
    assert [one.purpose for one in ending.ended] == ended if ending else not ended


def test_a_day_by_which_all_was_to_be_deleted_ends_it_too() -> None:
    assert ending_of(record(delete_by=AHEAD), DAY) is None
    ending = ending_of(record(delete_by=TODAY), DAY)
    assert ending is not None
    assert ending.reasons == ("was to be deleted by 2026-11-28",)


def test_what_was_withdrawn_in_one_file_is_withdrawn() -> None:
    exported = Consent(purpose="training", given=PAST, until=AHEAD)
    now = Consent(purpose="Training", given=PAST, until=TODAY, withdrawn=TODAY)
    for files in itertools.permutations([(exported,), (now,)]):
        (consent,) = merged_consents(files)
        assert consent.withdrawn == TODAY
    assert merged_consents([(now,), (exported,)])[0].until == TODAY
