"""What `check` finds in a file."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.cli.facts import facts_about
from sessionlens.domain import evidence
from sessionlens.domain.alliance import Alliance
from sessionlens.domain.answer import Answer
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import Feedback, file_name
from sessionlens.domain.leaving_names import (
    PersonBehind,
    persons_in_agreement,
    persons_leaving,
    texts_answering,
    texts_leaving,
)
from sessionlens.domain.reply import Reply
from sessionlens.domain.review import Review, Role, Session, reference
from sessionlens.domain.roles import statement
from sessionlens.domain.spoken_comment import files_in
from sessionlens.domain.text import clean
from sessionlens.domain.timecode import Timecode
from sessionlens.files import is_file, real
from sessionlens.library.kinds import kind_of
from sessionlens.storage.kinds import KINDS, Kind
from sessionlens.storage.settings import Settings

if TYPE_CHECKING:
    from sessionlens.transcripts.draft import TranscriptReading


Persons = Sequence[PersonBehind]


class Checked(Struct, frozen=True):
    """A file that could be read: what it is, and what a person should look at again."""

    what: str
    findings: list[str]


def findings_in(path: Path, persons: Persons = ()) -> Checked:
    """Read a file in full and look for what is odd in it; raises SessionLensError.

    `persons` are those of one's key, whose names should not go out.
    """
    kind = kind_of(path)
    if kind in ("recording", "toml") or kind not in _FINDINGS:
        return Checked(kind, facts_about(path)["warnings"])
    return Checked(kind, _FINDINGS[kind](KINDS[kind].read(path), path, persons))


def lacking_in(path: Path, purpose: str) -> Checked:
    """What stands in the way of handing in a `form` or a `transcript`; raises SessionLensError.

    `path` is a review, its recording or a feedback file.
    """
    from sessionlens.documents.completeness import lacks_for_form, objections_to_transcript
    from sessionlens.library.outgoing import outgoing

    content = outgoing(path).content
    if purpose == "form":
        return Checked("form", lacks_for_form(content))
    recording = content.recording
    duration = content.feedback.recording.duration
    if recording is not None:
        from sessionlens.audio.measuring import describe_apart

        duration = Timecode(describe_apart(recording).duration)
    return Checked("transcript", objections_to_transcript(content.transcript, duration, recording))


def _review(review: Review, path: Path, persons: Persons) -> list[str]:
    from sessionlens.library.rubric import rubric_for
    from sessionlens.library.spoken import missing_spoken
    from sessionlens.library.transcript import shown_transcript
    from sessionlens.library.withheld import why_refused
    from sessionlens.storage.paths import recording_path

    if refused := why_refused(path, review):
        return [_nothing_said(refused.what)]
    rubric, _, editions = rubric_for(review, path)
    recording = recording_path(review.recording.file, path)
    chosen = shown_transcript(recording)
    transcript, notices = chosen.transcript, list(chosen.notices)
    measured = _with_duration(review, recording)
    lacks = [finding.text for finding in evidence.findings(measured, rubric, transcript)]
    if transcript is None and any(marker.quote for marker in review.markers):
        notices.append("The quotes could not be compared: there is no transcript")
    odd = [
        *_named_absolutely(review, recording, path),
        *_missing_or_another(review, recording),
        *missing_spoken(files_in(review), (path.parent, recording.parent)),
    ]
    named = _named(persons, texts_leaving(review), review.session, lacks)
    return [*editions, *lacks, *named, *odd, *notices]


def _feedback(feedback: Feedback, path: Path, persons: Persons) -> list[str]:
    from sessionlens.library.self_review import why_sealed
    from sessionlens.library.spoken import missing_spoken
    from sessionlens.storage.paths import recording_path

    if seal := why_sealed(feedback, path):
        return [_nothing_said(seal)]
    review = Review(
        id=feedback.review,
        session=feedback.session,
        recording=feedback.recording,
        rubric=reference(feedback.rubric),
        markers=feedback.markers,
        verdicts=feedback.verdicts,
    )
    lacks = [finding.text for finding in evidence.findings(review, feedback.rubric, None)]
    named = _named(persons, texts_leaving(feedback), feedback.session, lacks)
    folders = (path.parent, recording_path(feedback.recording.file, path).parent)
    return [*lacks, *named, *missing_spoken(files_in(feedback), folders)]


def _named(
    persons: Persons, texts: Iterable[str], session: Session, told: Sequence[str] = ()
) -> list[str]:
    """Which persons of one's key are named in texts that go out, unless that is told already."""
    return [
        name.sentence
        for name in persons_leaving(persons, texts, session)
        if not any(f"'{name.alias}'" in sentence for sentence in told)
    ]


def _nothing_said(why: str) -> str:
    return f"It was read whole, and nothing of it is said: {why[:1].lower()}{why[1:]}"


def _reply(reply: Reply, path: Path, persons: Persons) -> list[str]:
    """Hold a reply against the feedback that lies beside it, if any does."""
    from sessionlens.domain.reply import threads, unknown
    from sessionlens.library.spoken import missing_spoken
    from sessionlens.storage.replies import answered_feedback

    feedback = answered_feedback(path, reply.review)
    texts = texts_answering(reply.answers, reply.reflection)
    named = [
        *_named(persons, texts, reply.session),
        *missing_spoken(files_in(reply), (path.parent,)),
    ]
    if feedback is None:
        return named
    gone = [
        f"The answer to '{answer.marker}' is to a moment that the feedback does not hold:"
        f" {_words_of(answer, reply.session.role)}"
        for answer in unknown(reply.answers, feedback.markers)
    ]
    changed = [
        f"The moment '{name}' has changed since it was answered"
        for name, thread in threads(reply.answers, feedback.markers, feedback.rubric).items()
        if thread.changed
    ]
    return [*gone, *changed, *named]


def _words_of(answer: Answer, role: Role | None) -> str:

    note = f"own note: {answer.note}" if answer.note else ""
    return clean("; ".join(filter(None, [statement(answer, role), note])))


def _alliance(alliance: Alliance, path: Path, persons: Persons) -> list[str]:
    from sessionlens.library.alliance import others_of_the_pair

    strangers = [name for name in alliance.agreed if alliance.person(name) is None]
    odd = [f"'{name}' has agreed and is not one of those in 'between'" for name in strangers]
    others = ", ".join(file_name(other.path.name) for other in others_of_the_pair(path, alliance))
    if others:
        odd.append(f"Another agreement of the same people lies beside it: {others}")
    return [*odd, *(name.by_hand for name in persons_in_agreement(persons, alliance))]


def _transcript(reading: "TranscriptReading", _path: Path, _persons: Persons) -> list[str]:
    from sessionlens.transcripts.checks import warnings_for

    return list(dict.fromkeys([*reading.warnings, *warnings_for(reading.transcript, None)]))


def _settings(settings: Settings, _path: Path, _persons: Persons) -> list[str]:
    """Look up the keymap and the rubric that the settings name."""
    from sessionlens.storage.keymaps import find_keymap
    from sessionlens.storage.rubrics import find_rubric

    unusable = []
    for key, name, find in (
        ("keymap", settings.keymap, find_keymap),
        ("rubric", settings.rubric, find_rubric),
    ):
        try:
            find(name)
        except SessionLensError as error:
            unusable.append(f"The {key} '{name}' cannot be used: {error.what}")
    return unusable


def _with_duration(review: Review, recording: Path) -> Review:
    """The review with the length of its recording, where that can be found out.

    Decodes the recording if the review does not say how long it is: some seconds per hour.
    """
    from sessionlens.audio.measuring import describe_apart

    if review.recording.duration is not None or not is_file(recording):
        return review
    try:
        duration = Timecode(describe_apart(recording).duration)
    except SessionLensError:
        return review  # whoever opens it is told
    return replace(review, recording=replace(review.recording, duration=duration))


def _named_absolutely(review: Review, recording: Path, path: Path) -> list[str]:
    from sessionlens.storage.paths import recording_file

    named = review.recording.file
    if not (PurePosixPath(named).is_absolute() or PureWindowsPath(named).is_absolute()):
        return []
    relative = recording_file(recording, path) if is_file(recording) else file_name(named)
    if relative == real(recording).as_posix():
        return []  # too far away for another name: the program writes this one itself
    return [
        f"The path of the recording is absolute ('{named}') and has to be relative to the review,"
        f" such as '{relative}'"
    ]


def _missing_or_another(review: Review, recording: Path) -> list[str]:
    from sessionlens.library.relinking import is_that_content

    named = review.recording.file
    if not is_file(recording):
        where = "beside the review" if named == file_name(named) else "there"
        return [f"The recording '{named}' is not {where}: it could not be compared"]
    if not review.recording.sha256 or is_that_content(review.recording, recording):
        return []
    return [f"The recording {recording.name} is not the one that was reviewed: its content differs"]


_FINDINGS: dict[Kind, Callable[[Any, Path, Persons], list[str]]] = {
    "review": _review,
    "feedback": _feedback,
    "reply": _reply,
    "alliance": _alliance,
    "transcript": _transcript,
    "settings": _settings,
}
