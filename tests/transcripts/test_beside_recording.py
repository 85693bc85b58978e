"""Which files beside a recording are taken for its transcript."""

from pathlib import Path

from sessionlens.transcripts.beside import find_beside


def _names(folder: Path, recording: str, *others: str) -> list[str]:
    for name in (recording, *others):
        (folder / name).touch()
    return [path.name for path in find_beside(folder / recording)]


def test_the_order_of_preference(tmp_path: Path) -> None:
    expected = [
        "talk.transcript.json",
        "talk.vtt",
        "talk.transcript.vtt",
        "talk.srt",
        "talk.json",
        "talk.en.vtt",
        "talk.m4a.vtt",
        "talk.eaf",
        "talk.TextGrid",
        "talk.txt",
        "talk_otter_ai.txt",
        "talk.docx",
        "talk.html",
    ]
    assert _names(tmp_path, "talk.m4a", *reversed(expected)) == expected


def test_files_of_ours_and_of_others_are_no_transcripts(tmp_path: Path) -> None:
    others = [
        "talk.review.toml",
        "talk.feedback.toml",
        "talk.feedback.html",
        "talk.review.vtt",
        "talk.self.review.docx",
        "talk.reply.txt",
        "talk.mp3",
        "talk.pdf",
        "talk2.vtt",
        "other.vtt",
        "my talk.vtt",
    ]
    assert _names(tmp_path, "talk.m4a", *others) == []


def test_the_case_of_letters_does_not_matter(tmp_path: Path) -> None:
    assert _names(tmp_path, "Talk.M4A", "TALK.VTT") == ["TALK.VTT"]


def test_zoom_videos_find_the_transcript_without_their_size(tmp_path: Path) -> None:
    names = _names(
        tmp_path,
        "GMT20261102-090000_Recording_1920x1080.mp4",
        "GMT20261102-090000_Recording.transcript.vtt",
        "GMT20261102-090000_Recording.cc.vtt",
        "GMT20261103-090000_Recording.transcript.vtt",
    )
    assert names == [
        "GMT20261102-090000_Recording.transcript.vtt",
        "GMT20261102-090000_Recording.cc.vtt",
    ]


def test_zoom_audio(tmp_path: Path) -> None:
    names = _names(
        tmp_path,
        "GMT20261102-090000_Recording.m4a",
        "GMT20261102-090000_Recording.transcript.vtt",
    )
    assert names == ["GMT20261102-090000_Recording.transcript.vtt"]


def test_letters_that_the_system_decomposes(tmp_path: Path) -> None:
    (tmp_path / "se\u0301ance.vtt").touch()
    assert len(find_beside(tmp_path / "s\u00e9ance.m4a")) == 1


def test_folders_are_no_files_and_a_missing_folder_has_none(tmp_path: Path) -> None:
    (tmp_path / "talk.vtt").mkdir()
    assert find_beside(tmp_path / "talk.m4a") == []
    assert find_beside(tmp_path / "nowhere" / "talk.m4a") == []


def test_a_folder_listed_once_serves_many_recordings(tmp_path: Path) -> None:
    files = [tmp_path / "a.vtt", tmp_path / "b.srt"]
    for path in files:
        path.touch()
    assert find_beside(tmp_path / "b.mp3", files) == [tmp_path / "b.srt"]
