"""Where each word of a transcript stands at a given width; knows no colours."""

from bisect import bisect_right
from itertools import takewhile

from msgspec import Struct

from sessionlens.domain.timecode import clock
from sessionlens.domain.timeline import Timeline
from sessionlens.domain.transcript import Utterance
from sessionlens.tui.wrapping import Piece, cells, wrap

_SPEAKER_WIDTH = 10


class Row(Struct, frozen=True):
    """One line: part of an utterance, or the silence after it (seconds).

    `time` and `speaker` are set where they are shown: at the beginning of an utterance and of a
    turn. `guessed`: nobody has said that it is this speaker.
    """

    utterance: int
    pieces: tuple[Piece, ...] = ()
    time: str = ""
    speaker: str = ""
    silence: float | None = None
    guessed: bool = False


class Layout:
    """The rows of a transcript at one width; `first[u]` is the row where utterance u begins.

    Of `earlier`, the layout of what was shown before, the rows are taken up to the first utterance
    that is another one now: a transcript that grows is not laid out from its beginning.
    """

    def __init__(self, timeline: Timeline, width: int, earlier: "Layout | None" = None) -> None:
        self.timeline = timeline
        self.time_width = len(clock(max(timeline.transcript.end, 0)))
        names = timeline.transcript.speakers
        mark = any(utterance.guessed for utterance in timeline.utterances)
        longest = max((cells(name) + mark for name in names), default=0)
        self.speaker_width = min(longest, (_SPEAKER_WIDTH if width >= 56 else 7) + mark)
        self.text_at = 1 + self.time_width + 1 + self.speaker_width + (1 if names else 0)
        self._text_width = width - self.text_at - 1
        self.rows: list[Row] = []
        self.first: list[int] = []
        if earlier is not None and (same := self._unchanged(earlier)):
            self.rows = earlier.rows[: earlier.first[same]]
            self.first = earlier.first[:same]
        self._lay_out()

    def _unchanged(self, earlier: "Layout") -> int:
        """How many utterances stand as they did, with the silences after them."""
        if earlier._text_width != self._text_width:
            return 0
        pairs = zip(self.timeline.utterances, earlier.timeline.utterances, strict=False)
        same = sum(1 for _ in takewhile(lambda pair: pair[0] is pair[1], pairs))
        return max(same - 1, 0)  # the silence after the last depends on what comes next

    def _lay_out(self) -> None:
        """Add the rows of the utterances that have none yet."""
        silences, utterances = self.timeline.silences(), self.timeline.utterances
        begin = len(self.first)
        before: tuple[str | None, bool] | None = None
        if begin and begin - 1 not in silences:
            before = utterances[begin - 1].speaker, utterances[begin - 1].guessed
        for index, utterance in enumerate(utterances[begin:], begin):
            self.first.append(len(self.rows))
            turn = utterance.speaker, utterance.guessed
            self._lay(index, utterance, turn != before)
            before = turn
            if index in silences:
                self._silence(index, utterance, silences[index])
                before = None

    def _lay(self, index: int, utterance: Utterance, turn: bool) -> None:
        lines = wrap(tokens(utterance), self._text_width) or [[]]
        self.rows.append(
            Row(
                index,
                tuple(lines[0]),
                clock(utterance.start),
                (utterance.speaker or "") if turn else "",
                guessed=turn and utterance.guessed,
            )
        )
        self.rows.extend(Row(index, tuple(line)) for line in lines[1:])

    def _silence(self, index: int, utterance: Utterance, seconds: float) -> None:
        self.rows.append(Row(index, time=clock(utterance.end), silence=seconds))

    def row_of(self, utterance: int, word: int | None) -> int:
        """The row where a word stands; the utterance's first row if it has no timed words."""
        first = self.first[utterance]
        if word is None:
            return first
        for row in range(first, self.end_of(utterance)):
            pieces = self.rows[row].pieces
            if pieces and pieces[0][0] <= word <= pieces[-1][0]:
                return row
        return first

    def end_of(self, utterance: int) -> int:
        """The row after the last one of an utterance and its silence."""
        after = utterance + 1
        return self.first[after] if after < len(self.first) else len(self.rows)

    def utterance_of(self, row: int) -> int:
        """The utterance that a row belongs to."""
        return max(bisect_right(self.first, row) - 1, 0)


def tokens(utterance: Utterance) -> list[str]:
    """The pieces that are laid out: the timed words, or the text's words without times."""
    if utterance.words:
        return [word.text for word in utterance.words]
    return utterance.text.split()
