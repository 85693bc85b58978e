from hypothesis import given
from hypothesis import strategies as st
from samples import TRANSCRIPT

from sessionlens.domain.timeline import Place, Timeline, moment
from sessionlens.domain.transcript import Transcript, Utterance, Word

_gaps = st.lists(
    st.tuples(st.floats(0, 3), st.floats(0.05, 2), st.integers(0, 3)), min_size=1, max_size=20
)


def _transcript(gaps: list[tuple[float, float, int]]) -> Transcript:
    utterances, at = [], 0.0
    for gap, length, count in gaps:
        start = round(at + gap, 3)
        step = length / max(count, 1)
        words = tuple(
            Word(start=start + i * step, end=start + (i + 1) * step, text="w") for i in range(count)
        )
        utterances.append(Utterance(start=start, end=start + length, text="w", words=words))
        at = start + length
    return Transcript(utterances=tuple(utterances))


@given(_gaps, st.floats(-1, 60))
def test_the_word_heard_is_the_one_a_plain_search_finds(
    gaps: list[tuple[float, float, int]], seconds: float
) -> None:
    transcript = _transcript(gaps)
    expected = None
    for index, utterance in enumerate(transcript.utterances):
        spans: list[tuple[float, float, int | None]] = [
            (word.start, word.end, i) for i, word in enumerate(utterance.words)
        ] or [(utterance.start, utterance.end, None)]
        for start, end, word in spans:
            if start <= seconds < end:
                expected = Place(index, word)
    assert Timeline(transcript).heard_at(seconds) == expected


@given(_gaps, st.floats(0, 60))
def test_stepping_forward_then_back_is_never_further_on(
    gaps: list[tuple[float, float, int]], seconds: float
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
    marker = moment(timeline, 6.4, 1.5, "m1")
    assert (marker.start, marker.end) == (4.0, 6.0)
    assert (marker.quote, marker.speaker) == ("I am tired", "Client")
    earlier = moment(timeline, 4.5, 1.5, "m1")
    assert earlier.quote == "what brings you"


def test_in_a_long_silence_or_without_words_a_marker_is_a_point() -> None:
    silent = Timeline(Transcript(utterances=(Utterance(start=0, end=2, text="hello"),)))
    marker = moment(silent, 31.5, 1.5, "m1")
    assert (marker.start, marker.end, marker.quote) == (30.0, None, "")
    assert moment(Timeline(None), 0.5, 1.5, "m1").start == 0.0
