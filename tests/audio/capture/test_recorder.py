"""What is said into a microphone is in the file, whatever happens meanwhile."""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray
from virtual_sound import RATE, VirtualSound, missing, wait_until

from sessionlens.audio.capture import host_clock, microphone, takeover
from sessionlens.audio.capture import recorder as recorder_module
from sessionlens.audio.capture.meter import Meter
from sessionlens.audio.capture.microphone import Input
from sessionlens.audio.capture.recorder import Recorder
from sessionlens.audio.portaudio import devices
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.gaps import Gap

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"not here: {missing()}")

BOTH = Input(channels=(0, 1))


Start = Callable[..., Recorder]


@pytest.fixture
def start(tmp_path: Path, sound: VirtualSound) -> Iterator[Start]:
    """Starts recorders, and ends those that a failed test has left."""
    del sound  # it only has to outlive them
    recorders: list[Recorder] = []

    def start(recorded: Input = BOTH, path: Path | None = tmp_path / "talk.au") -> Recorder:
        recorders.append(Recorder([recorded], path))
        recorders[-1].start()
        return recorders[-1]

    yield start
    for recorder in recorders:
        ended(recorder)


@pytest.fixture
def sound(monkeypatch: pytest.MonkeyPatch) -> Iterator[VirtualSound]:
    monkeypatch.setattr(takeover, "_OPENS_WITHIN", 60.0)  # the machine may be busy
    with VirtualSound() as server:
        yield server


@pytest.fixture
def start_two(tmp_path: Path, sound: VirtualSound) -> Iterator[Recorder]:
    """A recorder of two devices."""
    del sound
    if {device.name for device in devices(fresh=True, direction="input")} != {"pulse", "default"}:
        pytest.skip("ALSA has other devices here")
    recorder = Recorder([Input("pulse"), Input("default")], tmp_path / "two.au")
    recorder.start()
    yield recorder
    ended(recorder)


def tones(seconds: float, *, left: float = 440.0, right: float = 880.0) -> NDArray[np.int16]:
    """A tone on either side, as loud as speech."""
    times = np.arange(int(seconds * RATE))[:, None] / RATE
    waves = 8000 * np.sin(2 * np.pi * times * np.array([left, right]))
    return np.asarray(np.rint(waves), np.int16)


def pitch(samples: NDArray[np.int16], rate: int) -> float:
    """The strongest frequency."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum) * rate / len(samples))


def ended(recorder: Recorder) -> None:
    recorder.close()
    wait_until(lambda: recorder.closed_within(0.1))


def test_two_channels_are_two_speakers(tmp_path: Path, sound: VirtualSound, start: Start) -> None:
    recorder = start()
    with sound.speech(tones(60)):
        wait_until(lambda: min(level.rms for level in recorder.levels) > 0.05)
        begun = recorder.recorded
        wait_until(lambda: recorder.recorded > begun + 1)
        ended(recorder)
    samples, rate = soundfile.read(tmp_path / "talk.au", dtype="int16")
    last = samples[-rate:]
    assert rate == recorder.rate
    assert pitch(last[:, 0], rate) == pytest.approx(440, abs=2)
    assert pitch(last[:, 1], rate) == pytest.approx(880, abs=2)
    assert recorder.gaps == ()


def test_what_is_off_the_record_is_silence_of_true_length(
    tmp_path: Path, sound: VirtualSound, start: Start
) -> None:
    recorder = start()
    with sound.speech(tones(60)):
        wait_until(lambda: recorder.levels[0].rms > 0.05)
        recorder.off_the_record(True)
        begun = recorder.position
        wait_until(lambda: recorder.position > begun + 1)
        wait_until(lambda: recorder.levels[0].peak == 0)
        recorder.off_the_record(False)
        wait_until(lambda: recorder.recorded > recorder.gaps[0].end + 0.5)
        wait_until(lambda: recorder.levels[0].rms > 0.05)
        ended(recorder)
    (gap,) = recorder.gaps
    assert gap.reason == "off the record"
    samples, rate = soundfile.read(tmp_path / "talk.au", dtype="int16")
    silent = samples[round(gap.start * rate) : round(gap.end * rate)]
    assert len(silent) > rate * 0.9
    assert not silent.any()
    assert samples[round(gap.end * rate) + rate // 10 :].any()
    assert samples[: round(gap.start * rate)].any()


def test_the_last_minute_is_taken_back_from_the_disk_too(
    tmp_path: Path, sound: VirtualSound, start: Start
) -> None:
    path = tmp_path / "talk.au"
    recorder = start()
    with sound.speech(tones(60)):
        wait_until(lambda: recorder.levels[0].rms > 0.05)
        begun = recorder.position
        wait_until(lambda: recorder.on_disk > begun + 2)
        gap = recorder.take_back(1.0)
        assert not recorder.read(gap.start, gap.end).any()
        wait_until(lambda: recorder.taken_back)
        with path.open("rb") as file:
            assert not _frames(file.read(), recorder, gap).any()
        wait_until(lambda: recorder.recorded > gap.end + 0.5)
        wait_until(lambda: recorder.levels[0].rms > 0.05)
        ended(recorder)
    samples, rate = soundfile.read(path, dtype="int16")
    assert not samples[round(gap.start * rate) : round(gap.end * rate)].any()
    assert samples[round(gap.end * rate) + rate // 10 :].any()
    assert recorder.gaps == (gap,)


def _frames(data: bytes, recorder: Recorder, gap: Gap) -> NDArray[np.int16]:
    samples = np.frombuffer(data[40 : 40 + (len(data) - 40) // 4 * 4], ">i2").reshape(-1, 2)
    return samples[round(gap.start * recorder.rate) : round(gap.end * recorder.rate)]


def test_a_microphone_that_vanishes_is_taken_up_again(
    tmp_path: Path, sound: VirtualSound, start: Start
) -> None:
    recorder = start()
    wait_until(lambda: recorder.recorded > 0.5)
    sound.kill()
    wait_until(lambda: recorder.absent)
    gone = recorder.position
    wait_until(lambda: recorder.position > gone + 1)
    sound.start()
    wait_until(lambda: not recorder.absent)
    with sound.speech(tones(60)):
        wait_until(lambda: recorder.levels[0].rms > 0.05)
        heard = recorder.position
        wait_until(lambda: recorder.recorded > heard)
        ended(recorder)
    (gap,) = recorder.gaps
    assert gap.reason == "device"
    assert gap.end - gap.start > 1
    assert soundfile.info(tmp_path / "talk.au").duration > gap.end
    assert any("is back" in notice.text for notice in recorder.notices())


def test_a_sound_system_that_hangs_is_said_and_waited_for(
    sound: VirtualSound, start: Start
) -> None:
    recorder = start()
    wait_until(lambda: recorder.recorded > 0.5)
    sound.freeze()
    wait_until(lambda: recorder.absent)
    frozen = recorder.position
    wait_until(lambda: recorder.position > frozen + 1)
    assert "hangs or is suspended" in recorder.notices()[0].text
    sound.thaw()
    wait_until(lambda: not recorder.absent)
    back = recorder.position
    wait_until(lambda: recorder.recorded > back + 0.5)
    assert [gap.reason for gap in recorder.gaps] == ["device"]
    assert recorder.gaps[0].end - recorder.gaps[0].start > 1


def test_a_computer_that_was_asleep_leaves_silence_of_true_length(
    sound: VirtualSound, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine's clock goes on by an hour from one moment to the next; its sleep is told."""
    assert sound.address
    clock, asleep = host_clock.now, SimpleNamespace(seconds=0.0)
    for module in (microphone, recorder_module, host_clock):
        monkeypatch.setattr(module, "now", lambda: clock() + asleep.seconds)
    recorder = start()
    wait_until(lambda: recorder.recorded > 0.5)
    begun = clock()
    asleep.seconds = 3600.0
    wait_until(lambda: recorder.recorded > 3600.5)
    passed = clock() - begun
    (gap,) = recorder.gaps
    assert gap.reason == "suspended"
    assert 3598 <= gap.end - gap.start <= 3600 + max(passed, 2)
    assert any("asleep" in notice.text for notice in recorder.notices())


def test_where_there_is_no_microphone_nothing_is_left_behind(tmp_path: Path) -> None:
    with VirtualSound() as sound:
        sound.kill()
        with pytest.raises(SessionLensError, match=r"microphone|sound system"):
            Recorder([BOTH], tmp_path / "talk.au").start()
    assert list(tmp_path.iterdir()) == []


def test_meters_need_no_file(sound: VirtualSound, start: Start) -> None:
    recorder = start(Input(), None)
    with sound.speech(tones(60)):
        wait_until(lambda: recorder.levels[0].rms > 0.05)
    wait_until(lambda: recorder.levels[0].silent_for > 0.5)
    assert recorder.recorded == 0
    ended(recorder)


@pytest.mark.skipif(sys.platform == "win32", reason="an open file keeps its folder there")
def test_a_folder_that_vanishes_is_said_and_the_recording_is_whole_when_it_is_back(
    tmp_path: Path, sound: VirtualSound, start: Start
) -> None:
    assert sound.address
    path = tmp_path / "sessions" / "talk.au"
    path.parent.mkdir()
    recorder = start(BOTH, path)
    wait_until(lambda: recorder.on_disk > 0.5)
    shutil.rmtree(path.parent)
    wait_until(lambda: recorder.trouble)
    gone = recorder.recorded
    wait_until(lambda: recorder.recorded > gone + 0.5)
    path.parent.mkdir()
    wait_until(lambda: recorder.trouble is None)
    ended(recorder)
    assert soundfile.info(path).frames == round(recorder.recorded * recorder.rate)
    assert recorder.gaps == ()
    told = " ".join(notice.text for notice in recorder.notices())
    assert "vanished" in told
    assert "nothing is missing" in told


def test_a_fault_of_ours_is_said_and_recording_goes_on(
    sound: VirtualSound, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sound.address
    recorder = start()
    wait_until(lambda: recorder.recorded > 0.3)

    def fail(*_: object) -> None:
        raise ZeroDivisionError("by nothing")

    with monkeypatch.context() as patch:
        patch.setattr(Meter, "add", fail)
        wait_until(lambda: recorder._fault)
    before = recorder.recorded
    wait_until(lambda: recorder.recorded > before + 0.5)
    assert any("by nothing" in notice.text for notice in recorder.notices())


def test_two_devices_are_beside_each_other(sound: VirtualSound, start_two: Recorder) -> None:
    """Both of ALSA's ways to the server hear the same, so that it has to be at the same place."""
    noise = np.random.default_rng(1).integers(-9000, 9000, (30 * RATE, 2), np.int16)
    with sound.speech(noise):
        wait_until(lambda: min(level.rms for level in start_two.levels) > 0.05)
        begun = start_two.recorded + 3
        wait_until(lambda: start_two.recorded > begun + 0.6)
    samples = start_two.read(begun, begun + 0.5).astype(float)
    spectra = np.fft.rfft(samples, axis=0)
    correlation = np.fft.irfft(spectra[:, 0] * np.conj(spectra[:, 1]))
    lag = int(np.argmax(correlation))
    lag -= len(correlation) if lag > len(correlation) // 2 else 0
    assert abs(lag) / start_two.rate < 0.05
    assert correlation.max() > 6 * correlation.std()
