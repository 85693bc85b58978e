"""What was recognised of one piece: the unit that is kept, joined and shown."""

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain.transcript import Word
from sessionlens.speech.crosstalk import own_words
from sessionlens.speech.cuts import Piece
from sessionlens.speech.recognizer import Heard, VoiceSample


class Record(Struct, frozen=True, omit_defaults=True):
    """The words of one voice between two frames; word times count from the recording's beginning.

    Words beyond `start` and `end`, as far as `heard_start` and `heard_end`, were heard by the
    neighbours as well.
    """

    voice: int
    start: int
    end: int
    heard_start: int
    heard_end: int
    words: tuple[Word, ...] = ()
    voices: tuple[VoiceSample, ...] = ()


def record_of(piece: Piece, heard: Heard, gains: tuple[float, ...], rate: int) -> Record:
    """What was heard in a piece, without the words that another voice said."""
    words = heard.words
    if piece.sound is not None:
        words = own_words(words, piece.sound, piece.voice, gains, rate)
    offset = piece.heard_start / rate

    def moved(seconds: float) -> float:
        return round(seconds + offset, 3)

    return Record(
        piece.voice,
        piece.start,
        piece.end,
        piece.heard_start,
        piece.heard_end,
        tuple(replace(word, start=moved(word.start), end=moved(word.end)) for word in words),
        tuple(
            VoiceSample(moved(sample.start), moved(sample.end), sample.vector)
            for sample in heard.voices
        ),
    )
