"""Which feedback may not be counted yet: its coach has a review of their own open.

The whole search for that takes long for a thousand files. Here the reviews that are open are looked
for once, and the whole search is made for the feedback alone that one of them may be about.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import file_name
from sessionlens.domain.seal import Conversation
from sessionlens.library.own_reviews import conversation_of, own_reviews_in
from sessionlens.library.pattern_files import GatheredFiles, PatternFile
from sessionlens.library.self_review import why_sealed
from sessionlens.storage import document
from sessionlens.storage.feedback import load_feedback
from sessionlens.storage.kinds import ENDINGS
from sessionlens.storage.names import counterpart, own_names
from sessionlens.storage.paths import fallbacks_folder
from sessionlens.storage.state import used_folders, was_worked_on
from sessionlens.storage.unfinished import own_reviews


class Conversations:
    """Documents by the conversation that they are about: those of one are found without a search.

    Whether two are of one is decided by `Conversation.is_that_of`; this only says which to ask.
    """

    def __init__(self, files: Iterable[PatternFile]) -> None:
        self._files = tuple(files)

    @cached_property
    def _by_key(self) -> dict[tuple[object, ...], list[PatternFile]]:
        by_key: dict[tuple[object, ...], list[PatternFile]] = {}
        for file in self._files:
            for key in _keys(file.conversation, file.path.parent):
                by_key.setdefault(key, []).append(file)
        return by_key

    def of(self, conversation: Conversation, folder: Path | None) -> list[PatternFile]:
        """The documents about the same conversation as one in `folder`, in their order."""
        near: dict[Path, PatternFile] = {}
        for key in _keys(conversation, folder, within=1):
            near |= {file.path: file for file in self._by_key.get(key, ())}
        return [
            file
            for path, file in near.items()
            if file.conversation.is_that_of(conversation, together=path.parent == folder)
        ]


def sealed_files(gathered: GatheredFiles, mentors: Sequence[PatternFile]) -> set[Path]:
    """Those of mentors' feedback files and reviews that their coach may not be shown yet."""
    others = [file for file in mentors if file.evidence.kind == "feedback"]
    conversations = Conversations(others)
    reviewed_here = {
        (file.path.parent, file.evidence.review)
        for file in gathered.files
        if file.evidence.kind == "review"
    }
    sealed = {
        file.path
        for file in _beside_open(gathered.files, conversations)
        if (file.path.parent, file.evidence.review) not in reviewed_here
    }
    sealed |= _reviews_of_others(gathered.files, mentors)
    for file in {file.path: file for file in _candidates(gathered, others, conversations)}.values():
        if file.path not in sealed and _is_sealed(file.path):
            sealed.add(file.path)
    return sealed


def _reviews_of_others(files: Iterable[PatternFile], mentors: Iterable[PatternFile]) -> set[Path]:
    """Mentors' reviews beside an own review that is being worked on here, as those are not."""
    conversations = Conversations(file for file in mentors if file.evidence.kind == "review")
    own = (file for file in files if file.evidence.open and was_worked_on(file.evidence.id))
    return {
        other.path
        for file in own
        for other in conversations.of(file.conversation, file.path.parent)
        if not was_worked_on(other.evidence.id)
    }


def _beside_open(
    files: Iterable[PatternFile], conversations: Conversations
) -> Iterator[PatternFile]:
    """Feedback on the conversation of an own review that is open, in these folders."""
    own = [file for file in files if file.evidence.kind == "self_review"]
    # A copy in another folder is the same review: it is open no more when one of them is not.
    ended = {
        file.evidence.id
        for file in own
        if not (file.evidence.open or file.evidence.exported or file.evidence.trouble)
    }
    for file in own:
        if file.evidence.open and file.evidence.id not in ended:
            yield from conversations.of(file.conversation, file.path.parent)


def _candidates(
    gathered: GatheredFiles, feedback: Sequence[PatternFile], conversations: Conversations
) -> Iterator[PatternFile]:
    """Feedback that an own review may be about which lies elsewhere, or which cannot be read."""
    for remembered in own_reviews():
        yield from conversations.of(Conversation(remembered.recording, remembered.title), None)
        yield from (file for file in feedback if file.evidence.review in remembered.about)
    here = {file.path.parent for file in gathered.files}
    for folder in used_folders():
        for head in own_reviews_in(folder) if folder not in here else ():
            if head.exported is None and head.finished is None:
                yield from conversations.of(conversation_of(head), folder)
    for file in gathered.files:
        if file.evidence.trouble and file.evidence.kind != "feedback":
            yield from _named_in(file, feedback)
    begun = {path.name for path in gathered.begun}
    begun |= {path.name.removesuffix(".lock") for path in _locks_elsewhere()}
    if begun:
        yield from (file for file in feedback if begun & _own_names(file))


def _is_sealed(path: Path) -> bool:
    try:
        return why_sealed(load_feedback(path), path) is not None
    except SessionLensError:
        return True  # it has changed since it was counted


def _named_in(broken: PatternFile, feedback: Iterable[PatternFile]) -> Iterator[PatternFile]:
    """Feedback beside a file that cannot be read, on a recording that stands in it."""
    try:
        data = document.read_bytes(broken.path)
    except SessionLensError:
        data = b""
    for file in feedback:
        evidence = file.evidence
        marks = (file_name(evidence.file), evidence.sha256, evidence.sound_sha256)
        if file.path.parent == broken.path.parent and (
            not data or any(mark.encode(errors="replace") in data for mark in marks if mark)
        ):
            yield file


def _own_names(feedback: PatternFile) -> set[str]:
    """What the own review of its session may be called."""
    names = own_names(Path(file_name(feedback.evidence.file)), "self_review")
    return {counterpart(feedback.path, "feedback", "self_review").name, *names}


def _locks_elsewhere() -> Iterator[Path]:
    try:
        yield from fallbacks_folder().glob(f"*/*{ENDINGS['self_review']}.lock")
    except OSError:
        return


def _keys(
    conversation: Conversation, folder: Path | None, *, within: int = 0
) -> Iterator[tuple[object, ...]]:
    """What two of one conversation have in common at least; lengths count `within` seconds."""
    recording = conversation.recording
    yield from (
        (kind, value)
        for kind, value in (("sha", recording.sha256), ("sound", recording.sound_sha256))
        if value
    )
    stem = Path(file_name(recording.file)).stem.casefold()
    yield ("stem", " ".join(stem.split()))
    if title := " ".join(conversation.title.casefold().split()):
        yield ("title", title)
    if recording.duration is not None and folder is not None:
        second = int(recording.duration)
        for near in range(second - within, second + within + 1):
            yield ("length", folder, near)
