"""Changes of an agreement: each gives the whole alliance as it is afterwards."""

import datetime as dt
import uuid

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain.alliance import (
    AgreementTexts,
    Alliance,
    AllianceKind,
    AllianceLook,
    Direction,
    Goal,
    GoalLook,
    agreed_words,
    as_earlier,
    last_agreed,
)
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.history import History
from sessionlens.domain.intention import plain_name
from sessionlens.domain.ranges import refuse_odd_dates


class AllianceEditor(History[Alliance]):
    """The one way in for every change of an agreement; see `History` for undoing and saving."""

    @property
    def alliance(self) -> Alliance:
        """The agreement as it stands."""
        return self.state


class SetTerms(Struct, frozen=True, kw_only=True):
    """Say who agrees, on what kind of work, and when to look at it again.

    Whoever is new has not agreed yet; what somebody agreed to who is not named any more goes.
    """

    kind: AllianceKind
    between: tuple[str, ...]
    begun: dt.date | None
    review_on: dt.date | None
    label: str = "terms changed"

    def apply(self, alliance: Alliance) -> Alliance:
        between = people(self.between)
        refuse_odd_dates(begun=self.begun, review_on=self.review_on)
        spelled = {plain_name(name): name for name in between}
        agreed = {
            spelled[plain_name(name)]: day
            for name, day in alliance.agreed.items()
            if plain_name(name) in spelled
        }
        return replace(
            alliance,
            kind=self.kind,
            between=between,
            begun=self.begun,
            review_on=self.review_on,
            agreed=agreed,
        )


class SetTexts(Struct, frozen=True, kw_only=True):
    """Write other words into the agreement; `on` is the day."""

    agreement: AgreementTexts
    on: dt.date
    label: str = "agreement changed"

    def apply(self, alliance: Alliance) -> Alliance:
        return with_words(alliance, replace(alliance, agreement=self.agreement), self.on)


class SetGoal(Struct, frozen=True, kw_only=True):
    """Change a goal, or add one whose id is new."""

    goal: Goal
    on: dt.date
    label: str = "goal changed"

    def apply(self, alliance: Alliance) -> Alliance:
        refuse_odd_dates(until=self.goal.until)
        goals = {goal.id: goal for goal in alliance.goals}
        goals[self.goal.id] = self.goal
        return with_words(alliance, replace(alliance, goals=tuple(goals.values())), self.on)


class RemoveGoal(Struct, frozen=True, kw_only=True):
    """Take a goal out."""

    goal_id: str
    on: dt.date
    label: str = "goal removed"

    def apply(self, alliance: Alliance) -> Alliance:
        goals = tuple(goal for goal in alliance.goals if goal.id != self.goal_id)
        return with_words(alliance, replace(alliance, goals=goals), self.on)


class SetDirections(Struct, frozen=True, kw_only=True):
    """Have these directions, in this order."""

    directions: tuple[Direction, ...]
    on: dt.date
    label: str = "direction changed"

    def apply(self, alliance: Alliance) -> Alliance:
        return with_words(alliance, replace(alliance, directions=self.directions), self.on)


class LookAtGoal(Struct, frozen=True, kw_only=True):
    """Note how somebody sees a goal; what they noted on the same day is replaced."""

    goal_id: str
    look: GoalLook
    label: str = "look at a goal"

    def apply(self, alliance: Alliance) -> Alliance:
        if alliance.goal(self.goal_id) is None:
            raise SessionLensError("This goal is not there any more", "Choose another")
        goals = tuple(
            replace(goal, looks=_with_goal_look(goal.looks, self.look))
            if goal.id == self.goal_id
            else goal
            for goal in alliance.goals
        )
        return replace(alliance, goals=goals)


class LookAtAlliance(Struct, frozen=True, kw_only=True):
    """Note how somebody sees the alliance; what they noted under the same date is replaced."""

    look: AllianceLook
    label: str = "look at the alliance"

    def apply(self, alliance: Alliance) -> Alliance:
        others = tuple(
            look
            for look in alliance.looks
            if (look.date, plain_name(look.by)) != (self.look.date, plain_name(self.look.by))
        )
        new = self.look
        empty = not (new.works or new.avoided or new.change or new.reached)
        return replace(alliance, looks=others if empty else in_order((*others, new)))


class Agree(Struct, frozen=True, kw_only=True):
    """Agree to the words as they are, as one of those whom they are between."""

    name: str
    on: dt.date
    label: str = "agreed"

    def apply(self, alliance: Alliance) -> Alliance:
        name = alliance.person(self.name)
        if name is None:
            raise SessionLensError(
                f"'{self.name}' is not one of those whom this is between",
                f"Those are {', '.join(alliance.between)}",
            )
        if name not in alliance.open_for:
            return alliance
        return replace(alliance, agreed={**alliance.agreed, name: self.on})


class BeginAnew(Struct, frozen=True, kw_only=True):
    """Put the agreement among the earlier ones, whole, and go on with its words as a proposal.

    Goals and directions go on; what was seen of them stays with the earlier agreement.
    """

    on: dt.date
    label: str = "new agreement begun"

    def apply(self, alliance: Alliance) -> Alliance:
        return replace(
            alliance,
            begun=self.on,
            review_on=None,
            agreed={},
            goals=tuple(replace(goal, looks=()) for goal in alliance.goals),
            looks=(),
            earlier=(*alliance.earlier, as_earlier(alliance, self.on)),
        )


class TakeAlliance(Struct, frozen=True):
    """Take an alliance as it was merged."""

    alliance: Alliance
    label: str = "copies merged"

    def apply(self, alliance: Alliance) -> Alliance:
        return self.alliance


def new_alliance(
    between: tuple[str, ...], kind: AllianceKind = "mentor-coaching", begun: dt.date | None = None
) -> Alliance:
    """An agreement in which nothing is said yet; raises SessionLensError for fewer than two."""
    return Alliance(id=uuid.uuid4().hex, kind=kind, between=people(between), begun=begun)


def people(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names of those who agree; raises SessionLensError where two are one, or one is alone."""
    named = tuple(name for name in names if name.strip())
    plain = [plain_name(name) for name in named]
    for number, name in enumerate(plain):
        if not name:
            raise SessionLensError(f"The name '{named[number]}' has no letters", "Write a name")
        if name in plain[:number]:
            raise SessionLensError(
                f"The name '{named[number]}' is there twice", "Write two names that differ"
            )
    if len(named) < 2:
        raise SessionLensError("An agreement is between two people or more", "Write their names")
    return named


def new_goal_id(alliance: Alliance) -> str:
    """An id that no goal has, nor had in an earlier agreement."""
    ids = {goal.id for goal in alliance.goals}
    ids |= {goal.id for earlier in alliance.earlier for goal in earlier.goals}
    return next(f"g{number}" for number in range(1, len(ids) + 2) if f"g{number}" not in ids)


def with_words(before: Alliance, after: Alliance, on: dt.date) -> Alliance:
    """The changed alliance: nobody has agreed to other words.

    Words that everybody had agreed to are kept among the earlier agreements. Whoever goes back to
    just those has them agreed again.
    """
    words = agreed_words(after)
    if words == agreed_words(before):
        return after
    last = last_agreed(before)
    went_back = last is not None and agreed_words(last) == words and last.begun == before.begun
    if last and went_back and before.earlier[-1] is last and not last.looks:
        return replace(after, agreed=last.agreed, earlier=before.earlier[:-1])
    if before.agreed_by_all:
        kept = replace(as_earlier(before, on), looks=(), review_on=None)
        return replace(after, agreed={}, earlier=(*before.earlier, kept))
    return replace(after, agreed={})


def in_order(looks: tuple[AllianceLook, ...]) -> tuple[AllianceLook, ...]:
    """Looks by their date, those of one date by who wrote them."""
    return tuple(sorted(looks, key=lambda look: (look.date, plain_name(look.by))))


def _with_goal_look(looks: tuple[GoalLook, ...], new: GoalLook) -> tuple[GoalLook, ...]:
    others = (
        look for look in looks if (look.date, plain_name(look.by)) != (new.date, plain_name(new.by))
    )
    return tuple(sorted((*others, new), key=lambda look: (look.date, plain_name(look.by))))
