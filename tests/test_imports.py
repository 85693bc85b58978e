"""The folders keep their direction, and what starts often starts light."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = ("numpy", "av", "soundfile", "sounddevice", "vosk", "textual", "docx", "praatio")


def test_the_import_contracts_hold() -> None:
    linter = pytest.importorskip("importlinter.cli", reason="import-linter comes with .[dev]")
    assert linter.lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


@pytest.mark.parametrize(
    "arguments", [["--help"], ["review", "--help"], ["export", "--help"], ["rubrics"], ["keys"]]
)
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


def test_no_import_goes_in_a_circle() -> None:
    """Imports inside functions count: they hide a circle, they do not open it."""
    circles = _circles(_imports(ROOT / "src"))
    assert not circles, "\n".join(" -> ".join(circle) for circle in circles)


def _imports(source: Path) -> dict[str, set[str]]:
    """What each module of ours imports, wherever in it; what only the type checker reads is not."""
    files = {_module_name(path.relative_to(source)): path for path in source.rglob("*.py")}
    graph: dict[str, set[str]] = {}
    for module, path in files.items():
        imported: set[str] = set()
        for node in _run_nodes(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                whole = {f"{node.module}.{alias.name}" for alias in node.names}
                modules = whole & files.keys()
                imported |= modules if len(modules) == len(whole) else {*modules, node.module}
        graph[module] = (imported & files.keys()) - {module}
    return graph


def _module_name(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _run_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes below, without those that are never run."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        yield child
        yield from _run_nodes(child)


def _circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """The strongly connected components of more than one module, after Tarjan (1972)."""
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    circles: list[list[str]] = []

    def visit(module: str) -> None:
        order[module] = lowest[module] = len(order)
        stack.append(module)
        for imported in sorted(graph[module]):
            if imported not in order:
                visit(imported)
                lowest[module] = min(lowest[module], lowest[imported])
            elif imported in stack:
                lowest[module] = min(lowest[module], order[imported])
        if lowest[module] == order[module]:
            place = stack.index(module)
            component = stack[place:]
            del stack[place:]
            if len(component) > 1:
                circles.append(component)

    for module in sorted(graph):
        if module not in order:
            visit(module)
    return circles


@pytest.mark.parametrize("folder", ["bench", "tools"])
def test_what_benches_and_tools_take_from_the_program_is_there(folder: str) -> None:
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sessionlens"):
                exec(ast.unparse(node), {})  # raises ImportError for what is not there
