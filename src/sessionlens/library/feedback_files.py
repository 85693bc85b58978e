"""Which feedback file a path means, and what else there is of the same review."""

from pathlib import Path

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import Feedback
from sessionlens.domain.reply import Reply, for_the_reviewer
from sessionlens.domain.text import file_name
from sessionlens.library.folder import RecordingEntry, entry_now, list_recordings
from sessionlens.library.kinds import kind_of
from sessionlens.library.review_place import real_path
from sessionlens.library.typed_path import is_folder
from sessionlens.storage.heads import about_review, also_here, not_read
from sessionlens.storage.replies import find_reply

_MOST_NAMED = 5
_FILE = "Name the file that you were sent"


def feedback_meant(source: Path, recording: Path | None) -> tuple[Path, Path | None]:
    """A feedback file and the recording given with it.

    A recording stands for both, and so does a folder with feedback on one session. Raises
    SessionLensError where there is none, or more than one.
    """
    if is_folder(source):
        return _only_one(source), recording
    if kind_of(source) != "recording":
        return source, recording
    for place in dict.fromkeys((source, real_path(source))):
        entry = entry_now(place.parent, RecordingEntry(name=place.name, recording=place))
        if recording is None and entry.feedback:
            return entry.feedback, source
    raise SessionLensError(
        "This is a recording, and there is no feedback beside it", _FILE, where=source
    )


def _only_one(folder: Path) -> Path:
    """The feedback in a folder, the newest export of it; raises SessionLensError."""
    files = [entry.feedback for entry in list_recordings(folder) if entry.feedback]
    if not files:
        raise SessionLensError("There is no feedback in this folder", _FILE, where=folder)
    if len(files) > 1:
        names = ", ".join(file_name(path.name) for path in files[:_MOST_NAMED])
        raise SessionLensError(
            f"There is feedback on {len(files)} sessions in this folder",
            f"Name one of them ({names}), or choose from the list: sessionlens FOLDER",
            where=folder,
        )
    return files[0]


def notices_on_others(path: Path, feedback: Feedback) -> tuple[str, ...]:
    """What a reader should know of other exports of the same review beside a feedback file."""
    heads = about_review(path.parent, "feedback", feedback.review)
    readable = [head.path for head in heads if head.trouble is None]
    if path not in readable:
        return ()
    place = readable.index(path)
    newer = [f"A newer export of this lies here: {file_name(readable[0].name)}"] if place else []
    unread = filter(None, map(not_read, heads))
    return (*newer, *also_here(readable[place + 1 :]), *unread)


def reviewed_here(path: Path, feedback: Feedback, recording: Path | None) -> Path | None:
    """The review that a feedback file was exported from, beside it or beside the recording.

    Who has it is not the coach, and looks at what the coach will see.
    """
    for folder in dict.fromkeys([path.parent, *([recording.parent] if recording else [])]):
        for head in about_review(folder, "review", feedback.review):
            if head.exported is None:
                return head.path
    return None


def reply_to_preview(review: Path, review_id: str) -> tuple[Path, Reply] | None:
    """The coach's reply beside a review, without their own notes."""
    answered = find_reply(review, review_id)
    if answered.path is None or answered.reply is None:
        return None
    return answered.path, for_the_reviewer(answered.reply)
