from math import inf, nextafter

from hypothesis import example, given
from hypothesis import strategies as st
from samples import TRANSCRIPT

from sessionlens.domain.timeline import BREATH, Place, Timeline, marker_heard
from sessionlens.domain.transcript import Transcript, Utterance, Word

# Some begin before the one before has ended: people talk at the same time.
_gaps = st.lists(
    st.tuples(st.floats(-2, 3), st.floats(0.05, 2), st.integers(0, 3), st.floats(0, 0.4)),
    min_size=1,
    max_size=20,
)


def _transcript(gaps: list[tuple[float, float, int, float]]) -> Transcript:
    utterances: list[Utterance] = []
    at = 0.0
    for gap, length, count, pause in gaps:
        start = round(max(at + gap, utterances[-1].start if utterances else 0), 3)
        step = length / max(count, 1)
        words = tuple(
            Word(start=start + i * step, end=start + (i + 1) * step - pause * step, text="w")
            for i in range(count)
        )
        utterances.append(Utterance(start=start, end=start + length, text="w", words=words))
        at = start + length
    return Transcript(utterances=tuple(utterances))


@given(_gaps, st.floats(-1, 60))
def test_the_word_heard_is_the_one_a_plain_search_finds(
    gaps: list[tuple[float, float, int, float]], seconds: float
) -> None:
    transcript = _transcript(gaps)
    spans: list[tuple[float, float, Place]] = []
    for index, utterance in enumerate(transcript.utterances):
        spans += [
            (word.start, word.end, Place(index, i)) for i, word in enumerate(utterance.words)
        ] or [(utterance.start, utterance.end, Place(index, None))]
    spans.sort(key=lambda span: span[0])
    spoken = [place for start, end, place in spans if start <= seconds < end]
    begun = [span for span in spans if span[0] <= seconds]
    expected = spoken[-1] if spoken else None
    if not spoken and begun and len(begun) < len(spans):
        until = max(end for _, end, _ in begun)
        last = [place for _, end, place in begun if end == until][-1]
        expected = last if spans[len(begun)][0] - until < BREATH else None
    assert Timeline(transcript).heard_at(seconds) == expected


@given(_gaps, st.floats(0, 60), st.floats(0, 1, exclude_max=True))
@example([(1.5625, 1.3125, 0, 0.0), (0.0, 0.5, 2, 0.25), (-1.0, 0.125, 0, 0.0)], 3.0, 0.5)
def test_the_same_is_heard_until_the_next_change(
    gaps: list[tuple[float, float, int, float]], seconds: float, share: float
) -> None:
    timeline = Timeline(_transcript(gaps))
    change = timeline.next_change(seconds)
    assert change > seconds
    between = min(seconds + share * (min(change, 100.0) - seconds), nextafter(change, 0))
    assert timeline.heard_at(between) == timeline.heard_at(seconds)
    if change < inf:
        assert timeline.heard_at(change) != timeline.heard_at(seconds)


def test_what_is_said_meanwhile_does_not_end_what_goes_on() -> None:
    client = Utterance(start=0, end=10, text="and so I went on and on")
    coach = Utterance(start=3, end=4, text="mm-hm")
    timeline = Timeline(Transcript(utterances=(client, coach)))
    heard = [timeline.heard_at(seconds) for seconds in (2, 3.5, 6, 10)]
    assert heard == [Place(0, None), Place(1, None), Place(0, None), None]


def test_a_word_is_shown_until_the_next_unless_a_silence_lies_between() -> None:
    words = tuple(Word(start=at, end=at + 0.4, text="w") for at in (0.0, 0.5, 2.0))
    utterance = Utterance(start=0, end=2.4, text="w w w", words=words)
    timeline = Timeline(Transcript(utterances=(utterance,)))
    assert [timeline.heard_at(at) for at in (0.45, 0.95, 2.45)] == [Place(0, 0), None, None]


@given(_gaps, st.floats(0, 60))
def test_stepping_forward_then_back_is_never_further_on(
    gaps: list[tuple[float, float, int, float]], seconds: float
) -> None:
    timeline = Timeline(_transcript(gaps))
    following = timeline.next_start(seconds)
    assert following is None or following > seconds
    previous = timeline.previous_start(seconds)
    assert previous is None or previous < seconds


def test_a_pause_is_shown_after_the_utterance_before_it() -> None:
    assert Timeline(TRANSCRIPT).silences() == {1: 6.0}


def test_overlapping_speech_leaves_no_silence() -> None:
    overlapping = Transcript(
        utterances=(
            Utterance(start=0, end=10, text="long"),
            Utterance(start=1, end=2, text="mm"),
            Utterance(start=9, end=11, text="then"),
        )
    )
    assert Timeline(overlapping).silences() == {}


def test_a_marker_takes_what_was_heard_a_reaction_lag_ago() -> None:
    timeline = Timeline(TRANSCRIPT)
    marker = marker_heard(timeline, 6.4, 1.5, "m1")
    assert (marker.start, marker.end) == (4.0, 6.0)
    assert (marker.quote, marker.speaker) == ("I am tired", "Client")
    earlier = marker_heard(timeline, 4.5, 1.5, "m1")
    assert earlier.quote == "what brings you"


def test_in_a_long_silence_or_without_words_a_marker_is_a_point() -> None:
    silent = Timeline(Transcript(utterances=(Utterance(start=0, end=2, text="hello"),)))
    marker = marker_heard(silent, 31.5, 1.5, "m1")
    assert (marker.start, marker.end, marker.quote) == (30.0, None, "")
    assert marker_heard(Timeline(None), 0.5, 1.5, "m1").start == 0.0
