"""Supervision: places to look from with their questions, what is brought, and the closing page."""

from pathlib import Path

import pytest
from dialog_host import Host, keymap
from judging import editor, unheard
from msgspec.structs import replace
from reviewing import app_on, reviewing
from supervising import EYES, NOW, SUPERVISION, supervised

from sessionlens.domain.feedback import feedback_from
from sessionlens.domain.marker import Marker
from sessionlens.domain.review import Summary, Verdict
from sessionlens.domain.timecode import Timecode
from sessionlens.storage.reviews import encode_review, load_review
from sessionlens.tui.screens.verdicts import VerdictScreen

SEEN = (Marker(id="m1", start=Timecode(172.0), competency="client", comment="The list again."),)
QUESTION = "If you had never heard of this client"


def shown(app: Host) -> str:
    return app.export_screenshot(simplify=True).replace("&#160;", " ")


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_a_place_has_its_question_and_its_moments_and_no_verdict(
    size: tuple[int, int],
) -> None:
    review_editor = editor(EYES, session=SUPERVISION, markers=SEEN)
    app = Host(VerdictScreen(review_editor, EYES, keymap(), unheard))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert QUESTION in shown(app)
        assert "The list again." in shown(app)
        assert "Strengths" not in shown(app)
        await pilot.press("down")
        await pilot.pause()
        assert "No marker here yet" in shown(app)
        assert "evidence" not in shown(app)
        await pilot.press("up")
        await pilot.press("enter", "c", *" And now?", "enter", "f2", "8")
        await pilot.pause()
        assert "text to put it into" in shown(app)
        await pilot.press("escape")
    assert review_editor.review.markers[0].comment == "The list again. And now?"
    assert review_editor.review.verdicts == ()


async def test_the_closing_page_is_for_both_and_one_text_of_it_stays() -> None:
    review_editor = editor(EYES, session=SUPERVISION, markers=SEEN)
    app = Host(VerdictScreen(review_editor, EYES, keymap(), unheard))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end", "enter", *"a", "tab", *"b", "tab", *"c", "tab", *"d")
        await pilot.pause()
        assert "Closing page" in shown(app)
        await pilot.press("escape")
        await pilot.pause()
    summary = Summary(take_away="a", change="b", reviewer_learning="c", to_supervision="d")
    assert review_editor.review.summary == summary
    sent = feedback_from(review_editor.review, EYES, feedback_id="f", exported=NOW)
    assert sent.summary == replace(summary, to_supervision="")


async def test_what_was_written_under_other_titles_can_still_be_read() -> None:
    given = Verdict(competency="client", strengths="A strong image.")
    summary = Summary(next_practice="To wait.")
    review_editor = editor(EYES, session=SUPERVISION, verdicts=(given,), summary=summary)
    app = Host(VerdictScreen(review_editor, EYES, keymap(), unheard))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert "A strong image." in shown(app)
        await pilot.press("pagedown", "end", "enter")
        await pilot.pause()
        assert "To wait." in shown(app)
        await pilot.press("escape")
    assert (review_editor.review.verdicts, review_editor.review.summary) == ((given,), summary)


async def test_the_list_begins_with_what_is_brought(tmp_path: Path) -> None:
    async with reviewing(app_on(supervised(tmp_path))) as supervisor:
        await supervisor.sees("Anna brings: How fast I answer")
        assert supervisor.shows("00:01 ? Was that mine?")
        assert supervisor.shows("1 question more: y")


async def test_a_mentor_is_shown_it_where_the_coach_speaks(tmp_path: Path) -> None:
    talk = supervised(tmp_path)
    path = tmp_path / "talk.review.toml"
    review = load_review(path)
    mentor = replace(review.session, role="mentor")
    path.write_bytes(encode_review(replace(review, session=mentor)))
    async with reviewing(app_on(talk)) as person:
        await person.press("7")
        assert not person.shows("How fast I answer")


async def test_the_question_is_in_the_prompt_and_under_the_moment(tmp_path: Path) -> None:
    talk = supervised(tmp_path)
    async with reviewing(app_on(talk)) as supervisor:
        await supervisor.press("1")
        await supervisor.sees(QUESTION)
        await supervisor.press("escape")
        await supervisor.sees(f"To bring: {QUESTION[:12]}")


async def test_not_knowing_is_a_marker_of_its_own(tmp_path: Path) -> None:
    talk = supervised(tmp_path)
    async with reviewing(app_on(talk)) as supervisor:
        await supervisor.press("8", "d", "question_mark")
        await supervisor.sees("Not knowing")
    (marker,) = load_review(tmp_path / "talk.review.toml").markers
    assert (marker.competency, marker.indicator, marker.rating) == ("not-knowing", "d", "question")
