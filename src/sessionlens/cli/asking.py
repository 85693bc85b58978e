"""Questions in the terminal; where nobody can answer, the careful choice is taken."""

import sys

import click

from sessionlens.documents.aliases import NamePlace
from sessionlens.domain.text import clean


class Asking:
    """Asks about names, one after the other, until told what holds for all that follow."""

    def __init__(self) -> None:
        self._all: bool | None = None if is_somebody_there() else True

    def about_name(self, place: NamePlace) -> bool:
        """Whether this name is replaced; without a terminal every one is."""
        if self._all is not None:
            return self._all
        name = click.style(clean(place.name), bold=True)
        click.echo(f"  …{clean(place.before)} {name} {clean(place.after)}".rstrip())
        answer = click.prompt(
            f"  Replace '{clean(place.name)}' by '{clean(place.pseudonym)}'?"
            " (y)es, (n)o, (a)ll that follow, n(o)ne of them",
            type=click.Choice(["y", "n", "a", "o"]),
            default="y",
            show_choices=False,
        )
        if answer in ("a", "o"):
            self._all = answer == "a"
        return answer in ("y", "a")


def says_yes(question: str) -> bool | None:
    """Whether `yes` is typed, in full; None where nobody answers at all."""
    try:
        answer = click.prompt(clean(question), default="", show_default=False)
    except click.Abort:
        return None
    return str(answer).strip().lower() == "yes"


def is_somebody_there() -> bool:
    """Whether questions can be asked: both ends are a terminal."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))
