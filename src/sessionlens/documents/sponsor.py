"""The page for a sponsor: goals and dates of an agreement, no quotes, no moments."""

import datetime as dt
from typing import Any

from sessionlens.documents import markdown
from sessionlens.documents.templates import environment, render_template
from sessionlens.domain.alliance import KINDS, Alliance, Goal, level_words

FORMATS = {".html": "sponsor.html", ".htm": "sponsor.html", ".md": "sponsor.md"}
"""The ending of a file to the template that makes it."""


def render_sponsor_page(alliance: Alliance, ending: str) -> bytes:
    """The page as HTML or Markdown, by an ending of FORMATS; raises SessionLensError."""
    values = {
        "kind": KINDS[alliance.kind],
        "between": " and ".join(alliance.between),
        "begun": _day(alliance.begun),
        "review_on": _day(alliance.review_on),
        "goals": [_goal(goal) for goal in alliance.goals],
    }
    name = FORMATS[ending]
    if name.endswith(".md"):
        text = markdown.fill(name, None, **values)
    else:
        text = render_template(environment(None), name, **values)
    return f"{text.rstrip()}\n".encode()


def _goal(goal: Goal) -> dict[str, Any]:
    """A goal, and where it stood on which day in the words that were agreed before."""
    looks = [
        {"date": _day(look.date), "level": level_words(goal, look.level)} for look in goal.looks
    ]
    return {
        "text": goal.text,
        "measure": goal.measure,
        "until": _day(goal.until),
        "looks": [look for number, look in enumerate(looks) if look not in looks[:number]],
    }


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
