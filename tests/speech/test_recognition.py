"""Real recognition with the tiny model, against the words that were spoken."""

from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from true_words import (
    RATE,
    TWO_VOICES,
    Sound,
    error_rate,
    said_by,
    texts,
    truth,
    two_voices,
    words_of,
    write_wav,
)

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.transcript import Transcript
from sessionlens.speech.channels import layout_of, layout_of_tracks
from sessionlens.speech.engines.interface import Engine, Lengths
from sessionlens.speech.engines.vosk import VoskEngine
from sessionlens.speech.plan import covered, plan, planned
from sessionlens.speech.sound import Voice
from sessionlens.speech.to_file import TranscriptWriting, transcribe_to
from sessionlens.speech.transcriber import RecognitionOptions, recognising

LENGTHS = Lengths(2.0, 5.0)
SHORT = RecognitionOptions(threads=2, lengths=LENGTHS)


def transcribed(
    engine: Engine, recording: Path, folder: Path, options: RecognitionOptions = SHORT
) -> Transcript:
    target = folder / "out.transcript.json"
    return transcribe_to(
        target, layout_of(recording), engine, options, writing=TranscriptWriting(force=True)
    ).transcript


def encoded(path: Path, samples: Sound, codec: str, rate: int) -> Path:
    """Write samples, shape (n, 2) at 16 kHz, as compressed sound."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate, layout="stereo")
        assert isinstance(stream, av.AudioStream)
        resampler = av.AudioResampler(format=stream.format, layout="stereo", rate=rate)
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(samples.reshape(1, -1)), format="s16", layout="stereo"
        )
        frame.sample_rate = RATE
        fifo = av.AudioFifo()
        for part in [*resampler.resample(frame), *resampler.resample(None)]:
            part.pts = None
            fifo.write(part)
        size = stream.codec_context.frame_size or 1024
        while (block := fifo.read(size, partial=True)) is not None:
            container.mux(stream.encode(block))
        container.mux(stream.encode(None))
    return path


def test_every_channel_is_heard_by_itself_and_names_its_speaker(
    engine: Engine, tmp_path: Path
) -> None:
    layout = layout_of(TWO_VOICES, ["Coach", "Client"])

    transcript = transcribe_to(tmp_path / "o.json", layout, engine, SHORT).transcript

    for speaker in ("Coach", "Client"):
        spoken = [word.text for word in truth() if word.speaker == speaker]
        assert error_rate(spoken, said_by(transcript.utterances, speaker)) <= 0.06
    assert transcript.timing == "word"
    assert transcript.source.engine == "vosk"
    assert all(word.conf is not None for word in words_of(transcript))


def test_words_are_where_they_were_spoken(engine: Engine, tmp_path: Path) -> None:
    true = [word for word in truth() if word.speaker == "Coach"]
    layout = layout_of(TWO_VOICES, ["Coach", "Client"])
    transcript = transcribe_to(tmp_path / "o.json", layout, engine, SHORT).transcript
    heard = [word for one in transcript.utterances if one.speaker == "Coach" for word in one.words]

    starts = [
        min(abs(word.start - other.start) for other in heard if other.text == word.text)
        for word in true
        if word.text in texts(heard)
    ]

    assert np.median(starts) <= 0.03
    assert np.percentile(starts, 90) <= 0.1


def test_pieces_heard_side_by_side_are_what_one_recogniser_hears_one_after_another(
    engine: Engine,
) -> None:
    layout = layout_of(TWO_VOICES)
    pieces = list(planned(plan([], 2, RATE), layout.voices, RATE, LENGTHS))
    assert len(pieces) > 6
    alone = {
        (piece.voice, piece.start): engine.hear(piece.sound[:, piece.voice])
        for piece in pieces
        if piece.sound is not None
    }

    with recognising(layout, engine, [], RecognitionOptions(threads=4, lengths=LENGTHS)) as records:
        together = {(record.voice, record.start): record for record in records}

    assert set(together) == {(piece.voice, piece.start) for piece in pieces}
    for place, heard in alone.items():
        assert heard is not None
        # Cross-talk may be taken out of the records, but nothing may be heard differently.
        words = [word.text for word in together[place].words]
        remaining = iter(texts(heard.words))
        assert all(word in remaining for word in words)


def test_cutting_costs_no_accuracy(engine: Engine, tmp_path: Path) -> None:
    """One recogniser over the whole of one channel is the measure."""
    left = two_voices()[:, 0]
    spoken = [word.text for word in truth() if word.speaker == "Coach"]
    whole = engine.hear(left)
    assert whole is not None

    transcript = transcribed(engine, write_wav(tmp_path / "left.wav", left), tmp_path)

    assert error_rate(spoken, texts(words_of(transcript))) <= error_rate(spoken, texts(whole.words))


def test_no_word_is_lost_or_doubled_at_seams_through_speech(engine: Engine, tmp_path: Path) -> None:
    """Speech without any pause to cut in: every cut goes through sound."""
    left = two_voices()[:, 0]
    coach = [word for word in truth() if word.speaker == "Coach"]
    spoken = [(int(w.start * RATE), int(w.end * RATE)) for w in coach]
    dense = np.concatenate([left[start:end] for start, end in spoken])
    recording = write_wav(tmp_path / "dense.wav", dense)
    whole = engine.hear(dense)
    assert whole is not None
    layout = layout_of(recording)

    with recognising(layout, engine, [], RecognitionOptions(lengths=Lengths(2.0, 3.0))) as records:
        kept = covered(list(records), 0)

    assert any(record.heard_start < record.start for record in kept)
    transcript = transcribed(
        engine, recording, tmp_path, RecognitionOptions(lengths=Lengths(2.0, 3.0))
    )
    assert error_rate(texts(whole.words), texts(words_of(transcript))) <= 0.1
    starts = [word.start for word in words_of(transcript)]
    assert all(later > earlier for earlier, later in pairwise(starts))


@pytest.mark.parametrize(
    ("name", "codec", "rate"),
    [("a.m4a", "aac", 44100), ("a.mp3", "mp3", 48000), ("a.opus", "libopus", 48000)],
)
def test_compressed_recordings_at_other_rates_are_heard_as_well(
    engine: Engine, tmp_path: Path, name: str, codec: str, rate: int
) -> None:
    recording = encoded(tmp_path / name, two_voices(), codec, rate)

    transcript = transcribed(engine, recording, tmp_path)

    assert error_rate(texts(truth()), texts(words_of(transcript))) <= 0.1


def test_tracks_name_their_speakers(engine: Engine, tmp_path: Path) -> None:
    sound = two_voices()
    # The client's recorder stopped earlier: the session goes on all the same.
    anna = write_wav(tmp_path / "anna.wav", sound[:, 0])
    jonas = write_wav(tmp_path / "jonas.wav", sound[: int(20 * RATE), 1])

    layout = layout_of_tracks([("Coach", anna), ("Client", jonas)])
    transcript = transcribe_to(tmp_path / "o.json", layout, engine, SHORT).transcript

    assert list(transcript.speakers) == ["Coach", "Client"]
    coach = [word.text for word in truth() if word.speaker == "Coach"]
    assert error_rate(coach, said_by(transcript.utterances, "Coach")) <= 0.06
    early = [word.text for word in truth() if word.speaker == "Client" and word.end < 20]
    assert error_rate(early, said_by(transcript.utterances, "Client")) <= 0.1


def test_vosk_never_looks_for_a_model_in_the_network(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    import vosk

    def refuse(*_: object) -> None:
        raise AssertionError("Vosk was asked to find a model by itself")

    monkeypatch.setattr(vosk.Model, "get_model_path", refuse)
    monkeypatch.setattr(vosk.Model, "download_model", refuse)

    assert VoskEngine(engine.model).hear(two_voices()[:, 0]) is not None


@pytest.mark.parametrize("frames", [0, 1, 10, 160, 4000])
def test_hardly_any_sound_is_no_words(engine: Engine, frames: int) -> None:
    heard = engine.hear(np.full(frames, 100, np.int16))

    assert heard is not None
    assert heard.words == ()


@pytest.mark.parametrize("kind", ["silence", "ten samples", "hum"])
def test_a_recording_without_a_word_says_so_and_writes_nothing(
    engine: Engine, tmp_path: Path, kind: str
) -> None:
    samples = {
        "silence": np.zeros(5 * RATE, np.int16),
        "ten samples": np.full(10, 500, np.int16),
        "hum": (300 * np.sin(np.arange(5 * RATE) * 0.02)).astype(np.int16),
    }[kind]
    recording = write_wav(tmp_path / "empty.wav", samples)

    with pytest.raises(SessionLensError, match="No word was recognised"):
        transcribed(engine, recording, tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["empty.wav"]


def test_hearing_can_be_stopped(engine: Engine) -> None:
    calls = iter([False, False, True])

    assert engine.hear(two_voices()[:, 0], lambda: next(calls)) is None


def test_a_voice_of_a_file_without_that_channel_is_its_last_channel() -> None:
    pieces = planned(plan([], 1, RATE), [Voice(TWO_VOICES, 5)], RATE, LENGTHS)

    assert any(piece.sound is not None and piece.sound.any() for piece in pieces)


def test_what_is_heard_does_not_depend_on_what_was_heard_before(engine: Engine) -> None:
    sound = np.tile(two_voices()[:, 0], 2)
    dice = np.random.default_rng(1)
    starts = dice.integers(0, len(sound) // 2, 12)
    # Some end where speech does: the engine has given its last result by itself there.
    pieces = [
        sound[start : start + seconds * RATE // 2]
        for start, seconds in zip(starts, dice.integers(6, 40, 12), strict=True)
    ]
    alone = [VoskEngine(engine.model).hear(piece) for piece in pieces]
    for _ in range(3):
        for number in dice.permutation(len(pieces)):
            assert engine.hear(pieces[number]) == alone[number]


def test_a_piece_that_was_left_leaves_nothing_behind(engine: Engine) -> None:
    sound = two_voices()[:, 0]
    alone = VoskEngine(engine.model).hear(sound)
    calls = iter([False, False, True])
    assert engine.hear(sound, lambda: next(calls)) is None
    assert engine.hear(sound) == alone
