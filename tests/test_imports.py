"""The folders keep their direction, and what starts often starts light."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = ("numpy", "av", "soundfile", "sounddevice", "vosk", "textual", "docx", "praatio")


def test_the_import_contracts_hold() -> None:
    linter = pytest.importorskip("importlinter.cli", reason="import-linter comes with .[dev]")
    assert linter.lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


@pytest.mark.parametrize("arguments", [["--help"], ["review", "--help"], ["rubrics"], ["keys"]])
def test_a_command_that_shows_text_loads_nothing_heavy(arguments: list[str]) -> None:
    program = (
        "import sys\n"
        "from sessionlens.__main__ import main\n"
        f"sys.argv = ['sessionlens', *{arguments!r}]\n"
        "try:\n    main()\nexcept SystemExit as leave:\n    assert leave.code == 0, leave.code\n"
        f"print('LOADED', sorted(set({HEAVY!r}) & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.splitlines()[-1] == "LOADED []"


def test_help_loads_no_command_and_no_value_type() -> None:
    program = (
        "import sys, runpy\nsys.argv = ['sessionlens', '--help']\n"
        "try:\n    runpy.run_module('sessionlens', run_name='__main__')\n"
        "except SystemExit:\n    pass\n"
        "print(sorted(name for name in sys.modules if name.startswith('sessionlens.')))\n"
        "print('msgspec' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    names, msgspec = done.stdout.splitlines()[-2:]
    for command in ("review", "info", "check", "export"):
        assert f"sessionlens.cli.{command}" not in names
    assert msgspec == "False"
