"""What is opened for the recording under the cursor."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from textual.message import Message

from sessionlens.library.entry import counts_of, missing, suggested
from sessionlens.library.folder import RecordingEntry, entry_now
from sessionlens.library.group_files import reviews_of
from sessionlens.tui.commands import handles

if TYPE_CHECKING:
    from sessionlens.tui.screens.patterns.document import OpenPatterns
    from sessionlens.tui.screens.start.document import OpenFolder

Kind = Literal["review", "self-review", "replay", "compare", "patterns", "demo", "alliance", "live"]


class OpenRequest(NamedTuple):
    """What is to be opened, and how; `others` are the further files of a comparison.

    `command` is what to do at once when it is open, `moment` the id of the marker to be played;
    empty for nothing.
    """

    kind: Kind
    path: Path
    others: tuple[Path, ...] = ()
    command: str = ""
    moment: str = ""


class OpenWanted(Message):
    """Something in a list is to be opened; leaving it leads back to the list."""

    def __init__(self, document: "OpenFolder | OpenPatterns", request: OpenRequest) -> None:
        super().__init__()
        self.document = document
        self.request = request


class Opening:
    """The commands that choose something to be opened, given to `choose`; `say` tells why not."""

    def __init__(
        self,
        folder: Path,
        entry: Callable[[], RecordingEntry | None],
        choose: Callable[[OpenRequest], object],
        say: Callable[[str], None],
    ) -> None:
        self._folder = folder
        self._entry = entry
        self._choose = choose
        self._say = say

    @handles("folder.open")
    def open(self) -> None:
        """Open what comes next for it; the sample where there is nothing yet."""
        entry = self._entry_now()
        if entry is None:
            self.demo()
            return
        suggestion = suggested(entry, counts_of(entry))
        if suggestion is None:
            self._say(missing(entry))
        elif suggestion.trouble:
            self._say(suggestion.trouble)
        else:
            self._choose(OpenRequest(suggestion.kind, suggestion.path))

    @handles("folder.review")
    def review(self) -> None:
        """Review it as its mentor."""
        self._open_as("review", lambda entry: entry.recording or entry.review)

    @handles("folder.self")
    def review_oneself(self) -> None:
        """Review it as its coach."""
        self._open_as("self-review", lambda entry: entry.recording or entry.self_review)

    @handles("folder.replay")
    def replay(self) -> None:
        """Replay the feedback on it."""
        self._open_as("replay", lambda entry: entry.feedback)

    def _entry_now(self) -> RecordingEntry | None:
        """The chosen entry: what is shown may be told by names alone, or be of another hour."""
        entry = self._entry()
        return entry and entry_now(self._folder, entry)

    def _open_as(self, kind: Kind, path_of: Callable[[RecordingEntry], Path | None]) -> None:
        entry = self._entry_now()
        path = path_of(entry) if entry else None
        if path is None:
            what = "feedback on it" if kind == "replay" else "recording"
            self._say(f"There is no {what} here")
        else:
            self._choose(OpenRequest(kind, path))

    @handles("folder.compare")
    def compare(self) -> None:
        """Compare the coach's own review with the mentor's view, or all observers' reviews."""
        entry = self._entry_now()
        reviews = reviews_of(entry) if entry else ()
        if len(reviews) < 2:
            self._say("Comparing needs two reviews: the coach's own, and another")
        else:
            self._choose(OpenRequest("compare", reviews[0], reviews[1:]))

    @handles("review.export")
    def export(self) -> None:
        """Open what is one's own of it, and show what goes out."""
        entry = self._entry_now()
        if entry is None:
            self._say("Choose a recording first")
        elif entry.review:
            self._hand_out("review", entry.recording or entry.review)
        elif entry.feedback and (entry.reply or not entry.self_review):
            self._hand_out("replay", entry.feedback)
        elif entry.self_review:
            self._hand_out("self-review", entry.recording or entry.self_review)
        else:
            self._say("Nothing is noted on it yet: there is nothing to hand out")

    def _hand_out(self, kind: Kind, path: Path) -> None:
        self._choose(OpenRequest(kind, path, command="review.export"))

    @handles("folder.patterns")
    def patterns(self) -> None:
        """Lay the sessions of this folder and those below it side by side."""
        self._choose(OpenRequest("patterns", self._folder))

    @handles("folder.live")
    def live(self) -> None:
        """Observe a session as it happens; it is recorded into this folder."""
        self._choose(OpenRequest("live", self._folder))

    @handles("folder.demo")
    def demo(self) -> None:
        """Open the sample session."""
        self._choose(OpenRequest("demo", self._folder))
