"""Two copies of one agreement become one again: nothing of either is lost.

What only one has is taken. Where a copy still has the words that everybody had agreed to, the
other's are the later ones. Where both have other words, the two people choose.
"""

import datetime as dt
from collections.abc import Callable
from typing import Literal, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain.alliance import (
    KINDS,
    LEVELS,
    LOOK_QUESTIONS,
    QUESTIONS,
    AgreedWords,
    AgreementTexts,
    Alliance,
    AllianceLook,
    Direction,
    EarlierAgreement,
    Goal,
    GoalLook,
    agreed_words,
    as_earlier,
    goal_words,
    not_in,
)
from sessionlens.domain.alliance_changes import in_order
from sessionlens.domain.intention import plain_name

MergeChoice = Literal["ours", "theirs", "both"]

T = TypeVar("T")


class AllianceConflict(Struct, frozen=True):
    """A place where two copies say different things, in words; `both` is whether both can stand."""

    place: str
    ours: str
    theirs: str
    both: bool = True


Choose = Callable[[AllianceConflict], MergeChoice]


def conflicts_between(ours: Alliance, theirs: Alliance) -> tuple[AllianceConflict, ...]:
    """Where the two people have to choose, in the order in which it is read, each place once."""
    places: list[AllianceConflict] = []

    def note(conflict: AllianceConflict) -> MergeChoice:
        places.append(conflict)
        return "ours"

    merged(ours, theirs, note)
    return tuple(dict.fromkeys(places))


def merged(ours: Alliance, theirs: Alliance, choose: Choose) -> Alliance:
    """One agreement out of two copies of it; `choose` is asked where both say something else."""
    return ours if ours == theirs else _Merge(ours, theirs, choose).result()


def brought_together(kept: Alliance, other: Alliance, on: dt.date) -> Alliance:
    """The agreement `kept`, with another one of the same people whole among its earlier ones."""
    whole = replace(as_earlier(other, on), id=other.id)
    return replace(kept, earlier=_earlier((*kept.earlier, *other.earlier, whole)))


class _Merge:
    def __init__(self, ours: Alliance, theirs: Alliance, choose: Choose) -> None:
        self._ours = ours
        self._theirs = theirs
        self._choose = choose
        base = _base(ours, theirs)
        self._base = base.agreement if base else AgreementTexts()
        self._had_base = base is not None
        self._base_goals = {goal.id: _plain_goal(goal) for goal in base.goals} if base else {}
        self._base_directions = {d.text for d in base.directions} if base else set()

    def result(self) -> Alliance:
        ours, theirs = self._ours, self._theirs
        between = self._between()
        agreement = AgreementTexts(
            **{
                head.field: self._text(
                    head.heading,
                    getattr(ours.agreement, head.field),
                    getattr(theirs.agreement, head.field),
                    getattr(self._base, head.field) if self._had_base else None,
                )
                for head in QUESTIONS
            }
        )
        new = replace(
            ours,
            kind=self._one_of("Kind of work", ours.kind, theirs.kind, KINDS.__getitem__),
            between=between,
            begun=min(filter(None, (ours.begun, theirs.begun)), default=None),
            review_on=self._one_of(
                "Looking at it again", ours.review_on, theirs.review_on, dt.date.isoformat
            ),
            agreement=agreement,
            goals=self._goals(),
            directions=self._directions(),
            looks=self._looks(),
            agreed={},
        )
        words = agreed_words(new)
        agreed: dict[str, dt.date] = {}
        for copy in (ours, theirs):
            if agreed_words(copy) == words:
                agreed = _agreed(between, agreed, copy.agreed)
        left_behind = (
            replace(as_earlier(copy, max(copy.agreed.values())), looks=(), review_on=None)
            for copy in (ours, theirs)
            if copy.agreed and copy.agreed_by_all and agreed_words(copy) != words
        )
        earlier = _earlier((*ours.earlier, *theirs.earlier, *left_behind))
        return replace(new, agreed=agreed, earlier=earlier)

    def _between(self) -> tuple[str, ...]:
        ours, theirs = self._ours.between, self._theirs.between
        names = {plain_name(name) for name in ours}
        others = {plain_name(name) for name in theirs}
        if names >= others:
            return ours
        together = (*ours, *(name for name in theirs if plain_name(name) not in names))
        if others >= names:
            return together
        conflict = AllianceConflict("Between", ", ".join(ours), ", ".join(theirs))
        return {"ours": ours, "theirs": theirs, "both": together}[self._choose(conflict)]

    def _text(self, place: str, ours: str, theirs: str, base: str | None) -> str:
        """A text out of two; `base` is what everybody had agreed to, None where they never did."""
        if theirs in (ours, base):
            return ours
        if ours == base:
            return theirs
        if base is None and not (ours and theirs):
            return ours or theirs
        if _holds(ours, theirs):
            return ours
        if _holds(theirs, ours):
            return theirs
        chosen = self._choose(AllianceConflict(place, ours, theirs))
        return {"ours": ours, "theirs": theirs, "both": f"{ours}\n\n{theirs}".strip()}[chosen]

    def _one_of(
        self, place: str, ours: T | None, theirs: T | None, words: Callable[[T], str]
    ) -> T | None:
        if ours is None or theirs is None or ours == theirs:
            return theirs if ours is None else ours
        conflict = AllianceConflict(place, words(ours), words(theirs), both=False)
        return theirs if self._choose(conflict) == "theirs" else ours

    def _goals(self) -> tuple[Goal, ...]:
        theirs = {goal.id: goal for goal in self._theirs.goals}
        ids = {goal.id for goal in (*self._ours.goals, *self._theirs.goals)}
        goals: list[Goal] = []
        for ours in self._ours.goals:
            other = theirs.pop(ours.id, None)
            if other is None:
                goals += [] if self._was_taken_out(ours) else [ours]
            else:
                goals += self._goal(ours, other, ids)
        goals += [goal for goal in theirs.values() if not self._was_taken_out(goal)]
        return tuple(goals)

    def _was_taken_out(self, goal: Goal) -> bool:
        """Whether a goal that only one has was agreed, and the other has taken it out since."""
        return not goal.looks and self._base_goals.get(goal.id) == _plain_goal(goal)

    def _goal(self, ours: Goal, theirs: Goal, ids: set[str]) -> list[Goal]:
        looks = _goal_looks((*ours.looks, *theirs.looks))
        if _plain_goal(ours) == _plain_goal(theirs):
            return [replace(ours, looks=looks)]
        base = self._base_goals.get(ours.id)
        if base in (_plain_goal(ours), _plain_goal(theirs)):
            later = theirs if base == _plain_goal(ours) else ours
            return [replace(later, looks=looks)]
        if (filled := _filled(ours, theirs)) is not None:
            return [replace(filled, looks=looks)]
        match self._choose(AllianceConflict("Goal", goal_words(ours), goal_words(theirs))):
            case "ours":
                return [replace(ours, looks=looks)]
            case "theirs":
                return [replace(theirs, looks=looks)]
            case _:
                new = next(f"g{n}" for n in range(1, len(ids) + 2) if f"g{n}" not in ids)
                ids.add(new)
                return [ours, replace(theirs, id=new)]

    def _directions(self) -> tuple[Direction, ...]:
        moments: dict[str, dict[str, None]] = {}
        sides = [
            {direction.text for direction in copy.directions} for copy in (self._ours, self._theirs)
        ]
        for direction in (*self._ours.directions, *self._theirs.directions):
            in_both = all(direction.text in texts for texts in sides)
            taken_out = direction.text in self._base_directions and not direction.moments
            if in_both or not taken_out:
                moments.setdefault(direction.text, {}).update(dict.fromkeys(direction.moments))
        return tuple(Direction(text=text, moments=tuple(ids)) for text, ids in moments.items())

    def _looks(self) -> tuple[AllianceLook, ...]:
        looks = {(look.date, plain_name(look.by)): look for look in self._ours.looks}
        for theirs in self._theirs.looks:
            key = (theirs.date, plain_name(theirs.by))
            ours = looks.get(key)
            looks[key] = theirs if ours is None else self._look(ours, theirs)
        return in_order(tuple(looks.values()))

    def _look(self, ours: AllianceLook, theirs: AllianceLook) -> AllianceLook:
        who = f"{ours.by}, {ours.date.isoformat()}"
        texts = {
            head.field: self._text(
                f"{head.heading} ({who})",
                getattr(ours, head.field),
                getattr(theirs, head.field),
                None,
            )
            for head in LOOK_QUESTIONS
        }
        return replace(ours, **texts)


def _base(ours: Alliance, theirs: Alliance) -> Alliance | EarlierAgreement | None:
    """The latest words that everybody had agreed to, according to both copies.

    Where a copy still has them, those; else the latest of the earlier agreements of both.
    """
    our_earlier, their_earlier = _agreed_earlier(ours), _agreed_earlier(theirs)
    for copy, other, earlier in ((ours, theirs, their_earlier), (theirs, ours, our_earlier)):
        words = agreed_words(copy)
        if copy.agreed_by_all and (words in earlier or words == agreed_words(other)):
            return copy
    both = [agreement for words, agreement in our_earlier.items() if words in their_earlier]
    return max(both, key=_order, default=None)


def _agreed_earlier(alliance: Alliance) -> dict[AgreedWords, EarlierAgreement]:
    return {
        agreed_words(earlier): earlier
        for earlier in alliance.earlier
        if not not_in(earlier.agreed, alliance.between)
    }


def _agreed(
    between: tuple[str, ...], agreed: dict[str, dt.date], more: dict[str, dt.date]
) -> dict[str, dt.date]:
    """Who agreed according to two copies, by the earlier day where they differ."""
    spelled = {plain_name(name): name for name in between}
    together = dict(agreed)
    for name, day in more.items():
        known_as = spelled.get(plain_name(name), name)
        together[known_as] = min(day, together.get(known_as, day))
    return together


def _earlier(agreements: tuple[EarlierAgreement, ...]) -> tuple[EarlierAgreement, ...]:
    """Earlier agreements, each once, the oldest first."""
    once: dict[tuple[str, AgreedWords, tuple[AllianceLook, ...]], EarlierAgreement] = {}
    for agreement in agreements:
        key = (agreement.id, agreed_words(agreement), agreement.looks)
        first = once.get(key)
        once[key] = agreement if first is None else _same_earlier(first, agreement)
    return tuple(sorted(once.values(), key=_order))


def _order(agreement: EarlierAgreement) -> tuple[dt.date, str]:
    return agreement.date, repr(agreed_words(agreement))


def _same_earlier(one_copy: EarlierAgreement, other: EarlierAgreement) -> EarlierAgreement:
    agreed = _agreed((*one_copy.agreed, *other.agreed), one_copy.agreed, other.agreed)
    first = one_copy if one_copy.date <= other.date else other
    looks = {goal.id: goal.looks for goal in other.goals}
    goals = tuple(
        replace(goal, looks=_goal_looks((*goal.looks, *looks.get(goal.id, ()))))
        for goal in one_copy.goals
    )
    return replace(first, agreed=agreed, goals=goals)


def _goal_looks(looks: tuple[GoalLook, ...]) -> tuple[GoalLook, ...]:
    """Looks of two copies: what says the same is one, with the moments of both."""
    once: dict[tuple[dt.date, str, int | None], GoalLook] = {}
    for look in looks:
        key = (look.date, plain_name(look.by), look.level)
        first = once.get(key, look)
        once[key] = replace(first, moments=_moments(first.moments, look.moments))
    lowest = LEVELS.start - 1  # before all levels: it says none
    return tuple(
        sorted(
            once.values(),
            key=lambda look: (
                look.date,
                plain_name(look.by),
                lowest if look.level is None else look.level,
            ),
        )
    )


def _moments(ours: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    """The moments of two copies, in the same order on both sides."""
    return ours if ours == theirs else tuple(sorted({*ours, *theirs}))


def _plain_goal(goal: Goal) -> Goal:
    return replace(goal, looks=())


def _filled(ours: Goal, theirs: Goal) -> Goal | None:
    """The goal with what either leaves empty; None where both say something else."""
    parts: dict[str, object] = {}
    for field in ("text", "measure", "until", "levels"):
        mine, other = getattr(ours, field), getattr(theirs, field)
        if mine and other and mine != other:
            return None
        parts[field] = mine or other
    return replace(ours, **parts)


def _holds(text: str, other: str) -> bool:
    """Whether a text has all paragraphs of another: then it says that, too."""
    paragraphs = {part.strip() for part in text.split("\n\n")}
    return {part.strip() for part in other.split("\n\n")} <= paragraphs
