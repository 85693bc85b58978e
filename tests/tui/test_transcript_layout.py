"""Where the words of a transcript stand, and what is laid out again when it grows."""

from hypothesis import given
from hypothesis import strategies as st

from sessionlens.domain.timeline import Timeline
from sessionlens.domain.transcript import Transcript, Utterance
from sessionlens.tui.widgets.transcript_layout import Layout

UTTERANCES = st.lists(
    st.builds(
        lambda start, length, speaker, words, guessed: Utterance(
            start=start, end=start + length, text=" ".join(words), speaker=speaker, guessed=guessed
        ),
        st.floats(0, 100).map(round),
        st.floats(0, 9).map(round),
        st.sampled_from([None, "Coach", "Client"]),
        st.lists(st.sampled_from(["calm", "日本語", "a" * 30, "so"]), max_size=12),
        st.booleans(),
    ),
    max_size=12,
).map(lambda utterances: sorted(utterances, key=lambda one: one.start))


def timeline(utterances: list[Utterance]) -> Timeline:
    """A timeline of these alone."""
    return Timeline(Transcript(utterances=tuple(utterances)))


@given(UTTERANCES, UTTERANCES, st.integers(20, 90), st.integers(0, 12))
def test_a_transcript_that_has_changed_is_laid_out_as_one_that_was_never_another(
    utterances: list[Utterance], others: list[Utterance], width: int, kept: int
) -> None:
    earlier = Layout(timeline(utterances), width)
    changed = timeline([*utterances[:kept], *others])
    after, anew = Layout(changed, width, earlier), Layout(changed, width)
    assert (after.rows, after.first) == (anew.rows, anew.first)


def test_of_a_transcript_that_grows_only_the_end_is_laid_out() -> None:
    utterances = [
        Utterance(start=number * 9, end=number * 9 + 8, text="so " * 40, speaker="Coach")
        for number in range(100)
    ]
    earlier = Layout(timeline(utterances[:-1]), 60)
    grown = Layout(timeline(utterances), 60, earlier)
    kept = grown.first[98]
    assert kept > 98
    assert all(a is b for a, b in zip(grown.rows[:kept], earlier.rows, strict=False))
    assert len(grown.rows) > len(earlier.rows)
