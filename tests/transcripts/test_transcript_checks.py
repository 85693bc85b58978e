"""What is said about a transcript that does not fit its recording."""

from sessionlens.domain.gaps import Gap
from sessionlens.domain.timecode import Timecode
from sessionlens.domain.transcript import Transcript, Utterance
from sessionlens.transcripts.checks import warnings_for


def _transcript(*times: tuple[float, float], speaker: str | None = None) -> Transcript:
    return Transcript(
        utterances=tuple(
            Utterance(start=start, end=end, text="yes", speaker=speaker) for start, end in times
        )
    )


def test_a_transcript_that_fits_needs_no_words() -> None:
    fits = _transcript((0, 5), (5.5, 60), (61, 100.4))
    assert warnings_for(fits, 100.0) == []
    assert warnings_for(fits, None) == []
    assert warnings_for(Transcript(), 100.0) == []


def test_times_past_the_end_are_counted() -> None:
    late = _transcript((0, 50), (90, 105), (110, 111), (125, 130))
    assert warnings_for(late, 100.0) == [
        "2 utterances begin past the end of the recording (01:40) (first at 01:50)",
        "1 utterance runs past the end of the recording (01:40) (at 01:30)",
    ]


def test_the_transcript_of_another_recording() -> None:
    (warning,) = warnings_for(_transcript((200, 210), (220, 230)), 100.0)
    assert "whole transcript lies past the end" in warning


def test_a_transcript_that_stops_halfway() -> None:
    (warning,) = warnings_for(_transcript((0, 10), (20, 600)), 3600.0)
    assert warning.startswith("the transcript ends at 10:00, the recording at 1:00:00")


def test_what_was_not_recorded_need_not_be_in_the_transcript() -> None:
    gap = Gap(start=Timecode(590), end=Timecode(3500), reason="device")
    assert warnings_for(_transcript((0, 10), (20, 600)), 3600.0, (gap,)) == []
    early = Gap(start=Timecode(0), end=Timecode(500), reason="off the record")
    assert len(warnings_for(_transcript((500, 510), (520, 600)), 3600.0, (early,))) == 1


def test_cues_that_end_before_they_start() -> None:
    (warning,) = warnings_for(_transcript((0, 5), (12, 10)), None)
    assert warning == "1 utterance ends before it starts (at 00:12)"


def test_overlaps_matter_only_within_one_speaker_and_when_long() -> None:
    assert warnings_for(_transcript((0, 5), (4.5, 8)), None) == []
    (warning,) = warnings_for(_transcript((0, 50), (10, 20), (30, 40)), None)
    assert warning.startswith("2 utterances overlap an earlier one of the same speaker")
    both = Transcript(
        utterances=(
            Utterance(start=0, end=50, text="a", speaker="Ann"),
            Utterance(start=10, end=20, text="b", speaker="Bob"),
        )
    )
    assert warnings_for(both, None) == []
