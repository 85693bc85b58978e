"""When ELAN's annotations are: through time slots, through other annotations, or in between."""

import itertools

from msgspec import Struct

Span = tuple[float | None, float | None]


class Annotation(Struct):
    """An annotation with its slots, or with the annotation it refers to and its predecessor."""

    key: str
    text: str
    first: str = ""
    second: str = ""
    parent: str = ""
    previous: str = ""
    coded: bool = False


def spans_of(tiers: list[list[Annotation]], slots: dict[str, float | None]) -> dict[str, Span]:
    """Return start and end (seconds) of each annotation; `slots` has the seconds of time slots.

    Slots without a value lie at equal distances between their neighbours on the tier. An
    annotation that refers to another one has its times; several that follow one another inside
    it share them.
    """
    filled = dict(slots)
    for annotations in tiers:
        _fill(
            [slot for found in annotations for slot in (found.first, found.second) if slot], filled
        )
    spans: dict[str, Span] = {
        found.key: (filled.get(found.first), filled.get(found.second))
        for annotations in tiers
        for found in annotations
        if found.first
    }
    waiting = [found for annotations in tiers for found in annotations if not found.first]
    while waiting:
        ready = [found for found in waiting if found.parent in spans]
        if not ready:  # they refer to nothing, or to each other
            return spans | {found.key: (None, None) for found in waiting}
        _share(ready, spans)
        waiting = [found for found in waiting if found.key not in spans]
    return spans


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
        start, end = spans[parent]
        chain = _chain(children)
        for index, child in enumerate(chain):
            if start is None or end is None or not any(found.previous for found in children):
                spans[child.key] = (start, end)
            else:
                step = (end - start) / len(chain)
                spans[child.key] = (start + step * index, start + step * (index + 1))


def _chain(children: list[Annotation]) -> list[Annotation]:
    """Put annotations in the order in which they name their predecessors."""
    following = {child.previous: child for child in children if child.previous}
    chain = [child for child in children if not child.previous]
    seen = {child.key for child in chain}
    index = 0
    while index < len(chain):
        after = following.get(chain[index].key)
        if after is not None and after.key not in seen:
            seen.add(after.key)
            chain.insert(index + 1, after)
        index += 1
    return chain + [child for child in children if child.key not in seen]
