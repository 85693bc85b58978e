"""The trust boundary for text: whatever comes from outside passes through `clean` once."""

import re
import unicodedata

_LINE_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_ESCAPE_SEQUENCES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor moves
    r"|(?:\x1b[\]P_^X]|[\x90\x9d\x9e\x9f\x98])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?"  # OSC, DCS
    r"|\x1b[ -/]*[0-~]?"
)
_BIDI_CONTROLS = dict.fromkeys(
    [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_INVISIBLE = dict.fromkeys([0xFEFF, 0x00AD, *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080)])
_SPACES = re.compile(r"[^\S\n]+")


def clean(text: str, *, multiline: bool = False) -> str:
    """Return `text` without anything that could act upon a terminal or mislead a reader.

    Removes escape sequences, control characters, lone surrogates, bidirectional overrides and
    invisible tag characters; folds runs of white space into one space. Line breaks become spaces
    unless `multiline`. Idempotent: cleaning twice changes nothing.
    """
    if text.isprintable() and "  " not in text:
        return text.rstrip() if multiline else text.strip()  # so are nearly all
    text = _LINE_BREAKS.sub("\n", text)
    text = _ESCAPE_SEQUENCES.sub("", text)
    text = text.translate(_BIDI_CONTROLS).translate(_INVISIBLE)
    text = "".join(_printable(character) for character in text) if not text.isprintable() else text
    if not multiline:
        return " ".join(text.split())
    lines = (_SPACES.sub(" ", line).rstrip() for line in text.split("\n"))
    return "\n".join(lines).strip("\n")


def shorten(text: str, width: int) -> str:
    """Return `text` in one line of at most `width` characters, a cut shown as an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: max(width - 1, 0)].rstrip() + "…"


def counted(count: int, singular: str, plural: str) -> str:
    """Return `1 marker is` or `3 markers are`."""
    return f"{count} {singular if count == 1 else plural}"


def _printable(character: str) -> str:
    if character in "\n\t":
        return character
    category = unicodedata.category(character)
    # Cf holds the joiners that emoji and several scripts need.
    return "" if category in ("Cc", "Cs", "Co", "Cn") else character
