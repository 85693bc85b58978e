"""What people have agreed about learning together, and how they looked at it again."""

import datetime as dt
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct, field

from sessionlens.domain.intention import plain_name

AllianceKind = Literal["mentor-coaching", "supervision", "coaching", "mentoring"]

KINDS: dict[AllianceKind, str] = {
    "mentor-coaching": "mentor coaching",
    "supervision": "supervision",
    "coaching": "coaching",
    "mentoring": "mentoring",
}
"""What people do together, in the order in which it is offered."""

LEVELS = range(-2, 3)
"""From much less to much more than was hoped for; 0 is what was hoped for."""

LEVEL_NAMES = ("much less", "less", "as hoped for", "more", "much more")
"""How each of LEVELS is called where one writes or reads what would be seen there."""


class AgreementTexts(
    Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True
):
    """The words of an agreement, under plain heads; any may be empty."""

    purpose: str = ""
    learning: str = ""
    helped: str = ""
    challenge: str = ""
    safety: str = ""
    difficulty: str = ""
    experiments: str = ""
    practical: str = ""


class AgreementQuestion(Struct, frozen=True):
    """A head of the agreement: the field it fills, its heading, and how one is asked for it."""

    field: str
    heading: str
    question: str


QUESTIONS = (
    AgreementQuestion("purpose", "What this is for", "What is our work together for?"),
    AgreementQuestion(
        "learning", "What each of us wants to learn", "What does each of us want to learn?"
    ),
    AgreementQuestion(
        "helped",
        "What helped and hindered us elsewhere",
        "What has helped each of us to learn elsewhere, and what has hindered us?",
    ),
    AgreementQuestion(
        "challenge",
        "How we like to be stretched",
        "How does each of us like to be stretched, and how not?",
    ),
    AgreementQuestion(
        "safety",
        "What stays here",
        "What stays between us: recordings, notes, what concerns clients?",
    ),
    AgreementQuestion(
        "difficulty",
        "When it is difficult",
        "How do we notice not knowing and discomfort, or that we avoid something, and what do we"
        " do then?",
    ),
    AgreementQuestion(
        "experiments",
        "What we want to try for size",
        "Which ways of working that are new to us do we want to try for size?",
    ),
    AgreementQuestion(
        "practical", "Practical matters", "How often, how long, at what fee, with which notes?"
    ),
)


class GoalLook(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """How one person saw a goal on a day.

    `level` is one of LEVELS; `moments` are `review#marker` ids, the evidence for it.
    """

    date: dt.date
    by: str
    level: int | None = None
    moments: tuple[str, ...] = ()


class Goal(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """What is to be reached, how that is seen, and until when.

    `levels` are none, or five texts for LEVELS: from much less to much more than hoped for.
    """

    id: str
    text: str
    measure: str = ""
    until: dt.date | None = None
    levels: tuple[str, ...] = ()
    looks: tuple[GoalLook, ...] = ()


class Direction(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """Where somebody wants to grow in the long run, and the moments that speak of it."""

    text: str
    moments: tuple[str, ...] = ()


class AllianceLook(
    Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True
):
    """How one person saw the alliance itself on a day; each writes before reading the other's."""

    date: dt.date
    by: str
    works: str = ""
    avoided: str = ""
    change: str = ""
    reached: str = ""


LOOK_QUESTIONS = (
    AgreementQuestion("works", "What works", "What works between us?"),
    AgreementQuestion("avoided", "What we avoid", "What do we avoid?"),
    AgreementQuestion("change", "What we change", "What do we change?"),
    AgreementQuestion(
        "reached",
        "Where our learning reached",
        "Where has our learning reached: our practice, our clients, beyond?",
    ),
)


class EarlierAgreement(
    Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True
):
    """An agreement that was replaced on `date`, whole; `id` is its own where that was another."""

    date: dt.date
    id: str = ""
    begun: dt.date | None = None
    review_on: dt.date | None = None
    agreement: AgreementTexts = AgreementTexts()
    agreed: dict[str, dt.date] = {}
    goals: tuple[Goal, ...] = ()
    directions: tuple[Direction, ...] = ()
    looks: tuple[AllianceLook, ...] = ()

    def __hash__(self) -> int:
        return hash((self.date, self.id, self.agreement, self.goals, self.directions, self.looks))


def _usual_kind() -> AllianceKind:
    return "mentor-coaching"


class Alliance(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """What people agreed about learning together. Each has a copy, and nobody is its owner.

    `between` are their names, two or more. `agreed` says who agreed to exactly these words, and
    when: name to day.
    """

    id: str
    kind: AllianceKind = field(default_factory=_usual_kind)  # always written
    between: tuple[str, ...]
    begun: dt.date | None = None
    review_on: dt.date | None = None
    agreement: AgreementTexts = AgreementTexts()
    agreed: dict[str, dt.date] = {}
    goals: tuple[Goal, ...] = ()
    directions: tuple[Direction, ...] = ()
    looks: tuple[AllianceLook, ...] = ()
    earlier: tuple[EarlierAgreement, ...] = ()

    def __hash__(self) -> int:
        return hash((self.id, self.agreement, self.goals, self.directions, self.looks))

    @property
    def agreed_by_all(self) -> bool:
        """Whether everybody has agreed to the words as they are."""
        return bool(self.between) and not self.open_for

    @property
    def open_for(self) -> tuple[str, ...]:
        """Who has not agreed to the words as they are, in the order of `between`."""
        return not_in(self.agreed, self.between)

    def goal(self, goal_id: str) -> Goal | None:
        """The goal with this id, or None."""
        return next((goal for goal in self.goals if goal.id == goal_id), None)

    def person(self, name: str) -> str | None:
        """This person as the agreement spells the name; None for anybody else."""
        sought = plain_name(name)
        return next((person for person in self.between if plain_name(person) == sought), None)


def not_in(agreed: Iterable[str], between: Iterable[str]) -> tuple[str, ...]:
    """Those of `between` who are not among the ones who agreed, however they are spelled."""
    names = {plain_name(name) for name in agreed}
    return tuple(name for name in between if plain_name(name) not in names)


class AgreedWords(Struct, frozen=True):
    """What people agree to: the texts, and goals and directions without what was seen of them."""

    agreement: AgreementTexts
    goals: tuple[tuple[str, str, dt.date | None, tuple[str, ...]], ...]
    directions: tuple[str, ...]


def agreed_words(alliance: Alliance | EarlierAgreement) -> AgreedWords:
    """The words that somebody agrees to; when these change, nobody has agreed any more."""
    return AgreedWords(
        alliance.agreement,
        tuple(sorted(((g.text, g.measure, g.until, g.levels) for g in alliance.goals), key=repr)),
        tuple(sorted(direction.text for direction in alliance.directions)),
    )


def as_earlier(alliance: Alliance, date: dt.date) -> EarlierAgreement:
    """An agreement as it is kept among the earlier ones from `date` on, whole."""
    return EarlierAgreement(
        date=date,
        begun=alliance.begun,
        review_on=alliance.review_on,
        agreement=alliance.agreement,
        agreed=alliance.agreed,
        goals=alliance.goals,
        directions=alliance.directions,
        looks=alliance.looks,
    )


def last_agreed(alliance: Alliance) -> EarlierAgreement | None:
    """The latest of the earlier agreements that everybody had agreed to; None without one."""
    agreed = (one for one in reversed(alliance.earlier) if not not_in(one.agreed, alliance.between))
    return next(agreed, None)


class TextChange(Struct, frozen=True):
    """What a text was when everybody agreed, and what it is now; either may be empty."""

    heading: str
    before: str
    now: str


def changed_since_agreed(alliance: Alliance) -> tuple[TextChange, ...]:
    """What has been changed since everybody agreed; all of it where nobody ever did."""
    if alliance.agreed_by_all:
        return ()
    before = last_agreed(alliance)
    texts = before.agreement if before else AgreementTexts()
    pairs = [
        (head.heading, getattr(texts, head.field), getattr(alliance.agreement, head.field))
        for head in QUESTIONS
    ]
    goals = {goal.id: goal for goal in before.goals} if before else {}
    for goal in alliance.goals:
        earlier = goals.pop(goal.id, None)
        pairs.append(("Goal", goal_words(earlier) if earlier else "", goal_words(goal)))
    pairs += [("Goal", goal_words(goal), "") for goal in goals.values()]
    had = {direction.text for direction in before.directions} if before else set()
    has = {direction.text for direction in alliance.directions}
    pairs += [("Direction", text, "") for text in sorted(had - has)]
    pairs += [("Direction", "", text) for text in sorted(has - had)]
    return tuple(TextChange(*pair) for pair in pairs if pair[1] != pair[2])


def goal_words(goal: Goal) -> str:
    """A goal in words, one line for each part that it has."""
    parts = [goal.text]
    if goal.measure:
        parts.append(f"seen by: {goal.measure}")
    if goal.until:
        parts.append(f"until {goal.until.isoformat()}")
    return "\n".join([*parts, *levels_in_words(goal)])


def levels_in_words(goal: Goal) -> list[str]:
    """What would be seen at each level of a goal, without those that nothing is written for."""
    levels = zip(LEVEL_NAMES, goal.levels, strict=False)
    return [f"{name}: {text}" for name, text in levels if text]


def level_words(goal: Goal, level: int | None) -> str:
    """What a level of a goal was agreed to look like; a plain name where there are no words."""
    if level is None:
        return ""
    number = level - LEVELS.start
    if 0 <= number < len(goal.levels) and goal.levels[number]:
        return goal.levels[number]
    if level not in LEVELS:
        return ""
    return LEVEL_NAMES[number] if level == 0 else f"{LEVEL_NAMES[number]} than hoped for"


def same_people(names: Iterable[str], others: Iterable[str]) -> bool:
    """Whether these are the same people, however their names are spelled and in whatever order."""
    return {plain_name(name) for name in names} == {plain_name(name) for name in others}


def is_between(alliance: Alliance, *people: str) -> bool:
    """Whether all of these people are among those who agreed; nobody is nowhere."""
    named = [plain_name(name) for name in people]
    among = {plain_name(name) for name in alliance.between}
    return all(named) and bool(named) and among.issuperset(named)
