"""What there is for a recording and what comes next, in sentences."""

from pathlib import Path

from textual.content import Content

from sessionlens.domain.command import BY_ID
from sessionlens.domain.keymap import Keymap, keys_of
from sessionlens.opening.entry import Counts, suggested
from sessionlens.opening.folder import Entry

_NO_TRANSCRIPT = "No transcript: put one beside it, or have it recognised in the review."
_FORMATS = "m4a, mp3, wav, mp4 and most others"


def sentences(entry: Entry, counts: Counts | None, keymap: Keymap) -> Content:
    """Four lines at most: what Enter does, what there is, what is wrong."""
    key = keys_of(keymap, BY_ID["folder.open"]).split(", ")[0]
    said = [Content.assemble((key, "bold $accent"), f" {_next(entry, counts)}")]
    if counts is None:
        return said[0]
    if there := _there(entry, counts):
        said.append(Content(there))
    if not entry.transcript and entry.recording:
        said.append(
            Content.styled("No transcript: put one beside it, or have it recognised.", "$faint")
        )
    if counts.trouble:
        said.append(Content.styled(counts.trouble, "$warning"))
    return Content("\n").join(said)


def first_steps(folder: Path, keymap: Keymap) -> Content:
    """What somebody sees who has no recording here."""
    key = keys_of(keymap, BY_ID["folder.demo"]).split(", ")[0]
    leave = keys_of(keymap, BY_ID["app.quit"]).split(", ")[0]
    return Content("\n").join(
        [
            Content.styled("Welcome to SessionLens", "bold $accent"),
            Content(""),
            Content("There is no recording in this folder yet."),
            Content(""),
            Content.assemble((f"{key:8}", "bold $accent"), "opens a sample session to try it on"),
            Content(""),
            Content.assemble(
                ("1       ", "$faint"), f"Put a recording here ({_FORMATS}), and it appears:"
            ),
            Content.assemble("        ", (str(folder), "$accent")),
            Content.assemble(
                ("2       ", "$faint"), "Put its transcript beside it (Zoom, Teams, SRT, …) if any"
            ),
            Content.assemble(
                ("3       ", "$faint"), "Or the feedback that your mentor sent you, to replay it"
            ),
            Content(""),
            Content.assemble((f"{leave:8}", "bold $accent"), "leaves"),
        ]
    )


def _next(entry: Entry, counts: Counts | None) -> str:
    match suggested(entry, counts).kind:
        case "review":
            return "goes on with the review" if entry.review else "begins a review"
        case "self-review":
            return "goes on with the coach's own review"
        case "replay":
            return "replays the feedback" if not entry.reply else "goes on answering the feedback"


def _there(entry: Entry, counts: Counts) -> str:
    said = [
        f"Review: {counts.markers} markers{_verdicts(counts)}." if entry.review else "",
        f"Own review: {counts.self_markers} markers, {_finished(counts)}."
        if entry.self_review
        else "",
        _feedback(counts) if entry.feedback else "",
        f"Reply: {counts.answers} of {counts.moments} moments answered." if entry.reply else "",
    ]
    return " ".join(filter(None, said))


def _verdicts(counts: Counts) -> str:
    if not counts.verdicts_missing:
        return ", all verdicts given" if counts.verdicts else ""
    missing = counts.verdicts_missing
    return f", {missing} verdict{'' if missing == 1 else 's'} missing"


def _finished(counts: Counts) -> str:
    return "not finished: the feedback is sealed" if counts.sealed else "the feedback is open"


def _feedback(counts: Counts) -> str:
    if counts.exported:
        return f"Feedback exported: {counts.moments} moments."
    return f"Feedback: {counts.moments} moments."
