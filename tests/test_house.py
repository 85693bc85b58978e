"""Shape of the code: shallow screens, names that say what they hold, files of one reason."""

import ast
import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

import sessionlens.tui

ROOT = Path(__file__).parents[1]
SOURCE = sorted((ROOT / "src").rglob("*.py"))
BESIDE = sorted(
    path for name in ("bench", "tests", "tools") for path in (ROOT / name).rglob("*.py")
)
_FILLERS = {"one", "found", "known", "said", "wanted"}
_IN_ONE_LINE = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Lambda)
_LONGEST = 350  # lines of a file


def test_a_screen_stands_at_most_two_of_our_classes_below_textuals() -> None:
    for module in pkgutil.walk_packages(sessionlens.tui.__path__, "sessionlens.tui."):
        importlib.import_module(module.name)
    screens = [kind for kind in _below(Screen) if _is_ours(kind)]
    assert screens
    deep = [kind.__qualname__ for kind in screens if sum(map(_is_ours, kind.__mro__)) > 2]
    assert not deep


def _below(kind: type[Any]) -> Iterator[type[Any]]:
    for subclass in kind.__subclasses__():
        yield subclass
        yield from _below(subclass)


def _is_ours(kind: type[Any]) -> bool:
    return kind.__module__.startswith("sessionlens.")


def test_a_public_class_has_its_name_to_itself() -> None:
    names = Counter(
        node.name
        for path in SOURCE
        for node in _parsed(path).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_variables_are_named_after_what_they_hold() -> None:
    fillers = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in SOURCE + BESIDE
        for name, line in _named(_parsed(path))
        if name.lstrip("_") in _FILLERS
    ]
    assert not fillers, "\n".join(fillers)


def _named(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """(name, line) of all that is assigned to, outside comprehensions and lambdas of one line."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, _IN_ONE_LINE) and node.lineno == node.end_lineno:
            continue
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name, node.lineno
            case ast.arg(arg=name):
                yield name, node.lineno
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield name, node.lineno
        yield from _named(node)


@pytest.mark.parametrize("folder", ["src", "tests", "tools", "bench"])
def test_a_file_is_short_enough_to_be_read(folder: str) -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines())
        for path in (ROOT / folder).rglob("*.py")
    }
    assert [path for path, length in lengths.items() if length > _LONGEST] == []


def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))
