"""Names that a recogniser does not know, put where it wrote what sounds like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.review import Session
from sessionlens.domain.spoken_names import (
    NameList,
    NamePair,
    SpokenName,
    as_heard,
    names_in,
    names_of_session,
    names_sentence,
    pairs_in,
    taken_for_names,
    with_names,
)
from sessionlens.domain.transcript import Utterance, Word
from sessionlens.domain.wording import reworded

COMMON = ("and", "any", "team", "time", "look")


def heard(text: str, conf: float | None = 0.5) -> Utterance:
    """An utterance with half a second for each word."""
    words = tuple(
        Word(start=number / 2, end=number / 2 + 0.4, text=word, conf=conf)
        for number, word in enumerate(text.split())
    )
    return Utterance(start=0.0, end=words[-1].end, text=text, words=words)


def corrected(text: str, *names: str, conf: float | None = 0.5) -> str:
    return with_names(heard(text, conf), NameList(names_in("\n".join(names)), COMMON)).text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("anka", "Anke"),
        ("mario", "Maria"),
        ("jonah's", "Jonas"),
        ("seven", "Sven"),
        ("look us", "Lukas"),
        ("lina", "Lena"),
        ("rosy", "Rosie"),
        ("york", "Jörg = york"),
        ("cathrin", "Kathrin"),
        ("an car", "Anke = an car"),
        ("ack me", "Acme = ack me"),
    ],
)
def test_an_unsure_word_that_sounds_like_a_name_becomes_it(text: str, name: str) -> None:
    assert corrected(f"so {text} said", name) == f"so {name.partition(' =')[0]} said"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("and", "Ann"),
        ("any", "Anna"),
        ("an a", "Anna"),
        ("in", "Ina"),
        ("mark", "Mark"),
        ("marks", "Mark"),
        ("maria's", "Maria"),
        ("market", "Mark"),
        ("truth", "Ruth"),
        ("look", "Luke"),
        ("part", "Pat"),
        ("past", "Pat"),
        ("jorg", "Jörg"),
        ("аня", "Аня"),
        ("то", "Аня"),
    ],
)
def test_what_is_another_word_or_the_name_itself_stays(text: str, name: str) -> None:
    assert corrected(f"so {text} said", name) == f"so {text} said"


def test_what_the_recogniser_was_sure_of_stays_unless_the_list_says_it() -> None:
    assert corrected("anka came", "Anke", conf=0.95) == "anka came"
    assert corrected("anchor came", "Anke = anchor", conf=0.95) == "Anke came"
    assert corrected("time came", "Tim", conf=0.95) == "time came"


def test_words_that_were_not_recognised_are_left_alone() -> None:
    assert corrected("anka came", "Anke", "Berta = came", conf=None) == "anka came"


def test_what_stands_around_a_word_stays_around_the_name() -> None:
    assert corrected("“Anka,” he said of anka’s book", "Anke") == "“Anke,” he said of Anke’s book"


def test_what_was_heard_its_times_and_its_confidence_are_kept() -> None:
    name = with_names(heard("hello look us there"), NameList([SpokenName("Lukas")])).words[1]
    assert (name.text, name.heard, name.conf) == ("Lukas", "look us", 0.5)
    assert (name.start, name.end) == (0.5, 1.4)


def test_what_a_person_took_back_stays_as_it_was_heard() -> None:
    names = NameList([SpokenName("Anke", ("anchor",))]).keeping(["anka", "anchor"])
    assert with_names(heard("Anka, anka’s anchor"), names).text == "Anka, anka’s anchor"


def test_a_corrected_word_forgets_what_was_heard_and_the_others_do_not() -> None:
    named = with_names(heard("mario met anka"), NameList(names_in("Maria\nAnke")))
    words = reworded(named, "Maria met Annika").words
    assert [word.heard for word in words] == ["mario", "", ""]
    assert [word.text for word in as_heard(reworded(named, "Maria met Annika")).words] == [
        "mario",
        "met",
        "Annika",
    ]


def test_pairs_tell_what_is_in_place_and_what_could_be() -> None:
    names = NameList(names_in("Anke\nMaria"))
    utterances = [with_names(heard("anka met anka"), names), heard("mario met anka")]
    places = pairs_in(utterances, names)
    assert [(place.pair, place.starts, place.in_place) for place in places] == [
        (NamePair("anka", "Anke"), (0.0, 1.0, 1.0), 2),
        (NamePair("mario", "Maria"), (0.0,), 0),
    ]
    assert [place.in_place for place in pairs_in(utterances, NameList())] == [2]
    assert names_sentence(taken_for_names(utterances)) == "2 words were taken for names: Anke (2)"
    assert names_sentence({}) == ""


def test_only_the_pairs_that_are_wanted_are_put_in_and_taken_back() -> None:
    names = NameList(names_in("Anke\nMaria"))
    anke = NamePair("anka", "Anke")
    assert with_names(heard("mario met anka"), names, anke.__eq__).text == "mario met Anke"
    both = with_names(heard("mario met anka"), names)
    assert as_heard(both, anke.__eq__).text == "Maria met anka"


def test_a_list_has_remarks_and_one_name_a_line() -> None:
    assert names_in("# who is spoken of\n\nAnke = anchor, hanker\nDr. Maria von Berg\n") == (
        SpokenName("Anke", ("anchor", "hanker")),
        SpokenName("Maria"),
        SpokenName("Berg"),
    )


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Anke\n= anchor", "line 2: There is no name"),
        ("Anke =", "line 1: Nothing says how 'Anke' is heard"),
        ("Bo", "line 1: 'Bo' is too short to be told by its sound"),
        ("Mo Berg = mobug", "line 1: 'Mo Berg' is more than one word"),
        ("x" * 61, "line 1: A name has 60 characters at most"),
        ("Bo = " + ", ".join(f"b{n}" for n in range(21)), "line 1: 'Bo' is heard in more than 20"),
        ("\n".join(f"Name{n}" for n in range(501)), "It holds 501 names"),
    ],
)
def test_what_is_wrong_in_a_list_is_said_with_its_line(text: str, what: str) -> None:
    with pytest.raises(SessionLensError, match=what):
        names_in(text)


def test_of_the_details_coach_and_reviewer_are_names_and_the_pseudonym_is_not() -> None:
    session = Session(coach="Anke Berg", reviewer="M. de Vries", client="Klara")
    assert [name.name for name in names_of_session(session)] == ["Anke", "Berg", "Vries"]


letters = st.sampled_from(["anka", "mario", "look", "us", "Us,", "the", "’s", "jo", "о", "…"])
utterances = st.lists(
    st.tuples(letters, st.floats(0, 1) | st.none(), st.floats(0, 2)), min_size=1, max_size=9
)
name_lists = st.sets(
    st.sampled_from(["Anke", "Maria", "Lukas", "Jonas", "Acme = the us", "Os = о, us"])
)


@given(utterances, name_lists)
def test_what_was_heard_comes_back_and_twice_is_once(
    spoken: list[tuple[str, float | None, float]], lines: set[str]
) -> None:
    at = 0.0
    words = []
    for text, conf, length in spoken:
        words.append(Word(start=at, end=at + length, text=text, conf=conf))
        at += length
    utterance = Utterance(
        start=0.0, end=at, text=" ".join(word.text for word in words), words=tuple(words)
    )
    names = NameList(names_in("\n".join(lines)), COMMON)

    named = with_names(utterance, names)

    assert named.text == " ".join(word.text for word in named.words)
    assert with_names(named, names) is named
    back = as_heard(named)
    assert (back.text, back.start, back.end) == (utterance.text, utterance.start, utterance.end)
    assert (back.words[0].start, back.words[-1].end) == (words[0].start, words[-1].end)
    assert len(back.words) == len(words)
