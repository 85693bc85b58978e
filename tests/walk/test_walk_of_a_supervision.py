"""One session of supervision, from what is brought to the hours, and until all of it is deleted."""

import csv
import datetime as dt
import io
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from msgspec.structs import replace
from supervising import SUPERVISION, supervised
from terminal import MISSING, Terminal

from sessionlens.domain.review import Consent

pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)

SIZES = [(120, 40), (80, 24)]
ENDED = Consent(purpose="supervision", given=dt.date(2026, 1, 2), until=dt.date(2026, 2, 2))
SESSION = replace(
    SUPERVISION,
    date=dt.date(2026, 1, 10),
    reviewer="Maria",
    setting="individual",
    dialogue_minutes=45,
    consents=(ENDED,),
)
QUESTION = "If you had never heard of this client"


def _listens(supervisor: Terminal) -> None:
    supervisor.wait_for("Anna brings: How fast I")
    supervisor.press("1")
    supervisor.wait_for(QUESTION)
    supervisor.press("c")
    supervisor.wait_for("Enter saves")
    supervisor.type("The list again")
    supervisor.press("Enter")
    supervisor.wait_for("To bring:")
    supervisor.press("8", "d")
    supervisor.wait_for("Not knowing")


def _closes(supervisor: Terminal) -> None:
    supervisor.press("v")
    supervisor.wait_for("Seven-eyed supervision")
    supervisor.wait_for(QUESTION)
    supervisor.press("End")
    supervisor.wait_for("What we both take away")
    supervisor.press("Enter")
    supervisor.type("To wait")
    supervisor.press("Tab")
    supervisor.type("We begin with the list")
    supervisor.press("Tab", "Tab")
    supervisor.type("I hurried with her")
    supervisor.put_away("What we both take away")
    supervisor.press("E")
    supervisor.wait_for("What goes out")
    supervisor.press("Enter")
    supervisor.wait_for("Exported 2 markers to talk.feedback.toml")
    supervisor.put_away("What goes out")
    supervisor.press("C-q")
    supervisor.wait_for("left with 0")


def _ledger(folder: Path, home: Path) -> list[dict[str, str]]:
    own = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "DATA", "STATE")}
    done = subprocess.run(
        [sys.executable, "-m", "sessionlens", "ledger", "--csv", str(folder)],
        env={**os.environ, **own},
        capture_output=True,
        text=True,
        check=True,
    )
    return list(csv.DictReader(io.StringIO(done.stdout)))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_brought_heard_closed_counted_and_deleted(tmp_path: Path, size: tuple[int, int]) -> None:
    folder, screens = tmp_path / "sessions", tmp_path / "walk"
    folder.mkdir()
    talk = supervised(folder, SESSION)
    with Terminal(["review", str(talk)], screens, size) as supervisor:
        supervisor.wait_for("Welcome to SessionLens")
        supervisor.press("Enter")
        _listens(supervisor)
        _closes(supervisor)
    review = tomllib.loads((folder / "talk.review.toml").read_text("utf-8"))
    sent = (folder / "talk.feedback.toml").read_text("utf-8")
    assert review["summary"] == {
        "take_away": "To wait",
        "change": "We begin with the list",
        "to_supervision": "I hurried with her",
    }
    assert tomllib.loads(sent)["summary"] == {
        "take_away": "To wait",
        "change": "We begin with the list",
    }
    assert "I hurried" not in sent
    (session,) = _ledger(folder, screens / "home")
    assert "45" in session.values()

    (folder / "notes.txt").write_text("mine", "utf-8")
    with Terminal(["purge", "--due", str(folder)], screens, size) as supervisor:
        supervisor.wait_for("Type yes")
        supervisor.type("yes")
        supervisor.press("Enter")
        supervisor.wait_for("left with 0")
    left = sorted(path.name for path in folder.iterdir())
    assert "notes.txt" in left
    (receipt,) = (name for name in left if name != "notes.txt")
    assert receipt.endswith(".purged.toml")
    words = (folder / receipt).read_text("utf-8")
    assert not any(word in words for word in ("Anna", "Maria", "talk", "Third", "list"))
