"""What there is for a recording and what comes next, in sentences."""

from pathlib import Path

from textual.content import Content

from sessionlens.domain.keymap import Keymap, first_key
from sessionlens.domain.text import clean, counted, file_name
from sessionlens.library.entry import Counts, File, missing, suggested
from sessionlens.library.folder import RecordingEntry
from sessionlens.storage.names import named

_FORMATS = "m4a, mp3, wav, mp4 and most others"
_NOTHING_HERE = "\nThere is no recording in this folder yet.\n"


def sentences(entry: RecordingEntry, counts: Counts | None, keymap: Keymap) -> Content:
    """The name whole, what Enter does, what there is, and what is wrong."""
    key = first_key(keymap, "folder.open")
    lines = [Content.styled(file_name(entry.name), "bold")]
    if counts is None:
        return lines[0]
    lines.append(Content.assemble((key, "bold $accent"), f" {_next(entry, counts)}"))
    if there := _there(entry, counts):
        lines.append(Content(there))
    if entry.twin is not None:
        twin = file_name(entry.twin.name)
        lines.append(Content.styled(f"The same meeting lies there as {twin}.", "$faint"))
    lines += [Content.styled(clean(trouble), "$warning") for trouble in counts.unreadable.values()]
    if older := ", ".join(file_name(path.name) for path in entry.older):
        lines.append(Content.styled(f"Also here, older: {older}", "$faint"))
    lines += [Content.styled(remark, "$warning") for remark in entry.remarks]
    if entry.copies:
        copies = counted(entry.copies, "copy", "copies")
        lines.append(
            Content.styled(f"A file synchroniser has left {copies} of it beside it.", "$warning")
        )
    if not entry.transcript and entry.recording:
        lines.append(
            Content.styled("No transcript: put one beside it, or have it recognised.", "$faint")
        )
    return Content("\n").join(lines)


def first_steps(folder: Path, keymap: Keymap) -> Content:
    """What somebody sees who has no recording here."""

    def key(command: str) -> str:
        return first_key(keymap, command)

    rows = (
        (key("folder.demo"), "opens a sample session to try it on"),
        ("", ""),
        ("1", "Put a recording into this folder, and it appears here:"),
        ("", file_name(folder)),
        ("", _FORMATS),
        ("2", "Its transcript beside it, if there is one (Zoom, Teams, SRT …)"),
        ("3", "The feedback that you were sent, to hear and answer it"),
        ("", ""),
        (key("app.help"), "shows all keys"),
        (key("app.quit"), "leaves"),
    )
    lines = [Content.assemble((f"{first:8}", "bold $accent"), second) for first, second in rows]
    return Content("\n").join(
        [Content.styled("Welcome to SessionLens", "bold $accent"), Content(_NOTHING_HERE), *lines]
    )


def _next(entry: RecordingEntry, counts: Counts) -> str:
    opening = suggested(entry, counts)
    if opening and opening.trouble:
        return "says what is wrong with it"
    match opening and opening.kind:
        case None:
            why = missing(entry).partition(":")[0]
            return f"finds nothing to open: {why[0].lower()}{why[1:]}"
        case "review":
            return "goes on with the review" if entry.review else "begins a review"
        case "self-review":
            return "goes on with the coach's own review"
        case "replay":
            return "replays the feedback" if not entry.reply else "goes on answering the feedback"


def _there(entry: RecordingEntry, counts: Counts) -> str:
    moments = counted(counts.moments, "moment", "moments")
    sentence_of: dict[File, str] = {
        "review": f"Review: {_markers(counts.markers)}{_verdicts(counts)}.",
        "self_review": f"Own review: {_markers(counts.self_markers)}, {_finished(counts)}.",
        "feedback": f"{_feedback(counts)}{_called(entry.feedback)}: {moments}.",
        "reply": f"Reply{_called(entry.reply)}: {counts.answers} of {moments} answered.",
    }
    if "feedback" in counts.unreadable or not entry.feedback:
        sentence_of["reply"] = f"Reply: {counted(counts.answers, 'answer', 'answers')}."
    there = (name for name in sentence_of if getattr(entry, name) and name not in counts.unreadable)
    if counts.responses and not counts.exported and not counts.sealed:
        to_answers = counted(counts.responses, "answer", "answers")
        sentence_of["feedback"] += f" {counts.responder} has responded to {to_answers}."
    sealed = "The feedback is sealed." if "self_review" in counts.unreadable else ""
    return " ".join(filter(None, [*(sentence_of[name] for name in there), sealed]))


def _called(path: Path | None) -> str:
    """The name of a file that is not called as usual."""
    return "" if path is None or named(path.name) else f" ({file_name(path.name)})"


def _markers(count: int) -> str:
    return counted(count, "marker", "markers")


def _verdicts(counts: Counts) -> str:
    if not counts.verdicts_missing:
        return ", all verdicts given" if counts.verdicts else ""
    return f", {counted(counts.verdicts_missing, 'verdict', 'verdicts')} missing"


def _finished(counts: Counts) -> str:
    return "not finished: the feedback is sealed" if counts.sealed else "the feedback is open"


def _feedback(counts: Counts) -> str:
    return "Feedback exported" if counts.exported else "Feedback"
