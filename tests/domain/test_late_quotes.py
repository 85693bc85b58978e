"""Markers made before their words were recognised get quote and times once the words come."""

from collections.abc import Callable

from msgspec.structs import replace

from sessionlens.domain.changes import AddMarker, Material
from sessionlens.domain.editor import Editor
from sessionlens.domain.gaps import Gap
from sessionlens.domain.late_quotes import Certain, LateQuotes, without_words
from sessionlens.domain.marker import Marker
from sessionlens.domain.review import RecordingRef, RubricRef, new_review
from sessionlens.domain.review import Session as SessionDetails
from sessionlens.domain.timecode import Timecode
from sessionlens.domain.timeline import Timeline
from sessionlens.domain.transcript import Transcript, Utterance

COACH = Utterance(start=8.0, end=10.0, text="what would that be like", speaker="Coach")
CLIENT = Utterance(start=10.5, end=14.0, text="I would be home", speaker="Client")
WORDS = Timeline(Transcript(utterances=(COACH, CLIENT)))


def editor() -> Editor:
    review = new_review(RecordingRef(file="x.flac"), RubricRef(id="r"), SessionDetails())
    return Editor(Material(review), lambda _saved, _new: None)


def marked(late: LateQuotes, heard: float, competency: str | None = "presence") -> Editor:
    """A review in which somebody has just marked what was heard, before its words came."""
    marker = Marker(id="m1", start=Timecode(heard - 1.5))
    late.noticed(marker, heard)
    made = replace(marker, competency=competency)
    history = editor()
    history.apply(AddMarker(made))
    late.added(made)
    return history


def test_a_competency_takes_the_coachs_turn_once_its_words_are_there() -> None:
    late = LateQuotes()
    history = marked(late, 11.5)
    assert late.settled(WORDS, Certain(11.0, 11.0), 1.5, "Coach") is None
    amend = late.settled(WORDS, Certain(11.0, 14.0), 1.5, "Coach")
    assert amend is not None
    history.amend(amend)
    marker = history.review.markers[0]
    assert (marker.quote, marker.speaker) == (COACH.text, "Coach")
    assert (marker.start, marker.end) == (8.0, 10.0)
    assert late.settled(WORDS, Certain(99.0, 99.0), 1.5, "Coach") is None


def test_the_late_quote_is_no_step_to_undo_and_stays_through_undo_and_redo() -> None:
    late = LateQuotes()
    history = marked(late, 11.5)
    history.undo()
    amend = late.settled(WORDS, Certain(14.0, 14.0), 1.5, "Coach")
    assert amend is not None
    history.amend(amend)
    assert [*history.review.markers] == []
    history.redo()
    assert history.review.markers[0].quote == COACH.text
    history.undo()
    assert history.undoable is None


def test_what_a_person_has_moved_or_quoted_by_hand_stays() -> None:
    changes: tuple[Callable[[Marker], Marker], ...] = (
        lambda marker: replace(marker, start=Timecode(3.0)),
        lambda marker: replace(marker, quote="chosen", quote_by_hand=True),
        lambda marker: replace(marker, end=Timecode(12.0)),
    )
    for change in changes:
        late = LateQuotes()
        history = marked(late, 11.5)
        amend = late.settled(WORDS, Certain(14.0, 14.0), 1.5, "Coach")
        assert amend is not None
        before = change(history.review.markers[0])
        state = history.material._replace(review=replace(history.review, markers=(before,)))
        assert amend(state).review.markers == (before,)


def test_an_interval_that_runs_takes_the_start_alone() -> None:
    late = LateQuotes()
    marker = Marker(id="m1", start=Timecode(11.0), open=True)
    late.noticed(marker, 12.5)
    late.added(marker)
    history = editor()
    history.apply(AddMarker(marker))
    amend = late.settled(WORDS, Certain(14.0, 14.0), 1.5, None)
    assert amend is not None
    history.amend(amend)
    taken = history.review.markers[0]
    assert (taken.start, taken.end, taken.quote, taken.open) == (10.5, None, "", True)


def test_what_was_taken_back_is_quoted_nowhere() -> None:
    gap = Gap(start=Timecode(7.0), end=Timecode(12.0), reason="taken back")
    inside = Marker(
        id="m1", start=Timecode(8.0), end=Timecode(10.0), quote=COACH.text, comment="mine"
    )
    by_hand = Marker(id="m2", start=Timecode(30.0), quote=COACH.text, quote_by_hand=True)
    outside = Marker(id="m3", start=Timecode(20.0), end=Timecode(22.0), quote="something else")
    review = replace(editor().review, markers=(inside, by_hand, outside))
    after = without_words(gap, [COACH])(Material(review)).review.markers
    assert [(one.quote, one.start, one.comment) for one in after] == [
        ("", 8.0, "mine"),
        ("", 30.0, ""),
        ("something else", 20.0, ""),
    ]
