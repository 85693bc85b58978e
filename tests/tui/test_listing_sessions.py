"""What the list of recordings says of each, and how it is searched."""

import shutil
from pathlib import Path

from replaying import mentors_review, session
from visiting import line_with, visiting

from sessionlens.storage.rubrics import find_rubric
from sessionlens.tui.screens.start.opening import OpenRequest


async def test_the_list_says_date_title_and_coach_of_a_session(tmp_path: Path) -> None:
    session(tmp_path)
    mentors_review(tmp_path)
    review = tmp_path / "talk.review.toml"
    dated = review.read_text("utf-8").replace("[session]\n", "[session]\ndate = 2024-02-29\n")
    review.write_text(dated, "utf-8")
    async with visiting(tmp_path) as person:
        await person.sees("Third session · Anna")
        row = line_with(person, "Third session · Anna")
        assert row.split()[:2] == ["▌", "2024-02-29"]
        heading = next(line for line in person.lines if "recording " in line and "reply" in line)
        for column, cell in (("date", "2024-02-29"), ("recording", "Third"), ("feedback", "exp")):
            assert heading.index(column) == row.index(cell)
    async with visiting(tmp_path, size=(80, 24)) as person:
        await person.sees("Third session · Anna"[:17])
        assert "3 markers " in line_with(person, "Third session")


async def test_a_review_with_all_verdicts_is_ticked_and_one_without_is_not(tmp_path: Path) -> None:
    session(tmp_path)
    mentors_review(tmp_path)
    async with visiting(tmp_path) as person:
        await person.sees("3 markers ")
        assert "✓ 3 markers" not in line_with(person, "Third session")
        review = tmp_path / "talk.review.toml"
        rubric, _ = find_rubric("icf-core")
        verdicts = "".join(
            f'\n[[verdicts]]\ncompetency = "{competency.id}"\nvalue = "partly"\n'
            for competency in rubric.competencies
        )
        review.write_text(review.read_text("utf-8") + verdicts, "utf-8")
        await person.sees("✓ 3 markers")
        await person.sees("all verdicts given")


async def test_the_list_is_searched_by_title_coach_and_file_and_esc_shows_all_again(
    tmp_path: Path,
) -> None:
    session(tmp_path)
    mentors_review(tmp_path)
    for name in ("zoom-call.wav", "Übung.wav"):
        shutil.copy(tmp_path / "talk.wav", tmp_path / name)
    async with visiting(tmp_path, size=(80, 24)) as person:
        await person.sees("Third session")
        await person.press("/")
        await person.type("anna")
        await person.sees("1 of 3 recordings with “anna”")
        assert not person.shows("zoom-call")
        await person.press("escape")
        await person.sees("3 recordings in")
        await person.press("/")
        await person.type("ubung")
        await person.sees("1 of 3 recordings")
        await person.press("enter")
        await person.press("enter")
        assert person.choices == [OpenRequest("review", tmp_path / "Übung.wav")]
        await person.press("/")
        await person.type("xyz")
        await person.sees("0 of 3 recordings with")
        await person.press("enter")
        assert person.app.is_running
