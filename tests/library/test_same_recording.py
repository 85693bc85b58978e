"""One recording has one review, however one gets to it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace
from places import Place

from sessionlens.domain.changes import AddMarker, Material
from sessionlens.domain.editor import Editor
from sessionlens.domain.marker import Marker
from sessionlens.domain.timecode import Timecode
from sessionlens.library.exporting import review_of
from sessionlens.library.folder import list_recordings
from sessionlens.library.relinking import likeness
from sessionlens.library.review import OpenedReview
from sessionlens.library.review_place import real_path, review_place

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    return Place(tmp_path, monkeypatch)


def marked(opened: OpenedReview, *, hashed: bool = True) -> Path:
    """Note one moment, as the screen does once the recording's hash is known; close it."""
    from sessionlens.audio.recording import content_hash

    review = opened.review
    if hashed:
        content = content_hash(opened.recording) or ""
        recording = replace(review.recording, sha256=content, duration=Timecode(3.0))
        review = replace(review, recording=recording)
    editor = Editor(Material(review), opened.store.save)
    editor.apply(AddMarker(Marker(id=AddMarker.next_id(review), start=Timecode(1.0))))
    assert editor.unsaved is None
    opened.store.close()
    return opened.review_path


def reviews(*folders: Path) -> list[Path]:
    return [path for folder in folders for path in folder.rglob("*.review.toml")]


@needs_links
def test_a_link_and_what_it_leads_to_have_one_review(place: Place, tmp_path: Path) -> None:
    recording = place.wav()
    links = tmp_path / "links"
    links.mkdir()
    (link := links / "monday.wav").symlink_to(recording)
    first = marked(place.open(link))
    assert first == place.folder / "talk.review.toml"
    for way in (recording, link, Path(os.path.relpath(recording)), Path(os.path.relpath(link))):
        opened = place.open(way)
        assert opened.review_path.samefile(first)
        assert len(opened.review.markers) == 1
        opened.store.close()
        assert review_of(way).samefile(first)
    (entry,) = list_recordings(links)
    assert entry.review == first
    assert reviews(tmp_path) == [first]


@needs_links
def test_a_review_that_lies_beside_the_link_goes_on(place: Place, tmp_path: Path) -> None:
    recording = place.wav()
    first = marked(place.open(recording))
    links = tmp_path / "links"
    links.mkdir()
    (link := links / "monday.wav").symlink_to(recording)
    moved = Path(shutil.move(first, links / "monday.review.toml"))
    opened = place.open(link)
    assert (opened.review_path, len(opened.review.markers)) == (moved, 1)
    assert any("beside the link" in notice for notice in opened.notices)


@needs_links
def test_a_transcript_beside_the_link_is_found(place: Place, tmp_path: Path) -> None:
    recording = place.wav()
    links = tmp_path / "links"
    links.mkdir()
    (link := links / "monday.wav").symlink_to(recording)
    (links / "monday.vtt").write_text("WEBVTT\n\n00:00.500 --> 00:01.500\nCoach: hello there\n")
    opened = place.open(link)
    assert opened.transcript is not None


@needs_links
def test_a_link_to_the_review_is_locked_with_it(place: Place, tmp_path: Path) -> None:
    recording = place.wav()
    first = marked(place.open(recording))
    (link := tmp_path / "shortcut.review.toml").symlink_to(first)
    held = place.open(recording)
    assert held.read_only is None
    assert place.open(recording, review=link).read_only


def test_a_renamed_recording_keeps_its_review(place: Place) -> None:
    recording = place.wav()
    first = marked(place.open(recording))
    renamed = recording.rename(place.folder / "third session.wav")
    opened = place.open(renamed)
    assert (opened.review_path, opened.review.recording.file) == (first, "third session.wav")
    assert any("was renamed" in notice for notice in opened.notices)
    marked(opened)
    assert review_place(renamed).path == first
    assert reviews(place.folder) == [first]


def test_another_recording_begins_a_review_of_its_own(place: Place) -> None:
    recording = place.wav()
    first = marked(place.open(recording))
    recording.unlink()
    other = place.wav("other.wav", seconds=2.0)
    assert place.open(other).review_path != first
    same_length = place.folder / "same length.wav"
    same_length.write_bytes(place.wav("louder.wav").read_bytes().replace(b"\1\0", b"\2\0"))
    assert place.open(same_length).review_path != first


def test_a_hard_link_is_the_same_recording(place: Place) -> None:
    recording = place.wav()
    first = marked(place.open(recording), hashed=False)
    (second := place.folder / "again.wav").hardlink_to(recording)
    assert place.open(second).review_path == first


def test_a_moved_folder_takes_its_reviews_along(place: Place, tmp_path: Path) -> None:
    marked(place.open(place.wav()))
    moved = Path(shutil.move(place.folder, tmp_path / "archive"))
    place.folder = moved
    opened = place.open(moved / "talk.wav")
    assert opened.review_path == moved / "talk.review.toml"
    assert len(opened.review.markers) == 1
    assert likeness(opened.review.recording, opened.recording) == "content"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mounts of Linux")
@pytest.mark.parametrize("hashed", [True, False])
@pytest.mark.parametrize("with_review", [True, False])
def test_a_disk_at_another_place_has_the_same_reviews(
    place: Place, tmp_path: Path, *, hashed: bool, with_review: bool
) -> None:
    """A read-only stick: what was noted lies in the user's folder, under the path it had."""
    place.wav()
    if with_review:
        marked(place.open(place.folder / "talk.wav"), hashed=hashed)
    mounts = [tmp_path / "usb", tmp_path / "usb1"]
    paths: list[Path] = []
    for mount in mounts:
        mount.mkdir()
        bind = ["mount", "--bind", str(place.folder), str(mount)]
        if subprocess.run(bind, check=False, capture_output=True).returncode:
            pytest.skip("mounting needs root")
        try:
            subprocess.run(["mount", "-o", "remount,ro,bind", str(mount)], check=True)
            opened = place.open(mount / "talk.wav")
            assert len(opened.review.markers) == len(paths) + with_review
            paths.append(marked(opened, hashed=hashed))
        finally:
            subprocess.run(["umount", str(mount)], check=True)
    assert paths[0] == paths[1]
    # And where the folder can be written again, and has none, it goes on.
    if not with_review:
        opened = place.open(place.folder / "talk.wav")
        assert (opened.review_path, len(opened.review.markers)) == (paths[0], 2)
        assert any("kept in" in notice for notice in opened.notices)


def test_a_link_to_the_folder_changes_no_path(place: Place, tmp_path: Path) -> None:
    recording = place.wav()
    if sys.platform != "win32":
        (folder := tmp_path / "shortcut").symlink_to(place.folder)
        assert real_path(folder / "talk.wav") == folder / "talk.wav"
    assert real_path(recording) == recording
