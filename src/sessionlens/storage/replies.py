"""Reply files: the coach's own, saved on every change."""

from pathlib import Path
from typing import NamedTuple

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import Feedback
from sessionlens.domain.reply import Reply
from sessionlens.files import exists, is_file
from sessionlens.storage import atomic, document, toml
from sessionlens.storage.checks import check_answers
from sessionlens.storage.document import Document
from sessionlens.storage.feedback import load_feedback
from sessionlens.storage.kinds import ENDINGS, KINDS
from sessionlens.storage.names import counterpart, files_of, mark
from sessionlens.storage.owned import OwnedFile
from sessionlens.storage.paths import folder_for

FORMAT = KINDS["reply"].format

TO_SEND = f".to-send{ENDINGS['reply']}"

_HEAD = """\
What a coach answers to the feedback on a session. A line 'note' is your own. To send your answers
to your mentor without these notes, type
    sessionlens export FILE
"""
_HEAD_TO_SEND = """\
What a coach answers to the feedback on a session, without their own notes. Put it beside the
review, and the answers are seen there.
"""


def load_reply(path: Path) -> Reply:
    """Read a reply; raises SessionLensError with file, line and key for anything wrong in it."""
    return _reply(document.read(path))


def encode_reply(reply: Reply, *, to_send: bool = False) -> bytes:
    """The reply as the bytes of its file, which its first lines explain to whom it is for."""
    return toml.dumps(FORMAT, reply, head=_HEAD_TO_SEND if to_send else _HEAD)


class ReplyFile(OwnedFile[Reply]):
    """A reply's file while it is being worked on; see `OwnedFile`."""

    KIND = "reply"

    def _encode(self, value: Reply) -> bytes:
        return encode_reply(value)

    def _decode(self, source: Document) -> Reply:
        return _reply(source)


def reply_path(feedback: Path, review_id: str) -> Path:
    """The coach's reply to a feedback file: `talk.feedback.toml` becomes `talk.reply.toml`.

    Where that answers another review, the review's id is put into the name. In a folder that
    cannot be written the reply goes to the user's data folder; one that lies beside the feedback
    is copied there. Raises SessionLensError for a reply there that cannot be read.
    """
    usual, folder = counterpart(feedback, "feedback", "reply").name, folder_for(feedback)
    # The id comes from a file, and whoever wrote it must not choose where we write.
    plain = mark(review_id.encode(errors="surrogatepass"))
    names = [usual, f"{usual.removesuffix(ENDINGS['reply'])}-{plain}{ENDINGS['reply']}"]
    for path in (folder / name for name in names):
        beside = feedback.parent / path.name
        if path != beside and is_file(beside) and not exists(path):
            atomic.write_bytes(path, document.read_bytes(beside))
        if not exists(path) or load_reply(path).review == review_id:
            return path
    raise SessionLensError(
        "This is a reply to another review",
        "Move it away, then open the feedback again",
        where=path,
    )


class FoundReply(NamedTuple):
    """A reply that lies beside its review, if any, and what is odd about others there."""

    path: Path | None = None
    reply: Reply | None = None
    notices: tuple[str, ...] = ()


def find_reply(review: Path, review_id: str) -> FoundReply:
    """The reply to this review that lies beside it, the one under its own name first.

    One that should be it and cannot be read becomes a notice, and where none is found also one of
    its name that answers another review. All others are passed over.
    """
    usual = counterpart(review, "review", "reply")
    notices: list[str] = []
    other: tuple[str, ...] = ()
    for path in sorted(files_of("reply", review.parent), key=lambda one: one != usual):
        if path != usual and not document.may_hold(path, review_id):
            continue
        try:
            reply = load_reply(path)
        except SessionLensError as error:
            notices.append(f"Not shown: {error}")
            continue
        if reply.review == review_id:
            return FoundReply(path, reply, tuple(notices))
        if path == usual:
            other = (f"{path.name} answers another review than this one",)
    notices += other
    return FoundReply(notices=tuple(notices))


def answered_feedback(reply: Path, review_id: str) -> Feedback | None:
    """The feedback on this review that lies beside a reply, None if there is none to be read."""
    usual = counterpart(reply, "reply", "feedback")
    paths = sorted(files_of("feedback", reply.parent), key=lambda one: one != usual)
    for path in (one for one in paths if document.may_hold(one, review_id)):
        try:
            feedback = load_feedback(path)
        except SessionLensError:
            continue
        if feedback.review == review_id:
            return feedback
    return None


def _reply(source: Document) -> Reply:
    source.require(FORMAT)
    reply = toml.convert(source, Reply)
    check_answers(source, reply.answers)
    return reply
