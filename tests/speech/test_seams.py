"""Joining: every word once, whichever piece heard it."""

from hypothesis import given
from hypothesis import strategies as st

from sessionlens.domain.transcript import Word
from sessionlens.speech.record import Record
from sessionlens.speech.seams import join

RATE = 100


def word(start: float, end: float, text: str) -> Word:
    return Word(start=start, end=end, text=text)


@given(
    st.lists(
        st.tuples(st.floats(0.05, 0.8), st.floats(0, 0.4), st.sampled_from("abcde")),
        min_size=1,
        max_size=60,
    ),
    st.integers(100, 2500),
    st.floats(-0.03, 0.03),
)
def test_words_heard_by_both_neighbours_come_once(
    spoken: list[tuple[float, float, str]], cut: int, drift: float
) -> None:
    words, time = [], 0.1
    for index, (length, pause, text) in enumerate(spoken):
        words.append(word(time, time + length, f"{text}{index}"))
        time += length + pause
    low, high = cut / RATE - 1.5, cut / RATE + 1.5
    end = int((time + 10) * RATE)
    cut = min(cut, end - 1)
    first = Record(0, 0, cut, 0, min(cut + 150, end), tuple(w for w in words if w.end <= high))
    second = Record(
        0, cut, end, max(cut - 150, 0), end,
        tuple(word(w.start + drift, w.end + drift, w.text) for w in words if w.start >= low),
    )  # fmt: skip

    assert [one.text for one in join([first, second], RATE)] == [one.text for one in words]


def test_hearings_that_differ_everywhere_are_joined_at_the_cut() -> None:
    first = Record(0, 0, 500, 0, 650, (word(4.0, 4.5, "one"), word(5.2, 5.6, "wreck")))
    second = Record(0, 500, 900, 350, 900, (word(4.1, 4.4, "won"), word(5.25, 5.5, "recognise")))

    assert [one.text for one in join([first, second], RATE)] == ["one", "recognise"]


def test_a_word_across_the_cut_that_each_heard_differently_comes_once() -> None:
    first = Record(0, 0, 500, 0, 650, (word(4.0, 4.5, "a"), word(4.6, 5.3, "mentor")))
    second = Record(0, 500, 900, 350, 900, (word(4.8, 5.32, "tour"), word(5.4, 5.8, "said")))

    assert [one.text for one in join([first, second], RATE)] == ["a", "mentor", "said"]


def test_a_word_that_one_heard_at_the_end_of_a_sentence_comes_once() -> None:
    """Punctuation and capitals depend on what follows: an engine may hear them otherwise."""
    first = Record(0, 0, 500, 0, 650, (word(4.0, 4.5, "a"), word(4.6, 4.9, "Mentor.")))
    second = Record(0, 500, 900, 350, 900, (word(4.85, 5.3, "mentor"), word(5.4, 5.8, "said")))

    assert [one.text for one in join([first, second], RATE)] == ["a", "Mentor.", "said"]


def test_pieces_cut_in_a_pause_are_simply_put_together() -> None:
    first = Record(0, 0, 500, 0, 500, (word(1.0, 1.4, "yes"), word(4.7, 5.0, "yes")))
    second = Record(0, 500, 900, 500, 900, (word(5.0, 5.2, "yes"), word(5.3, 5.6, "and")))

    assert [one.text for one in join([first, second], RATE)] == ["yes", "yes", "yes", "and"]


def test_words_beyond_the_first_and_last_piece_belong_to_what_is_not_recognised_yet() -> None:
    only = Record(
        0, 500, 900, 350, 1050,
        (word(4.0, 4.4, "before"), word(5.1, 5.4, "here"), word(9.2, 9.6, "after")),
    )  # fmt: skip

    assert [one.text for one in join([only], RATE)] == ["here"]
