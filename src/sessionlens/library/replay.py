"""Opens a feedback file for its coach: everything that the replay screen needs, and no more."""

import datetime as dt
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import Feedback
from sessionlens.domain.keymap import Keymap
from sessionlens.domain.reply import Reply, new_reply, unknown
from sessionlens.domain.roles import coach_within
from sessionlens.domain.text import counted, file_name
from sessionlens.domain.transcript import Transcript
from sessionlens.files import exists
from sessionlens.library import self_review
from sessionlens.library.feedback_files import (
    feedback_meant,
    notices_on_others,
    reply_to_preview,
    reviewed_here,
)
from sessionlens.library.relinking import Located, chosen, locate, recording_of
from sessionlens.library.review import OpenedReview, open_review
from sessionlens.library.transcript import FoundTranscript, transcript_at, transcript_now
from sessionlens.storage.feedback import load_feedback
from sessionlens.storage.keymaps import find_keymap
from sessionlens.storage.names import counterpart
from sessionlens.storage.paths import nowhere_notice, recording_path
from sessionlens.storage.replies import ReplyFile, load_reply, reply_path
from sessionlens.storage.rescued import RescuedCopy, rescued_copies
from sessionlens.storage.settings import Settings, load_settings
from sessionlens.storage.state import used_folders


class ReplyStore:
    """Where a reply is saved; `save` is what a ReplyEditor is given."""

    def __init__(self, file: ReplyFile) -> None:
        self._file = file

    @property
    def read_only(self) -> str | None:
        """Why nothing can be saved here, or None: another instance works on this reply."""
        return self._file.read_only or None

    def save(self, saved: Reply, new: Reply) -> None:
        """Write the reply durably; raises SessionLensError, overwriting nothing."""
        if new != saved:
            self._file.save(new)

    def close(self) -> None:
        """Let other instances write; harmless when repeated."""
        self._file.close()


class OpenedReplay(Struct, frozen=True):
    """A feedback file and all that belongs to it, read and checked.

    `recording` is None where it was not found: the moments can be read then; `located` says more.
    `sealed` says why the moments may not be shown yet, or is None; `self_review` is the file to
    finish, `seal_broken` when the coach read the moments before that. `read_only` says why nothing
    can be saved, or is None. `transcript_later`: it takes long to be read, and was not. `preview`
    is whom the feedback is for where its reviewer looks at it, else empty. Whoever opens a replay
    closes its `store`.
    """

    feedback_path: Path
    feedback: Feedback
    recording: Path | None
    located: Located
    reply_path: Path
    reply: Reply
    transcript: Transcript | None
    self_review: Path | None
    sealed: str | None
    seal_broken: dt.datetime | None
    settings: Settings
    keymap: Keymap
    notices: tuple[str, ...]
    read_only: str | None
    store: ReplyStore
    rescued: tuple[RescuedCopy[Reply], ...] = ()
    transcript_later: bool = False
    preview: str = ""


def open_replay(
    feedback: Path,
    recording: Path | None = None,
    *,
    keymap: str | None = None,
    settings: Settings | None = None,
) -> OpenedReplay:
    """Open a feedback file, or the one beside a recording or in a folder; nothing is written.

    Where the review that it was exported from lies beside it, it is a preview: the coach's reply is
    shown if there is one, and none is begun. Raises SessionLensError for the first thing that
    cannot be used, such as a `recording` that is another one; nothing stays locked then.
    """
    path, recording = feedback_meant(feedback.absolute(), recording)
    content = load_feedback(path)
    settings = load_settings() if settings is None else settings
    keys = find_keymap(keymap or settings.keymap)
    located = locate(content.recording, path, recording, used_folders())
    if (review := reviewed_here(path, content, located.recording)) is not None:
        return _previewed(path, content, located, review, keys, settings)
    file = ReplyFile(reply_path(path, content.review))
    if file.claim() and (why := nowhere_notice(file.path)):
        file.refuse(why, "Copy the feedback into a folder of yours")
    try:
        reply = replace(file.load(), exported=None) if exists(file.path) else new_reply(content)
        opened = _opened(path, content, located, file, reply, keys, settings)
        return replace(
            opened,
            notices=(*opened.notices, *_elsewhere(path, file.path), *_unknown(reply, content)),
            rescued=tuple(rescued_copies(file.path, reply, load_reply)),
        )
    except BaseException:
        file.close()
        raise


def with_recording(opened: OpenedReplay, recording: Path) -> OpenedReplay:
    """The replay with the recording that the coach has chosen, and what lies beside that.

    Raises SessionLensError when it is another recording.
    """
    feedback = opened.feedback
    located = chosen(feedback.recording, recording)
    own = self_review.SelfReview()
    if not opened.preview:
        own = self_review.find_self_review(feedback, opened.feedback_path, located.recording)
    read = transcript_now(_places(located.recording, opened.feedback_path, feedback))
    return replace(
        opened,
        recording=located.recording,
        located=located,
        transcript=read.transcript,
        transcript_later=read.later,
        self_review=own.path,
        sealed=own.seal,
        seal_broken=own.broken,
        notices=(*located.notices, *own.notices, *read.notices),
    )


def late_transcript(opened: OpenedReplay) -> FoundTranscript:
    """The transcript that was left for later when the feedback was opened."""
    return transcript_at(_places(opened.recording, opened.feedback_path, opened.feedback))


def open_own_review(opened: OpenedReplay) -> OpenedReview:
    """The coach's own review that seals a replay, on its own recording, which may be another file.

    A new one is of the file that is as long, where the recording itself was not found. Raises
    SessionLensError where it cannot be opened or there is no recording to hear.
    """
    own, recording = opened.self_review, opened.recording or opened.located.offered
    if own is None or not exists(own):
        if recording is None:
            raise SessionLensError(
                "There is no recording to review", "Finish your own review or leave", where=own
            )
        return open_review(recording, role="coach")
    try:
        recording = recording_of(own)
    except SessionLensError:
        if recording is None:
            raise
    return open_review(recording, review=own, role="coach")


def finish_self_review(opened: OpenedReplay, at: dt.datetime) -> OpenedReplay:
    """The replay with the coach's own review declared finished; raises SessionLensError."""
    if opened.self_review is None:
        return opened
    self_review.finish(opened.self_review, at)
    return _with_seal(opened)


def break_seal(opened: OpenedReplay, at: dt.datetime) -> OpenedReplay:
    """The replay with the seal broken, which is recorded in the coach's own review.

    Raises SessionLensError when it cannot be recorded.
    """
    if opened.self_review is None:
        return opened
    self_review.break_seal(opened.self_review, at)
    return _with_seal(opened)


def _with_seal(opened: OpenedReplay) -> OpenedReplay:
    """The replay with the seal as it is now; another review of one's own may still be open."""
    own = self_review.find_self_review(opened.feedback, opened.feedback_path, opened.recording)
    return replace(opened, self_review=own.path, sealed=own.seal, seal_broken=own.broken)


def _opened(
    path: Path,
    feedback: Feedback,
    located: Located,
    file: ReplyFile,
    reply: Reply,
    keymap: Keymap,
    settings: Settings,
) -> OpenedReplay:
    """The feedback with a reply, and what lies beside the recording."""
    own = self_review.find_self_review(feedback, path, located.recording)
    read = transcript_now(_places(located.recording, path, feedback))
    store = ReplyStore(file)
    return OpenedReplay(
        feedback_path=path,
        feedback=feedback,
        recording=located.recording,
        located=located,
        reply_path=file.path,
        reply=replace(reply, feedback=feedback.id, recording=feedback.recording),
        transcript=read.transcript,
        transcript_later=read.later,
        self_review=own.path,
        sealed=own.seal,
        seal_broken=own.broken,
        settings=settings,
        keymap=keymap,
        notices=(
            *located.notices,
            *notices_on_others(path, feedback),
            *own.notices,
            *read.notices,
        ),
        read_only=store.read_only,
        store=store,
    )


def _previewed(
    path: Path,
    feedback: Feedback,
    located: Located,
    review: Path,
    keymap: Keymap,
    settings: Settings,
) -> OpenedReplay:
    """The feedback as its coach will see it; nothing is claimed or written."""
    nowhere = counterpart(path, "feedback", "reply")
    reply_file, reply = reply_to_preview(review, feedback.review) or (nowhere, new_reply(feedback))
    whom = coach_within(feedback.session)
    file = ReplyFile(reply_file)
    file.refuse(
        f"Preview: this is what {whom} will see; the answers are {whom}'s"
        f" ({file_name(review.name)} lies beside it)",
        "Open it where the review is not",
    )
    opened = _opened(path, feedback, located, file, reply, keymap, settings)
    # Nobody is kept from their own words, nor ends another person's review.
    return replace(opened, preview=whom, self_review=None, sealed=None, seal_broken=None)


def _places(recording: Path | None, path: Path, feedback: Feedback) -> list[Path]:
    """Beside what a transcript may lie: the recording, or the feedback, as if that lay there."""
    named = recording_path(feedback.recording.file, path)
    return list(dict.fromkeys([recording or named, named]))


def _elsewhere(feedback: Path, reply: Path) -> tuple[str, ...]:
    if reply.parent == feedback.parent:
        return ()
    return (
        f"The folder of {feedback.name} cannot be written, so your answers are kept in"
        f" {reply.parent}",
    )


def _unknown(reply: Reply, feedback: Feedback) -> tuple[str, ...]:
    count = len(unknown(reply.answers, feedback.markers))
    if not count:
        return ()
    are = counted(count, "of your answers is", "of your answers are")
    return (
        f"{are} to moments that this feedback does not hold any more; all are kept, and listed"
        " below the verdicts",
    )
