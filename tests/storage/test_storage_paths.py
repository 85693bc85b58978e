"""Where the files of a recording lie, whatever it is called and wherever it is."""

from pathlib import Path

import pytest
from disks import make_read_only
from msgspec.structs import replace

from sessionlens.domain.review import RecordingRef, Review
from sessionlens.storage import paths
from sessionlens.storage.reviews import ReviewFile, load_review


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "sessions"
    folder.mkdir()
    return folder


def recording(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(b"sound")
    return path


@pytest.fixture
def locked(folder: Path, user_folders: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder, as if on a disk that cannot be written (root may write anywhere else)."""
    real = Path.touch

    def touch(self: Path, mode: int = 0o666, exist_ok: bool = True) -> None:
        if self.parent == folder:
            raise PermissionError(13, "Permission denied")
        real(self, mode, exist_ok)

    monkeypatch.setattr(Path, "touch", touch)
    assert user_folders.is_dir()
    return folder


@pytest.mark.parametrize(
    ("name", "stem"),
    [("talk.m4a", "talk"), ("third session.v2.MP4", "third session.v2"), ("Gespräch 日本.wav",
     "Gespräch 日本"), ("noending", "noending"), (".hidden", ".hidden")],
)  # fmt: skip
def test_files_lie_beside_the_recording(folder: Path, name: str, stem: str) -> None:
    path = recording(folder, name)
    assert paths.review_path(path) == folder / f"{stem}.review.toml"
    assert paths.review_path(path, "supervisor") == folder / f"{stem}.review.toml"
    assert paths.review_path(path, "coach") == folder / f"{stem}.self.review.toml"
    assert paths.transcript_path(path) == folder / f"{stem}.transcript.json"
    assert paths.fallback_notice(path, paths.review_path(path)) == ""
    assert [one.name for one in folder.iterdir()] == [name]


def test_feedback_lies_beside_its_review() -> None:
    for review, feedback in [
        ("talk.review.toml", "talk.feedback.toml"),
        ("talk.self.review.toml", "talk.self.feedback.toml"),
        ("a.b.review.toml", "a.b.feedback.toml"),
        ("renamed.toml", "renamed.feedback.toml"),
    ]:
        assert paths.feedback_path(Path("x") / review) == Path("x") / feedback


def reviewed(path: Path, review: Review, role: str = "mentor") -> Path:
    place = paths.review_path(path, role)  # type: ignore[arg-type]
    file = paths.recording_file(path, place)
    ReviewFile(place).save(replace(review, recording=RecordingRef(file=file)))
    return place


def test_two_recordings_of_one_stem_have_two_reviews(folder: Path, review: Review) -> None:
    first, second = recording(folder, "talk.m4a"), recording(folder, "talk.wav")
    assert reviewed(first, review) == folder / "talk.review.toml"
    assert reviewed(second, review) == folder / "talk.wav.review.toml"
    assert paths.review_path(first) == folder / "talk.review.toml"
    assert paths.review_path(second) == folder / "talk.wav.review.toml"


def test_a_recording_that_was_converted_keeps_its_review(folder: Path, review: Review) -> None:
    first = recording(folder, "talk.m4a")
    place = reviewed(first, review)
    first.rename(folder / "talk.mp3")
    assert paths.review_path(folder / "talk.mp3") == place


def test_a_recording_called_self_does_not_take_the_coachs_own_review(
    folder: Path, review: Review
) -> None:
    talk, other = recording(folder, "talk.m4a"), recording(folder, "talk.self.m4a")
    assert reviewed(talk, review, "coach") == folder / "talk.self.review.toml"
    assert paths.review_path(other) == folder / "talk.self.m4a.review.toml"


@pytest.mark.parametrize("content", ["broken [", "", "recording = 3", "[recording]\nfile = 4"])
def test_a_broken_review_is_opened_not_avoided(folder: Path, content: str) -> None:
    path = recording(folder, "talk.m4a")
    (folder / "talk.review.toml").write_text(content)
    assert paths.review_path(path) == folder / "talk.review.toml"


def test_names_that_are_almost_too_long(folder: Path, review: Review) -> None:
    first, second = (recording(folder, "ü" * 120 + f"{n}.m4a") for n in (1, 2))
    places = {reviewed(path, review) for path in (first, second)}
    assert len(places) == 2
    assert all(load_review(place).id == review.id for place in places)


def test_a_folder_that_cannot_be_written(locked: Path, user_folders: Path) -> None:
    path = recording(locked, "talk.m4a")
    place = paths.review_path(path)
    assert place.name == "talk.review.toml"
    assert place.parent.parent == user_folders / "data" / "reviews"
    assert place.parent.name.startswith("talk-")
    assert paths.review_path(path) == place
    assert paths.transcript_path(path).parent == place.parent
    notice = paths.fallback_notice(path, place)
    assert "cannot be written" in notice
    assert str(place.parent) in notice


def test_a_recording_on_a_disk_that_cannot_be_written(
    small_disk: Path, user_folders: Path, review: Review
) -> None:
    path = recording(small_disk, "talk.m4a")
    beside = reviewed(path, review)
    assert beside.parent == small_disk
    make_read_only(small_disk)
    place = paths.review_path(path)
    assert place.is_relative_to(user_folders / "data")
    kept = load_review(place)
    assert kept.markers == review.markers
    file = ReviewFile(place)
    assert file.claim()
    file.load()
    file.save(replace(kept, markers=()))
    file.close()
    assert len(load_review(beside).markers) == 2
    assert paths.recording_path(paths.recording_file(path, place), place) == path.resolve()


def test_recordings_of_one_name_in_two_such_folders(locked: Path) -> None:
    (locked / "a").mkdir()
    here = paths.folder_for(recording(locked, "talk.m4a"))
    there = paths.folder_for(recording(locked / "a", "talk.m4a"))
    assert here != there


def test_a_review_that_lies_in_such_a_folder_is_gone_on_with(locked: Path, review: Review) -> None:
    path = recording(locked, "talk.m4a")
    ReviewFile(locked / "talk.review.toml").save(review)
    place = paths.review_path(path)
    assert place.parent != locked
    assert load_review(place) == review
    changed = replace(review, markers=())
    ReviewFile(place).save_copy(changed)
    place.write_bytes(next(place.parent.glob("*conflict*")).read_bytes())
    assert load_review(paths.review_path(path)) == changed  # not copied a second time


def test_a_review_names_its_recording_by_a_relative_path(folder: Path, tmp_path: Path) -> None:
    path = recording(folder, "third session.m4a")
    beside = folder / "x.review.toml"
    above = tmp_path / "x.review.toml"
    aside = tmp_path / "reviews" / "x.review.toml"
    far = tmp_path / "a" / "b" / "x.review.toml"
    far.parent.mkdir(parents=True)
    aside.parent.mkdir()
    for review, file in [
        (beside, "third session.m4a"),
        (above, "sessions/third session.m4a"),
        (aside, "../sessions/third session.m4a"),
        (far, path.resolve().as_posix()),
    ]:
        assert paths.recording_file(path, review) == file
        assert paths.recording_path(file, review).resolve() == path.resolve()
