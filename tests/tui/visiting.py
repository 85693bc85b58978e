"""The list of a folder's recordings, driven by keys."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from reviewing import Person

from sessionlens.domain.errors import SessionLensError
from sessionlens.tui import app as program
from sessionlens.tui.app import SessionLensApp
from sessionlens.tui.screens.start.document import OpenFolder
from sessionlens.tui.screens.start.opening import OpenRequest
from sessionlens.tui.showing import showing_folder
from sessionlens.tui.shown import Showing


class Visitor(Person[OpenFolder]):
    """Somebody who looks for a recording; `choices` is what they have chosen to open."""

    choices: list[OpenRequest]


@asynccontextmanager
async def visiting(
    folder: Path, size: tuple[int, int] = (120, 40), cursor: str = "", *, opens: bool = False
) -> AsyncIterator[Visitor]:
    """Show a folder; what is chosen is only noted, unless it `opens`."""
    choices: list[OpenRequest] = []

    def note(request: OpenRequest) -> Showing:
        choices.append(request)
        raise SessionLensError("This is only noted")

    with pytest.MonkeyPatch.context() as patch:
        if not opens:
            patch.setattr(program, "showing_chosen", note)
        app = SessionLensApp(showing_folder(folder, cursor=cursor))
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            visitor = Visitor(app, pilot)
            visitor.choices = choices
            yield visitor


def line_with(person: Visitor, name: str) -> str:
    return next((line for line in person.lines if name in line), "")
