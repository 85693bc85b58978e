"""Make the pictures of the screen that the README shows.

    python tools/make_pictures.py [--out docs]

Runs the program without a terminal on a copy of the sample, with the markers of the example
feedback, and writes SVG files: the review at work, the prompt, verdicts, help, small and light.
"""

import argparse
import asyncio
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

SAMPLE = Path(__file__).parents[1] / "src" / "sessionlens" / "sample"
MOMENT = 201.9  # seconds; somewhere in the middle of an utterance

PICTURES: list[tuple[str, tuple[int, int], str, list[str]]] = [
    ("screen", (120, 36), "dark", []),
    ("prompt", (120, 36), "dark", ["7", "c", "+"]),
    ("comment", (120, 36), "dark", ["7", "c", "+", "enter", *"You waited"]),
    ("verdicts", (120, 36), "dark", ["v", "pagedown", "pagedown"]),
    ("help", (120, 40), "dark", ["?"]),
    ("small", (80, 24), "dark", []),
    ("small-prompt", (80, 24), "dark", ["7"]),
    ("light", (120, 36), "light", []),
    ("contrast", (120, 36), "high-contrast", []),
    ("replay", (120, 36), "dark", ["n", "n", "n", "a"]),
    ("search", (120, 36), "dark", ["/", *"night"]),
]


async def review_picture(
    folder: Path, size: tuple[int, int], theme: str, keys: list[str], target: Path
) -> None:
    """The review screen with the markers of the example feedback."""
    from msgspec.structs import replace

    from sessionlens.opening.review import open_review
    from sessionlens.storage.feedback import load_feedback
    from sessionlens.storage.settings import Settings
    from sessionlens.tui.app import ReviewApp
    from sessionlens.tui.launch import stage_of

    opened = open_review(folder / "first-session.ogg", settings=Settings(theme=theme))
    stage = stage_of(opened)
    feedback = load_feedback(SAMPLE / "first-session.feedback.toml")
    noted = replace(
        stage.editor.review,
        session=feedback.session,
        markers=feedback.markers,
        verdicts=feedback.verdicts[:6],
        last_marker=len(feedback.markers),
    )
    stage.editor.amend(lambda material: material._replace(review=noted))
    stage.asks_details = False
    stage.current = [one for one in noted.markers if one.start <= MOMENT][-1].id
    stage.state = replace(stage.state, position=MOMENT)
    await take(ReviewApp(stage), size, keys, target)
    opened.store.close()


async def replay_picture(
    folder: Path, size: tuple[int, int], theme: str, keys: list[str], target: Path
) -> None:
    """The coach's screen on the example feedback."""
    from sessionlens.opening.replay import open_replay
    from sessionlens.storage.settings import Settings
    from sessionlens.tui.replay_app import ReplayApp
    from sessionlens.tui.screens.replay.stage import replay_stage

    shutil.copy(SAMPLE / "first-session.feedback.toml", folder)
    opened = open_replay(folder / "first-session.feedback.toml", settings=Settings(theme=theme))
    await take(ReplayApp(replay_stage(opened)), size, keys, target)
    opened.store.close()


async def take(app: Any, size: tuple[int, int], keys: list[str], target: Path) -> None:
    """Play a second, press keys, and take the picture."""
    stage = app.stage
    async with app.run_test(size=size) as pilot:
        while stage.peaks is None or not stage.peaks.complete or stage.player is None:
            await pilot.pause(0.05)
        stage.player.play()
        await pilot.pause(0.6)
        await pilot.press(*keys)
        await pilot.pause(0.5)
        target.write_text(app.export_screenshot(title="SessionLens"), encoding="utf-8")
        stage.player.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("docs"))
    parser.add_argument("--only", nargs="*", default=[])
    chosen = parser.parse_args()
    chosen.out.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        for name in ("CONFIG", "DATA", "STATE", "CACHE"):
            os.environ[f"XDG_{name}_HOME"] = str(Path(home) / name)
        from sessionlens.storage.state import ProgramState, save_program_state

        save_program_state(ProgramState(welcome_seen=True))
        for name, size, theme, keys in PICTURES:
            if chosen.only and name not in chosen.only:
                continue
            with tempfile.TemporaryDirectory() as folder:
                target = chosen.out / f"{name}.svg"
                for copied in ("first-session.ogg", "first-session.transcript.json"):
                    shutil.copy(SAMPLE / copied, folder)
                make = replay_picture if name.startswith("replay") else review_picture
                asyncio.run(make(Path(folder), size, theme, keys, target))
                print(target)


if __name__ == "__main__":
    main()
