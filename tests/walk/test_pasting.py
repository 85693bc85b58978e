"""Pasting through a terminal's own protocol: what it brackets as pasted is no key."""

from pathlib import Path

import pytest
from raw_terminal import MISSING, RawTerminal
from replaying import session

from sessionlens.storage.state import ProgramState, save_program_state

pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)


def pasted(text: str) -> str:
    """As a terminal sends it where bracketed paste (DECSET 2004) is on."""
    return f"\x1b[200~{text}\x1b[201~"


def test_what_is_pasted_runs_no_command_and_goes_into_a_comment_whole(
    tmp_path: Path, own_folders: Path
) -> None:
    save_program_state(ProgramState(welcome_seen=True))
    session(tmp_path).unlink()
    review = tmp_path / "talk.review.toml"
    with RawTerminal(["review", "talk.wav"], tmp_path, own_folders) as terminal:
        terminal.wait_for("/ 01:00")
        assert "\x1b[?2004h" in terminal.sent
        terminal.does("l", shows="00:10")
        terminal.settles()
        terminal.does(pasted("7+ d u x\n12 q \x11"), shows="Nothing was pasted")
        assert not review.exists()
        terminal.does("c", shows="Enter saves")
        terminal.does(pasted("7+ due to\n12"), shows="7+ due to")
        terminal.press("\r")
        terminal.does("\x11", shows="")
        assert terminal.ends() == 0
    text = review.read_text("utf-8")
    assert text.count("[[markers]]") == 1
    assert "7+ due to\n12" in text
    assert "competency =" not in text
