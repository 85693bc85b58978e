"""Run tests with the lowest versions of everything that pyproject.toml allows: they are promised.

    python tools/test_lowest.py [--keep FOLDER] [TESTS...]

An environment of its own is made in a temporary folder, or in FOLDER, which is used again the next
time. Without TESTS it is what depends on libraries and takes minutes: pictures of the screen are
those of one version of Textual.
"""

import argparse
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
TESTS = ("domain", "storage", "transcripts", "documents", "cli")


def installed(folder: Path) -> Path:
    """The Python of an environment with the lowest versions; uv works out which these are."""
    programs = folder / ("Scripts" if sys.platform == "win32" else "bin")
    python = programs / "python"
    if not programs.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "uv"], check=True)
    lowest = ["--resolution", "lowest-direct", "-e", f"{ROOT}[test]"]
    command = [programs / "uv", "pip", "install", "-q", "--python", python, *lowest]
    subprocess.run(command, check=True)
    return python


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    parser.add_argument("tests", nargs="*", default=[f"tests/{name}" for name in TESTS])
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lowest-") as name:
        python = installed(chosen.keep or Path(name))
        command = [python, "-m", "pytest", *chosen.tests]
        return subprocess.run(command, check=False, cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main())
