"""The one registry of what a person can do in the screen; keys, help and README derive from it."""

from typing import Literal

from msgspec import Struct

Context = Literal["review", "live", "prompt", "replay", "compare", "start", "patterns", "alliance"]
"""Where a command can be given: a screen, or the prompt after a marking key."""

MARKING: tuple[Context, ...] = ("review", "live")
"""The screens in which a rubric's keys mark."""


class Command(Struct, frozen=True):
    """Something a key does. `title` is what help and palette show.

    `group` is its heading in the help; an `essential` command may not be left without a key.
    """

    id: str
    title: str
    group: str
    contexts: tuple[Context, ...] = ("review", "live")
    essential: bool = False


_REVIEW: tuple[Context, ...] = ("review",)
_LIVE: tuple[Context, ...] = ("live",)
_BOTH: tuple[Context, ...] = ("review", "replay")
_MARKED: tuple[Context, ...] = ("review", "live", "replay")
_HEARD: tuple[Context, ...] = ("review", "replay", "compare")
_PLAYED: tuple[Context, ...] = (*_HEARD, "live")
_LISTS: tuple[Context, ...] = ("review", "replay", "compare", "start", "patterns")
_PATTERNS: tuple[Context, ...] = ("patterns",)
_PAGES: tuple[Context, ...] = (*_LISTS, "alliance", "live")
_WRITTEN: tuple[Context, ...] = (*_MARKED, "alliance")
_ALLIANCE: tuple[Context, ...] = ("alliance",)
_PROMPT: tuple[Context, ...] = ("prompt",)
_SEARCHED: tuple[Context, ...] = (*_MARKED, "start")
_RATED: tuple[Context, ...] = ("review", "live", "prompt")
_REPLAY: tuple[Context, ...] = ("replay",)
_START: tuple[Context, ...] = ("start",)

COMMANDS: tuple[Command, ...] = (
    Command("play.toggle", "Play or pause", "Listening", _PLAYED, essential=True),
    Command("seek.back10", "Back 10 s", "Listening", _PLAYED, essential=True),
    Command("seek.forward10", "Forward 10 s", "Listening", _PLAYED, essential=True),
    Command("seek.back5", "Back 5 s", "Listening", _PLAYED),
    Command("seek.forward5", "Forward 5 s", "Listening", _PLAYED),
    Command("seek.back1", "Back 1 s", "Listening", _PLAYED),
    Command("seek.forward1", "Forward 1 s", "Listening", _PLAYED),
    Command("seek.previous", "Previous utterance", "Listening", _MARKED),
    Command("seek.next", "Next utterance", "Listening", _MARKED),
    Command("seek.start", "Go to the beginning", "Listening", _PLAYED),
    Command("seek.end", "Go to the end", "Listening", _HEARD),
    Command("seek.time", "Go to a time", "Listening", _PLAYED),
    Command("speed.slower", "Slower", "Listening", _PLAYED),
    Command("speed.faster", "Faster", "Listening", _PLAYED),
    Command("speed.normal", "Normal speed", "Listening", _PLAYED),
    Command("loop.toggle", "Loop: set A, set B, clear", "Listening", _BOTH),
    Command("volume.down", "Quieter", "Listening", _PLAYED),
    Command("volume.up", "Louder", "Listening", _PLAYED),
    Command("volume.mute", "Mute or unmute", "Listening", _PLAYED),
    Command("sound.track", "Choose the audio track, or all", "Listening", _HEARD),
    Command("sound.device", "Choose the output device", "Listening", _PLAYED),
    Command("marker.comment", "Comment on this moment", "Marking", essential=True),
    Command("marker.ask", "Ask a question here", "Marking"),
    Command("marker.quote", "Keep this utterance as a quote", "Marking"),
    Command("marker.interval", "Start or stop an interval", "Marking"),
    Command("rate.strength", "A strength", "After a marking key", _RATED),
    Command("rate.growth", "Room for growth", "After a marking key", _RATED),
    Command("rate.question", "A question", "After a marking key", _PROMPT),
    Command("speak.toggle", "Speak the comment: start, and end", "Comments spoken", _MARKED),
    Command("speak.play", "Play what was spoken here, or stop", "Comments spoken", _BOTH),
    Command("marker.next", "Next marker, and play it", "Which markers", _PLAYED, essential=True),
    Command(
        "marker.previous", "Previous marker, and play it", "Which markers", _PLAYED, essential=True
    ),
    Command("marker.edit", "Edit the comment of the marker", "The chosen marker", essential=True),
    Command("marker.code", "Change competency, indicator or rating", "The chosen marker"),
    Command("marker.also", "Another competency for the same moment", "The chosen marker"),
    Command("marker.requote", "Quote the line under the cursor", "The chosen marker"),
    Command(
        "marker.exchange", "Quote question and answer, or one of them again", "The chosen marker"
    ),
    Command("marker.respond", "Respond to the coach's answer", "The chosen marker", _REVIEW),
    Command("marker.private", "Keep private, or share again", "The chosen marker"),
    Command("marker.heard", "Heard here: what was to be practised", "The chosen marker", _REVIEW),
    Command("marker.delete", "Delete the marker", "The chosen marker", essential=True),
    Command("marker.loop", "Loop the marker", "The chosen marker", _BOTH),
    Command("start.earlier", "Marker starts 0.1 s earlier", "Moving start and end"),
    Command("start.later", "Marker starts 0.1 s later", "Moving start and end"),
    Command("start.earlier1", "Marker starts 1 s earlier", "Moving start and end"),
    Command("start.later1", "Marker starts 1 s later", "Moving start and end"),
    Command("end.earlier", "Marker ends 0.1 s earlier", "Moving start and end"),
    Command("end.later", "Marker ends 0.1 s later", "Moving start and end"),
    Command("end.earlier1", "Marker ends 1 s earlier", "Moving start and end"),
    Command("end.later1", "Marker ends 1 s later", "Moving start and end"),
    Command("show.competency", "Only the markers of a competency", "Which markers"),
    Command("show.rating", "Only strengths, growth, questions, unrated, all", "Which markers"),
    Command("show.comment", "Only without a comment, only with one, all", "Which markers"),
    Command("show.recode", "Another competency for all that are shown", "Which markers"),
    Command("edit.undo", "Undo", "Marking", _WRITTEN, essential=True),
    Command("edit.redo", "Redo", "Marking", _WRITTEN, essential=True),
    Command("read.up", "Cursor up", "Reading", _PAGES),
    Command("read.down", "Cursor down", "Reading", _PAGES),
    Command("read.page_up", "One page up", "Reading", _PAGES),
    Command("read.page_down", "One page down", "Reading", _PAGES),
    Command("read.play", "Play from the reader's cursor", "Reading"),
    Command("read.follow", "Follow the playhead", "Reading", _MARKED),
    Command("read.search", "Search", "Reading", _SEARCHED),
    Command("read.hit_next", "Next place found", "Reading", _MARKED),
    Command("read.hit_previous", "Previous place found", "Reading", _MARKED),
    Command("transcript.transcribe", "Recognise what is said, offline", "Transcript", _REVIEW),
    Command("transcript.models", "Speech models: use, add, fetch, remove", "Transcript"),
    Command(
        "transcript.names",
        "Names: what they were heard as, and more names",
        "Transcript",
        _REVIEW,
    ),
    Command("transcript.choose", "Choose a transcript of this folder", "Transcript", _REVIEW),
    Command("transcript.talk", "Who speaks, and how long", "Transcript"),
    Command("transcript.coach", "Say who is the coach", "Transcript", _REVIEW),
    Command("lens.next", "Next place of the lens, and play it", "Lenses", _REVIEW),
    Command("lens.previous", "Previous place of the lens, and play it", "Lenses", _REVIEW),
    Command("lens.switch", "The next lens", "Lenses", _REVIEW),
    Command("lens.choose", "Choose a lens", "Lenses", _REVIEW),
    Command("transcript.speaker", "Next speaker for this utterance", "Transcript", _REVIEW),
    Command("transcript.voices", "Tell the voices apart: guess who speaks", "Transcript", _REVIEW),
    Command("transcript.rename", "Name the speakers", "Transcript", _REVIEW),
    Command("transcript.correct", "Correct this utterance's words", "Transcript", _REVIEW),
    Command("transcript.offset", "Shift the transcript", "Transcript", _REVIEW),
    Command("review.verdicts", "Verdicts and summary", "Review", _MARKED, essential=True),
    Command("review.details", "Details of the session", "Review", _REVIEW),
    Command("review.hours", "Hours and consents of the session", "Review"),
    Command("review.rubric", "Choose the rubric", "Review", _REVIEW),
    Command("review.check", "What is still missing", "Review", _REVIEW),
    Command("review.export", "Show what goes out, and write it", "Review", _LISTS, essential=True),
    Command("review.coach", "What the coach says", "Review", _REVIEW),
    Command("review.prepare", "Prepare what to look at together", "Review", _REVIEW),
    Command("review.finish", "Finish my own review, or open it again", "Review", _REVIEW),
    Command("moment.again", "Play the moment again", "Moments", _REPLAY, essential=True),
    Command("moment.past", "Listen on past the end of the moment", "Moments", _REPLAY),
    Command("moments.all", "Play all moments, one after another", "Moments", _REPLAY),
    Command("filter.competency", "Only the moments of a competency", "Moments", _REPLAY),
    Command("filter.rating", "Only strengths, growth, questions, all", "Moments", _REPLAY),
    Command("filter.answered", "Only unanswered, only answered, all", "Moments", _REPLAY),
    Command("filter.responded", "Only those responded to", "Moments", _REPLAY),
    Command("filter.none", "Show all again", "Moments", _MARKED),
    Command("answer.agree", "I agree", "Answers", _REPLAY, essential=True),
    Command("answer.differently", "I see it differently", "Answers", _REPLAY, essential=True),
    Command("answer.try", "I will try this", "Answers", _REPLAY, essential=True),
    Command("answer.supervision", "I bring this to supervision", "Answers", _REPLAY),
    Command("answer.words", "Words to the answer", "Answers", _REPLAY, essential=True),
    Command("answer.note", "A note of my own: export leaves it out", "Answers", _REPLAY),
    Command("answer.clear", "Take the answer back", "Answers", _REPLAY),
    Command("reply.reflection", "What I take away and practise", "Answers", _REPLAY),
    Command("reply.recording", "Say where the recording is", "Answers", _REPLAY),
    Command("compare.tolerance", "How far apart moments may be", "Comparing", ("compare",)),
    Command("folder.open", "Open what is next for it", "Recordings", _START, essential=True),
    Command("folder.review", "Review it", "Recordings", _START),
    Command("folder.self", "Review it as the coach", "Recordings", _START),
    Command("folder.replay", "Replay its feedback", "Recordings", _START),
    Command("folder.compare", "Compare the reviews of it", "Recordings", _START),
    Command("folder.first", "Go to the first one", "Recordings", _START),
    Command("folder.last", "Go to the last one", "Recordings", _START),
    Command("folder.patterns", "Sessions side by side", "Recordings", _START),
    Command("folder.demo", "Try the sample session", "Recordings", _START),
    Command("folder.live", "Observe a session as it happens", "Recordings", _START),
    Command("folder.alliance", "What two people agreed", "Recordings", _START),
    Command("patterns.open", "The moments of a cell, and play one", "Patterns", _PATTERNS, True),
    Command("patterns.left", "The session before", "Patterns", _PATTERNS),
    Command("patterns.right", "The session after", "Patterns", _PATTERNS),
    Command("patterns.first", "The oldest session", "Patterns", _PATTERNS),
    Command("patterns.last", "The newest session", "Patterns", _PATTERNS),
    Command("patterns.stay", "Moments to stay with", "Patterns", _PATTERNS),
    Command("patterns.verdicts", "Verdicts in words", "Patterns", _PATTERNS),
    Command("patterns.clients", "Clients, and tags across them", "Patterns", _PATTERNS),
    Command("patterns.never", "What was never marked", "Patterns", _PATTERNS),
    Command("patterns.intentions", "What was to be practised", "Patterns", _PATTERNS),
    Command("patterns.rubric", "The next rubric", "Patterns", _PATTERNS),
    Command("patterns.client", "Only one client, or all again", "Patterns", _PATTERNS),
    Command("patterns.coach", "Another coach", "Patterns", _PATTERNS),
    Command("patterns.back", "Back to the table, or leave", "Patterns", _PATTERNS, True),
    Command("live.record", "Choose what records, now or from now on", "Live session", _LIVE),
    Command("live.off", "Off the record, or on it again", "Live session", _LIVE, True),
    Command("live.take_back", "Take back the last minute, for good", "Live session", _LIVE),
    Command("live.now", "Back to what is said now", "Live session", _LIVE),
    Command("live.end", "End the session", "Live session", _LIVE, True),
    Command("alliance.write", "Write here", "Agreement", _ALLIANCE, essential=True),
    Command("alliance.terms", "Say who it is between, and when", "Agreement", _ALLIANCE),
    Command("alliance.agree", "Agree to these words", "Agreement", _ALLIANCE, essential=True),
    Command("alliance.changed", "What was changed since", "Agreement", _ALLIANCE),
    Command("alliance.look", "Look at it again", "Agreement", _ALLIANCE, essential=True),
    Command("alliance.merge", "Merge the other's copy", "Agreement", _ALLIANCE),
    Command("alliance.begin", "Begin a new agreement", "Agreement", _ALLIANCE),
    Command("alliance.goal", "A new goal", "Goals and directions", _ALLIANCE),
    Command("alliance.direction", "A new direction", "Goals and directions", _ALLIANCE),
    Command("alliance.goal_look", "Look at the goal", "Goals and directions", _ALLIANCE),
    Command("alliance.moments", "Moments that speak of it", "Goals and directions", _ALLIANCE),
    Command("alliance.remove", "Take it out", "Goals and directions", _ALLIANCE),
    Command("app.settings", "Settings", "Program", _PAGES),
    Command("app.help", "Show all keys", "Program", _PAGES, essential=True),
    Command("app.quit", "Leave; everything is saved", "Program", _PAGES, essential=True),
)

BY_ID: dict[str, Command] = {command.id: command for command in COMMANDS}


class Reserved(Struct, frozen=True):
    """A key that does one thing under every keymap.

    `command` alone may be given it as well; without one, the help lists the key in `group`.
    """

    key: str
    title: str
    command: str = ""
    group: str = "Program"


# Textual binds these with priority: a screen's own binding of them is never asked.
RESERVED: tuple[Reserved, ...] = (
    Reserved("ctrl+p", "Find a command by its name"),
    Reserved("ctrl+q", BY_ID["app.quit"].title, "app.quit"),
)


def fixed_in(group: str) -> tuple[Reserved, ...]:
    """The keys of a group that belong to no command."""
    return tuple(key for key in RESERVED if key.group == group and not key.command)


def in_context(context: Context) -> tuple[Command, ...]:
    """The commands that a screen offers, in the order of its help."""
    return tuple(command for command in COMMANDS if context in command.contexts)
