"""A replay screen on a small recording and its feedback, driven by keys."""

import datetime as dt
import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from reviewing import Person, recording, with_transcript

from sessionlens.audio.recording import content_hash
from sessionlens.domain.feedback import Feedback
from sessionlens.domain.marker import Marker
from sessionlens.domain.review import (
    RecordingRef,
    Review,
    RubricRef,
    Session,
    Summary,
    Verdict,
)
from sessionlens.domain.timecode import Timecode
from sessionlens.library.exporting import replay_key
from sessionlens.library.replay import OpenedReplay, open_replay
from sessionlens.storage.feedback import write_feedback
from sessionlens.storage.reviews import encode_review, load_review
from sessionlens.storage.rubrics import find_rubric
from sessionlens.storage.settings import Settings
from sessionlens.storage.state import ReviewState, save_state
from sessionlens.tui.app import SessionLensApp
from sessionlens.tui.screens.replay.document import OpenFeedback
from sessionlens.tui.screens.replay.screen import ReplayScreen
from sessionlens.tui.showing import showing_replay

NOW = dt.datetime(2026, 11, 2, 12, 0, tzinfo=dt.UTC)
REVIEW_ID = "a" * 32

MARKERS = (
    Marker(
        id="m1",
        start=Timecode(0.0),
        end=Timecode(4.0),
        competency="agreements",
        rating="growth",
        comment="The topic stays wide [/x] open.",
        quote="what would you like to talk about",
        speaker="Coach",
    ),
    Marker(
        id="m2",
        start=Timecode(10.0),
        end=Timecode(14.0),
        competency="evokes-awareness",
        indicator="c",
        rating="strength",
        comment="You waited, and it opened.",
    ),
    Marker(id="m3", start=Timecode(25.0), rating="question", comment="What led you here?"),
)


def feedback(path: Path, markers: tuple[Marker, ...] = MARKERS) -> Feedback:
    """What a mentor exported on this recording."""
    rubric, _ = find_rubric("icf-core")
    return Feedback(
        id="f" * 32,
        review=REVIEW_ID,
        exported=NOW,
        session=Session(title="Third session", coach="Anna", reviewer="Maria", role="mentor"),
        recording=RecordingRef(
            file=path.name, sha256=content_hash(path) or "", duration=Timecode(60.0)
        ),
        markers=markers,
        verdicts=(
            Verdict(competency="evokes-awareness", value="observed", strengths="They wait."),
        ),
        summary=Summary(strengths="You listen.", next_practice="One question at a time."),
        rubric=rubric,
    )


def session(folder: Path, home: Path | None = None) -> Path:
    """A recording with transcript, and feedback that was looked at before; returns its file.

    `home` is of the person who has looked, if not of the one who runs the test.
    """
    path = with_transcript(recording(folder))
    target = folder / "talk.feedback.toml"
    write_feedback(target, feedback(path))
    looked_at(REVIEW_ID, home)
    return target


def looked_at(review_id: str, home: Path | None = None) -> None:
    """Have a coach looked at the feedback of a review before."""
    state = home / "state" / "sessionlens" if home else None
    save_state(replay_key(review_id), ReviewState(invited=True), state)


def self_review(folder: Path, *, finished: bool = False) -> Path:
    """The coach's own review of the same recording."""
    path = folder / "talk.self.review.toml"
    markers = (replace(MARKERS[0], comment="I lost the thread"), replace(MARKERS[2], id="m2"))
    review = Review(
        id="c" * 32,
        session=Session(title="Third session", coach="Anna", reviewer="Anna", role="coach"),
        recording=RecordingRef(file="talk.wav"),
        rubric=RubricRef(id="icf-core", edition="2025"),
        markers=markers,
        last_marker=2,
        finished=NOW if finished else None,
    )
    path.write_bytes(encode_review(review))
    return path


def sent_by_coach(folder: Path) -> Path:
    """The copy of that review which its coach has sent to their mentor."""
    own = self_review(folder, finished=True)
    path = folder / "talk.to-send.self.review.toml"
    path.write_bytes(encode_review(replace(load_review(own), exported=NOW)))
    own.unlink()
    return path


class Coach(Person[OpenFeedback]):
    """A coach with their feedback."""

    @property
    def screen(self) -> ReplayScreen:
        return next(one for one in reversed(self.app.screen_stack) if isinstance(one, ReplayScreen))

    @property
    def saved(self) -> dict[str, Any]:
        """The reply on disk; empty when there is none."""
        path = self.document.opened.reply_path
        return tomllib.loads(path.read_text("utf-8")) if path.exists() else {}

    @property
    def answers(self) -> dict[str, dict[str, Any]]:
        """The answers on disk, by marker."""
        return {one["marker"]: one for one in self.saved.get("answers", [])}


@asynccontextmanager
async def replaying(
    opened: OpenedReplay | Path, size: tuple[int, int] = (120, 40), **settings: Any
) -> AsyncIterator[Coach]:
    """Run the program until the player is there, or at once without a recording."""
    if isinstance(opened, Path):
        opened = open_replay(opened, settings=Settings(**settings) if settings else None)
    app = SessionLensApp(showing_replay(opened))
    async with app.run_test(size=size) as pilot:
        coach = Coach(app, pilot)
        while opened.recording and (
            app.document.player is None or not app.document.player.duration
        ):
            await pilot.pause(0.01)
        await pilot.pause()
        yield coach
        await coach.on_disk()
        app.document.close()


def mentors_review(folder: Path) -> Path:
    """The review that the feedback was exported from, with its file not exported yet."""
    path = folder / "talk.review.toml"
    review = Review(
        id=REVIEW_ID,
        session=Session(title="Third session", coach="Anna", reviewer="Maria", role="mentor"),
        recording=RecordingRef(file="talk.wav"),
        rubric=RubricRef(id="icf-core", edition="2025"),
        markers=MARKERS,
        last_marker=3,
    )
    path.write_bytes(encode_review(review))
    return path
