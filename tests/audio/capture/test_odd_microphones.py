"""Microphones with rates and channels of their own, and ones that come and go."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from fake_sounddevice import FakeSoundDevice
from speaking_devices import mono, silence, spoken
from virtual_sound import wait_until

from sessionlens.audio.capture import microphone, mixer, takeover
from sessionlens.audio.capture import recorder as recorder_module
from sessionlens.audio.capture.microphone import Input
from sessionlens.audio.capture.recorder import Recorder
from sessionlens.domain.errors import SessionLensError

Start = Callable[..., Recorder]


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """No device is given up, and no time passed over, because the machine is busy."""
    monkeypatch.setattr(microphone, "_STALLED", 60.0)
    monkeypatch.setattr(mixer, "_PATIENCE", 60.0)
    monkeypatch.setattr(recorder_module, "_BEGINS_WITHIN", 60.0)
    monkeypatch.setattr(recorder_module, "_TAKES_OVER_WITHIN", 60.0)
    for limit in ("_OPENS_WITHIN", "_DELIVERS_WITHIN"):
        monkeypatch.setattr(takeover, limit, 60.0)


@pytest.fixture
def start(devices: FakeSoundDevice, tmp_path: Path) -> Iterator[Start]:
    """Starts recorders, and ends those that are left."""
    assert devices.names
    recorders: list[Recorder] = []

    def start(*inputs: Input) -> Recorder:
        recorders.append(Recorder(inputs or [Input()], tmp_path / "talk.au"))
        recorders[-1].start()
        return recorders[-1]

    yield start
    for recorder in recorders:
        recorder.close()
        wait_until(lambda recorder=recorder: recorder.closed_within(0.1))  # type: ignore[misc]
    wait_until(lambda: all(stream.closed for stream in devices.streams))


@pytest.mark.parametrize(("own", "opened"), [(16000, 16000), (44100, 44100), (192000, 48000)])
def test_a_device_is_recorded_at_its_own_rate(
    devices: FakeSoundDevice, start: Start, own: int, opened: int
) -> None:
    devices.input_rate = own
    assert start().rate == opened


def test_a_rate_that_is_refused_leads_to_another(devices: FakeSoundDevice, start: Start) -> None:
    devices.input_rate = 11025
    devices.refused = {(11025, 1), (48000, 1)}
    assert start().rate == 44100


def test_a_device_of_two_channels_only_becomes_one_voice(
    devices: FakeSoundDevice, start: Start
) -> None:
    devices.refused = {(rate, 1) for rate in (48000, 44100)}
    recorder = start(Input())
    with spoken(devices):
        wait_until(lambda: recorder.levels[0].rms > 0.05)
    assert recorder.channels == 1


def test_one_microphone_for_two_speakers_is_noticed(devices: FakeSoundDevice, start: Start) -> None:
    recorder = start(Input(channels=(0, 1)))
    with spoken(devices):
        wait_until(lambda: recorder.recorded > 0.5)
        assert recorder.levels[1].alike == 0
    with spoken(devices, mono):
        wait_until(lambda: recorder.levels[1].alike > 0.3)


def test_a_device_of_one_channel_serves_for_two(devices: FakeSoundDevice, start: Start) -> None:
    devices.inputs = 1
    recorder = start(Input(channels=(0, 1)))
    with spoken(devices):
        wait_until(lambda: recorder.levels[1].alike > 0.3)
    assert recorder.channels == 2


def test_digital_silence_and_clipping_are_counted(devices: FakeSoundDevice, start: Start) -> None:
    recorder = start()
    with spoken(devices, silence):
        wait_until(lambda: recorder.levels[0].silent_for > 0.5)
    with spoken(devices, lambda frames, channels: np.full((frames, channels), 32767, np.int16)):
        wait_until(lambda: recorder.levels[0].clipped > 1000)
    assert recorder.levels[0].silent_for == 0
    assert recorder.levels[0].peak > 0.99


def test_without_any_microphone_that_is_said(
    devices: FakeSoundDevice, start: Start, tmp_path: Path
) -> None:
    devices.names = []
    with pytest.raises(SessionLensError, match=r"^No microphone"):
        start()
    assert list(tmp_path.iterdir()) == []


def test_a_device_that_is_not_there_is_named(start: Start) -> None:
    with pytest.raises(SessionLensError, match="The microphone “Yeti” is not there"):
        start(Input("Yeti"))


def test_if_the_second_cannot_be_opened_the_first_is_let_go(
    devices: FakeSoundDevice, start: Start
) -> None:
    with pytest.raises(SessionLensError, match="Yeti"):
        start(Input("Headset"), Input("Yeti"))
    wait_until(lambda: all(stream.closed for stream in devices.streams))


def test_while_one_of_two_is_away_the_other_goes_on(
    devices: FakeSoundDevice, start: Start, tmp_path: Path
) -> None:
    recorder = start(Input("Speakers"), Input("Headset"))
    with spoken(devices):
        wait_until(lambda: recorder.recorded > 0.5)
        devices.names = ["Speakers"]
        devices.streams[1].vanish()
        wait_until(lambda: recorder.absent)
        gone = recorder.recorded
        wait_until(lambda: recorder.recorded > gone + 1)
        devices.names = ["Speakers", "Headset"]
        wait_until(lambda: not recorder.absent)
        back = recorder.recorded
        wait_until(lambda: recorder.recorded > back + 1)
    (gap,) = recorder.gaps
    assert gap.reason == "device"
    samples = recorder.read(0, recorder.recorded)
    inside = samples[round((gap.start + 0.2) * 48000) : round((gap.end - 0.2) * 48000)]
    assert not inside[:, 1].any()
    assert np.abs(inside[:, 0]).mean() > 1000
    assert np.abs(samples[-4800:].astype(int)).mean(axis=0).min() > 1000
    assert soundfile.info(tmp_path / "talk.au").channels == 2


def test_a_device_that_another_hides_is_found_by_letting_go_of_both(
    devices: FakeSoundDevice, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(microphone, "_LOOK_AFTER", (0.5, 2.0))
    monkeypatch.setattr(recorder_module, "LookAgain", lambda: microphone.LookAgain(needed=True))
    recorder = start(Input("Speakers"), Input("Headset"))
    with spoken(devices):
        wait_until(lambda: recorder.recorded > 0.5)
        devices.stale = {"Headset"}
        devices.streams[1].vanish()
        wait_until(lambda: recorder.absent)
        wait_until(lambda: not recorder.absent)
        back = recorder.recorded
        wait_until(lambda: recorder.recorded > back + 0.5)
        wait_until(lambda: min(level.rms for level in recorder.levels) > 0.05)
    assert {gap.reason for gap in recorder.gaps} == {"device"}
    assert devices.broken == ""
    assert not any("Speakers" in notice.text for notice in recorder.notices())


def test_a_device_that_comes_back_at_another_rate_keeps_the_time(
    devices: FakeSoundDevice, start: Start
) -> None:
    begun = time.monotonic()
    recorder = start()
    with spoken(devices):
        wait_until(lambda: recorder.recorded > 0.5)
        devices.input_rate = 16000
        devices.streams[0].vanish()
        wait_until(lambda: len(devices.streams) > 1 and not recorder.absent)
        back = recorder.recorded
        wait_until(lambda: recorder.recorded > back + 1.5)
        assert recorder.rate == 48000
        assert recorder.recorded <= time.monotonic() - begun + 0.2
        wait_until(lambda: recorder.levels[0].rms > 0.01)


def lost_for(recorder: Recorder, since: float) -> float:
    """The longest time without any sound in the recording, in seconds, from a moment on."""
    samples = recorder.read(since, recorder.recorded)
    heard = np.flatnonzero(samples.any(axis=1))
    return float(np.diff(heard, prepend=0, append=len(samples)).max() / recorder.rate)


@pytest.mark.parametrize("rate", [48000, 16000])
def test_another_microphone_takes_over_and_nothing_is_missing_in_between(
    devices: FakeSoundDevice, start: Start, rate: int
) -> None:
    recorder = start(Input("Speakers"))
    with spoken(devices):
        wait_until(lambda: recorder.recorded > 0.5)
        devices.input_rate = rate
        recorder.move([Input("Headset")])
        moved = recorder.recorded
        assert recorder.devices == ("Headset",)
        wait_until(lambda: devices.streams[0].closed)
        wait_until(lambda: recorder.recorded > moved + 0.5)
        assert recorder.rate == 48000
        assert recorder.gaps == ()
        assert lost_for(recorder, 0.3) < 0.05
    assert [stream.closed for stream in devices.streams] == [True, False]


def test_two_microphones_take_over_from_the_two_channels_of_one(
    devices: FakeSoundDevice, start: Start
) -> None:
    recorder = start(Input("Speakers", (0, 1)))
    with spoken(devices):
        wait_until(lambda: recorder.recorded > 0.5)
        recorder.move([Input("Speakers"), Input("Headset")])
        recorder.move([Input("Speakers"), Input("Headset")])
        assert len(devices.streams) == 3
        moved = recorder.recorded
        wait_until(lambda: recorder.recorded > moved + 0.5)
        wait_until(lambda: min(level.rms for level in recorder.levels) > 0.05)
    assert recorder.gaps == ()


def test_another_microphone_takes_over_from_one_that_is_lost_and_the_gap_is_marked(
    devices: FakeSoundDevice, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(takeover, "_DELIVERS_WITHIN", 2.0)
    recorder = start(Input("Speakers"))
    with spoken(devices):
        wait_until(lambda: recorder.recorded > 0.5)
        devices.names = ["Headset"]
        devices.streams[0].vanish()
        wait_until(lambda: recorder.absent)
        assert [notice.lost for notice in recorder.notices()] == [True]
        gone = recorder.position
        wait_until(lambda: recorder.position > gone + 0.3)
        recorder.move([Input("Headset")])
        moved = recorder.recorded
        wait_until(lambda: recorder.recorded > moved + 0.5)
        assert recorder.absent == ()
        wait_until(lambda: recorder.levels[0].rms > 0.05)
    assert [gap.reason for gap in recorder.gaps] == ["device"]


def test_another_microphone_that_takes_over_off_the_record_takes_nothing_until_it_is_on_again(
    devices: FakeSoundDevice, start: Start
) -> None:
    recorder = start(Input("Speakers"))
    with spoken(devices):
        wait_until(lambda: recorder.recorded > 0.5)
        recorder.off_the_record(True)
        recorder.move([Input("Headset")])
        moved = recorder.position
        wait_until(lambda: recorder.position > moved + 0.3)
        recorder.off_the_record(False)
        wait_until(lambda: recorder.recorded > recorder.gaps[0].end + 0.5)
    (gap,) = recorder.gaps
    assert gap.reason == "off the record"
    assert gap.end - gap.start > 0.3
    heard = recorder.read(0.0, recorder.recorded)[:, 0]
    first, last = (round(edge * recorder.rate) for edge in (gap.start, gap.end))
    assert not heard[first:last].any()
    assert np.abs(heard[last + recorder.rate // 10 :]).max() > 0.05


def test_where_the_other_microphone_cannot_be_opened_the_one_before_goes_on(
    devices: FakeSoundDevice, start: Start
) -> None:
    recorder = start(Input("Speakers"))
    with spoken(devices):
        wait_until(lambda: recorder.recorded > 0.5)
        with pytest.raises(SessionLensError, match="Yeti"):
            recorder.move([Input("Yeti")])
        refused = recorder.recorded
        wait_until(lambda: recorder.recorded > refused + 0.3)
    assert recorder.devices == ("Speakers",)
    assert recorder.gaps == ()


def test_a_recording_that_has_ended_is_not_moved(devices: FakeSoundDevice, start: Start) -> None:
    recorder = start(Input("Speakers"))
    recorder.close()
    wait_until(lambda: recorder.closed_within(0.1))
    with pytest.raises(SessionLensError, match="has ended"):
        recorder.move([Input("Headset")])
    wait_until(lambda: all(stream.closed for stream in devices.streams))
