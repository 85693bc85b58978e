"""Make the pictures of the screen that the README shows.

    python tools/make_pictures.py [--out docs]

Runs the program without a terminal on a copy of the sample, with the markers of the example
feedback, and writes SVG files: the review at work, the prompt, verdicts, help, small and light.
Needs PulseAudio: the sound plays on a virtual device, so that no picture says there is none.
"""

import argparse
import asyncio
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "audio"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "library"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "speech"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "tui"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "tui/live"))

from virtual_sound import VirtualSound, missing

if TYPE_CHECKING:
    from sessionlens.tui.screens.review.document import OpenReview

SAMPLE = Path(__file__).parents[1] / "src" / "sessionlens" / "sample"
_DAY = 1_793_620_800  # the day of the sample session, in seconds since 1970
_WEEK = 604_800
MOMENT = 201.9  # seconds; somewhere in the middle of an utterance

PICTURES: list[tuple[str, tuple[int, int], str, list[str]]] = [
    ("screen", (120, 36), "dark", []),
    ("prompt", (120, 36), "dark", ["7", "e", "+"]),
    ("comment", (120, 36), "dark", ["7", "e", "+", "enter", *"You waited"]),
    ("verdicts", (120, 36), "dark", ["v", "pagedown", "pagedown"]),
    ("help", (120, 40), "dark", ["?"]),
    ("small", (80, 24), "dark", []),
    ("small-prompt", (80, 24), "dark", ["7"]),
    ("light", (120, 36), "light", []),
    ("contrast", (120, 36), "high-contrast", []),
    ("replay", (120, 36), "dark", ["n", "n", "n", "a"]),
    ("compare", (120, 36), "dark", ["n", "n"]),
    ("group", (120, 36), "dark", ["n", "n"]),
    ("start", (100, 20), "dark", ["end"]),
    ("search", (120, 36), "dark", ["/", *"night"]),
    ("patterns", (120, 24), "dark", ["down", "down", "down", "right"]),
    ("agreement", (100, 36), "dark", []),
    ("live", (120, 30), "dark", []),
]


async def review_picture(
    folder: Path, size: tuple[int, int], theme: str, keys: list[str], target: Path
) -> None:
    """The review screen with the markers of the example feedback."""
    from msgspec.structs import replace

    from sessionlens.library.review import open_review
    from sessionlens.storage.feedback import load_feedback
    from sessionlens.storage.settings import Settings
    from sessionlens.tui.app import SessionLensApp
    from sessionlens.tui.shown import showing_review

    opened = open_review(folder / "first-session.ogg", settings=Settings(theme=theme))
    showing = showing_review(opened)
    document = cast("OpenReview", showing.document)
    feedback = load_feedback(SAMPLE / "first-session.feedback.toml")
    noted = replace(
        document.editor.review,
        session=feedback.session,
        markers=feedback.markers,
        verdicts=feedback.verdicts[:6],
        last_marker=len(feedback.markers),
    )
    document.editor.amend(lambda material: material._replace(review=noted))
    document.asks_details = False
    document.current = [marker for marker in noted.markers if marker.start <= MOMENT][-1].id
    document.start_position = MOMENT
    await take(SessionLensApp(showing), size, keys, target)
    opened.store.close()


async def replay_picture(
    folder: Path, size: tuple[int, int], theme: str, keys: list[str], target: Path
) -> None:
    """The coach's screen on the example feedback."""
    from sessionlens.library.exporting import replay_key
    from sessionlens.library.replay import open_replay
    from sessionlens.storage.settings import Settings
    from sessionlens.storage.state import ReviewState, save_state
    from sessionlens.tui.app import SessionLensApp
    from sessionlens.tui.showing import showing_replay

    shutil.copy(SAMPLE / "first-session.feedback.toml", folder)
    opened = open_replay(folder / "first-session.feedback.toml", settings=Settings(theme=theme))
    save_state(replay_key(opened.feedback.review), ReviewState(invited=True))
    await take(SessionLensApp(showing_replay(opened)), size, keys, target)
    opened.store.close()


async def compare_picture(
    folder: Path, size: tuple[int, int], theme: str, keys: list[str], target: Path
) -> None:
    """The coach's own review beside the example feedback."""
    from sessionlens.library.comparing import open_comparison
    from sessionlens.storage.settings import Settings
    from sessionlens.tui.app import SessionLensApp
    from sessionlens.tui.showing import showing_comparison

    own, feedback = both_views(folder)
    opened = open_comparison(own, feedback, settings=Settings(theme=theme))
    await take(SessionLensApp(showing_comparison(opened)), size, keys, target)


async def group_picture(
    folder: Path, size: tuple[int, int], theme: str, keys: list[str], target: Path
) -> None:
    """What three observers noticed in the sample session."""
    from pictures.observers import observers_of
    from sessionlens.library.comparing import open_comparison
    from sessionlens.storage.feedback import load_feedback, write_feedback
    from sessionlens.storage.settings import Settings
    from sessionlens.tui.app import SessionLensApp
    from sessionlens.tui.showing import showing_comparison

    sample = load_feedback(SAMPLE / "first-session.feedback.toml")
    paths = []
    for feedback in observers_of(sample):
        paths.append(folder / f"{feedback.session.reviewer}.feedback.toml")
        write_feedback(paths[-1], feedback)
    opened = open_comparison(*paths, settings=Settings(theme=theme))
    await take(SessionLensApp(showing_comparison(opened)), size, keys, target)


async def start_picture(
    folder: Path, size: tuple[int, int], theme: str, keys: list[str], target: Path
) -> None:
    """A folder with the sample, as its coach has it, and recordings without anything yet."""
    from sessionlens.library.folder import list_recordings
    from sessionlens.tui.app import SessionLensApp
    from sessionlens.tui.showing import showing_folder

    both_views(folder)
    for weeks, name in enumerate(("Second session.m4a", "Third session.m4a"), start=1):
        path = folder / f"2026-11-{2 + 7 * weeks:02} {name}"
        shutil.copy(SAMPLE / "first-session.ogg", path)
        os.utime(path, (_DAY + weeks * _WEEK, _DAY + weeks * _WEEK))
    use_theme(theme)
    app = SessionLensApp(showing_folder(Path("~/Sessions"), list_recordings(folder)))
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.8)
        await pilot.press(*keys)
        await pilot.pause(0.3)
        target.write_text(app.export_screenshot(title="SessionLens"), encoding="utf-8")


async def patterns_picture(
    folder: Path, size: tuple[int, int], theme: str, keys: list[str], target: Path
) -> None:
    """Six made sessions of one coach, side by side."""
    from pattern_sessions import coachs_folder

    from sessionlens.tui.app import SessionLensApp
    from sessionlens.tui.screens.patterns.document import OpenPatterns
    from sessionlens.tui.showing import showing_patterns

    use_theme(theme)
    showing = showing_patterns((coachs_folder(folder / "sessions"),))
    document = cast(OpenPatterns, showing.document)
    app = SessionLensApp(showing)
    async with app.run_test(size=size) as pilot:
        while document.gathered is None:
            await pilot.pause(0.05)
        await pilot.pause(0.5)
        await pilot.press(*keys)
        await pilot.pause(0.3)
        target.write_text(app.export_screenshot(title="SessionLens"), encoding="utf-8")


async def agreement_picture(
    folder: Path, size: tuple[int, int], theme: str, keys: list[str], target: Path
) -> None:
    """What two people agreed about learning together."""
    from agreeing import kept, rich_agreement

    from sessionlens.tui.app import SessionLensApp
    from sessionlens.tui.showing import showing_alliance

    use_theme(theme)
    app = SessionLensApp(showing_alliance(kept(folder, rich_agreement())))
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.8)
        await pilot.press(*keys)
        await pilot.pause(0.3)
        target.write_text(app.export_screenshot(title="SessionLens"), encoding="utf-8")


async def live_picture(
    folder: Path, size: tuple[int, int], theme: str, keys: list[str], target: Path
) -> None:
    """A session as it happens, at a moment at which both voices speak."""
    import pytest
    from standing_still import StillRecorder, standing_still

    use_theme(theme)
    with pytest.MonkeyPatch.context() as patch:
        async with standing_still(folder, size, patch, StillRecorder()) as observer:
            await observer.press(*keys)
            await observer.pilot.pause(0.8)
            picture = observer.app.export_screenshot(title="SessionLens")
    target.write_text(picture, encoding="utf-8")


def use_theme(theme: str) -> None:
    """Show the next pictures in these colours."""
    from msgspec.structs import replace

    from sessionlens.storage.settings import load_settings, save_settings

    save_settings(replace(load_settings(), theme=theme))


def both_views(folder: Path) -> tuple[Path, Path]:
    """The coach's own review and the feedback, beside the sample."""
    from pictures.own_review import own_review
    from sessionlens.storage.feedback import load_feedback
    from sessionlens.storage.reviews import encode_review

    feedback = folder / "first-session.feedback.toml"
    shutil.copy(SAMPLE / feedback.name, feedback)
    own = folder / "first-session.self.review.toml"
    own.write_bytes(encode_review(own_review(load_feedback(feedback))))
    os.utime(folder / "first-session.ogg", (_DAY, _DAY))
    return own, feedback


async def take(app: Any, size: tuple[int, int], keys: list[str], target: Path) -> None:
    """Play a second, press keys, and take the picture."""
    document = app.document
    async with app.run_test(size=size) as pilot:
        while document.peaks is None or not document.peaks.complete or document.player is None:
            await pilot.pause(0.05)
        document.player.play()
        while document.player.sound.kind != "device":
            await pilot.pause(0.05)
        await pilot.pause(0.6)
        await pilot.press(*keys)
        await pilot.pause(0.5)
        target.write_text(app.export_screenshot(title="SessionLens"), encoding="utf-8")
        document.player.close()


MAKERS = {
    "replay": replay_picture,
    "compare": compare_picture,
    "group": group_picture,
    "start": start_picture,
    "patterns": patterns_picture,
    "agreement": agreement_picture,
    "live": live_picture,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("docs"))
    parser.add_argument("--only", nargs="*", default=[])
    chosen = parser.parse_args()
    if missing():
        sys.exit(f"The pictures need a sound device, and for that: {missing()}")
    chosen.out.mkdir(exist_ok=True)
    with VirtualSound(), tempfile.TemporaryDirectory() as home:
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
                make = MAKERS.get(name, review_picture)
                asyncio.run(make(Path(folder), size, theme, keys, target))
                print(target)


if __name__ == "__main__":
    main()
