"""docs/architecture.md and CONTRIBUTING.md name only what is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = ["docs/architecture.md", "CONTRIBUTING.md"]
_PATH = re.compile(r"[\w./-]*/[\w./-]*|[\w-]+\.(?:py|toml|md|css)")
_NAME = re.compile(r"[A-Za-z_][\w.]*")


def code_in(line: str) -> list[str]:
    return re.findall(r"`([^`]+)`", line)


def place(path: str) -> Path | None:
    """Where a path of a page is: in the program, else in the repository."""
    places = (folder / path for folder in (ROOT / "src" / "sessionlens", ROOT))
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
def test_every_name_is_in_a_file_that_its_line_names(page: str) -> None:
    absent = []
    for line in (ROOT / page).read_text("utf-8").splitlines():
        files = [file for code in code_in(line) if (file := place(code)) and file.is_file()]
        words = {word for file in files for word in re.findall(r"\w+", file.read_text("utf-8"))}
        names = [code for code in code_in(line) if _NAME.fullmatch(code) and not place(code)]
        absent += [name for name in names if files and not words >= set(name.split("."))]
    assert absent == []


def test_every_folder_of_the_program_is_on_the_map() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    folders = [path.parent for path in (ROOT / "src" / "sessionlens").glob("*/__init__.py")]
    assert [folder.name for folder in folders if f"| `{folder.name}/` |" not in page] == []
