"""Several sessions of one coach, gathered for a competency review."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sessionlens import resources
from sessionlens.documents import competency_review
from sessionlens.documents.content import Content
from sessionlens.documents.formats import SERIES, Options
from sessionlens.library.outgoing import Outgoing
from sessionlens.library.replacing import refuse_harm
from sessionlens.storage.atomic import write_bytes


class Series(Struct, frozen=True):
    """Several sessions of one coach, made with one rubric; see `competency_review`."""

    sessions: tuple[Content, ...]
    stem: Path
    sources: tuple[Path, ...]
    notices: tuple[str, ...] = ()

    def target(self, format: str) -> Path:
        """Where a format is written unless told otherwise: beside the newest session."""
        return self.stem.with_name(self.stem.name + SERIES[format])

    def refuse_harm(self, target: Path, *, force: bool) -> None:
        """Raise SessionLensError where writing would replace what should stay."""
        refuse_harm(target, None, force=force, sources=self.sources)

    def write(self, format: str, target: Path, options: Options) -> None:
        """Render and write it, whole or not at all; raises SessionLensError."""
        folder = options.templates or resources.config_folder() / "templates"
        options = replace(options, target=target, templates=folder)
        write_bytes(target, competency_review.render(format, self.sessions, options).data)


def series_of(files: Sequence[Path], gathered: Sequence[Outgoing], rubric: str) -> Series:
    """The sessions that stand together; `rubric` is the id of the one that counts, or empty.

    Raises SessionLensError for different coaches or rubrics.
    """
    pairs = [(file, one.content) for file, one in zip(files, gathered, strict=True)]
    kept, notices = competency_review.of_one_kind(pairs, rubric)
    ordered = competency_review.in_order(kept)
    newest = next(one for one in gathered if one.content is ordered[-1])
    return Series(
        sessions=tuple(ordered),
        stem=newest.stem,
        sources=tuple(path for one in gathered for path in one.sources),
        notices=(*(notice for one in gathered for notice in one.notices), *notices),
    )
