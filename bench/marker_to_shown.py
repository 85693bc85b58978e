"""What a marking key costs the screen's thread until its marker is drawn, by number of markers.

    python bench/marker_to_shown.py [--presses 40]

The whole program in one process without a terminal: an hour, 10,000 words. Counted is processor
time of the screen's thread: of the command itself, and until its marker has been drawn by Textual.
The disk's thread has its own bench. Yardstick: Textual drawing all of the screen anew.
"""

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from pathlib import Path

from textual.screen import Screen

from _terminal import environment
from screen_data import session

_PACE = 0.15  # seconds: each key is drawn before the next


class Drawn:
    """Notes when the screen has been drawn for the first time since `begin`."""

    def __init__(self) -> None:
        self._begun = self.milliseconds = 0.0
        draw = Screen._compositor_refresh

        def drawn(screen: "Screen[None]") -> None:
            draw(screen)
            if not self.milliseconds:
                self.milliseconds = self.passed()

        Screen._compositor_refresh = drawn  # type: ignore[method-assign]

    def begin(self) -> None:
        self._begun, self.milliseconds = time.thread_time(), 0.0

    def passed(self) -> float:
        """Milliseconds of processor time of this thread since `begin`."""
        return (time.thread_time() - self._begun) * 1000


async def measure(folder: Path, markers: int, presses: int) -> None:
    from sessionlens.library.review import open_review
    from sessionlens.tui.app import SessionLensApp
    from sessionlens.tui.shown import showing_review

    drawn = Drawn()
    app = SessionLensApp(showing_review(open_review(session(folder, markers=markers))))
    handled, shown, whole = [], [], []
    async with app.run_test(size=(120, 40)) as pilot:
        screen = app.playback_screen
        assert screen is not None
        while not screen.commands:
            await pilot.pause()
        await asyncio.sleep(3)  # peaks of the recording
        history = app.document.writing.history
        before = len(history.state.review.markers)
        for _ in range(presses):
            drawn.begin()
            screen.action_mark("evokes-awareness")
            handled.append(drawn.passed())
            await asyncio.sleep(_PACE)
            shown.append(drawn.milliseconds)
            await pilot.press("escape")
            await asyncio.sleep(_PACE)
            drawn.begin()
            for widget in screen.walk_children():
                widget.refresh(layout=True)
            await asyncio.sleep(_PACE)
            whole.append(drawn.milliseconds)
        made = len(history.state.review.markers) - before
    if made != presses:
        raise SystemExit(f"{presses} keys made {made} markers")
    p99 = sorted(shown)[int(len(shown) * 0.99)]
    middle, screenful = statistics.median(shown), statistics.median(whole)
    print(
        f"| {markers} | {statistics.median(handled):.1f} | {middle:.1f} / {p99:.1f}"
        f" | {screenful:.1f} | {middle / screenful:.2f} |",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--presses", type=int, default=40)
    presses = parser.parse_args().presses
    print("| markers | ours, ms (goal 16) | shown, median / p99 ms | whole screen drawn | ratio |")
    print("|---|---|---|---|---|")
    for markers in (200, 2000):
        with tempfile.TemporaryDirectory() as folder:
            os.environ |= environment(Path(folder) / "home", welcomed=True)
            asyncio.run(measure(Path(folder), markers, presses))


if __name__ == "__main__":
    main()
