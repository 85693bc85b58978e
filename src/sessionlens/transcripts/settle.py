"""Makes a transcript of what a reader found: cleaned, in order, every time usable."""

import itertools
import math
import re

from sessionlens.domain.text import clean
from sessionlens.domain.transcript import Source, Timing, Transcript, Utterance, Word
from sessionlens.transcripts.draft import Draft, Parsed, Reading
from sessionlens.transcripts.load import whole
from sessionlens.transcripts.noticed import Noticed

LONGEST = 360_000.0
"""Seconds (100 hours); a later time is a mistake in the file."""

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


def settle(parsed: Parsed, file: str = "") -> Reading:
    """Return the finished transcript of what was found in `file`.

    Nothing that was said is left out: a time that is missing, absurd or negative is replaced by
    one that lies between its neighbours, and the warnings say how often and where first.
    """
    noticed = Noticed()
    for draft in parsed.drafts:
        _clean(draft, noticed)
    drafts = [draft for draft in parsed.drafts if draft.text]
    _give_every_draft_a_start(drafts, noticed)
    starts = [draft.start or 0.0 for draft in drafts]
    for earlier, start in itertools.pairwise(starts):
        if start < earlier:
            noticed.add(_UNSORTED, start)
    drafts.sort(key=lambda draft: draft.start or 0.0)
    _give_every_draft_an_end(drafts, noticed)
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
    warnings = (*map(clean, parsed.warnings), *noticed.sentences())
    return Reading(transcript=transcript, format=parsed.format, warnings=warnings)


def speaking_time(text: str) -> float:
    """Seconds it takes to say `text`, roughly (15 characters per second)."""
    return 0.3 + len(text) / 15


def usable(time: float | None) -> bool:
    """Whether `time` (seconds) can be a position in a recording; negative ones are put right."""
    return time is not None and math.isfinite(time) and abs(time) <= LONGEST


def _clean(draft: Draft, noticed: Noticed) -> None:
    words = [_clean_word(word) for word in draft.words]
    draft.words = [word for word in words if word.text]
    spoken = " ".join(word.text for word in draft.words)
    text = spoken or clean(whole(draft.text))
    if "\ufffd" in text:
        noticed.add(_BROKEN, draft.start or 0.0)
    draft.text = text
    draft.speaker = clean(whole(draft.speaker)) or None if draft.speaker else None


def _clean_word(word: Word) -> Word:
    if _PLAIN(word.text):
        return word
    text = clean(whole(word.text))
    if text == word.text:
        return word
    return Word(start=word.start, end=word.end, text=text, conf=word.conf)


def _give_every_draft_a_start(drafts: list[Draft], noticed: Noticed) -> None:
    last = 0.0
    for draft in drafts:
        if not usable(draft.start):
            draft.start = draft.words[0].start if draft.words else None
        if draft.start is None or not usable(draft.start):
            draft.start = last
            noticed.add(_NO_START, last)
        elif draft.start < 0:
            draft.start = 0.0
            noticed.add(_NEGATIVE, 0.0)
        end = draft.end if draft.end is not None and usable(draft.end) else draft.start
        last = max(end, draft.start)


def _give_every_draft_an_end(drafts: list[Draft], noticed: Noticed) -> None:
    """Expects drafts in order of their start."""
    for index, draft in enumerate(drafts):
        start = draft.start or 0.0
        if draft.end is not None and usable(draft.end) and draft.end >= start:
            continue
        if draft.end is not None and usable(draft.end):
            noticed.add(_REVERSED, start)
        else:
            noticed.add(_NO_END, start)
        draft.end = start + speaking_time(draft.text)
        following = drafts[index + 1].start if index + 1 < len(drafts) else None
        if following is not None and following > start:
            draft.end = min(draft.end, following)


def _utterance(draft: Draft) -> Utterance:
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
