"""A supervisor looks at the sessions of one coach side by side, in a real terminal."""

from pathlib import Path

import pytest
from pattern_sessions import coachs_folder
from replaying import feedback, looked_at
from reviewing import recording
from terminal import MISSING, Terminal

from sessionlens.storage.feedback import write_feedback

pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_from_the_list_to_a_moment_and_back_to_its_cell(tmp_path: Path) -> None:
    sessions = coachs_folder(tmp_path / "sessions")
    heard = sessions / "Robin" / "heard"
    heard.mkdir()
    sent = feedback(recording(heard))
    write_feedback(heard / "talk.feedback.toml", sent)
    looked_at(sent.review, tmp_path / "walk" / "home")
    before = _files(sessions)
    with Terminal([str(sessions)], tmp_path / "walk") as terminal:
        terminal.wait_for("7 recordings in")
        terminal.press("P")
        terminal.wait_for("Anna · 7 sessions · 2026-03-02 to 2026-11-02")
        terminal.press("c")
        terminal.wait_for("Kim: 1 session · Robin: 1 session")
        terminal.press("i")
        terminal.wait_for("Twice, and then I forgot")
        terminal.press("s")
        terminal.wait_for("chosen to stay with")
        terminal.put_away("chosen to stay with")
        terminal.press("End", "PPage", *["Down"] * 6)
        terminal.wait_for("Evokes Awareness  2026-11-02 · Third session")
        terminal.press("Enter")
        terminal.wait_for("You waited, and it opened.")
        terminal.press("Enter")
        terminal.wait_for("feedback by Maria")
        terminal.wait_for("/ 01:00")
        terminal.press("C-q")
        terminal.wait_for("Anna · 7 sessions")
        terminal.wait_for("You waited, and it opened.")
        terminal.put_away("You waited, and it opened.")
        terminal.wait_for("Evokes Awareness  2026-11-02 · Third session")
        terminal.press("Escape")
        terminal.wait_for("7 recordings in")
        terminal.press("C-q")
        terminal.wait_for("left with 0")
    assert _files(sessions) == before
