"""The coach's review of themselves: which it is, and whether it seals the mentor's moments."""

import datetime as dt
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import Feedback, file_name
from sessionlens.domain.review import RecordingRef, Review
from sessionlens.domain.seal import BEGUN, Conversation, observing, sealed, with_broken_seal
from sessionlens.files import exists, is_file
from sessionlens.library.own_reviews import conversation_of, own_reviews_in
from sessionlens.library.relinking import locate
from sessionlens.library.review_place import real_path, review_place
from sessionlens.library.withheld import open_observations
from sessionlens.storage import atomic, document
from sessionlens.storage.document import may_hold
from sessionlens.storage.finished import keep_finished
from sessionlens.storage.heads import about_review
from sessionlens.storage.lock import claimed
from sessionlens.storage.names import counterpart, own_names
from sessionlens.storage.paths import review_places
from sessionlens.storage.reviews import ReviewFile, load_review
from sessionlens.storage.state import used_folders
from sessionlens.storage.unfinished import forget_own_review, own_reviews, remember_own_review

FINISH_FIRST = "Finish your own review first: 'sessionlens replay' leads to it"

_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?(?:(?:format|version|#)[^\n]*\n|\s)*")


class SelfReview(NamedTuple):
    """A coach's review of one recording, if there is one, and what is odd about others there.

    `seal` says why the mentor's moments may not be shown yet, or is None. Without a `review`, but
    with a `path`, it cannot be read, or it is open in another window with nothing noted in it yet.
    """

    path: Path | None = None
    review: Review | None = None
    notices: tuple[str, ...] = ()
    seal: str | None = None

    @property
    def broken(self) -> dt.datetime | None:
        """When its coach read the mentor's moments before it was finished."""
        return self.review.seal_broken if self.review else None


def find_self_review(feedback: Feedback, file: Path, recording: Path | None) -> SelfReview:
    """The coach's own review of the conversation that a feedback, in `file`, is about.

    One that is not finished comes first, whatever its name: beside the recording, beside `file`,
    where recordings were opened, or remembered. One that cannot be read becomes a notice, and it
    seals the moments: whether it is finished cannot be told. Nothing is decoded. Who observes a
    group session has a review of their own in the same sense as long as it is not finished.
    """
    search = _Search(feedback, file)
    usual = _usual_places(recording) if recording else ()
    for path in usual:
        search.look_at(path)
    near = {file.parent, recording.parent} if recording else {file.parent}
    for folder in sorted(near):
        search.look_in(folder, together=True)
    search.look_at_remembered()
    for folder in used_folders():
        if folder not in near:
            search.look_in(folder)
    if (own := search.result()) is not None:
        if own.path in usual and own.path and own.review and own.seal:
            _remember(own.path, own.review, feedback)
        return own
    begun = _begun(usual, file, feedback.recording)
    return SelfReview(begun, notices=search.notices, seal=BEGUN if begun else None)


class _Search:
    """The own reviews that were found to be about one feedback."""

    def __init__(self, feedback: Feedback, file: Path) -> None:
        self._feedback = feedback
        self._reviews = {feedback.review, *feedback.together}
        self._conversation = conversation_of(feedback)
        self._seen = {os.path.realpath(file)}
        self._own: list[SelfReview] = []
        self._notices: list[str] = []

    @property
    def notices(self) -> tuple[str, ...]:
        return tuple(self._notices)

    def look_in(self, folder: Path, *, together: bool = False) -> None:
        """Take those of a folder that are about the same conversation, an observer's too."""
        for path, review in open_observations(folder, [self._conversation], together=together):
            self._take_observation(path, review)
        for head in own_reviews_in(folder):
            if head.trouble is None:
                is_about = conversation_of(head).is_that_of(self._conversation, together=together)
            else:  # one that cannot be read may name the recording all the same
                is_about = together and self._may_name_recording(head.path)
            if is_about:
                self.look_at(head.path)

    def _take_observation(self, path: Path, review: Review) -> None:
        """An observer's own review keeps the others' from being seen, but not what is theirs."""
        place = os.path.realpath(path)
        if place not in self._seen and review.id not in self._reviews:
            self._seen.add(place)
            self._own.append(SelfReview(path, review, seal=sealed(review)))

    def look_at_remembered(self) -> None:
        for own in own_reviews():
            conversation = Conversation(own.recording, own.title)
            if self._feedback.review in own.about or conversation.is_that_of(self._conversation):
                self.look_at(own.file)

    def look_at(self, path: Path) -> None:
        """Take the review in this file, if it is there and no copy that was sent."""
        place = os.path.realpath(path)
        if place in self._seen or not is_file(path):
            return
        self._seen.add(place)
        try:
            review = load_review(path)
        except SessionLensError as error:
            self._notices.append(f"A self-review here cannot be read: {error}")
            seal = None if _says_broken(path) else _unreadable(error, path)
            self._own.append(SelfReview(path, seal=seal))
            return
        if review.session.role == "coach" and not review.exported:
            self._own.append(SelfReview(path, review, seal=sealed(review)))

    def result(self) -> SelfReview | None:
        """The first one that seals; else the first, if any."""
        # A copy in another folder is the same review: it is open no more when one of them is not.
        done = {own.review.id for own in self._own if own.review and own.seal is None}
        sealing = [
            own for own in self._own if own.seal and not (own.review and own.review.id in done)
        ]
        read = [own for own in self._own if own.review]
        first = next(iter((*sealing, *read, *self._own)), None)
        return first._replace(notices=self.notices) if first else None

    def _may_name_recording(self, path: Path) -> bool:
        recording = self._feedback.recording
        marks = (file_name(recording.file), recording.sha256, recording.sound_sha256)
        return any(may_hold(path, mark) for mark in marks if mark)


def why_sealed(feedback: Feedback, file: Path) -> str | None:
    """Why what is in a feedback may not be told to its coach yet; None when it may.

    Nobody is kept from their own words: not where the review lies that it was exported from, and
    not from what a coach has exported of their own.
    """
    if feedback.session.role == "coach":
        return None
    if about_review(file.parent, "review", feedback.review):
        return None
    recording = locate(feedback.recording, file, folders=used_folders()).recording
    own = find_self_review(feedback, file, recording)
    if own.seal is None or own.path is None:
        return own.seal
    place = own.path.name if own.path.parent == file.parent else own.path
    return f"{own.seal} (it is {place})"


def refuse_sealed(feedback: Feedback, file: Path) -> None:
    """Raise SessionLensError where `why_sealed` says why."""
    if seal := why_sealed(feedback, file):
        raise SessionLensError(seal, FINISH_FIRST, where=file)


def _remember(path: Path, review: Review, feedback: Feedback) -> None:
    """That this review is about that feedback is known as long as the recording is at hand."""
    if not conversation_of(review).is_that_of(conversation_of(feedback)):
        remember_own_review(
            review.id, path, review.recording, review.session.title, about=feedback.review
        )


def _usual_places(recording: Path) -> tuple[Path, ...]:
    """Where the self-review of a recording is, also if it was reached through a link."""
    place = review_place(recording, "coach").path
    return tuple(dict.fromkeys([place, *review_places(real_path(recording), "coach")]))


def _unreadable(error: SessionLensError, path: Path) -> str:
    place = path.name if error.line is None else f"{path.name}, line {error.line}"
    return (
        "Your own review cannot be read, so the moments of the feedback stay sealed"
        f" ({place}: {error.what})"
    )


def _begun(usual: tuple[Path, ...], file: Path, reference: RecordingRef) -> Path | None:
    """The self-review that somebody has open and that is not written yet: only its lock is."""
    names = own_names(Path(file_name(reference.file)), "self_review")
    beside = (counterpart(file, "feedback", "self_review"), *map(file.with_name, names))
    for path in (*usual, *beside):
        if not exists(path) and claimed(path):
            return path
    return None


def finish(path: Path, at: dt.datetime) -> Review | None:
    """Declare a self-review finished; None where nothing was noted in it.

    Raises SessionLensError, also when it is open elsewhere.
    """
    with _claimed(path) as file:
        if not exists(path):
            return None
        review = file.load()
        finished = replace(review, finished=review.finished or at)
        if finished != review:
            if observing(finished):
                keep_finished(finished)
            file.save(finished)
        forget_own_review(finished.id)
        return finished


def break_seal(path: Path, at: dt.datetime) -> Review | None:
    """Write into a self-review that its coach reads the mentor's moments before it is finished.

    In one that cannot be read, a line is added and all else left as it is. None for such a one, and
    where nothing was noted in it. Raises SessionLensError when that cannot be written, also when it
    is open elsewhere.
    """
    with _claimed(path) as file:
        if not exists(path):
            return None
        try:
            review = file.load()
        except SessionLensError:
            _add_line(path, f"seal_broken = {at.isoformat()}\n".encode())
            return None
        broken = with_broken_seal(review, at)
        if broken != review:
            file.save(broken)
        forget_own_review(broken.id)
        return broken


def _says_broken(path: Path) -> bool:
    """Whether a file that cannot be read holds the line which `break_seal` has added."""
    try:
        head = document.read_bytes(path).split(b"\n[", 1)[0]
    except SessionLensError:
        return False
    return re.search(rb"^seal_broken[ \t]*=", head, re.MULTILINE) is not None


def _add_line(path: Path, line: bytes) -> None:
    """Add a line below the head of a file in which a person has made a mistake."""
    data = document.read_bytes(path)
    if line.split(b"=")[0] in data:
        return
    if b"\0" in data:  # no text
        raise SessionLensError(
            "That you break the seal cannot be written into this file",
            "Correct it in a text editor",
            where=path,
        )
    head = _HEAD.match(data)
    end = head.end() if head else 0
    atomic.write_bytes(path, data[:end] + line + data[end:])


@contextmanager
def _claimed(path: Path) -> Iterator[ReviewFile]:
    file = ReviewFile(path)
    try:
        if not file.claim():
            raise file.refusal()
        yield file
    finally:
        file.close()
