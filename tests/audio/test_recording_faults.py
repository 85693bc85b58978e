"""What is damaged is heard as far as it goes, in its place; wrong lengths are noticed."""

from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from media import encode, voices, write

from sessionlens import resources
from sessionlens.audio.description import describe, wrong_length
from sessionlens.audio.peaks_pass import compute_peaks
from sessionlens.audio.recording import open_recording

RATE = 44100
SECONDS = 12.0
TALK = voices(SECONDS, RATE)
SAMPLE = resources.sample_folder() / "first-session.ogg"
SPEECH = Path(__file__).parents[1] / "data" / "speech" / "two_voices.ogg"
CODECS = {"mp3": "libmp3lame", "flac": "flac", "m4a": "aac", "mkv": "aac"}


@pytest.mark.parametrize("suffix", CODECS)
def test_garbage_in_the_middle_is_passed_over(
    tmp_path: Path, suffix: str, capfd: pytest.CaptureFixture[str]
) -> None:
    path = encode(tmp_path / f"talk.{suffix}", TALK, RATE, CODECS[suffix])
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 1000] = np.random.default_rng(5).bytes(1000)
    path.write_bytes(content)
    info = describe(path)
    assert abs(info.duration - SECONDS) < 0.2
    assert any("damaged" in warning for warning in info.warnings)
    with open_recording(path) as recording:
        heard = recording.read(int(SECONDS * RATE) - 20_000)
        end = heard[-RATE:].astype(float)
        lag = lag_of(end, TALK[: len(heard)][-RATE:].astype(float))
    # A bare mp3 has no stamps: what comes after is early by what was lost.
    assert abs(lag) < (0.12 if suffix == "mp3" else 0.001) * RATE
    assert np.abs(heard.astype(int)).max() < 1.2 * np.abs(TALK.astype(int)).max()
    assert [chunk.damaged for chunk in compute_peaks(path)][-1] >= 1
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("subtype", ["VORBIS", "OPUS"])
def test_after_a_damaged_stretch_an_ogg_file_finds_its_place_again(
    tmp_path: Path, subtype: str
) -> None:
    talk = voices(40, 48000)
    path = write(tmp_path / "talk.ogg", talk, 48000, "OGG", subtype)
    content = bytearray(path.read_bytes())
    place = len(content) // 4
    content[place : place + 1000] = bytes(1000)
    path.write_bytes(content)
    with open_recording(path) as recording:
        blocks = []
        while len(block := recording.read(4096)):
            blocks.append(block)
        heard = np.concatenate(blocks)
    assert abs(len(heard) - len(talk)) < 2000
    later = slice(25 * 48000, 27 * 48000)
    assert abs(lag_of(heard[later].astype(float), talk[later].astype(float))) < 100
    assert any("damaged" in warning for warning in describe(path).warnings)


def lag_of(heard: np.ndarray, original: np.ndarray) -> int:
    """By how many frames `heard` is late."""
    heard_channel, original_channel = heard[:, 0], original[:, 0]
    spectrum = np.fft.rfft(heard_channel, 2 * len(heard_channel)) * np.conj(
        np.fft.rfft(original_channel, 2 * len(heard_channel))
    )
    peak = int(np.argmax(np.fft.irfft(spectrum)))
    return peak if peak < len(heard_channel) else peak - 2 * len(heard_channel)


@pytest.mark.parametrize("suffix", ["wav", "caf", "flac", "mp3", "mkv", "m4a", "film.mkv"])
def test_a_recording_cut_off_is_heard_and_its_length_is_corrected(
    tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"talk.{suffix}"
    film, _, kind = suffix.rpartition(".")
    if kind in ("wav", "caf"):
        write(path, TALK, RATE, kind.upper(), "PCM_16")
    else:
        # With its index at the beginning, as films for the web have it.
        muxer = {"movflags": "faststart"} if kind == "m4a" else {}
        encode(path, TALK, RATE, CODECS[kind], muxer=muxer, film=bool(film))
    _cut_off(path)
    info = describe(path)
    assert 0.5 * SECONDS < info.duration < 0.7 * SECONDS
    assert info.declared_duration == pytest.approx(SECONDS, abs=0.1)
    warning = next(warning for warning in info.warnings if "length" in warning)
    assert "00:12.0" in warning
    assert f"00:0{int(info.duration)}." in warning
    with open_recording(path) as recording:
        while len(recording.read(RATE)):
            pass
        assert recording.frames_exact
        assert recording.frames == round(info.duration * RATE)


@pytest.mark.parametrize("codec", ["VORBIS", "OPUS", "libopus", "flac"])
def test_an_ogg_file_cut_off_says_so_though_it_declares_no_length(
    tmp_path: Path, codec: str
) -> None:
    talk = voices(SECONDS, 48000)
    path = tmp_path / "talk.ogg"
    if codec.isupper():
        write(path, talk, 48000, "OGG", codec)
    else:
        encode(path, talk, 48000, codec)
    assert describe(path).warnings == ()
    assert wrong_length(path, SECONDS, lambda: False) is None
    _cut_off(path)
    info = describe(path)
    assert any("its end is missing" in warning for warning in info.warnings)
    assert "its end is missing" in (wrong_length(path, info.duration, lambda: False) or "")


@pytest.mark.parametrize("path", [SAMPLE, SPEECH], ids=lambda path: path.name)
def test_an_ogg_file_whose_last_page_is_all_that_is_missing(tmp_path: Path, path: Path) -> None:
    assert describe(path).warnings == ()
    content = path.read_bytes()
    for end in (len(content) - 1, content.rindex(b"OggS"), content.rindex(b"OggS") + 20):
        cut = tmp_path / path.name
        cut.write_bytes(content[:end])
        assert any("its end is missing" in warning for warning in describe(cut).warnings)


def _cut_off(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 6 // 10])


def test_a_film_may_go_on_after_its_sound(tmp_path: Path) -> None:
    path = encode(tmp_path / "talk.mkv", TALK, RATE, "aac", film=True, credits=6.0)
    info = describe(path)
    assert info.duration == pytest.approx(SECONDS, abs=0.1)
    assert info.warnings == ()
    _cut_off(path)
    assert any("it says 00:18.0" in warning for warning in describe(path).warnings)


def test_a_length_that_is_only_guessed_is_corrected(tmp_path: Path) -> None:
    quiet = np.concatenate([TALK, np.zeros_like(TALK), np.zeros_like(TALK)])
    options = {"flags": "+qscale", "global_quality": "200"}
    path = encode(
        tmp_path / "talk.mp3", quiet, RATE, "libmp3lame", options=options, muxer={"write_xing": "0"}
    )
    info = describe(path)
    assert info.duration == pytest.approx(3 * SECONDS, abs=0.1)
    assert any("declared length" in warning for warning in info.warnings)


@pytest.mark.parametrize(
    "suffix", ["wav", "flac", "mp3", "m4a", "mp4", "mkv", "webm", "ogg", "aac"]
)
def test_a_sound_recording_has_no_warnings(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"talk.{suffix}"
    talk = voices(3, 48000)
    if suffix == "wav":
        write(path, talk, 48000, "WAV", "PCM_16")
    elif suffix == "ogg":
        write(path, talk, 48000, "OGG", "VORBIS")
    else:
        codec = {"mp4": "aac", "webm": "libopus", "aac": "aac"}.get(suffix) or CODECS[suffix]
        encode(path, talk, 48000, codec, film=suffix in ("mp4", "mkv"))
    info = describe(path)
    assert info.warnings == ()
    assert info.duration == pytest.approx(3, abs=0.05)
    assert (info.sample_rate, info.channels) == (48000, 2)


def test_a_film_whose_sound_begins_late_begins_in_silence(tmp_path: Path) -> None:
    path = encode(tmp_path / "talk.mp4", TALK, RATE, "aac", film=True, late=0.7)
    with open_recording(path) as recording:
        sound = recording.read(3 * RATE)
    first = int(np.argmax(np.abs(sound).max(axis=1) > 2000))
    assert first / RATE == pytest.approx(0.7, abs=0.03)


def test_silence_is_not_made_up_for_a_stamp_that_cannot_be(tmp_path: Path) -> None:
    path = encode(tmp_path / "talk.mkv", TALK, RATE, "aac", film=True, late=4_000_000.0)
    chunks = list(islice(compute_peaks(path), 100))
    assert chunks[-1].final
    assert chunks[-1].frames < 2 * SECONDS * RATE


def test_a_broadcast_whose_clock_begins_anew(tmp_path: Path) -> None:
    path = encode(tmp_path / "talk.ts", TALK, RATE, "aac", container="mpegts", film=True)
    assert describe(path).duration == pytest.approx(SECONDS, abs=0.1)


def test_six_channels_are_two_and_nobody_is_lost(tmp_path: Path) -> None:
    for channel in range(6):
        sound = np.zeros((RATE, 6), np.int16)
        sound[:, channel] = TALK[:RATE, 0]
        path = write(tmp_path / f"talk{channel}.wav", sound, RATE, "WAVEX", "PCM_16")
        with open_recording(path) as recording:
            heard = recording.read(RATE)
        assert heard.shape == (RATE, 2)
        assert np.abs(heard.astype(int)).max() > 1000
        assert describe(path).channels == 6


def test_loud_vorbis_and_float_do_not_wrap_round(tmp_path: Path) -> None:
    loud = np.sign(np.sin(np.arange(RATE) / 20))[:, None].astype(np.float32) * 1.4
    loud[100:110] = np.nan
    import soundfile

    soundfile.write(tmp_path / "float.wav", loud, RATE, subtype="FLOAT")
    soundfile.write(tmp_path / "vorbis.ogg", np.nan_to_num(loud), RATE, subtype="VORBIS")
    with open_recording(tmp_path / "float.wav") as recording:
        heard = recording.read(RATE)[:, 0]
    assert set(np.unique(heard)) <= {-32768, 0, 32767}
    with open_recording(tmp_path / "vorbis.ogg") as recording:
        heard = recording.read(RATE)[:, 0].astype(int)
    same_sign = np.sign(heard) == np.sign(loud[:, 0])
    assert same_sign[200:].mean() > 0.97
