"""Which processes have a model of our own folder loaded: told by locks, which die with them."""

import itertools
import os
import re
import weakref
from pathlib import Path

from sessionlens.speech.models import models_folder
from sessionlens.storage.lock import Lock, claimed

_PREFIX = ".in-use-"
_NUMBERS = itertools.count(1)


def note_use(model: Path, loaded: object) -> None:
    """Let other processes know that `model` is in use for as long as the object `loaded` lives."""
    if model.parent != models_folder():
        return  # nobody takes it away from here
    lock = Lock(model.with_name(f"{_PREFIX}{model.name}-{os.getpid()}-{next(_NUMBERS)}"), "model")
    if lock.acquire():
        weakref.finalize(loaded, lock.release)


def other_users(model: Path) -> list[int]:
    """The ids of the other processes that have `model` loaded."""
    own = re.compile(rf"{re.escape(_PREFIX + model.name)}-(\d+)-\d+\.lock")
    users = set()
    for path in model.parent.glob(f"{_PREFIX}*.lock"):
        match = own.fullmatch(path.name)
        if match is None:
            continue
        if not claimed(path.with_suffix("")):
            path.unlink(missing_ok=True)  # its process was killed
        elif int(match[1]) != os.getpid():
            users.add(int(match[1]))
    return sorted(users)
