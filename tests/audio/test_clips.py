"""Clips cut out of a recording: the right sound, silent where asked, and no more than asked."""

import io
import wave
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from sessionlens.audio.clips import BIT_RATES, CODECS, Clip, cut_clips
from sessionlens.domain.errors import SessionLensError

RATE = 16_000
HEARD = 48_000


def recording(path: Path, channels: int = 1) -> Path:
    """Twenty seconds: second n is a tone of 300 + 50 n Hz."""
    time = np.arange(20 * RATE) / RATE
    hertz = 300 + 50 * np.floor(time)
    samples = (9000 * np.sin(2 * np.pi * hertz * time)).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.repeat(samples[:, None], channels, axis=1).tobytes())
    return path


def decoded(clip: Clip) -> NDArray[np.float32]:
    """A clip as FFmpeg hears it: mono, 48 kHz, from -1 to 1."""
    resampler = av.AudioResampler("flt", "mono", HEARD)
    with av.open(io.BytesIO(clip.data), "r") as container:
        frames = [one for frame in container.decode(audio=0) for one in resampler.resample(frame)]
        frames += resampler.resample(None)
    return np.concatenate([one.to_ndarray().reshape(-1) for one in frames]).astype(np.float32)


def pitch(samples: NDArray[np.float32], second: float) -> float:
    """The loudest frequency in half a second around a moment."""
    piece = samples[round((second - 0.25) * HEARD) : round((second + 0.25) * HEARD)]
    spectrum = np.abs(np.fft.rfft(piece * np.hanning(len(piece))))
    return float(np.argmax(spectrum) * HEARD / len(piece))


def loudness(samples: NDArray[np.float32], start: float, end: float) -> float:
    return float(np.sqrt(np.mean(samples[round(start * HEARD) : round(end * HEARD)] ** 2)))


@pytest.mark.parametrize("codec", list(CODECS))
@pytest.mark.parametrize("channels", [1, 2])
def test_a_clip_holds_the_sound_that_was_asked_for(
    tmp_path: Path, codec: str, channels: int
) -> None:
    clips = list(
        cut_clips(
            recording(tmp_path / "talk.wav", channels),
            [(3.0, 6.0), (11.5, 13.5)],
            codec=codec,
            bit_rate=BIT_RATES[codec][0],
        )
    )
    first, second = map(decoded, clips)
    assert len(first) / HEARD == pytest.approx(3.0, abs=0.1)
    assert pitch(first, 0.5) == pytest.approx(450, abs=5)
    assert pitch(first, 2.5) == pytest.approx(550, abs=5)
    assert pitch(second, 1.0) == pytest.approx(300 + 50 * 12, abs=5)
    assert [(clip.start, clip.end) for clip in clips] == [(3.0, 6.0), (11.5, 13.5)]


def test_a_word_is_heard_where_its_time_says(tmp_path: Path) -> None:
    """The change of pitch at 5.0 s of the recording is 2.0 s into the clip."""
    (clip,) = cut_clips(recording(tmp_path / "talk.wav"), [(3.0, 7.0)], silent=[(0.0, 5.0)])
    begun = np.argmax(np.abs(decoded(clip)) > 0.05) / HEARD
    assert begun == pytest.approx(2.0, abs=0.02)


@pytest.mark.parametrize("codec", list(CODECS))
def test_a_stretch_that_is_left_out_is_silence(tmp_path: Path, codec: str) -> None:
    (clip,) = cut_clips(
        recording(tmp_path / "talk.wav"), [(3.0, 9.0)], codec=codec, silent=[(5.0, 7.0)]
    )
    samples = decoded(clip)
    sounding = loudness(samples, 0.5, 1.5)
    assert sounding > 0.1
    assert loudness(samples, 2.06, 3.94) < sounding / 1000
    assert loudness(samples, 4.1, 5.5) == pytest.approx(sounding, rel=0.1)


def test_a_stretch_reaches_over_the_ends_of_a_clip(tmp_path: Path) -> None:
    (clip,) = cut_clips(recording(tmp_path / "talk.wav"), [(3.0, 9.0)], silent=[(0.0, 20.0)])
    assert loudness(decoded(clip), 0.0, 6.0) < 0.0001


def test_a_clip_ends_where_the_recording_does(tmp_path: Path) -> None:
    path = recording(tmp_path / "talk.wav")
    last, none = cut_clips(path, [(18.0, 25.0), (30.0, 40.0)])
    assert last.start == 18.0
    assert last.end == pytest.approx(20.0, abs=0.01)
    assert len(decoded(last)) / HEARD == pytest.approx(2.0, abs=0.1)
    assert none.data == b""


def test_the_bit_rate_says_how_large_a_clip_is(tmp_path: Path) -> None:
    path = recording(tmp_path / "talk.wav")
    for codec, rates in BIT_RATES.items():
        for rate in rates:
            (clip,) = cut_clips(path, [(0.0, 20.0)], codec=codec, bit_rate=rate)
            room = 20 * (rate / 8 + CODECS[codec].overhead)
            assert len(clip.data) < room * 1.15, (codec, rate)


def test_what_is_no_recording_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "talk.wav"
    path.write_text("nothing to hear")
    with pytest.raises(SessionLensError):
        list(cut_clips(path, [(0.0, 1.0)]))
