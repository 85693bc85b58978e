"""A coach's reply on disk: read and written whole, its mistakes named with their line."""

import datetime as dt
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sessionlens.domain.answer import STANCES, Answer, Reflection, fingerprint
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import Feedback
from sessionlens.domain.marker import RATINGS, Marker
from sessionlens.domain.reply import Reply
from sessionlens.domain.review import RecordingRef, Review, RubricRef, Session
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.text import clean
from sessionlens.domain.timecode import Timecode
from sessionlens.storage import document, paths, toml
from sessionlens.storage.feedback import encode_feedback
from sessionlens.storage.replies import (
    ReplyFile,
    answered_feedback,
    encode_reply,
    find_reply,
    load_reply,
    reply_path,
)
from sessionlens.storage.reviews import FORMAT as REVIEW
from sessionlens.storage.reviews import encode_review

REPLY = Reply(
    id="r1",
    feedback="f1",
    review="5f0c",
    session=Session(title="Third session", coach="Anna"),
    recording=RecordingRef(file="talk.m4a"),
    reflection=Reflection(take_away="Wait longer.", practise="Silence", until=dt.date(2027, 1, 31)),
    answers=(
        Answer(marker="m7", start=Timecode(754.2), seen="9f2c", stance="try", text="I will."),
        Answer(marker="m2", note="Was I tired?\nI was."),
    ),
)
TEXTS = st.text().map(lambda text: clean(text, multiline=True))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "talk.reply.toml"
    path.write_bytes(encode_reply(REPLY))
    return path


def edited(path: Path, old: str, new: str) -> int:
    """Change the file by hand; returns the line of what was put there."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_it_reads_well_in_a_plain_editor(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.startswith("# What a coach answers")
    assert '[[answers]]\nmarker = "m7"\nstart = 00:12:34.200\n' in text
    assert 'stance = "try"\ntext = "I will."\n' in text
    table = tomllib.loads(text)
    assert (table["format"], table["version"]) == ("sessionlens.reply", 1)
    assert table["reflection"]["until"] == dt.date(2027, 1, 31)
    assert [one["marker"] for one in table["answers"]] == ["m7", "m2"]


@given(
    st.lists(
        st.builds(
            Answer,
            marker=st.text().map(clean),
            stance=st.sampled_from([None, *STANCES]),
            text=TEXTS,
            note=TEXTS,
            start=st.one_of(st.none(), st.floats(0, 1e5).map(Timecode)),
        ),
        unique_by=lambda one: one.marker,
    ),
    st.builds(
        Reflection,
        take_away=TEXTS,
        practise=TEXTS,
        until=st.one_of(st.none(), st.dates(dt.date(1900, 1, 1), dt.date(9998, 12, 31))),
    ),
)
def test_any_reply_reads_back_the_same(answers: list[Answer], reflection: Reflection) -> None:
    reply = replace(REPLY, answers=tuple(answers), reflection=reflection)
    source = document.parse(encode_reply(reply), Path("x")).require("sessionlens.reply")
    assert toml.convert(source, Reply) == reply


@given(st.text(), st.text(), st.floats(0, 2e5), st.sampled_from([None, *RATINGS]))
def test_a_marker_is_still_the_same_when_it_comes_back_from_a_file(
    comment: str, quote: str, start: float, rating: str | None
) -> None:
    marker = Marker(id="m1", start=Timecode(start), comment=comment, quote=quote, rating=rating)  # type: ignore[arg-type]
    review = Review(
        id="x", recording=RecordingRef(file="f"), rubric=RubricRef(id="r"), markers=(marker,)
    )
    source = document.parse(encode_review(review), Path("x")).require(REVIEW)
    assert fingerprint(toml.convert(source, Review).markers[0]) == fingerprint(marker)


def test_two_answers_to_one_marker_are_refused_with_both_lines(path: Path) -> None:
    line = edited(path, 'marker = "m2"', 'marker = "m7"')
    with pytest.raises(SessionLensError, match="'m7' is there twice") as caught:
        load_reply(path)
    assert caught.value.line == line
    assert "has it, too" in caught.value.hint


def test_a_newer_version_is_never_half_read(path: Path) -> None:
    line = edited(path, "version = 1", "version = 2")
    with pytest.raises(SessionLensError, match="newer SessionLens") as caught:
        load_reply(path)
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('stance = "try"', 'stance = "maybe"', "'agree', 'differently', 'try', 'supervision'"),
        ('text = "I will."', "text = 7", "should be text"),
        ('text = "I will."', 'txt = "I will."', "Did you mean 'text'"),
        ("until = 2027-01-31", 'until = "soon"', "until"),
        ('marker = "m7"', "", "'marker' is missing"),
    ],
)
def test_a_mistake_by_hand_is_named_with_its_line(
    path: Path, old: str, new: str, message: str
) -> None:
    line = edited(path, old, new)
    with pytest.raises(SessionLensError) as caught:
        load_reply(path)
    assert message in str(caught.value)
    assert caught.value.where == path
    assert caught.value.line is not None
    assert abs(caught.value.line - line) <= 1


def test_what_another_program_wrote_meanwhile_is_not_overwritten(path: Path) -> None:
    file = ReplyFile(path)
    ours = file.load()
    theirs = encode_reply(replace(REPLY, answers=()))
    path.write_bytes(theirs)
    with pytest.raises(SessionLensError, match="Another program has changed"):
        file.save(replace(ours, id="ours"))
    assert path.read_bytes() == theirs


def test_a_second_window_reads_and_does_not_write(path: Path) -> None:
    first, second = ReplyFile(path), ReplyFile(path)
    assert first.claim()
    assert not second.claim()
    assert second.load() == REPLY
    assert second.read_only.startswith("This reply is open in another window")
    with pytest.raises(SessionLensError, match="another window"):
        second.save(REPLY)
    first.close()
    assert second.claim()
    second.close()


def test_its_name_is_that_of_the_feedback(tmp_path: Path) -> None:
    assert reply_path(tmp_path / "talk.feedback.toml", "5f0c") == tmp_path / "talk.reply.toml"
    assert reply_path(tmp_path / "mail.toml", "5f0c") == tmp_path / "mail.reply.toml"


def test_a_reply_to_another_review_keeps_its_name(path: Path) -> None:
    other = reply_path(path.with_name("talk.feedback.toml"), "../../other")
    assert other != path
    assert other.parent == path.parent
    ReplyFile(other).save(replace(REPLY, review="../../other"))
    assert reply_path(path.with_name("talk.feedback.toml"), "../../other") == other
    assert reply_path(path.with_name("talk.feedback.toml"), "5f0c") == path


def test_where_one_may_not_write_the_reply_goes_on_in_the_users_folder(
    path: Path, user_folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "_writable", lambda folder: folder != path.parent)
    other = reply_path(path.with_name("talk.feedback.toml"), "5f0c")
    assert other.is_relative_to(user_folders)
    assert load_reply(other) == REPLY


def test_a_reply_in_the_users_folder_goes_on_whatever_the_feedback_is_called(
    tmp_path: Path, user_folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "_writable", lambda folder: folder != tmp_path)
    first = reply_path(tmp_path / "talk.feedback.toml", "5f0c")
    assert first.is_relative_to(user_folders)
    ReplyFile(first).save(REPLY)
    assert reply_path(tmp_path / "talk.feedback (1).toml", "5f0c") == first
    assert reply_path(tmp_path / "talk.feedback (1).toml", "other") != first


def test_the_reply_beside_a_review_is_found_by_what_it_answers(path: Path) -> None:
    review = path.with_name("talk.review.toml")
    assert find_reply(review, "5f0c").path == path
    mailed = path.rename(path.with_name("from Anna.reply.toml"))
    path.write_text("broken", "utf-8")
    reply_beside = find_reply(review, "5f0c")
    assert (reply_beside.path, reply_beside.reply) == (mailed, REPLY)
    assert len(reply_beside.notices) == 1
    assert "talk.reply.toml" in reply_beside.notices[0]
    assert find_reply(review, "other").reply is None


NOW = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)


def test_of_several_replies_the_newest_export_counts_and_the_others_are_named(path: Path) -> None:
    answer = Answer(marker="m7", stance="agree", text="Now I see it.")
    newer = path.with_name("Antwort von Anna.txt")
    newer.write_bytes(encode_reply(replace(REPLY, exported=NOW, answers=(answer,))))
    earlier = path.with_name("talk.to-send.reply (1).toml")
    earlier.write_bytes(encode_reply(replace(REPLY, exported=NOW - dt.timedelta(days=1))))
    reply_beside = find_reply(path.with_name("talk.review.toml"), "5f0c")
    assert (reply_beside.path, reply_beside.reply) == (
        newer,
        replace(REPLY, exported=NOW, answers=(answer,)),
    )
    assert reply_beside.notices == (f"Also here, older: {path.name}, {earlier.name}",)
    newer.write_text(newer.read_text("utf-8").replace("version = 1", "version = 9", 1), "utf-8")
    reply_beside = find_reply(path.with_name("talk.review.toml"), "5f0c")
    assert reply_beside.path == earlier
    assert "newer SessionLens" in reply_beside.notices[0]


def test_the_own_reply_goes_on_whatever_the_feedback_is_called_now(
    path: Path, tmp_path: Path
) -> None:
    feedback = feedback_of("5f0c")
    again = tmp_path / "talk.feedback (1).toml"
    again.write_bytes(encode_feedback(feedback, again.name))
    assert reply_path(again, "5f0c") == path
    renamed = path.rename(tmp_path / "mine.txt")
    assert reply_path(again, "5f0c") == renamed
    renamed.unlink()
    sent = tmp_path / "talk.to-send.reply.toml"
    sent.write_bytes(encode_reply(replace(REPLY, exported=NOW)))
    mailed = tmp_path / "Feedback von Maria.txt"
    mailed.write_bytes(encode_feedback(feedback, mailed.name))
    assert reply_path(mailed, "5f0c") == tmp_path / "talk.reply.toml"


def test_a_reply_is_held_against_the_newest_export_of_the_feedback(path: Path) -> None:
    feedback = feedback_of("5f0c")
    for name, days in (("talk.feedback.toml", 0), ("round2", 2), ("a.txt", 1)):
        target = path.with_name(name)
        made = replace(feedback, id=name, exported=NOW + dt.timedelta(days=days))
        target.write_bytes(encode_feedback(made, name))
    answered = answered_feedback(path, "5f0c")
    assert answered is not None
    assert answered.id == "round2"


def feedback_of(review: str) -> Feedback:
    """What a mentor has sent, without a moment."""
    rubric = Rubric(id="small", title="Small", competencies=())
    recording = RecordingRef(file="talk.m4a")
    return Feedback(id="f", review=review, exported=NOW, recording=recording, rubric=rubric)


def test_without_feedback_beside_it_a_reply_stands_alone(path: Path) -> None:
    path.with_name("talk.feedback.toml").write_text("broken", "utf-8")
    assert answered_feedback(path, "5f0c") is None


def test_a_broken_reply_to_another_review_is_nobodys_business(path: Path) -> None:
    path.with_name("other.reply.toml").write_text('review = "else"\nbroken', "utf-8")
    path.unlink()
    assert find_reply(path.with_name("talk.review.toml"), "5f0c").notices == ()


@pytest.mark.parametrize("review", ['with "quotes"', "back\\slash", "ünïcode"])
def test_a_reply_is_found_whatever_the_id_is_made_of(path: Path, review: str) -> None:
    other = path.with_name("x.reply.toml")
    other.write_bytes(encode_reply(replace(REPLY, review=review)))
    assert find_reply(path.with_name("talk.review.toml"), review).path == other
