"""Where each word of a transcript stands at a given width; knows no colours."""

from bisect import bisect_right

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
    """The rows of a transcript at one width; `first[u]` is the row where utterance u begins."""

    def __init__(self, timeline: Timeline, width: int) -> None:
        self.timeline = timeline
        self.time_width = len(clock(max(timeline.transcript.end, 0)))
        names = timeline.transcript.speakers
        mark = any(utterance.guessed for utterance in timeline.utterances)
        longest = max((cells(name) + mark for name in names), default=0)
        self.speaker_width = min(longest, (_SPEAKER_WIDTH if width >= 56 else 7) + mark)
        self.text_at = 1 + self.time_width + 1 + self.speaker_width + (1 if names else 0)
        self.rows: list[Row] = []
        self.first: list[int] = []
        silences = timeline.silences()
        before: tuple[str | None, bool] | None = None
        for index, utterance in enumerate(timeline.utterances):
            self.first.append(len(self.rows))
            turn = utterance.speaker, utterance.guessed
            self._lay(index, utterance, turn != before, width - self.text_at - 1)
            before = turn
            if index in silences:
                self._silence(index, utterance, silences[index])
                before = None

    def _lay(self, index: int, utterance: Utterance, turn: bool, width: int) -> None:
        lines = wrap(tokens(utterance), width) or [[]]
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
