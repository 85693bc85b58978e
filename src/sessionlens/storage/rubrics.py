"""Rubric files: shipped, the user's own, or anywhere."""

from pathlib import Path
from typing import NamedTuple

from sessionlens import resources
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.review import RubricRef
from sessionlens.domain.rubric import Competency, Phase, Rubric, faults
from sessionlens.files import expanded, is_file, real
from sessionlens.storage import document, toml
from sessionlens.storage.checks import refuse_repeated
from sessionlens.storage.document import Document
from sessionlens.storage.kinds import KINDS
from sessionlens.storage.named import NamedFile, looks_like_path, named_files, unknown_name

FORMAT = KINDS["rubric"].format


class RubricEntry(NamedTuple):
    """A rubric that can be chosen by name; `origin` is `shipped` or `yours`.

    One that cannot be read has an `error` instead of a rubric.
    """

    name: str
    origin: str
    path: Path
    rubric: Rubric | None
    error: SessionLensError | None = None


def load_rubric(path: Path) -> Rubric:
    """Read and check a rubric; raises SessionLensError with file and line."""
    source = document.read(path).require(FORMAT)
    rubric = toml.convert(source, Rubric)
    _refuse_repeated(source, rubric)
    for fault in faults(rubric):
        raise source.error(fault.what, fault.hint, *fault.path)
    return rubric


def list_rubrics() -> list[RubricEntry]:
    """Every rubric that has a name: the user's own first, then the shipped ones."""
    return [_entry(named) for named in _named()]


def find_rubric(name_or_path: str, beside: Path | None = None) -> tuple[Rubric, str]:
    """The rubric with this name, id or path, and what a review should remember as its `file`.

    A path is looked up from the current folder and from `beside`, the review's folder. A shipped
    rubric needs no file. Raises SessionLensError.
    """
    if looks_like_path(name_or_path):
        given = expanded(name_or_path)
        places = [given] if beside is None else [beside / given, given]
        path = next((place for place in places if is_file(place)), given)
        return load_rubric(path), _file(path, beside)
    return _by_name(name_or_path, beside)


def rubric_of(reference: RubricRef, beside: Path, *, instead: str = "") -> tuple[Rubric, str]:
    """The rubric that a review in the folder `beside` refers to: by its file, else by its id.

    Raises SessionLensError; `instead` is what a person can do where there is no such rubric.
    """
    if reference.file:
        try:
            return find_rubric(str(beside / reference.file), beside)
        except SessionLensError:
            if is_file(beside / reference.file):
                raise
    # An id out of a file is never taken for a path: it could lead anywhere.
    return _by_name(reference.id, beside, instead)


def _by_name(name: str, beside: Path | None, instead: str = "") -> tuple[Rubric, str]:
    named = _named()
    for file in named:
        if file.name == name:
            return load_rubric(file.path), _remembered(file, beside)
    entries = [_entry(file) for file in named]
    for file, entry in zip(named, entries, strict=True):
        if entry.rubric is not None and entry.rubric.id == name:
            return entry.rubric, _remembered(file, beside)
    raise unknown_name("rubric", name, named, instead)


def _named() -> list[NamedFile]:
    return named_files("rubrics")


def _entry(file: NamedFile) -> RubricEntry:
    try:
        return RubricEntry(file.name, file.origin, file.path, load_rubric(file.path))
    except SessionLensError as error:
        return RubricEntry(file.name, file.origin, file.path, None, error)


def _remembered(file: NamedFile, beside: Path | None) -> str:
    return "" if file.origin == "shipped" else _file(file.path, beside)


def _file(path: Path, beside: Path | None) -> str:
    path = real(path)
    if path.parent == real(resources.shipped("rubrics")):
        return ""
    folder = None if beside is None else real(beside)
    if folder is not None and path.is_relative_to(folder):
        return path.relative_to(folder).as_posix()
    return path.as_posix()


def _refuse_repeated(source: Document, rubric: Rubric) -> None:
    coded: list[tuple[tuple[str, int], Competency | Phase]] = [
        *((("competencies", i), one) for i, one in enumerate(rubric.competencies)),
        *((("phases", i), one) for i, one in enumerate(rubric.phases)),
    ]
    refuse_repeated(source, "id", [((*path, "id"), one.id) for path, one in coded])
    refuse_repeated(source, "key", [((*path, "key"), one.key) for path, one in coded])
    steps = [(("scale", i, "id"), one.id) for i, one in enumerate(rubric.scale)]
    refuse_repeated(source, "scale id", list(steps))
    for i, competency in enumerate(rubric.competencies):
        refuse_repeated(
            source,
            f"indicator of '{competency.id}'",
            [
                (("competencies", i, "indicators", j, "id"), indicator.id)
                for j, indicator in enumerate(competency.indicators)
            ],
        )
