"""Voices told apart by how they sound."""

import threading
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray
from true_words import tiny_model

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.transcript import Utterance, Word
from sessionlens.resources import sample_folder
from sessionlens.speech.channels import layout_of
from sessionlens.speech.choice import ChosenModels
from sessionlens.speech.engines.interface import Model
from sessionlens.speech.engines.vosk import VoskEngine, stretches
from sessionlens.speech.live import Listener, LiveTranscription
from sessionlens.speech.models import describe
from sessionlens.speech.probe import try_model
from sessionlens.speech.speakers import VoiceSamples, turns_of
from sessionlens.speech.to_file import transcribe_to
from sessionlens.speech.transcriber import RecognitionOptions
from sessionlens.transcripts import native


def voices(sequence: str, seed: int, spread: float = 0.4, size: int = 128) -> NDArray[np.float64]:
    """A vector per letter: that letter's voice, and how it varies."""
    random = np.random.default_rng(seed)
    centres = {letter: random.normal(size=size) for letter in sorted(set(sequence))}
    return np.array(
        [centres[letter] + spread * random.normal(size=size) for letter in sequence]
    ).reshape(len(sequence), size)


def in_order(vectors: NDArray[np.float64], seconds: float = 3.0) -> VoiceSamples:
    """Samples one after another, of equal length."""
    starts = np.arange(0, len(vectors), dtype=np.float64) * np.float64(seconds)
    return VoiceSamples(starts, starts + seconds, vectors.astype(np.float32), alike=0.91)


def told(samples: VoiceSamples, count: int) -> str:
    """The voice in the middle of each sample, as a digit."""
    turns = turns_of(samples, count)
    middles = (samples.starts + samples.ends) / 2
    return "".join(
        str(next(turn.voice for turn in turns if turn.start <= middle < turn.end))
        for middle in middles
    )


def same_voices(sequence: str, labels: str) -> bool:
    pairs = set(zip(sequence, labels, strict=True))
    return len(pairs) == len(set(sequence)) == len(set(labels))


@pytest.mark.parametrize("seed", range(5))
def test_vectors_of_one_voice_get_one_label(seed: int) -> None:
    sequence = "ABABBACCABACBBACAC"

    assert same_voices(sequence, told(in_order(voices(sequence, seed)), 3))


def test_a_cough_is_no_voice_of_its_own() -> None:
    sequence = "AABBABABBA"
    vectors = voices(sequence, 1)
    vectors[2] = np.random.default_rng(9).normal(size=vectors.shape[1])  # like nobody

    labels = told(in_order(vectors), 2)

    assert same_voices(sequence[:2] + sequence[3:], labels[:2] + labels[3:])


def test_short_samples_do_not_decide_what_the_voices_are() -> None:
    sequence = "AABBABABBA"
    vectors = voices(sequence, 1)
    vectors[2] += 30
    samples = in_order(vectors)
    samples.ends[2] = samples.starts[2] + 0.3

    labels = told(samples, 2)

    assert same_voices(sequence[:2] + sequence[3:], labels[:2] + labels[3:])


@pytest.mark.parametrize("count", [2, 3, 7])
def test_where_all_sounds_alike_there_is_one_voice(count: int) -> None:
    assert turns_of(in_order(voices("A" * 40, 3, spread=0.2)), count) == []


def test_more_voices_than_there_are_are_not_made_up() -> None:
    turns = turns_of(in_order(voices("AABBABABBAABBA", 4, spread=0.2)), 5)

    assert {turn.voice for turn in turns} == {0, 1}


def test_in_a_few_seconds_nobody_is_told_from_anybody() -> None:
    assert turns_of(in_order(voices("AB", 3)), 2) == []
    assert turns_of(in_order(voices("", 3)), 2) == []


def speaker_model(folder: Path, coefficients: int = 20) -> Model:
    """A real, if simple, speaker model: the mean and the deviation of a voice's spectrum."""
    folder.mkdir()
    size = 2 * coefficients
    network = [
        "<Nnet3> ",
        f"input-node name=input dim={coefficients}",
        "component-node name=extract component=extract input=input",
        "component-node name=pool component=pool input=extract",
        "output-node name=output input=pool objective=linear",
        "",
        "<NumComponents> 2",
        "<ComponentName> extract <StatisticsExtractionComponent>",
        f"<InputDim> {coefficients} <InputPeriod> 1 <OutputPeriod> 1 <IncludeVarinance> T",
        "</StatisticsExtractionComponent>",
        "<ComponentName> pool <StatisticsPoolingComponent>",
        f"<InputDim> {size + 1} <InputPeriod> 1 <LeftContext> 10000 <RightContext> 10000",
        "<NumLogCountFeatures> 0 <OutputStddevs> T <VarianceFloor> 1e-10",
        "</StatisticsPoolingComponent>",
        "</Nnet3> ",
    ]
    (folder / "final.ext.raw").write_text("\n".join(network), newline="\n")
    rows = (" ".join("1" if i == j else "0" for j in range(size)) for i in range(size))
    (folder / "mean.vec").write_text(f" [ {' '.join('0' * size)} ]\n")
    (folder / "transform.mat").write_text(" [\n" + "\n".join(rows) + " ]\n")
    (folder / "mfcc.conf").write_text(
        f"--num-ceps={coefficients}\n--num-mel-bins=30\n--snip-edges=false\n--dither=0\n"
    )
    return describe(folder)


def test_the_real_engine_tells_two_voices_in_one_channel_apart(tmp_path: Path) -> None:
    samples, rate = soundfile.read(
        sample_folder() / "first-session.ogg", frames=22050 * 120, dtype="int16"
    )
    soundfile.write(tmp_path / "mono.wav", samples.sum(axis=1).astype(np.int16), rate)
    true = native.decode((sample_folder() / "first-session.transcript.json").read_bytes())
    engine = VoskEngine(tiny_model(), speaker_model(tmp_path / "vosk-model-spk-0.0"))

    result = transcribe_to(
        tmp_path / "o.json",
        layout_of(tmp_path / "mono.wav"),
        engine,
        RecognitionOptions(threads=2),
        speakers=2,
    )

    assert result.transcript.source.guessed_speakers
    assert any("guessed" in warning for warning in result.warnings)
    pairs = Counter(
        (heard.speaker, utterance.speaker)
        for heard in result.transcript.utterances
        for word in heard.words
        for utterance in true.utterances
        if utterance.start <= (word.start + word.end) / 2 <= utterance.end
    )
    right = max(
        pairs["Voice 1", "Coach"] + pairs["Voice 2", "Client"],
        pairs["Voice 2", "Coach"] + pairs["Voice 1", "Client"],
    )
    assert right >= 0.9 * pairs.total()


def test_the_screens_recognition_tells_voices_by_a_speaker_model(tmp_path: Path) -> None:
    samples, rate = soundfile.read(
        sample_folder() / "first-session.ogg", frames=22050 * 60, dtype="int16"
    )
    soundfile.write(tmp_path / "mono.wav", samples.sum(axis=1).astype(np.int16), rate)
    models = ChosenModels(tiny_model(), speaker_model(tmp_path / "vosk-model-spk-0.0"))
    heard: list[Utterance] = []
    ended = threading.Event()
    listener = Listener(heard.extend, ended=lambda _: ended.set())
    live = LiveTranscription(tmp_path / "mono.wav", tmp_path / "o.json", models, listener)

    live.start()

    assert ended.wait(120)
    assert live.complete
    assert {turn.voice for turn in live.turns} == {0, 1}
    live.discard()


def test_a_speaker_model_is_tried_like_any_other(tmp_path: Path) -> None:
    model = speaker_model(tmp_path / "vosk-model-spk-0.0")
    try_model(model)
    (model.path / "mean.vec").unlink()

    with pytest.raises(SessionLensError):
        try_model(model)


def test_stretches_end_at_every_breath() -> None:
    times = [(0.0, 0.4), (0.45, 0.9), (1.3, 1.5), (2.0, 2.6), (2.6, 9.0), (9.0, 11.5)]
    words = [Word(start=start, end=end, text="a") for start, end in times]

    assert stretches(words) == [(0.0, 0.9), (2.0, 9.0), (9.0, 11.5)]
