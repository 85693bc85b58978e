"""The patterns screen on some folders, driven by keys."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from dialog_host import until
from reviewing import Person, screen_lines

from sessionlens.tui.app import SessionLensApp
from sessionlens.tui.screens.patterns.document import OpenPatterns
from sessionlens.tui.screens.patterns.screen import PatternsScreen
from sessionlens.tui.showing import showing_patterns


class Supervisor(Person[OpenPatterns]):
    """Somebody who looks at sessions side by side."""

    @property
    def screen(self) -> PatternsScreen:
        return next(
            screen
            for screen in reversed(self.app.screen_stack)
            if isinstance(screen, PatternsScreen)
        )

    @property
    def focused_line(self) -> str:
        """The line that begins with the bar of a list's cursor."""
        return next((line for line in screen_lines(self.app) if line.lstrip()[:1] in "▌▎"), "")


@asynccontextmanager
async def looking(
    *folders: Path,
    size: tuple[int, int] = (120, 40),
    read: bool = True,
    notifications: bool = False,
    **more: Any,
) -> AsyncIterator[Supervisor]:
    """Show the patterns of folders, once they are read."""
    app = SessionLensApp(showing_patterns(folders, **more))
    async with app.run_test(size=size, notifications=notifications) as pilot:
        person = Supervisor(app, pilot)
        if read:
            await until(pilot, lambda: person.document.gathered is not None)
            await pilot.pause()
        yield person


def shown(lines: Sequence[str], text: str) -> str:
    """The line that holds these words."""
    return next((line for line in lines if text in line), "")
