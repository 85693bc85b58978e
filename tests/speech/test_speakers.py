"""Voices told apart by how they sound."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray
from true_words import tiny_model

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.transcript import Word
from sessionlens.resources import sample_folder
from sessionlens.speech.channels import layout_of
from sessionlens.speech.engines.interface import Model, VoiceSample
from sessionlens.speech.engines.vosk import VoskEngine, stretches
from sessionlens.speech.models import describe
from sessionlens.speech.probe import try_model
from sessionlens.speech.speakers import cluster, guessed
from sessionlens.speech.to_file import transcribe_to
from sessionlens.speech.transcriber import RecognitionOptions
from sessionlens.transcripts import native


def voices(sequence: str, seed: int, spread: float = 0.4, size: int = 128) -> NDArray[np.float64]:
    """A vector per letter: that letter's voice, and how it varies."""
    random = np.random.default_rng(seed)
    centres = {letter: random.normal(size=size) for letter in sorted(set(sequence))}
    return np.array([centres[letter] + spread * random.normal(size=size) for letter in sequence])


@pytest.mark.parametrize("seed", range(5))
def test_vectors_of_one_voice_get_one_label(seed: int) -> None:
    sequence = "ABABBACCABACBBA"
    count = len(set(sequence))

    labels = cluster(voices(sequence, seed), np.full(len(sequence), 3.0), count)

    assert len({(letter, label) for letter, label in zip(sequence, labels, strict=True)}) == count


def test_short_samples_do_not_make_voices_of_their_own() -> None:
    sequence = "AABBAB"
    vectors = voices(sequence, 1)
    vectors[2] += 30  # a cough
    weights = np.array([3.0, 3.0, 0.3, 3.0, 3.0, 3.0])

    labels = cluster(vectors, weights, 2)

    assert labels[0] == labels[1] == labels[4]
    assert labels[3] == labels[5] != labels[0]


def test_words_go_to_whoever_spoke_then() -> None:
    sequence = "ABA"
    samples = [
        VoiceSample(i * 10.0, i * 10.0 + 5, tuple(vector))
        for i, vector in enumerate(voices(sequence, 2))
    ]
    words = [Word(start=t, end=t + 1, text=f"w{t}") for t in (0, 4, 10, 14, 21)]

    lines = guessed(words, samples, 2)

    assert [(line.speaker, [word.text for word in line.words]) for line in lines] == [
        ("Voice 1", ["w0", "w4", "w21"]),
        ("Voice 2", ["w10", "w14"]),
    ]


def test_too_few_samples_are_no_guess() -> None:
    sample = VoiceSample(0, 1, (1.0, 2.0))

    assert guessed([Word(start=0, end=1, text="a")], [sample], 2) == []
    assert guessed([], [sample, sample], 2) == []


def test_as_many_samples_as_voices() -> None:
    assert sorted(cluster(voices("AB", 3), np.array([1.0, 1.0]), 2)) == [0, 1]


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
