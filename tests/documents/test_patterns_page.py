"""The page of patterns in a real browser: it loads nothing, runs nothing, all can read it."""

import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from pattern_sessions import coachs_folder
from playwright.sync_api import sync_playwright

from sessionlens.documents.patterns import render
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.patterns import Patterns
from sessionlens.library.patterns import gathered_patterns

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture
def patterns(tmp_path: Path) -> Patterns:
    return gathered_patterns([coachs_folder(tmp_path / "sessions")]).of_coach().patterns


@pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_is_plain_to_everybody(patterns: Patterns, tmp_path: Path, scheme: str) -> None:
    page_file = tmp_path / "patterns.html"
    page_file.write_text(render("html", patterns), "utf-8")
    asked: list[str] = []
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_context(color_scheme=scheme).new_page()  # type: ignore[arg-type]
        page.set_default_timeout(90_000)  # the machine may be busy
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(page_file.as_uri())
        assert Axe().run(page).response["violations"] == []
        cell = page.locator("details").first
        cell.locator("summary").click()
        assert "01:00 growth" in cell.inner_text()
        page.set_viewport_size({"width": 360, "height": 640})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 360
    assert [url for url in asked if not url.startswith("data:")] == [page_file.as_uri()]
    assert complaints == []


def test_a_template_of_ones_own_takes_its_place_and_a_broken_one_is_named(
    patterns: Patterns, tmp_path: Path
) -> None:
    (tmp_path / "patterns.md").write_text("Mine: {{ coach }}")
    assert render("md", patterns, tmp_path) == "Mine: Anna"
    (tmp_path / "patterns.html").write_text("{{ nothing.here }}")
    with pytest.raises(SessionLensError, match="The template breaks"):
        render("html", patterns, tmp_path)
