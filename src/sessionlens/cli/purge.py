"""`sessionlens purge`: deletes the files of sessions, after a yes, and leaves a receipt."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sessionlens.cli.arguments import FILE
from sessionlens.cli.edge import UNREADABLE, report_and_go_on
from sessionlens.cli.out import say, say_table
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import counted, file_name

if TYPE_CHECKING:
    from sessionlens.domain.review import Session
    from sessionlens.library.purge_targets import PurgeTarget
    from sessionlens.library.purging import Purged, PurgePlan

_MOST_NAMED = 20


@click.command()
@click.argument("paths", nargs=-1, required=True, type=FILE, metavar="FILE-OR-FOLDER...")
@click.option(
    "--keep-feedback", is_flag=True, help="Keep the feedback file, without quotes and speakers."
)
@click.option("--due", is_flag=True, help="Only sessions of which no consent holds any more.")
@click.option("--yes", is_flag=True, help="Delete what is listed without asking.")
def command(paths: tuple[Path, ...], keep_feedback: bool, due: bool, yes: bool) -> int:
    """Delete the files of sessions: recording, transcript, reviews, and all that was made of them.

    Shows what would go of each session, and what stays; deletes after a typed 'yes'. A file stands
    for its session, a folder for all sessions in it and its sub-folders. What the program keeps
    elsewhere of a session goes with it. Links go, and what they lead to stays; so does every file
    that the program does not know. A receipt says what was deleted and when, without a word of it.

    The hours of a session are in its files: keep the feedback, or write 'sessionlens ledger -o
    hours.csv' first. What was interrupted goes on the next time. Ends with 2 when something could
    not be deleted.
    """
    gone, code = _finish_interrupted()
    today = dt.datetime.now().astimezone().date()
    plans, refused, planning = _planned(
        paths, today, gone=gone, due=due, keep_feedback=keep_feedback
    )
    code = max(code, planning)
    if not plans:
        if not gone and not code:
            say("There is no session here that is due" if due else "There is no session here")
        return code
    for plan in plans:
        _show(plan)
    if not due:
        _show_strangers(plans, paths, refused)
    if not yes:
        from sessionlens.cli.asking import says_yes

        files = counted(sum(len(plan.files) for plan in plans), "file", "files")
        size = _size(sum(plan.bytes for plan in plans))
        answer = says_yes(f"Delete {files} ({size})? Type yes")
        if not answer:
            say("Nothing was deleted")
            return code if answer is not None else UNREADABLE
    return max(code, _carry_out(plans, today))


def _finish_interrupted() -> tuple[set[Path], int]:
    """Go on with what was interrupted; the files that went, and the exit code."""
    from sessionlens.library.purging import finish_interrupted

    gone: set[Path] = set()
    code = 0
    for purged in finish_interrupted():
        if isinstance(purged, SessionLensError):
            report_and_go_on(purged, Path())
            code = UNREADABLE
            continue
        say("A deletion that was interrupted went on, and is finished:")
        gone |= {path.absolute() for path in purged.removed}
        code = max(code, _tell(purged))
    return gone, code


def _planned(
    paths: Sequence[Path], today: dt.date, *, gone: set[Path], due: bool, keep_feedback: bool
) -> tuple[list["PurgePlan"], list[Path], int]:
    """What would go of each session; the files of those that are refused; the exit code."""
    from sessionlens.library.purge_targets import targets_at
    from sessionlens.library.purging import planned

    plans: dict[tuple[Path, ...], PurgePlan] = {}
    refused: list[Path] = []
    code = 0
    for path in paths:
        if path.absolute() in gone:
            continue
        try:
            targets = targets_at(path, today)
        except SessionLensError as error:
            report_and_go_on(error, path)
            code = UNREADABLE
            continue
        for target in targets:
            if due and target.ending is None:
                continue
            if due and target.still_holds:
                say(f"Stays: {_holding(target)}")
                continue
            try:
                plan = planned(
                    target.session, target.details, target.ending, keep_feedback=keep_feedback
                )
            except SessionLensError as error:
                report_and_go_on(error, path)
                refused += target.session.files
                code = UNREADABLE
                continue
            if plan.files:
                plans[tuple(file.path.absolute() for file in plan.files)] = plan
    return list(plans.values()), refused, code


def _holding(target: "PurgeTarget") -> str:
    ending = target.ending
    purposes = ", ".join(consent.purpose for consent in ending.holding) if ending else ""
    reasons = "; ".join(ending.reasons) if ending else ""
    files = target.session.files
    return (
        f"{_called(target.details, files[0])}: {reasons}, and the consent to {purposes} still"
        " holds; name one of its files to delete it"
    )


def _show(plan: "PurgePlan") -> None:
    say(_called(plan.details, plan.files[0].path))
    for reason in plan.ending.reasons if plan.ending else ():
        say(reason, indent=2)
    if plan.ending and plan.ending.holding:
        purposes = ", ".join(consent.purpose for consent in plan.ending.holding)
        say(f"still holds: the consent to {purposes}", indent=2)
    folder = plan.session.folder
    say("would go:", indent=2)
    say_table(
        [(file.use, _place(file.path, folder), _size(file.bytes)) for file in plan.files],
        indent=4,
    )
    for path in plan.keep:
        say(f"stays, without quotes and speakers: {_place(path, folder)}", indent=2)
    for staying in plan.staying:
        say(f"stays: {_place(staying.path, folder)} ({staying.why})", indent=2)
    say()


def _show_strangers(
    plans: Sequence["PurgePlan"], paths: Sequence[Path], refused: Sequence[Path]
) -> None:
    """Name what lies in the folders and belongs to no session that is known."""
    from sessionlens.library.purge_targets import unknown_files

    accounted = set(refused) | {
        path
        for plan in plans
        for path in (
            *plan.keep,
            *(file.path for file in plan.files),
            *(staying.path for staying in plan.staying),
        )
    }
    folders = dict.fromkeys([*filter(Path.is_dir, paths), *(plan.session.folder for plan in plans)])
    named = [path for path in folders if any(path.is_relative_to(one) for one in paths)]
    unknown = [path for folder in named for path in unknown_files(folder, accounted)]
    if unknown:
        names = ", ".join(file_name(path) for path in unknown[:_MOST_NAMED])
        more = f" and {len(unknown) - _MOST_NAMED} more" if len(unknown) > _MOST_NAMED else ""
        say(f"Not known to belong to a session, so they stay: {names}{more}")


def _carry_out(plans: Sequence["PurgePlan"], today: dt.date) -> int:
    from sessionlens.library.purging import carry_out

    code = 0
    for plan in plans:
        try:
            code = max(code, _tell(carry_out(plan, today)))
        except SessionLensError as error:
            report_and_go_on(error, plan.session.folder)
            code = UNREADABLE
    return code


def _tell(purged: "Purged") -> int:
    """Say what became of a deletion; returns the exit code."""
    for error in purged.troubles:
        report_and_go_on(error, Path())
    if purged.receipt is not None:
        went = counted(len(purged.removed), "file", "files")
        say(f"{went} deleted; the receipt is {file_name(purged.receipt)}")
    elif not purged.troubles:
        say("There was nothing left to delete")
    return UNREADABLE if purged.troubles else 0


def _called(details: "Session", file: Path) -> str:
    if not details.title:
        return file_name(file.name)
    return f"{details.title} ({details.date.isoformat()})" if details.date else details.title


def _place(path: Path, folder: Path) -> str:
    return file_name(path.name if path.parent == folder else path)


def _size(count: int) -> str:
    if count < 1000:
        return f"{count} bytes"
    return f"{count / 1000:.0f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"
