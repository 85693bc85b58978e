"""The program ends although the sound system hangs."""

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import atexit, sys, threading
from sessionlens.audio import exit
from sessionlens.audio.caller import Caller
from sessionlens.audio.exit import leave
atexit.register(lambda: print("tidied up"))
caller = Caller("sound device")
hangs = {hangs}
if not hangs:
    exit._PATIENCE = 60.0
caller.submit(threading.Event().wait if hangs else int)
print("leaving", end=" ")
leave(3)
"""


PLAYING = """
import sys
sys.path.insert(0, {tests!r})
import fake_sounddevice
devices = sys.modules["sounddevice"] = fake_sounddevice.FakeSoundDevice()
from memory_recording import numbered
from virtual_sound import wait_until
from sessionlens.audio import device_output, exit
from sessionlens.audio.exit import leave
from sessionlens.audio.player import Player
device_output._STALLED = device_output._STARTS_WITHIN = 60.0
recording = numbered(5)
player = Player(recording)
player.play()
wait_until(lambda: devices.playing)
if {hangs}:
    devices.may_go_on.clear()
else:
    exit._PATIENCE = 60.0
sys.stdout = type(sys.stdout)(sys.stdout.buffer, write_through=True)
import atexit
atexit.register(lambda: print("closed", devices.streams[0].closed))
leave(3)
"""


@pytest.mark.parametrize(("hangs", "output"), [(True, ""), (False, "closed True\n")])
def test_leaves_while_playing(hangs: bool, output: str) -> None:
    tests = str(Path(__file__).parent)
    result = subprocess.run(
        [sys.executable, "-c", PLAYING.format(hangs=hangs, tests=tests)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (result.returncode, result.stdout) == (3, output)


@pytest.mark.parametrize(("hangs", "output"), [(True, "leaving "), (False, "leaving tidied up\n")])
def test_leaves_with_its_code(hangs: bool, output: str) -> None:
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(hangs=hangs)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (result.returncode, result.stdout) == (3, output)
