"""Showing what goes out, after asking about names that should not: what all screens share."""

from collections.abc import Callable

from sessionlens.documents.aliases import parse_alias
from sessionlens.domain.leaving_names import LeavingName
from sessionlens.domain.text import counted
from sessionlens.library.leaving_out import names_leaving, without_names
from sessionlens.library.outgoing import Outgoing
from sessionlens.storage.state import (
    load_export,
    load_program_state,
    remember_formats,
    remember_names,
)
from sessionlens.tui.playback.document import OpenDocument
from sessionlens.tui.screens.dialogs import Dialogs


def hand_out(
    document: OpenDocument, dialogs: Dialogs, gather: Callable[[], Outgoing], missing: str = ""
) -> None:
    """Show what goes out, to be written from there; `missing` is what one would look at first.

    Where a client is named in it, one is asked first; the answer is remembered. `gather` is called
    anew after that.
    """
    from sessionlens.documents.formats import Options
    from sessionlens.tui.screens.going_out import GoingOutScreen

    gathered = gather()
    feedback = gathered.content.feedback
    remembered = load_export(feedback.review)
    names, _ = names_leaving(gathered, whole=True)
    if names and not remembered.aliases and not remembered.names_kept:
        _ask_about(
            names,
            feedback.review,
            dialogs,
            lambda: hand_out(document, dialogs, gather, missing),
        )
        return
    if remembered.aliases:
        aliases = [parse_alias(alias) for alias in remembered.aliases]
        gathered = without_names(gathered, aliases, (), whole=True)
    dialogs.show(
        GoingOutScreen(
            gathered,
            load_program_state().formats,
            options=Options(target=gathered.stem, pre_roll=document.settings.pre_roll),
            missing=missing,
            remember=remember_formats,
            written=document.say,
        )
    )


def _ask_about(
    names: list[LeavingName], review_id: str, dialogs: Dialogs, then: Callable[[], None]
) -> None:
    """Ask whether these names may go out."""
    places = counted(sum(name.places for name in names), "place", "places")
    who = " and ".join(name.name for name in names)
    pseudonym = " and ".join(dict.fromkeys(name.pseudonym for name in names))

    def answered(answer: str) -> None:
        aliases = tuple(name.alias for name in names) if answer == "replace" else ()
        remember_names(review_id, aliases, kept=answer == "keep")
        then()

    dialogs.choose(
        f"{who} is named in {places} of what goes out",
        [
            ("replace", f"Say {pseudonym} instead, there and in later exports"),
            ("keep", "Let the name go out" if len(names) == 1 else "Let the names go out"),
        ],
        "replace",
        answered,
    )
