"""Our own transcript files, `*.transcript.json`."""

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean
from sessionlens.domain.transcript import Source, Timing, Transcript, Utterance, Word

FORMAT = "sessionlens.transcript"
VERSION = 1


class _Head(Struct):
    format: str
    version: int


class _File(Struct, kw_only=True, omit_defaults=True):
    format: str
    version: int
    source: Source = Source()
    language: str = ""
    timing: Timing = "utterance"
    kept_as_heard: tuple[str, ...] = ()
    utterances: tuple[Utterance, ...]


def encode(transcript: Transcript) -> bytes:
    """Return the content of a transcript file: UTF-8 JSON with a line break at its end."""
    fields = msgspec.structs.asdict(transcript)
    # Written always: whoever reads the file without us should not have to know our defaults.
    head = {"format": FORMAT, "version": VERSION, "source": fields.pop("source")}
    ordered = {"language": fields["language"], "timing": fields["timing"]}
    if transcript.kept_as_heard:
        ordered["kept_as_heard"] = transcript.kept_as_heard
    return msgspec.json.encode({**head, **ordered, "utterances": fields["utterances"]}) + b"\n"


def decode(data: bytes) -> Transcript:
    """Read the content of a transcript file; text is cleaned, utterances are put in order.

    Raises SessionLensError when it is no such file, a newer version, or damaged.
    """
    try:
        file = msgspec.json.decode(data, type=_File)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        _check(_head(data))
        raise SessionLensError(
            f"The file is damaged: {error}", "Restore it, or import it again"
        ) from None
    _check(file)
    utterances = sorted(map(_cleaned, file.utterances), key=lambda utterance: utterance.start)
    guessed = any(utterance.guessed for utterance in utterances)
    if file.source.guessed_speakers and not guessed:
        # Written before it was told of each: nobody has said who speaks in any of them.
        utterances = [replace(one, guessed=one.speaker is not None) for one in utterances]
        guessed = any(utterance.guessed for utterance in utterances)
    return Transcript(
        utterances=tuple(utterances),
        language=clean(file.language),
        timing=file.timing,
        source=_clean_source(file.source, guessed=guessed),
        kept_as_heard=tuple(filter(None, map(clean, file.kept_as_heard))),
    )


def _head(data: bytes) -> _Head:
    try:
        return msgspec.json.decode(data, type=_Head)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise SessionLensError(
            f"This is not a whole SessionLens transcript: {error}", "Restore it, or import it again"
        ) from None


def _check(head: _Head | _File) -> None:
    if head.format != FORMAT:
        raise SessionLensError("This is not a SessionLens transcript", "Choose another file")
    if head.version > VERSION:
        raise SessionLensError(
            f"This is version {head.version}, newer than this program knows ({VERSION})",
            "Install a newer SessionLens",
        )


def _cleaned(utterance: Utterance) -> Utterance:
    """Words decide what the text is, unless cleaning leaves none of them."""
    if _is_clean(utterance):
        return utterance
    words = tuple(
        Word(start=word.start, end=word.end, text=text, conf=word.conf, heard=clean(word.heard))
        for word in utterance.words
        if (text := clean(word.text))
    )
    text = " ".join(word.text for word in words) or clean(utterance.text)
    speaker = clean(utterance.speaker) or None if utterance.speaker else None
    return replace(utterance, text=text, speaker=speaker, words=words)


def _is_clean(utterance: Utterance) -> bool:
    """Whether cleaning would change nothing.

    A clean text that is its words, joined by single spaces, is made of clean words.
    """
    speaker, text = utterance.speaker, utterance.text
    if speaker is not None and (not speaker or clean(speaker) != speaker):
        return False
    if utterance.words and (not text or " ".join([word.text for word in utterance.words]) != text):
        return False
    if any(word.heard and clean(word.heard) != word.heard for word in utterance.words):
        return False
    return clean(text) == text


def _clean_source(source: Source, *, guessed: bool) -> Source:
    return Source(
        format=clean(source.format),
        file=clean(source.file),
        engine=clean(source.engine),
        model=clean(source.model),
        edited=source.edited,
        guessed_speakers=guessed,
    )
