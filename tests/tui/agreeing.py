"""The screen of an agreement, driven by keys."""

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from reviewing import Person

from sessionlens.domain.alliance import (
    AgreementTexts,
    Alliance,
    AllianceLook,
    Direction,
    Goal,
    GoalLook,
)
from sessionlens.storage.alliances import encode_alliance, load_alliance
from sessionlens.tui.app import SessionLensApp
from sessionlens.tui.screens.alliance.document import OpenAlliance
from sessionlens.tui.showing import showing_alliance

DAY = dt.date(2026, 11, 2)
AGREED = {"Anna": DAY, "Maria": DAY}
WORDS = AgreementTexts(
    purpose="To listen better, and to trust what is not said.",
    safety="Recordings stay with the two of us.",
    practical="Every third week, an hour.",
)
GOAL = Goal(
    id="g1",
    text="Shorter questions",
    measure="questions of one breath",
    until=dt.date(2027, 1, 31),
    levels=("long ones only", "some short", "half of them", "most", "all of them"),
    looks=(GoalLook(date=dt.date(2026, 11, 20), by="Anna", level=0, moments=("a#m1",)),),
)
LOOK = AllianceLook(
    date=dt.date(2026, 11, 20),
    by="Maria",
    works="We stay with silence",
    change="More of your own recordings",
)


def agreement(**fields: object) -> Alliance:
    """What Anna and Maria agreed about."""
    values: dict[str, object] = {"id": "a1", "between": ("Anna", "Maria"), "begun": DAY}
    return Alliance(**{**values, "agreement": WORDS, "agreed": AGREED, **fields})  # type: ignore[arg-type]


def rich_agreement(**fields: object) -> Alliance:
    """The same with a goal, a direction and a look."""
    values: dict[str, object] = {
        "goals": (GOAL,),
        "directions": (Direction(text="Trusting silence", moments=("a#m1", "a#m2")),),
        "looks": (LOOK,),
    }
    return agreement(**{**values, **fields})


def kept(folder: Path, alliance: Alliance, name: str = "alliance.toml") -> Path:
    """The agreement in a file of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(encode_alliance(alliance))
    return path


class Partner(Person[OpenAlliance]):
    """One of those who agree."""

    @property
    def on_the_disk(self) -> Alliance:
        """The agreement as its file holds it."""
        return load_alliance(self.document.path)


@asynccontextmanager
async def agreeing(path: Path, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Partner]:
    """Open an agreement, or begin one."""
    app = SessionLensApp(showing_alliance(path))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Partner(app, pilot)
