"""Phone numbers as Kaldi's decoder wants them."""

from collections.abc import Iterable

from speech_synthesis.espeak import SILENCE

_POSITIONS = ("begin", "end", "internal", "singleton")


class PhoneSet:
    """Word-position-dependent phone ids over shared outputs ("pdfs") of the network.

    Silence is phone 1 and pdf 0. The base phone with pdf k has the phones 4k-2 to 4k+1 for the
    positions begin, end, internal and singleton, which is what `word_boundary.int` tells the
    decoder. Each phone is a hidden Markov model of one state: its transition ids are 2p-1
    (stay) and 2p (move on).
    """

    silence = 1

    def __init__(self, symbols: Iterable[str]) -> None:
        self.symbols = [SILENCE, *sorted(set(symbols) - {SILENCE})]
        self.pdf = {symbol: i for i, symbol in enumerate(self.symbols)}
        self.count = 1 + 4 * (len(self.symbols) - 1)

    def of_word(self, symbols: tuple[str, ...]) -> list[int]:
        """Return the phone ids of one pronunciation."""
        if len(symbols) == 1:
            return [self._id(symbols[0], "singleton")]
        first, *middle, last = symbols
        inner = [self._id(symbol, "internal") for symbol in middle]
        return [self._id(first, "begin"), *inner, self._id(last, "end")]

    def pdf_of(self, phone: int) -> int:
        """Return the network output of a phone id."""
        return 0 if phone == self.silence else (phone + 2) // 4

    def position_of(self, phone: int) -> str:
        """Return the position of a phone id in the words of `word_boundary.int`."""
        return "nonword" if phone == self.silence else _POSITIONS[(phone - 2) % 4]

    @staticmethod
    def stay(phone: int) -> int:
        """Return the transition id of the self-loop."""
        return 2 * phone - 1

    @staticmethod
    def move_on(phone: int) -> int:
        """Return the transition id that leaves the phone's state."""
        return 2 * phone

    def _id(self, symbol: str, position: str) -> int:
        return 4 * self.pdf[symbol] - 2 + _POSITIONS.index(position)
