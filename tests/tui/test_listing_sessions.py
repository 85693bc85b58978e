"""What the list of recordings says of each, and how it is searched."""

import shutil
from pathlib import Path

from replaying import mentors_review, session
from test_start_screen import line_with, visiting

from sessionlens.storage.rubrics import find_rubric
from sessionlens.tui.screens.start.opening import OpenRequest


async def test_the_list_says_date_title_and_coach_of_a_session(tmp_path: Path) -> None:
    session(tmp_path)
    mentors_review(tmp_path)
    review = tmp_path / "talk.review.toml"
    dated = review.read_text("utf-8").replace("[session]\n", "[session]\ndate = 2024-02-29\n")
    review.write_text(dated, "utf-8")
    async with visiting(tmp_path) as one:
        await one.sees("Third session · Anna")
        row = line_with(one, "Third session · Anna")
        assert row.split()[:2] == ["▌", "2024-02-29"]
        heading = next(line for line in one.lines if "recording " in line and "reply" in line)
        for column, cell in (("date", "2024-02-29"), ("recording", "Third"), ("feedback", "exp")):
            assert heading.index(column) == row.index(cell)
    async with visiting(tmp_path, size=(80, 24)) as one:
        await one.sees("Third session · Anna"[:17])
        assert "3 markers " in line_with(one, "Third session")


async def test_a_review_with_all_verdicts_is_ticked_and_one_without_is_not(tmp_path: Path) -> None:
    session(tmp_path)
    mentors_review(tmp_path)
    async with visiting(tmp_path) as one:
        await one.sees("3 markers ")
        assert "✓ 3 markers" not in line_with(one, "Third session")
        review = tmp_path / "talk.review.toml"
        rubric, _ = find_rubric("icf-core")
        verdicts = "".join(
            f'\n[[verdicts]]\ncompetency = "{competency.id}"\nvalue = "partly"\n'
            for competency in rubric.competencies
        )
        review.write_text(review.read_text("utf-8") + verdicts, "utf-8")
        await one.sees("✓ 3 markers")
        await one.sees("all verdicts given")


async def test_the_list_is_searched_by_title_coach_and_file_and_esc_shows_all_again(
    tmp_path: Path,
) -> None:
    session(tmp_path)
    mentors_review(tmp_path)
    for name in ("zoom-call.wav", "Übung.wav"):
        shutil.copy(tmp_path / "talk.wav", tmp_path / name)
    async with visiting(tmp_path, size=(80, 24)) as one:
        await one.sees("Third session")
        await one.press("/")
        await one.type("anna")
        await one.sees("1 of 3 recordings with “anna”")
        assert not one.shows("zoom-call")
        await one.press("escape")
        await one.sees("3 recordings in")
        await one.press("/")
        await one.type("ubung")
        await one.sees("1 of 3 recordings")
        await one.press("enter")
        await one.press("enter")
        assert one.choices == [OpenRequest("review", tmp_path / "Übung.wav")]
        await one.press("/")
        await one.type("xyz")
        await one.sees("0 of 3 recordings with")
        await one.press("enter")
        assert one.app.is_running
