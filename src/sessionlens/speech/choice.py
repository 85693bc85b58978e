"""Which model to use, and what to say when there is none."""

from collections.abc import Sequence

from msgspec import Struct

from sessionlens.domain.errors import SessionLensError
from sessionlens.files import expanded, real
from sessionlens.speech.catalogue import language_name
from sessionlens.speech.models import Model, describe, installed, kind_of
from sessionlens.speech.no_model import no_model
from sessionlens.storage.settings import load_settings


class ChosenModels(Struct, frozen=True):
    """The models of a run; `speakers` tells voices apart, where one is installed."""

    speech: Model
    speakers: Model | None = None


class SeveralLanguagesError(SessionLensError):
    """Models of several `languages` (codes) are there, and nobody said which is spoken."""

    def __init__(self, languages: Sequence[str]) -> None:
        names = ", ".join(f"{language_name(code)} ({code})" for code in languages)
        super().__init__(
            f"Models of several languages are installed: {names}",
            "Say which with --language or --model",
        )
        self.languages = tuple(languages)


def models_for(asked: str = "", language: str = "") -> ChosenModels:
    """The models to use, by name or path, the user's setting, or language.

    Raises SessionLensError that says how to get one.
    """
    models = installed()
    return ChosenModels(choose(models, asked, model_setting(), language), speaker_model(models))


def model_setting() -> str:
    """The model that the user's settings name; empty for none."""
    return load_settings().model


def choose(
    models: Sequence[Model], asked: str = "", setting: str = "", language: str = ""
) -> Model:
    """The model to use: the one asked for, then the user's setting, then the language's.

    `asked` and `setting` are names of installed models or paths of folders. `language` is a code
    such as `de`; without one, an only installed model is taken. The shipped demo model is never
    taken unless asked for. Raises SessionLensError that says how to get a model.
    """
    named = asked or setting
    if named:
        model = _named(models, named, "" if asked else " of your settings")
        if language and model.language and not speaks(model, language):
            raise SessionLensError(
                f"The model {model.name} is for '{model.language}', not for '{language}'",
                "Choose another model or leave one of the two out",
            )
        return model
    speech = [model for model in models if model.kind == "speech" and not model.demo]
    fitting = [model for model in speech if not language or speaks(model, language)]
    if not fitting:
        raise no_model(language)
    # One whose language nobody told is taken where there is no other, or when it is named.
    fitting = [model for model in fitting if model.language] or fitting
    languages = {model.language.split("-")[0] for model in fitting}
    if len(languages) > 1:
        raise SeveralLanguagesError(sorted(languages))
    exact = [model for model in fitting if model.language == language.lower()]
    # Of two models of a language the larger one hears better.
    return max(exact or fitting, key=lambda model: model.size)


def in_use(models: Sequence[Model]) -> str:
    """The model that would be used now; empty when that depends on the language, or on more."""
    try:
        return choose(models, setting=model_setting()).name
    except SessionLensError:
        return ""


def speaker_model(models: Sequence[Model]) -> Model | None:
    """The installed model that tells voices apart, if there is one."""
    return next((model for model in models if model.kind == "speaker"), None)


def speaks(model: Model, language: str) -> bool:
    """Whether a model is for a language: `en` fits `en-us` and the other way round."""
    own, asked = model.language.lower(), language.lower().replace("_", "-")
    regions = "-" in own and "-" in asked
    return own == asked or (own.split("-")[0] == asked.split("-")[0] and not regions)


def _named(models: Sequence[Model], name: str, origin: str) -> Model:
    for model in models:
        if model.name == name and model.kind == "speech":
            return model
    path = expanded(name)
    kind = kind_of(path)
    if kind == "speech":
        return describe(real(path))
    if kind == "speaker" or any(model.name == name for model in models):
        raise SessionLensError(
            f"The model '{name}'{origin} tells voices apart, but hears no words",
            "Name a speech model: 'sessionlens models' lists them",
        )
    if path.is_dir():
        raise SessionLensError(
            "There is no Vosk model in this folder", "Name the folder that holds am/", where=path
        )
    raise SessionLensError(
        f"There is no model '{name}'{origin}", "'sessionlens models' lists what there is"
    )
