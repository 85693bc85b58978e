"""The decoding graph (Kaldi's HCLG), built directly and written as an OpenFst file.

One state per history word, one chain of states per pronunciation (shared by all histories: after
a word the history is that word, whatever went before), and one back-off state. Weights are
negative logarithms. Self-loops are "reordered" as Kaldi does it: a phone is entered over its
move-on transition and then loops.
"""

import math
import struct
from pathlib import Path
from typing import NamedTuple

from tiny_model.language import END, START, Bigrams
from tiny_model.lexicon import Lexicon
from tiny_model.phones import PhoneSet

_PAUSE_AFTER_WORD, _PAUSE_AT_START = 0.15, 0.5


class Arc(NamedTuple):
    """One transition: transition id in, word id out (0 for none), weight, next state."""

    input: int
    output: int
    weight: float
    state: int


class _Entry(NamedTuple):
    """How a pronunciation begins: its first transition and state, and the weight of choosing it."""

    transition: int
    state: int
    weight: float


def cost(probability: float) -> float:
    """Return the weight of a probability."""
    return -math.log(max(probability, 1e-9))


class Graph:
    """A weighted transducer from transition ids to words; its start state is 0."""

    def __init__(self, phones: PhoneSet, stay: list[float], word_ids: dict[str, int]) -> None:
        self.arcs: list[list[Arc]] = []
        self.finals: dict[int, float] = {}
        self._phones, self._stay, self._word_ids = phones, stay, word_ids

    @classmethod
    def build(
        cls, lexicon: Lexicon, bigrams: Bigrams, phones: PhoneSet, stay: list[float],
        word_ids: dict[str, int],
    ) -> "Graph":  # fmt: skip
        """Build the graph; `stay` is the self-loop probability of each pdf."""
        graph = cls(phones, stay, word_ids)
        start = graph._new_state()
        histories = {START: graph._new_state()}
        backoff = graph._new_state()
        histories.update((word, graph._new_state()) for word in lexicon)
        graph._add_pause(start, histories[START], _PAUSE_AT_START)
        entries = {word: graph._add_word(lexicon, word, histories[word]) for word in lexicon}
        for history, state in histories.items():
            graph._add_history(state, history, bigrams, entries, backoff)
        for word in lexicon:
            graph._add_choices(backoff, word, entries[word], bigrams.unigram[word])
        return graph

    def save(self, path: Path) -> None:
        """Write an OpenFst binary `VectorFst<StdArc>`, file version 2, without symbol tables."""
        arc_count = sum(map(len, self.arcs))
        out = [
            struct.pack("<i", 2125659606),  # OpenFst's magic number
            *(struct.pack("<i", len(name)) + name for name in (b"vector", b"standard")),
            # version, flags, properties (expanded, mutable), start, states, arcs
            struct.pack("<iiQqqq", 2, 0, 3, 0, len(self.arcs), arc_count),
        ]
        for state, arcs in enumerate(self.arcs):
            out.append(struct.pack("<fq", self.finals.get(state, math.inf), len(arcs)))
            out += [struct.pack("<iifi", *arc) for arc in sorted(arcs)]
        path.write_bytes(b"".join(out))

    def _new_state(self) -> int:
        self.arcs.append([])
        return len(self.arcs) - 1

    def _loop(self, state: int, phone: int) -> None:
        weight = cost(self._stay[self._phones.pdf_of(phone)])
        self.arcs[state].append(Arc(self._phones.stay(phone), 0, weight, state))

    def _leave_cost(self, phone: int) -> float:
        return cost(1 - self._stay[self._phones.pdf_of(phone)])

    def _enter(self, source: int, phone: int, weight: float = 0.0) -> int:
        """Add a state for the phone, reached from `source`; return it."""
        state = self._new_state()
        weight += self._leave_cost(phone)
        self.arcs[source].append(Arc(self._phones.move_on(phone), 0, weight, state))
        self._loop(state, phone)
        return state

    def _add_pause(self, source: int, target: int, probability: float) -> None:
        """Go from `source` to `target` straight on, or through silence."""
        self.arcs[source].append(Arc(0, 0, cost(1 - probability), target))
        silent = self._enter(source, self._phones.silence, cost(probability))
        self.arcs[silent].append(Arc(0, 0, 0.0, target))

    def _add_word(self, lexicon: Lexicon, word: str, history: int) -> list[_Entry]:
        """Add a chain of states per pronunciation, all ending in the word's history state."""
        end = self._new_state()
        self._add_pause(end, history, _PAUSE_AFTER_WORD)
        entries = []
        for symbols, weight in lexicon[word]:
            first, *rest = self._phones.of_word(symbols)
            head = state = self._new_state()
            self._loop(head, first)
            for phone in rest:
                state = self._enter(state, phone)
            self.arcs[state].append(Arc(0, 0, 0.0, end))
            entry_cost = cost(weight) + self._leave_cost(first)
            entries.append(_Entry(self._phones.move_on(first), head, entry_cost))
        return entries

    def _add_choices(
        self, state: int, word: str, entries: list[_Entry], probability: float
    ) -> None:
        self.arcs[state] += [
            Arc(e.transition, self._word_ids[word], e.weight + cost(probability), e.state)
            for e in entries
        ]

    def _add_history(
        self, state: int, history: str, bigrams: Bigrams, entries: dict[str, list[_Entry]],
        backoff: int,
    ) -> None:  # fmt: skip
        """Add what may follow a word: known followers, the end, and the way to all other words."""
        followers = dict(bigrams.bigram.get(history, {}))
        end = followers.pop(END, None)
        for word, probability in followers.items():
            self._add_choices(state, word, entries[word], probability)
        back = cost(bigrams.backoff.get(history, 1.0))
        self.arcs[state].append(Arc(0, 0, back, backoff))
        self.finals[state] = back + cost(bigrams.unigram[END]) if end is None else cost(end)
