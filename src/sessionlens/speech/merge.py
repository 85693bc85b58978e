"""Adds what was recognised to a transcript that a person may have corrected meanwhile."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from sessionlens.domain.transcript import Transcript, Utterance, Word
from sessionlens.speech.utterances import utterance_of

_SAME = 0.02  # seconds; times were written and read again
_REACH = 120.0  # seconds; no utterance lasts longer


def merge(
    current: Transcript, new: Iterable[Utterance], names: Mapping[str, str] | None = None
) -> Transcript:
    """`current` with those words of `new` utterances that it does not hold yet.

    What is in `current` stays as it is, corrected words and changed speakers included, and what
    is there already is not added again: merging twice changes nothing. `names` says what speakers
    were renamed to; what is not in it is inferred from utterances that are there already.
    """
    arriving = list(new)
    renamed = {**_renamed(current, arriving), **(names or {})}
    present = _Present(current.utterances)
    added = [
        piece for utterance in arriving for piece in _missing(_named(utterance, renamed), present)
    ]
    if not added:
        return current
    together = sorted(
        [*current.utterances, *added], key=lambda utterance: (utterance.start, utterance.end)
    )
    return replace(current, utterances=tuple(together))


class _Present:
    """Lookups by time among the utterances that are there."""

    def __init__(self, utterances: Sequence[Utterance]) -> None:
        self._all = sorted(utterances, key=lambda utterance: utterance.start)
        self._starts = [utterance.start for utterance in self._all]

    def around(self, start: float, end: float) -> list[Utterance]:
        """The utterances that touch a stretch of time."""
        last = bisect_right(self._starts, end + _SAME)
        first = bisect_right(self._starts, start - _REACH)
        return [utterance for utterance in self._all[first:last] if utterance.end + _SAME >= start]

    def holds(self, word: Word, speaker: str | None, nearby: Sequence[Utterance]) -> bool:
        """Whether one of the utterances nearby has this word, whatever it says now."""
        middle = (word.start + word.end) / 2
        for utterance in nearby:
            # In one channel nobody is named while it is recognised; it may be told meanwhile.
            own = speaker is None or utterance.speaker == speaker
            if own and utterance.start <= middle <= utterance.end:
                return True
            if any(
                abs(other.start - word.start) <= _SAME and (own or other.text == word.text)
                for other in utterance.words
            ):
                return True
        return False


def _missing(arriving: Utterance, present: _Present) -> list[Utterance]:
    nearby = present.around(arriving.start, arriving.end)
    if any(
        abs(utterance.start - arriving.start) <= _SAME
        and abs(utterance.end - arriving.end) <= _SAME
        for utterance in nearby
    ):
        return []
    if not nearby:
        return [arriving]
    runs: list[list[Word]] = [[]]
    for word in arriving.words:
        if not present.holds(word, arriving.speaker, nearby):
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    return [utterance_of(run, arriving.speaker) for run in runs if run]


def _named(utterance: Utterance, names: Mapping[str, str]) -> Utterance:
    name = names.get(utterance.speaker or "")
    return replace(utterance, speaker=name) if name else utterance


def _renamed(current: Transcript, arriving: Sequence[Utterance]) -> dict[str, str]:
    """What each speaker is called in `current`, where most of the same utterances say so."""
    places = {
        (round(utterance.start, 2), round(utterance.end, 2)): utterance.speaker
        for utterance in current.utterances
    }
    votes: dict[str, Counter[str]] = {}
    for utterance in arriving:
        name = places.get((round(utterance.start, 2), round(utterance.end, 2)))
        if utterance.speaker and name:
            votes.setdefault(utterance.speaker, Counter())[name] += 1
    return {speaker: names.most_common(1)[0][0] for speaker, names in votes.items()}
