import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import marker, material

from sessionlens.domain.changes import (
    AddMarker,
    Change,
    Material,
    RemoveMarker,
    ReplaceMarker,
    SetSummary,
    SetVerdict,
)
from sessionlens.domain.editor import Editor
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.review import RecordingRef, Review, RubricRef, Summary, Verdict
from sessionlens.domain.transcript import Transcript, Utterance
from sessionlens.domain.transcript_changes import RenameSpeakers, SetUtterance, ShiftTranscript


class Disk:
    """Where an editor saves in these tests; `full` makes it refuse."""

    def __init__(self) -> None:
        self.content: Material | None = None
        self.full = False

    def save(self, saved: Material, new: Material) -> None:
        if self.full:
            raise SessionLensError("The disk is full", "Make room")
        self.content = new


def _change(editor: Editor, kind: int, number: int) -> Change:
    review: Review = editor.review
    chosen = review.markers[number % len(review.markers)] if review.markers else None
    changes: list[Change] = [
        AddMarker(marker(review.last_marker + 1, start=float(number))),
        SetVerdict(Verdict(competency="listens", value="observed", strengths=str(number))),
        SetSummary(Summary(strengths=str(number))),
        ShiftTranscript(float(number % 3)),
        RenameSpeakers({"Coach": "Coach"}),
        SetUtterance(1, Utterance(start=4, end=6, text=f"words {number}", speaker="Client")),
    ]
    if chosen is not None:
        changes += [
            RemoveMarker(chosen.id),
            ReplaceMarker(marker(int(chosen.id[1:]), comment=str(number))),
        ]
    return changes[kind % len(changes)]


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 9)), max_size=12))
def test_undoing_everything_restores_all_but_the_numbers_given(
    steps: list[tuple[int, int]],
) -> None:
    editor = Editor(material(), Disk().save)
    before = editor.material
    for kind, number in steps:
        editor.apply(_change(editor, kind, number))
    after = editor.material
    while editor.undo():
        pass
    assert editor.review.markers == before.review.markers
    assert editor.review.verdicts == before.review.verdicts
    assert editor.review.summary == before.review.summary
    assert editor.transcript == before.transcript
    while editor.redo():
        pass
    assert editor.material == after


@given(st.lists(st.sampled_from(["add", "remove", "undo", "redo"]), max_size=20))
def test_a_marker_id_is_never_given_twice(steps: list[str]) -> None:
    editor = Editor(material(), Disk().save)
    given_ids: list[str] = []
    for step in steps:
        if step == "add":
            new = AddMarker.next_id(editor.review)
            given_ids.append(new)
            editor.apply(AddMarker(marker(int(new[1:]))))
        elif step == "remove" and editor.review.markers:
            editor.apply(RemoveMarker(editor.review.markers[-1].id))
        elif step == "undo":
            editor.undo()
        elif step == "redo":
            editor.redo()
    assert len(set(given_ids)) == len(given_ids)


def test_every_change_is_on_disk_when_apply_returns() -> None:
    disk = Disk()
    editor = Editor(material(), disk.save)
    editor.apply(AddMarker(marker(1)))
    assert disk.content == editor.material
    editor.undo()
    assert disk.content == editor.material


def test_words_stay_when_the_disk_is_full_and_are_saved_later() -> None:
    disk = Disk()
    editor = Editor(material(), disk.save)
    disk.full = True
    editor.apply(AddMarker(marker(1, comment="kept")))
    assert editor.review.markers[0].comment == "kept"
    assert editor.unsaved is not None
    assert not editor.retry()
    disk.full = False
    assert editor.retry()
    assert editor.unsaved is None
    assert disk.content == editor.material


def test_a_change_that_changes_nothing_is_no_step() -> None:
    editor = Editor(material(), Disk().save)
    editor.apply(SetSummary(Summary()))
    assert editor.undoable is None


def test_an_impossible_change_leaves_everything_alone() -> None:
    editor = Editor(material(marker(1)), Disk().save)
    before = editor.material
    try:
        editor.apply(RemoveMarker("m9"))
    except SessionLensError as error:
        assert "m9" in error.what
    else:
        raise AssertionError("nothing was said")
    assert editor.material is before
    assert editor.undoable is None


def test_what_is_found_out_about_the_recording_is_no_step_to_undo() -> None:
    from msgspec.structs import replace

    disk = Disk()
    editor = Editor(material(), disk.save)
    editor.apply(AddMarker(marker(1)))
    recording = replace(editor.review.recording, sha256="ab")
    editor.amend(lambda old: old._replace(review=replace(old.review, recording=recording)))
    editor.undo()
    assert editor.review.recording.sha256 == "ab"
    assert not editor.review.markers


def test_words_written_in_one_go_are_one_step_to_undo() -> None:
    editor = Editor(material(), Disk().save)
    for text in ("You", "You wait", "You waited."):
        editor.apply(SetSummary(Summary(strengths=text)), joins="first visit")
    editor.apply(SetSummary(Summary(strengths="You waited. Well done.")), joins="second visit")
    editor.undo()
    assert editor.review.summary.strengths == "You waited."
    editor.undo()
    assert editor.review.summary.strengths == ""
    editor.redo()
    editor.apply(SetSummary(Summary(strengths="Again")), joins="first visit")
    editor.undo()
    assert editor.review.summary.strengths == "You waited."


def test_a_transcript_cannot_be_moved_beyond_the_end_of_time() -> None:
    review = Review(id="ab", recording=RecordingRef(file="t"), rubric=RubricRef(id="r"))
    spoken = Transcript(utterances=(Utterance(start=0.0, end=1.0, text="a"),))
    editor = Editor(Material(review, spoken), lambda *_: None)
    for seconds in (400_000.0, float("nan"), float("inf")):
        with pytest.raises(SessionLensError, match="later than any recording"):
            editor.apply(ShiftTranscript(seconds))
    assert editor.transcript == spoken
