"""Reads any transcript a coach may have; what it is, its content tells."""

import re
from pathlib import Path

from msgspec.structs import replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.ranges import LONGEST
from sessionlens.domain.transcript import Transcript, Utterance
from sessionlens.transcripts import native
from sessionlens.transcripts.draft import ParsedTranscript, TranscriptReading, UtteranceDraft
from sessionlens.transcripts.limits import refuse_long_lists, refuse_many_lines, refuse_too_long
from sessionlens.transcripts.load import decode, is_binary, load
from sessionlens.transcripts.settle import settle

_XML_ENCODING = re.compile(r"(<\?xml[^<>]{0,200}?)\s+encoding\s*=\s*[\"'][^\"']{0,40}[\"']")
_OTHER_KINDS = (
    (re.compile(rb"%PDF-"), "a PDF", "Export the transcript as VTT or text"),
    (re.compile(rb"\{\\rtf"), "an RTF document", "Save it as plain text or DOCX"),
    (re.compile(rb"\xd0\xcf\x11\xe0"), "an old Word document", "Save it as DOCX"),
    (
        re.compile(rb"RIFF|FORM|OggS|fLaC|ID3|caff|\x1aE\xdf\xa3|.{4}ftyp", re.DOTALL),
        "a recording, not a transcript",
        "Name its transcript instead",
    ),
    (re.compile(rb"ooBinaryFile"), "a binary Praat file", "Save it as a text file in Praat"),
)


def read_transcript(path: Path, encoding: str = "") -> TranscriptReading:
    """Read the transcript at `path`, whatever its name, and say what was noticed.

    `encoding` is that of its text; without one it is recognised or guessed. Raises
    SessionLensError when there is no such file, when it is in no known format, damaged, or without
    a single utterance.
    """
    try:
        return _read(load(path), path.name, encoding)
    except SessionLensError as error:
        raise error.at(path) from None
    except OverflowError as error:  # a whole number that no time could be
        what = "A number in this file is larger than any time"
        raise SessionLensError(what, "Check where it comes from", where=path) from error


def _read(data: bytes, name: str, encoding: str) -> TranscriptReading:
    head = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:200]
    if re.match(rb'\{\s*"format"\s*:\s*"sessionlens\.', head):
        return _native(data.removeprefix(b"\xef\xbb\xbf"))
    # Reviews mostly open our own format, and the other readers take time to load.
    from sessionlens.transcripts import detect
    from sessionlens.transcripts.formats import word_document

    if head.startswith(b"PK\x03\x04"):
        return _finished(word_document.read(data), name)
    for pattern, kind, hint in _OTHER_KINDS:
        if pattern.match(data):
            raise SessionLensError(f"This is {kind}", hint)
    if not encoding and is_binary(data):
        raise _unknown("This is no text file")
    refuse_many_lines(data)
    text, guessed = decode(data, encoding)
    refuse_too_long(text)
    if encoding:
        data = _XML_ENCODING.sub(r"\1", text, count=1).encode("utf-8", "replace")
    parsed = detect.parse(text.replace("\0", ""), data)
    if parsed is None:
        raise _unknown(f"This is in no known transcript format: {detect.reason(text)}")
    if guessed:
        parsed.warnings.insert(0, guessed)
    return _finished(parsed, name)


def _native(data: bytes) -> TranscriptReading:
    transcript = native.decode(data)
    refuse_long_lists([list(transcript.utterances)])
    warnings: tuple[str, ...] = ()
    if not all(map(_is_sound, transcript.utterances)):
        drafts = [
            UtteranceDraft(entry.start, entry.end, entry.text, entry.speaker, list(entry.words))
            for entry in transcript.utterances
        ]
        repaired = settle(ParsedTranscript("sessionlens", drafts))
        warnings = repaired.warnings
        transcript = replace(transcript, utterances=repaired.transcript.utterances)
    return _with_utterances(
        TranscriptReading(transcript=transcript, format="sessionlens", warnings=warnings)
    )


def _is_sound(utterance: Utterance) -> bool:
    return 0 <= utterance.start <= utterance.end <= LONGEST and all(
        0 <= word.start <= word.end <= LONGEST for word in utterance.words
    )


def _finished(parsed: ParsedTranscript, name: str) -> TranscriptReading:
    refuse_long_lists([list(parsed.drafts)])
    return _with_utterances(settle(parsed, name))


def _with_utterances(reading: TranscriptReading) -> TranscriptReading:
    transcript: Transcript = reading.transcript
    if not transcript.utterances:
        raise SessionLensError(
            f"The file holds no utterances ({reading.format})",
            _sentence("; ".join(reading.warnings)) or "Export the transcript again",
        )
    return reading


def _unknown(what: str) -> SessionLensError:
    from sessionlens.transcripts.detect import FORMATS

    return SessionLensError(what, f"Known are: {', '.join(FORMATS.values())}")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
