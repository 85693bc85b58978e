"""The commands around goals and directions, and the moments that speak of them."""

from collections.abc import Callable
from itertools import count

from msgspec.structs import replace

from sessionlens.domain.alliance import (
    LEVELS,
    AgreementQuestion,
    Direction,
    Goal,
    GoalLook,
    level_words,
)
from sessionlens.domain.alliance_changes import (
    LookAtGoal,
    RemoveGoal,
    SetDirections,
    SetGoal,
    new_goal_id,
)
from sessionlens.domain.intention import plain_name
from sessionlens.library.alliance_moments import moments_of_pair
from sessionlens.tui.commands import handles
from sessionlens.tui.screens.alliance.asking import QuestionsScreen
from sessionlens.tui.screens.alliance.document import OpenAlliance
from sessionlens.tui.screens.alliance.forms import GoalScreen
from sessionlens.tui.screens.alliance.moments import MomentsScreen
from sessionlens.tui.screens.alliance.writing import WritingAgreement
from sessionlens.tui.screens.choose import ChooseScreen
from sessionlens.tui.screens.dialogs import PushScreen

_NO_GOAL = "Choose a goal first"
_NEITHER = "Choose a goal or a direction first"
_CANNOT_SAY = "I cannot say"
_DIRECTION = AgreementQuestion(
    field="text", heading="Direction", question="Where do you want to grow, in the long run?"
)
_visits = count()


class GoalsAndDirections:
    """What is done with the goal or direction under the cursor, `target` of the page."""

    def __init__(
        self,
        document: OpenAlliance,
        push: PushScreen,
        writing: WritingAgreement,
        target: Callable[[], str],
    ) -> None:
        self._document = document
        self._push = push
        self._writing = writing
        self._target = target

    @property
    def _goal(self) -> Goal | None:
        kind, _, name = self._target().partition(":")
        return self._document.alliance.goal(name) if kind == "goal" else None

    @property
    def _direction(self) -> int | None:
        kind, _, number = self._target().partition(":")
        return int(number) if kind == "direction" else None

    @handles("alliance.goal")
    def new_goal(self) -> None:
        """Write a new goal."""
        if self._writing.may_write:
            self.write_goal(Goal(id=new_goal_id(self._document.alliance), text=""))

    def write_goal(self, goal: Goal) -> None:
        """Show the form of a goal."""
        if not self._writing.may_write:
            return
        document = self._document
        visit = f"goal {next(_visits)}"

        def keep(changed: Goal) -> None:
            present = document.alliance.goal(changed.id)
            looks = present.looks if present else ()
            change = SetGoal(goal=replace(changed, looks=looks), on=document.today)
            if document.apply(change, joins=visit):
                document.cursor = f"goal:{changed.id}"

        self._push(GoalScreen(goal, keep))

    @handles("alliance.direction")
    def new_direction(self) -> None:
        """Write a new direction."""
        if self._writing.may_write:
            self.write_direction(len(self._document.alliance.directions))

    def write_direction(self, number: int) -> None:
        """Ask for the words of a direction; the one after the last is a new one."""
        if not self._writing.may_write:
            return
        document = self._document
        visit = f"direction {next(_visits)}"
        directions = document.alliance.directions
        text = directions[number].text if number < len(directions) else ""

        def keep(_field: str, changed: str) -> None:
            present = (*document.alliance.directions, Direction(text=""))[number]
            if changed:
                self._set_direction(number, replace(present, text=changed), joins=visit)

        self._push(QuestionsScreen("A direction", (_DIRECTION,), {_DIRECTION.field: text}, keep))

    def _set_direction(self, number: int, direction: Direction | None, joins: str = "") -> None:
        document = self._document
        before = document.alliance.directions
        new = (*before[:number], *([direction] if direction else []), *before[number + 1 :])
        change = SetDirections(directions=new, on=document.today)
        if document.apply(change, joins=joins) and direction:
            document.cursor = f"direction:{number}"

    @handles("alliance.goal_look")
    def look_at_goal(self) -> None:
        """Say how one sees the goal, then choose the moments that show it."""
        goal = self._goal
        if goal is None:
            self._document.say(_NO_GOAL)
        elif self._writing.may_write:
            self._writing.as_whom(lambda name: self._ask_level(goal, name))

    def _ask_level(self, goal: Goal, name: str) -> None:
        document = self._document
        before = next(
            (
                look
                for look in goal.looks
                if look.date == document.today and plain_name(look.by) == plain_name(name)
            ),
            GoalLook(date=document.today, by=name),
        )

        def chosen(level: str | None) -> None:
            if level is None:
                return
            look = replace(before, level=None if level == _CANNOT_SAY else int(level))
            document.apply(LookAtGoal(goal_id=goal.id, look=look))
            self._ask_moments(
                "Which moments show it?",
                look.moments,
                lambda moments: document.apply(
                    LookAtGoal(goal_id=goal.id, look=replace(look, moments=moments))
                ),
            )

        options = [(str(level), level_words(goal, level)) for level in reversed(LEVELS)]
        options.append((_CANNOT_SAY, _CANNOT_SAY))
        current = "" if before.level is None else str(before.level)
        self._push(ChooseScreen("How do you see it today?", options, current), chosen)

    @handles("alliance.moments")
    def moments(self) -> None:
        """Choose the moments that speak of a direction, or that show how one sees a goal."""
        number = self._direction
        if self._goal is not None:
            self.look_at_goal()
        elif number is None:
            self._document.say(_NEITHER)
        elif self._writing.may_write:
            direction = self._document.alliance.directions[number]
            self._ask_moments(
                "Which moments speak of it?",
                direction.moments,
                lambda chosen: self._set_direction(number, replace(direction, moments=chosen)),
            )

    def _ask_moments(
        self, heading: str, before: tuple[str, ...], then: Callable[[tuple[str, ...]], object]
    ) -> None:
        document = self._document
        alliance, folder = document.alliance, document.path.parent

        def chosen(ids: tuple[str, ...] | None) -> None:
            if ids is not None and ids != before:
                then(ids)

        self._push(
            MomentsScreen(heading, lambda: moments_of_pair(alliance, folder), before), chosen
        )

    @handles("alliance.remove")
    def remove(self) -> None:
        """Take the goal or direction out; it can be undone."""
        goal, number = self._goal, self._direction
        if goal is None and number is None:
            self._document.say(_NEITHER)
        elif self._writing.may_write and goal is not None:
            self._document.apply(RemoveGoal(goal_id=goal.id, on=self._document.today))
        elif number is not None:
            self._set_direction(number, None)
