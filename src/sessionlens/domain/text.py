"""The trust boundary for text: whatever comes from outside passes through `clean` once."""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

# Compiled when they are needed: nearly every text is clean.
_LINE_BREAKS = r"\r\n?|[\x0b\x0c\x85\u2028\u2029]"
_ESCAPE_SEQUENCES = (
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor moves
    r"|(?:\x1b[\]P_^X]|[\x90\x9d\x9e\x9f\x98])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?"  # OSC, DCS
    r"|\x1b[ -/]*[0-~]?"
)
_BIDI_CONTROLS = dict.fromkeys(
    [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_INVISIBLE = dict.fromkeys([0xFEFF, 0x00AD, *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080)])
_SURROGATES = "[\ud800-\udfff]"
_SPACES = r"[^\S\n]+"
_ACTING = {
    **dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029]),
    **_BIDI_CONTROLS,
    **dict.fromkeys([0xFEFF, *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080)]),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}
"""What `harmless` makes of each character; none of those that vanish takes room on a terminal."""
_ACTING_IN_LINES = {
    code: instead for code, instead in _ACTING.items() if chr(code) not in ("\n", "\t")
}


def clean(text: str, *, multiline: bool = False) -> str:
    """Return `text` without anything that could act upon a terminal or mislead a reader.

    Removes escape sequences, control characters, lone surrogates, bidirectional overrides and
    invisible tag characters; folds runs of white space into one space. Line breaks become spaces
    unless `multiline`. Idempotent: cleaning twice changes nothing.
    """
    if text.isprintable() and "  " not in text:
        return text.rstrip() if multiline else text.strip()  # so are nearly all
    text = re.sub(_LINE_BREAKS, "\n", text)
    text = re.sub(_ESCAPE_SEQUENCES, "", text)
    text = text.translate(_BIDI_CONTROLS).translate(_INVISIBLE)
    text = "".join(_printable(character) for character in text) if not text.isprintable() else text
    if not multiline:
        return " ".join(text.split())
    lines = (re.sub(_SPACES, " ", line).rstrip() for line in text.split("\n"))
    return "\n".join(lines).strip("\n")


def harmless(text: str, *, multiline: bool = False) -> str:
    """Return `text` without a character that acts upon a terminal, and otherwise as it is.

    The last barrier, where text is written out, whatever it went through before: spaces stay, what
    is left of an escape sequence stays, and the text stays as wide on a terminal as it was. With
    `multiline`, tabs and line breaks stay, too. A lone surrogate, as names that are no Unicode
    have, becomes U+FFFD.
    """
    if text.isprintable():
        return text  # so is nearly all that is written
    return text.translate(_ACTING_IN_LINES if multiline else _ACTING)


def file_name(path: Path | str) -> str:
    """Return the name of a file or folder as one clean line that is never empty."""
    return clean(re.sub(_SURROGATES, "\ufffd", str(path))) or "(a name that cannot be shown)"


def shorten(text: str, width: int) -> str:
    """Return `text` in one line of at most `width` characters, a cut shown as an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: max(width - 1, 0)].rstrip() + "…"


def listed(names: Sequence[str]) -> str:
    """Return `Jan, Lea and Maria`."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def counted(count: int, singular: str, plural: str) -> str:
    """Return `1 marker is` or `3 markers are`."""
    return f"{count} {singular if count == 1 else plural}"


def _printable(character: str) -> str:
    if character in "\n\t":
        return character
    category = unicodedata.category(character)
    # Cf holds the joiners that emoji and several scripts need.
    return "" if category in ("Cc", "Cs", "Co", "Cn") else character
