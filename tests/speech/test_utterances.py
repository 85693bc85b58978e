"""Utterances from words."""

from hypothesis import given
from hypothesis import strategies as st

from sessionlens.domain.transcript import Word
from sessionlens.speech.utterances import PAUSE, SpeakerWords, utterances_of


def line(speaker: str | None, *words: tuple[float, float, str]) -> SpeakerWords:
    return SpeakerWords(
        speaker, [Word(start=start, end=end, text=text) for start, end, text in words]
    )


def shown(lines: list[SpeakerWords]) -> list[tuple[str | None, str]]:
    return [(one.speaker, one.text) for one in utterances_of(lines)]


def test_a_pause_ends_an_utterance() -> None:
    words = line("Coach", (0, 0.4, "good"), (0.5, 1, "morning"), (2, 2.4, "how"), (2.5, 3, "are"))

    assert shown([words]) == [("Coach", "good morning"), ("Coach", "how are")]


def test_somebody_else_who_takes_a_turn_in_a_breath_ends_it_too() -> None:
    coach = line("Coach", (0, 1, "so"), (1.6, 2, "and"), (2.4, 3, "then"))
    client = line("Client", (1.05, 1.4, "yes"))

    assert shown([coach, client]) == [
        ("Coach", "so"),
        ("Client", "yes"),
        ("Coach", "and then"),
    ]


def test_who_talks_across_somebody_does_not_cut_their_sentence() -> None:
    coach = line("Coach", (0, 1, "what"), (1.05, 2, "would"), (2.05, 3, "help"))
    client = line("Client", (1.2, 1.5, "mhm"))

    assert shown([coach, client]) == [("Coach", "what would help"), ("Client", "mhm")]


def test_a_long_run_is_cut_at_its_widest_gaps() -> None:
    words = [(i * 0.5 + (0.2 if i == 24 else 0), i * 0.5 + 0.45, f"w{i}") for i in range(60)]

    utterances = utterances_of([line("Coach", *words)])

    assert all(one.end - one.start <= 14.0 for one in utterances)
    assert any(one.text.startswith("w24 ") for one in utterances)


@given(
    st.lists(
        st.tuples(
            st.floats(0.05, 1.0), st.floats(0.0, 1.5), st.sampled_from(["a", "bb", "c" * 30])
        ),
        max_size=120,
    ),
    st.lists(st.floats(0, 120), max_size=20),
)
def test_every_word_is_in_one_utterance_of_readable_length(
    spoken: list[tuple[float, float, str]], others: list[float]
) -> None:
    words, time = [], 0.0
    for length, pause, text in spoken:
        words.append(Word(start=time, end=time + length, text=text))
        time += length + pause
    other = SpeakerWords("B", [Word(start=t, end=t + 0.2, text="x") for t in sorted(others)])

    utterances = [
        utterance
        for utterance in utterances_of([SpeakerWords("A", words), other])
        if utterance.speaker == "A"
    ]

    assert [word for one in utterances for word in one.words] == words
    for utterance in utterances:
        assert utterance.text == " ".join(word.text for word in utterance.words)
        assert (utterance.start, utterance.end) == (
            utterance.words[0].start,
            utterance.words[-1].end,
        )
        assert utterance.end - utterance.start <= 14.0 + 1.0
        assert len(utterance.text) <= 200
        gaps = zip(utterance.words, utterance.words[1:], strict=False)
        assert all(after.start - before.end < PAUSE for before, after in gaps)
