"""The user's settings: a documented config.toml that people edit by hand, too."""

from pathlib import Path
from typing import Literal

import tomli_w
from msgspec import Struct

from sessionlens import resources
from sessionlens.domain.dates import DateOrder
from sessionlens.domain.errors import SessionLensError
from sessionlens.files import exists, make_private_folder
from sessionlens.storage import atomic, document, places, toml
from sessionlens.storage.document import Document
from sessionlens.storage.kinds import KINDS

FORMAT = KINDS["settings"].format
FILE = "config.toml"

Theme = Literal["dark", "light", "high-contrast"]
Quote = Literal["coach", "heard"]


class Settings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a person can set; times are seconds, the volume is a factor from 0 to 1."""

    reaction_lag: float = 1.5
    quote: Quote = "coach"
    reading_seconds: float = 8.0
    long_turn: float = 30.0
    date_order: DateOrder = ""
    pre_roll: float = 2.0
    step_back: float = 0.0
    pause_between: float = 1.5
    theme: Theme = "dark"
    keymap: str = "default"
    reviewer: str = ""
    credential: str = ""
    rubric: str = "icf-core"
    output_device: str = ""
    volume: float = 1.0
    model: str = ""


DOCUMENTATION: dict[str, str] = {
    "reaction_lag": "Seconds between hearing something and pressing the key (0 to 10): a marker\n"
    "starts with the utterance that was heard that long ago.",
    "quote": 'What a competency quotes: "coach" (the coach\'s last turn, also while the client is\n'
    'answering, where it is known who is the coach) or "heard" (whoever is speaking).',
    "reading_seconds": "Seconds for which marks go to the line you moved to while the recording\n"
    "plays (1 to 600); then they go to what is heard again.",
    "long_turn": "Seconds after which a turn of the coach is a long one, for the lens (5 to 600).",
    "date_order": 'How you write dates with slashes: "day" (2/11/2026 is in November), "month"\n'
    '(it is in February), or "" to be asked.',
    "pre_roll": "Seconds played before a marker when you go to it (0 to 30).",
    "step_back": "Seconds to go back when playing on after a pause (0 to 30; 0 = not at all).",
    "pause_between": "Seconds of silence between two moments when all are played (0 to 60).",
    "theme": 'Colours: "dark", "light" or "high-contrast".',
    "keymap": "Keymap: a name that 'sessionlens keys' lists, or the path of your own file.",
    "reviewer": "Your name, as the coach will read it.",
    "credential": "Your credential, as forms ask for it, such as MCC.",
    "rubric": "Rubric of a new review: a name that 'sessionlens rubrics' lists, or a path.",
    "output_device": 'Where the sound goes: the name of a device, or "" for the usual one.',
    "volume": "Volume, from 0 (silent) to 1.",
    "model": "Speech model for transcripts: a name that 'sessionlens models' lists, or \"\" for\n"
    "the one installed for the language.",
}
RANGES: dict[str, tuple[float, float]] = {
    "reaction_lag": (0.0, 10.0),
    "reading_seconds": (1.0, 600.0),
    "long_turn": (5.0, 600.0),
    "pre_roll": (0.0, 30.0),
    "step_back": (0.0, 30.0),
    "pause_between": (0.0, 60.0),
    "volume": (0.0, 1.0),
}

_HEAD = "Settings of SessionLens. Change them here or in the program; lines you delete go back to\n"
_HEAD += "what they were at first.\n"

# There are no other settings to choose, and what is no text at all cannot be corrected.
_INSTEAD = "Delete it or write it again"


def settings_path(folder: Path | None = None) -> Path:
    """Where the settings are: `config.toml` in the user's config folder, or in `folder`."""
    return (folder or resources.config_folder()) / FILE


def load_settings(folder: Path | None = None) -> Settings:
    """Read the settings; without a file, or with an empty one, those of the first start.

    Raises SessionLensError with file, line and key for a file that says something else.
    """
    path = settings_path(folder)
    return read_settings(path) if exists(path) else Settings()


def read_settings(path: Path) -> Settings:
    """Read a settings file, wherever it lies, as `load_settings` does."""
    source = _source(path)
    return Settings() if source is None else _checked(source)


def save_settings(settings: Settings, folder: Path | None = None) -> None:
    """Write the settings, each with its explanation; other lines of the file stay as they are.

    Raises SessionLensError when a value is out of range, when the file there is broken (it is
    left alone), or when it cannot be written.
    """
    check(settings)
    path = settings_path(folder)
    try:
        make_private_folder(path.parent)
    except OSError as error:
        raise SessionLensError(
            "The folder of the settings cannot be made", "Check its permissions", where=path.parent
        ) from error
    text = _documented(settings)
    source = _source(path) if exists(path) else None
    if source is not None:
        _checked(source)  # a broken file is the user's to repair: it holds their words
        text = _edited(source, settings)
    atomic.write_bytes(path, text.encode())


def check(settings: Settings, source: Document | None = None) -> None:
    """Raise SessionLensError for a number out of its range, with the line if it was read."""
    for key, (low, high) in RANGES.items():
        value = getattr(settings, key)
        if not low <= value <= high:
            what = f"The value of '{key}' is {value:g}, not between {low:g} and {high:g}"
            hint = "Correct it"
            raise source.error(what, hint, key) if source else SessionLensError(what, hint)


def _source(path: Path) -> Document | None:
    """A settings file as read; None for an empty one, as a full disk or a change of mind leaves."""
    data = document.read_bytes(path, instead=_INSTEAD)
    if not data.strip():
        return None
    return document.parse(data, path, instead=_INSTEAD).require(FORMAT)


def _checked(source: Document) -> Settings:
    settings = toml.convert(source, Settings)
    check(settings, source)
    return settings


def _documented(settings: Settings) -> str:
    header = tomli_w.dumps({"format": FORMAT, "version": document.VERSION})
    entries = (_entry(settings, key) for key in DOCUMENTATION)
    return "".join([_comment(_HEAD), header, *entries])


def _entry(settings: Settings, key: str) -> str:
    return f"\n{_comment(DOCUMENTATION[key])}{_line(settings, key)}"


def _line(settings: Settings, key: str) -> str:
    return tomli_w.dumps({key: getattr(settings, key)})


def _comment(text: str) -> str:
    return "".join(f"# {line}\n" for line in text.splitlines())


def _edited(source: Document, settings: Settings) -> str:
    """The file as its owner arranged it, with the lines changed whose values have changed."""
    # By TOML's only line break: splitlines knows more, which a comment may well hold.
    lines = [f"{line}\n" for line in source.text.removesuffix("\n").split("\n")]
    for key in DOCUMENTATION:
        number = source.line(key)
        if number is None:
            if getattr(settings, key) != getattr(Settings(), key):
                lines.append(_entry(settings, key))
        elif getattr(settings, key) != source.table[key]:
            remark = places.comment_of(lines[number - 1])
            lines[number - 1] = _line(settings, key).rstrip("\n") + remark
    text = "".join(lines)
    try:
        edited = toml.convert(document.parse(text.encode(), source.path).require(FORMAT), Settings)
    except SessionLensError:  # a value that goes over several lines
        return _documented(settings)
    return text if edited == settings else _documented(settings)
