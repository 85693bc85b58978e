"""Channels and tracks: who is where, what is the same, and what leaks from one to another."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from true_words import RATE, error_rate, loud, said_by, truth, two_voices, write_wav

from sessionlens.domain.errors import SessionLensError
from sessionlens.speech.channels import layout_of, layout_of_tracks
from sessionlens.speech.engines.interface import Engine, Lengths
from sessionlens.speech.to_file import transcribe_to
from sessionlens.speech.transcriber import RecognitionOptions

WAY = RecognitionOptions(threads=2, lengths=Lengths(2.0, 5.0))

Channels = NDArray[np.float64]


def apart() -> Channels:
    return two_voices().astype(np.float64)


def both() -> Channels:
    mixed: Channels = apart().sum(axis=1)
    return mixed


def noise(seed: int, level: float = 10.0) -> NDArray[np.float64]:
    return np.random.default_rng(seed).normal(0, level, len(two_voices()))


def stereo(tmp_path: Path, left: NDArray[np.float64], right: NDArray[np.float64]) -> Path:
    return write_wav(tmp_path / "talk.wav", loud(np.stack([left, right], axis=1)))


@pytest.mark.parametrize("gain", [1.0, 0.25, -1.0])
def test_channels_with_the_same_sound_are_one_voice(tmp_path: Path, gain: float) -> None:
    mixed = both()
    layout = layout_of(stereo(tmp_path, mixed + noise(1), gain * mixed + noise(2)))

    assert [(voice.channel, voice.name) for voice in layout.voices] == [(None, "")]
    assert layout.notes


def test_opposite_phases_do_not_cancel_out(engine: Engine, tmp_path: Path) -> None:
    recording = stereo(tmp_path, both(), -both())

    transcript = transcribe_to(tmp_path / "o.json", layout_of(recording), engine, WAY).transcript

    assert transcript.word_count > 0.8 * len(truth())


def test_an_empty_channel_is_no_voice(tmp_path: Path) -> None:
    layout = layout_of(stereo(tmp_path, both(), np.zeros(len(both()))))

    assert [(voice.channel, voice.name) for voice in layout.voices] == [(None, "")]


def test_voices_of_different_loudness_stay_apart(tmp_path: Path) -> None:
    sound = apart()
    layout = layout_of(stereo(tmp_path, sound[:, 0] + noise(1), 0.05 * sound[:, 1] + noise(2, 2)))

    assert [voice.name for voice in layout.voices] == ["Left", "Right"]
    assert layout.gains[0] - layout.gains[1] > 15


@pytest.mark.parametrize("delay", [0.004, 0.15])
@pytest.mark.parametrize("leak", [0.25, 0.05])
def test_what_leaks_into_the_other_channel_is_not_said_twice(
    engine: Engine, tmp_path: Path, leak: float, delay: float
) -> None:
    sound = apart()
    late = np.roll(sound, int(delay * RATE), axis=0)
    recording = stereo(
        tmp_path,
        sound[:, 0] + leak * late[:, 1] + noise(1),
        sound[:, 1] + leak * late[:, 0] + noise(2),
    )

    layout = layout_of(recording, ["Coach", "Client"])
    transcript = transcribe_to(tmp_path / "o.json", layout, engine, WAY).transcript

    for speaker in ("Coach", "Client"):
        spoken = [word.text for word in truth() if word.speaker == speaker]
        assert error_rate(spoken, said_by(transcript.utterances, speaker)) <= 0.15


def test_people_who_speak_at_once_are_both_heard(engine: Engine, tmp_path: Path) -> None:
    sound = apart()
    # The client answers while the coach still speaks, and much more softly.
    first = next(word for word in truth() if word.speaker == "Client")
    shift = int((first.start - 1.0) * RATE)
    client = 0.1 * np.roll(sound[:, 1], -shift)
    recording = stereo(tmp_path, sound[:, 0] + noise(1), client + noise(2, 3))

    layout = layout_of(recording, ["Coach", "Client"])
    transcript = transcribe_to(tmp_path / "o.json", layout, engine, WAY).transcript

    for speaker in ("Coach", "Client"):
        spoken = [word.text for word in truth() if word.speaker == speaker]
        assert error_rate(spoken, said_by(transcript.utterances, speaker)) <= 0.15


def test_tracks_with_the_same_sound_are_heard_once(engine: Engine, tmp_path: Path) -> None:
    track = write_wav(tmp_path / "one.wav", loud(both()))
    other = write_wav(tmp_path / "other.wav", loud(0.5 * both()))

    layout = layout_of_tracks([("Coach", track), ("Client", other)])
    transcript = transcribe_to(tmp_path / "o.json", layout, engine, WAY).transcript

    assert transcript.speakers == {}
    assert layout.notes == ("Client and Coach carry the same sound",)
    assert transcript.word_count < 1.1 * len(truth())


def test_names_must_fit_the_channels(tmp_path: Path) -> None:
    recording = stereo(tmp_path, *apart().T)
    mono = write_wav(tmp_path / "mono.wav", loud(both()))

    with pytest.raises(SessionLensError, match="2 channels, but 3 names"):
        layout_of(recording, ["A", "B", "C"])
    with pytest.raises(SessionLensError, match="one channel only"):
        layout_of(mono, ["A", "B"])
    assert layout_of(mono, ["Coach"]).voices[0].name == "Coach"


def test_tracks_need_names_of_their_own(tmp_path: Path) -> None:
    mono = write_wav(tmp_path / "mono.wav", loud(both()))

    with pytest.raises(SessionLensError, match="name of its own"):
        layout_of_tracks([("Coach", mono), ("Coach", mono)])
