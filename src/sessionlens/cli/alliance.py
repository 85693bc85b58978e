"""`sessionlens alliance`: what two people agreed about learning together."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sessionlens.cli.arguments import FILE, dropped, force_option
from sessionlens.cli.asking import is_somebody_there
from sessionlens.cli.edge import warn_of_persons
from sessionlens.cli.out import say, say_wrapped
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import file_name
from sessionlens.files import exists

if TYPE_CHECKING:
    from sessionlens.domain.alliance import Alliance
    from sessionlens.domain.alliance_merge import AllianceConflict, MergeChoice
    from sessionlens.library.alliance import PlacedAlliance


@click.command()
@click.argument("path", type=FILE, default=Path(), metavar="[FOLDER|FILE]")
@click.option("--show", is_flag=True, help="Print it, and change nothing.")
@click.option("--agree", "agreeing", metavar="NAME", help="Note that NAME agrees to it, today.")
@click.option("--needs", is_flag=True, help="A few questions first: does coaching fit at all?")
@click.option("--sponsor", is_flag=True, help="Write a page of goals and dates for a sponsor.")
@click.option("-o", "output", type=FILE, help="The page's file: .html or .md; what --needs found.")
@force_option
def command(
    path: Path,
    show: bool,
    agreeing: str | None,
    needs: bool,
    sponsor: bool,
    output: Path | None,
    force: bool,
) -> None:
    """What two people agreed about learning together: read, propose, agree, look again, merge.

    FOLDER is where the agreement lies (without it, the current folder); FILE is the agreement
    itself. Each of the two has a copy. Given the copy that the other sent, beside one's own or from
    anywhere else, both become one again: what only one has is taken, and where both have changed
    the same text you are shown both, and choose.

    The page of --sponsor holds goals and dates, no quotes and no moments.
    """
    if sum((show, agreeing is not None, needs, sponsor)) > 1:
        raise click.UsageError("--show, --agree, --needs and --sponsor go one at a time.")
    if output is not None and not (sponsor or needs):
        raise click.UsageError("-o goes with --sponsor or --needs.")
    if needs:
        _check_needs(output, force)
        return
    from sessionlens.library.alliance import alliance_path

    chosen = alliance_path(path)
    if not exists(chosen) and (show or sponsor or agreeing is not None or not is_somebody_there()):
        raise SessionLensError(
            "There is no agreement here yet",
            "Begin one in a terminal: sessionlens alliance FOLDER",
            where=path,
        )
    if sponsor:
        _write_sponsor_page(chosen, output, force)
    elif agreeing is not None:
        _agree(chosen, agreeing)
    elif show:
        _show(chosen)
    else:
        _open(chosen, named=chosen == path)


def _show(path: Path) -> None:
    from sessionlens.cli.alliance_shown import show_alliance
    from sessionlens.storage.alliances import load_alliance

    show_alliance(load_alliance(path))


def _agree(path: Path, name: str) -> None:
    from sessionlens.cli.alliance_shown import agreed_sentence
    from sessionlens.domain.alliance_changes import Agree
    from sessionlens.library.alliance import write_change
    from sessionlens.storage.alliances import load_alliance

    alliance = load_alliance(path)
    try:
        agreed = Agree(name=name, on=dt.date.today()).apply(alliance)
    except SessionLensError as error:
        raise error.at(path) from None
    if agreed == alliance:
        say(f"{alliance.person(name)} has agreed to it already")
        say(agreed_sentence(alliance))
        return
    write_change(path, agreed)
    say(agreed_sentence(agreed))


def _open(path: Path, *, named: bool) -> None:
    """Open an agreement, or print it; a copy that was `named` is merged into one's own."""
    from sessionlens.library.alliance import own_copy
    from sessionlens.storage.alliances import load_alliance

    if named and exists(path):
        alliance = load_alliance(path)
        own = own_copy(path, alliance, Path())
        if own is not None:
            _merge(own, path, alliance)
            return
    if not is_somebody_there():
        _show(path)
        return
    from sessionlens.cli.start import require_terminal

    require_terminal()
    from sessionlens.tui.launch import alliance as show_screen

    show_screen(path)


# ---------------------------------------------------------------- two copies


def _merge(own: "PlacedAlliance", theirs: Path, their_alliance: "Alliance") -> None:
    from sessionlens.domain.alliance_merge import conflicts_between, merged
    from sessionlens.library.alliance import write_change

    if own.alliance.id != their_alliance.id:
        _bring_together(own, theirs, their_alliance)
        return
    conflicts = conflicts_between(own.alliance, their_alliance)
    if conflicts and not is_somebody_there():
        places = ", ".join(conflict.place for conflict in conflicts)
        raise SessionLensError(
            f"Both of you have other words here, and somebody has to choose: {places}",
            "Start it in a terminal; nothing was written",
            where=theirs,
        )
    new = merged(own.alliance, their_alliance, _choose)
    if new == own.alliance:
        say(f"{file_name(own.path.name)} has all that is in {file_name(theirs.name)}")
        return
    write_change(own.path, new)
    _say_merged(own.path, theirs, new)


def _say_merged(own: Path, theirs: Path, new: "Alliance") -> None:
    from sessionlens.cli.alliance_shown import agreed_sentence

    say(f"{file_name(theirs.name)} is merged into {file_name(own.name)}")
    say(agreed_sentence(new))
    if not new.agreed_by_all:
        say("Send your copy to the other, so that both are alike again")


def _choose(conflict: "AllianceConflict") -> "MergeChoice":
    say()
    say(conflict.place)
    for whose, text in (("Yours", conflict.ours), ("Theirs", conflict.theirs)):
        say(f"{whose}:", indent=2)
        for line in text.split("\n") or [""]:
            say_wrapped(line, indent=4)
    choices: dict[str, MergeChoice] = {"y": "ours", "t": "theirs"}
    if conflict.both:
        choices["b"] = "both"
    answer = click.prompt(
        "  Keep (y)ours, (t)heirs" + (" or (b)oth" if conflict.both else ""),
        type=click.Choice([*choices]),
        show_choices=False,
    )
    return choices[str(answer)]


def _bring_together(own: "PlacedAlliance", theirs: Path, their_alliance: "Alliance") -> None:
    from sessionlens.domain.alliance_merge import brought_together
    from sessionlens.library.alliance import write_change

    names = " and ".join(own.alliance.between)
    own_name = file_name(own.path.name)
    if any(earlier.id == their_alliance.id for earlier in own.alliance.earlier):
        say(f"{own_name} holds this agreement already, among the earlier ones")
        return
    what = f"{own_name} and this are two agreements of {names}, begun apart"
    if not is_somebody_there():
        raise SessionLensError(
            what,
            "To bring them together, start it in a terminal; nothing was written",
            where=theirs,
        )
    say(what)
    answer = click.prompt(
        "  Go on with (y)ours or (t)heirs, and keep the other whole among the earlier ones;"
        " or (l)eave them apart",
        type=click.Choice(["y", "t", "l"]),
        show_choices=False,
    )
    if answer == "l":
        say("Both stay as they are")
        return
    kept, other = own.alliance, their_alliance
    if answer == "t":
        kept, other = other, kept
    write_change(own.path, brought_together(kept, other, dt.date.today()))
    say(f"{own_name} goes on with one of them, and keeps the other among the earlier ones")


# ---------------------------------------------------------------- pages


def _write_sponsor_page(path: Path, output: Path | None, force: bool) -> None:
    from sessionlens.documents.sponsor import FORMATS, render_sponsor_page
    from sessionlens.domain.leaving_names import of_the_pair
    from sessionlens.storage.alliances import load_alliance
    from sessionlens.storage.feedback import write_new

    alliance = load_alliance(path)
    page = output or path.with_name("sponsor.html")
    ending = page.suffix.lower()
    if ending not in FORMATS:
        raise SessionLensError("The page is written as .html or .md", "End its name so", where=page)
    text = render_sponsor_page(alliance, ending)
    write_new(page, text, force)
    say(f"{file_name(page)}: goals and dates, no quotes, no moments")
    warn_of_persons(text.decode(), of_the_pair(alliance), page)


def _check_needs(output: Path | None, force: bool) -> None:
    """Ask the questions, and say what the answers speak for; kept only where that is wanted."""
    from sessionlens.domain.needs import in_words, suggested_by
    from sessionlens.storage.feedback import write_new
    from sessionlens.storage.needs import find_needs

    check = find_needs()
    if not is_somebody_there():
        say(check.title)
        for question in check.questions:
            say()
            say(question.text)
            for answer in question.answers:
                say_wrapped(answer.text, first="- ", indent=2)
        return
    say(check.title)
    answers = []
    for question in check.questions:
        say()
        say(question.text)
        for number, answer in enumerate(question.answers, 1):
            say_wrapped(answer.text, first=f"{number}  ", indent=2)
        chosen = click.prompt(
            "  Which is it? (0 for none of them)",
            type=click.Choice([str(number) for number in range(len(question.answers) + 1)]),
            default="0",
            show_default=False,
            show_choices=False,
        )
        if int(chosen):
            answers.append(question.answers[int(chosen) - 1])
    text = in_words(suggested_by(answers), check.note)
    say()
    for line in text.split("\n"):
        say_wrapped(line)
    if output is None:
        say()
        name = click.prompt(
            "A file to keep these words in (Enter keeps nothing)", default="", show_default=False
        )
        output = Path(dropped(name.strip())) if name.strip() else None
    if output is None:
        say("Nothing of this is kept")
        return
    write_new(output, f"{text}\n".encode(), force)
    say(f"{file_name(output)}: these words")
