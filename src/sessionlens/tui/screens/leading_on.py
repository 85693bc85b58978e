"""What a screen leads on to when what it shows has come to its end."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from textual.message import Message

from sessionlens.library.live_review import LivePlan
from sessionlens.speech.asked_model import NOTHING_ASKED, AskedModel

if TYPE_CHECKING:
    from sessionlens.library.live_recording import LiveRecording
    from sessionlens.speech.live_journal import HeardLive


class LiveOptions(NamedTuple):
    """What was asked for on the way to a live session: devices, their channels, the model.

    `channels` is 1 for one voice, 2 for a speaker on either side, 0 where nothing was asked.
    """

    devices: tuple[str, ...] = ()
    channels: int = 0
    asked: AskedModel = NOTHING_ASKED


NOTHING_CHOSEN = LiveOptions()


class LivePlanned(NamedTuple):
    """The form is filled in: the session can begin."""

    plan: LivePlan
    options: LiveOptions


class LiveEnded(NamedTuple):
    """A live session is over, and saved; its `recording`, if there is one, is to be packed.

    `heard` is how far the words in the `transcript` come, where not all is recognised; `asked` is
    the model that recognised.
    """

    review: Path
    recording: "LiveRecording | None"
    transcript: Path
    heard: "HeardLive | None" = None
    asked: AskedModel = NOTHING_ASKED


class Packed(NamedTuple):
    """A live recording is packed: the ordinary review of it comes next.

    `asked` is the model that goes on there.
    """

    recording: Path
    review: Path | None
    asked: AskedModel = NOTHING_ASKED


Next = LivePlanned | LiveEnded | Packed


class NextWanted(Message):
    """What is shown is done with; leaving what comes next leads to where one came from."""

    def __init__(self, following: Next) -> None:
        super().__init__()
        self.following = following


Lead = Callable[[NextWanted], object]
"""Takes what a screen leads on to."""
