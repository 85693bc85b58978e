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
from screen_data import transcript

WORDS = 30_000
_TIMES = 150
_PACE = 0.03  # seconds: each step is drawn before the next


def _nothing() -> None: ...


async def measure() -> None:
    from textual.app import App, ComposeResult
    from textual.scroll_view import ScrollView
    from textual.strip import Strip

    from sessionlens.domain.search import SearchIndex
    from sessionlens.domain.timeline import Timeline
    from sessionlens.tui.themes import DARK
    from sessionlens.tui.widgets.transcript_view import TranscriptView

    timeline = Timeline(transcript(WORDS))

    class Bare(ScrollView):
        """Draws nothing."""

        def render_line(self, y: int) -> Strip:
            return Strip.blank(self.size.width, self.rich_style)

    class Pane(App[None]):
        CSS = "#bare { height: 1fr; } #transcript { width: 1fr; height: 1fr; }"
        CSS_PATH = str(Path(sys.modules["sessionlens.tui"].__file__ or "").parent / "review.tcss")

        def get_theme_variable_defaults(self) -> dict[str, str]:
            return DARK.variables

        def compose(self) -> ComposeResult:
            yield TranscriptView(id="transcript")
            yield Bare(id="bare")

    app = Pane()
    async with app.run_test(size=(120, 40)) as pilot:
        view = app.query_one(TranscriptView)
        view.show_transcript(timeline)
        await pilot.pause()
        gc.freeze()  # as the program does after its first paint

        async def each(steps: Sequence[Callable[[], object]]) -> float:
            """Seconds of processor time of a step, with all that Textual does because of it."""
            started = time.process_time()
            for step in steps:
                step()
                await asyncio.sleep(_PACE)
            return (time.process_time() - started) / len(steps)

        places = [timeline.heard_at(1800 + n * 3600 / WORDS) for n in range(_TIMES)]
        moves = [partial(view.show_playhead, place, place and place.utterance) for place in places]
        bare = app.query_one(Bare)

        async def costs() -> tuple[float, float, float, float]:
            view.display, bare.display = False, True
            await pilot.pause()
            idle = await each([_nothing] * _TIMES)
            line = await each([partial(bare.refresh_line, 20)] * _TIMES)
            view.display, bare.display = True, False
            await pilot.pause()
            return idle, line, await each(moves), await each([view.refresh] * _TIMES)

        rounds = [await costs() for _ in range(5)]
        base, line, move, draw = (statistics.median(one) for one in zip(*rounds, strict=True))
        line, move, draw = line - base, move - base, draw - base
        print(f"moving the highlight      {move * 1000:6.2f} ms CPU   (goal 1)")
        print(f"a bare line of Textual's  {line * 1000:6.2f} ms CPU   ratio {move / line:.2f}")
        print(f"drawing the pane          {draw * 1000:6.2f} ms CPU   ratio {move / draw:.2f}")
        index = SearchIndex(timeline.utterances, ())

        def keystroke(query: str) -> None:
            hits = index.find(query)
            view.show_found(frozenset(hit.index for hit in hits), query)
            if hits:
                view.show_reader(hits[len(hits) // 2].index)

        queries = ("would", "mean", "the thing you hope", "nothing like this")
        strokes = [
            await each([partial(keystroke, query[:end])]) - base
            for query in queries
            for end in range(1, len(query) + 1)
        ]
        strokes.sort()
        median, worst = statistics.median(strokes), strokes[-1]
        print(f"a keystroke of the search {median * 1000:6.2f} ms CPU, {worst * 1000:.2f} at most")
        print("                                     (goal 16)")


def main() -> None:
    asyncio.run(measure())


if __name__ == "__main__":
    main()
