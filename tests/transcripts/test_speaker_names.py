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


@pytest.mark.parametrize(
    "name",
    [
        "Ana Ruiz (she/her)",
        "ana ruiz (she, her, hers)",
        "iPhone von Anna",
        "anna lee smith",
        "Mark Key",
        "Grace Well",
        "John So",
        "Dr. von Berg",
        "Who?",
        "Question",
    ],
)
def test_what_half_of_the_utterances_begin_with_is_a_name(name: str) -> None:
    texts = [f"{name}: I see.", "Tom Lee (he/him): And so: it went on."] * 10
    assert _speakers(*texts) == {name, "Tom Lee (he/him)"}


def test_who_says_little_beside_others_is_named_once_the_name_recurs() -> None:
    texts = [*["Ana Ruiz: a", "Tom Lee: b", "hm"] * 50, "Mira Two (she/her): c"]
    rare = ["iPhone von Anna", "anna lee smith", "Mark Key"]
    told = {"Ana Ruiz", "Tom Lee", "Mira Two (she/her)"}
    assert _speakers(*texts, *(f"{name}: d" for name in rare), "Note: e", "My Goal: f") == told
    often = [f"{name}: d" for name in [*rare, "Note", "My Goal"] * 3]
    assert _speakers(*texts, *often) == told | set(rare)


def test_a_habit_of_speech_is_no_name_though_it_recurs() -> None:
    texts = ["Question: why?", "So: I went.", "Yes.", "I see.", "No.", "Well.", "Ah.", "And?"]
    assert _speakers(*texts * 10) == set()


def test_a_lower_case_name_is_one_if_it_recurs() -> None:
    texts = ["Jihoon Kim: Hi.", "kev: Hey.", "Jihoon Kim: And?", "kev: True.", "honestly: no"]
    assert _speakers(*texts) == {"Jihoon Kim", "kev"}


def test_a_title_in_a_file_without_speakers_is_not_a_speaker() -> None:
    assert _speakers("Harry Potter: the book", *["and so on"] * 40) == set()


def test_some_utterances_may_lack_the_name() -> None:
    texts = ["Ann Lee: a", "b", "c", "Ann Lee: d", "e", *["f"] * 20]
    assert _speakers(*texts) == {"Ann Lee"}


def test_where_nearly_every_utterance_has_a_label_each_label_is_a_name() -> None:
    texts = [*["Ana: a", "kev: b"] * 20, "mira: c", "iPhone von Anna: d", "I: e", "I: f"]
    assert _speakers(*texts, "yes", "Note: g") == {
        "Ana",
        "kev",
        "mira",
        "iPhone von Anna",
        "I",
    }


def test_unknown_is_a_speaker_whose_name_is_unknown() -> None:
    assert _speakers("Unknown: a", "Ann: b", "Unknown: c") == {"Unknown", "Ann"}
