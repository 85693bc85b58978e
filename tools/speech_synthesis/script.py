"""Scripts of conversations: who says what, after how long a pause."""

import re
from pathlib import Path
from typing import NamedTuple

WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_LINE = re.compile(r"(?P<speaker>[A-Z]+)\s*(?:\((?P<pause>-?\d+(?:\.\d+)?)\))?:\s*(?P<text>\S.*)")
_SENTENCE_END = re.compile(r"[.?!]+")


class Line(NamedTuple):
    """One utterance of a script.

    `pause` is the silence before it in seconds: negative where it talks across the end of the
    line above, None where the pause is left to whoever speaks the script.
    """

    speaker: str
    text: str
    pause: float | None = None


def read_script(path: Path) -> list[Line]:
    """Read lines of the form `SPEAKER (1.5): text`; empty lines and `#` comments are skipped.

    Raises ValueError naming the line that is neither, or a word that is not made of letters and
    apostrophes only.
    """
    script = []
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not raw.strip() or raw.startswith("#"):
            continue
        match = _LINE.fullmatch(raw.strip())
        if not match:
            raise ValueError(f"{path}: line {number} is not of the form 'SPEAKER: text'")
        for token in match["text"].split():
            if not re.fullmatch(r"[a-z]+(?:'[a-z]+)?[.,?!]?", token.lower()):
                raise ValueError(f"{path}: line {number}: '{token}' is not a plain word")
        pause = None if match["pause"] is None else float(match["pause"])
        script.append(Line(match["speaker"], match["text"], pause))
    return script


def words_of(text: str) -> list[str]:
    """Return the words of a text, in lower case and without punctuation."""
    return WORD.findall(text.lower())


def sentences_of(script: list[Line]) -> list[list[str]]:
    """Return the sentences of a script, each as its words."""
    parts = (part for line in script for part in _SENTENCE_END.split(line.text))
    return [words for words in map(words_of, parts) if words]


def vocabulary_of(script: list[Line]) -> list[str]:
    """Return every word of a script once, sorted."""
    return sorted({word for line in script for word in words_of(line.text)})
