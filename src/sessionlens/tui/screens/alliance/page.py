"""An agreement as it is read: one quiet page of entries, some of which can be written at."""

from msgspec import Struct
from msgspec.structs import replace
from textual.content import Content

from sessionlens.domain.alliance import (
    KINDS,
    LOOK_QUESTIONS,
    QUESTIONS,
    Alliance,
    AllianceLook,
    Direction,
    EarlierAgreement,
    Goal,
    changed_since_agreed,
    last_agreed,
    level_words,
    levels_in_words,
)
from sessionlens.domain.alliance_looks import is_due, readable
from sessionlens.domain.text import counted
from sessionlens.tui.screens.alliance.document import OpenAlliance

_NOTHING = "nothing yet"


class PageEntry(Struct, frozen=True):
    """A part of the page; `target` names what can be written there, and is empty for a heading."""

    prompt: Content
    target: str = ""


_UNANSWERED = "has written; the others had not, so it stays with who wrote it"


def page_of(document: OpenAlliance) -> list[PageEntry]:
    """All that stands on the page, from the top."""
    alliance = document.alliance
    if not alliance.between:
        return [PageEntry(Content("Nothing is agreed here yet. Enter begins."), "terms")]
    return [
        *_texts(alliance),
        *_section("Goals", [_goal(goal) for goal in alliance.goals]),
        *_section("Directions", [_direction(*one) for one in enumerate(alliance.directions)]),
        *_section("How we looked at it", [_look(document, look) for look in alliance.looks]),
        *_section("Earlier agreements", [_earlier(*one) for one in enumerate(alliance.earlier)]),
    ]


def terms_line(alliance: Alliance) -> str:
    """Who agreed, on what, since when, and when they look again."""
    if not alliance.between:
        return "A new agreement"
    since = f" since {alliance.begun.isoformat()}" if alliance.begun else ""
    return f"{' and '.join(alliance.between)} · {KINDS[alliance.kind]}{since}"


def state_line(document: OpenAlliance) -> Content:
    """Who has agreed to these words, and whether it is time to look again."""
    alliance = document.alliance
    if not alliance.between:
        return Content("")
    agreed = ", ".join(f"{name} {day.isoformat()}" for name, day in alliance.agreed.items())
    if alliance.agreed_by_all:
        state = Content.styled(f"Agreed: {agreed}", "$strength")
    else:
        waiting = " and ".join(alliance.open_for)
        parts = [f"A proposal, not agreed yet by {waiting}"]
        parts += [f"agreed: {agreed}"] if agreed else []
        changes = changed_since_agreed(alliance) if last_agreed(alliance) else ()
        parts += [f"{counted(len(changes), 'change', 'changes')} since"] if changes else []
        state = Content.styled(" · ".join(parts), "$accent")
    if alliance.review_on is None:
        return state
    day = alliance.review_on.isoformat()
    due = is_due(alliance, document.today)
    again = f" · to be looked at again {'since' if due else 'on'} {day}"
    return Content.assemble(state, (again, "$foreground" if due else "$faint"))


def _section(title: str, entries: list[PageEntry]) -> list[PageEntry]:
    if not entries:
        return []
    return [PageEntry(Content.styled(f"\n{title}", "bold $accent")), *entries]


def _texts(alliance: Alliance) -> list[PageEntry]:
    """The heads of the agreement: what is written stands apart, what is empty close together."""
    entries: list[PageEntry] = []
    written = False
    for head in QUESTIONS:
        target, text = f"text:{head.field}", getattr(alliance.agreement, head.field)
        if entries and (text or written):
            entries.append(PageEntry(Content("")))
        written = bool(text)
        if text:
            heading = Content.styled(head.heading, "bold $accent")
            entries.append(PageEntry(Content("\n").join([heading, Content(text)]), target))
        else:
            empty = Content.assemble((head.heading, "$accent"), (f"  {_NOTHING}", "$faint"))
            entries.append(PageEntry(empty, target))
    return entries


def _goal(goal: Goal) -> PageEntry:
    until = f"  until {goal.until.isoformat()}" if goal.until else ""
    lines = [Content.assemble((goal.text, "bold"), (until, "$faint"))]
    if goal.measure:
        lines.append(Content.assemble(("seen by  ", "$faint"), goal.measure))
    if levels := levels_in_words(goal):
        lines.append(Content(" · ".join(levels)))
    for look in goal.looks:
        level = level_words(goal, look.level) or "looked at"
        lines.append(
            Content.assemble(
                (f"{look.date.isoformat()} {look.by}  ", "$faint"), level, _moments(look.moments)
            )
        )
    return PageEntry(Content("\n").join(lines), f"goal:{goal.id}")


def _direction(number: int, direction: Direction) -> PageEntry:
    prompt = Content.assemble(direction.text, _moments(direction.moments))
    return PageEntry(prompt, f"direction:{number}")


def _moments(moments: tuple[str, ...]) -> tuple[str, str]:
    words = f"  {counted(len(moments), 'moment', 'moments')}" if moments else ""
    return (words, "$faint")


def _look(document: OpenAlliance, look: AllianceLook) -> PageEntry:
    target = f"look:{look.date.isoformat()}"
    who = Content.styled(f"{look.date.isoformat()} {look.by}", "bold")
    if not readable(document.alliance, look, document.me):
        covered = "has written. Each writes before reading the other: l"
        return PageEntry(Content.assemble(who, (f"  {covered}", "$faint")), target)
    return PageEntry(Content("\n").join([who, *_look_lines(look)]), target)


def _look_lines(look: AllianceLook) -> list[Content]:
    return [
        Content.assemble((f"{head.heading}  ", "$faint"), getattr(look, head.field))
        for head in LOOK_QUESTIONS
        if getattr(look, head.field)
    ]


def _earlier(number: int, earlier: EarlierAgreement) -> PageEntry:
    words = f"until {earlier.date.isoformat()}"
    return PageEntry(
        Content.assemble(words, (f"  {_first_words(earlier)}", "$faint")), f"earlier:{number}"
    )


def _first_words(earlier: EarlierAgreement) -> str:
    texts = (getattr(earlier.agreement, head.field) for head in QUESTIONS)
    return next((" ".join(text.split()) for text in texts if text), "")


def earlier_words(document: OpenAlliance, earlier: EarlierAgreement) -> Content:
    """An earlier agreement to be read, whole but for looks that were never answered."""
    agreed = ", ".join(f"{name} {day.isoformat()}" for name, day in earlier.agreed.items())
    lines = [Content.styled(f"Agreed: {agreed}" if agreed else "Not agreed", "$faint")]
    for head in QUESTIONS:
        if text := getattr(earlier.agreement, head.field):
            lines += [Content.styled(f"\n{head.heading}", "bold $accent"), Content(text)]
    for title, entries in (
        ("Goals", [_goal(goal).prompt for goal in earlier.goals]),
        ("Directions", [_direction(*one).prompt for one in enumerate(earlier.directions)]),
    ):
        if entries:
            lines += [Content.styled(f"\n{title}", "bold $accent"), *entries]
    then = replace(document.alliance, looks=earlier.looks)
    for look in earlier.looks:
        lines.append(Content.styled(f"\n{look.date.isoformat()} {look.by}", "bold"))
        answered = readable(then, look, document.me)
        lines += _look_lines(look) if answered else [Content.styled(_UNANSWERED, "$faint")]
    return Content("\n").join(lines)


def changes_words(alliance: Alliance) -> Content:
    """What was changed since everybody agreed, what it was and what it is, to be read."""
    lines: list[Content] = []
    for change in changed_since_agreed(alliance):
        lines.append(Content.styled(f"{change.heading}", "bold $accent"))
        lines.append(Content.assemble(("before  ", "$faint"), change.before or "(nothing)"))
        lines.append(Content.assemble(("now     ", "$faint"), change.now or "(taken out)", "\n"))
    return Content("\n").join(lines)
