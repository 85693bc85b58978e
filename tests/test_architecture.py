"""docs/architecture.md and CONTRIBUTING.md name only what is there."""

import re
import sys
import threading
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from dialog_host import until
from reviewing import app_on, recording, reviewing, with_transcript

ROOT = Path(__file__).parents[1]
PROGRAM = ROOT / "src" / "sessionlens"
PAGES = ["docs/architecture.md", "CONTRIBUTING.md"]
_PATH = re.compile(r"[\w./-]*/[\w./-]*|[\w-]+\.(?:py|toml|md|css)")
_NAME = re.compile(r"[A-Za-z_][\w.]*")


def code_in(line: str) -> list[str]:
    return re.findall(r"`([^`]+)`", line)


def rows_and_paragraphs(page: str) -> list[str]:
    paragraphs = page.split("\n\n")
    tables = [paragraph for paragraph in paragraphs if paragraph.startswith("|")]
    rows = [row for table in tables for row in table.splitlines()]
    return [*rows, *(text for text in paragraphs if text not in tables)]


def place(path: str) -> Path | None:
    """Where a path of a page is: in the program, else in the repository."""
    places = (folder / path for folder in (PROGRAM, ROOT))
    return next((candidate for candidate in places if candidate.exists()), None)


@pytest.mark.parametrize("page", PAGES)
def test_every_path_it_names_is_there(page: str) -> None:
    paths = [
        code
        for line in (ROOT / page).read_text("utf-8").splitlines()
        for code in code_in(line)
        if _PATH.fullmatch(code)
    ]
    assert paths
    assert [path for path in paths if place(path) is None] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_name_is_in_a_file_that_is_named_beside_it(page: str) -> None:
    absent = []
    for text in rows_and_paragraphs((ROOT / page).read_text("utf-8")):
        files = [file for code in code_in(text) if (file := place(code)) and file.is_file()]
        words = {word for file in files for word in re.findall(r"\w+", file.read_text("utf-8"))}
        names = [code for code in code_in(text) if _NAME.fullmatch(code) and not place(code)]
        absent += [name for name in names if files and not words >= set(name.split("."))]
    assert absent == []


def test_every_folder_of_the_program_is_on_the_map() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    folders = [path.parent for path in PROGRAM.glob("*/__init__.py")]
    assert [folder.name for folder in folders if f"| `{folder.name}/` |" not in page] == []


async def test_the_key_goes_the_way_that_is_shown(tmp_path: Path) -> None:
    """What the two tables of the walk name is called, in this order, when `7` is pressed."""
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    tables = [
        [
            (code_in(line)[0], code_in(line)[1])
            for line in part.splitlines()
            if re.match(r"\| \d+ \|", line)
        ]
        for part in page.split("On the disk's thread")
    ]
    assert [len(table) > 3 for table in tables] == [True, True]
    calls: list[tuple[str, ...]] = []
    listening = False

    def note(frame: FrameType, event: str, _argument: Any) -> None:
        if listening and event == "call" and frame.f_code.co_filename.startswith(str(PROGRAM)):
            file = Path(frame.f_code.co_filename).relative_to(PROGRAM).as_posix()
            calls.append((file, frame.f_code.co_qualname))

    talk = with_transcript(recording(tmp_path))
    threading.setprofile(note)  # for the disk's thread
    try:
        async with reviewing(app_on(talk)) as reviewer:
            await reviewer.go_to(12.0)
            sys.setprofile(note)
            listening = True
            await reviewer.press("7")
            await until(reviewer.pilot, lambda: reviewer.document.editor.saving.saved)
            listening = False
    finally:
        threading.setprofile(None)
        sys.setprofile(None)
    for table in tables:
        later = iter(calls)
        assert [step for step in table if step not in later][:1] == []
