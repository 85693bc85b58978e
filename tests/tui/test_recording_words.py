"""What the list of recordings says of each, in sentences."""

from pathlib import Path

import pytest

from sessionlens.library.entry import Counts
from sessionlens.library.folder import RecordingEntry
from sessionlens.storage.keymaps import find_keymap
from sessionlens.tui.widgets.recording_words import sentences

ALL = RecordingEntry(
    name="talk.wav",
    recording=Path("talk.wav"),
    review=Path("talk.review.toml"),
    self_review=Path("talk.self.review.toml"),
    feedback=Path("talk.feedback.toml"),
    reply=Path("talk.reply.toml"),
)


@pytest.mark.parametrize(
    ("number", "phrase"),
    [
        (1, "Review: 1 marker, 1 verdict missing. Own review: 1 marker, the feedback is open."
            " Feedback: 1 moment. Reply: 1 of 1 moment answered."),
        (2, "Review: 2 markers, 2 verdicts missing. Own review: 2 markers, the feedback is open."
            " Feedback: 2 moments. Reply: 2 of 2 moments answered."),
    ],
)  # fmt: skip
def test_one_is_not_several(number: int, phrase: str) -> None:
    counts = Counts(
        markers=number,
        verdicts_missing=number,
        self_markers=number,
        moments=number,
        answers=number,
    )
    assert phrase in sentences(ALL, counts, find_keymap("default")).plain


def test_a_file_of_another_name_and_older_exports_are_named() -> None:
    entry = RecordingEntry(
        name="talk.wav",
        recording=Path("talk.wav"),
        feedback=Path("Feedback von\nMaria.txt"),
        older=(Path("talk.feedback.toml"), Path("round1")),
        remarks=("Not read: x.toml: This is not valid TOML.",),
    )
    text = sentences(entry, Counts(moments=3), find_keymap("default")).plain
    assert "Feedback (Feedback von Maria.txt): 3 moments." in text
    assert "Also here, older: talk.feedback.toml, round1" in text
    assert "Not read: x.toml" in text


def test_a_reply_without_its_feedback_says_what_is_missing() -> None:
    entry = RecordingEntry(name="mine.txt", reply=Path("mine.txt"))
    text = sentences(entry, Counts(answers=2), find_keymap("default")).plain
    assert "finds nothing to open: the feedback that was answered is not here" in text
    assert "Reply: 2 answers." in text
