"""The one registry of what a person can do in the screen; keys, help and README derive from it."""

from typing import Literal

from msgspec import Struct

Context = Literal["review", "replay"]


class Command(Struct, frozen=True):
    """Something a key does. `title` is what help and palette show.

    `group` is its heading in the help; an `essential` command may not be left without a key.
    """

    id: str
    title: str
    group: str
    contexts: tuple[Context, ...] = ("review",)
    essential: bool = False


_BOTH: tuple[Context, ...] = ("review", "replay")

COMMANDS: tuple[Command, ...] = (
    Command("play.toggle", "Play or pause", "Listening", _BOTH, essential=True),
    Command("seek.back10", "Back 10 s", "Listening", _BOTH, essential=True),
    Command("seek.forward10", "Forward 10 s", "Listening", _BOTH, essential=True),
    Command("seek.back5", "Back 5 s", "Listening", _BOTH),
    Command("seek.forward5", "Forward 5 s", "Listening", _BOTH),
    Command("seek.back1", "Back 1 s", "Listening", _BOTH),
    Command("seek.forward1", "Forward 1 s", "Listening", _BOTH),
    Command("seek.previous", "Previous utterance", "Listening", _BOTH),
    Command("seek.next", "Next utterance", "Listening", _BOTH),
    Command("seek.start", "Go to the beginning", "Listening", _BOTH),
    Command("seek.end", "Go to the end", "Listening", _BOTH),
    Command("seek.time", "Go to a time", "Listening", _BOTH),
    Command("speed.slower", "Slower", "Listening", _BOTH),
    Command("speed.faster", "Faster", "Listening", _BOTH),
    Command("speed.normal", "Normal speed", "Listening", _BOTH),
    Command("loop.toggle", "Loop: set A, set B, clear", "Listening", _BOTH),
    Command("volume.down", "Quieter", "Listening", _BOTH),
    Command("volume.up", "Louder", "Listening", _BOTH),
    Command("volume.mute", "Mute or unmute", "Listening", _BOTH),
    Command("sound.device", "Choose the output device", "Listening", _BOTH),
    Command("marker.comment", "Comment on this moment", "Marking"),
    Command("marker.ask", "Ask the coach a question here", "Marking"),
    Command("marker.quote", "Keep this utterance as a quote", "Marking"),
    Command("marker.interval", "Start or stop an interval", "Marking"),
    Command("marker.next", "Next marker, and play it", "Markers", _BOTH, essential=True),
    Command("marker.previous", "Previous marker, and play it", "Markers", _BOTH, essential=True),
    Command("marker.edit", "Edit the comment of the marker", "Markers", essential=True),
    Command("marker.code", "Change competency, indicator or rating", "Markers"),
    Command("marker.private", "Keep private, or share again", "Markers"),
    Command("marker.delete", "Delete the marker", "Markers", essential=True),
    Command("marker.loop", "Loop the marker", "Markers", _BOTH),
    Command("start.earlier", "Marker starts 0.1 s earlier", "Markers"),
    Command("start.later", "Marker starts 0.1 s later", "Markers"),
    Command("start.earlier1", "Marker starts 1 s earlier", "Markers"),
    Command("start.later1", "Marker starts 1 s later", "Markers"),
    Command("end.earlier", "Marker ends 0.1 s earlier", "Markers"),
    Command("end.later", "Marker ends 0.1 s later", "Markers"),
    Command("end.earlier1", "Marker ends 1 s earlier", "Markers"),
    Command("end.later1", "Marker ends 1 s later", "Markers"),
    Command("edit.undo", "Undo", "Markers", _BOTH, essential=True),
    Command("edit.redo", "Redo", "Markers", _BOTH, essential=True),
    Command("read.up", "Reader's cursor up", "Reading", _BOTH),
    Command("read.down", "Reader's cursor down", "Reading", _BOTH),
    Command("read.page_up", "One page up", "Reading", _BOTH),
    Command("read.page_down", "One page down", "Reading", _BOTH),
    Command("read.play", "Play from the reader's cursor", "Reading"),
    Command("read.follow", "Follow the playhead", "Reading", _BOTH),
    Command("read.search", "Search transcript and comments", "Reading", _BOTH),
    Command("read.hit_next", "Next place found", "Reading", _BOTH),
    Command("read.hit_previous", "Previous place found", "Reading", _BOTH),
    Command("transcript.speaker", "Next speaker for this utterance", "Transcript"),
    Command("transcript.rename", "Name the speakers", "Transcript"),
    Command("transcript.correct", "Correct this utterance's words", "Transcript"),
    Command("transcript.offset", "Shift the transcript", "Transcript"),
    Command("review.verdicts", "Verdicts and summary", "Review", essential=True),
    Command("review.details", "Details of the session", "Review"),
    Command("review.rubric", "Choose the rubric", "Review"),
    Command("review.check", "What is still missing", "Review"),
    Command("review.export", "Export the feedback file", "Review", essential=True),
    Command("app.settings", "Settings", "Program", _BOTH),
    Command("app.help", "Show all keys", "Program", _BOTH, essential=True),
    Command("app.quit", "Leave; everything is saved", "Program", _BOTH, essential=True),
)

BY_ID: dict[str, Command] = {command.id: command for command in COMMANDS}


def in_context(context: Context) -> tuple[Command, ...]:
    """The commands that a screen offers, in the order of its help."""
    return tuple(command for command in COMMANDS if context in command.contexts)
