"""Two reviews to be compared: what each is, and whether they can be compared at all."""

from pathlib import Path
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import Feedback, file_name
from sessionlens.domain.review import RecordingRef, Review
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.seal import sealed
from sessionlens.domain.timecode import clock
from sessionlens.files import not_read
from sessionlens.library.kinds import kind_of, title_of
from sessionlens.library.relinking import locate
from sessionlens.library.rubric import rubric_for
from sessionlens.library.self_review import SelfReview, find_self_review
from sessionlens.library.withheld import private_file, why_withheld
from sessionlens.storage.feedback import load_feedback
from sessionlens.storage.reviews import load_review
from sessionlens.storage.state import used_folders


class Party(Struct, frozen=True):
    """One of the two: its file, what it holds, and how it is called, such as `Maria (mentor)`.

    `remarks` say what is odd about the rubric that its review was made with.
    """

    path: Path
    title: str
    file: Review | Feedback
    rubric: Rubric
    remarks: tuple[str, ...] = ()


class Seal(NamedTuple):
    """Why one review may not be seen beside the other yet, and what to do.

    `own` is the unfinished self-review whose coach may break the seal, None where nobody may.
    """

    reason: str
    hint: str
    own: Path | None


def two_parties(a: Path, b: Path) -> tuple[Party, Party]:
    """Read two reviews or feedback files; raises SessionLensError."""
    first, second = _party(a), _party(b)
    try:
        same = a.samefile(b)
    except OSError as error:
        raise not_read(error, b) from error
    if same:
        raise SessionLensError("These are one and the same file", "Name two reviews", where=b)
    titles = _titles(first, second)
    return replace(first, title=titles[0]), replace(second, title=titles[1])


def doubts(a: Party, b: Party) -> list[str]:
    """What speaks against comparing the two, in sentences.

    Raises SessionLensError where they are of different recordings or rubrics.
    """
    return [*_same_recording(a, b), *_same_rubric(a, b)]


def seal_between(a: Party, b: Party) -> Seal | None:
    """Why one of the two may not be seen yet; None when both may.

    Raises SessionLensError where one is a coach's private file beside a mentor's review.
    """
    own = next((one for one in (a, b) if one.file.session.role == "coach"), None)
    for mentors in (one for one in (a, b) if one.file.session.role != "coach"):
        if isinstance(mentors.file, Feedback):  # what a coach has; the review is the mentor's
            reviewed = _self_review(own, mentors.file, mentors.path)
            if reviewed.seal:
                hint = "Finish it first, or break the seal knowingly: --break-seal"
                return Seal(reviewed.seal, hint, reviewed.path)
        elif own is not None:
            if isinstance(own.file, Review) and not own.file.exported:
                raise private_file(own.path, mentors.file.session)
            if reason := why_withheld(mentors.file.id, mentors.path):
                hint = f"Export it first: sessionlens export {mentors.path.name}"
                return Seal(reason, hint, None)
    return None


def _self_review(own: Party | None, feedback: Feedback, path: Path) -> SelfReview:
    """The coach's own review: the one that is compared, else the one that replaying would find."""
    if own is not None and isinstance(own.file, Review) and not own.file.exported:
        seal = sealed(own.file)
        if seal:
            return SelfReview(own.path, own.file, seal=seal)
    recording = locate(feedback.recording, path, folders=used_folders()).recording
    beside = find_self_review(feedback, path, recording)
    if beside.path or own is None:
        return beside
    return find_self_review(feedback, own.path, None)


def _party(path: Path) -> Party:
    match kind := kind_of(path):
        case "review":
            review = load_review(path)
            chosen = rubric_for(review, path)
            return Party(path, _name(review), review, chosen.rubric, chosen.notices)
        case "feedback":
            feedback = load_feedback(path)
            return Party(path, _name(feedback), feedback, feedback.rubric)
        case _:
            raise SessionLensError(
                f"This is {title_of(kind)}, not a review",
                "Name two files *.review.toml or *.feedback.toml",
                where=path,
            )


def _name(file: Review | Feedback) -> str:
    session = file.session
    name = session.reviewer or (session.coach if session.role == "coach" else "")
    if name and session.role:
        return f"{name} ({session.role})"
    return name or (session.role or "").capitalize()


def _titles(a: Party, b: Party) -> tuple[str, str]:
    if a.title and b.title and a.title != b.title:
        return a.title, b.title
    if a.path.name != b.path.name:
        return a.path.name, b.path.name
    return str(a.path), str(b.path)


def _same_recording(a: Party, b: Party) -> list[str]:
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

    return SessionLensError(
        f"This is about another recording ({described(b.file.recording)}) than {a.path.name}"
        f" ({described(a.file.recording)})",
        "Compare two reviews of one recording",
        where=b.path,
    )


def _same_rubric(a: Party, b: Party) -> list[str]:
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
