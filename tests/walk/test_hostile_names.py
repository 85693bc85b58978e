"""Names and titles that try to act upon the terminal, in every screen and every command."""

import os
import re
import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from dialog_host import TOP
from raw_terminal import MISSING, SEQUENCE, RawTerminal
from replaying import mentors_review, self_review, session
from terminal_program import Program

from sessionlens.storage.settings import load_settings
from sessionlens.storage.state import ProgramState, save_program_state

pytestmark = pytest.mark.skipif(bool(MISSING) or os.uname().sysname != "Linux", reason=MISSING)

EVIL = "\x1b]0;own\x07\x1b[7777m\x9b7777m\u202eliv\u2066e\x08\x0b[@click=app.bell()]go[red]\u2028"
"""A title for the window, colours, cursor moves, another direction, markup; no line break."""

PLAYABLE = f"A{EVIL}\nforged: row"
"""The same as a name of a file, with a line break."""

NAME = os.fsdecode(os.fsencode(PLAYABLE) + b"\xff\xc2")
"""A name with bytes that are no UTF-8, too, which no recording may have."""

BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def toml(text: str) -> str:
    """A TOML string of any text, with every odd character written as an escape."""
    return '"' + "".join(c if " " <= c < "\x7f" else f"\\u{ord(c):04x}" for c in text) + '"'


def harmless(sent: str) -> None:
    """Check every character that a program sent to its terminal."""
    assert "7777" not in "".join(SEQUENCE.findall(sent)), "colours of others"
    left = SEQUENCE.sub("", sent)
    assert "\x1b" not in left, re.findall("\x1b.{0,20}", left)[:3]
    assert not BIDI.search(left)
    odd = {c for c in left if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")}
    assert odd <= {"\r", "\n", "\t"}, odd


@pytest.fixture
def home(own_folders: Path) -> Path:
    """A home whose rubrics, keymaps, models and settings have hostile names and words."""
    save_program_state(ProgramState(welcome_seen=True))
    config = own_folders / "config" / "sessionlens"
    for kind, shipped in (("rubrics", "icf-core"), ("keymaps", "vim")):
        (config / kind).mkdir(parents=True)
        text = (TOP / kind / f"{shipped}.toml").read_text("utf-8")
        title = re.sub(
            r"^title = .*", f"title = {toml(EVIL)}".replace("\\", r"\\"), text, flags=re.M
        )
        (config / kind / f"{NAME}.toml").write_text(title, "utf-8")
    words = [f"{name} = {toml(EVIL)}" for name in ("reviewer", "output_device", "model")]
    settings = ['format = "sessionlens.config"', "version = 1", *words]
    (config / "config.toml").write_text("\n".join(settings), "utf-8")
    taken = load_settings()
    assert "live" in taken.reviewer, "the settings are refused: nothing hostile is in them"
    assert taken.reviewer == taken.output_device == taken.model
    model = own_folders / "data" / "sessionlens" / "models" / NAME
    (model / "am").mkdir(parents=True)
    (model / "conf").mkdir()
    (model / "am" / "final.mdl").write_bytes(b"")
    (model / "conf" / "model.conf").write_text("--sample-frequency=\x1b[7777m\n", "utf-8")
    devices = f'pcm."{EVIL}" {{ type null hint {{ show on description "{EVIL}" }} }}\n'
    (own_folders / ".asoundrc").write_text(devices.replace("\x0b", ""), "utf-8")
    return own_folders


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a hostile name, in which a session has one, too, with all its files."""
    return hostile_folder(tmp_path, NAME)


def hostile_folder(tmp_path: Path, name: str, *, finished: bool = True) -> Path:
    """Put a session of this name into a folder of this name."""
    plain = tmp_path / "plain"
    plain.mkdir()
    session(plain)
    self_review(plain, finished=finished)
    mentors_review(plain)
    hostile = tmp_path / name
    hostile.mkdir()
    for file in plain.iterdir():
        ending = file.name.removeprefix("talk")
        if ending.endswith(".toml"):
            text = file.read_text("utf-8").replace(
                "talk.wav", toml(name.encode("utf-8", "replace").decode() + ".wav")[1:-1]
            )
            text = text.replace("Third session", toml(EVIL)[1:-1])
            text = text.replace("Maria", toml(EVIL)[1:-1]).replace("Anna", toml(EVIL)[1:-1])
            (hostile / f"{name}{ending}").write_text(text, "utf-8")
        else:
            shutil.copy(file, hostile / f"{name}{ending}")
    return hostile


def commands() -> Iterator[list[str]]:
    """Every command, with hostile files, and with ones that are wrong or missing."""
    files = [f"{NAME}{end}" for end in (".wav", ".review.toml", ".feedback.toml")]
    wav, review, feedback = files
    own, absent = f"{NAME}.self.review.toml", f"{NAME}.nothing"
    yield ["info", *files, absent]
    yield ["info", "--json", *files]
    yield ["check", *files, absent]
    yield ["export", review, "--force"]
    yield ["export", review]
    yield ["export", wav, "--format", EVIL]
    yield ["transcript", f"{NAME}.transcript.json", "-o", f"{NAME}.srt"]
    yield ["transcript", absent]
    yield ["compare", own, feedback]
    yield ["compare", own, wav]
    yield ["transcribe", wav]
    yield ["transcribe", wav, "--model", NAME]
    yield ["rubrics"]
    yield ["rubrics", NAME]
    yield ["rubrics", absent]
    yield ["keys"]
    yield ["keys", "--keymap", NAME]
    yield ["models"]
    yield ["models", "add", absent]
    yield ["ledger"]
    yield ["ledger", "--csv"]
    yield ["ledger", absent]
    yield ["pseudonyms", "add", EVIL, EVIL]
    yield ["pseudonyms", "add", NAME, EVIL]
    yield ["purge", absent, "--yes"]
    yield ["purge", wav, "--keep-feedback", "--yes"]
    yield ["purge", ".", "--yes"]
    yield ["review", absent]
    yield ["review", feedback]
    yield ["review", wav, "--rubric", EVIL]
    yield ["review", wav, "--keymap", absent]
    yield ["replay", review]
    yield ["replay", absent]
    yield [EVIL]
    yield [absent]
    yield ["--nonsense" + EVIL]


@pytest.mark.parametrize("debug", [[], ["--debug"]], ids=["plain", "debug"])
@pytest.mark.parametrize("arguments", commands(), ids=lambda words: words[0][:12].strip("\x1b]0;"))
def test_no_command_lets_a_name_act(
    folder: Path, home: Path, arguments: list[str], debug: list[str]
) -> None:
    with RawTerminal([*debug, *arguments], folder, home) as terminal:
        terminal.ends()
    harmless(terminal.sent)
    assert ("Traceback" in terminal.sent) <= bool(debug)


def test_no_screen_lets_a_name_act(tmp_path: Path, home: Path) -> None:
    hostile_folder(tmp_path, PLAYABLE)
    with Program([tmp_path / PLAYABLE], home) as program:
        program.wait_for("forged: row", "Enter opens")
        look_at(program, IN_THE_LIST)
        program.press("r")
        program.wait_for("Space play", "/ 01:00")
        look_at(program, IN_THE_REVIEW)
        program.press("\x11")
        program.wait_for("Enter opens")
        # Beside their review, a mentor only looks at what the coach will see.
        (tmp_path / PLAYABLE / f"{PLAYABLE}.review.toml").unlink()
        program.press("p")
        program.wait_for("n/p moments", "/ 01:00")
        look_at(program, IN_THE_REPLAY)
        program.press("\x11")
        program.wait_for("Enter opens")
        program.press("c")
        program.wait_for("Both noticed", "/ 01:00")
        look_at(program, IN_THE_COMPARISON)
        program.press("\x11")
        program.wait_for("Enter opens")
        program.press("\x11")
        assert program.ends() == 0
    harmless(program.sent)
    assert "go[red]" in program.sent


def test_neither_the_welcome_nor_a_seal_lets_a_name_act(tmp_path: Path, home: Path) -> None:
    folder = hostile_folder(tmp_path, PLAYABLE, finished=False)
    save_program_state(ProgramState())
    with Program(["review", folder / f"{PLAYABLE}.wav"], home) as program:
        program.wait_for("Welcome")
        program.press("\r")
        program.wait_until_gone("Welcome")
        program.press("\x11")
        assert program.ends() == 0
    harmless(program.sent)
    (folder / f"{PLAYABLE}.review.toml").unlink()  # which the coach has not
    with Program(["replay", folder / f"{PLAYABLE}.feedback.toml"], home) as program:
        program.wait_for("go[red]", "sealed")
        program.press("\x11")
        assert program.ends() == 0
    harmless(program.sent)


SETTINGS = ("\x0f", "Reaction lag")
DEVICES = ("\x04", "Output device")
IN_THE_LIST = (("?", "Open what is next for it"), SETTINGS, ("/", "words in the title"))
IN_THE_REVIEW = (
    ("?", "After a marking key"),
    SETTINGS,
    DEVICES,
    ("v", "Verdicts · live"),
    ("w", "Who speaks"),
    ("K", "Who is the coach"),
    ("S", "Name the speakers"),
    ("x", "Correct what was said"),
    ("y", "What the coach says"),
    ("\x1b[18~", "What is still missing"),
    ("\x1b[19~", "EMCC competencies"),
    ("\x10", "Search for commands"),
    ("D", "Details of the session"),
    ("7", "Evokes Awareness"),
    ("c", "Enter saves"),
    ("T", "Shift the transcript"),
    ("\x14", "Transcripts in"),
    ("Z", "Look through a lens"),
    ("C", "Only the markers of"),
    ("g", "A time, such as"),
    ("/", "words in transcript"),
    ("E", "What goes out"),
)
IN_THE_REPLAY = (
    ("?", "I see it differently"),
    SETTINGS,
    DEVICES,
    ("v", "Verdicts and summary"),
    ("r", "To take along"),
    ("nc", "Enter saves"),
    ("C", "Only the moments of"),
    ("\x1b[19~", "Where is the recording"),
    ("/", "words in transcript"),
)
IN_THE_COMPARISON = (
    ("?", "How far apart moments may be"),
    SETTINGS,
    DEVICES,
    ("t", "Seconds, from 0"),
)
"""Keys, and what only the screen has to which they lead; Esc leads back."""


def look_at(program: Program, places: tuple[tuple[str, str], ...]) -> None:
    """Go into each place, and out again."""
    for key, words in places:
        program.press(key)
        program.wait_for(words)
        program.press("\x1b")
        program.wait_until_gone(words)
