"""A rubric: the competencies that a reviewer listens for, and what each sounds like."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from msgspec import Struct

from sessionlens.domain.marker import RATINGS, Marker, Rating

TAKEN_LETTERS = {"c": "opens the comment", "u": "undoes the marker"}
"""Letters that always mean the same after a marking key, so that no indicator can have them."""

_ID = re.compile(r"[a-z0-9-]+")


class Indicator(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """Something one can hear or read on a recording. `id` is also the letter that picks it.

    Hearing one whose `polarity` is `against` speaks against the competency. What it shows counts
    for the competencies in `counts_for`, too. `formerly` is the letter that it had in an earlier
    version of the rubric, which markers may still name.
    """

    id: str
    text: str
    polarity: Literal["for", "against"] = "for"
    counts_for: tuple[str, ...] = ()
    formerly: str = ""


class Competency(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """One thing the rubric looks at. `key` marks it while listening; `short` fits in a bar.

    Evidence for it is evidence for the competencies in `counts_for`, too. `question` is one to
    bring to a conversation about its moments, as supervision does.
    """

    id: str
    key: str
    title: str
    short: str = ""
    reference: str = ""
    description: str = ""
    question: str = ""
    counts_for: tuple[str, ...] = ()
    indicators: tuple[Indicator, ...] = ()

    @property
    def label(self) -> str:
        """The shortest name that still says which competency it is."""
        return self.short or self.title

    def indicator(self, indicator_id: str | None) -> Indicator | None:
        """The indicator with this id, or with this letter formerly; None if there is none."""
        if not indicator_id:
            return None
        named = (own for own in self.indicators if own.id == indicator_id)
        renamed = (own for own in self.indicators if own.formerly == indicator_id)
        return next(named, None) or next(renamed, None)


class Phase(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """An interval code, such as the steps of GROW; its key starts and stops it."""

    id: str
    key: str
    title: str


class Step(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """One value on the scale of verdicts; `anchor` says what it looks like.

    A step with `levels` exists in sessions of these levels only.
    """

    id: str
    title: str
    anchor: str = ""
    levels: tuple[str, ...] = ()


class RatioRule(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """Two groups of competencies whose counts are set beside each other."""

    title: str
    first: tuple[str, ...]
    second: tuple[str, ...]


class Rubric(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """Competencies in the order of their bar. A rubric of kind `tags` is never scored."""

    id: str
    title: str
    edition: str = ""
    kind: Literal["rated", "tags"] = "rated"
    source: str = ""
    scale: tuple[Step, ...] = ()
    competencies: tuple[Competency, ...] = ()
    phases: tuple[Phase, ...] = ()
    ratios: tuple[RatioRule, ...] = ()

    @property
    def is_about_coach(self) -> bool:
        """Whether its competencies are what the coach does, not places to look from."""
        return self.kind == "rated" or bool(self.ratios)

    @property
    def codes(self) -> "tuple[Competency | Phase, ...]":
        """Everything that a key marks: competencies, then phases."""
        return (*self.competencies, *self.phases)

    def competency(self, competency_id: str | None) -> Competency | None:
        """The competency with this id, or None."""
        return next((own for own in self.competencies if own.id == competency_id), None)

    def phase(self, phase_id: str | None) -> Phase | None:
        """The phase with this id, or None."""
        return next((own for own in self.phases if own.id == phase_id), None)

    def title_of(self, marker: Marker) -> str:
        """What a marker is about: a title, the bare id where it is unknown here, or its name."""
        code = self.competency(marker.competency) or self.phase(marker.phase)
        return code.title if code else marker.competency or marker.phase or marker.plain_name

    def letter_of(self, marker: Marker) -> str:
        """The letter of a marker's indicator as it is now, whatever the marker names it by."""
        competency = self.competency(marker.competency)
        indicator = competency.indicator(marker.indicator) if competency else None
        return indicator.id if indicator else marker.indicator or ""

    @property
    def ratings(self) -> tuple[Rating, ...]:
        """How its markers can be rated: tags are never scored, but may be asked about."""
        return RATINGS if self.kind == "rated" else ("question",)

    def steps_at(self, level: str) -> tuple[Step, ...]:
        """The steps of the scale that a session of this level has, in their order.

        Without a level, or at one that no step names, those that every level has; if there are
        none, the whole scale.
        """
        named = level.strip().casefold()
        steps = tuple(
            step
            for step in self.scale
            if not step.levels or named in {one.casefold() for one in step.levels}
        )
        return steps or self.scale

    def step(self, step_id: str | None) -> Step | None:
        """The step of the scale with this id, or None."""
        return next((step for step in self.scale if step.id == step_id), None)

    def step_title(self, step_id: str) -> str:
        """What the scale calls a step; the bare id where it does not know it."""
        step = self.step(step_id)
        return step.title if step else step_id


class Fault(NamedTuple):
    """What the types of a rubric cannot say; `path` leads to the value by fields and indices."""

    what: str
    hint: str
    path: tuple[str | int, ...] = ()


def faults(rubric: Rubric) -> Iterator[Fault]:
    """Ids and keys that cannot be used; whether each is there once only is not looked at."""
    if not rubric.competencies:
        yield Fault("The rubric has no competencies", "Add a [[competencies]] table")
    for i, phase in enumerate(rubric.phases):
        yield from _code_faults(phase, ("phases", i))
    for i, competency in enumerate(rubric.competencies):
        yield from _code_faults(competency, ("competencies", i))
        for j, indicator in enumerate(competency.indicators):
            if not re.fullmatch("[a-z]", indicator.id):
                yield Fault(
                    f"The indicator '{indicator.id}' of '{competency.id}' is not one letter a-z",
                    "Its id is the key that picks it",
                    ("competencies", i, "indicators", j, "id"),
                )
            yield from _unknown_targets(
                rubric, indicator.counts_for, ("competencies", i, "indicators", j)
            )
        yield from _unknown_targets(rubric, competency.counts_for, ("competencies", i))
    yield from _ratio_faults(rubric)
    if rubric.kind == "tags" and rubric.scale:
        yield Fault("Tags are never scored", "Remove [[scale]] or set kind = 'rated'", ("kind",))


def _ratio_faults(rubric: Rubric) -> Iterator[Fault]:
    for i, ratio in enumerate(rubric.ratios):
        for side in ("first", "second"):
            for target in getattr(ratio, side):
                if rubric.competency(target) is None:
                    yield Fault(
                        f"The ratio '{ratio.title}' counts '{target}': there is no such competency",
                        "Write the id of a competency",
                        ("ratios", i, side),
                    )


def letters_taken(rubric: Rubric) -> Iterator[Fault]:
    """Indicators whose letter means something else after a marking key: these cannot be picked."""
    for i, competency in enumerate(rubric.competencies):
        for j, indicator in enumerate(competency.indicators):
            if indicator.id in TAKEN_LETTERS:
                yield Fault(
                    f"The letter '{indicator.id}' of an indicator of '{competency.id}' cannot be"
                    f" picked: after a marking key it {TAKEN_LETTERS[indicator.id]}",
                    f'Choose another letter and add formerly = "{indicator.id}"',
                    ("competencies", i, "indicators", j, "id"),
                )


def _unknown_targets(
    rubric: Rubric, targets: tuple[str, ...], path: tuple[str | int, ...]
) -> Iterator[Fault]:
    for target in targets:
        if rubric.competency(target) is None:
            yield Fault(
                f"Evidence cannot count for '{target}': the rubric has no such competency",
                "Write the id of a competency",
                (*path, "counts_for"),
            )


def _code_faults(code: Competency | Phase, path: tuple[str, int]) -> Iterator[Fault]:
    if not _ID.fullmatch(code.id):
        yield Fault(
            f"The id '{code.id}' is not made of a-z, 0-9 and '-'",
            "Choose another id",
            (*path, "id"),
        )
    if len(code.key) != 1 or not code.key.isprintable() or code.key == " ":
        yield Fault(
            f"The key '{code.key}' of '{code.id}' is not a single character",
            "Choose one key",
            (*path, "key"),
        )
