"""Makes a transcript of what a reader read: cleaned, in order, every time usable."""

import itertools
import math
import re
from collections.abc import Iterable

from sessionlens.domain.ranges import LONGEST
from sessionlens.domain.text import clean
from sessionlens.domain.timecode import clock
from sessionlens.domain.transcript import Source, Timing, Transcript, Utterance, Word
from sessionlens.transcripts.draft import ParsedTranscript, TranscriptReading, UtteranceDraft
from sessionlens.transcripts.load import rejoined
from sessionlens.transcripts.repair import repair_times
from sessionlens.transcripts.words import speaking_time

_PLAIN = re.compile(r"[!-~]+").fullmatch  # letters and marks that cleaning leaves as they are
_UNSORTED = ("stands out of order and was moved", "stand out of order and were sorted")
_BROKEN = (
    "has letters that are broken in the file, shown as \ufffd",
    "have letters that are broken in the file, shown as \ufffd",
)
_NO_START = (
    "has no usable start time and was placed after the one before",
    "have no usable start time and were placed after the one before",
)
_NEGATIVE = (
    "begins before the recording and was moved to 0:00",
    "begin before the recording and were moved to 0:00",
)
_REVERSED = (
    "ends before it starts; its end was estimated",
    "end before they start; their ends were estimated",
)
_NO_END = (
    "has no usable end time; its end was estimated",
    "have no usable end time; their ends were estimated",
)
_Kind = tuple[str, str]
"""What a warning says of one utterance, and of several."""


class _Notices:
    """Collects utterances of several kinds."""

    def __init__(self) -> None:
        self._times: dict[_Kind, list[float]] = {}

    def add(self, kind: _Kind, time: float) -> None:
        """Note one more utterance of a kind, by its start in seconds."""
        self._times.setdefault(kind, []).append(time)

    def sentences(self) -> list[str]:
        """One sentence for each kind."""
        return [text for kind, times in self._times.items() for text in sentence(times, kind)]


def settle(parsed: ParsedTranscript, file: str = "") -> TranscriptReading:
    """Return the finished transcript of what was read from `file`.

    Nothing that was said is left out: a time that is missing, absurd or negative is replaced by
    one that lies between its neighbours, and the warnings say how often and where first.
    """
    notices = _Notices()
    for draft in parsed.drafts:
        _clean(draft, notices)
    drafts = [draft for draft in parsed.drafts if draft.text]
    repairs = repair_times(drafts)
    _give_every_draft_a_start(drafts, notices)
    starts = [draft.start or 0.0 for draft in drafts]
    for earlier, start in itertools.pairwise(starts):
        if start < earlier:
            notices.add(_UNSORTED, start)
    drafts.sort(key=lambda draft: draft.start or 0.0)
    _give_every_draft_an_end(drafts, notices)
    # Words may begin before their utterance did, so the order is made sure of once more.
    utterances = tuple(sorted(map(_utterance, drafts), key=lambda utterance: utterance.start))
    transcript = Transcript(
        utterances=utterances,
        language=clean(parsed.language),
        timing="approximate" if parsed.approximate else _timing(utterances),
        source=Source(
            format=parsed.format, file=file, engine=clean(parsed.engine), model=clean(parsed.model)
        ),
    )
    doubt = "" if repairs else parsed.doubt  # it was measured with the wrong times
    doubts = [doubt] if doubt else []
    warnings = (*map(clean, parsed.warnings), *doubts, *repairs, *notices.sentences())
    return TranscriptReading(
        transcript=transcript,
        format=parsed.format,
        warnings=warnings,
        untimed=parsed.untimed,
        doubt=doubt,
    )


def sentence(times: Iterable[float], kind: _Kind) -> list[str]:
    """Return one sentence on the utterances that start at `times` (seconds), none for none."""
    starts = list(times)
    if not starts:
        return []
    if len(starts) == 1:
        return [f"1 utterance {kind[0]} (at {clock(starts[0])})"]
    return [f"{len(starts)} utterances {kind[1]} (first at {clock(min(starts))})"]


def _clean(draft: UtteranceDraft, notices: _Notices) -> None:
    words = [_clean_word(word) for word in draft.words]
    draft.words = [word for word in words if word.text]
    spoken = " ".join(word.text for word in draft.words)
    text = spoken or clean(rejoined(draft.text))
    if "\ufffd" in text:
        notices.add(_BROKEN, draft.start or 0.0)
    draft.text = text
    draft.speaker = clean(rejoined(draft.speaker)) or None if draft.speaker else None


def _clean_word(word: Word) -> Word:
    if _PLAIN(word.text):
        return word
    text = clean(rejoined(word.text))
    if text == word.text:
        return word
    return Word(start=word.start, end=word.end, text=text, conf=word.conf)


def _give_every_draft_a_start(drafts: list[UtteranceDraft], notices: _Notices) -> None:
    last = 0.0
    for draft in drafts:
        if not _usable(draft.start):
            draft.start = draft.words[0].start if draft.words else None
        if draft.start is None or not _usable(draft.start):
            draft.start = last
            notices.add(_NO_START, last)
        elif draft.start < 0:
            draft.start = 0.0
            notices.add(_NEGATIVE, 0.0)
        end = draft.end if draft.end is not None and _usable(draft.end) else draft.start
        last = max(end, draft.start)


def _give_every_draft_an_end(drafts: list[UtteranceDraft], notices: _Notices) -> None:
    """Expects drafts in order of their start."""
    for index, draft in enumerate(drafts):
        start = draft.start or 0.0
        if draft.end is not None and _usable(draft.end) and draft.end >= start:
            continue
        if draft.end is not None and _usable(draft.end):
            notices.add(_REVERSED, start)
        else:
            notices.add(_NO_END, start)
        draft.end = start + speaking_time(draft.text)
        following = drafts[index + 1].start if index + 1 < len(drafts) else None
        if following is not None and following > start:
            draft.end = min(draft.end, following)


def _utterance(draft: UtteranceDraft) -> Utterance:
    words = tuple(_in_order(draft.words))
    start, end = draft.start or 0.0, draft.end or 0.0
    if words:
        start = min(start, words[0].start)
        end = max(end, words[-1].end)
    return Utterance(
        start=round(start, 3),
        end=round(end, 3),
        text=draft.text,
        speaker=draft.speaker,
        words=words,
    )


def _in_order(words: list[Word]) -> list[Word]:
    """Words whose starts never go back and whose ends never precede their starts."""
    ordered, reached = [], 0.0
    for word in words:
        reached = round(min(max(word.start, reached), LONGEST), 3)
        end = round(min(max(word.end, reached), LONGEST), 3)
        conf = None if word.conf is None else round(min(max(word.conf, 0.0), 1.0), 3)
        ordered.append(Word(start=reached, end=end, text=word.text, conf=conf))
    return ordered


def _timing(utterances: tuple[Utterance, ...]) -> Timing:
    every_word = bool(utterances) and all(utterance.words for utterance in utterances)
    return "word" if every_word else "utterance"


def _usable(time: float | None) -> bool:
    """Whether `time` (seconds) can be a position in a recording; negative ones are put right."""
    return time is not None and math.isfinite(time) and abs(time) <= LONGEST
