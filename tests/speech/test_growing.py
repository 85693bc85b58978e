"""Utterances shown while recognition goes on: every word once, as in the finished transcript."""

import random
from collections.abc import Iterable

import pytest
from true_words import RATE, TWO_VOICES

from sessionlens.domain.transcript import Utterance, Word
from sessionlens.speech.channels import layout_of
from sessionlens.speech.engines.interface import Engine, Lengths
from sessionlens.speech.growing import Growing
from sessionlens.speech.record import Record
from sessionlens.speech.transcriber import RecognitionOptions, recognising, transcript_of

WAY = RecognitionOptions(threads=2, lengths=Lengths(2.0, 5.0))
NAMES = ["Left", "Right"]


@pytest.fixture(scope="module")
def records(engine: Engine) -> list[Record]:
    with recognising(layout_of(TWO_VOICES), engine, [], WAY) as arriving:
        return sorted(arriving, key=lambda record: record.start)


def spoken_by(name: str, utterances: Iterable[Utterance]) -> list[str]:
    words = [word for one in utterances if one.speaker == name for word in one.words]
    return [word.text for word in sorted(words, key=lambda word: word.start)]


def grown(records: list[Record]) -> list[Utterance]:
    growing = Growing(NAMES, RATE)
    shown: list[Utterance] = []
    for record in records:
        growing.add([record])
        shown += growing.ready()
    shown += growing.ready(ended=True)
    assert growing.ready(ended=True) == []
    return sorted(shown, key=lambda one: (one.start, one.end))


def test_in_order_they_are_those_of_the_finished_transcript(
    engine: Engine, records: list[Record]
) -> None:
    whole = transcript_of(layout_of(TWO_VOICES), records, engine.model, RATE)

    assert tuple(grown(records)) == whole.utterances


@pytest.mark.parametrize("seed", range(12))
def test_in_any_order_every_word_is_shown_once(
    engine: Engine, records: list[Record], seed: int
) -> None:
    whole = transcript_of(layout_of(TWO_VOICES), records, engine.model, RATE)
    mixed = list(records)
    random.Random(seed).shuffle(mixed)

    shown = grown(mixed)

    for name in NAMES:
        # Neighbours may have heard a word some milliseconds apart; it is one word all the same.
        assert spoken_by(name, shown) == spoken_by(name, whole.utterances)


def test_an_utterance_waits_until_nothing_can_be_added_to_it() -> None:
    def record(start: int, end: int, *words: tuple[float, float, str]) -> Record:
        heard = tuple(Word(start=a, end=b, text=text) for a, b, text in words)
        return Record(0, start * RATE, end * RATE, start * RATE, end * RATE, heard)

    growing = Growing([None], RATE)
    growing.add([record(0, 5, (1.0, 1.5, "well"), (4.5, 4.9, "what"))])
    assert [one.text for one in growing.ready()] == ["well"]
    growing.add([record(5, 10, (5.1, 5.5, "matters"))])
    assert [one.text for one in growing.ready()] == ["what matters"]


def test_nothing_is_shown_before_all_voices_are_recognised_there() -> None:
    growing = Growing(NAMES, RATE)
    word = Word(start=1.0, end=1.5, text="well")
    growing.add([Record(0, 0, 10 * RATE, 0, 10 * RATE, (word,))])
    assert growing.ready() == []
    growing.add([Record(1, 0, 10 * RATE, 0, 10 * RATE)])
    assert [one.text for one in growing.ready()] == ["well"]
