"""What the screen costs while listening and searching, in one process without a terminal.

    python bench/screen_costs.py

The transcript has 30,000 words. Goals: moving the highlight 1 ms of CPU, a keystroke of the search
16 ms. Yardsticks: a bare scrolling widget of Textual redrawing one blank line, and the whole
transcript pane being drawn once.
"""

import asyncio
import gc
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen
from textual.scroll_view import ScrollView
from textual.strip import Strip

from screen_data import transcript
from sessionlens.domain.search import SearchIndex
from sessionlens.domain.timeline import Timeline
from sessionlens.storage.keymaps import find_keymap
from sessionlens.storage.settings import Settings
from sessionlens.tui.app import SessionLensApp
from sessionlens.tui.screens.start.document import OpenFolder
from sessionlens.tui.shown import Showing
from sessionlens.tui.widgets.transcript_view import TranscriptView

WORDS = 30_000
_TIMES = 150
_ROUNDS = 5
_PACE = 0.03  # seconds: each step is drawn before the next
_QUERIES = ("would", "mean", "the thing you hope", "nothing like this")

Step = Callable[[], object]


class Bare(ScrollView):
    """Draws nothing."""

    def render_line(self, y: int) -> Strip:
        return Strip.blank(self.size.width, self.rich_style)


class PaneScreen(Screen[None]):
    """The transcript, or in its place a widget that draws nothing."""

    CSS = "#bare { height: 1fr; } #transcript { width: 1fr; height: 1fr; }"

    def compose(self) -> ComposeResult:
        yield TranscriptView(id="transcript")
        yield Bare(id="bare")


def program() -> SessionLensApp:
    """The program, with that screen alone."""
    nothing = OpenFolder(
        folder=Path(), entries=[], settings=Settings(), keymap=find_keymap("default")
    )
    return SessionLensApp(Showing(nothing, lambda _post: PaneScreen()))


async def each(steps: Sequence[Step]) -> float:
    """Seconds of processor time of a step, with all that Textual does because of it."""
    started = time.process_time()
    for step in steps:
        step()
        await asyncio.sleep(_PACE)
    return (time.process_time() - started) / len(steps)


async def drawing(pilot: "Pilot[int]", timeline: Timeline) -> tuple[float, ...]:
    """Seconds of doing nothing, of a blank line, of moving the highlight, of the whole pane."""
    view, bare = pilot.app.query_one(TranscriptView), pilot.app.query_one(Bare)
    places = [timeline.heard_at(1800 + n * 3600 / WORDS) for n in range(_TIMES)]
    moves = [
        partial(view.show_playhead, place, place.utterance if place else None) for place in places
    ]
    view.display, bare.display = False, True
    await pilot.pause()
    idle = await each([lambda: None] * _TIMES)
    line = await each([partial(bare.refresh_line, 20)] * _TIMES)
    view.display, bare.display = True, False
    await pilot.pause()
    return idle, line, await each(moves), await each([view.refresh] * _TIMES)


async def searching(view: TranscriptView, timeline: Timeline) -> list[float]:
    """Seconds of each keystroke of some searches, in order of size."""
    index = SearchIndex(timeline.utterances, ())

    def keystroke(query: str) -> None:
        utterances = [hit.utterance for hit in index.find(query) if hit.utterance is not None]
        view.show_hits(frozenset(utterances), query)
        if utterances:
            view.show_reader(utterances[len(utterances) // 2])

    typed = [query[:end] for query in _QUERIES for end in range(1, len(query) + 1)]
    return sorted([await each([partial(keystroke, query)]) for query in typed])


async def measure() -> None:
    timeline = Timeline(transcript(WORDS))
    async with program().run_test(size=(120, 40)) as pilot:
        view = pilot.app.query_one(TranscriptView)
        view.show_transcript(timeline)
        await pilot.pause()
        gc.freeze()  # as the program does after its first paint
        rounds = [await drawing(pilot, timeline) for _ in range(_ROUNDS)]
        idle, line, move, draw = (
            1000 * statistics.median(times) for times in zip(*rounds, strict=True)
        )
        strokes = [1000 * stroke - idle for stroke in await searching(view, timeline)]
    line, move, draw = line - idle, move - idle, draw - idle
    print(f"moving the highlight      {move:6.2f} ms CPU   (goal 1)")
    print(f"a bare line of Textual's  {line:6.2f} ms CPU   ratio {move / line:.2f}")
    print(f"drawing the pane          {draw:6.2f} ms CPU   ratio {move / draw:.2f}")
    median = statistics.median(strokes)
    print(f"a keystroke of the search {median:6.2f} ms CPU, {strokes[-1]:.2f} at most   (goal 16)")


if __name__ == "__main__":
    asyncio.run(measure())
