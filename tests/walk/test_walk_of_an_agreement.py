"""Two people, two machines, one agreement: proposed, agreed, changed, merged, looked at again."""

import shutil
from pathlib import Path

import pytest
from terminal import MISSING, Terminal

from sessionlens.domain.alliance import Alliance
from sessionlens.storage.alliances import load_alliance

pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)


class Partner:
    """One of the two, with a folder and a program of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "sessions"
        self.folder.mkdir(parents=True)
        self._screens = folder / "screens"

    def opens(self, *arguments: str) -> Terminal:
        return Terminal(["alliance", *(arguments or [str(self.folder)])], self._screens, (80, 24))

    @property
    def copy(self) -> Path:
        return self.folder / "alliance.toml"

    @property
    def alliance(self) -> Alliance:
        return load_alliance(self.copy)

    def gets(self, copy: Path, name: str = "alliance (1).toml") -> Path:
        """What the other has sent, as a browser names it."""
        return Path(shutil.copy(copy, self.folder / name))


def _leave(terminal: Terminal) -> None:
    terminal.press("C-q")
    terminal.wait_for("left with 0")


def _agree(terminal: Terminal, *keys: str) -> None:
    terminal.press("a")
    terminal.wait_for("Who sits here, and agrees")
    terminal.press(*keys, "Enter")


def _adds(terminal: Terminal, question: str, words: str) -> None:
    """Write into the first text of the page."""
    terminal.press("Enter")
    terminal.wait_for(question)
    terminal.type(words)
    terminal.put_away(question)


def _looks(terminal: Terminal, first: str, *keys: str) -> None:
    terminal.press("l")
    terminal.wait_for("Who sits here?")
    terminal.press(*keys, "Enter")
    terminal.wait_for("What works between us?")
    terminal.type(first)
    terminal.put_away("What works between us?")


_QUESTION = "What is our work together for?"


def _proposes(anna: Partner) -> None:
    with anna.opens() as screen:
        screen.wait_for("Whom this is between")
        screen.type("Anna, Maria")
        screen.press("Enter")
        screen.wait_for(_QUESTION)
        screen.type("To listen better")
        screen.press("Enter")
        screen.wait_for("What does each of us want to learn?")
        screen.type("Silence")
        screen.put_away("What does each of us want to learn?")
        _agree(screen)
        screen.wait_for("not agreed yet by Maria")
        _leave(screen)


def _agrees(maria: Partner) -> None:
    with maria.opens() as screen:
        screen.wait_for("not agreed yet by Maria")
        _agree(screen)
        screen.wait_for("Agreed: Anna")
        _leave(screen)


def _merges(partner: Partner, copy: Path) -> None:
    """Merge a copy in which nothing is to be chosen."""
    with partner.opens(str(partner.gets(copy))) as screen:
        screen.wait_for("is merged into alliance.toml")
        screen.wait_for("left with 0")


def _change_on_two_machines(anna: Partner, maria: Partner) -> None:
    with anna.opens() as screen:
        screen.wait_for("Agreed: Anna")
        _adds(screen, _QUESTION, ", and to wait")
        screen.wait_for("1 change since")
        _leave(screen)
    with maria.opens() as screen:
        screen.wait_for("Agreed: Anna")
        _adds(screen, _QUESTION, ", and to ask less")
        screen.wait_for("1 change since")
        _looks(screen, "We laugh", "Down")
        screen.press("End")
        screen.wait_for("We laugh")
        _leave(screen)


def _chooses_both_and_looks(anna: Partner, copy: Path) -> None:
    anna.gets(copy)
    with anna.opens() as screen:
        screen.wait_for("1 change since")
        screen.press("m")
        screen.wait_for("Which copy did the other send?")
        screen.press("Enter")
        for words in ("What this is for · 1 of 1", "to wait", "to ask less"):
            screen.wait_for(words)
        screen.press("b")
        screen.wait_for("is merged")
        screen.press("End")
        assert "We laugh" not in screen.wait_for("has written. Each writes before")
        _looks(screen, "You wait")
        screen.press("End")
        screen.wait_for("We laugh")
        _leave(screen)


def test_two_people_agree_change_merge_and_look_again(tmp_path: Path) -> None:
    anna, maria = Partner(tmp_path / "anna"), Partner(tmp_path / "maria")
    _proposes(anna)
    shutil.copy(anna.copy, maria.copy)
    _agrees(maria)
    assert maria.alliance.agreed_by_all
    _merges(anna, maria.copy)
    assert anna.alliance == maria.alliance

    _change_on_two_machines(anna, maria)
    before = maria.copy.read_bytes()
    _chooses_both_and_looks(anna, maria.copy)
    ours = anna.alliance
    assert ours.agreement.purpose == (
        "To listen better, and to wait\n\nTo listen better, and to ask less"
    )
    assert [look.works for look in ours.looks] == ["You wait", "We laugh"]
    assert ours.agreed == {}
    assert ours.earlier[-1].agreement.purpose == "To listen better"
    assert maria.copy.read_bytes() == before

    _merges(maria, anna.copy)
    assert maria.alliance == ours
