"""Gaps of a recording: in order, none over another, and what was meant stays what it is."""

from hypothesis import given
from hypothesis import strategies as st

from sessionlens.domain.gaps import Gap, GapReason, reasons_within, with_gap
from sessionlens.domain.timecode import Timecode

REASONS: tuple[GapReason, ...] = ("off the record", "taken back", "device", "disk", "suspended")


def gap(start: float, end: float, reason: GapReason = "device") -> Gap:
    return Gap(start=Timecode(start), end=Timecode(end), reason=reason)


def test_what_touches_and_has_the_same_reason_is_one() -> None:
    assert with_gap((gap(1, 2), gap(5, 6)), gap(2, 5)) == (gap(1, 6),)
    assert with_gap((gap(1, 2),), gap(3, 4)) == (gap(1, 2), gap(3, 4))


def test_why_there_is_no_sound_is_told_once_and_only_where_there_is_none() -> None:
    gaps = (gap(1, 2), gap(3, 4), gap(6, 9, "off the record"))
    assert reasons_within(gaps, 0, 7) == ("no microphone", "off the record")
    assert reasons_within(gaps, 2, 3) == ()
    assert reasons_within(gaps, 9, 12) == ()


def test_taking_back_goes_before_what_happened() -> None:
    gaps = with_gap((gap(10, 20),), gap(15, 30, "taken back"))
    assert gaps == (gap(10, 15), gap(15, 30, "taken back"))


def test_a_device_that_was_away_meanwhile_does_not_hide_what_was_off_the_record() -> None:
    off = gap(10, 20, "off the record")
    assert with_gap((off,), gap(5, 25)) == (gap(5, 10), off, gap(20, 25))


@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.integers(1, 20), st.sampled_from(REASONS)), max_size=12
    )
)
def test_every_moment_of_every_gap_is_kept_and_none_is_in_two(
    spans: list[tuple[int, int, GapReason]],
) -> None:
    gaps: tuple[Gap, ...] = ()
    private: set[int] = set()
    covered: set[int] = set()
    for start, length, reason in spans:
        gaps = with_gap(gaps, gap(start, start + length, reason))
        covered |= set(range(start, start + length))
        if reason in ("off the record", "taken back"):
            private |= set(range(start, start + length))
    seconds = [at for one in gaps for at in range(int(one.start), int(one.end))]
    assert sorted(covered) == seconds
    meant = [span for span in gaps if span.reason in ("off the record", "taken back")]
    kept = {at for span in meant for at in range(int(span.start), int(span.end))}
    assert kept == private
