"""The way out of the program when the sound system hangs."""

import os
import sys
from typing import NoReturn

from sessionlens.audio.caller import all_idle_within

_PATIENCE = 1.0  # seconds


def leave(code: int) -> NoReturn:
    """End the process with `code`, once players are closed.

    An ordinary exit calls PortAudio, which never returns when the sound server hangs; then, and
    only then, the process ends without the clean-up of the interpreter.
    """
    if all_idle_within(_PATIENCE):
        sys.exit(code)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os._exit(code)
