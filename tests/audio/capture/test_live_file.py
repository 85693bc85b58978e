"""The file of a live recording is whole at every moment, whatever the disk does."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from disks import disk_of_64_kb
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from virtual_sound import wait_until

from sessionlens.audio.capture.au import AuFormat, format_of
from sessionlens.audio.capture.live_file import LiveFile
from sessionlens.audio.recording import open_recording
from sessionlens.domain.errors import SessionLensError

FORM = AuFormat(8000, 1)
TENTH = 800

Frames = NDArray[np.int16]


def numbered(count: int, first: int = 0) -> Frames:
    """Frames none of which is silent, and each of which differs from its neighbours."""
    return (np.arange(first, first + count) % 30000 + 1).astype(np.int16)[:, None]


def content(path: Path) -> Frames:
    """What libsndfile reads."""
    samples, _ = soundfile.read(path, dtype="int16", always_2d=True)
    return np.asarray(samples)


def closed(file: LiveFile) -> None:
    file.close()
    wait_until(lambda: file.closed_within(0.1))


@pytest.fixture
def file(tmp_path: Path) -> Iterator[LiveFile]:
    (tmp_path / "folder").mkdir()
    live = LiveFile(tmp_path / "folder" / "talk.au", FORM)
    yield live
    live.close()


def test_while_it_grows_others_read_what_is_on_disk(file: LiveFile) -> None:
    for tenth in range(20):
        file.append(numbered(TENTH, tenth * TENTH))
    wait_until(lambda: file.on_disk == 20 * TENTH)
    assert np.array_equal(content(file.path), numbered(20 * TENTH))
    with open_recording(file.path) as recording:
        assert np.array_equal(recording.read(20 * TENTH), numbered(20 * TENTH))
    decoded = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", str(file.path), "-f", "s16le", "-"],
        capture_output=True,
        check=True,
    )
    assert np.array_equal(np.frombuffer(decoded.stdout, "<i2"), numbered(20 * TENTH)[:, 0])
    if os.name != "nt":
        assert file.path.stat().st_mode & 0o777 == 0o600


@settings(max_examples=30)
@given(cut=st.integers(0, 5000))
def test_wherever_it_is_cut_the_rest_is_read(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    path = tmp_path_factory.mktemp("cut") / "talk.au"
    data = FORM.header + FORM.encoded(numbered(2500))
    path.write_bytes(data[: len(FORM.header) + cut])
    assert np.array_equal(content(path), numbered(2500)[: cut // 2])
    assert format_of(path) == FORM


@settings(max_examples=40)
@given(
    steps=st.lists(
        st.one_of(
            st.tuples(st.just("append"), st.integers(0, 3000), st.just(0)),
            st.tuples(st.just("silence"), st.integers(0, 3000), st.just(0)),
            st.tuples(st.just("erase"), st.integers(0, 9000), st.integers(0, 4000)),
            st.tuples(st.just("read"), st.integers(0, 9000), st.integers(0, 4000)),
            st.tuples(st.just("wait"), st.just(0), st.just(0)),
        ),
        max_size=15,
    )
)
def test_whatever_is_done_with_it_it_holds_what_it_should(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int]]
) -> None:
    path = tmp_path_factory.mktemp("live") / "talk.au"
    file = LiveFile(path, FORM)
    expected: Frames = np.zeros((0, 1), np.int16)
    for step, first, count in steps:
        if step == "append":
            piece = numbered(first, len(expected))
            file.append(piece.copy())
            expected = np.concatenate([expected, piece])
        elif step == "silence":
            file.append_silence(first)
            expected = np.concatenate([expected, np.zeros((first, 1), np.int16)])
        elif step == "erase":
            file.erase(first, min(first + count, len(expected)))
            expected[first : first + count] = 0
        elif step == "read":
            assert np.array_equal(file.read(first, count), expected[first : first + count])
        else:
            wait_until(lambda: file.on_disk == file.frames)
    assert np.array_equal(file.read(0, len(expected) + 1), expected)
    closed(file)
    assert np.array_equal(content(path), expected)
    assert np.array_equal(file.read(0, len(expected) + 1), expected)
    assert file.lost == ()


def test_what_is_erased_is_not_on_the_disk_any_more(file: LiveFile) -> None:
    file.append(numbered(20 * TENTH))
    wait_until(lambda: file.on_disk == 20 * TENTH)
    file.erase(5 * TENTH, 15 * TENTH)
    assert not file.read(5 * TENTH, 10 * TENTH).any()
    wait_until(lambda: file.erased)
    there = content(file.path)
    assert not there[5 * TENTH : 15 * TENTH].any()
    assert there[: 5 * TENTH].all()
    assert there[15 * TENTH :].all()


def test_a_full_disk_loses_nothing_that_memory_holds(tmp_path: Path) -> None:
    with disk_of_64_kb(tmp_path / "disk") as disk:
        file = LiveFile(disk / "talk.au", FORM)
        (disk / "other").write_bytes(bytes(40_000))
        for tenth in range(30):
            file.append(numbered(TENTH, tenth * TENTH))
        wait_until(lambda: file.trouble is not None)
        assert file.trouble is not None
        assert "disk is full" in file.trouble.what
        assert np.array_equal(file.read(0, 30 * TENTH), numbered(30 * TENTH))
        assert content(file.path).all()
        (disk / "other").unlink()
        wait_until(lambda: file.on_disk == file.frames)
        assert np.array_equal(content(file.path), numbered(30 * TENTH))
        wait_until(lambda: file.trouble is None)
        assert file.lost == ()
        closed(file)


def test_what_memory_cannot_hold_becomes_silence_of_true_length(tmp_path: Path) -> None:
    with disk_of_64_kb(tmp_path / "disk") as disk:
        file = LiveFile(disk / "talk.au", FORM, kept=1.0)
        (disk / "other").write_bytes(bytes(48_000))
        for tenth in range(25):
            file.append(numbered(TENTH, tenth * TENTH))
            wait_until(lambda: file.on_disk == file.frames or file.trouble is not None)
        wait_until(lambda: file.trouble is not None)
        (disk / "other").unlink()
        wait_until(lambda: file.on_disk == file.frames)
        file.append(numbered(TENTH, 25 * TENTH))
        closed(file)
        there = content(file.path)
    ((first, last),) = file.lost
    assert len(there) == 26 * TENTH
    assert last == 25 * TENTH
    assert not there[first:last].any()
    assert np.array_equal(there[:first], numbered(first))
    assert np.array_equal(there[last:], numbered(TENTH, last))


needs_posix = pytest.mark.skipif(
    sys.platform == "win32", reason="an open file keeps its folder there"
)


@needs_posix
def test_a_folder_that_vanished_gets_the_whole_recording_when_it_is_made_again(
    file: LiveFile,
) -> None:
    file.append(numbered(10 * TENTH))
    wait_until(lambda: file.on_disk == file.frames)
    shutil.rmtree(file.path.parent)
    file.append(numbered(10 * TENTH, 10 * TENTH))
    wait_until(lambda: file.trouble is not None)
    assert file.trouble is not None
    assert "vanished" in file.trouble.what
    assert np.array_equal(file.read(0, 20 * TENTH), numbered(20 * TENTH))
    file.path.parent.mkdir()
    wait_until(lambda: file.trouble is None)
    file.append(numbered(10 * TENTH, 20 * TENTH))
    closed(file)
    assert np.array_equal(content(file.path), numbered(30 * TENTH))
    assert file.lost == ()


@needs_posix
def test_a_drive_that_comes_back_is_gone_on_with(file: LiveFile) -> None:
    file.append(numbered(10 * TENTH))
    wait_until(lambda: file.on_disk == file.frames)
    folder, away = file.path.parent, file.path.parent.with_name("away")
    shutil.copytree(folder, away)  # what the drive held
    shutil.rmtree(folder)
    wait_until(lambda: file.trouble is not None)
    away.rename(folder)
    wait_until(lambda: file.trouble is None)
    file.append(numbered(10 * TENTH, 10 * TENTH))
    closed(file)
    assert np.array_equal(content(file.path), numbered(20 * TENTH))


@needs_posix
def test_another_file_in_its_place_is_left_alone(file: LiveFile) -> None:
    file.append(numbered(10 * TENTH))
    wait_until(lambda: file.on_disk == file.frames)
    file.path.unlink()
    file.path.write_text("mine")
    wait_until(lambda: file.trouble is not None)
    assert file.path.read_text() == "mine"
    file.path.unlink()
    wait_until(lambda: file.trouble is None)
    closed(file)
    assert np.array_equal(content(file.path), numbered(10 * TENTH))


def test_a_file_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "talk.au").write_text("mine")
    with pytest.raises(SessionLensError, match="in the way"):
        LiveFile(tmp_path / "talk.au", FORM)
    assert (tmp_path / "talk.au").read_text() == "mine"


def test_hours_of_silence_need_neither_memory_nor_disk(file: LiveFile) -> None:
    file.append_silence(8 * 3600 * FORM.rate)
    file.append(numbered(TENTH))
    closed(file)
    with soundfile.SoundFile(file.path) as sound:
        assert sound.frames == 8 * 3600 * FORM.rate + TENTH
        sound.seek(8 * 3600 * FORM.rate)
        assert np.array_equal(sound.read(dtype="int16", always_2d=True), numbered(TENTH))
    if sys.platform.startswith("linux"):
        assert file.path.stat().st_blocks * 512 < 1_000_000


def test_silence_that_comes_while_a_full_disk_takes_silence_is_of_true_length(
    file: LiveFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    lengthen, calls = os.ftruncate, iter(range(100))

    def slow(descriptor: int, size: int) -> None:
        call = next(calls)
        if call < 2:
            file.append_silence(TENTH)
        if call == 0:
            raise OSError(28, "No space left on device")
        lengthen(descriptor, size)

    monkeypatch.setattr(os, "ftruncate", slow)
    file.append(numbered(TENTH))
    file.append_silence(TENTH)
    wait_until(lambda: file.on_disk == 4 * TENTH)
    file.append(numbered(TENTH, TENTH))
    closed(file)
    there = content(file.path)
    assert np.array_equal(there[:TENTH], numbered(TENTH))
    assert not there[TENTH : 4 * TENTH].any()
    assert np.array_equal(there[4 * TENTH :], numbered(TENTH, TENTH))
