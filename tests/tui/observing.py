"""A live session in the screen, driven by keys, recorded from a virtual microphone."""

import datetime as dt
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest
from dialog_host import until
from msgspec.structs import replace
from numpy.typing import NDArray
from reviewing import Person, takes_commands
from true_words import two_voices
from virtual_sound import VirtualSound, missing

from sessionlens.domain.review import Consent, Review, Session
from sessionlens.library.live_review import LivePlan, proposed_live
from sessionlens.speech.asked_model import AskedModel
from sessionlens.speech.models import demo_folder
from sessionlens.storage.reviews import load_review
from sessionlens.storage.state import load_program_state, save_program_state
from sessionlens.tui.app import SessionLensApp
from sessionlens.tui.screens.leading_on import LiveOptions, LivePlanned
from sessionlens.tui.screens.live.document import OpenLive
from sessionlens.tui.screens.live.input import InputScreen
from sessionlens.tui.screens.live.screen import LiveScreen
from sessionlens.tui.showing_live import showing_next

TODAY = dt.date.today()
AGREED = (Consent(purpose="mentoring", given=TODAY),)


@pytest.fixture
def microphone() -> Iterator[VirtualSound]:
    """A sound server whose only microphone hears what is said into it."""
    if missing():
        pytest.skip(f"not here: {missing()}")
    with VirtualSound() as server:
        yield server


def spoken() -> NDArray[np.int16]:
    """Coach on the left, client on the right, for the virtual microphone."""
    return np.repeat(two_voices(), 3, axis=0)


class Observer(Person[OpenLive]):
    """Somebody who sits in on a session."""

    @property
    def screen(self) -> LiveScreen:
        """The live screen, whatever lies over it."""
        return next(one for one in self.app.screen_stack if isinstance(one, LiveScreen))

    @property
    def review(self) -> Review:
        """The review as it is on disk."""
        return load_review(self.document.opened.review_path)

    async def record(self) -> None:
        """Record with what is proposed, once its levels are seen."""
        await until(self.pilot, lambda: isinstance(self.app.screen, InputScreen))
        await self.sees(" dB ")
        await self.press("f5")
        await self.sees("● recording")

    async def hears(self, seconds: float) -> None:
        """Wait until so much is recorded."""
        await until(self.pilot, lambda: self.recorded >= seconds)

    @property
    def recorded(self) -> float:
        """Seconds that are recorded by now."""
        return self.document.live.recorder.recorded if self.document.live else 0.0

    async def words(self, text: str) -> None:
        """Wait until these words are certain."""
        await until(self.pilot, lambda: text in self.transcript)

    @property
    def transcript(self) -> str:
        """What is certain of what was said."""
        return " ".join(one.text for one in self.document.timeline.utterances)


@asynccontextmanager
async def observing(
    folder: Path,
    *,
    agreed: bool = True,
    channels: int = 2,
    model: str = str(demo_folder()),
    size: tuple[int, int] = (120, 40),
) -> AsyncIterator[Observer]:
    """The live screen of a session of Anna's, after its form."""
    save_program_state(replace(load_program_state(), welcome_seen=True))
    session = replace(proposed_live("Group one", TODAY), coach="Anna", client="K.")
    plan = LivePlan(folder, agreed_to(session) if agreed else session)
    options = LiveOptions(channels=channels, asked=AskedModel(model))
    app = SessionLensApp(showing_next(LivePlanned(plan, options)))
    async with app.run_test(size=size, notifications=True) as pilot:
        observer = Observer(app, pilot)
        await until(pilot, lambda: takes_commands(app))
        yield observer
        app.showing.document.close()


def agreed_to(session: Session) -> Session:
    """The session, with a consent that holds today."""
    return replace(session, consents=AGREED)
