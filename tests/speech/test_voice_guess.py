"""Who speaks in one channel, guessed from real sounds by the shipped encoder."""

import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.transcript import Transcript, Utterance
from sessionlens.domain.voices import VoiceTurn, with_voices
from sessionlens.resources import sample_folder
from sessionlens.speech import guessing, voice_encoder
from sessionlens.speech.guessing import Guessing
from sessionlens.speech.sound import Voice
from sessionlens.speech.voice_guess import encoder_turns
from sessionlens.transcripts import native

SECONDS = 60
RATE = 22050


def demo() -> tuple[NDArray[np.float32], Transcript]:
    """The beginning of the sample conversation: both channels, and what is said."""
    sound, _ = soundfile.read(
        sample_folder() / "first-session.ogg", frames=SECONDS * RATE, dtype="float32"
    )
    whole = native.decode((sample_folder() / "first-session.transcript.json").read_bytes())
    return sound, Transcript(
        utterances=tuple(line for line in whole.utterances if line.end < SECONDS), timing="word"
    )


@pytest.fixture
def mono(tmp_path: Path) -> Path:
    sound, _ = demo()
    return written(tmp_path / "mono.wav", sound.sum(axis=1))


def written(path: Path, sound: NDArray[np.float32], rate: int = RATE) -> Path:
    soundfile.write(path, sound, rate, "PCM_16")
    return path


def share_right(turns: Sequence[VoiceTurn], truth: Transcript) -> float:
    """Of the time of all words, that of those which get the right speaker, names apart."""
    nameless = Transcript(
        utterances=tuple(
            Utterance(start=line.start, end=line.end, text=line.text, words=line.words)
            for line in truth.utterances
        )
    )
    guess = {
        word.start: line.speaker
        for line in with_voices(nameless, turns).utterances
        for word in line.words
    }
    pairs: dict[tuple[str | None, str | None], float] = {}
    for line in truth.utterances:
        for word in line.words:
            pair = line.speaker, guess[word.start]
            pairs[pair] = pairs.get(pair, 0) + word.end - word.start
    straight = pairs.get(("Coach", "Voice 1"), 0) + pairs.get(("Client", "Voice 2"), 0)
    crossed = pairs.get(("Coach", "Voice 2"), 0) + pairs.get(("Client", "Voice 1"), 0)
    return max(straight, crossed) / sum(pairs.values())


def turns_in(path: Path, count: int = 2) -> list[VoiceTurn]:
    """What a child process tells of all channels."""
    return Guessing(path, count).finish()


def test_two_voices_in_one_channel_are_told_apart(mono: Path) -> None:
    shares: list[float] = []

    turns = Guessing(mono, 2).finish(shares.append)

    assert share_right(turns, demo()[1]) > 0.98
    assert shares == sorted(shares)
    assert shares[-1] <= 1


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda sound: 0.01 * sound, id="very soft"),
        pytest.param(lambda sound: np.clip(20 * sound, -1, 1), id="overdriven"),
        pytest.param(
            lambda sound: (
                sound + 0.004 * np.random.default_rng(1).normal(size=len(sound)).astype(np.float32)
            ),
            id="hiss",
        ),
    ],
)
def test_bad_sound_is_told_apart_nearly_as_well(tmp_path: Path, change: object) -> None:
    sound, truth = demo()
    assert callable(change)
    path = written(tmp_path / "bad.wav", change(sound.sum(axis=1)))

    assert share_right(turns_in(path), truth) > 0.93


def test_a_telephone_will_do(tmp_path: Path) -> None:
    sound, truth = demo()
    seconds = np.arange(0, SECONDS, 1 / 8000)
    mixed = np.convolve(sound.sum(axis=1), np.full(3, 1 / 3), "same")
    line = np.interp(seconds, np.arange(len(mixed)) / RATE, mixed).astype(np.float32)
    path = written(tmp_path / "telephline.wav", line, 8000)

    assert share_right(turns_in(path), truth) > 0.93


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("count", [2, 3])
def test_one_voice_is_one_voice(tmp_path: Path, side: int, count: int) -> None:
    sound, _ = demo()

    assert turns_in(written(tmp_path / "alone.wav", sound[:, side]), count) == []


SEVEN = (
    ("en-us+Annie", 38),
    ("en-us+rob", 45),
    ("en-us+f3", 60),
    ("en-us+Alex", 50),
    ("de+m7", 35),
    ("en-gb+m3", 55),
    ("en-gb+f5", 70),
)
LINES = (
    "What would you like to take away from our time together, and how will you know it?",
    "I have been thinking about the museum, and I do not know where I should begin with it.",
    "There is this meeting on Monday where everybody waits for me to decide.",
)


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not there")
def test_seven_people_at_a_table(tmp_path: Path) -> None:
    pieces: list[NDArray[np.float32]] = []
    people: list[tuple[int, int, int]] = []
    for number in range(21):
        person = number % len(SEVEN)
        voice, pitch = SEVEN[person]
        path = tmp_path / "line.wav"
        line = LINES[number % len(LINES)]
        command = ["espeak-ng", "-v", voice, "-p", str(pitch), "-s", "160", "-w", str(path), line]
        subprocess.run(command, check=True)
        spoken, rate = soundfile.read(path, dtype="float32")
        assert rate == RATE
        people.append((sum(len(piece) for piece in pieces), person, len(spoken)))
        pieces += [spoken, np.zeros(RATE // 3, np.float32)]
    turns = turns_in(written(tmp_path / "table.wav", np.concatenate(pieces)), 7)

    heard = Counter(
        (person, turn.voice)
        for start, person, length in people
        for turn in turns
        if turn.start <= (start + length / 2) / RATE < turn.end
    )
    right = sum(max(heard[person, voice] for voice in range(7)) for person in range(7))
    assert len({turn.voice for turn in turns}) >= 6
    assert right >= 19


def test_in_silence_noise_and_next_to_nothing_nobody_speaks(tmp_path: Path) -> None:
    noise = 0.1 * np.random.default_rng(0).normal(size=40 * RATE).astype(np.float32)
    sounds = {
        "crackle": np.where(np.arange(40 * RATE) % 9973 == 0, 0.5, 0).astype(np.float32),
        "silence": np.zeros(40 * RATE, np.float32),
        "noise": noise,
        "short": noise[: RATE // 2],
    }
    for name, sound in sounds.items():
        assert turns_in(written(tmp_path / f"{name}.wav", sound)) == [], name


def test_it_stops_when_asked(mono: Path) -> None:
    assert encoder_turns(Voice(mono), should_stop=lambda: True) == []


def test_too_little_memory_is_said_as_such(mono: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(voice_encoder.VoiceEncoder, "vectors", exhausted)

    with pytest.raises(SessionLensError, match="too little memory"):
        encoder_turns(Voice(mono))


def over(guess: Guessing) -> Guessing:
    while not guess.over:
        time.sleep(0.02)
    return guess


def test_a_recording_with_a_voice_a_channel_is_left_alone_unless_asked_for(tmp_path: Path) -> None:
    sound, truth = demo()
    path = written(tmp_path / "both.wav", sound)

    left = over(Guessing(path, 2, only_mono=True))
    asked = over(Guessing(path, 2, only_mono=False))

    assert left.turns == ()
    assert "channel" in left.why
    assert share_right(asked.turns, truth) > 0.98


@pytest.mark.parametrize("content", [b"", b"no sound at all", b"RIFF\xff\xff\xff\xffWAVEfmt "])
def test_what_cannot_be_heard_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.wav"
    path.write_bytes(content)

    guess = over(Guessing(path, 2, only_mono=True))

    assert guess.error is not None
    assert guess.error.where == path
    assert guess.turns == ()


def test_a_child_that_is_cancelled_has_no_result_and_is_no_error(mono: Path) -> None:
    guess = Guessing(mono, 2, only_mono=True)

    guess.cancel()

    assert over(guess).turns == ()
    assert guess.error is None


def test_a_child_that_is_killed_is_an_error_in_words(
    mono: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the system does it where memory is short."""
    monkeypatch.setattr(guessing, "_MODULE", "antigravity.nowhere")

    with pytest.raises(SessionLensError, match="ended too early: memory may be short"):
        Guessing(mono, 2).finish()
