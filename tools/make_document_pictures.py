"""Make the pictures of what goes out, and the short moving picture, that the README shows.

    python tools/make_document_pictures.py [--out docs] [--only report form walk]

The report is drawn by Chromium, the form by LibreOffice (`libreoffice-writer`) and pdftoppm, the
moving picture put together by ffmpeg: play, mark, comment, verdict, report in the browser. Needs
PulseAudio: the sound plays on a virtual device, so that no picture says there is none.
"""

import argparse
import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "audio"))

from virtual_sound import VirtualSound, missing

SAMPLE = Path(__file__).parents[1] / "src" / "sessionlens" / "sample"
CHROMIUM = shutil.which("chromium") or "chromium"
SCREEN = (120, 34)
WIDE, HIGH = 1100, 720  # pixels of the moving picture
_START = 193.5  # seconds: just before the question that turns the session
_COMMENT = "The second silence did as much as the question."

Frame = tuple[Path, float]


def exported(folder: Path, *formats: str) -> dict[str, Path]:
    """The sample's feedback in these formats."""
    from sessionlens.documents.formats import Options, format_named
    from sessionlens.library.outgoing import outgoing

    for name in ("ogg", "transcript.json", "feedback.toml"):
        shutil.copy(SAMPLE / f"first-session.{name}", folder)
    gathered = outgoing(folder / "first-session.feedback.toml")
    chosen = [format_named(name) for name in formats]
    files = gathered.write(chosen, Options(target=folder), force=True)
    return {name: path for name, (path, _) in zip(formats, files, strict=True)}


def browse(work: Callable[[Any], None], **settings: Any) -> None:
    """Give a page of Chromium to `work`."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
        )
        work(browser.new_page(**settings))
        browser.close()


def report_picture(folder: Path, out: Path) -> None:
    """The head of the report, and a moment in it while it is heard."""
    address = exported(folder, "html")["html"].as_uri()

    def work(page: Any) -> None:
        page.goto(address)
        page.screenshot(path=str(folder / "head.png"))
        page.evaluate("document.querySelector('#moment-13').scrollIntoView()")
        page.evaluate("document.querySelector('#moment-13 audio').play()")
        page.wait_for_function("document.querySelector('#moment-13 .heard')")
        page.wait_for_timeout(2500)
        page.screenshot(path=str(folder / "moment.png"))

    browse(work, viewport={"width": 1180, "height": 860})
    side_by_side([folder / "head.png", folder / "moment.png"], out / "report.png", 1600)


def form_picture(folder: Path, out: Path) -> None:
    """The first two pages of the form."""
    path = exported(folder, "form-docx")["form-docx"]
    convert = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)]
    subprocess.run(convert, check=True, capture_output=True)
    pdf = path.with_suffix(".pdf")
    pages = ["pdftoppm", "-r", "80", "-l", "2", "-png", str(pdf), str(folder / "page")]
    subprocess.run(pages, check=True)
    side_by_side(sorted(folder.glob("page-*.png")), out / "form.png", 1400)


def side_by_side(pictures: list[Path], target: Path, width: int) -> None:
    inputs = [argument for picture in pictures for argument in ("-i", str(picture))]
    padded = ";".join(
        f"[{i}]pad=iw+24:ih+24:12:12:color=0xd9d6cf[p{i}]" for i in range(len(pictures))
    )
    names = "".join(f"[p{i}]" for i in range(len(pictures)))
    graph = f"{padded};{names}hstack={len(pictures)},scale={width}:-1:flags=lanczos"
    colours = ",split[a][b];[a]palettegen=max_colors=128[c];[b][c]paletteuse=dither=none"
    ffmpeg(*inputs, "-filter_complex", graph + colours, "-frames:v", "1", str(target))


def walk_picture(folder: Path, out: Path) -> None:
    """Play, mark, comment, verdict, export, and the report in the browser."""
    screens = asyncio.run(walk_through(folder))
    frames = [(draw(folder, svg), seconds) for svg, seconds in screens]
    address = exported(folder, "html")["html"].as_uri()

    def work(page: Any) -> None:
        page.goto(address)
        frames.append((shot(page, folder / "report-0.png"), 2.2))
        page.click("#begin")
        page.evaluate("document.querySelector('#moment-13').scrollIntoView()")
        page.evaluate("document.querySelector('#moment-13 audio').play()")
        for number in range(1, 9):
            page.wait_for_timeout(450)
            frames.append((shot(page, folder / f"report-{number}.png"), 0.45))

    browse(work, viewport={"width": WIDE, "height": HIGH})
    frames.append((frames[-1][0], 2.0))
    put_together(frames, folder, out / "walk.gif")


async def walk_through(folder: Path) -> list[tuple[str, float]]:
    """Pictures of the screen with the seconds that each is shown."""
    from msgspec.structs import replace

    from sessionlens.library.review import open_review
    from sessionlens.storage.feedback import load_feedback
    from sessionlens.storage.settings import Settings
    from sessionlens.tui.app import SessionLensApp
    from sessionlens.tui.screens.review.document import OpenReview
    from sessionlens.tui.shown import showing_review

    for name in ("ogg", "transcript.json"):
        shutil.copy(SAMPLE / f"first-session.{name}", folder)
    opened = open_review(folder / "first-session.ogg", settings=Settings())
    showing = showing_review(opened)
    document = cast("OpenReview", showing.document)
    feedback = load_feedback(SAMPLE / "first-session.feedback.toml")
    earlier = tuple(one for one in feedback.markers if one.start < _START)
    noted = replace(
        document.editor.review,
        session=feedback.session,
        markers=earlier,
        verdicts=feedback.verdicts[:3],
        last_marker=len(earlier),
    )
    document.editor.amend(lambda material: material._replace(review=noted))
    document.asks_details = False
    document.start_position = _START
    app = SessionLensApp(showing)
    frames: list[tuple[str, float]] = []

    async with app.run_test(size=SCREEN) as pilot:

        def keep(seconds: float) -> None:
            frames.append((app.export_screenshot(title="SessionLens"), seconds))

        player = await sounding(document, pilot)
        keep(1.2)
        await pilot.press("space")
        for _ in range(8):
            await pilot.pause(0.45)
            keep(0.45)
        for key in ("7", "e", "+"):
            await pilot.press(key)
            await pilot.pause(0.2)
            keep(0.9)
        await pilot.press("c")
        for start in range(0, len(_COMMENT), 6):
            await pilot.press(*_COMMENT[start : start + 6])
            keep(0.22)
        await pilot.press("enter")
        await pilot.pause(0.3)
        keep(1.0)
        await pilot.press("v")
        await pilot.pause(0.3)
        keep(1.4)
        await pilot.press("pagedown")
        await pilot.pause(0.2)
        keep(1.2)
        await pilot.press("escape", "E", "down", "space")
        await pilot.pause(0.3)
        keep(2.0)
        player.close()
    opened.store.close()
    return frames


async def sounding(document: Any, pilot: Any) -> Any:
    """Wait until the recording is measured and its player has the device."""
    while document.peaks is None or not document.peaks.complete or document.player is None:
        await pilot.pause(0.05)
    while document.player.sound.kind != "device":
        await pilot.pause(0.05)
    return document.player


def draw(folder: Path, svg: str) -> Path:
    """A picture of the screen in pixels, on the same ground as the browser's."""
    number = len(list(folder.glob("screen-*.png")))
    source, target = folder / f"screen-{number:03}.svg", folder / f"screen-{number:03}.png"
    source.write_text(svg, encoding="utf-8")
    size = ["--width", str(WIDE), "--height", str(HIGH), "--keep-aspect-ratio"]
    subprocess.run(["rsvg-convert", *size, str(source), "-o", str(target)], check=True)
    return target


def shot(page: Any, target: Path) -> Path:
    page.screenshot(path=str(target))
    return target


def put_together(frames: list[Frame], folder: Path, target: Path) -> None:
    """One GIF with a palette of its own; what stays the same costs nothing."""
    # One size and one kind of pixels: ffmpeg begins anew where they change.
    fitted = (
        f"scale={WIDE}:{HIGH}:force_original_aspect_ratio=decrease,"
        f"pad={WIDE}:{HIGH}:(ow-iw)/2:(oh-ih)/2:color=0x15171b,scale=920:-2:flags=lanczos"
    )
    lines = []
    for number, (picture, seconds) in enumerate(frames):
        frame = folder / f"frame-{number:03}.png"
        ffmpeg("-i", str(picture), "-vf", fitted, "-pix_fmt", "rgb24", str(frame))
        lines.append(f"file '{frame}'\nduration {seconds}\n")
    listed = folder / "frames.txt"
    listed.write_text("".join([*lines, f"file '{frame}'\n"]), encoding="utf-8")
    colours = "split[a][b];[a]palettegen=max_colors=96[c];[b][c]paletteuse=dither=none"
    source = ["-f", "concat", "-safe", "0", "-i", str(listed)]
    graph = f"{colours}:diff_mode=rectangle"
    ffmpeg(*source, "-vf", graph, "-fps_mode", "vfr", "-loop", "0", str(target))


def ffmpeg(*arguments: str) -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", *arguments], check=True)


MAKERS = {"report": report_picture, "form": form_picture, "walk": walk_picture}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("docs"))
    parser.add_argument("--only", nargs="*", choices=list(MAKERS), default=list(MAKERS))
    chosen = parser.parse_args()
    if missing():
        sys.exit(f"The pictures need a sound device, and for that: {missing()}")
    with VirtualSound(), tempfile.TemporaryDirectory() as home:
        for kind in ("CONFIG", "DATA", "STATE", "CACHE"):
            os.environ[f"XDG_{kind}_HOME"] = str(Path(home) / kind)
        from sessionlens.storage.state import ProgramState, save_program_state

        save_program_state(ProgramState(welcome_seen=True))
        for name in chosen.only:
            with tempfile.TemporaryDirectory() as folder:
                MAKERS[name](Path(folder), chosen.out.absolute())
            print(name)


if __name__ == "__main__":
    main()
