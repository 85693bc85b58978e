"""What the screen costs while listening and searching, in one process without a terminal.

    python bench/screen_costs.py

The transcript has 30,000 words. Goals: moving the highlight 1 ms of CPU, a keystroke of the search
16 ms. Yardstick: drawing the same whole transcript pane once.
"""

import asyncio
import gc
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from screen_data import transcript

WORDS = 30_000


async def measure() -> None:
    from textual.app import App, ComposeResult

    from sessionlens.domain.search import SearchIndex
    from sessionlens.domain.timeline import Timeline
    from sessionlens.tui.themes import DARK
    from sessionlens.tui.widgets.transcript_view import TranscriptView

    timeline = Timeline(transcript(WORDS))

    class Pane(App[None]):
        CSS_PATH = str(Path(sys.modules["sessionlens.tui"].__file__ or "").parent / "review.tcss")

        def get_theme_variable_defaults(self) -> dict[str, str]:
            return DARK.variables

        def compose(self) -> ComposeResult:
            yield TranscriptView(id="transcript")

    app = Pane()
    async with app.run_test(size=(120, 40)) as pilot:
        view = app.query_one(TranscriptView)
        view.show_transcript(timeline)
        await pilot.pause()
        gc.freeze()  # as the program does after its first paint

        async def cost(step: Callable[[], object]) -> float:
            started = time.process_time()
            step()
            await asyncio.sleep(0)
            await pilot.pause()
            return time.process_time() - started

        idle = [await cost(lambda: None) for _ in range(60)]
        whole = [await cost(view.refresh) for _ in range(60)]
        places = [timeline.heard_at(1800 + n * 0.12) for n in range(300)]
        moves = []
        for place in places:
            if place is not None:
                moves.append(await cost(partial(view.show_playhead, place, place.utterance)))
        base = statistics.median(idle)
        move, draw = statistics.median(moves) - base, statistics.median(whole) - base
        print(f"moving the highlight      {move * 1000:6.2f} ms CPU   (goal 1)")
        print(f"drawing the pane          {draw * 1000:6.2f} ms CPU   ratio {move / draw:.2f}")
        index = SearchIndex(timeline.utterances, ())

        def keystroke(query: str) -> None:
            hits = index.find(query)
            view.show_found(frozenset(hit.index for hit in hits), query)
            if hits:
                view.show_reader(hits[len(hits) // 2].index)

        queries = ("would", "mean", "the thing you hope", "nothing like this")
        strokes = [
            await cost(partial(keystroke, query[:end])) - base
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
