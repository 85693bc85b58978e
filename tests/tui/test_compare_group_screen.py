"""Several people's reviews of one session, side by side: who saw what, to be heard."""

from pathlib import Path

import pytest
from dialog_host import HOSTILE, until
from msgspec.structs import replace
from replaying import MARKERS, NOW, feedback, looked_at, replaying, self_review
from reviewing import app_on, recording, reviewing, with_transcript
from test_compare_screen import comparing
from visiting import Visitor, visiting

from sessionlens.domain.marker import Marker
from sessionlens.domain.review import RecordingRef, Review, RubricRef, Session, VerdictBy
from sessionlens.domain.timecode import Timecode
from sessionlens.library.group import bring_files_together, group_outgoing
from sessionlens.storage.feedback import load_feedback, write_feedback
from sessionlens.storage.finished import as_finished
from sessionlens.storage.reviews import encode_review, load_review
from sessionlens.storage.state import remember_formats
from sessionlens.tui.screens.start.opening import OpenRequest

JAN = replace(MARKERS[1], start=Timecode(11.2), rating="question", comment="Too long?")
LEA = replace(MARKERS[1], start=Timecode(10.6), rating=None, comment=HOSTILE)


def observed(path: Path, name: str, *markers: Marker) -> Path:
    """What an observer of the session in `path` has exported."""
    sent = feedback(path, markers)
    session = replace(sent.session, reviewer=name, setting="group")
    target = path.with_name(f"{name.lower()}.feedback.toml")
    write_feedback(
        target, replace(sent, review=name.encode().hex().ljust(32, "0"), session=session)
    )
    return target


@pytest.fixture
def three(tmp_path: Path) -> list[Path]:
    """One moment that all saw, one that only one did."""
    talk = with_transcript(recording(tmp_path))
    return [
        observed(talk, "Maria", *MARKERS[:2]),
        observed(talk, "Jan", JAN),
        observed(talk, "Lea", LEA),
    ]


@pytest.mark.parametrize("size", [(120, 50), (80, 24)])
async def test_each_moment_stands_with_who_saw_it(three: list[Path], size: tuple[int, int]) -> None:
    async with comparing(*three, size=size) as person:
        await person.sees("1 seen by all, 0 by several, 1 by one")
        await person.sees("Seen by all 3: 1")
        row = next(number for number, line in enumerate(person.lines) if "Too long?" in line)
        assert "Jan" in person.lines[row]
        assert "? question" in person.lines[row]
        await person.sees("[/x] [@click=app.bell]")
        await person.press("end")
        await person.sees("What each noticed, by competency")
        assert not person.shows("F1")


@pytest.mark.usefixtures("clock_stands")
async def test_a_moment_of_several_people_is_played_from_where_the_first_begins(
    three: list[Path],
) -> None:
    async with comparing(*three) as person:
        await person.press("n")
        player = person.document.player
        assert player is not None
        assert player.playing
        assert 7.8 <= player.position < 9.8
        await person.press("space", "t", *["backspace"] * 3, "0", "enter")
        await person.sees("the same moment within 0 s")
        await person.sees("Seen by all 3: 0")


async def test_one_feedback_of_all_goes_out_from_the_screen(three: list[Path]) -> None:
    async with comparing(*three) as person:
        await person.press("E")
        await person.sees("One feedback, which names who saw what")
        await person.press("enter")
        await person.sees("The files are called talk.group…")
        await person.press("enter")
        path = three[0].with_name("talk.group.feedback.toml")
        await until(person.pilot, path.exists)
        sent = load_feedback(path)
        assert sent.markers[1].seen_by == ("Jan", "Lea", "Maria")
        assert sent.verdicts[0].views[0] == VerdictBy(by="Jan", value="observed")


async def test_a_feedback_of_one_of_them_goes_out_as_well(three: list[Path]) -> None:
    async with comparing(*three) as person:
        await person.press("E", "down", "enter")
        await person.sees("The files are called jan…")


async def test_what_is_not_of_that_recording_goes_out_without_it(three: list[Path]) -> None:
    sent = load_feedback(three[1])
    own = RecordingRef(file="mine.wav", sha256="cd", duration=Timecode(59.0))
    write_feedback(three[1], replace(sent, recording=own), force=True)
    remember_formats(("html",))
    async with comparing(*three, offsets={"Jan": -0.5}) as person:
        for downs, name in (1, "jan"), (3, "maria"):
            await person.press("E", *["down"] * downs, "enter")
            await person.sees(f"The files are called {name}…")
            await person.press("enter")
            await until(person.pilot, three[0].with_name(f"{name}.report.html").exists)
            await person.press("escape")
    pages = [three[0].with_name(f"{name}.report.html").read_text() for name in ("jan", "maria")]
    assert ["<audio" in page for page in pages] == [False, True]


async def test_the_coach_sees_who_saw_it(three: list[Path]) -> None:
    sent = group_outgoing(bring_files_together(three)).content.feedback
    path = three[0].with_name("talk.feedback.toml")
    write_feedback(path, sent)
    looked_at(sent.review)
    async with replaying(path) as person:
        await person.press("n", "n")
        await person.sees("Seen by Jan, Lea and Maria")
        await person.press("v")
        await person.sees("Jan: Observed · Lea: Observed · Maria: Observed")


# ------------------------------------------------------------- in the list, and when one is done


async def test_the_list_leads_to_all_of_them(three: list[Path]) -> None:
    async with visiting(three[0].parent) as person:
        await person.press("c")
        jan, lea, maria = sorted(three)
        assert person.choices == [OpenRequest("compare", jan, (lea, maria))]


async def test_the_list_lays_a_groups_feedback_beside_the_coachs_own_review(
    three: list[Path],
) -> None:
    for name, files in (("first", three[:2]), ("talk", three)):
        sent = group_outgoing(bring_files_together(files)).content.feedback
        write_feedback(three[0].with_name(f"{name}.group.feedback.toml"), sent)
    for path in three:
        path.unlink()
    own = self_review(three[0].parent, finished=True)
    async with visiting(own.parent) as person:
        await person.press("c")
        group = own.with_name("talk.group.feedback.toml")
        assert person.choices == [OpenRequest("compare", own, (group,))]


async def test_the_list_opens_them_and_says_who_has_not_finished(three: list[Path]) -> None:
    own = mine(three[0].with_name("talk.wav"))
    async with visiting(three[0].parent, opens=True) as person:
        await person.press("c")
        await until(person.pilot, lambda: "Paul has not finished" in told(person))
    own.write_bytes(encode_review(replace(load_review(own), finished=NOW)))
    async with visiting(three[0].parent, opens=True) as person:
        await person.press("c")
        await person.sees("Seen by all 4: 0")


def told(person: Visitor) -> str:
    return " ".join(notice.message for notice in person.app._notifications)


def mine(talk: Path, **changes: object) -> Path:
    """The review that an observer works on."""
    review = Review(
        id="d" * 32,
        session=Session(coach="Anna", reviewer="Paul", role="mentor", setting="group"),
        recording=feedback(talk).recording,
        rubric=RubricRef(id="icf-core", edition="2025"),
        markers=(Marker(id="m1", start=Timecode(3.0), comment="Warm"),),
        last_marker=1,
    )
    path = talk.with_name("talk.review.toml")
    path.write_bytes(encode_review(replace(review, **changes)))
    return path


async def test_an_observer_finishes_and_what_comes_later_is_not_compared(tmp_path: Path) -> None:
    talk = with_transcript(recording(tmp_path))
    path = mine(talk)
    async with reviewing(app_on(talk)) as person:
        await person.press("F")
        await person.sees("Finished: it is compared with the others'")
        await person.press("7")
    review = load_review(path)
    assert review.finished is not None
    assert len(review.markers) == 2
    then = as_finished(review)
    assert then is not None
    assert [one.comment for one in then.markers] == ["Warm"]
    async with reviewing(app_on(talk)) as person:
        assert "what you change now is not compared" in " ".join(person.document.notices)
        await person.press("F")
        await person.sees("Open again: what the others saw is sealed")
    review = load_review(path)
    assert review.finished is None
    assert as_finished(replace(review, finished=NOW)) is None


async def test_nobody_else_finishes_a_review(tmp_path: Path) -> None:
    talk = with_transcript(recording(tmp_path))
    mine(talk, session=Session(reviewer="Paul", role="mentor"))
    async with reviewing(app_on(talk)) as person:
        await person.press("F")
        await person.sees("one with 'group' in its details")
