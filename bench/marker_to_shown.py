"""What a marking key costs the screen's thread until its marker is drawn, by number of markers.

    python bench/marker_to_shown.py [--presses 40]

The whole program in one process without a terminal: an hour, 10,000 words. Counted is processor
time of the screen's thread, from the key to the drawn marker, less that of as long without a key;
the disk's thread has its own bench. Yardstick: drawing all of the screen anew once.
"""

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from textual import events

from _terminal import environment
from screen_data import session

_PACE = 0.15  # seconds: each key is drawn before the next


async def costs(action: Callable[[], object], times: int) -> list[float]:
    """Milliseconds of this thread's processor time for each of so many calls, and the drawing."""
    milliseconds = []
    for _ in range(times):
        await asyncio.sleep(0)
        begun = time.thread_time()
        action()
        await asyncio.sleep(_PACE)
        milliseconds.append((time.thread_time() - begun) * 1000)
    return milliseconds


async def measure(folder: Path, markers: int, presses: int) -> None:
    from sessionlens.library.review import open_review
    from sessionlens.tui.app import SessionLensApp
    from sessionlens.tui.showing import showing_review

    app = SessionLensApp(showing_review(open_review(session(folder, markers=markers))))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = app.playback_screen
        assert screen is not None
        while not screen.commands:
            await pilot.pause()
        editor = app.document.writing.history
        await asyncio.sleep(2)  # peaks of the recording
        idle = statistics.median(await costs(lambda: None, presses))
        begun = len(editor.state.review.markers)
        keys = await costs(lambda: app.post_message(events.Key("7", "7")), presses)
        made = len(editor.state.review.markers) - begun
        drawn = await costs(lambda: screen.refresh(layout=True), presses)
    if made != presses:
        raise SystemExit(f"{presses} keys made {made} markers")
    key, whole = statistics.median(keys) - idle, statistics.median(drawn) - idle
    p99 = sorted(keys)[int(len(keys) * 0.99)] - idle
    print(f"| {markers} | {key:.1f} / {p99:.1f} | {whole:.1f} | {key / whole:.2f} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--presses", type=int, default=40)
    presses = parser.parse_args().presses
    print("| markers | key to shown, median / p99 ms (goal 16) | whole screen | ratio |")
    print("|---|---|---|---|")
    for markers in (200, 2000):
        with tempfile.TemporaryDirectory() as folder:
            os.environ |= environment(Path(folder) / "home", welcomed=True)
            asyncio.run(measure(Path(folder), markers, presses))


if __name__ == "__main__":
    main()
