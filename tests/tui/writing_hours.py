"""What is done in "Hours and consents", and what the file says of it."""

import tomllib
from typing import Any

from reviewing import Reviewer

from sessionlens.domain.changes import SetSession
from sessionlens.domain.review import Session
from sessionlens.tui.widgets.save_soon import save_what_is_typed

HEADING = "Hours and consents"
WRITTEN_HERE = ("number", "dialogue_minutes", "setting", "observed", "delete_by", "consents")


async def noted(person: Reviewer) -> dict[str, Any]:
    """What the file says of the session's hours and consents, once what is typed is kept."""
    save_what_is_typed()
    await person.on_disk()
    table = tomllib.loads(person.saved).get("session", {})
    return {key: table[key] for key in WRITTEN_HERE if key in table}


async def opened(person: Reviewer) -> None:
    await person.press("escape", "ctrl+l")
    await person.sees(HEADING)


async def to_consents(person: Reviewer) -> None:
    await person.press("f2")
    await person.sees("F3 withdrawn today")


def begin_with(person: Reviewer, session: Session) -> None:
    assert person.document.apply(SetSession(session))
