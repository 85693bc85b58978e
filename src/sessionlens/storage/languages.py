"""Which language each coach speaks, as it was chosen last, where models of several are there."""

from pathlib import Path

from msgspec import Struct

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.intention import plain_name
from sessionlens.domain.text import clean, shorten
from sessionlens.storage.state import load_remembered, save_remembered, state_folder

_MOST = 200
_LONGEST = 100


class SpokenLanguage(Struct, frozen=True, forbid_unknown_fields=True):
    """A coach's plain name, empty for one that is not known, and the code of a language."""

    coach: str
    language: str


class SpokenLanguages(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What was chosen, the latest first."""

    spoken: tuple[SpokenLanguage, ...] = ()


def language_of_coach(coach: str, folder: Path | None = None) -> str:
    """The language that was chosen for this coach; empty where none was, or none is named."""
    name = _name(coach)
    return next(
        (entry.language for entry in _load(folder) if name and entry.coach == name),
        "",
    )


def last_language(folder: Path | None = None) -> str:
    """The language that was chosen last, for whomever; empty where none was."""
    return next((entry.language for entry in _load(folder)), "")


def remember_language(coach: str, language: str, folder: Path | None = None) -> None:
    """Remember which language this coach speaks, if that can be done."""
    chosen = SpokenLanguage(_name(coach), language)
    others = (entry for entry in _load(folder) if entry.coach != chosen.coach)
    try:
        save_remembered(_file(folder), SpokenLanguages((chosen, *others)[:_MOST]))
    except SessionLensError:
        return  # it is asked again next time


def _name(coach: str) -> str:
    return shorten(plain_name(clean(coach)), _LONGEST)


def _load(folder: Path | None) -> tuple[SpokenLanguage, ...]:
    return load_remembered(_file(folder), SpokenLanguages()).spoken


def _file(folder: Path | None) -> Path:
    return state_folder(folder) / "languages.toml"
