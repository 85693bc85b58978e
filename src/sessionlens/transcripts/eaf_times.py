"""When ELAN's annotations are: through time slots, through other annotations, or in between."""

import itertools

from msgspec import Struct

DEEPEST = 20
"""Levels of tiers that depend on one another; people's files have up to five."""


class Span(Struct):
    """Start and end in seconds, None where nothing tells them.

    `estimated` names those times, of all that the span rests on, that were placed between others.
    """

    start: float | None
    end: float | None
    estimated: frozenset[str] = frozenset()


class Annotation(Struct):
    """An annotation with its slots, or with the annotation it refers to and its predecessor."""

    key: str
    text: str
    first: str = ""
    second: str = ""
    parent: str = ""
    previous: str = ""


def spans_of(tiers: list[list[Annotation]], slots: dict[str, float | None]) -> dict[str, Span]:
    """Return when each annotation is; `slots` has the seconds of time slots.

    Slots without a value lie at equal distances between their neighbours on the tier. An
    annotation that refers to another one has its times; several that follow one another inside
    it share them.
    """
    filled = dict(slots)
    for annotations in tiers:
        _fill(
            [slot for found in annotations for slot in (found.first, found.second) if slot], filled
        )
    estimated = {
        slot for slot, time in filled.items() if time is not None and slots.get(slot) is None
    }
    spans: dict[str, Span] = {
        found.key: Span(
            filled.get(found.first),
            filled.get(found.second),
            frozenset(estimated & {found.first, found.second}),
        )
        for annotations in tiers
        for found in annotations
        if found.first
    }
    waiting = [found for annotations in tiers for found in annotations if not found.first]
    for _ in range(DEEPEST):
        _share([found for found in waiting if found.parent in spans], spans)
        waiting = [found for found in waiting if found.key not in spans]
    # What is left refers to nothing, or to itself by way of others.
    return spans | {found.key: Span(None, None) for found in waiting}


def _fill(chain: list[str], slots: dict[str, float | None]) -> None:
    order = list(dict.fromkeys(chain))
    known = [index for index, slot in enumerate(order) if slots.get(slot) is not None]
    for before, after in itertools.pairwise(known):
        start, end = slots[order[before]] or 0.0, slots[order[after]] or 0.0
        for index in range(before + 1, after):
            slots[order[index]] = start + (end - start) * (index - before) / (after - before)


def _share(ready: list[Annotation], spans: dict[str, Span]) -> None:
    families: dict[str, list[Annotation]] = {}
    for found in ready:
        families.setdefault(found.parent, []).append(found)
    for parent, children in families.items():
        whole = spans[parent]
        chain = _chain(children)
        follow = any(found.previous for found in children)
        for index, child in enumerate(chain):
            if whole.start is None or whole.end is None or not follow:
                spans[child.key] = whole
                continue
            step = (whole.end - whole.start) / len(chain)
            start = whole.start + step * index
            between = {child.key} if index else set()
            spans[child.key] = Span(start, start + step, whole.estimated | between)


def _chain(children: list[Annotation]) -> list[Annotation]:
    """Put annotations in the order in which they name their predecessors."""
    following = {child.previous: child for child in children if child.previous}
    chain: dict[str, Annotation] = {}
    for first in [child for child in children if not child.previous]:
        child: Annotation | None = first
        while child is not None and child.key not in chain:
            chain[child.key] = child
            child = following.get(child.key)
    return [*chain.values(), *(child for child in children if child.key not in chain)]
