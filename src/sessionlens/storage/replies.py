"""Reply files: the coach's own, saved on every change."""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import Feedback
from sessionlens.domain.reply import Reply
from sessionlens.domain.roles import people
from sessionlens.files import exists, is_file
from sessionlens.storage import atomic, document, toml
from sessionlens.storage.checks import check_answers, check_sounds
from sessionlens.storage.document import Document
from sessionlens.storage.feedback import load_feedback
from sessionlens.storage.heads import about_review, also_here, head_of
from sessionlens.storage.kinds import ENDINGS, KINDS
from sessionlens.storage.names import counterpart, mark, named, own_names
from sessionlens.storage.owned import OwnedFile
from sessionlens.storage.paths import fallbacks_folder, folder_for

FORMAT = KINDS["reply"].format

TO_SEND = f".to-send{ENDINGS['reply']}"

_WHAT = "What a {coach} answers to the feedback on a session"
_HEAD = f"""\
{_WHAT}. A line 'note' is your own. To send your answers
to your {{reviewer}} without these notes, type
    sessionlens export FILE
"""
_HEAD_TO_SEND = f"""\
{_WHAT}, without their own notes. Put it beside the
review, and the answers are seen there.
"""


def load_reply(path: Path) -> Reply:
    """Read a reply; raises SessionLensError with file, line and key for anything wrong in it."""
    return _reply(document.read(path))


def encode_reply(reply: Reply, *, to_send: bool = False) -> bytes:
    """The reply as the bytes of its file, which its first lines explain to whom it is for."""
    who = people(reply.session)
    head = (_HEAD_TO_SEND if to_send else _HEAD).format(reviewer=who.reviewer, coach=who.coach)
    return toml.dumps(FORMAT, reply, head=head)


class ReplyFile(OwnedFile[Reply]):
    """A reply's file while it is being worked on; see `OwnedFile`."""

    KIND = "reply"

    def _encode(self, value: Reply) -> bytes:
        return encode_reply(value)

    def _decode(self, source: Document) -> Reply:
        return _reply(source)


def reply_path(feedback: Path, review_id: str) -> Path:
    """The coach's reply to a feedback file: the one that is there, whatever its name.

    A new one is `talk.reply.toml` for `talk.feedback.toml`, and for a feedback of another name it
    is called after the recording. Where that answers another review, the review's id is put into
    the name. In a folder that cannot be written the reply goes to the user's data folder; one that
    lies beside the feedback is copied there. Raises SessionLensError for a reply there that cannot
    be read.
    """
    folder = folder_for(feedback)
    usual = _usual_name(feedback)
    # The id comes from a file, and whoever wrote it must not choose where we write.
    plain = mark(review_id.encode(errors="surrogatepass"))
    names = [usual, f"{usual.removesuffix(ENDINGS['reply'])}-{plain}{ENDINGS['reply']}"]
    if folder != feedback.parent and (kept := _kept_elsewhere(review_id)):
        return kept
    own = own_reply(feedback.parent, review_id, names)
    names = [*([own.name] if own else []), *names]
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


def own_reply(folder: Path, review_id: str, names: Sequence[str] = ()) -> Path | None:
    """The coach's own reply to a review in a folder, not what was made for the mentor.

    Of several it is the one that has one of `names`, else the newest.
    """
    own = [
        head.path
        for head in about_review(folder, "reply", review_id)
        if head.exported is None and not head.trouble and not head.path.name.endswith(TO_SEND)
    ]
    return min(own, key=lambda path: path.name not in names, default=None)


def _kept_elsewhere(review_id: str) -> Path | None:
    """The own reply in the user's data folder, whatever the feedback was called then."""
    try:
        folders = sorted(fallbacks_folder().iterdir())
    except OSError:
        return None
    return next(filter(None, (own_reply(folder, review_id) for folder in folders)), None)


def _usual_name(feedback: Path) -> str:
    """What a new reply to a feedback file is called."""
    parts = named(feedback.name)
    head = None if parts and parts[1] == "feedback" else head_of(feedback)
    recording = PurePosixPath(head.recording.file.replace("\\", "/")) if head else None
    if recording is None or not recording.stem:
        return counterpart(feedback, "feedback", "reply").name
    return own_names(Path(recording.name), "reply")[0]


class FoundReply(NamedTuple):
    """A reply that lies beside its review, if any, and what is odd about others there."""

    path: Path | None = None
    reply: Reply | None = None
    notices: tuple[str, ...] = ()


def find_reply(review: Path, review_id: str) -> FoundReply:
    """The reply to this review that lies beside it, the newest export of several.

    Older ones are named in a notice. One that should be it and cannot be read becomes a notice,
    and where none is found also one of its name that answers another review. All others are
    passed over.
    """
    usual = counterpart(review, "review", "reply")
    notices: list[str] = []
    older: list[Path] = []
    newest = FoundReply()
    answering = [head.path for head in about_review(review.parent, "reply", review_id)]
    for path in [*answering, *([usual] if usual not in answering and is_file(usual) else [])]:
        try:
            reply = load_reply(path)
        except SessionLensError as error:
            notices.append(f"Not shown: {error}")
            continue
        if newest.path is not None:
            older += [path] if reply.review == review_id else []
        elif reply.review == review_id:
            newest = FoundReply(path, reply)
        else:
            notices.append(f"{path.name} answers another review than this one")
    return newest._replace(notices=(*notices, *also_here(older)))


def answered_feedback(reply: Path, review_id: str) -> Feedback | None:
    """The newest feedback on this review beside a reply, None if there is none to be read."""
    for head in about_review(reply.parent, "feedback", review_id):
        try:
            feedback = load_feedback(head.path)
        except SessionLensError:
            continue
        if feedback.review == review_id:
            return feedback
    return None


def _reply(source: Document) -> Reply:
    source.require(FORMAT)
    reply = toml.convert(source, Reply)
    check_answers(source, reply.answers)
    check_sounds(source, reply.sounds)
    return reply
