"""What a reader hands over: utterances as the file has them, not yet put right."""

from msgspec import Struct, field

from sessionlens.domain.transcript import Transcript, Word


class UtteranceDraft(Struct):
    """An utterance as a file has it. Times are seconds, None where the file has none."""

    start: float | None
    end: float | None
    text: str
    speaker: str | None = None
    words: list[Word] = field(default_factory=list)


class ParsedTranscript(Struct):
    """All that one reader found in one file.

    `approximate` is set where the file has anchors only, so that times lie between them, and
    `untimed` where it has no times at all: what is said follows on from one another. `doubt` says
    why it may be notes rather than a transcript.
    """

    format: str
    drafts: list[UtteranceDraft]
    language: str = ""
    approximate: bool = False
    untimed: bool = False
    doubt: str = ""
    engine: str = ""
    model: str = ""
    warnings: list[str] = field(default_factory=list)


class TranscriptReading(Struct, frozen=True, kw_only=True):
    """A transcript that was read: what it says, its format, and what was noticed on the way.

    `untimed` says that the file has no times, so that they are to be spread over the recording;
    `doubt` why it is not to be taken unless somebody has named it.
    """

    transcript: Transcript
    format: str
    warnings: tuple[str, ...] = ()
    untimed: bool = False
    doubt: str = ""
