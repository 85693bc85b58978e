"""The program ends although the sound system hangs."""

import subprocess
import sys

import pytest

PROGRAM = """
import atexit, sys, threading
from sessionlens.audio.caller import Caller
from sessionlens.audio.exit import leave
atexit.register(lambda: print("tidied up"))
caller = Caller("sound device")
hangs = {hangs}
caller.submit(threading.Event().wait if hangs else int)
print("leaving", end=" ")
leave(3)
"""


@pytest.mark.parametrize(("hangs", "said"), [(True, "leaving "), (False, "leaving tidied up\n")])
def test_leaves_with_its_code(hangs: bool, said: str) -> None:
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(hangs=hangs)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (result.returncode, result.stdout) == (3, said)
