"""What is painted first waits for no heavy module: sound, models and Word come behind it."""

from pathlib import Path

import pytest
from pseudo_terminal import PseudoTerminal
from replaying import session
from virtual_sound import wait_until

HEAVY = {"numpy", "av", "soundfile", "sounddevice", "vosk", "docx", "jellyfish", "jinja2", "lap"}


def notes_what_is_loaded(word: str, note: Path) -> str:
    """Python that writes down, once the word is painted, what of HEAVY has been loaded."""
    return f"""
import sys
from pathlib import Path
from textual.drivers.linux_driver import LinuxDriver

write, note = LinuxDriver.write, Path({str(note)!r})

def noting(driver, data):
    write(driver, data)
    if {word!r} in data and not note.exists():
        note.write_text(" ".join(sorted({HEAVY!r} & sys.modules.keys())))

LinuxDriver.write = noting
"""


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["review", "talk.wav"], "Awareness"),
        (["."], "opens"),
    ],
    ids=["review", "list"],
)
def test_nothing_heavy_is_loaded_before_the_first_paint(
    tmp_path: Path, own_folders: Path, arguments: list[str], word: str
) -> None:
    session(tmp_path)
    note = tmp_path / "loaded"
    first = notes_what_is_loaded(word, note)
    with PseudoTerminal(arguments, own_folders, tmp_path, first=first):
        wait_until(note.exists)
    assert note.read_text(encoding="utf-8") == ""
