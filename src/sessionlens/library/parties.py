"""Reviews to be compared: what each is, and whether they can be compared at all."""

import shlex
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import Feedback, file_name
from sessionlens.domain.review import RecordingRef, Review
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.timecode import clock
from sessionlens.files import not_read
from sessionlens.library.kinds import kind_of, title_of
from sessionlens.library.rubric import rubric_for
from sessionlens.storage.feedback import load_feedback
from sessionlens.storage.finished import as_finished
from sessionlens.storage.reviews import load_review


class Party(Struct, frozen=True):
    """One of those compared: its file, what it holds, how it is called, such as `Maria (mentor)`.

    `remarks` say what is odd about the rubric that its review was made with, `changed` that a
    finished review was worked on since. `early` are the ids of moments that came before the
    recording began of which the times are.
    """

    path: Path
    title: str
    file: Review | Feedback
    rubric: Rubric
    remarks: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    early: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """Who made it; empty where that is not said."""
        return _name(self.file)

    @property
    def review(self) -> str:
        """The id of the review that it is, or was made from."""
        return self.file.id if isinstance(self.file, Review) else self.file.review

    @property
    def reviews(self) -> tuple[str, ...]:
        """That id, and those of the reviews that were brought together in it."""
        together = self.file.together if isinstance(self.file, Feedback) else ()
        return (self.review, *together)


def two_parties(a: Path, b: Path) -> tuple[Party, Party]:
    """Read two reviews or feedback files; raises SessionLensError."""
    first, second = party_at(a), party_at(b)
    refuse_one_file(a, b)
    titles = _titles(first, second)
    return replace(first, title=titles[0]), replace(second, title=titles[1])


def refuse_one_file(a: Path, b: Path) -> None:
    """Raise SessionLensError where both are one file, or one cannot be looked at."""
    try:
        same = a.samefile(b)
    except OSError as error:
        raise not_read(error, b) from error
    if same:
        raise SessionLensError("These are one and the same file", "Name two reviews", where=b)


def party_at(path: Path) -> Party:
    """Read a review or feedback file; raises SessionLensError.

    A review of a group session is as it was when it was finished.
    """
    match kind := kind_of(path):
        case "review":
            review = load_review(path)
            chosen = rubric_for(review, path)
            then = as_finished(review)
            return Party(
                path,
                _title(review),
                then or review,
                chosen.rubric,
                chosen.notices,
                () if then is None else (_changed(review),),
            )
        case "feedback":
            feedback = load_feedback(path)
            return Party(path, _title(feedback), feedback, feedback.rubric)
        case _:
            raise SessionLensError(
                f"This is {title_of(kind)}, not a review",
                "Name two files *.review.toml or *.feedback.toml",
                where=path,
            )


def _name(file: Review | Feedback) -> str:
    session = file.session
    return session.reviewer or (session.coach if session.role == "coach" else "")


def _title(file: Review | Feedback) -> str:
    name, role = _name(file), file.session.role
    if name and role:
        return f"{name} ({role})"
    return name or (role or "").capitalize()


def _changed(review: Review) -> str:
    day = review.finished.date().isoformat() if review.finished else ""
    whose = f"The review of {review.session.reviewer}" if review.session.reviewer else "A review"
    return f"{whose} was changed after it was finished on {day}: it is compared as it was then"


def _titles(a: Party, b: Party) -> tuple[str, str]:
    if a.title and b.title and a.title != b.title:
        return a.title, b.title
    if a.path.name != b.path.name:
        return a.path.name, b.path.name
    return str(a.path), str(b.path)


def recording_doubts(a: Party, b: Party) -> list[str]:
    """What speaks against both being of one recording, in sentences.

    Raises SessionLensError where they are of different ones.
    """
    first, second = a.file.recording, b.file.recording
    same = first.same_as(second)
    if same:
        return []
    if same is False:
        if not first.as_long_as(second):
            raise _different(a, b)
        return ["The two reviews are of different files of one length: the times may not fit"]
    if first.as_long_as(second) is False:
        raise _different(a, b)
    if file_name(first.file) != file_name(second.file):
        return [
            f"One review is of '{first.file}', the other of '{second.file}':"
            " whether that is one recording cannot be told"
        ]
    return []


def _different(a: Party, b: Party) -> SessionLensError:
    def described(reference: RecordingRef) -> str:
        length = "" if reference.duration is None else f", {clock(reference.duration)}"
        return f"'{reference.file}'{length}"

    began = a.file.recording.began, b.file.recording.began
    seconds = f"{(began[1] - began[0]).total_seconds():.1f}" if began[0] and began[1] else "SECONDS"
    return SessionLensError(
        f"This is about another recording ({described(b.file.recording)}) than {a.path.name}"
        f" ({described(a.file.recording)})",
        f"Compare two reviews of one recording, or say how much later that one begins: --offset"
        f" {shlex.quote(b.name or b.path.name)}={seconds}",
        where=b.path,
    )


def rubric_doubts(a: Party, b: Party) -> list[str]:
    """What is odd about the rubrics of the two; raises SessionLensError for different ones."""
    first, second = a.rubric, b.rubric
    if first.id != second.id:
        raise SessionLensError(
            f"This was made with the rubric '{second.id}', {a.path.name} with '{first.id}'",
            "Compare two reviews made with one rubric",
            where=b.path,
        )
    # As the files say: the rubric that was found for them is of one edition only.
    used, other = a.file.rubric.edition, b.file.rubric.edition
    if used != other:
        return [
            f"The reviews were made with different editions of '{first.id}':"
            f" {used or '(none)'} and {other or '(none)'}"
        ]
    return list(dict.fromkeys([*a.remarks, *b.remarks]))
