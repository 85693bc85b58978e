"""The report in a real browser: Chromium without a window and without a sound device."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from msgspec.structs import replace
from outgoing_samples import HOSTILE, MARKERS, content, hostile, options, tone
from playwright.sync_api import Browser, Page, Request, sync_playwright

from sessionlens.documents.content import Content
from sessionlens.documents.formats import format_named
from sessionlens.domain.answer import Answer

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")

SCHEMES = ("light", "dark")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
        )


class Opened:
    """A report in the browser, with all that it asked for and complained about."""

    def __init__(self, browser: Browser, path: Path, **settings: object) -> None:
        self.context = browser.new_context(**settings)  # type: ignore[arg-type]
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(90_000)  # the machine may be busy
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", self._note)
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        self.page.goto(path.as_uri())

    def _note(self, request: Request) -> None:
        if not request.url.startswith("data:"):
            self.requests.append(request.url)


def written(tmp_path: Path, shown: Content) -> Path:
    path = tmp_path / "talk.report.html"
    path.write_bytes(format_named("html").render(shown, options(tmp_path, target=path)).data)
    return path


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    tone(folder / "talk.m2.note.wav", seconds=3.0)
    markers = (MARKERS[0], replace(MARKERS[1], note="talk.m2.note.wav"), *MARKERS[2:])
    return written(folder, content(tone(folder / "talk.wav"), markers=markers))


@pytest.fixture
def opened(browser: Browser, report: Path) -> Iterator[Opened]:
    opened = Opened(browser, report)
    yield opened
    assert opened.complaints == []
    assert opened.requests == [report.as_uri()]
    opened.context.close()


# A busy browser draws seldom: so that it misses no word, they are played slowly and noted.
NOTE_HEARD = """moment => {
    document.querySelector(moment + ' audio').playbackRate = 0.5;
    window.noted = new Set();
    const note = () => document.querySelectorAll(moment + ' .heard').forEach(
        element => window.noted.add(element.textContent));
    new MutationObserver(note).observe(
        document.querySelector(moment), {subtree: true, attributeFilter: ['class']});
}"""
PLAYING = "() => [...document.querySelectorAll('audio')].some(a => !a.paused && a.currentTime > 0)"


def test_the_first_moment_is_heard_one_click_after_opening(opened: Opened) -> None:
    opened.page.get_by_role("link", name="Hear the first moment").click()
    opened.page.wait_for_function(
        "() => document.querySelector('#moment-1 audio').currentTime > 0.1"
    )


def test_words_light_up_while_they_are_heard(opened: Opened) -> None:
    page = opened.page
    page.evaluate(NOTE_HEARD, "#moment-1")
    page.get_by_role("link", name="Hear the first moment").click()
    for word in ("what", "brings", "you", "here"):
        page.wait_for_function("word => window.noted.has(word)", arg=word)


def test_a_word_that_is_clicked_plays_from_there(opened: Opened) -> None:
    page = opened.page
    page.evaluate(NOTE_HEARD, "#moment-2")
    page.locator("#moment-2 .word", has_text="Weber").click()
    # The clip begins two seconds before the moment at 4 s; Weber is said at 6.0 s.
    page.wait_for_function("() => document.querySelector('#moment-2 audio').currentTime > 4.0")
    page.wait_for_function("() => window.noted.has('Weber')")
    assert not page.evaluate("() => window.noted.has('tired')"), "nothing before it is played"


def test_only_one_moment_plays_at_a_time(opened: Opened) -> None:
    page = opened.page
    page.evaluate("() => document.querySelector('#moment-1 audio').play()")
    page.wait_for_function(PLAYING)
    page.evaluate("() => document.querySelector('#moment-2 audio').play()")
    page.wait_for_function("() => document.querySelector('#moment-1 audio').paused")


def test_a_spoken_comment_is_heard_and_silences_the_moment(opened: Opened) -> None:
    page = opened.page
    spoken = page.get_by_label("spoken comment, 3 seconds")
    page.evaluate("() => document.querySelector('#moment-1 audio').play()")
    page.wait_for_function(PLAYING)
    spoken.evaluate("audio => audio.play()")
    page.wait_for_function("() => document.querySelector('.spoken audio').currentTime > 0.2")
    page.wait_for_function("() => document.querySelector('#moment-1 audio').paused")


def test_keys_go_from_moment_to_moment_and_leave_the_browser_its_own(opened: Opened) -> None:
    page = opened.page
    page.keyboard.press("n")
    page.wait_for_function(PLAYING)
    first = page.evaluate("() => document.activeElement.id")
    page.keyboard.press("n")
    second = page.evaluate("() => document.activeElement.id")
    assert first.startswith("moment-")
    assert second.startswith("moment-")
    assert first != second
    page.keyboard.press("p")
    assert page.evaluate("() => document.activeElement.id") == first
    page.wait_for_function(PLAYING)
    page.keyboard.press("k")
    page.wait_for_function(f"() => !({PLAYING})()")
    before = page.evaluate("() => window.scrollY")
    page.evaluate("() => window.scrollTo(0, 0)")
    page.keyboard.press(" ")
    page.wait_for_function("() => window.scrollY > 0")
    assert not page.evaluate(PLAYING), f"Space scrolls, as always (was at {before})"


def test_keys_can_be_turned_off(opened: Opened) -> None:
    page = opened.page
    page.get_by_label("Keys:").uncheck()
    page.keyboard.press("n")
    assert not page.evaluate("() => document.activeElement.id.startsWith('moment-')")


def test_filters_work_by_keyboard(opened: Opened) -> None:
    page = opened.page
    page.locator("#rated-all").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(".moment:visible").count() == 1
    assert page.locator(".moment.strength:visible").count() == 1
    assert page.locator("#shown").text_content() == "1 of 5 shown"
    page.keyboard.press("ArrowLeft")
    page.locator("#about-all").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(".moment:visible").count() == 2
    page.locator("label[for='by-time']").click()
    assert page.locator(".moment:visible").count() == 2


def test_moments_can_be_put_in_the_order_of_time(opened: Opened) -> None:
    page = opened.page
    numbers = "() => [...document.querySelectorAll('.moment')].map(m => m.dataset.number).join('')"
    assert page.evaluate(numbers) == "23145"
    page.locator("label[for='by-time']").click()
    assert page.evaluate(numbers) == "12345"
    page.locator("label[for='by-competency']").click()
    assert page.evaluate(numbers) == "23145"


def test_without_script_it_is_read_filtered_and_heard(browser: Browser, report: Path) -> None:
    opened = Opened(browser, report, java_script_enabled=False)
    page = opened.page
    assert page.locator(".moment:visible").count() == 5
    page.locator("label[for='rated-growth']").click()
    assert page.locator(".moment:visible").count() == 1
    assert page.locator(".moment:visible audio.clip").count() == 1
    assert page.locator("#all:visible").count() == 0, "what needs the script is not offered"
    opened.context.close()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_nothing_serious_bars_anybody_from_it(browser: Browser, report: Path, scheme: str) -> None:
    opened = Opened(browser, report, color_scheme=scheme, bypass_csp=True)
    result = Axe().run(opened.page)
    serious = [
        (violation["id"], [node["html"] for node in violation["nodes"]][:3])
        for violation in result.response["violations"]
        if violation["impact"] in ("serious", "critical")
    ]
    assert serious == []
    opened.context.close()


def test_it_fits_on_a_phone(browser: Browser, report: Path) -> None:
    opened = Opened(browser, report, viewport={"width": 360, "height": 700})
    assert opened.page.evaluate("() => document.documentElement.scrollWidth") <= 360
    opened.context.close()


def test_on_paper_there_are_no_players(browser: Browser, report: Path) -> None:
    opened = Opened(browser, report)
    opened.page.emulate_media(media="print")
    assert opened.page.locator("audio:visible").count() == 0
    assert opened.page.locator(".filters:visible").count() == 0
    assert opened.page.get_by_text("I am tired says Peter Weber").first.is_visible()
    opened.context.close()


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_does_nothing(browser: Browser, tmp_path: Path, text: str) -> None:
    path = written(tmp_path, hostile(text))
    opened = Opened(browser, path)
    assert opened.complaints == []
    assert opened.requests == [path.as_uri()]
    assert opened.page.title() != "broken"
    opened.context.close()


def test_what_was_spoken_plays_in_the_page_that_loads_nothing(
    browser: Browser, tmp_path: Path
) -> None:
    note, answer = "talk.m1.note.ogg", Answer(marker="m1", spoken="talk.reply.m1.note.ogg")
    for name in (note, answer.spoken):
        (tmp_path / name).write_bytes(tone(tmp_path / "any.wav", seconds=2.0).read_bytes())
    shown = content(None, markers=(replace(MARKERS[0], note=note),), answers=(answer,))
    opened = Opened(browser, written(tmp_path, shown))
    players = opened.page.locator("figure.spoken audio")
    assert players.count() == 2
    for number in range(2):
        player = players.nth(number)
        player.evaluate("player => player.play()")
        opened.page.wait_for_function(
            "number => document.querySelectorAll('figure.spoken audio')[number].currentTime > 0.2",
            arg=number,
        )
    own = [path for path in opened.requests if not path.endswith("talk.report.html")]
    assert (own, opened.complaints) == ([], [])
