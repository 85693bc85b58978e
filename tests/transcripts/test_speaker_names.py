"""Names before colons, told from colons in speech."""

import pytest

from sessionlens.transcripts.names import speakers_in, split_name


def _speakers(*texts: str) -> set[str]:
    return set(speakers_in(texts))


@pytest.mark.parametrize(
    "text",
    [
        "Note: this is important",
        "Question: what now?",
        "So: let us begin",
        "He said: go",
        "And then he told me: never",
        "Dear me: what a day",
        "The thing is: I want it",
        "at 10:30 we met",
        "Stop it, Ann: not yet",
        "Step One: breathe",
    ],
)
def test_colons_in_speech_name_nobody(text: str) -> None:
    assert _speakers(text, "Yes.", "I see.", text) == set()


@pytest.mark.parametrize(
    "name",
    [
        "Sam Lee",
        "Anna",
        "Tomás de la Cruz",
        "Dr. J. Ito",
        "Berg-Olsen, Anna",
        "Ann (she/her)",
        "李雷",
        "SPEAKER_01",
        "Speaker 2",
        "Will",
        "iPhone 12",
    ],
)
def test_names_of_many_kinds(name: str) -> None:
    texts = [
        f"{name}: hello",
        "Bob Ray: hi",
        f"{name}: how are you?",
        "Bob Ray: well",
        f"{name}: ah",
    ]
    assert name in _speakers(*texts)
    assert split_name(texts[0], frozenset({name})) == (name, "hello")


def test_a_lower_case_name_is_one_if_it_recurs() -> None:
    texts = ["Jihoon Kim: Hi.", "kev: Hey.", "Jihoon Kim: And?", "kev: True.", "honestly: no"]
    assert _speakers(*texts) == {"Jihoon Kim", "kev"}


def test_a_title_in_a_file_without_speakers_is_not_a_speaker() -> None:
    assert _speakers("Harry Potter: the book", *["and so on"] * 40) == set()


def test_some_utterances_may_lack_the_name() -> None:
    texts = ["Ann Lee: a", "b", "c", "Ann Lee: d", "e", *["f"] * 20]
    assert _speakers(*texts) == {"Ann Lee"}
