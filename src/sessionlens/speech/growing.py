"""Utterances that are ready to be shown, while more and more of a recording is recognised."""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Sequence

from sessionlens.domain.transcript import Utterance, Word
from sessionlens.speech.plan import covered
from sessionlens.speech.record import Record
from sessionlens.speech.seams import SAME, join
from sessionlens.speech.utterances import PAUSE, SpeakerWords, cut, starts_of

_CONTEXT = 20.0  # seconds of what is shown already that an utterance may depend on
_LONGEST_WORD = 3.0  # seconds


class Growing:
    """Takes records in any order and hands out every word once, in utterances.

    An utterance is ready when every voice is recognised a pause beyond its end, so that later
    records can neither lengthen nor divide it.
    """

    def __init__(self, names: Sequence[str | None], rate: int) -> None:
        self._names = names
        self._rate = rate
        self._records: list[list[Record]] = [[] for _ in names]
        self._shown = [_Shown() for _ in names]
        self._shown_until: dict[int, float] = defaultdict(float)

    def add(self, records: Sequence[Record]) -> None:
        """Take note of what was recognised."""
        for voice, line in enumerate(self._records):
            fresh = [record for record in records if record.voice == voice]
            if fresh:
                self._records[voice] = covered([*line, *fresh], voice)

    def ready(self, *, ended: bool = False) -> list[Utterance]:
        """The utterances that became ready; with `ended`, all words that are known."""
        utterances = [
            utterance
            for start, end in self._regions()
            for utterance in self._region(start, end, ended)
        ]
        return sorted(utterances, key=lambda utterance: utterance.start)

    def _regions(self) -> list[tuple[int, int]]:
        """From and to which frame every voice is recognised."""
        common = _runs(self._records[0])
        for line in self._records[1:]:
            runs = _runs(line)
            common = [
                (max(a, c), min(b, d)) for a, b in common for c, d in runs if max(a, c) < min(b, d)
            ]
        return common

    def _region(self, start: int, end: int, ended: bool) -> list[Utterance]:
        since = self._shown_until[start]
        front = end / self._rate
        if since >= front:
            return []
        lines = [
            self._line(voice, start, end, since - _CONTEXT) for voice in range(len(self._names))
        ]
        finished: list[Utterance] = []
        waiting = front
        for voice, line in enumerate(lines):
            others = starts_of(lines[:voice] + lines[voice + 1 :])
            for utterance in self._fresh(voice, line, others, since):
                if ended or utterance.end + PAUSE <= front:
                    finished.append(utterance)
                    self._shown[voice].add(utterance.words)
                else:
                    waiting = min(waiting, utterance.start)
        self._shown_until[start] = waiting if ended else min(waiting, front - PAUSE)
        return finished

    def _line(self, voice: int, start: int, end: int, since: float) -> SpeakerWords:
        records = [
            record
            for record in self._records[voice]
            if record.start < end and record.end > max(start, since * self._rate)
        ]
        front = end / self._rate
        words = [word for word in join(records, self._rate) if word.start < front]
        return SpeakerWords(self._names[voice], words)

    def _fresh(
        self, voice: int, line: SpeakerWords, others: list[float], since: float
    ) -> list[Utterance]:
        """The utterances of words not yet shown; what is shown stays as it was cut."""
        fresh: list[Utterance] = []
        run: list[Word] = []
        for word in [*line.words, None]:
            seen = word is None or word.start < since or word in self._shown[voice]
            if word is not None and not seen:
                run.append(word)
            elif run:
                fresh += cut(SpeakerWords(line.speaker, run), others)
                run = []
        return fresh


class _Shown:
    """The words that were handed out; a second hearing of one of them counts as the same."""

    def __init__(self) -> None:
        self._words: list[tuple[float, float, str]] = []

    def add(self, words: Sequence[Word]) -> None:
        for word in words:
            insort(self._words, (word.start, word.end, word.text))

    def __contains__(self, word: Word) -> bool:
        middle = (word.start + word.end) / 2
        first = bisect_left(self._words, (word.start - _LONGEST_WORD,))
        for start, end, text in self._words[first:]:
            if start > word.end:
                return False
            if start <= middle < end or (text == word.text and abs(start - word.start) <= SAME):
                return True
        return False


def _runs(records: Sequence[Record]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for record in records:
        if runs and runs[-1][1] == record.start:
            runs[-1] = (runs[-1][0], record.end)
        else:
            runs.append((record.start, record.end))
    return runs
