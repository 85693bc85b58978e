"""How a speech model is shown in a list, and what stands around it."""

from textual.content import Content
from textual.widgets.option_list import Option

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean, shorten
from sessionlens.speech.catalogue import CatalogueModel, address, language_name, memory
from sessionlens.speech.engines.interface import Model
from sessionlens.speech.engines.table import module_of
from sessionlens.speech.no_model import other_ways, size_words, three_steps

_NAME_WIDTH = 42
_INSTALLED_WIDTH = 33  # and then the engine


def heading(text: str) -> Option:
    """What stands above rows; it cannot be chosen."""
    return Option(Content.styled(text, "$faint"), disabled=True)


def installed_row(model: Model, used: str) -> Content:
    """A model that is there; `used` is the name of the one in use."""
    about = "many languages" if model.languages else language_name(model.language)
    if model.demo:
        about = "the demo's words"
    elif model.kind == "speaker":
        about = "tells voices apart"
    mark = ", in use" if model.name == used else ""
    name = Content(shorten(clean(model.name), _INSTALLED_WIDTH - 1).ljust(_INSTALLED_WIDTH))
    engine = Content.styled(module_of(model).TITLE.ljust(_NAME_WIDTH - _INSTALLED_WIDTH), "$faint")
    return _columns(name + engine, f"{about}{mark}", max(model.size / 1e6, 1))


def fetchable_row(model: CatalogueModel) -> Content:
    """A model that the publisher has."""
    name = shorten(clean(model.name), _NAME_WIDTH - 1).ljust(_NAME_WIDTH)
    return _columns(Content(name), model.title, model.megabytes)


def _columns(name: Content, about: str, megabytes: float) -> Content:
    rest = f"{shorten(about, 21).ljust(21)}{size_words(megabytes).rjust(7)}"
    return Content.assemble(name, (rest, "$faint"))


def about_row(row: Model | CatalogueModel | None) -> str:
    """What stands below the list of the model under the cursor."""
    if isinstance(row, CatalogueModel):
        needs = size_words(memory(row))
        return f"{address(row)}\n{row.title}; about {needs} of memory. Enter fetches it."
    if isinstance(row, Model):
        return _not_installed(row) or f"In {clean(str(row.path.parent))}"
    return ""


def _not_installed(model: Model) -> str:
    """What is missing to use a model; empty for nothing."""
    try:
        module_of(model).ensure_installed()
    except SessionLensError as error:
        return in_short(error)
    return ""


def steps_to_a_model() -> Content:
    """What to do where there is none."""
    first = "There is no model for your recordings yet. Without network, three steps:"
    steps = three_steps(add="press a", use="Choose it here: press Enter")
    numbered = [f"{number}. {step}" for number, step in enumerate(steps, 1)]
    return Content("\n".join([first, *numbered, other_ways()[1]]))


def in_short(error: SessionLensError | None) -> str:
    """The error on the line of the keys: the folder is known, and what to do has to be seen."""
    if error is None:
        return ""
    return f"{error.what}. {error.hint}".rstrip() if error.hint else error.what
