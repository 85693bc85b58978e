"""What several people noticed in one session: their moments brought together by time.

Each two of them are matched as in `domain.matching`. These pairs, then all others within the
tolerance, are joined in the order of their worth: those of one code first, matched ones before
others, near ones before far ones. What cannot be one moment never can be one later, so that only
few of those others are ever put in order. A moment holds at most one marker of each observer, and
any two of its markers are within the tolerance. In whatever order the observers are given, it is
the same.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain.feedback import Feedback
from sessionlens.domain.marker import Marker, in_time_order
from sessionlens.domain.matching import Assign, code, match, refuse_crowd
from sessionlens.domain.review import VerdictBy, views_of
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.timecode import Timecode


class Observer(Struct, frozen=True):
    """Somebody who noticed things: their name, and their review as it would be sent.

    `early` are the ids of markers that were made before the recording began: when is not known any
    more, and each is a moment by itself.
    """

    name: str
    feedback: Feedback
    early: frozenset[str] = frozenset()


class Sighting(NamedTuple):
    """A marker and the number of the observer, from 0, who made it."""

    observer: int
    marker: Marker


class GroupMoment(Struct, frozen=True):
    """One moment and who saw it, in the order of the observers; each of them once."""

    seen: tuple[Sighting, ...]

    @property
    def start(self) -> Timecode:
        """When the first of them begins."""
        return min(sighting.marker.start for sighting in self.seen)

    @property
    def first(self) -> Marker:
        """The marker that begins first."""
        return min(self.seen, key=lambda sighting: sighting.marker.start).marker

    @property
    def codes(self) -> tuple[str | None, ...]:
        """What they say it is about, each code once; None for a comment."""
        return tuple(dict.fromkeys(code(sighting.marker) for sighting in self.seen))


class GroupCounts(Struct, frozen=True, kw_only=True):
    """How many moments of one code each observer noticed, in their order."""

    id: str
    title: str
    noticed: tuple[int, ...]


class GroupVerdicts(Struct, frozen=True, kw_only=True):
    """The verdicts on one competency, each under the name of who gave it."""

    competency: str
    title: str
    views: tuple[VerdictBy, ...]


class Group(Struct, frozen=True, kw_only=True):
    """Observers by their names, and their moments in time order; every marker is in exactly one.

    `tolerance` is seconds. `competencies` are codes that somebody marked, in the rubric's order,
    then those that it lacks.
    """

    observers: tuple[Observer, ...]
    rubric: Rubric
    tolerance: float
    moments: tuple[GroupMoment, ...]
    competencies: tuple[GroupCounts, ...]
    verdicts: tuple[GroupVerdicts, ...]

    @property
    def by_all(self) -> tuple[GroupMoment, ...]:
        """Moments that everybody saw."""
        return tuple(one for one in self.moments if len(one.seen) == len(self.observers))

    @property
    def by_several(self) -> tuple[GroupMoment, ...]:
        """Moments that more than one saw, but not everybody."""
        return tuple(one for one in self.moments if 1 < len(one.seen) < len(self.observers))

    @property
    def by_one(self) -> tuple[GroupMoment, ...]:
        """Moments that only one saw."""
        return tuple(one for one in self.moments if len(one.seen) == 1)


def named_observers(observers: Sequence[Observer]) -> tuple[Observer, ...]:
    """The observers by their names; one without a name comes last, and is called by the number."""
    ordered = sorted(observers, key=_order)
    names = {observer.name.casefold() for observer in ordered}
    named = []
    for number, observer in enumerate(ordered, 1):
        if not observer.name:
            while (name := f"observer {number}") in names:
                number += 1  # noqa: PLW2901 - somebody is called so
            names.add(name)
            observer = replace(observer, name=name)  # noqa: PLW2901
        named.append(observer)
    return tuple(named)


def bring_together(
    observers: Sequence[Observer], rubric: Rubric, assign: Assign, tolerance: float
) -> Group:
    """Find out who saw what; observers are told apart by the review that theirs is.

    With different rubrics only markers of one code are the same moment. Raises SessionLensError
    where too many lie within the tolerance of each other.
    """
    named = named_observers(observers)
    one_rubric = len({observer.feedback.rubric.id for observer in named}) == 1
    markers = [in_time_order(tuple(_by_id(observer.feedback.markers))) for observer in named]
    timed = [
        tuple(marker for marker in own if marker.id not in observer.early)
        for observer, own in zip(named, markers, strict=True)
    ]
    early = [
        GroupMoment((Sighting(number, marker),))
        for number, own in enumerate(markers)
        for marker in own
        if marker.id in named[number].early
    ]
    refuse_crowd(timed, tolerance)
    matched = list(_matched(timed, assign, tolerance))
    joining = _Joining(timed, round(tolerance * 1000))
    joining.join_nearest(pair for pair in matched if joining.about(pair.a) == joining.about(pair.b))
    joining.join_nearest(joining.possible(joining.about))
    if one_rubric:
        joining.join_nearest(matched)
        joining.join_nearest(joining.possible(joining.is_phase))
    return Group(
        observers=named,
        rubric=rubric,
        tolerance=tolerance,
        moments=tuple(sorted([*early, *joining.moments()], key=lambda moment: moment.start)),
        competencies=tuple(_counts(markers, rubric)),
        verdicts=tuple(_verdicts(named, rubric)),
    )


def _order(observer: Observer) -> tuple[bool, str, str, str]:
    name = observer.name
    return not name, name.casefold(), name, observer.feedback.review


def _by_id(markers: tuple[Marker, ...]) -> list[Marker]:
    return sorted(markers, key=lambda marker: marker.id)


class _Node(NamedTuple):
    """A marker, by its observer's number and its own among theirs, both from 0."""

    observer: int
    number: int


class _Pair(NamedTuple):
    """Two markers that may be one moment, the first that of the earlier observer."""

    a: _Node
    b: _Node


def _matched(
    markers: Sequence[Sequence[Marker]], assign: Assign, tolerance: float
) -> Iterator[_Pair]:
    for a, b in combinations(range(len(markers)), 2):
        for i, j in match(markers[a], markers[b], tolerance, assign):
            yield _Pair(_Node(a, i), _Node(b, j))


class _Joined(NamedTuple):
    """Markers that are one moment, who made them as bits, and from when to when they begin."""

    nodes: list[_Node]
    observers: int
    first: int
    last: int


class _Joining:
    """Markers that become moments, each alone at first; `reach` is milliseconds."""

    def __init__(self, markers: Sequence[Sequence[Marker]], reach: int) -> None:
        self._markers = markers
        self._reach = reach
        self._starts = {
            _Node(who, i): marker.start.milliseconds
            for who, own in enumerate(markers)
            for i, marker in enumerate(own)
        }
        self._moment_of = {
            node: _Joined([node], 1 << node.observer, start, start)
            for node, start in self._starts.items()
        }

    def is_phase(self, node: _Node) -> bool:
        """Whether it says where one is, and not what was noticed."""
        return self._markers[node.observer][node.number].phase is not None

    def about(self, node: _Node) -> tuple[bool, str | None]:
        """What a marker says the moment is about."""
        return self.is_phase(node), code(self._markers[node.observer][node.number])

    def possible(self, alike: Callable[[_Node], object]) -> Iterator[_Pair]:
        """Pairs within reach of which `alike` says the same, and whose moments no observer shares.

        Nothing is to be joined meanwhile.
        """
        groups: dict[object, list[_Node]] = {}
        for node in sorted(self._starts, key=self._starts.__getitem__):
            groups.setdefault(alike(node), []).append(node)
        for nodes in groups.values():
            starts = [self._starts[node] for node in nodes]
            made = [(node, self._moment_of[node].observers) for node in nodes]
            for number, (a, ours) in enumerate(made):
                end = bisect_right(starts, starts[number] + self._reach)
                for b, theirs in made[number + 1 : end]:
                    if not ours & theirs:
                        yield _Pair(min(a, b), max(a, b))

    def join_nearest(self, pairs: Iterable[_Pair]) -> None:
        """Make one moment of those of each pair, if that can be; the nearest pair first."""
        starts = self._starts
        for _, pair in sorted((abs(starts[pair.a] - starts[pair.b]), pair) for pair in pairs):
            self._join(self._moment_of[pair.a], self._moment_of[pair.b])

    def _join(self, ours: _Joined, theirs: _Joined) -> None:
        if ours.observers & theirs.observers:  # they may be one already
            return
        first, last = min(ours.first, theirs.first), max(ours.last, theirs.last)
        if last - first > self._reach:
            return
        nodes = [*ours.nodes, *theirs.nodes]
        both = _Joined(nodes, ours.observers | theirs.observers, first, last)
        self._moment_of |= dict.fromkeys(nodes, both)

    def moments(self) -> Iterator[GroupMoment]:
        """What has come together, in the order of the observers and of their markers."""
        distinct = {id(joined): sorted(joined.nodes) for joined in self._moment_of.values()}
        for nodes in sorted(distinct.values()):
            yield GroupMoment(tuple(Sighting(who, self._markers[who][i]) for who, i in nodes))


def _counts(markers: Sequence[Sequence[Marker]], rubric: Rubric) -> Iterator[GroupCounts]:
    counted = [Counter(filter(None, map(code, own))) for own in markers]
    titles = {entry.id: entry.title for entry in rubric.codes}
    unlisted = sorted({code_id for own in counted for code_id in own} - titles.keys())
    for code_id in (*titles, *unlisted):
        noticed = tuple(own[code_id] for own in counted)
        if any(noticed):
            yield GroupCounts(id=code_id, title=titles.get(code_id, code_id), noticed=noticed)


def _verdicts(observers: Sequence[Observer], rubric: Rubric) -> Iterator[GroupVerdicts]:
    given: dict[str, list[VerdictBy]] = {}
    for observer in observers:
        for verdict in observer.feedback.verdicts:
            given.setdefault(verdict.competency, []).extend(views_of(observer.name, verdict))
    titles = {competency.id: competency.title for competency in rubric.competencies}
    for competency_id in (*titles, *sorted(given.keys() - titles.keys())):
        if own := given.get(competency_id):
            title = titles.get(competency_id, competency_id)
            yield GroupVerdicts(competency=competency_id, title=title, views=tuple(own))
