"""Files that cannot be read to their end, and links that lead nowhere, are one clear line."""

import sys
from pathlib import Path

import pytest
from command_line import READING, CommandLine, error_line

from sessionlens import resources
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.review import RecordingRef
from sessionlens.library.relinking import likeness
from sessionlens.storage.code_maps import CodeMap, remember
from sessionlens.storage.rescued import Rescue, rescued_folder

if not sys.platform.startswith("linux"):
    pytest.skip("a file of Linux whose reading fails", allow_module_level=True)

UNREADABLE = Path("/proc/self/mem")
"""It opens like any file; reading its beginning fails as a broken disk does (EIO)."""

ENDINGS = (".wav", ".review.toml", ".feedback.toml", ".reply.toml", ".transcript.json", ".vtt")


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    line = CommandLine(tmp_path, monkeypatch)
    line.session()
    return line


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_a_file_that_fails_is_one_line(cli: CommandLine, command: list[str], ending: str) -> None:
    (cli.folder / f"broken{ending}").symlink_to(UNREADABLE)
    result = cli.run(*command, f"broken{ending}")
    assert result.exit_code == 2
    assert "unforeseen" not in error_line(result)


@pytest.mark.parametrize("ending", ENDINGS[1:])
@pytest.mark.parametrize("command", ["info", "check", "export"])
def test_one_beside_a_recording_keeps_nothing_from_going_on(
    cli: CommandLine, command: str, ending: str
) -> None:
    beside = cli.folder / f"talk{ending}"
    beside.unlink(missing_ok=True)
    beside.symlink_to(UNREADABLE)
    result = cli.run(command, "talk.wav")
    assert "unforeseen" not in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("name", ["~nobody~/x", "loop/x", "loop"])
@pytest.mark.parametrize(
    "command",
    [
        ("info",),
        ("transcribe", "talk.wav", "--model"),
        ("review", "talk.wav", "--rubric"),
        ("review", "talk.wav", "--keymap"),
        ("rubrics",),
        ("keys", "--keymap"),
    ],
    ids=" ".join,
)
def test_a_path_that_leads_nowhere_is_one_line(
    cli: CommandLine, command: tuple[str, ...], name: str
) -> None:
    (cli.folder / "loop").symlink_to("loop")
    result = cli.run(*command, name)
    assert result.exit_code == 2
    assert "unforeseen" not in error_line(result)


def blocked(folder: Path) -> None:
    """Make a folder one in which nothing can be made, not even by root."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_bytes(b"")


def test_codes_that_cannot_be_remembered_are_said() -> None:
    blocked(resources.data_folder())
    with pytest.raises(SessionLensError):
        remember(CodeMap(rubric="icf-core", codes={"a": "comment"}))


def test_a_recording_that_is_gone_cannot_be_compared(tmp_path: Path) -> None:
    with pytest.raises(SessionLensError, match="no such file"):
        likeness(RecordingRef(file="talk.wav", sha256="ab"), tmp_path / "talk.wav")


def test_a_copy_that_cannot_be_removed_keeps_nobody_from_leaving(tmp_path: Path) -> None:
    rescue = Rescue()
    copy = rescue.copy("talk.review.toml", b"words")
    assert copy is not None
    copy.unlink()
    rescued_folder().rename(tmp_path / "moved")
    rescued_folder().symlink_to(rescued_folder())
    rescue.drop("talk.review.toml")
