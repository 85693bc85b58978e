"""What is recognised meets what a person corrected meanwhile."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sessionlens.domain.transcript import Transcript, Utterance, Word
from sessionlens.domain.voices import VoiceTurn, with_voices
from sessionlens.speech.merge import merge
from sessionlens.speech.utterances import utterance_of


def utterance(speaker: str | None, start: float, *texts: str) -> Utterance:
    words = [
        Word(start=start + i * 0.5, end=start + i * 0.5 + 0.4, text=text)
        for i, text in enumerate(texts)
    ]
    return utterance_of(words, speaker)


FIRST = utterance("Left", 1.0, "good", "morning")
SECOND = utterance("Right", 3.0, "good", "morning", "to", "you")
THIRD = utterance("Left", 6.0, "how", "are", "you")
ALL = (FIRST, SECOND, THIRD)


def test_utterances_come_in_order_of_time() -> None:
    assert merge(merge(Transcript(), [THIRD]), [FIRST, SECOND]).utterances == ALL


@given(st.lists(st.sampled_from(ALL), max_size=6))
def test_what_is_there_is_not_added_again(arriving: list[Utterance]) -> None:
    current = Transcript(utterances=ALL)

    assert merge(current, arriving) is current


def test_corrected_words_stay() -> None:
    words = (replace(FIRST.words[0], text="Good"), replace(FIRST.words[1], text="morning, Anna."))
    corrected = replace(FIRST, text="Good morning, Anna.", words=words)

    assert merge(Transcript(utterances=(corrected,)), ALL).utterances == (corrected, SECOND, THIRD)


def test_a_corrected_utterance_without_times_of_words_stays() -> None:
    corrected = replace(SECOND, text="Good morning to you too", words=())

    assert merge(Transcript(utterances=(corrected,)), ALL).utterances == (FIRST, corrected, THIRD)


def test_a_swapped_speaker_stays() -> None:
    swapped = replace(SECOND, speaker="Left")

    assert merge(Transcript(utterances=(FIRST, swapped)), ALL).utterances == (FIRST, swapped, THIRD)


def test_renamed_speakers_are_known_by_what_they_said_before() -> None:
    current = Transcript(
        utterances=(replace(FIRST, speaker="Anna"), replace(SECOND, speaker="Jonas"))
    )

    assert [one.speaker for one in merge(current, ALL).utterances] == ["Anna", "Jonas", "Anna"]


def test_renamed_speakers_can_be_told() -> None:
    current = Transcript(utterances=(replace(FIRST, speaker="Anna"),))

    merged = merge(current, [THIRD], {"Left": "Anna"})

    assert [one.speaker for one in merged.utterances] == ["Anna", "Anna"]


def test_an_utterance_that_has_grown_adds_its_new_words_only() -> None:
    grown = utterance("Left", 6.0, "how", "are", "you", "doing", "today")

    merged = merge(Transcript(utterances=ALL), [grown])

    assert [one.text for one in merged.utterances[3:]] == ["doing today"]


def test_a_soft_yes_in_somebody_elses_sentence_is_not_lost() -> None:
    long = utterance(
        "Left", 10.0, *["so", "what", "would", "you", "like", "to", "do", "about", "that", "now"]
    )
    soft = utterance("Right", 11.01, "yes")

    merged = merge(Transcript(utterances=(long,)), [soft])

    assert soft in merged.utterances


def test_nothing_else_of_the_transcript_changes() -> None:
    current = Transcript(utterances=(FIRST,), language="en-us", timing="word")

    assert replace(merge(current, [THIRD]), utterances=()) == replace(current, utterances=())


def test_what_was_divided_by_voices_and_corrected_is_not_added_again() -> None:
    heard = utterance(None, 1.0, "good", "morning", "good", "morning", "anna")
    turns = (VoiceTurn(0, 2, 0), VoiceTurn(2, 9, 1))
    first, second = with_voices(Transcript(utterances=(heard,)), turns).utterances
    words = tuple(replace(word, text=word.text.title()) for word in second.words)
    corrected = replace(second, text=" ".join(word.text for word in words), words=words)
    current = Transcript(utterances=(first, corrected))

    assert merge(current, [heard]) is current
