"""Times that are wrong for a whole file: in another unit, or begun again in the midst of it."""

from itertools import pairwise

from sessionlens.domain.timecode import clock
from sessionlens.domain.transcript import Word
from sessionlens.transcripts.draft import UtteranceDraft

_SLOWEST = 0.5  # letters a second: people say about 15, and a thousandth of that in milliseconds
_LEAST_WORDS = 3  # in half of the utterances: labels and codes may be short and last long
_LEAST_PART = 3  # utterances
_LEAST_PASSED = 60.0  # seconds; less is a habit of a recogniser, not the end of a part
_FEW = 50


def repair_times(drafts: list[UtteranceDraft]) -> list[str]:
    """Put milliseconds and joined parts right; return a sentence for each thing that was done."""
    return [*_from_milliseconds(drafts), *_one_after_another(drafts)]


def _from_milliseconds(drafts: list[UtteranceDraft]) -> list[str]:
    """Whole numbers, and so few letters to a unit that nobody speaks as slowly."""
    if not _are_milliseconds(drafts):
        return []
    for draft in drafts:
        _map(draft, 0.001, 0.0)
    return ["the times were milliseconds, not seconds"]


def _are_milliseconds(drafts: list[UtteranceDraft]) -> bool:
    starts = [draft.start for draft in drafts if draft.start is not None]
    if not starts or any(start % 1 for start in starts) or max(starts) < 500:
        return False
    from statistics import median  # takes time to load, and times in milliseconds are rare

    if median(len(draft.text.split()) for draft in drafts) < _LEAST_WORDS:
        return False
    rates = [
        len(draft.text) / (draft.end - draft.start)
        for draft in drafts
        if draft.start is not None and draft.end is not None and draft.end > draft.start
    ]
    whole = all(draft.end % 1 == 0 for draft in drafts if draft.end is not None)
    if rates and whole and median(rates) < _SLOWEST:
        return True
    # Starts alone: what is said until the next one, in all but a few places.
    gaps = [
        (len(draft.text), following.start - draft.start)
        for draft, following in pairwise(drafts)
        if draft.start is not None and following.start is not None
    ]
    slow = sum(1 for letters, gap in gaps if gap > 0 and letters / gap < _SLOWEST)
    return len(gaps) >= 5 and slow >= len(gaps) * 0.9


def _one_after_another(drafts: list[UtteranceDraft]) -> list[str]:
    """Files joined to one, whose times each begin near zero: the later are placed after."""
    parts = _parts(drafts)
    if len(parts) < 2:
        return []
    places = []
    offset = 0.0
    for part in parts:
        reached = max(max(draft.end or 0.0, draft.start or 0.0) for draft in part)
        if offset:
            places.append(clock(offset))
            for draft in part:
                _map(draft, 1.0, offset)
        offset += reached
    return [
        f"the times begin again, as in joined files: what follows was placed after what was before"
        f" (from {', '.join(places[:5])})"
    ]


def _parts(drafts: list[UtteranceDraft]) -> list[list[UtteranceDraft]]:
    parts: list[list[UtteranceDraft]] = [[]]
    reached = 0.0
    for draft in drafts:
        start = draft.start
        if start is not None and reached > _LEAST_PASSED and start < min(reached / 10, 60.0):
            parts.append([])
            reached = 0.0
        parts[-1].append(draft)
        reached = max(reached, start or 0.0)
    if not 1 < len(parts) <= _FEW or any(len(part) < _LEAST_PART for part in parts):
        return []
    speakers = [{draft.speaker for draft in part if draft.speaker} for part in parts]
    # A track of each speaker, one below the other, is no second recording.
    alone = all(speakers) and not any(one & other for one, other in pairwise(speakers))
    falls = sum(_falls(part) for part in parts)
    return [] if alone or falls > len(drafts) / 20 else parts


def _falls(part: list[UtteranceDraft]) -> int:
    starts = [draft.start for draft in part if draft.start is not None]
    return sum(1 for before, after in pairwise(starts) if after < before)


def _map(draft: UtteranceDraft, scale: float, offset: float) -> None:
    draft.start = None if draft.start is None else draft.start * scale + offset
    draft.end = None if draft.end is None else draft.end * scale + offset
    draft.words = [
        Word(
            start=word.start * scale + offset,
            end=word.end * scale + offset,
            text=word.text,
            conf=word.conf,
        )
        for word in draft.words
    ]
