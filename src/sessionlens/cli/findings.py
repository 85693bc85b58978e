"""What `check` finds in a file."""

from pathlib import Path

from msgspec import Struct

from sessionlens.cli.facts import facts_about
from sessionlens.cli.recording_findings import recording_findings, with_duration
from sessionlens.domain import evidence
from sessionlens.domain.answer import Answer
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.review import Review, reference
from sessionlens.domain.text import clean
from sessionlens.library.kinds import kind_of


class Checked(Struct, frozen=True):
    """A file that could be read: what it is, and what a person should look at again."""

    what: str
    findings: list[str]


def findings_in(path: Path) -> Checked:
    """Read a file in full and look for what is odd in it; raises SessionLensError."""
    match kind_of(path):
        case "review":
            return _review(path)
        case "feedback":
            return _feedback(path)
        case "reply":
            return _reply(path)
        case "transcript":
            return _transcript(path)
        case "settings":
            return _settings(path)
        case kind:
            return Checked(kind, facts_about(path)["warnings"])


def _review(path: Path) -> Checked:
    from sessionlens.library.rubric import rubric_for
    from sessionlens.library.transcript import shown_transcript
    from sessionlens.storage.paths import recording_path
    from sessionlens.storage.reviews import load_review

    review = load_review(path)
    rubric, _, editions = rubric_for(review, path)
    recording = recording_path(review.recording.file, path)
    chosen = shown_transcript(recording)
    transcript, notices = chosen.transcript, list(chosen.notices)
    measured = with_duration(review, recording)
    found = [finding.text for finding in evidence.findings(measured, rubric, transcript)]
    if transcript is None and any(marker.quote for marker in review.markers):
        notices.append("The quotes could not be compared: there is no transcript")
    odd = recording_findings(review, recording, path)
    return Checked("review", [*editions, *found, *odd, *notices])


def _feedback(path: Path) -> Checked:
    from sessionlens.storage.feedback import load_feedback

    feedback = load_feedback(path)
    review = Review(
        id=feedback.review,
        session=feedback.session,
        recording=feedback.recording,
        rubric=reference(feedback.rubric),
        markers=feedback.markers,
        verdicts=feedback.verdicts,
    )
    found = evidence.findings(review, feedback.rubric, None)
    return Checked("feedback", [finding.text for finding in found])


def _reply(path: Path) -> Checked:
    """Read a reply, and hold it against the feedback that lies beside it, if any does."""
    from sessionlens.domain.reply import threads, unknown
    from sessionlens.storage.replies import answered_feedback, load_reply

    reply = load_reply(path)
    feedback = answered_feedback(path, reply.review)
    if feedback is None:
        return Checked("reply", [])
    gone = [
        f"The answer to '{one.marker}' is to a moment that the feedback does not hold: {_said(one)}"
        for one in unknown(reply.answers, feedback.markers)
    ]
    changed = [
        f"The moment '{name}' has changed since it was answered"
        for name, one in threads(reply.answers, feedback.markers).items()
        if one.changed
    ]
    return Checked("reply", [*gone, *changed])


def _said(answer: Answer) -> str:
    note = f"own note: {answer.note}" if answer.note else ""
    return clean("; ".join(filter(None, [answer.statement, note])))


def _transcript(path: Path) -> Checked:
    from sessionlens.transcripts.checks import warnings_for
    from sessionlens.transcripts.recognise import read_transcript

    reading = read_transcript(path)
    warnings = [*reading.warnings, *warnings_for(reading.transcript, None)]
    return Checked("transcript", list(dict.fromkeys(warnings)))


def _settings(path: Path) -> Checked:
    """Read the settings, and look up the keymap and the rubric that they name."""
    from sessionlens.storage.keymaps import find_keymap
    from sessionlens.storage.rubrics import find_rubric

    found = facts_about(path)
    unusable = []
    for key, find in (("keymap", find_keymap), ("rubric", find_rubric)):
        try:
            find(found[key])
        except SessionLensError as error:
            unusable.append(f"The {key} '{found[key]}' cannot be used: {error.what}")
    return Checked("settings", [*found["warnings"], *unusable])
