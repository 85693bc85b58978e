import datetime as dt

import pytest
from msgspec.structs import replace
from samples import marker, material

from sessionlens.domain.changes import AddMarker, Material, SetVerdict, TakeCopy
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.ranges import MOST_ENTRIES
from sessionlens.domain.review import Verdict
from sessionlens.domain.spoken_names import NamePair, SpokenName
from sessionlens.domain.transcript import Transcript, Utterance, Word
from sessionlens.domain.transcript_changes import (
    PlaceNames,
    RenameSpeakers,
    SetUtterance,
    ShiftTranscript,
)


def test_an_empty_verdict_removes_the_one_before() -> None:
    given = SetVerdict(Verdict(competency="listens", value="observed")).apply(material())
    assert given.review.verdict("listens").value == "observed"
    taken = SetVerdict(Verdict(competency="listens")).apply(given)
    assert taken.review.verdicts == ()


def test_verdicts_keep_their_places_when_changed() -> None:
    first = SetVerdict(Verdict(competency="listens", value="observed")).apply(material())
    second = SetVerdict(Verdict(competency="asks", value="observed")).apply(first)
    again = SetVerdict(Verdict(competency="listens", value="not-observed")).apply(second)
    assert [verdict.competency for verdict in again.review.verdicts] == ["listens", "asks"]


def test_a_quote_follows_its_corrected_utterance() -> None:
    before = material(marker(1, quote="I am tired", speaker="Client"), marker(2, quote="other"))
    corrected = Utterance(start=4, end=6, text="I am wired", speaker="Coach")
    after = SetUtterance(1, corrected).apply(before)
    assert after.review.markers[0].quote == "I am wired"
    assert after.review.markers[0].speaker == "Coach"
    assert after.review.markers[1].quote == "other"


def heard_of_anka(marker_quote: str) -> Material:
    """Two utterances that speak of anka, the first of them quoted."""
    utterances = tuple(
        Utterance(
            start=start,
            end=start + 1,
            text="ask anka",
            words=(
                Word(start=start, end=start + 0.4, text="ask", conf=0.9),
                Word(start=start + 0.4, end=start + 1, text="anka", conf=0.5),
            ),
        )
        for start in (4.0, 8.0)
    )
    quoting = material(marker(1, quote=marker_quote), marker(2, start=8.0, quote="other"))
    return quoting._replace(transcript=Transcript(utterances=utterances))


def test_names_that_are_put_in_place_are_quoted_and_taken_back_together() -> None:
    before, pair = heard_of_anka("ask anka"), NamePair("anka", "Anke")
    names = (SpokenName("Anke"),)

    put = PlaceNames(names, put=(pair,)).apply(before)

    assert put.transcript is not None
    assert [one.text for one in put.transcript.utterances] == ["ask Anke", "ask Anke"]
    assert [one.quote for one in put.review.markers] == ["ask Anke", "other"]

    back = PlaceNames(names, back=(pair,)).apply(put)

    assert back.transcript is not None
    assert [one.text for one in back.transcript.utterances] == ["ask anka", "ask anka"]
    assert [one.quote for one in back.review.markers] == ["ask anka", "other"]
    assert back.transcript.kept_as_heard == ("anka",)
    again = PlaceNames(names, put=(pair,)).apply(back)
    assert again == put
    assert PlaceNames(names, (pair,), (NamePair("mario", "Maria"),)).label == (
        "anka → Anke put in place; mario → Maria taken back"
    )


def test_renaming_a_speaker_renames_them_in_markers_too() -> None:
    after = RenameSpeakers({"Client": "Jo"}).apply(material(marker(1, speaker="Client")))
    assert after.transcript is not None
    assert after.transcript.speakers == {"Coach": 2, "Jo": 1}
    assert after.review.markers[0].speaker == "Jo"
    assert after.transcript.source.edited


def test_shifting_keeps_durations_and_never_goes_before_the_beginning() -> None:
    after = ShiftTranscript(-2.0).apply(material())
    assert after.transcript is not None
    assert [one.start for one in after.transcript.utterances] == [0.0, 2.0, 10.0]
    assert after.transcript.utterances[1].end == 4.0


@pytest.mark.parametrize(
    "change",
    [
        AddMarker(marker(7)),
        SetUtterance(9, Utterance(start=0, end=1, text="x")),
        RenameSpeakers({"Nobody": "x"}),
    ],
)
def test_impossible_changes_say_so(change: AddMarker | SetUtterance | RenameSpeakers) -> None:
    with pytest.raises(SessionLensError):
        change.apply(material())


def test_a_review_takes_no_more_markers_than_its_file_may_have() -> None:
    full = material(*(marker(number) for number in range(1, MOST_ENTRIES + 1)))
    with pytest.raises(SessionLensError, match="10,000 markers at most"):
        AddMarker(marker(full.review.last_marker + 1)).apply(full)


def test_there_must_be_a_transcript_to_correct_one() -> None:
    with pytest.raises(SessionLensError, match="no transcript"):
        ShiftTranscript(1.0).apply(material()._replace(transcript=None))


def test_two_speakers_can_swap_their_names() -> None:
    after = RenameSpeakers({"Coach": "Client", "Client": "Coach"}).apply(material())
    assert after.transcript is not None
    assert after.transcript.speakers == {"Client": 2, "Coach": 1}


def test_a_rescued_copy_does_not_mend_a_seal_that_was_broken_since() -> None:
    broken = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
    before = material()
    since = before._replace(review=replace(before.review, seal_broken=broken))
    assert TakeCopy(before.review).apply(since).review.seal_broken == broken
