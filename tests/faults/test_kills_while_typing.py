"""SIGKILL at random moments while one types in any field: the words are there at the next start.

`--kills 200` kills as often as that, over all fields, and holds that no more than the last second
is missing; `--within` gives it more, for a busy machine.
"""

import random
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path

import pytest
from kept_words import broken_aside, whole_files, words_on_disk
from replaying import session
from terminal_program import Program

_PATIENCE = 60.0  # seconds; the machine may be busy


@dataclass(frozen=True)
class Place:
    """A field: the keys that lead into it, and what the next start says of words begun there.

    `offered` is empty where they are in the document itself.
    """

    name: str
    keys: tuple[str, ...]
    offered: str = ""
    file: str = "talk.wav"
    command: str = "review"


def _replay(name: str, keys: tuple[str, ...], offered: str = "") -> Place:
    return Place(name, keys, offered, "talk.feedback.toml", "replay")


TAB, BACK_TAB = "\t", "\x1b[Z"
PLACES = (
    Place("comment", ("c",), "still a draft"),
    Place("details", ("D",)),
    Place("date of the session", ("D", BACK_TAB), "Details: Date"),
    Place("correction", ("x",), "Correct what was said"),
    Place("speaker", ("S",), "Name of the speaker"),
    Place("offset", ("T",), "Shift the transcript"),
    Place("verdict", ("v", "\r", TAB)),
    Place("summary", ("v", "\x1b[F", "\r")),
    _replay("answer", ("n", "c"), "still a draft"),
    _replay("note", ("n", "o"), "still a draft"),
    _replay("reflection", ("r",)),
    _replay("day of the reflection", ("r", TAB, TAB), "To take along: until"),
)

_FEW = ("comment", "date of the session", "verdict", "note")


@dataclass
class Typist:
    """Types words without a pause, until told to stop, and knows when each was shown."""

    tag: str
    program: Program
    chance: random.Random
    shown: list[float] = field(default_factory=list)

    def words(self) -> Iterator[str]:
        """The words, without an end."""
        return (f"{self.tag}w{number:03d} " for number in count(1))

    def type_for(self, seconds: float) -> None:
        """Type that long, from the moment at which the first word is seen."""
        until = time.monotonic() + _PATIENCE
        for number, word in enumerate(self.words(), start=1):
            for key in word:
                self.program.type(key)
                time.sleep(self.chance.uniform(0.01, 0.05))
                if time.monotonic() > until:
                    assert self.shown, "\n".join(self.program.lines)
                    return
            text = self.program.text
            seen = next((n for n in range(number, 0, -1) if f"{self.tag}w{n:03d}" in text), 0)
            if seen and not self.shown:
                until = time.monotonic() + seconds
            self.shown += [time.monotonic()] * (seen - len(self.shown))


def places(count: int) -> Iterator[tuple[int, Place]]:
    """The first `count` of the places, again and again; some that differ for 0."""
    few = [place for place in PLACES if place.name in _FEW]
    for number, place in enumerate(cycle(PLACES if count else few), start=1):
        if number > (count or len(few)):
            return
        yield number, place


def test_what_is_typed_is_there_at_the_next_start(
    tmp_path: Path, home: Path, pytestconfig: pytest.Config
) -> None:
    kills: int = pytestconfig.getoption("--kills")
    # Words wait for a timer and for the disk; a machine that is busy makes both wait longer.
    within: float = pytestconfig.getoption("--within") or (1.0 if kills else 5.0)
    chance = random.Random(pytestconfig.getoption("--seed"))
    folder = tmp_path / "talk"
    seen, longest = 0, 0.0
    for number, place in places(kills):
        if folder.exists():
            shutil.rmtree(folder)
            shutil.rmtree(home / "state" / "sessionlens" / "reviews", ignore_errors=True)
        folder.mkdir()
        session(folder, home)
        tag = f"k{number}"
        with Program([place.command, folder / place.file], home) as program:
            program.wait_for("Third session" if place.command == "replay" else "talk", "help")
            program.press(*place.keys)
            typist = Typist(tag, program, chance)
            typist.type_for(chance.uniform(1.0, 3.0) if kills else chance.uniform(0.8, 1.2))
            killed = time.monotonic()  # before: what is typed may be saved until it has ended
            program.kill()
        whole_files(folder, home)
        there = words_on_disk(folder, home, tag)
        missing = typist.shown[there:]
        longest = max(longest, killed - missing[0] if missing else 0.0)
        assert not missing or killed - missing[0] <= within, (place.name, there, typist.shown)
        seen += len(typist.shown)
        if there and place.offered:
            with Program([place.command, folder / place.file], home) as program:
                program.wait_for(place.offered)
        assert not broken_aside(home)
        if kills:
            print(f"{number} {place.name}: {there} words of {len(typist.shown)}", flush=True)
    print(f"{number} kills while typing: {longest:.2f} s of shown words missing at most")
