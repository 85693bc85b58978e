"""Tries models in a child process before they are used here: a broken one would kill us."""

import re
import subprocess
import sys
from pathlib import Path

import msgspec

from sessionlens import resources
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean, shorten
from sessionlens.files import LARGEST_DOCUMENT, make_private_folder, read_whole
from sessionlens.speech.choice import ChosenModels
from sessionlens.speech.engines.interface import UNUSABLE, Engine, EngineUse, Model
from sessionlens.speech.engines.table import module_of
from sessionlens.speech.memory import refuse_too_large, too_little
from sessionlens.speech.model_use import note_use
from sessionlens.speech.models import damage, fingerprint, kind_of
from sessionlens.storage import atomic

_PATIENCE = 60.0  # seconds, and more for what has to come from a slow disk:
_BYTES_PER_SECOND = 10_000_000
_MOST_REMEMBERED = 200
_ENGINE_LINE = re.compile(r"^(?:ERROR|ASSERTION_FAILED) \(.*?\.(?:cc|h):\d+\)\s*(.+)")
_NO_MEMORY = re.compile(r"(?i)bad_alloc|MemoryError|cannot allocate memory")
_KILLED = -9  # by the system, when it has no memory left; nobody else does that in these seconds
_HINT = "Add or fetch it again, or use another: sessionlens models"


def engine_of(models: ChosenModels, use: EngineUse = EngineUse()) -> Engine:  # noqa: B008 - frozen
    """Load the models; one that was never used is tried in a child process first.

    Raises SessionLensError.
    """
    module_of(models.speech).ensure_installed()
    used = [model for model in (models.speech, use.speakers) if model is not None]
    for model in used:
        refuse_missing(model)
    refuse_too_large(*used)
    for model in used:
        ensure_usable(model)
    try:
        engine = module_of(models.speech).load(models.speech, use)
    except SessionLensError:
        for model in used:
            refuse_missing(model)
        raise
    for model in used:
        note_use(model.path, engine)
    return engine


def ensure_usable(model: Model, remembered: Path | None = None) -> None:
    """Try a model unless exactly this one has been tried; `remembered` is the list of those.

    Raises SessionLensError that says why it cannot be used.
    """
    refuse_missing(model)
    file = remembered or resources.state_folder() / "models-tried.json"
    mark = fingerprint(model.path)
    tried = _load(file)
    if mark in tried:
        return
    try_model(model)
    _save(file, [*tried, mark])


def refuse_missing(model: Model) -> None:
    """Raise SessionLensError for a model that was taken away after it had been looked for."""
    if kind_of(model.path) is None:
        raise SessionLensError(
            f"The model {clean(model.name)} is not there any more",
            _HINT,
            where=model.path,
        )


def try_model(model: Model) -> None:
    """Load the model in a child process and let it hear something; raises SessionLensError."""
    module_of(model).ensure_installed()
    refuse_too_large(model)
    patience = _PATIENCE + model.size / _BYTES_PER_SECOND
    command = [sys.executable, "-P", "-m", "sessionlens.speech.trial", str(model.path)]
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=patience, check=False
        )
    except OSError as error:
        raise SessionLensError(
            f"The model cannot be tried ({error.strerror})", "Start the program again"
        ) from error
    except subprocess.TimeoutExpired:
        raise SessionLensError(
            f"The model hung for {patience:.0f} seconds", _HINT, where=model.path
        ) from None
    if done.returncode == 0:
        return
    output = done.stderr.decode("utf-8", "replace")
    if done.returncode == _KILLED or _NO_MEMORY.search(output):
        raise too_little(model, "the system gave it less")
    # Negative: killed by a signal; that, or an exception's number on Windows, is a crash.
    what = "The model crashes the speech engine" if done.returncode not in (1, 2) else UNUSABLE
    reason = _reason(output).removeprefix(UNUSABLE).removeprefix(" (").removesuffix(")")
    # The engine names files by their whole path, which may be that of a folder for a moment.
    folder = clean(str(model.path))
    reason = reason.replace(f"{folder}/", "").replace(folder, clean(model.name))
    fault = damage(model.path)
    if fault and fault not in reason:
        what = f"{what}: {fault}"
    raise SessionLensError(f"{what} ({reason})" if reason else what, _HINT, where=model.path)


def _reason(output: str) -> str:
    """The engine's own words: its first error, else the last line."""
    lines = [line for line in output.splitlines() if line.strip()]
    errors = [match[1] for line in lines if (match := _ENGINE_LINE.search(line))]
    return shorten(clean([*errors, *lines[-1:], ""][0]), 160).rstrip(".")


def _load(file: Path) -> list[str]:
    try:
        data = read_whole(file, LARGEST_DOCUMENT, "ours")
        return msgspec.json.decode(data, type=list[str])
    except (SessionLensError, msgspec.DecodeError, UnicodeError):
        return []  # then it is tried once more


def _save(file: Path, tried: list[str]) -> None:
    try:
        make_private_folder(file.parent)
        atomic.write_bytes(file, msgspec.json.encode(tried[-_MOST_REMEMBERED:]))
    except (OSError, SessionLensError):
        return  # it works, and will be tried again next time
