"""A transcript whose speakers are guessed by their voices."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sessionlens.domain.changes import Material
from sessionlens.domain.review import RecordingRef, Review, RubricRef, Session, new_review
from sessionlens.domain.transcript import Transcript, Utterance, Word
from sessionlens.domain.transcript_changes import RenameSpeakers, SetUtterance
from sessionlens.domain.voices import GuessSpeakers, VoiceTurn, with_voices

TURNS = (VoiceTurn(0, 5, 0), VoiceTurn(5, 8, 1), VoiceTurn(8, 20, 0))


def utterance(start: float, text: str, speaker: str | None = None) -> Utterance:
    """One word a second."""
    words = tuple(
        Word(start=start + i, end=start + i + 0.8, text=word) for i, word in enumerate(text.split())
    )
    return Utterance(start=start, end=words[-1].end, text=text, speaker=speaker, words=words)


def spoken(transcript: Transcript) -> list[tuple[str | None, str]]:
    return [(one.speaker, one.text) for one in transcript.utterances]


def test_an_utterance_is_divided_where_the_voice_changes() -> None:
    before = Transcript(utterances=(utterance(1, "a b c d e f g h i"),))

    after = with_voices(before, TURNS)

    assert spoken(after) == [("Voice 1", "a b c d"), ("Voice 2", "e f g"), ("Voice 1", "h i")]
    assert after.source.guessed_speakers
    assert all(one.guessed for one in after.utterances)


def test_the_voice_changes_at_the_pause_that_is_near() -> None:
    times = [(4.0, 4.4), (4.5, 4.7), (5.1, 5.5), (5.5, 5.9), (6.0, 6.5)]
    words = tuple(Word(start=start, end=end, text="a") for start, end in times)
    before = Transcript(utterances=(Utterance(start=4, end=6.5, text="a a a a a", words=words),))

    after = with_voices(before, (VoiceTurn(0, 4.6, 0), VoiceTurn(4.6, 9, 1)))

    assert [len(line.words) for line in after.utterances] == [2, 3]


def test_a_word_at_the_edge_of_what_one_person_says_is_theirs() -> None:
    before = Transcript(utterances=(replace(utterance(4.6, "a b c"), start=4.6),))
    words = tuple(
        replace(word, start=4.7 + i * 0.4, end=5.1 + i * 0.4)
        for i, word in enumerate(before.utterances[0].words)
    )
    close = replace(before.utterances[0], start=4.7, end=words[-1].end, words=words)

    after = with_voices(Transcript(utterances=(close,)), (VoiceTurn(0, 5, 0), VoiceTurn(5, 9, 1)))

    assert spoken(after) == [("Voice 1", "a b c")]


def test_without_times_of_words_an_utterance_has_the_voice_heard_most_in_it() -> None:
    before = Transcript(utterances=(Utterance(start=4, end=7.5, text="not at all"),))

    assert spoken(with_voices(before, TURNS)) == [("Voice 1", "not at all")]


def test_what_people_have_said_stays_and_gives_the_voice_its_name() -> None:
    before = Transcript(
        utterances=(utterance(1, "a b c", "Anna"), utterance(5, "d e f"), utterance(9, "g h"))
    )

    after = with_voices(before, TURNS)

    assert spoken(after) == [("Anna", "a b c"), ("Voice 1", "d e f"), ("Anna", "g h")]
    assert [one.guessed for one in after.utterances] == [False, True, True]


def test_a_later_guess_leaves_a_turn_that_was_corrected_by_hand() -> None:
    material = Material(
        _review(),
        Transcript(utterances=(utterance(1, "a b"), utterance(5, "c d"), utterance(9, "e f"))),
    )
    guessed = GuessSpeakers(TURNS).apply(material)
    assert guessed.transcript is not None
    second = guessed.transcript.utterances[1]
    by_hand = SetUtterance(1, replace(second, speaker="Voice 1", guessed=False))
    corrected = by_hand.apply(guessed)
    renamed = RenameSpeakers({"Voice 1": "Coach"}).apply(corrected)

    again = GuessSpeakers(TURNS).apply(renamed).transcript

    assert again is not None
    assert spoken(again) == [("Coach", "a b"), ("Coach", "c d"), ("Coach", "e f")]
    assert [one.guessed for one in again.utterances] == [True, False, True]
    assert again.source.guessed_speakers


def test_when_all_are_corrected_nothing_is_a_guess_any_more() -> None:
    material = Material(_review(), with_voices(Transcript(utterances=(utterance(1, "a"),)), TURNS))
    assert material.transcript is not None
    by_hand = replace(material.transcript.utterances[0], speaker="Coach", guessed=False)

    after = SetUtterance(0, by_hand).apply(material).transcript

    assert after is not None
    assert not after.source.guessed_speakers


def _review() -> Review:
    return new_review(RecordingRef(file="a.wav"), RubricRef(id="icf-core"), Session())


def test_no_turns_change_nothing() -> None:
    before = Transcript(utterances=(utterance(1, "a b"),))

    assert with_voices(before, ()) is before


@given(
    st.lists(st.lists(st.floats(0, 3), min_size=1, max_size=6), max_size=5),
    st.lists(st.tuples(st.floats(0.1, 6), st.integers(0, 6)), min_size=1, max_size=12),
)
def test_no_word_is_lost_or_moved(
    gaps: list[list[float]], lengths: list[tuple[float, int]]
) -> None:
    time, utterances = 0.0, []
    for line in gaps:
        words: list[Word] = []
        for gap in line:
            words.append(Word(start=time, end=time + 0.3, text=f"w{len(words)}"))
            time += 0.3 + gap
        text = " ".join(word.text for word in words)
        start, end = words[0].start, words[-1].end
        utterances.append(Utterance(start=start, end=end, text=text, words=tuple(words)))
    turns, place = [], 0.0
    for length, voice in lengths:
        turns.append(VoiceTurn(place, place + length, voice))
        place += length

    after = with_voices(Transcript(utterances=tuple(utterances)), turns)

    lines = after.utterances
    assert [word for line in lines for word in line.words] == [
        word for line in utterances for word in line.words
    ]
    assert all(one.speaker and one.guessed for one in after.utterances)
    assert [one.start for one in after.utterances] == sorted(one.start for one in after.utterances)
