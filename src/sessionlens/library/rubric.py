"""Which rubric a review is made with."""

from pathlib import Path
from typing import NamedTuple

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.review import Review, RubricRef, reference
from sessionlens.domain.rubric import Rubric
from sessionlens.files import expanded, is_file
from sessionlens.storage.named import looks_like_path
from sessionlens.storage.rubrics import find_rubric, rubric_of
from sessionlens.storage.settings import settings_path


class ChosenRubric(NamedTuple):
    """A rubric, how a review refers to it, and what the reviewer should know."""

    rubric: Rubric
    reference: RubricRef
    notices: tuple[str, ...] = ()


def choose_rubric(
    given: str | None, review: Review | None, usual: str, folder: Path
) -> ChosenRubric:
    """The rubric that was given, else the review's own, else the usual one.

    `folder` is the review's. Raises SessionLensError when there is no such rubric.
    """
    if given is not None or review is None:
        rubric, file = _named(given, folder) if given else _usual(usual, folder)
        chosen = reference(rubric, file)
        return ChosenRubric(rubric, chosen, _changed(rubric, review))
    way_out = "Choose another with --rubric, or put its file back"
    rubric, _ = rubric_of(review.rubric, folder, instead=way_out)
    return ChosenRubric(rubric, review.rubric, _another_edition(rubric, review.rubric))


def _usual(name: str, folder: Path) -> tuple[Rubric, str]:
    """The rubric of the settings; one that is not there is a mistake in them."""
    if looks_like_path(name) and not is_file(expanded(name)):
        raise SessionLensError(
            f"There is no rubric file '{name}'", "Check the name", where=settings_path()
        )
    try:
        return _named(name, folder)
    except SessionLensError as error:
        raise error.at(settings_path()) from None


def _named(name: str, folder: Path) -> tuple[Rubric, str]:
    if looks_like_path(name):
        name = str(expanded(name).absolute())
    return find_rubric(name, folder)


def rubric_for(review: Review, path: Path) -> ChosenRubric:
    """The rubric that the review in the file `path` is made with; raises SessionLensError."""
    try:
        rubric, _ = rubric_of(review.rubric, path.parent)
    except SessionLensError as error:
        raise error.at(path) from None
    return ChosenRubric(rubric, review.rubric, _another_edition(rubric, review.rubric))


def _changed(rubric: Rubric, review: Review | None) -> tuple[str, ...]:
    if review is None or not (review.markers or review.verdicts):
        return ()
    if review.rubric.id == rubric.id:
        return _another_edition(rubric, review.rubric)
    return (f"This review was made with the rubric '{review.rubric.id}', now it is '{rubric.id}'",)


def _another_edition(rubric: Rubric, used: RubricRef) -> tuple[str, ...]:
    if rubric.edition == used.edition:
        return ()
    return (
        f"The review was made with edition {used.edition or '(none)'} of '{rubric.id}',"
        f" this is edition {rubric.edition or '(none)'}",
    )
