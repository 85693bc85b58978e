"""A disk that takes its time: keys keep their meaning and order, and nothing is called saved early.

The library is loaded before the program: every fsync takes 0.3 s, or a whole second.
"""

import signal
import tomllib
from pathlib import Path
from typing import Any

import pytest
from faulty_disks import DiskFaults
from replaying import session
from reviewing import recording, with_transcript
from terminal_program import Program

WAITS = """
from sessionlens.tui import app
app._PATIENCE = app._PATIENCE_AT_THE_END = 60.0
"""
"""On a busy machine a disk that is slow may take longer than leaving waits for it."""

KEYS = ["7", "\r", *"you waited", "\r", "\x11"]


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    return with_transcript(recording(tmp_path))


def markers(talk: Path) -> list[dict[str, Any]]:
    """The markers on disk."""
    path = talk.with_suffix(".review.toml")
    if not path.exists():
        return []
    tables: list[dict[str, Any]] = tomllib.loads(path.read_text("utf-8")).get("markers", [])
    return tables


def comments(talk: Path) -> list[tuple[str, str]]:
    return [(marker["competency"], marker.get("comment", "")) for marker in markers(talk)]


@pytest.mark.parametrize(
    ("seconds", "at_once"),
    [(0.3, False), (1, False), (0.3, True)],
    ids=["a quick person, 0.3 s", "a quick person, 1 s", "one write"],
)
def test_a_marker_its_comment_and_the_way_out_typed_at_once(
    talk: Path, home: Path, disk_faults: DiskFaults, seconds: float, at_once: bool
) -> None:
    slow = disk_faults(slow=seconds)
    with Program(["review", talk], home, slow, first=WAITS) as program:
        program.wait_for("talk", "mark")
        if at_once:
            program.type("".join(KEYS))
        else:
            program.press(*KEYS)
        assert program.ends() == 0
    assert comments(talk) == [("evokes-awareness", "you waited")]
    assert not list((home / "state" / "sessionlens" / "reviews").glob("*.broken*"))


def test_a_marker_is_called_saved_only_when_it_is_on_disk(
    talk: Path, home: Path, disk_faults: DiskFaults
) -> None:
    too_early: list[str] = []
    seen: set[str] = set()

    def watch(lines: list[str]) -> None:
        first = lines[0]
        if "1 marker" in first:
            state = "saving" if "saving …" in first else "saved" if "saved" in first else "?"
            seen.add(state)
            if state != "saving" and not markers(talk):
                too_early.append(first)

    slow = disk_faults(slow=2)  # several times, longer than a busy machine takes to draw
    with Program(["review", talk], home, slow, watch) as program:
        program.wait_for("talk", "mark")
        program.press("7")
        program.wait_until(lambda: "saved" in seen, "saved")
    assert "saving" in seen
    assert not too_early


def test_a_key_typed_while_the_way_out_waits_changes_nothing(
    talk: Path, home: Path, disk_faults: DiskFaults
) -> None:
    slow = disk_faults(slow=1)
    with Program(["review", talk], home, slow, first=WAITS) as program:
        program.wait_for("talk", "mark")
        program.press("7", "\x11", "3", "d", "\x11")
        assert program.ends() == 0
    assert comments(talk) == [("evokes-awareness", "")]


def test_an_end_that_the_system_asks_for_waits_for_the_disk(
    talk: Path, home: Path, disk_faults: DiskFaults
) -> None:
    slow = disk_faults(slow=0.7)
    with Program(["review", talk], home, slow, first=WAITS) as program:
        program.wait_for("talk", "mark")
        program.type("7\ryou waited")
        program.wait_for("you waited")
        program.send_signal(signal.SIGTERM)
        assert program.ends() == 128 + signal.SIGTERM
    assert comments(talk) == [("evokes-awareness", "")]
    (state,) = (home / "state" / "sessionlens" / "reviews").glob("*.toml")
    assert "you waited" in state.read_text("utf-8")


def test_a_pad_that_types_several_keys_at_once_gives_what_a_slow_person_would_get(
    talk: Path, tmp_path: Path, home: Path, disk_faults: DiskFaults
) -> None:
    folder = tmp_path / "slow"
    folder.mkdir()
    slow_talk = with_transcript(recording(folder))
    keys = ["6", "c", "+", "\r", "1", "+", "4", "\r", "why", "\r", "p", "-", "\x11"]
    with Program(["review", slow_talk], home) as program:
        program.wait_for("talk", "mark")
        for key in keys:
            program.type(key)
            program.pause()
        assert program.ends() == 0
    slow = disk_faults(slow=0.3)
    with Program(["review", talk], home, slow, first=WAITS) as program:
        program.wait_for("talk", "mark")
        program.type("".join(keys))
        assert program.ends() == 0
    assert markers(talk) == markers(slow_talk)


def test_answers_typed_at_once_are_on_disk_when_one_has_left(
    tmp_path: Path, home: Path, disk_faults: DiskFaults
) -> None:
    feedback = session(tmp_path, home)
    slow = disk_faults(slow=0.3)
    with Program(["replay", feedback], home, slow, first=WAITS) as program:
        program.wait_for("answered")
        program.type("nacI was afraid\rofor myself\r\x11")
        assert program.ends() == 0
    reply = tomllib.loads((tmp_path / "talk.reply.toml").read_text("utf-8"))
    (answer,) = reply["answers"]
    assert (answer["stance"], answer["text"], answer["note"]) == (
        "agree",
        "I was afraid",
        "for myself",
    )
