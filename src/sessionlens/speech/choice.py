"""Which model to use, and what to say when there is none."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean
from sessionlens.files import expanded, real
from sessionlens.speech.catalogue import language_name
from sessionlens.speech.engines.interface import DEFAULT, Model
from sessionlens.speech.engines.table import ENGINES, is_installed, module_of, what_models_hold
from sessionlens.speech.models import describe, installed, kind_of
from sessionlens.speech.no_model import no_model
from sessionlens.storage.settings import load_settings


class ChosenModels(Struct, frozen=True):
    """The models of a run; `speakers` tells voices apart, where one is installed."""

    speech: Model
    speakers: Model | None = None


class SeveralLanguagesError(SessionLensError):
    """Several `languages` (codes) can be recognised, and nobody said which is spoken."""

    def __init__(self, what: str, hint: str, languages: Sequence[str]) -> None:
        super().__init__(what, hint)
        self.languages = tuple(languages)


def models_for(asked: str = "", language: str = "") -> ChosenModels:
    """The models to use, by name or path, the user's setting, or language.

    Raises SessionLensError that says how to get one.
    """
    models = installed()
    speech = choose(models, asked, model_setting(), language)
    return ChosenModels(speech, speaker_model(models, speech.engine))


def model_setting() -> str:
    """The model that the user's settings name; empty for none."""
    return load_settings().model


def choose(
    models: Sequence[Model], asked: str = "", setting: str = "", language: str = ""
) -> Model:
    """The model to use: the one asked for, then the user's setting, then the language's.

    `asked` and `setting` are names of installed models or paths of folders. `language` is a code
    such as `de`; without one, an only installed model is taken. One of many languages is returned
    with that language. The shipped demo model is never taken unless asked for, and no engine's
    where an earlier one has a model, too. Raises SessionLensError that says how to get a model.
    """
    named = asked or setting
    if named:
        model = _named(models, named, "" if asked else " of your settings")
        module_of(model).ensure_installed()
        if language and (model.language or model.languages) and not speaks(model, language):
            own = f"'{model.language}'" if model.language else "many languages"
            raise SessionLensError(
                f"The model {clean(model.name)} is for {own}, not for '{clean(language)}'",
                "Choose another model or leave one of the two out",
            )
        return _speaking(model, language)
    speech = [model for model in models if model.kind == "speech" and not model.demo]
    fitting = _usable([model for model in speech if not language or speaks(model, language)])
    if not fitting:
        raise no_model(language)
    # One whose language nobody told is taken where there is no other, or when it is named.
    fitting = [model for model in fitting if model.language or model.languages] or fitting
    languages = sorted({_base(model.language) for model in fitting if not model.languages})
    if len(languages) > 1:
        names = ", ".join(f"{language_name(code)} ({code})" for code in languages)
        raise SeveralLanguagesError(
            f"Models of several languages are installed: {names}",
            "Say which with --language or --model",
            languages,
        )
    fitting = _of_first_engine(fitting)
    exact = [model for model in fitting if model.language == language.lower()]
    # Of two models of a language the larger one hears better.
    return _speaking(max(exact or fitting, key=lambda model: model.size), language)


def _usable(models: Sequence[Model]) -> list[Model]:
    """The models whose engine is installed; raises SessionLensError where that is none's."""
    usable = [model for model in models if is_installed(module_of(model))]
    if not usable:
        for model in models:
            module_of(model).ensure_installed()  # says how to install it
    return usable


def _of_first_engine(models: Sequence[Model]) -> list[Model]:
    """The models of the first engine that has some."""
    engine = next(name for name in ENGINES if any(model.engine == name for model in models))
    return [model for model in models if model.engine == engine]


def _speaking(model: Model, language: str) -> Model:
    """A model of many languages as one of this language."""
    if not model.languages:
        return model
    if not language:
        raise SeveralLanguagesError(
            f"The model {clean(model.name)} knows many languages",
            "Say which one is spoken: --language de",
            model.languages,
        )
    return replace(model, language=_base(language), languages=())


def in_use(models: Sequence[Model]) -> str:
    """The model that would be used now; empty when that depends on the language, or on more."""
    setting = model_setting()
    try:
        return _named(models, setting, "").name if setting else choose(models).name
    except SessionLensError:
        return ""


def speaker_model(models: Sequence[Model], engine: str = DEFAULT) -> Model | None:
    """The installed model of this engine that tells voices apart, if there is one."""
    own = (model for model in models if model.kind == "speaker" and model.engine == engine)
    return next(own, None)


def speaks(model: Model, language: str) -> bool:
    """Whether a model is for a language: `en` fits `en-us` and the other way round."""
    if model.languages:
        return _base(language) in model.languages
    own, asked = model.language.lower(), language.lower().replace("_", "-")
    regions = "-" in own and "-" in asked
    return own == asked or (_base(own) == _base(asked) and not regions)


def _base(language: str) -> str:
    """A language's code without its region."""
    return language.lower().replace("_", "-").split("-")[0]


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
            "There is no speech model in this folder",
            f"Name the folder that holds its files ({what_models_hold()})",
            where=path,
        )
    raise SessionLensError(
        f"There is no model '{name}'{origin}", "'sessionlens models' lists what there is"
    )
