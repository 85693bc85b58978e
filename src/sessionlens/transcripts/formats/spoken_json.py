"""Words and turns in JSON, whatever a service calls their times, texts and speakers."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import Struct

from sessionlens.domain.text import counted
from sessionlens.domain.transcript import Word
from sessionlens.transcripts.draft import UtteranceDraft
from sessionlens.transcripts.json_values import Record, number, record, records, string
from sessionlens.transcripts.timestamps import seconds, time_or_none
from sessionlens.transcripts.words import WordDraft, readable, same_letters, timed_words

_UNITS = {"": 1.0, "inticks": 1e-7, "ticks": 1e-7, "ms": 1e-3, "milliseconds": 1e-3, "s": 1.0}
_START = (
    *("start", "starttime", "startoffset", "starttimestamp", "startseconds", "startsec"),
    *("begin", "begintime", "from", "offset", "ts", "timestamp", "time"),
)
_END = (
    "end",
    "endtime",
    "endoffset",
    "endtimestamp",
    "endseconds",
    "endsec",
    "endts",
    "to",
    "stop",
)
_DURATION = ("duration", "dur", "length")
_TEXT = ("text", "transcript", "body", "sentence", "content", "utterance", "display", "caption")
_SPEAKER = (
    *("speaker", "speaker_name", "speakerName", "speakerDisplayName", "speaker_label"),
    *("speakerLabel", "speaker_id", "speakerId", "speaker_tag", "speakerTag", "name"),
)
_ISO = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?")
_WORDY = 1.3  # words in an entry, on average, of a list of words rather than of sentences


class Token(Struct):
    """A word or a mark: seconds, speaker, and whether it belongs to the word before.

    A change of `turn` begins a new utterance, whoever speaks.
    """

    text: str
    start: float | None
    end: float | None
    conf: float | None
    speaker: str
    glued: bool
    turn: int


def token_of(
    entry: Record,
    text: str,
    *,
    conf: float | None = None,
    speaker: str = "",
    glued: bool = False,
    turn: int = 0,
) -> Token:
    """Return the token that an entry of a list of words stands for."""
    conf = conf if conf is not None else number(entry.get("confidence", entry.get("conf")))
    start, end = start_of(entry), end_of(entry)
    return Token(text, start, end, conf, speaker, glued, turn)


def drafts_of_tokens(tokens: Iterable[Token], text: str = "") -> list[UtteranceDraft]:
    """Return utterances: one for each turn of a speaker, cut at its pauses.

    `text` is how the file writes all that is said; its spelling and its marks are taken over
    where its words are the same.
    """
    words = list(_joined(tokens))
    written = text.split()
    if len(written) == len(words) and all(
        _letters(spelling) == _letters(word.text)
        for spelling, word in zip(written, words, strict=True)
    ):
        for word, spelling in zip(words, written, strict=True):
            word.text = spelling
    drafts: list[UtteranceDraft] = []
    for run in _turns(words):
        parts = [WordDraft(word.text, word.start, word.end, word.conf) for word in run]
        timed, _ = timed_words(parts, None, None)
        speaker = run[0].speaker or None
        if not timed:
            drafts.append(UtteranceDraft(None, None, " ".join(w.text for w in run), speaker))
        drafts += [_utterance(piece, speaker) for piece in readable(timed)]
    return drafts


def drafts_of_segments(
    segments: list[Record], scale: float
) -> tuple[list[UtteranceDraft], list[str]]:
    """Return an utterance for each segment, with its words where they say the same as its text.

    `scale` is the number of seconds in one unit of the segments' times. Segments of one word are
    joined to utterances.
    """
    texts = [text_of(segment) for segment in segments]
    if len(texts) > 7 and sum(len(text.split()) for text in texts) <= _WORDY * len(texts):
        tokens = [
            token_of(segment, text.strip(), speaker=_speaker(segment))
            for segment, text in zip(segments, texts, strict=True)
            if text.strip()
        ]
        for token in tokens:
            token.start, token.end = _scaled(token.start, scale), _scaled(token.end, scale)
        return drafts_of_tokens(tokens), []
    drafts: list[UtteranceDraft] = []
    unlike = 0
    for segment, text in zip(segments, texts, strict=True):
        start, end = _scaled(start_of(segment), scale), _scaled(end_of(segment), scale)
        parts = [
            WordDraft(word, _scaled(start_of(entry), scale), _scaled(end_of(entry), scale), conf)
            for entry in records(segment.get("words"))
            if (word := (string(entry.get("punctuated_word")) or _word(entry)).strip())
            for conf in [number(entry.get("confidence"))]
        ]
        words, _ = timed_words(parts, start, end)
        if words and not same_letters(words, text):
            unlike += 1
            words = []
        drafts.append(UtteranceDraft(start, end, text, _speaker(segment) or None, words))
    if not unlike:
        return drafts, []
    what = counted(unlike, "utterance has", "utterances have")
    return drafts, [
        f"{what} words that differ from the text: the text was kept, without times of words"
    ]


def is_segment(entry: Record) -> bool:
    """Whether an object says something at some time."""
    return bool(text_of(entry).strip()) and start_of(entry) is not None


def text_of(entry: Record) -> str:
    """What is said in an entry, under whatever key."""
    return next((text for key in _TEXT if (text := _string_only(entry.get(key)))), "")


def start_of(entry: Record) -> float | None:
    """When an entry begins, in seconds."""
    return _time(entry, "start")


def end_of(entry: Record) -> float | None:
    """When an entry ends, in seconds, also told by its length."""
    end = _time(entry, "end")
    if end is not None:
        return end
    start, duration = _time(entry, "start"), _time(entry, "duration")
    return None if start is None or duration is None else start + duration


def float_of(value: object) -> float:
    """Return a number, 0 for anything else."""
    return number(value) or 0.0


def speaker_name(value: object) -> str:
    """Return what a speaker is called: `Speaker 1` for a number."""
    if isinstance(value, dict):
        return string(value.get("name")) or string(value.get("label")) or string(value.get("id"))
    text = string(value)
    return f"Speaker {text}" if text.isdigit() else text


def _speaker(entry: Record) -> str:
    return next((name for key in _SPEAKER if (name := speaker_name(entry.get(key)))), "")


def _word(entry: Record) -> str:
    return string(entry.get("text")) or string(entry.get("word"))


def _string_only(value: object) -> str:
    return value if isinstance(value, str) else ""


def _scaled(time: float | None, scale: float) -> float | None:
    return None if time is None else time * scale


def _time(entry: Record, kind: str) -> float | None:
    for key, value in entry.items():
        meaning = _meaning(key)
        if meaning is not None and meaning[0] == kind:
            time = _seconds(value, meaning[1])
            if time is not None:
                return time_or_none(time)
    return None


@lru_cache(maxsize=4096)
def _meaning(key: str) -> tuple[str, float] | None:
    """Which time a key gives, and how many seconds its unit has; None for other keys."""
    if key in ("Offset", "Duration"):  # Azure's, the only ones with a capital
        return ("start" if key == "Offset" else "duration"), _UNITS["ticks"]
    plain = key.replace("_", "").lower()
    for kind, names in (("start", _START), ("end", _END), ("duration", _DURATION)):
        for name in names:
            if plain.startswith(name) and (unit := _UNITS.get(plain.removeprefix(name))):
                return kind, unit
    return None


def _seconds(value: object, unit: float) -> float | None:
    if isinstance(value, dict):  # Google's, as Python prints it
        whole = number(record(value).get("seconds", 0))
        nanos = number(record(value).get("nanos", 0))
        return None if whole is None or nanos is None else whole + nanos / 1e9
    if (plain := number(value)) is not None:
        return plain * unit
    text = string(value).strip()
    if not text or len(text) > 40:
        return None
    if text.endswith("s") and (plain := number(text[:-1])) is not None:
        return plain
    if match := _ISO.fullmatch(text):
        hours, minutes, rest = (float(field or 0) for field in match.groups())
        return hours * 3600 + minutes * 60 + rest
    return seconds(text)


def _joined(tokens: Iterable[Token]) -> Iterator[Token]:
    """Tokens with marks joined to the word before."""
    last: Token | None = None
    for token in tokens:
        text = token.text.strip()
        if not text:
            continue
        if token.glued and last is not None:
            last.text += text
            continue
        if last is not None:
            yield last
        token.text = text
        last = token
    if last is not None:
        yield last


def _turns(words: list[Token]) -> Iterator[list[Token]]:
    run: list[Token] = []
    for word in words:
        if run and (word.speaker, word.turn) != (run[-1].speaker, run[-1].turn):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _utterance(words: list[Word], speaker: str | None) -> UtteranceDraft:
    text = " ".join(word.text for word in words)
    return UtteranceDraft(words[0].start, words[-1].end, text, speaker, words)
