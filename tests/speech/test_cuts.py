"""Cutting: nothing lost, nothing twice, and pauses found."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from true_words import RATE, loud, truth, two_voices

from sessionlens.speech.cuts import Cutter, FrameRange, Piece, pieces
from sessionlens.speech.engines.interface import Lengths
from sessionlens.speech.plan import gaps, plan
from sessionlens.speech.record import Record
from sessionlens.speech.sound_buffer import SoundBuffer

LENGTHS = Lengths(2.0, 5.0)


def blocks(sound: NDArray[np.int16], second: int = 0) -> Iterator[NDArray[np.int16]]:
    return (sound[i : i + RATE] for i in range(second * RATE, len(sound), RATE))


def cut(
    sound: NDArray[np.int16], stretches: Sequence[tuple[int, FrameRange]], second: int = 0
) -> list[Piece]:
    cutters = [Cutter(voice, stretch, RATE, LENGTHS) for voice, stretch in stretches]
    buffer = SoundBuffer(RATE, sound.shape[1], second * RATE)
    return list(pieces(blocks(sound, second), buffer, cutters))


def talking(seconds: Sequence[float], pauses: Sequence[float], seed: int) -> NDArray[np.int16]:
    """Noise that comes and goes like speech, shape (n, 1)."""
    random = np.random.default_rng(seed)
    parts = []
    for speech, pause in zip(seconds, pauses, strict=False):
        parts.append(random.normal(0, 3000, int(speech * RATE)))
        parts.append(random.normal(0, 30, int(pause * RATE)))
    return loud(np.concatenate(parts))[:, None]


@settings(max_examples=30)
@given(
    st.lists(st.floats(0.05, 9.0), min_size=1, max_size=5),
    st.lists(st.sampled_from([0.0, 0.1, 0.5, 3.0, 8.0]), min_size=5, max_size=5),
    st.integers(0, 5),
)
def test_pieces_cover_all_of_the_sound_once(
    seconds: list[float], pauses: list[float], seed: int
) -> None:
    sound = talking(seconds, pauses, seed)

    pieces = cut(sound, [(0, FrameRange())])

    position = 0
    for piece in pieces:
        assert piece.start == position
        assert piece.end > piece.start
        assert piece.heard_start <= piece.start
        assert piece.heard_end >= piece.end
        assert piece.end - piece.start <= LENGTHS.longest * RATE
        if piece.sound is not None:
            assert np.array_equal(piece.sound, sound[piece.heard_start : piece.heard_end])
        position = piece.end
    assert position == len(sound)


def test_cuts_fall_into_pauses_of_real_speech() -> None:
    sound = two_voices()
    words = {
        voice: [word for word in truth() if word.speaker == speaker]
        for voice, speaker in enumerate(("Coach", "Client"))
    }

    pieces = cut(sound, [(0, FrameRange()), (1, FrameRange())])

    assert len(pieces) > 8
    for piece in pieces:
        if piece.heard_end > piece.end:
            continue  # no clear pause: heard on both sides
        middle = piece.end / RATE
        assert not any(word.start + 0.02 < middle < word.end - 0.05 for word in words[piece.voice])


def test_long_silence_is_not_recognised_at_all() -> None:
    sound = np.concatenate(
        [talking([3.0], [0.0], 1), np.zeros((60 * RATE, 1), np.int16), talking([3.0], [0.0], 2)]
    )

    pieces = cut(sound, [(0, FrameRange())])

    heard = sum(piece.end - piece.start for piece in pieces if piece.sound is not None)
    assert heard < 8 * RATE
    assert pieces[-1].end == len(sound)


def test_sound_without_pauses_is_heard_on_both_sides_of_a_cut() -> None:
    sound = talking([20.0], [0.0], 3)

    pieces = cut(sound, [(0, FrameRange())])

    assert len(pieces) > 3
    for before, after in pairwise(pieces):
        assert before.heard_end >= before.end + RATE
        assert after.heard_start <= after.start - RATE


@settings(max_examples=15)
@given(st.integers(0, 200))
def test_a_run_that_goes_on_from_a_cut_makes_the_same_pieces(which: int) -> None:
    sound = two_voices()
    whole = cut(sound, [(0, FrameRange())])
    done = whole[: which % len(whole)]
    records = [
        Record(0, piece.start, piece.end, piece.heard_start, piece.heard_end) for piece in done
    ]
    span = plan(records, 1, RATE)[0]
    second = max((span.start - 2 * RATE) // RATE, 0)

    rest = cut(sound, span.stretches, second)

    assert [describe(piece) for piece in rest] == [describe(piece) for piece in whole[len(done) :]]


def test_what_is_missing_between_records_is_planned_from_the_playhead_on() -> None:
    records = [Record(0, 0, 100, 0, 100), Record(0, 300, 400, 250, 450)]

    assert gaps(records, 0) == [
        FrameRange(100, 300, False, True),
        FrameRange(400, None, True, False),
    ]
    after, before = plan(records, 1, 10, begin=200)
    assert after.stretches == (
        (0, FrameRange(200, 300, True, True)),
        (0, FrameRange(400, None, True)),
    )
    assert before.stretches == ((0, FrameRange(100, 200, False, True)),)


def test_the_tape_keeps_no_more_than_a_piece_needs() -> None:
    buffer = SoundBuffer(RATE, 1, 0)
    cutter = Cutter(0, FrameRange(), RATE, LENGTHS)
    sound = talking([1.0, 2.0] * 30, [0.5, 0.4] * 30, 4)

    for block in blocks(sound):
        buffer.append(block)
        list(cutter.ready(buffer))
        buffer.forget(cutter.needs)
        assert buffer.end - buffer.start < 12 * RATE


def describe(piece: Piece) -> tuple[object, ...]:
    sound = None if piece.sound is None else piece.sound.tobytes()
    return piece.start, piece.end, piece.heard_start, piece.heard_end, sound
