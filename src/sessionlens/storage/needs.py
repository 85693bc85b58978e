"""The needs check: the shipped questions, or the user's own of the same name."""

from pathlib import Path

from sessionlens.domain.needs import NeedsCheck
from sessionlens.storage import document, toml
from sessionlens.storage.kinds import KINDS
from sessionlens.storage.named import looks_like_path, named_files, unknown_name

FORMAT = KINDS["needs"].format
DEFAULT = "default"


def load_needs(path: Path) -> NeedsCheck:
    """Read a needs check; raises SessionLensError with file, line and key."""
    source = document.read(path).require(FORMAT)
    needs = toml.convert(source, NeedsCheck)
    if not needs.questions:
        raise source.error("There is no question in it", "Write one", "questions")
    for number, question in enumerate(needs.questions):
        if not question.answers:
            raise source.error(
                "This question has no answers", "Write two or more", "questions", number
            )
    return needs


def find_needs(name_or_path: str = DEFAULT) -> NeedsCheck:
    """The needs check of this name, the user's own first, or in this file.

    Raises SessionLensError.
    """
    if looks_like_path(name_or_path):
        return load_needs(Path(name_or_path))
    files = named_files("needs")
    for file in files:
        if file.name == name_or_path:
            return load_needs(file.path)
    raise unknown_name("needs check", name_or_path, files)
