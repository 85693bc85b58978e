"""Patterns count what their reader may see of the files in folders, and name what is left out."""

import datetime as dt
import os
from pathlib import Path

import pytest
from msgspec.structs import replace
from pattern_sessions import coachs_folder, feedback, marker, put, reply, review, rubric

from sessionlens.domain.answer import Answer, Reflection
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.pattern_words import cell_in_signs
from sessionlens.domain.patterns import Patterns
from sessionlens.library.pattern_files import GivenUpError
from sessionlens.library.patterns import FoundPatterns, gathered_patterns, words_at
from sessionlens.storage.lock import Lock
from sessionlens.storage.state import (
    ReviewState,
    remember_export,
    remember_folder,
    save_state,
)
from sessionlens.storage.unfinished import remember_own_review

ENDED = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)


def of(*folders: Path, coach: str = "", client: str = "") -> FoundPatterns:
    return gathered_patterns(folders).of_coach(coach, client)


def row(patterns: Patterns, competency: str) -> list[str]:
    """The cells of a competency, in signs."""
    return next(
        [cell_in_signs(cell) for cell in row.cells]
        for table in patterns.rubrics
        for row in table.competencies
        if row.id == competency
    )


def test_a_coachs_folders_lie_side_by_side(tmp_path: Path) -> None:
    patterns, notices = of(coachs_folder(tmp_path))
    assert notices == ()
    assert patterns.coach == "Anna"
    assert [session.main.title for session in patterns.sessions] == [
        f"Session {number}" for number in range(1, 7)
    ]
    assert row(patterns, "presence") == ["1+ 1- (1- 1·)", "1+ 1· (1- 1·)", "", "1+", "", ""]
    assert {client: len(numbers) for client, numbers in patterns.clients.items()} == {
        "Kim": 3,
        "Robin": 3,
    }
    assert [tag.across for tag in patterns.tags] == [True]
    (outcome,) = patterns.intentions
    assert (outcome.text, outcome.became) == ("Three breaths", "Twice, and then I forgot")
    assert [moment.session for moment in outcome.heard] == [1]
    assert [moment.why for moment in patterns.to_stay_with] == [
        "chosen to stay with",
        "a question",
        "a question",
    ]


def test_one_client_can_be_looked_at_alone(tmp_path: Path) -> None:
    patterns, _ = of(coachs_folder(tmp_path), client="ROBIN")
    assert [session.main.client for session in patterns.sessions] == ["Robin"] * 3
    with pytest.raises(SessionLensError, match="no session with the client 'Lou'"):
        of(tmp_path, client="Lou")


def test_folders_named_twice_count_once(tmp_path: Path) -> None:
    coachs_folder(tmp_path)
    assert len(of(tmp_path, tmp_path / "Kim", tmp_path).patterns.sessions) == 6


def test_of_several_coaches_one_has_to_be_named_however_it_is_spelled(tmp_path: Path) -> None:
    put(tmp_path, "a.feedback.toml", feedback(review(1, marker(1, "presence"), coach="Ána B.")))
    put(tmp_path, "b.feedback.toml", feedback(review(2, marker(1, "presence"), coach="Bea")))
    put(tmp_path, "c.feedback.toml", feedback(review(3, marker(1, "presence"), coach="ana b")))
    put(tmp_path, "d.feedback.toml", feedback(review(4, marker(1, "presence"), coach="")))
    with pytest.raises(SessionLensError, match="sessions of 2 coaches: ana b, Bea"):
        of(tmp_path)
    patterns, notices = of(tmp_path, coach="Ana B")
    assert [session.main.title for session in patterns.sessions] == ["Session 1", "Session 3"]
    assert notices == ("Left out: 1 session names no coach",)
    with pytest.raises(SessionLensError, match="no session of 'Cleo'"):
        of(tmp_path, coach="Cleo")


def test_the_newest_export_of_a_review_counts_and_the_others_are_named(tmp_path: Path) -> None:
    source = review(1, marker(1, "presence", "growth"))
    put(tmp_path, "talk.feedback.toml", feedback(source, days=1))
    again = replace(source, markers=(marker(1, "presence", "strength"),))
    put(tmp_path, "Feedback von Maria.txt", feedback(again, days=3))
    patterns, notices = of(tmp_path)
    assert row(patterns, "presence") == ["1+"]
    assert notices == ("Older exports of what is counted: talk.feedback.toml",)


def test_a_mentors_review_counts_where_there_is_no_feedback_of_it(tmp_path: Path) -> None:
    secret = marker(9, "presence", "growth", private=True)
    first = review(1, marker(1, "presence", "strength"), secret)
    put(tmp_path, "talk1.review.toml", first)
    second = review(2, marker(1, "presence"), marker(2, "presence"))
    put(tmp_path, "talk2.review.toml", second)
    put(tmp_path, "talk2.feedback.toml", feedback(replace(second, markers=second.markers[:1])))
    patterns, notices = of(tmp_path)
    assert row(patterns, "presence") == ["1+", "1·"]
    assert notices == ("1 private marker is left out",)


def test_what_is_broken_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    coachs_folder(tmp_path)
    put(tmp_path, "cut.feedback.toml", feedback(review(7, marker(1, "presence"))))
    whole = (tmp_path / "cut.feedback.toml").read_bytes()
    (tmp_path / "cut.feedback.toml").write_bytes(whole[:-300])
    (tmp_path / "newer.toml").write_bytes(whole.replace(b"version = 1", b"version = 2"))
    (tmp_path / "odd.txt").write_bytes(whole.replace(b"[[markers]]", b'[[markers]]\nrating = "4"'))
    (tmp_path / "quote.toml").write_bytes(whole.replace(b'quote = "', b"quote = "))
    (tmp_path / "empty.feedback.toml").touch()
    (tmp_path / "noise.feedback.toml").write_bytes(os.urandom(4000))
    (tmp_path / "shopping.txt").write_text("bread")
    (tmp_path / "settings.toml").write_text('format = "sessionlens.config"\n')
    patterns, notices = of(tmp_path)
    assert len(patterns.sessions) == 6
    names = [notice.removeprefix("Not counted: ").split(":")[0] for notice in notices]
    assert sorted(names) == [
        "cut.feedback.toml",
        "empty.feedback.toml",
        "newer.toml",
        "noise.feedback.toml",
        "odd.txt",
        "quote.toml",
    ]


def test_what_is_broken_further_down_is_named_with_its_folder(tmp_path: Path) -> None:
    coachs_folder(tmp_path)
    (tmp_path / "Kim" / "broken.feedback.toml").write_text("format = 1")
    _, notices = of(tmp_path)
    assert [notice.split(": ")[1] for notice in notices] == ["Kim/broken.feedback.toml"]


def test_a_time_without_a_zone_can_be_set_beside_others(tmp_path: Path) -> None:
    for number in (1, 2):
        sent = feedback(review(number, marker(1, "presence"), date=None))
        path = put(tmp_path, f"talk{number}.feedback.toml", sent)
        made = reply(sent, reflection=Reflection(practise="More silence"), exported=ENDED)
        put(tmp_path, f"talk{number}.reply.toml", made)
    for path in tmp_path.glob("talk1.*"):
        path.write_bytes(path.read_bytes().replace(b"+00:00", b"").replace(b"00Z", b"00"))
    patterns, notices = of(tmp_path)
    assert notices == ()
    assert [session.main.title for session in patterns.sessions] == ["Session 1", "Session 2"]
    assert len(patterns.intentions) == 2


def test_a_file_of_an_impossible_time_is_counted(tmp_path: Path) -> None:
    path = put(tmp_path, "talk1.review.toml", review(1, marker(1, "presence"), date=None))
    os.utime(path, (2**40, 2**40))
    assert len(of(tmp_path).patterns.sessions) == 1


def test_a_rubric_that_nobody_has_still_counts(tmp_path: Path) -> None:
    own = replace(rubric(), id="own-words", title="Our own words")
    source = review(1, marker(1, "presence"), using=own)
    put(tmp_path, "talk1.feedback.toml", feedback(source, own))
    lost = replace(own, id="lost", title="Lost")
    put(tmp_path, "talk2.review.toml", review(2, marker(1, "presence", "growth"), using=lost))
    patterns, notices = of(tmp_path)
    by_id = {table.names.id: table for table in patterns.rubrics}
    assert by_id["own-words"].competencies[4].title == "Maintains Presence"
    assert [competency.title for competency in by_id["lost"].competencies] == ["presence"]
    assert notices == ("The rubric 'lost' is not here: its competencies stand under their ids",)


# -------------------------------------------------------------------- what may be seen


def test_feedback_is_sealed_while_an_own_review_is_open(tmp_path: Path) -> None:
    put(tmp_path / "mail", "talk.feedback.toml", feedback(review(1, marker(1, "presence"))))
    put(tmp_path, "other.feedback.toml", feedback(review(2, marker(1, "presence"))))
    own = review(1, marker(5, "agreements", "growth"), role="coach")
    path = put(tmp_path / "own", "talk.self.review.toml", own)
    patterns, notices = of(tmp_path)
    assert row(patterns, "presence") == ["", "1·"]
    assert row(patterns, "agreements") == ["(1-)", ""]
    assert notices == (
        "Sealed until your own review of the session is finished: talk.feedback.toml",
    )
    path.unlink()
    put(tmp_path / "own", "talk.self.review.toml", replace(own, finished=ENDED))
    patterns, notices = of(tmp_path)
    assert row(patterns, "presence") == ["1· (0)", "1·"]
    assert row(patterns, "agreements") == ["(1-)", ""]
    assert notices == ()


def test_the_own_review_may_lie_elsewhere(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "feedback", tmp_path / "elsewhere"
    put(folder, "talk.feedback.toml", feedback(review(1, marker(1, "presence"))))
    own = review(1, marker(5, "agreements"), role="coach")
    path = put(elsewhere, "talk.self.review.toml", own)
    assert len(of(folder).patterns.sessions) == 1
    remember_own_review(own.id, path, own.recording, own.session.title)
    assert len(of(folder).patterns.sessions) == 0


def test_an_own_review_in_a_folder_that_was_used_seals_too(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "feedback", tmp_path / "elsewhere"
    put(folder, "talk.feedback.toml", feedback(review(1, marker(1, "presence"))))
    put(elsewhere, "mine.toml", review(1, marker(5, "agreements"), role="coach"))
    remember_folder(elsewhere)
    assert len(of(folder).patterns.sessions) == 0


def test_an_own_review_that_is_open_in_another_window_seals(tmp_path: Path) -> None:
    put(tmp_path, "talk1.feedback.toml", feedback(review(1, marker(1, "presence"))))
    with Lock(tmp_path / "talk1.self.review.toml"):
        assert len(of(tmp_path).patterns.sessions) == 0
    assert len(of(tmp_path).patterns.sessions) == 1


def test_an_own_review_that_cannot_be_read_seals(tmp_path: Path) -> None:
    put(tmp_path, "talk1.feedback.toml", feedback(review(1, marker(1, "presence"))))
    put(tmp_path, "talk2.feedback.toml", feedback(review(2, marker(1, "presence"))))
    path = put(tmp_path, "talk1.self.review.toml", review(1, marker(5, "presence"), role="coach"))
    path.write_bytes(path.read_bytes().replace(b"start =", b"start"))
    patterns, notices = of(tmp_path)
    assert [session.main.title for session in patterns.sessions] == ["Session 2"]
    assert any(notice.startswith("Not counted: talk1.self.review.toml") for notice in notices)


def test_a_mentor_sees_of_the_coachs_own_review_what_was_sent_after_exporting(
    tmp_path: Path,
) -> None:
    mentors = review(1, marker(1, "presence", "growth"))
    put(tmp_path, "talk1.review.toml", mentors)
    own = review(1, marker(1, "presence", "strength"), role="coach")
    raw = put(tmp_path, "talk1.self.review.toml", replace(own, finished=ENDED))
    patterns, notices = of(tmp_path)
    assert row(patterns, "presence") == ["1-"]
    assert notices == (
        "A coach's private files, of which nothing is shown: talk1.self.review.toml",
    )
    raw.unlink()
    put(tmp_path, "talk1.to-send.self.review.toml", replace(own, exported=ENDED))
    patterns, notices = of(tmp_path)
    assert row(patterns, "presence") == ["1-"]
    assert notices == (
        "Shown when your own feedback has been exported: talk1.to-send.self.review.toml",
    )
    remember_export(mentors.id)
    patterns, notices = of(tmp_path)
    assert row(patterns, "presence") == ["1- (1+)"]
    assert notices == ()


def test_a_coach_who_has_the_mentors_review_too_is_sealed_until_they_have_finished(
    tmp_path: Path,
) -> None:
    put(tmp_path, "talk1.review.toml", review(1, marker(1, "presence", "growth")))
    own = review(1, marker(1, "presence", "strength"), role="coach")
    put(tmp_path, "talk1.self.review.toml", own)
    save_state(own.id, ReviewState())
    patterns, notices = of(tmp_path)
    assert row(patterns, "presence") == ["(1+)"]
    assert notices == (
        "Sealed until your own review of the session is finished: talk1.review.toml",
    )
    put(tmp_path, "talk1.self.review.toml", replace(own, finished=ENDED))
    assert row(of(tmp_path).patterns, "presence") == ["1- (1+)"]


def test_nobody_is_kept_from_their_own_words(tmp_path: Path) -> None:
    mentors = review(1, marker(1, "presence"))
    put(tmp_path, "talk1.review.toml", mentors)
    put(tmp_path, "talk1.feedback.toml", feedback(mentors))
    put(tmp_path, "talk1.self.review.toml", review(1, marker(5, "presence"), role="coach"))
    assert row(of(tmp_path).patterns, "presence") == ["1·"]


# -------------------------------------------------------------------- words, waiting


def test_words_are_read_from_the_file_when_they_are_asked_for(tmp_path: Path) -> None:
    secret = marker(9, "presence", private=True)
    put(tmp_path, "talk1.review.toml", review(1, marker(1, "presence"), secret))
    view = of(tmp_path).patterns.sessions[0].main
    words = words_at(view)
    assert list(words) == ["m1"]
    assert words["m1"].comment == "What I noticed at 1."


def test_what_was_sent_and_what_is_worked_on_are_one_intention(tmp_path: Path) -> None:
    sent = feedback(review(1, marker(1, "presence")))
    put(tmp_path, "talk1.feedback.toml", sent)
    made = reply(sent, reflection=Reflection(practise="Shorter questions"))
    old = put(tmp_path, "talk1.to-send.reply.toml", replace(made, exported=ENDED))
    os.utime(old, (1, 1))
    now = replace(
        made,
        reflection=Reflection(practise="One question at a time"),
        answers=(Answer(marker="m1", stance="supervision"),),
    )
    put(tmp_path, "talk1.reply.toml", now)
    patterns, _ = of(tmp_path)
    assert [outcome.text for outcome in patterns.intentions] == ["One question at a time"]
    assert [moment.marker.id for moment in patterns.to_stay_with] == ["m1"]


def test_waiting_can_be_given_up(tmp_path: Path) -> None:
    coachs_folder(tmp_path)
    with pytest.raises(GivenUpError):
        gathered_patterns([tmp_path], lambda done, count: done < count / 2)


def test_links_and_hidden_folders_are_not_followed(tmp_path: Path) -> None:
    elsewhere = coachs_folder(tmp_path / "elsewhere")
    folder = tmp_path / "mine"
    put(folder, "talk7.feedback.toml", feedback(review(7, marker(1, "presence"))))
    (folder / "link").symlink_to(elsewhere)
    (folder / "round").symlink_to(folder)
    (folder / ".hidden").symlink_to(elsewhere / "Kim")
    (folder / "one.feedback.toml").symlink_to(
        elsewhere / "Robin" / "2026-1" / "talk1.feedback.toml"
    )
    assert len(of(folder).patterns.sessions) == 1


def test_what_is_no_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(SessionLensError, match="There is no such folder"):
        of(tmp_path / "nowhere")
    assert of(tmp_path).patterns.sessions == ()
