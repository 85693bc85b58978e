"""How much memory is free, whether a model fits into it, and how many recognisers of it do."""

import re
from collections.abc import Sequence
from pathlib import Path

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean
from sessionlens.speech.engines.interface import Model
from sessionlens.speech.engines.table import module_of
from sessionlens.speech.no_model import size_words

_MEMINFO = Path("/proc/meminfo")
_AVAILABLE = re.compile(r"^MemAvailable:\s+(\d+) kB", re.MULTILINE)
_SWAP = re.compile(r"^SwapFree:\s+(\d+) kB", re.MULTILINE)


def available() -> int | None:
    """Bytes that can be had without swapping; None where the system does not say."""
    return _told(_AVAILABLE)


def needed(model: Model) -> int:
    """About how many bytes of memory a model takes at least."""
    needs = module_of(model).MEMORY
    return int(model.size * needs.factor) + needs.besides


def refuse_too_large(*models: Model) -> None:
    """Raise SessionLensError where models that are used together cannot fit, not even swapped."""
    free = available()
    if free is None:
        return
    free += _told(_SWAP) or 0
    if sum(map(needed, models)) > free:
        raise too_little(models[0], f"{size_words(free / 1e6)} are free")


def too_little(model: Model, why: str) -> SessionLensError:
    """The error to raise for a model that does not fit; `why` ends the sentence."""
    return SessionLensError(
        f"There is too little memory for the model {clean(model.name)}: it needs about"
        f" {size_words(needed(model) / 1e6)}, and {why}",
        "Close other programs, or use a smaller model: sessionlens models",
        where=model.path,
    )


def recognisers_for(model: Model, most: int) -> int:
    """How many recognisers of a model can work at once, `most` of them at most.

    Each keeps something of its own. One always may try.
    """
    free = available()
    own = _needed_by_one(model)
    if free is None or own <= 0:
        return most
    return max(1, min(most, (free - needed(model)) // own))


def fits_each(models: Sequence[Model], recognisers: int) -> bool:
    """Whether each recogniser can have models of its own, and half of the memory stays free.

    Not where the system does not say how much there is.
    """
    free = available()
    each = sum(needed(model) + _needed_by_one(model) for model in models)
    return free is not None and recognisers * each <= free / 2


def _needed_by_one(model: Model) -> int:
    """Bytes that each recogniser takes, besides those of the model."""
    needs = module_of(model).MEMORY
    return int(model.size * needs.per_recogniser) + needs.own


def _told(fact: re.Pattern[str]) -> int | None:
    try:
        match = fact.search(_MEMINFO.read_text("ascii"))
    except (OSError, UnicodeError):
        return None
    return int(match[1]) * 1024 if match else None
