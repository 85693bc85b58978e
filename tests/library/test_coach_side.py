"""What a mentor sees of the coach's files: the reply and the questions; the rest after export."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from coach_files import NOW, mailed, recording, reference, review_of, saved, sent
from msgspec.structs import replace
from places import Place

from sessionlens.domain.answer import Answer, fingerprint
from sessionlens.domain.changes import Material
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.preparation import Preparation, Share
from sessionlens.domain.reply import Reply, threads
from sessionlens.domain.review import RecordingRef
from sessionlens.files import exists
from sessionlens.library.exporting import feedback_to_send
from sessionlens.library.review import OpenedReview, with_reply
from sessionlens.storage.replies import ReplyFile
from sessionlens.storage.reviews import load_review
from sessionlens.storage.state import (
    ReviewState,
    remember_export,
    remember_folder,
    remember_names,
    save_state,
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    place = Place(tmp_path, monkeypatch)
    recording(place.folder / "talk.wav")
    yield place
    place.close()


@pytest.fixture
def talk(place: Place) -> Path:
    path = place.folder / "talk.wav"
    saved(path.with_name("talk.review.toml"), review_of(path))
    return path


def replied(path: Path, *answers: Answer, review: str = "ab" * 16) -> Path:
    recording = RecordingRef(file="talk.wav")
    reply = Reply(id="r", feedback="f1", review=review, recording=recording, answers=answers)
    ReplyFile(path).save(reply)
    return path


def self_review(talk: Path) -> Path:
    return saved(talk.with_name("talk.self.review.toml"), review_of(talk, role="coach"))


def test_a_reply_beside_the_review_is_shown_without_the_coachs_notes(
    place: Place, talk: Path
) -> None:
    path = replied(
        talk.with_name("talk.reply.toml"),
        Answer(marker="m1", stance="try", text="Yes", note="mine"),
        Answer(marker="gone", text="?"),
    )
    opened = place.open(talk)
    side = opened.coach_side
    assert side.reply_path == path
    assert side.reply is not None
    assert side.reply.answer("m1") == Answer(marker="m1", stance="try", text="Yes")
    assert any("1 marker that is not in this review" in one for one in opened.notices)


def test_a_marker_changed_since_the_answer_is_known_as_such(place: Place, talk: Path) -> None:
    answer = Answer(marker="m1", seen="0" * 16, stance="agree")
    replied(talk.with_name("talk.reply.toml"), answer)
    opened = place.open(talk)
    assert opened.coach_side.reply is not None
    answered = threads(opened.coach_side.reply.answers, opened.review.markers, opened.rubric)
    assert answered["m1"].changed


def test_a_reply_from_elsewhere_is_named(place: Place, talk: Path, tmp_path: Path) -> None:
    path = replied(tmp_path / "mail.reply.toml", Answer(marker="m1", stance="agree"))
    opened = place.open(talk)
    assert opened.coach_side.reply is None
    assert with_reply(opened, path).coach_side.reply is not None
    other = replied(tmp_path / "other.reply.toml", review="another")
    with pytest.raises(SessionLensError, match="another review"):
        with_reply(opened, other)


def sides(opened: OpenedReview) -> tuple[Path | None, bool, list[str]]:
    side = opened.coach_side
    return side.self_review, side.withheld is not None, [one.id for one in side.questions]


def test_before_the_export_a_mentor_sees_questions_and_nothing_else(
    place: Place, talk: Path
) -> None:
    copy = sent(talk)
    opened = place.open(talk)
    assert sides(opened) == (None, True, ["m2"])
    opened.store.close()
    mailed(talk)
    assert sides(place.open(talk)) == (copy, False, ["m2"])


def test_a_feedback_by_any_name_tells_of_the_export(place: Place, talk: Path) -> None:
    copy = sent(talk)
    mailed(talk).rename(talk.with_name("for Anna (1).txt"))
    assert sides(place.open(talk)) == (copy, False, ["m2"])


def test_a_coachs_private_file_is_refused_in_one_line_and_not_shown(
    place: Place, talk: Path
) -> None:
    own = self_review(talk)
    opened = place.open(talk)
    assert sides(opened) == (None, False, [])
    (notice,) = [one for one in opened.notices if "private" in one]
    assert notice.startswith("talk.self.review.toml: This is the coach's private file")
    assert "Ask them for the copy that their export makes" in notice
    opened.store.close()
    own.write_text(own.read_text("utf-8").replace("[session]", "[session"), "utf-8")
    opened = place.open(talk)
    assert sides(opened) == (None, False, [])
    assert any("private" in one for one in opened.notices)


def test_of_several_copies_the_newest_counts_and_the_older_is_named(
    place: Place, talk: Path
) -> None:
    sent(talk).rename(talk.with_name("Annas Blick.txt"))
    later = replace(review_of(talk, role="coach"), exported=NOW + dt.timedelta(days=1))
    newest = saved(talk.with_name("self (1).toml"), later)
    opened = place.open(talk)
    assert sides(opened) == (None, True, ["m2"])
    assert "Also here, older: Annas Blick.txt" in opened.notices
    opened.store.close()
    newest.write_text(newest.read_text("utf-8").replace("rating", "ratng"), "utf-8")
    opened = place.open(talk)
    assert sides(opened) == (None, True, ["m2"])
    assert any("self (1).toml" in one and "ratng" in one for one in opened.notices)


def test_a_copy_that_is_no_toml_any_more_is_said(place: Place, talk: Path) -> None:
    copy = sent(talk)
    copy.write_text(copy.read_text("utf-8").replace("[session]", "[session"), "utf-8")
    opened = place.open(talk)
    assert sides(opened) == (None, False, [])
    assert any("Not shown" in one and copy.name in one for one in opened.notices)


def test_what_a_coach_sent_about_another_session_is_passed_over(place: Place, talk: Path) -> None:
    other = recording(place.folder / "other.wav", seconds=9.0, sound=2)
    saved(
        place.folder / "other.to-send.self.review.toml",
        replace(
            review_of(other, role="coach"), exported=NOW, recording=reference(other, seconds=9.0)
        ),
    )
    opened = place.open(talk)
    assert sides(opened) == (None, False, [])
    assert not any("other" in one for one in opened.notices)


@pytest.mark.parametrize(
    ("share", "least"), [("nothing", ""), ("something", ""), ("all", "I wanted to impress him")]
)
def test_what_a_coach_prepared_is_there_at_once_as_far_as_they_share_it(
    place: Place, talk: Path, share: Share, least: str
) -> None:
    whole = Preparation(bring="02:52", least="I wanted to impress him", share=share)
    sent(talk, preparation=whole)  # by a program that shares too much
    side = place.open(talk).coach_side
    assert side.withheld
    assert side.preparation == Preparation(bring="02:52", least=least, share=share)


def test_that_there_is_something_arrives_where_only_that_was_sent(place: Place, talk: Path) -> None:
    sent(talk, preparation=Preparation(share="something"))
    assert place.open(talk).coach_side.preparation.share == "something"


def test_that_the_moments_were_read_first_is_told_to_the_mentor(place: Place, talk: Path) -> None:
    sent(talk, seal_broken=NOW)
    assert place.open(talk).coach_side.seal_broken == NOW


def test_a_copy_that_was_sent_is_read_and_not_changed(place: Place, talk: Path) -> None:
    copy = sent(talk)
    with pytest.raises(SessionLensError, match="when your own feedback has been exported"):
        place.open(talk, review=copy)
    mailed(talk)
    before = copy.read_bytes()
    opened = place.open(talk, review=copy)
    assert "Anna's own review as it was sent on 2026-11-21" in (opened.read_only or "")
    with pytest.raises(SessionLensError, match="as it was sent"):
        opened.store.save(
            Material(opened.review, None), Material(replace(opened.review, markers=()), None)
        )
    assert copy.read_bytes() == before


def test_a_coach_opens_what_they_have_sent_beside_their_own(place: Place, talk: Path) -> None:
    talk.with_name("talk.review.toml").unlink()
    own, copy = self_review(talk), sent(talk)
    assert place.open(talk, role="coach").review_path == own
    assert place.open(talk, review=copy).read_only
    own.unlink()
    assert not exists(place.open(talk, role="coach").review_path), "the copy is none to work on"


def test_nobody_is_kept_from_their_own_review(place: Place, talk: Path) -> None:
    own = self_review(talk)
    save_state(load_review(own).id, ReviewState(position=1.0))
    opened = place.open(talk, role="coach")
    assert opened.review_path == own
    assert opened.coach_side == type(opened.coach_side)()


def test_a_private_file_beside_the_mentors_review_is_not_opened(place: Place, talk: Path) -> None:
    own = self_review(talk)
    with pytest.raises(SessionLensError, match="private file") as refused:
        place.open(talk, role="coach")
    assert "move talk.review.toml out of this folder" in refused.value.hint
    with pytest.raises(SessionLensError, match="private file"):
        feedback_to_send(own)


def test_a_copy_that_was_sent_waits_for_an_export_from_another_folder(
    place: Place, talk: Path, tmp_path: Path
) -> None:
    remember_folder(talk.parent)
    other = tmp_path / "elsewhere" / talk.name
    other.parent.mkdir()
    other.write_bytes(talk.read_bytes())
    copy = replace(review_of(other, role="coach"), id="cd" * 16, exported=NOW)
    sent = saved(other.with_name("talk.self.review.toml"), copy)
    with pytest.raises(SessionLensError, match="your own feedback has been exported"):
        place.open(other, review=sent, role="coach")
    remember_export(load_review(talk.with_name("talk.review.toml")).id)
    assert place.open(other, review=sent, role="coach").read_only


def test_a_coachs_review_is_a_file_of_its_own(place: Place, talk: Path) -> None:
    opened = place.open(talk, role="coach")
    assert opened.review_path.name == "talk.self.review.toml"
    assert opened.review.session.role == "coach"
    assert opened.review.id != load_review(talk.with_name("talk.review.toml")).id


def test_an_export_carries_the_reply_unless_told_not_to(talk: Path, tmp_path: Path) -> None:
    path = replied(
        talk.with_name("talk.reply.toml"),
        Answer(marker="m1", stance="try", note="mine"),
        Answer(marker="gone", text="?"),
    )
    made = feedback_to_send(talk)
    assert made.reply == path
    assert made.feedback.answers == (Answer(marker="m1", stance="try"),)
    own = talk.with_name("talk.review.toml")
    review = load_review(own)
    to_it = replace(review.summary, to_reflection="So do I.", reflection_seen="ab")
    saved(own, replace(review, summary=to_it))
    assert feedback_to_send(talk).feedback.summary.to_reflection == "So do I."
    alone = feedback_to_send(talk, thread=False).feedback
    assert (alone.answers, alone.summary) == ((), review.summary)
    other = replied(tmp_path / "mail.toml", Answer(marker="m2", text="No"))
    assert [one.marker for one in feedback_to_send(talk, other).feedback.answers] == ["m2"]


def test_a_thread_with_a_private_marker_leaves_that_answer_out(talk: Path) -> None:
    replied(talk.with_name("talk.reply.toml"), Answer(marker="m1", stance="try"))
    path = talk.with_name("talk.review.toml")
    review = load_review(path)
    first, second = review.markers
    saved(path, replace(review, markers=(replace(first, private=True), second)))
    assert feedback_to_send(path).feedback.answers == ()


def test_an_answer_to_a_moment_that_went_out_under_a_pseudonym_is_one_to_it(
    place: Place, talk: Path
) -> None:
    path = talk.with_name("talk.review.toml")
    review = load_review(path)
    first, *others = review.markers
    named = replace(first, comment="Jonas waits, and so do you.", quote="Jonas, what else?")
    review = replace(review, markers=(named, *others))
    saved(path, review)
    remember_names(review.id, ("Jonas=J.",))
    shown = replace(named, comment="J. waits, and so do you.", quote="J., what else?")
    replied(
        talk.with_name("talk.reply.toml"),
        Answer(marker=named.id, stance="agree", seen=fingerprint(shown)),
    )
    opened = place.open(talk)
    reply = opened.coach_side.reply
    assert reply is not None
    (thread,) = threads(reply.answers, review.markers, opened.rubric).values()
    assert not thread.changed
    changed = (replace(named, comment="Jonas speaks."), *others)
    (thread,) = threads(reply.answers, changed, opened.rubric).values()
    assert thread.changed
