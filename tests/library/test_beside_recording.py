"""Which files beside a recording are taken for its transcript."""

from pathlib import Path

import pytest

from sessionlens.library.transcript import candidates
from sessionlens.transcripts.beside import FolderTranscripts


def _names(folder: Path, recording: str, *others: str) -> list[str]:
    for name in (recording, *others):
        (folder / name).touch()
    return [path.name for path in candidates(folder / recording)]


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
    assert len(candidates(tmp_path / "s\u00e9ance.m4a")) == 1


def test_folders_are_no_files_and_a_missing_folder_has_none(tmp_path: Path) -> None:
    (tmp_path / "talk.vtt").mkdir()
    assert candidates(tmp_path / "talk.m4a") == []
    assert candidates(tmp_path / "nowhere" / "talk.m4a") == []


@pytest.mark.parametrize(
    ("recording", "transcript"),
    [
        ("audio1234567890.m4a", "meeting_saved_closed_caption.txt"),
        ("video1234567890.mp4", "meeting_saved_closed_caption.txt"),
        ("audio_only.m4a", "closed_caption.txt"),
        ("zoom_0.mp4", "meeting_saved_closed_caption (1).txt"),
        ("GMT20261102-090000_Recording_gallery_1280x720.mp4", "GMT20261102-090000_Recording.vtt"),
        ("GMT20261102-090000_Recording.m4a", "GMT20261102-090000_Recording.transcript (1).vtt"),
        ("Coaching-20261102_090000-Meeting Recording.mp4", "Coaching-20261102_090000.vtt"),
        (
            "Coaching-20261102_090000-Meeting Recording.mp4",
            "Coaching-20261102_090000-Meeting Transcript.docx",
        ),
        (
            "Coaching-20261102_090000-Besprechungsaufzeichnung.mp4",
            "Coaching-20261102_090000-Besprechungstranskript.vtt",
        ),
        (
            "Coaching-20261102-Enregistrement de la réunion.mp4",
            "Coaching-20261102-Transcription de la réunion.vtt",
        ),
        (
            "Anna - 2026_11_02 10_00 CET - Recording.mp4",
            "Anna - 2026_11_02 10_00 CET – Transcript.docx",
        ),
        (
            "abc-defg-hij (2026-11-02 10_00 GMT+1).mp4",
            "abc-defg-hij (2026-11-02 10_00 GMT+1) - Transcript.md",
        ),
        ("talk.m4a", "talk_otter_ai.docx"),
        ("talk.m4a", "talk (1).vtt"),
        ("talk.m4a", "talk - Kopie.vtt"),
        ("talk (1).m4a", "talk.vtt"),
        ("talk.m4a", "talk.otr"),
        ("talk.m4a", "talk.de (2).srt"),
    ],
)
def test_names_that_programs_and_browsers_give(
    tmp_path: Path, recording: str, transcript: str
) -> None:
    assert _names(tmp_path, recording, transcript, "another.vtt") == [transcript]


def test_a_copy_that_bears_the_name_of_another_recording_belongs_to_that() -> None:
    names = FolderTranscripts(["talk (1).vtt", "talk.vtt"], ["talk.m4a", "talk (1).m4a"])
    assert names.of("talk.m4a") == ["talk.vtt"]
    assert names.of("talk (1).m4a")[0] == "talk (1).vtt"


def test_recordings_that_differ_by_a_number_keep_their_transcripts_apart(tmp_path: Path) -> None:
    assert _names(tmp_path, "Session 2.m4a", "Session 1.vtt", "Session.vtt", "Session 22.vtt") == []
