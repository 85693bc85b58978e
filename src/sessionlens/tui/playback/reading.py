"""Reading in the transcript, and searching."""

import time
from bisect import bisect_left
from collections.abc import Callable

from sessionlens.domain.search import Hit, SearchIndex
from sessionlens.tui.commands import handles
from sessionlens.tui.playback.document import OpenDocument
from sessionlens.tui.playback.listening import Listening
from sessionlens.tui.widgets.search_bar import SearchBar
from sessionlens.tui.widgets.transcript_view import TranscriptView


class Reading:
    """The reader's cursor, which leaves the playhead alone, and the places found.

    `otherwise` is what the key that plays from the reader's cursor does while nobody is reading;
    it returns whether it did anything.
    """

    def __init__(
        self,
        document: OpenDocument,
        view: TranscriptView,
        bar: SearchBar,
        listening: Listening,
        otherwise: Callable[[], bool] = lambda: False,
    ) -> None:
        self._document = document
        self._view = view
        self._bar = bar
        self._listening = listening
        self._index: SearchIndex | None = None
        self._searched: tuple[object, ...] = ()
        self._query = ""
        self._hits: list[Hit] = []
        self._hit = 0
        self._otherwise = otherwise

    def read(self, utterance: int | None) -> None:
        """Put the reader's cursor there, or take it away."""
        self._document.reader = utterance
        self._document.reader_moved = time.monotonic()
        self._view.show_reader(utterance)

    @handles("read.up")
    def up(self) -> None:
        self._move(-1)

    @handles("read.down")
    def down(self) -> None:
        self._move(1)

    @handles("read.page_up")
    def page_up(self) -> None:
        self._move(-self._view.page())

    @handles("read.page_down")
    def page_down(self) -> None:
        self._move(self._view.page())

    def _move(self, step: int) -> None:
        last = len(self._document.timeline.utterances) - 1
        if last < 0:
            self._document.say("There is no transcript to read")
            return
        start = self._document.reader
        if start is None:
            begun = self._document.timeline.begun_by(self._document.position)
            start = -1 if begun is None else begun
        to = min(max(start + step, 0), last)
        if to == self._document.reader:
            self._document.say("This is the last line" if step > 0 else "This is the first line")
        self.read(to)

    @handles("read.play")
    def play(self) -> None:
        reader = self._document.reader
        if reader is None:
            if self._otherwise():
                return
            self._document.say("The arrow keys move the reader's cursor; Enter plays from there")
            return
        start = self._document.timeline.utterances[reader].start
        self.follow()
        self._listening.play_from(start)

    def end_when_over(self) -> None:
        """Follow again where the cursor has stood for a while and playing has gone on."""
        document = self._document
        player = document.player
        if document.reader is None or player is None or not player.playing:
            return
        if time.monotonic() - document.reader_moved > document.settings.reading_seconds:
            self.follow()
            document.say("Marks go to what is heard again: the cursor stood still while it played")

    @handles("read.follow")
    def follow_again(self) -> None:
        if self._document.reader is None and self._view.following:
            self._document.say("The view follows what is heard already")
        self.follow()

    def follow(self) -> None:
        """Show what is heard, and have marks go there."""
        self.read(None)
        self._view.following = True
        self._view.follow()

    # ---------------------------------------------------------------- search

    @handles("read.search")
    def search(self) -> None:
        self._look_through()
        self._bar.open()

    def _look_through(self) -> SearchIndex:
        """The index of what there is to be searched now."""
        content = (self._document.timeline.utterances, self._document.markers)
        if self._index is None or content != self._searched:
            self._index, self._searched = SearchIndex(*content), content
        return self._index

    def look_for(self, query: str) -> None:
        """Find the words typed so far; goes to the first place from the playhead on."""
        if self._find(query):
            self._hit = self._first_from(self._document.position)
            self._show_hit()
        else:
            self._bar.show_count("nothing found" if query.strip() else "")

    def _find(self, query: str) -> list[Hit]:
        self._query = query.strip()
        self._hits = self._look_through().find(query)
        places = frozenset(hit.utterance for hit in self._hits if hit.utterance is not None)
        self._view.show_hits(places, query)
        return self._hits

    def _first_from(self, seconds: float) -> int:
        starts = [hit.start for hit in self._hits]
        return min(bisect_left(starts, seconds), len(starts) - 1)

    def end_search(self, *, keep: bool) -> None:
        """Put the search away; with `keep` what was found stays marked."""
        self._bar.close()
        if not keep:
            self._hits, self._query = [], ""
            self._view.show_hits(frozenset(), "")
            self.follow()

    @handles("read.hit_next")
    def next_hit(self) -> None:
        self.step_hit(1)

    @handles("read.hit_previous")
    def previous_hit(self) -> None:
        self.step_hit(-1)

    def step_hit(self, step: int) -> None:
        """Go to another place found, round and round; what has changed since is searched anew."""
        if not self._query:
            self._document.say("Nothing has been searched for")
            return
        before, last = self._index, self._hits[self._hit].start if self._hits else 0.0
        if self._look_through() is not before and self._find(self._query):
            self._hit = self._first_from(last)
        if not self._hits:
            self._document.say(f"“{self._query}” was not found")
            return
        self._hit = (self._hit + step) % len(self._hits)
        self._show_hit()
        if not self._bar.has_class("open"):
            self._document.say(f"“{self._query}”: {self._hit + 1} of {len(self._hits)}")

    def _show_hit(self) -> None:
        hit = self._hits[self._hit]
        self._bar.show_count(f"{self._hit + 1} of {len(self._hits)}")
        if hit.utterance is not None:
            self.read(hit.utterance)
            return
        self._document.current = hit.marker
        begun = self._document.timeline.begun_by(hit.start)
        if begun is not None:
            self.read(begun)
