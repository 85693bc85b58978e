"""Names of keys: what a person writes in a keymap, and what a terminal can send."""

import re

from sessionlens.domain.errors import SessionLensError

NAMED = {
    "space": "Space",
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "backspace": "Backspace",
    "delete": "Delete",
    "insert": "Insert",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    **{f"f{number}": f"F{number}" for number in range(1, 25)},
}

_MODIFIED = re.compile(r"((?:ctrl\+|shift\+)+)(up|down|left|right|home|end|pageup|pagedown|delete)")
_CONTROL = re.compile(r"ctrl\+([a-z])")
_SAME_BYTE = {"m": "Enter", "i": "Tab", "h": "Backspace"}


def normalise(key: str) -> str:
    """One spelling for a key: a single character, a name such as `space`, or `ctrl+r`.

    Raises SessionLensError for what is no key and for what terminals do not send.
    """
    if len(key) == 1 and key.isprintable():
        return "space" if key == " " else key
    name = re.sub(r"\s*\+\s*", "+", key.strip().lower())
    if name.startswith("shift+ctrl+"):
        name = "ctrl+shift+" + name.removeprefix("shift+ctrl+")
    if name in NAMED or _MODIFIED.fullmatch(name):
        return name
    if control := _CONTROL.fullmatch(name):
        if same := _SAME_BYTE.get(control[1]):
            raise SessionLensError(
                f"Terminals cannot tell the key '{key}' from {same}", "Choose another key"
            )
        return name
    if re.fullmatch(r"shift\+.", name):
        raise SessionLensError(
            f"Terminals do not send the key '{key}'",
            f"Write the character it types, such as '{name[-1].upper()}'",
        )
    if re.fullmatch(r"(?:(?:ctrl|alt|shift|super|meta)\+)+.+", name):
        raise SessionLensError(
            f"Not every terminal sends the key '{key}'",
            "Choose a letter, an F-key, Ctrl with a letter, or Shift or Ctrl with an arrow",
        )
    raise SessionLensError(
        f"There is no key '{key}'", "Use one character or a name such as space, left or f5"
    )


def key_named(shown: str) -> str:
    """The key that `display` shows so; empty for what is no single key."""
    if len(shown) == 1:
        named = next((name for name, title in NAMED.items() if title == shown), "")
        return named or shown
    for name in NAMED:
        if display(name) == shown:
            return name
    try:
        return normalise(shown)
    except SessionLensError:
        return ""


def display(key: str) -> str:
    """A key as a person reads it: `Ctrl+R`, `←`, `Space`."""
    if key in NAMED:
        return NAMED[key]
    if "+" not in key or len(key) == 1:
        return key
    *modifiers, last = key.split("+")
    shown = NAMED.get(last, last.upper() if len(last) == 1 else last.capitalize())
    return "+".join([*(modifier.capitalize() for modifier in modifiers), shown])
