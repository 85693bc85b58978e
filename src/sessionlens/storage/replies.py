"""Reply files: the coach's own, saved on every change."""

from pathlib import Path
from typing import NamedTuple

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.reply import Reply
from sessionlens.storage import document, toml
from sessionlens.storage.checks import refuse_repeated
from sessionlens.storage.document import Document
from sessionlens.storage.owned import OwnedFile

FORMAT = "sessionlens.reply"
ENDING = ".reply.toml"

_HEAD = """\
What a coach answers to the feedback on a session. Your mentor sees it beside the moments: send
this file back to them. A line 'note' is your own; delete it before you send the file.
"""


def load_reply(path: Path) -> Reply:
    """Read a reply; raises SessionLensError with file, line and key for anything wrong in it."""
    return _reply(document.read(path))


def encode_reply(reply: Reply) -> bytes:
    """The reply as the bytes of its file."""
    return toml.dumps(FORMAT, reply, head=_HEAD)


class ReplyFile(OwnedFile[Reply]):
    """A reply's file while it is being worked on; see `OwnedFile`."""

    KIND = "reply"

    def _encode(self, value: Reply) -> bytes:
        return encode_reply(value)

    def _decode(self, source: Document) -> Reply:
        return _reply(source)


def reply_path(feedback: Path, folder: Path | None = None) -> Path:
    """The usual reply to a feedback file: `talk.feedback.toml` becomes `talk.reply.toml`."""
    stem = feedback.name.removesuffix(".toml").removesuffix(".feedback")
    return (folder or feedback.parent) / f"{stem}{ENDING}"


class FoundReply(NamedTuple):
    """A reply that lies beside its review, if any, and what is odd about others there."""

    path: Path | None = None
    reply: Reply | None = None
    notices: tuple[str, ...] = ()


def find_reply(review: Path, review_id: str) -> FoundReply:
    """The reply to this review that lies beside it, the one under its own name first.

    Replies to other reviews are passed over; one that cannot be read becomes a notice.
    """
    stem = review.name.removesuffix(".toml").removesuffix(".review")
    usual = review.with_name(f"{stem}{ENDING}")
    try:
        found = sorted(review.parent.glob(f"*{ENDING}"))
    except OSError:
        return FoundReply()
    notices: list[str] = []
    for path in sorted(found, key=lambda one: one != usual):
        try:
            reply = load_reply(path)
        except SessionLensError as error:
            notices.append(f"Not shown: {error}")
            continue
        if reply.review == review_id:
            return FoundReply(path, reply, tuple(notices))
    return FoundReply(notices=tuple(notices))


def _reply(source: Document) -> Reply:
    source.require(FORMAT)
    reply = toml.convert(source, Reply)
    refuse_repeated(
        source,
        "answer to",
        [(("answers", i, "marker"), one.marker) for i, one in enumerate(reply.answers)],
    )
    return reply
