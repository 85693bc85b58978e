"""Sound that a header does not tell of, formats of phones and recorders, several tracks."""

import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile
from media import encode, tracks_of, voices

from sessionlens.audio import tracks
from sessionlens.audio.description import choose_track, describe
from sessionlens.audio.formats import SUFFIXES
from sessionlens.audio.recording import open_recording
from sessionlens.domain.errors import SessionLensError

RATE = 16_000


@pytest.fixture(autouse=True)
def _no_track_stays_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracks, "_chosen", {})


def _wav(path: Path, seconds: float, declared: int, after: bytes = b"") -> Path:
    sound = voices(seconds, RATE, 1).tobytes()
    fmt = struct.pack("<HHIIHH", 1, 1, RATE, RATE * 2, 2, 16)
    head = b"WAVEfmt " + struct.pack("<I", 16) + fmt + b"data" + struct.pack("<I", declared)
    path.write_bytes(
        b"RIFF" + struct.pack("<I", min(declared + 36, 0xFFFFFFFF)) + head + sound + after
    )
    return path


def _heard(path: Path) -> np.ndarray:
    with open_recording(path) as recording:
        blocks = []
        while len(block := recording.read(RATE)):
            blocks.append(block)
    return np.concatenate(blocks)[:, 0]


@pytest.mark.parametrize("declared", [2 * RATE * 2, 0, 0xFFFFFFFF])
def test_a_wav_whose_header_declares_less_is_played_whole(tmp_path: Path, declared: int) -> None:
    path = _wav(tmp_path / "talk.wav", 6.0, declared)
    assert np.array_equal(_heard(path), voices(6.0, RATE, 1)[:, 0])
    info = describe(path)
    assert (info.duration, info.container, info.codec) == (6.0, "wav", "pcm_s16le")
    told = "says 00:02.0, 00:06.0 can be heard"
    assert any(told in warning for warning in info.warnings) == (declared == 2 * RATE * 2)
    with open_recording(path) as recording:
        recording.seek(5 * RATE)
        assert np.array_equal(recording.read(100)[:, 0], voices(6.0, RATE, 1)[5 * RATE :, 0][:100])


def test_chunks_behind_the_sound_are_no_sound(tmp_path: Path) -> None:
    note = b"LIST" + struct.pack("<I", 40_000) + b"INFOICMT" + bytes(39_992)
    path = _wav(tmp_path / "talk.wav", 2.0, 2 * RATE * 2, note)
    assert len(_heard(path)) == 2 * RATE
    assert describe(path).warnings == ()


@pytest.mark.parametrize("subtype", ["VORBIS", "OPUS"])
def test_ogg_files_one_after_another_are_played_whole(tmp_path: Path, subtype: str) -> None:
    parts = [tmp_path / "first.ogg", tmp_path / "second.ogg"]
    for part, seconds in zip(parts, (3.0, 4.0), strict=True):
        soundfile.write(part, voices(seconds, 48_000, 1), 48_000, subtype=subtype)
    path = tmp_path / "talk.ogg"
    path.write_bytes(b"".join(part.read_bytes() for part in parts))
    with open_recording(path) as recording:
        heard = 0
        while block := len(recording.read(48_000)):
            heard += block
    assert heard / 48_000 == pytest.approx(7.0, abs=0.1)
    assert describe(path).duration == pytest.approx(heard / 48_000, abs=0.01)


@pytest.mark.parametrize("subtype", ["IMA_ADPCM", "MS_ADPCM"])
def test_packed_wavs_are_sought_exactly(tmp_path: Path, subtype: str) -> None:
    path = tmp_path / "call.wav"
    soundfile.write(path, voices(20.0, 8000, 1), 8000, subtype=subtype)
    whole = _heard(path)
    with open_recording(path) as recording:
        assert len(whole) == recording.frames
        for frame in (1, 58_400, 3, 100_001):
            recording.seek(frame)
            assert np.array_equal(recording.read(500)[:, 0], whole[frame : frame + 500])
    assert describe(path).duration == len(whole) / 8000


@pytest.mark.parametrize("tag", [b"TAG" + b"Title".ljust(125, b"\0"), b"APETAGEX" + bytes(120)])
def test_a_tag_behind_an_mp3_is_nothing_to_mention(tmp_path: Path, tag: bytes) -> None:
    path = encode(tmp_path / "talk.mp3", voices(3.0, RATE, 1), RATE, "libmp3lame")
    path.write_bytes(path.read_bytes() + tag)
    assert describe(path).warnings == ()


def test_of_several_tracks_one_is_heard_the_others_are_said_and_chosen(tmp_path: Path) -> None:
    quiet, voice = np.zeros((RATE, 1), np.int16), voices(1.0, RATE, 1)
    path = tracks_of(tmp_path / "talk.mkv", RATE, quiet, voice)
    assert "it has 2 audio tracks: 1 is heard, --audio-track 2" in describe(path).warnings[0]
    assert not _heard(path).any()
    choose_track(path, 2)
    assert np.array_equal(_heard(path), voice[:, 0])
    assert "2 is heard" in describe(path).warnings[0]
    with pytest.raises(SessionLensError, match="no audio track 3"):
        choose_track(path, 3)


@pytest.mark.parametrize(
    ("beginning", "what"),
    [(b"\x03ds2", "Olympus DS2"), (b"\x02dss", "DSS"), (b"zoom\xee", "has not been converted")],
)
def test_what_only_its_makers_decode_is_named_with_the_way_out(
    tmp_path: Path, beginning: bytes, what: str
) -> None:
    path = tmp_path / "talk.ds2"
    path.write_bytes(beginning + bytes(3000))
    with pytest.raises(SessionLensError, match=what):
        open_recording(path)


@pytest.mark.parametrize(
    ("name", "codec", "rate"),
    [("memo.qta", "aac", 16_000), ("call.3gp", "aac", 16_000),
     ("talk.ts", "mp2", 16_000), ("talk.mts", "ac3", 32_000)],
)  # fmt: skip
def test_recordings_of_phones_and_cameras(tmp_path: Path, name: str, codec: str, rate: int) -> None:
    muxer = {"qta": "mov", "mts": "mpegts"}.get(name.rpartition(".")[2])
    path = encode(tmp_path / name, voices(2.0, rate, 1), rate, codec, container=muxer)
    assert path.suffix in SUFFIXES
    assert describe(path).duration == pytest.approx(2.0, abs=0.2)
