"""Pictures of a session as it happens; `pytest --snapshot-update` after a change meant."""

from pathlib import Path

import pytest
from picturing import SIZES, Looks, by_size
from standing_still import BUILT_IN, NOW, StillRecorder, StillWords, standing_still

from sessionlens.audio.capture.meter import Level
from sessionlens.audio.capture.microphone import VANISHED, Absent, Notice
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.gaps import Gap
from sessionlens.domain.timecode import Timecode

sized = pytest.mark.parametrize("size", SIZES, ids=by_size)

Size = tuple[int, int]
Patch = pytest.MonkeyPatch


@sized
async def test_two_voices_and_words_that_may_still_change(
    tmp_path: Path, looks_as_before: Looks, monkeypatch: Patch, size: Size
) -> None:
    async with standing_still(tmp_path, size, monkeypatch, StillRecorder()) as observer:
        await observer.sees("● recording")
        await looks_as_before(observer.pilot)


@sized
async def test_a_mark_is_being_made(
    tmp_path: Path, looks_as_before: Looks, monkeypatch: Patch, size: Size
) -> None:
    async with standing_still(tmp_path, size, monkeypatch, StillRecorder()) as observer:
        await observer.press("7")
        await looks_as_before(observer.pilot)


@sized
async def test_off_the_record(
    tmp_path: Path, looks_as_before: Looks, monkeypatch: Patch, size: Size
) -> None:
    before = Gap(start=Timecode(735.5), end=Timecode(740.8), reason="off the record")
    off = Gap(start=Timecode(744), end=Timecode(NOW), reason="off the record")
    recorder = StillRecorder(is_off=True, gaps=(before, off), levels=(Level(), Level()))
    words = StillWords(open=())
    async with standing_still(tmp_path, size, monkeypatch, recorder, words) as observer:
        await observer.sees("OFF THE RECORD")
        await observer.sees("s off the record)")
        await looks_as_before(observer.pilot)


@sized
async def test_nobody_has_agreed_and_marks_have_a_clock(
    tmp_path: Path, looks_as_before: Looks, monkeypatch: Patch, size: Size
) -> None:
    async with standing_still(tmp_path, size, monkeypatch, None) as observer:
        await observer.press("7", "plus", "escape")
        await observer.sees("NOT RECORDED")
        await looks_as_before(observer.pilot)


@sized
async def test_listening_back(
    tmp_path: Path, looks_as_before: Looks, monkeypatch: Patch, size: Size
) -> None:
    async with standing_still(tmp_path, size, monkeypatch, StillRecorder()) as observer:
        await observer.press("space", "space")
        player = observer.document.player
        assert player is not None
        player.seek(731.0)
        await observer.sees("12:11: marks go there")
        await looks_as_before(observer.pilot)


@sized
async def test_words_far_behind(
    tmp_path: Path, looks_as_before: Looks, monkeypatch: Patch, size: Size
) -> None:
    words = StillWords(open=(), behind=38.0)
    async with standing_still(tmp_path, size, monkeypatch, StillRecorder(), words) as observer:
        await observer.sees("0:38 behind")
        await looks_as_before(observer.pilot)


@sized
async def test_the_only_microphone_is_lost(
    tmp_path: Path, looks_as_before: Looks, monkeypatch: Patch, size: Size
) -> None:
    lost = f"The microphone “{BUILT_IN}”: {VANISHED}. It is taken up again as soon as it is there"
    recorder = StillRecorder(
        absent=(Absent(BUILT_IN, VANISHED),),
        gaps=(Gap(start=Timecode(756), end=Timecode(NOW), reason="device"),),
        levels=(Level(), Level()),
        told=[Notice(lost, lost=True)],
    )
    async with standing_still(tmp_path, size, monkeypatch, recorder) as observer:
        await observer.sees("nothing from")
        await looks_as_before(observer.pilot)


@sized
async def test_one_of_two_microphones_is_lost(
    tmp_path: Path, looks_as_before: Looks, monkeypatch: Patch, size: Size
) -> None:
    lost = f"The microphone “Yeti Nano”: {VANISHED}. It is taken up again as soon as it is there"
    recorder = StillRecorder(
        devices=(BUILT_IN, "Yeti Nano"),
        absent=(Absent("Yeti Nano", VANISHED),),
        gaps=(Gap(start=Timecode(756), end=Timecode(NOW), reason="device"),),
        levels=(Level(peak=0.16, rms=0.05), Level(silent_for=5.4)),
        told=[Notice(lost, lost=True)],
    )
    async with standing_still(tmp_path, size, monkeypatch, recorder) as observer:
        await observer.sees("nothing from")
        await looks_as_before(observer.pilot)


@sized
async def test_the_disk_is_full(
    tmp_path: Path, looks_as_before: Looks, monkeypatch: Patch, size: Size
) -> None:
    full = "The disk is full. The recording goes on, and is kept in memory for two minutes"
    recorder = StillRecorder(
        trouble=SessionLensError("The disk is full", "Make room"), told=[Notice(full)]
    )
    async with standing_still(tmp_path, size, monkeypatch, recorder) as observer:
        await observer.sees("NOT WRITTEN")
        await looks_as_before(observer.pilot)


@sized
@pytest.mark.parametrize("key", ["F", "Z"], ids=["ending", "taking_back"])
async def test_a_key_that_asks_once(
    tmp_path: Path, looks_as_before: Looks, monkeypatch: Patch, size: Size, key: str
) -> None:
    async with standing_still(tmp_path, size, monkeypatch, StillRecorder()) as observer:
        await observer.press(key)
        await observer.sees("again")
        await looks_as_before(observer.pilot)
