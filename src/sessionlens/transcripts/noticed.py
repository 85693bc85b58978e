"""Sentences about utterances that are not as they should be: how many, and where first."""

from collections.abc import Iterable

from sessionlens.domain.timecode import clock

Kind = tuple[str, str]
"""What is said of one utterance, and of several."""


def sentence(times: Iterable[float], kind: Kind) -> list[str]:
    """Return one sentence on the utterances that start at `times` (seconds), none for none."""
    starts = list(times)
    if not starts:
        return []
    if len(starts) == 1:
        return [f"1 utterance {kind[0]} (at {clock(starts[0])})"]
    return [f"{len(starts)} utterances {kind[1]} (first at {clock(min(starts))})"]


class Noticed:
    """Collects utterances of several kinds."""

    def __init__(self) -> None:
        self._times: dict[Kind, list[float]] = {}

    def add(self, kind: Kind, time: float) -> None:
        """Note one more utterance of a kind, by its start in seconds."""
        self._times.setdefault(kind, []).append(time)

    def sentences(self) -> list[str]:
        """One sentence for each kind."""
        return [text for kind, times in self._times.items() for text in sentence(times, kind)]
