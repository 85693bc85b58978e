"""The verbatim transcript as a Word document, as schools and credentialing bodies ask for it."""

from itertools import groupby

from sessionlens.documents import docx_template
from sessionlens.documents.content import Content
from sessionlens.documents.formats import Options, Rendered
from sessionlens.documents.placeholders import values_of
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean

PLACEHOLDERS: dict[str, str] = {
    "turns": "a list; of each:",
    "turn.time": "when it begins, as 00:12:34",
    "turn.speaker": "Coach, Client, or the name of a third",
    "turn.text": "what is said until somebody else speaks",
}


def render(content: Content, options: Options) -> Rendered:
    """Each turn on lines of its own, with its time. Raises SessionLensError without any."""
    transcript = content.transcript
    if transcript is None or not transcript.utterances:
        raise SessionLensError(
            "There is no transcript of this recording",
            "Make one: sessionlens transcribe RECORDING",
            where=content.recording or content.feedback.recording.file,
        )
    turns = []
    for speaker, spoken in groupby(transcript.utterances, lambda one: one.speaker):
        utterances = list(spoken)
        turns.append(
            {
                "time": _time(utterances[0].start),
                "speaker": clean(content.voices.label(speaker)),
                "text": clean(" ".join(utterance.text for utterance in utterances)),
            }
        )
    notices = []
    if not content.voices.coach:
        notices.append("Who is the coach is not known: the labels are the names in the transcript")
    template = docx_template.find("transcript.docx", options)
    values = {**values_of(content), "turns": turns}
    return Rendered(docx_template.fill(template, values), tuple(notices))


def _time(seconds: float) -> str:
    minutes, second = divmod(int(seconds + 1e-6), 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{second:02d}"
