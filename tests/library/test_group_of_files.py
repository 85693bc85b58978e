"""Several people's files of one session: brought together, refused where they do not fit."""

from pathlib import Path

import pytest
from coach_files import NOW, RUBRIC, recording, saved, sent
from msgspec.structs import replace
from observers import changed, of, three_reviews

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import feedback_from
from sessionlens.domain.group import GroupMoment
from sessionlens.domain.marker import Marker
from sessionlens.domain.review import RecordingRef, RubricRef
from sessionlens.domain.timecode import Timecode
from sessionlens.library.comparing import open_comparison
from sessionlens.library.group import GroupCompared, bring_files_together, group_outgoing
from sessionlens.storage.feedback import encode_feedback, load_feedback, write_feedback
from sessionlens.storage.reviews import load_review
from sessionlens.storage.state import remember_names


@pytest.fixture
def three(tmp_path: Path) -> list[Path]:
    return three_reviews(tmp_path)


@pytest.fixture
def talk(three: list[Path]) -> Path:
    return three[0].with_name("talk.wav")


def names_of(compared: GroupCompared, moment: GroupMoment) -> list[str]:
    return [compared.group.observers[who].name for who, _ in moment.seen]


def test_three_reviews_are_brought_together(three: list[Path], talk: Path) -> None:
    opened = open_comparison(*three)
    compared = opened.compared
    assert isinstance(compared, GroupCompared)
    assert [party.name for party in compared.parties] == ["Jan", "Lea", "Maria"]
    assert len(compared.group.by_all) == 2
    assert opened.recording == talk
    assert compared.notices == ()


def test_a_review_that_holds_nothing_is_somebody_who_saw_nothing(three: list[Path]) -> None:
    changed(three[2], markers=())
    compared = bring_files_together(three)
    assert [names_of(compared, one) for one in compared.group.by_several] == [["Jan", "Maria"]] * 2
    for path in three:
        changed(path, markers=())
    assert bring_files_together(three).group.moments == ()


def test_private_markers_are_never_in_it(three: list[Path]) -> None:
    review = load_review(three[0])
    markers = tuple(replace(one, private=True, comment="secret") for one in review.markers)
    changed(three[0], markers=markers)
    compared = bring_files_together(three)
    assert compared.private == 2
    assert b"secret" not in encode_feedback(group_outgoing(compared).content.feedback)


# ------------------------------------------------------------------------ what is refused


def test_one_file_twice_is_refused(three: list[Path]) -> None:
    with pytest.raises(SessionLensError, match="one and the same"):
        bring_files_together([*three, three[0]])


def test_a_review_and_what_was_exported_from_it_are_refused(three: list[Path]) -> None:
    review = load_review(three[1])
    exported = feedback_from(review, RUBRIC, feedback_id="f", exported=NOW)
    path = three[1].with_name("jan.feedback.toml")
    write_feedback(path, exported)
    with pytest.raises(SessionLensError, match="come from one review") as caught:
        bring_files_together([*three, path])
    assert caught.value.where == path


def test_two_reviews_of_one_observer_are_refused(three: list[Path]) -> None:
    review = load_review(three[2])
    changed(three[2], session=replace(review.session, reviewer="maria"))
    with pytest.raises(SessionLensError, match="by maria, and so is") as caught:
        bring_files_together(three)
    assert "write it differently" in caught.value.hint


def test_who_does_not_say_a_name_has_a_number(three: list[Path]) -> None:
    for path in three[1:]:
        changed(path, session=replace(load_review(path).session, reviewer=""))
    compared = bring_files_together(three)
    names = [own.name for own in compared.group.observers]
    assert names == ["Maria", "observer 2", "observer 3"]
    feedback = group_outgoing(compared).content.feedback
    assert feedback.session.reviewer == "Maria, observer 2 and observer 3"


def test_another_recording_is_refused_with_the_way_out(three: list[Path], talk: Path) -> None:
    recording(talk.with_name("other.wav"), seconds=9.0)
    changed(three[2], recording=RecordingRef(file="o.wav", sha256="ab", duration=Timecode(9)))
    with pytest.raises(SessionLensError, match="another recording") as caught:
        bring_files_together(three)
    assert "--offset Lea=SECONDS" in caught.value.hint
    assert caught.value.where == three[2]


def test_other_rubrics_are_joined_by_the_same_id_only(three: list[Path]) -> None:
    other = load_review(three[2])
    markers = (replace(other.markers[0], competency="understanding-self"), other.markers[1])
    changed(three[2], rubric=RubricRef(id="emcc-v2"), markers=markers)
    compared = bring_files_together(three)
    assert "different rubrics, emcc-v2 and icf-core: only moments" in compared.notices[-1]
    assert [names_of(compared, one) for one in compared.group.moments] == [
        ["Jan", "Maria"],
        ["Lea"],
        ["Jan", "Lea", "Maria"],
    ]


def test_seven_observers_with_three_hundred_markers_each_are_compared(talk: Path) -> None:
    paths = []
    for number in range(7):
        markers = [
            Marker(id=f"m{n}", start=Timecode(n * 9 + number * 0.3), competency="presence")
            for n in range(300)
        ]
        review = of(talk, f"P{number}", number, *markers)
        paths.append(saved(talk.with_name(f"p{number}.review.toml"), review))
    compared = bring_files_together(paths)
    assert len(compared.group.by_all) == 300
    assert len(group_outgoing(compared).content.feedback.markers) == 300


# --------------------------------------------------------------------------- what goes out


def test_the_feedback_of_all_is_read_as_any_other(three: list[Path]) -> None:
    gathered = group_outgoing(bring_files_together(three))
    path = three[0].with_name("talk.group.feedback.toml")
    write_feedback(path, gathered.content.feedback)
    feedback = load_feedback(path)
    assert feedback == gathered.content.feedback
    assert feedback.session.reviewer == "Jan, Lea and Maria"
    assert gathered.target(gathered.formats[0]) == path
    late = load_review(three[0])
    session = replace(late.session, reviewer="Tom")
    tom = saved(path.with_name("tom.review.toml"), replace(late, id="99" * 16, session=session))
    assert len(bring_files_together([path, tom]).group.by_all) == 2
    with pytest.raises(SessionLensError, match="come from one review"):
        bring_files_together([path, tom, three[0]])


def test_names_that_somebody_replaces_are_replaced_in_it(three: list[Path]) -> None:
    for path in three:
        review = load_review(path)
        client = replace(review.session, client="Paula")
        markers = (replace(review.markers[0], comment="Paula wept"),)
        changed(path, session=client, markers=markers)
    remember_names(load_review(three[2]).id, ("Paula=P.",))
    feedback = group_outgoing(bring_files_together(three)).content.feedback
    assert feedback.session.client == "P."
    assert b"Paula" not in encode_feedback(feedback)


def test_a_coachs_own_review_is_no_feedback(three: list[Path], talk: Path) -> None:
    own = sent(talk)
    compared = bring_files_together([*three, own], for_program=True)
    with pytest.raises(SessionLensError, match="the coach's own review"):
        group_outgoing(compared)
