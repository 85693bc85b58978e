"""What to tell who has no model: three steps to one, which need no network on this machine."""

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean
from sessionlens.speech.catalogue import CatalogueModel, address, memory, smallest_for

_USUAL = "en-us"


class NoModelError(SessionLensError):
    """Nothing is installed that could recognise the language."""


def no_model(language: str = "") -> NoModelError:
    """The error to raise when nothing can be recognised; it names every way out in one line."""
    published = smallest_for(language or _USUAL)
    name = published.name if published else "NAME"
    kind = f"model for '{clean(language)}'" if language else "speech model"
    return NoModelError(
        f"No {kind} is installed",
        "'sessionlens models' says in three steps how to get one, with network "
        f"(sessionlens models fetch {name}) or without (sessionlens models add FILE); a transcript "
        "that Zoom or Teams made needs none: save it beside the recording",
    )


def three_steps(
    language: str = "",
    *,
    add: str = "sessionlens models add FILE",
    use: str = "Open the recording and press t, or run: sessionlens transcribe RECORDING",
) -> tuple[str, str, str]:
    """How to get a model without network: three sentences; `add` and `use` say what does that."""
    model = smallest_for(language or _USUAL) or smallest_for(_USUAL)
    assert model is not None
    return (
        f"On a machine with network, fetch {address(model)} ({_about(model)}). For another"
        " language put its name from the list into this address.",
        f"Carry the zip here, on a USB stick for instance, and add it: {add}",
        use,
    )


def other_ways(language: str = "") -> tuple[str, str]:
    """What makes these steps shorter, or needless."""
    model = smallest_for(language or _USUAL)
    name = model.name if model else "NAME"
    return (
        f"With network on this machine, this does the first two: sessionlens models fetch {name}",
        "Zoom and Teams have a transcript already, if it was switched on: save it beside the"
        " recording, and no model is needed.",
    )


def _about(model: CatalogueModel) -> str:
    needs = size_words(memory(model))
    return f"{model.title}; {size_words(model.megabytes)} to download, about {needs} of memory"


def size_words(size: float) -> str:
    """Megabytes as a person says them."""
    return f"{size / 1000:.1f} GB" if size >= 1000 else f"{size:.0f} MB"
