"""JSON of recognisers in the cloud: which service's it is, and where its words and turns are.

The shapes are those of the services' own documentation: Amazon Transcribe, AssemblyAI, Deepgram,
Google Speech-to-Text v1 and v2, Azure (batch, fast and SDK), Speechmatics json-v2, Rev AI,
ElevenLabs Scribe, OpenAI with words only, Podcast Index transcripts. Where a list of turns or
segments is found in JSON that is none of these, it is read, too.
"""

from collections.abc import Callable, Iterator

from msgspec import Struct

from sessionlens.transcripts.draft import ParsedTranscript
from sessionlens.transcripts.formats.spoken_json import (
    Token,
    drafts_of_segments,
    drafts_of_tokens,
    end_of,
    float_of,
    is_segment,
    speaker_name,
    start_of,
    text_of,
    token_of,
)
from sessionlens.transcripts.json_values import Record, number, record, records, string

_DEEPEST = 5
_MOST_LISTS = 2000


def read(value: object) -> ParsedTranscript | None:
    """Read one JSON value of a cloud service; None when no turns or words are found in it."""
    entries = records(value)
    document: Record = {"phrases": entries} if "NBest" in next(iter(entries), {}) else record(value)
    for service in _SERVICES:
        warnings: list[str] = []
        if turns := service.turns(document):
            drafts, warnings = drafts_of_segments(turns, service.scale)
        elif tokens := list(service.words(document)):
            drafts = drafts_of_tokens(tokens, string(document.get("text")))
        else:
            continue
        # Of several channels, one may follow the other in the file.
        drafts.sort(key=lambda draft: (draft.start is None, draft.start or 0.0))
        return ParsedTranscript(
            service.name,
            drafts,
            language=_language(document),
            engine=service.name,
            warnings=warnings,
        )
    return _unknown(value)


def _language(document: Record) -> str:
    keys = ("language", "language_code", "languageCode")
    language = next((text for key in keys if (text := string(document.get(key)))), "")
    return language if len(language) <= 20 else ""


def _unknown(value: object) -> ParsedTranscript | None:
    """Read the longest list of segments that is anywhere in a value."""
    best = max(_lists(value), key=_length, default=[])
    ends = sum(1 for segment in best if end_of(segment) is not None)
    sentences, words = _length(best) if best else (False, 0)
    if not best or (ends < len(best) / 2 and (len(best) < 3 or not sentences)) or words < 2:
        return None
    drafts, warnings = drafts_of_segments(best, 1.0)
    return ParsedTranscript("json", drafts, warnings=warnings) if drafts else None


def _length(segments: list[Record]) -> tuple[float, int]:
    """Sentences are better than the same as single words."""
    letters = sum(len(text_of(segment).split()) for segment in segments)
    return letters / len(segments) > 2, letters


def _lists(value: object) -> Iterator[list[Record]]:
    waiting, seen = [(value, 0)], 0
    while waiting and seen < _MOST_LISTS:
        entry, depth = waiting.pop()
        seen += 1
        if isinstance(entry, list):
            segments = [item for item in records(entry) if is_segment(item)]
            if segments and len(segments) > len(entry) / 2:
                yield segments
            elif depth < _DEEPEST:
                waiting += [(item, depth + 1) for item in entry[:50]]
        elif isinstance(entry, dict) and depth < _DEEPEST:
            waiting += [(item, depth + 1) for item in entry.values()]


def _amazon(document: Record) -> Iterator[Token]:
    results = record(document.get("results"))
    items = records(results.get("items"))
    if not items or "transcripts" not in results:
        return
    labels = record(results.get("speaker_labels"))
    speakers = {
        string(item.get("start_time")): string(segment.get("speaker_label"))
        for segment in records(labels.get("segments"))
        for item in records(segment.get("items"))
    }
    channels = records(record(results.get("channel_labels")).get("channels"))
    for channel in channels if len(channels) > 1 else [{"items": items}]:
        for item in records(channel.get("items")):
            best = next(iter(records(item.get("alternatives"))), {})
            speaker = string(item.get("speaker_label")) or speakers.get(
                string(item.get("start_time")), ""
            )
            yield token_of(
                item,
                string(best.get("content")),
                conf=number(best.get("confidence")),
                speaker=speaker or string(channel.get("channel_label")),
                glued=item.get("type") == "punctuation",
            )


def _speechmatics(document: Record) -> Iterator[Token]:
    for item in records(document.get("results")):
        if item.get("type") not in ("word", "punctuation", "entity"):
            continue
        best = next(iter(records(item.get("alternatives"))), {})
        speaker = string(best.get("speaker"))
        yield token_of(
            item,
            string(best.get("content")),
            conf=number(best.get("confidence")),
            speaker="Unknown" if speaker == "UU" else speaker,
            glued=item.get("attaches_to") == "previous" or item.get("type") == "punctuation",
        )


def _rev(document: Record) -> Iterator[Token]:
    names = {
        string(speaker.get("id")): string(speaker.get("name"))
        for speaker in records(document.get("speakers"))
    }
    for index, monologue in enumerate(records(document.get("monologues"))):
        key = string(monologue.get("speaker"))
        speaker = names.get(key) or speaker_name(monologue.get("speaker"))
        for element in records(monologue.get("elements")):
            text = string(element.get("value"))
            if text.strip():
                punct = element.get("type") == "punct"
                yield token_of(element, text, speaker=speaker, glued=punct, turn=index)


def _deepgram(document: Record) -> Iterator[Token]:
    channels = records(record(document.get("results")).get("channels"))
    for index, channel in enumerate(channels):
        best = next(iter(records(channel.get("alternatives"))), {})
        for word in records(best.get("words")):
            text = string(word.get("punctuated_word")) or string(word.get("word"))
            speaker = speaker_name(word.get("speaker"))
            if not speaker and len(channels) > 1:
                speaker = f"Channel {index + 1}"
            yield token_of(word, text, speaker=speaker)


def _google(document: Record) -> Iterator[Token]:
    document = record(document.get("response")) or document
    results = records(document.get("results"))
    best = [next(iter(records(result.get("alternatives"))), {}) for result in results]
    words = [records(alternative.get("words")) for alternative in best]
    # With speakers, the last result holds all words once more, and only it tells who speaks.
    if len(words) > 1 and words[-1] and "speakerTag" in words[-1][0]:
        words = words[-1:] if not any("speakerTag" in word for word in words[0][:1]) else words
    for index, group in enumerate(words):
        for word in group:
            speaker = word.get("speakerTag") or word.get("speakerLabel") or word.get("speaker_tag")
            text = string(word.get("word"))
            yield token_of(word, text, speaker=speaker_name(speaker), turn=index)


def _elevenlabs(document: Record) -> Iterator[Token]:
    parts = records(document.get("transcripts")) or [document]
    for index, part in enumerate(parts):
        channel = f"Channel {index + 1}" if len(parts) > 1 else ""
        for word in records(part.get("words")):
            kind, text = word.get("type"), string(word.get("text"))
            if kind == "audio_event":
                text = f"({text.strip('()')})"
            if kind in ("word", "audio_event"):
                yield token_of(word, text, speaker=speaker_name(word.get("speaker_id")) or channel)


def _openai(document: Record) -> Iterator[Token]:
    """OpenAI with words only, and whoever writes words in the same way."""
    for word in records(document.get("words")):
        text = string(word.get("word")) or string(word.get("text"))
        yield token_of(word, text, speaker=speaker_name(word.get("speaker")))


def _assemblyai(document: Record) -> Iterator[Token]:
    """AssemblyAI without utterances."""
    if _is_assemblyai(document):
        for word in records(document.get("words")):
            token = token_of(
                word, string(word.get("text")), speaker=speaker_name(word.get("speaker"))
            )
            token.start = None if token.start is None else token.start / 1000
            token.end = None if token.end is None else token.end / 1000
            yield token


def _is_assemblyai(document: Record) -> bool:
    return "status" in document and bool(
        {"audio_duration", "acoustic_model", "language_model", "utterances", "speech_model"}
        & document.keys()
    )


def _assemblyai_turns(document: Record) -> list[Record]:
    return records(document.get("utterances")) if _is_assemblyai(document) else []


def _deepgram_turns(document: Record) -> list[Record]:
    return records(record(document.get("results")).get("utterances"))


def _azure_turns(document: Record) -> list[Record]:
    phrases = records(document.get("recognizedPhrases")) or records(document.get("phrases"))
    if not phrases and "NBest" in document:
        phrases = [document]
    turns = []
    for phrase in phrases:
        best = next(iter(records(phrase.get("nBest") or phrase.get("NBest"))), {})
        words = records(best.get("displayWords")) or records(best.get("words") or best.get("Words"))
        turns.append(
            {
                "start": start_of(phrase),
                "end": end_of(phrase),
                "text": best.get("display") or best.get("Display") or phrase.get("text") or "",
                "speaker": phrase.get("speaker"),
                "words": [
                    {
                        **word,
                        "text": word.get("displayText") or word.get("word") or word.get("Word"),
                    }
                    for word in words
                ]
                or phrase.get("words"),
            }
        )
    return sorted(turns, key=lambda turn: float_of(turn["start"]))


def _azure_word(word: Record) -> Record:
    return {**word, "text": word.get("displayText") or word.get("word") or word.get("Word")}


def _podcast_turns(document: Record) -> list[Record]:
    segments = records(document.get("segments"))
    return [segment for segment in segments if "startTime" in segment and "body" in segment]


def _google_turns(document: Record) -> list[Record]:
    """Google without words: each result only says when it ends."""
    document = record(document.get("response")) or document
    if any(True for _ in _google(document)):
        return []
    turns: list[Record] = []
    before = 0.0
    for result in records(document.get("results")):
        best = next(iter(records(result.get("alternatives"))), {})
        end = end_of({"end": result.get("resultEndTime", result.get("resultEndOffset"))})
        text = string(best.get("transcript"))
        if end is not None and text:
            turns.append({"start": before, "end": end, "text": text})
            before = end
    return turns


class _Service(Struct, frozen=True):
    """A service: how its turns and its words are found, and seconds in a unit of turns' times."""

    name: str
    turns: Callable[[Record], list[Record]]
    words: Callable[[Record], Iterator[Token]]
    scale: float = 1.0


def _no_turns(_: Record) -> list[Record]:
    return []


def _no_words(_: Record) -> Iterator[Token]:
    return iter(())


_SERVICES = (
    _Service("amazon", _no_turns, _amazon),
    _Service("speechmatics", _no_turns, _speechmatics),
    _Service("rev", _no_turns, _rev),
    _Service("assemblyai", _assemblyai_turns, _assemblyai, 0.001),
    _Service("deepgram", _deepgram_turns, _deepgram),
    _Service("azure", _azure_turns, _no_words),
    _Service("google", _google_turns, _google),
    _Service("podcast-index", _podcast_turns, _no_words),
    _Service("elevenlabs", _no_turns, _elevenlabs),
    _Service("openai", _no_turns, _openai),
)
