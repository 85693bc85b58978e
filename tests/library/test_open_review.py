"""Opening a review: all that belongs to a recording is found, and nothing is written."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from places import VTT, Place, nothing_can_be_written

from sessionlens import resources
from sessionlens.domain.changes import AddMarker, Material, SetSession
from sessionlens.domain.editor import Editor
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.marker import Marker
from sessionlens.domain.review import Session
from sessionlens.domain.timecode import Timecode
from sessionlens.domain.transcript_changes import SetUtterance
from sessionlens.library.review import OpenedReview
from sessionlens.storage import paths
from sessionlens.storage.reviews import load_review
from sessionlens.storage.settings import Settings
from sessionlens.storage.state import LastTime, ProgramState, save_program_state


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    place = Place(tmp_path, monkeypatch)
    yield place
    place.close()


def mark(opened: OpenedReview, competency: str = "presence") -> Editor:
    editor = Editor(Material(opened.review, opened.transcript), opened.store.save)
    marker = Marker(id=AddMarker.next_id(editor.review), start=Timecode(1.0), competency=competency)
    editor.apply(AddMarker(marker))
    return editor


def test_a_new_review_knows_what_can_be_known_without_asking(place: Place) -> None:
    save_program_state(ProgramState(last=LastTime(coach="Anna", level="PCC", reviewer="M")))
    recording = place.wav("2026-11-02 Third session.wav")
    opened = place.open(recording, settings=Settings(reviewer="Maria"))
    session = opened.review.session
    assert (session.title, session.date) == ("Third session", dt.date(2026, 11, 2))
    assert (session.coach, session.reviewer, session.level) == ("", "Maria", "")
    assert opened.proposed == Session()
    assert session.role == "mentor"
    assert opened.review.recording.file == recording.name
    assert (opened.rubric.id, opened.review.rubric.edition) == ("icf-core", "2025")
    assert opened.transcript is None
    assert opened.notices == ()
    assert opened.read_only is None


def test_an_old_letter_of_an_indicator_still_opens_and_is_told(place: Place) -> None:
    recording = place.wav("talk.wav")
    mark(first := place.open(recording))
    first.store.close()
    text = first.review_path.read_text("utf-8")
    first.review_path.write_text(
        text.replace('competency = "presence"', 'competency = "presence"\nindicator = "c"'), "utf-8"
    )
    opened = place.open(recording)
    assert opened.review.markers[0].indicator == "c"
    competency = opened.rubric.competency("presence")
    assert competency is not None
    indicator = competency.indicator("c")
    assert indicator is not None
    assert indicator.text.startswith("Drops their own thread")
    assert any("1 marker names its indicator by letters" in notice for notice in opened.notices)


def test_a_letter_that_cannot_be_picked_is_told(place: Place) -> None:
    own = (resources.shipped("rubrics") / "icf-core.toml").read_text("utf-8")
    (place.folder / "own.toml").write_text(own.replace('id = "b"', 'id = "u"', 1), "utf-8")
    opened = place.open(place.wav("talk.wav"), rubric=str(place.folder / "own.toml"))
    assert any("after a marking key it undoes the marker" in text for text in opened.notices)


def test_details_are_proposed_from_the_same_folder_and_person_only(place: Place) -> None:
    first = place.open(place.wav("one.wav"), settings=Settings(reviewer="Maria"))
    mark(first)
    details = replace(first.review.session, coach="Anna", level="PCC", client="M.")
    Editor(Material(load_review(first.review_path)), first.store.save).apply(SetSession(details))
    beside = place.open(place.wav("two.wav"), settings=Settings(reviewer="Maria"))
    assert beside.proposed == Session(coach="Anna", client="M.", level="PCC")
    assert beside.review.session.coach == ""
    another = place.open(place.wav("three.wav"), settings=Settings(reviewer="Jo"))
    assert another.proposed == Session()
    (place.folder / "elsewhere").mkdir()
    away = place.open(place.wav("elsewhere/four.wav"), settings=Settings(reviewer="Maria"))
    assert away.proposed == Session()


def test_the_level_of_last_time_comes_only_with_its_coach(place: Place) -> None:
    save_program_state(ProgramState(last=LastTime(level="PCC", reviewer="M")))
    session = place.open(place.wav()).review.session
    assert (session.coach, session.reviewer, session.level) == ("", "M", "")


def test_the_credential_of_last_time_comes_with_the_same_reviewer(place: Place) -> None:
    save_program_state(ProgramState(last=LastTime(reviewer="Maria", credential="MCC")))
    assert place.open(place.wav("one.wav")).review.session.credential == "MCC"
    other = Settings(reviewer="Jo")
    assert place.open(place.wav("two.wav"), settings=other).review.session.credential == ""
    set_once = Settings(reviewer="Jo", credential="PCC")
    assert place.open(place.wav("three.wav"), settings=set_once).review.session.credential == "PCC"


def test_looking_leaves_no_trace(place: Place) -> None:
    place.write("talk.vtt", VTT)
    recording = place.wav()
    place.open(recording).store.close()
    assert place.names() == ["talk.vtt", "talk.wav"]


def test_what_was_noted_is_there_again(place: Place) -> None:
    recording = place.wav()
    first = place.open(recording)
    mark(first)
    first.store.close()
    second = place.open(recording)
    assert second.review.id == first.review.id
    assert [one.competency for one in second.review.markers] == ["presence"]


def test_a_coach_has_a_review_of_their_own(place: Place) -> None:
    opened = place.open(place.wav(), role="coach")
    assert opened.review_path.name == "talk.self.review.toml"
    assert opened.review.session.role == "coach"


def test_a_review_under_another_name_is_opened_by_its_name(place: Place) -> None:
    recording = place.wav()
    first = place.open(recording, review=place.folder / "mine.review.toml")
    mark(first)
    assert load_review(place.folder / "mine.review.toml").markers
    assert not (place.folder / "talk.review.toml").exists()


def test_a_second_instance_is_read_only_and_says_so(place: Place) -> None:
    recording = place.wav()
    mark(place.open(recording))
    second = place.open(recording)
    assert second.read_only
    assert "another window" in second.read_only
    before = second.review_path.read_bytes()
    editor = mark(second)
    assert editor.unsaved is not None
    assert second.review_path.read_bytes() == before


def test_where_nothing_can_be_written_one_reads_and_listens(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = place.wav()
    first = place.open(recording)
    mark(first)
    first.store.close()
    nothing_can_be_written(monkeypatch)
    opened = place.open(recording)
    assert opened.read_only is not None
    assert "can be written, so this is read-only here" in opened.read_only
    assert opened.review.markers
    assert mark(opened).unsaved is not None


def test_an_error_leaves_nothing_locked(place: Place) -> None:
    recording = place.wav()
    with pytest.raises(SessionLensError):
        place.open(recording, rubric="nonsense")
    assert place.open(recording).read_only is None


def test_the_rubric_given_wins_over_the_reviews_own_and_over_the_usual_one(place: Place) -> None:
    recording = place.wav()
    first = place.open(recording, settings=Settings(rubric="emcc-v2"))
    assert first.rubric.id == "emcc-v2"
    mark(first, "understanding-self")
    first.store.close()
    second = place.open(recording)
    assert second.rubric.id == "emcc-v2"
    second.store.close()
    third = place.open(recording, rubric="icf-core")
    assert third.rubric.id == third.review.rubric.id == "icf-core"
    assert any("emcc-v2" in notice for notice in third.notices)


def test_another_edition_of_the_rubric_is_noticed(place: Place) -> None:
    recording = place.wav()
    first = place.open(recording)
    mark(first)
    first.store.close()
    text = first.review_path.read_text().replace('edition = "2025"', 'edition = "2019"')
    first.review_path.write_text(text)
    assert any("2019" in notice for notice in place.open(recording).notices)


def test_a_rubric_beside_the_recording_is_remembered(
    place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    recording = place.wav()
    place.write(
        "mine.toml",
        'format = "sessionlens.rubric"\nversion = 1\nid = "mine"\ntitle = "Mine"\n'
        '[[competencies]]\nid = "one"\nkey = "1"\ntitle = "One"\n',
    )
    monkeypatch.chdir(place.folder)
    first = place.open(Path("talk.wav"), rubric="mine.toml")
    mark(first, "one")
    first.store.close()
    monkeypatch.chdir(tmp_path)
    assert place.open(recording).rubric.title == "Mine"


def test_a_rubric_that_is_gone_is_asked_for(place: Place) -> None:
    recording = place.wav()
    first = place.open(recording)
    mark(first)
    first.store.close()
    first.review_path.write_text(first.review_path.read_text().replace("icf-core", "gone"))
    with pytest.raises(SessionLensError, match="'gone'") as caught:
        place.open(recording)
    assert "--rubric" in caught.value.hint


def test_a_key_of_rubric_and_keymap_that_clash_is_refused(place: Place) -> None:
    rubric = place.write(
        "mine.toml",
        'format = "sessionlens.rubric"\nversion = 1\nid = "mine"\ntitle = "Mine"\n'
        '[[competencies]]\nid = "one"\nkey = "c"\ntitle = "One"\n',
    )
    with pytest.raises(SessionLensError, match=r"marker\.comment"):
        place.open(place.wav(), rubric=str(rubric))


def test_a_renamed_recording_takes_its_review_along(place: Place) -> None:
    first = place.open(place.wav())
    mark(first)
    first.store.close()
    (place.folder / "talk.wav").rename(place.folder / "third.wav")
    first.review_path.rename(place.folder / "third.review.toml")
    second = place.open(place.folder / "third.wav")
    assert second.review.id == first.review.id
    assert second.review.recording.file == "third.wav"


def test_in_a_folder_that_cannot_be_written_the_review_goes_elsewhere(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = place.wav()
    place.write("talk.vtt", VTT)
    # Rights do not bind root, as whom tests may run.
    monkeypatch.setattr(paths, "_writable", lambda folder: folder != place.folder)
    opened = place.open(recording)
    mark(opened)
    assert opened.review_path.is_relative_to(place.home)
    assert opened.transcript_path.is_relative_to(place.home)
    assert any(str(opened.review_path.parent) in notice for notice in opened.notices)
    assert load_review(opened.review_path).markers
    assert place.names() == ["talk.vtt", "talk.wav"]


def test_corrections_of_the_transcript_are_saved_with_the_quotes_that_follow(place: Place) -> None:
    place.write("talk.vtt", VTT)
    recording = place.wav()
    opened = place.open(recording)
    assert opened.transcript is not None
    editor = Editor(Material(opened.review, opened.transcript), opened.store.save)
    old = opened.transcript.utterances[0]
    editor.apply(SetUtterance(0, type(old)(start=old.start, end=old.end, text="Mean", speaker="A")))
    assert editor.unsaved is None
    opened.store.close()
    again = place.open(recording)
    assert again.transcript is not None
    assert again.transcript.utterances[0].text == "Mean"
    assert again.transcript_path == place.folder / "talk.transcript.json"
    assert (place.folder / "talk.vtt").read_text() == VTT


def test_a_recording_that_cannot_be_heard_opens_for_the_words_that_belong_to_it(
    place: Place,
) -> None:
    recording = place.wav()
    recording.write_bytes(bytes(5000))
    with pytest.raises(SessionLensError, match="zeros"):
        place.open(recording)
    place.write("talk.vtt", VTT)
    opened = place.open(recording)
    assert opened.transcript is not None
    mark(opened)
    opened.store.close()
    (recording.parent / "talk.vtt").unlink()
    assert len(place.open(recording).review.markers) == 1
