"""What claims the impossible is heard as far as it is sound, or refused in one line."""

import os
from pathlib import Path

import numpy as np
import pytest
from media import encode, voices

from sessionlens.audio.description import describe
from sessionlens.audio.measuring import Measuring, describe_apart
from sessionlens.audio.peaks_pass import compute_peaks
from sessionlens.audio.recording import open_recording
from sessionlens.domain.errors import SessionLensError

BROKEN = Path(__file__).parents[1] / "data" / "broken_recordings"
FILES = sorted(path for path in BROKEN.iterdir() if path.suffix != ".md")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_broke_the_program_once_is_heard_or_refused(
    path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    try:
        duration = describe(path).duration
    except SessionLensError as error:
        assert error.where == path
        assert error.hint
        with pytest.raises(SessionLensError):
            list(compute_peaks(path))
    else:
        peaks = list(compute_peaks(path))[-1]
        assert peaks.frames / peaks.sample_rate == pytest.approx(duration, abs=0.05)
        with open_recording(path) as recording:
            recording.seek(recording.frames // 2)
            recording.read(100)
            recording.seek(0)
            assert len(recording.read(100)) == 100
    assert capfd.readouterr().err == ""


def test_a_frame_with_impossible_channels_is_passed_over_as_damage() -> None:
    info = describe(BROKEN / "35_channels_inside.aac")
    assert info.channels == 1
    assert any("damaged" in warning for warning in info.warnings)


def test_eight_channels_are_mixed_down(tmp_path: Path) -> None:
    talk = voices(1.0, 48000, 8)
    path = encode(tmp_path / "eight.opus", talk, 48000, "libopus", options={"mapping_family": "1"})
    assert describe(path).channels == 8
    with open_recording(path) as recording:
        assert recording.channels == 2
        assert np.abs(recording.read(40_000)).max() > 500
        recording.seek(20_000)
        assert np.abs(recording.read(20_000)).max() > 500
    assert list(compute_peaks(path))[-1].values.shape[1] == 2


@pytest.mark.parametrize(("suffix", "codec"), [("opus", "libopus"), ("wav", "pcm_s16le")])
def test_more_channels_are_refused_with_their_number(
    tmp_path: Path, suffix: str, codec: str
) -> None:
    talk = voices(0.3, 48000, 16)
    options = {"mapping_family": "255"} if codec == "libopus" else {}
    path = encode(tmp_path / f"many.{suffix}", talk, 48000, codec, options=options)
    for read in (describe, open_recording, lambda path: list(compute_peaks(path))):
        with pytest.raises(SessionLensError, match="16 channels"):
            read(path)


def test_a_recording_whose_rate_changes_plays_on(tmp_path: Path) -> None:
    parts = []
    for number, rate in enumerate((44100, 22050, 48000)):
        part = encode(tmp_path / f"{number}.mp3", voices(3.0, rate, 1), rate, "libmp3lame")
        parts.append(part.read_bytes())
    path = tmp_path / "joined.mp3"
    path.write_bytes(b"".join(parts))
    assert describe(path).duration == pytest.approx(9.0, abs=0.4)
    with open_recording(path) as recording:
        rate = recording.sample_rate
        whole = recording.read(20 * rate)
        assert len(whole) == pytest.approx(9 * rate, abs=0.4 * rate)
        for second in range(1, 8):
            assert np.abs(whole[second * rate : (second + 1) * rate]).max() > 500
        recording.seek(7 * rate)
        assert np.abs(recording.read(rate)).max() > 500


def test_measuring_apart_finds_what_measuring_here_finds(tmp_path: Path) -> None:
    path = encode(tmp_path / "talk.mp3", voices(21, 44100), 44100, "libmp3lame")
    measuring = Measuring(path)
    chunks = list(measuring.chunks())
    assert len(chunks) == 3
    for apart, here in zip(chunks, compute_peaks(path), strict=True):
        assert np.array_equal(apart.values, here.values)
        assert (apart.start, apart.frames, apart.final) == (here.start, here.frames, here.final)
    assert measuring.wrong_length is None
    measuring.wait_until_begun(0)
    assert describe_apart(path) == describe(path)


def test_a_crash_of_the_decoder_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "soundfile.py").write_text("import os\nos.abort()\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    path = Path(__file__).parents[1] / "data" / "speech" / "two_voices.ogg"
    measuring = Measuring(path)
    with pytest.raises(SessionLensError, match="crashes the decoder"):
        list(measuring.chunks())
    with pytest.raises(SessionLensError, match="crashes the decoder"):
        measuring.wait_until_begun(0)
    with pytest.raises(SessionLensError, match="crashes the decoder"):
        describe_apart(path)


def test_modules_in_the_current_folder_are_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "numpy.py").write_text("import os\nos.abort()\n")
    monkeypatch.chdir(tmp_path)
    path = Path(__file__).parents[1] / "data" / "speech" / "two_voices.ogg"
    assert describe_apart(path).channels == 2


def test_a_refusal_arrives_whole(tmp_path: Path) -> None:
    path = tmp_path / "zeros.wav"
    path.write_bytes(bytes(5000))
    with pytest.raises(SessionLensError, match="nothing but zeros") as caught:
        describe_apart(path)
    assert caught.value.where == path
    assert caught.value.hint
