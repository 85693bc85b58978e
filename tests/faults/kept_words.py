"""What is on disk after a kill: whether every file is whole, and which words are there."""

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sessionlens.storage.feedback import load_feedback
from sessionlens.storage.replies import load_reply
from sessionlens.storage.reviews import load_review
from sessionlens.storage.state import FORMAT as STATE
from sessionlens.transcripts import native

_READERS: dict[str, Callable[[Path], object]] = {
    "sessionlens.review": load_review,
    "sessionlens.reply": load_reply,
    "sessionlens.feedback": load_feedback,
}


def whole_files(folder: Path, home: Path) -> int:
    """Read every file of ours as the program would; returns how many. Raises for a broken one."""
    count = 0
    for path in ours(folder, home):
        if path.name.endswith(".transcript.json"):
            native.decode(path.read_bytes())
        elif path.suffix == ".json":
            json.loads(path.read_bytes())
        else:
            kind = tomllib.loads(path.read_text("utf-8")).get("format")
            assert kind in (STATE, *_READERS), path
            if kind in _READERS:
                _READERS[kind](path)
        count += 1
    return count


def ours(folder: Path, home: Path) -> Iterator[Path]:
    """The files that the program has written, without what it had begun beside one of them."""
    for place in (folder, home / "state", home / "data"):
        for path in place.rglob("*"):
            begun = path.name.startswith(".sessionlens-") and path.suffix == ".tmp"
            if path.is_file() and not begun and path.suffix in (".toml", ".json"):
                yield path


def broken_aside(home: Path) -> list[Path]:
    """State files that the program could not read and put aside."""
    return list((home / "state").rglob("*.broken*"))


def words_on_disk(folder: Path, home: Path, tag: str) -> int:
    """How many of the words `<tag>w001`, `<tag>w002` … are on disk, in one text without a gap."""
    texts = [text for path in ours(folder, home) for text in _texts(path)]
    return max((_counted(text, tag) for text in texts), default=0)


def _counted(text: str, tag: str) -> int:
    numbers = [int(number) for number in re.findall(rf"{tag}w(\d{{3}})", text)]
    assert numbers == list(range(1, len(numbers) + 1)), text
    return len(numbers)


def _texts(path: Path) -> Iterator[str]:
    if path.suffix == ".toml":
        yield from _strings(tomllib.loads(path.read_text("utf-8")))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)
