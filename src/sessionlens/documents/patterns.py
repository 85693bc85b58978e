"""Patterns over sessions as a page: HTML that loads nothing, or Markdown. Counts, and no quotes."""

import base64
import hashlib
from pathlib import Path
from typing import Any

from markupsafe import Markup

from sessionlens import resources
from sessionlens.documents import markdown
from sessionlens.documents.templates import environment, render_template, text_of
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.pattern_words import (
    LEGEND,
    NO_SESSIONS,
    became_of,
    cell_in_signs,
    client_in_words,
    heading,
    marked_with_client,
    moment_in_words,
    tag_in_words,
    verdict_title,
    verdicts_in_words,
)
from sessionlens.domain.patterns import PatternMoment, Patterns, RubricPattern
from sessionlens.domain.text import counted
from sessionlens.domain.timecode import clock

_ENDINGS = {".html": "html", ".htm": "html", ".md": "md", ".markdown": "md"}


def format_of(format: str | None, target: Path | None) -> str:
    """What to write: as asked for, else as the name says; raises SessionLensError."""
    if format:
        return format
    ending = target.suffix.lower() if target else ""
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    raise SessionLensError(
        "The name does not say what to write", "End it in .html or .md", where=target
    )


def render(format: str, patterns: Patterns, templates: Path | None = None) -> str:
    """The page; `format` is html or md, `templates` the folder with the user's own.

    Raises SessionLensError for a template that breaks.
    """
    folder = templates or resources.config_folder() / "templates"
    values = _values(patterns)
    if format == "md":
        return markdown.fill("patterns.md", folder, **values)
    style = text_of("patterns.css", folder)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none';"
        " form-action 'none'"
    )
    return render_template(
        environment(folder), "patterns.html", style=Markup(style), policy=Markup(policy), **values
    )


def _values(patterns: Patterns) -> dict[str, Any]:
    return {
        "heading": heading(patterns),
        "coach": patterns.coach,
        "nothing": "" if patterns.sessions else NO_SESSIONS,
        "legend": LEGEND,
        "rubrics": [_rubric(rubric, patterns) for rubric in patterns.rubrics],
        "tags": [{"title": tag.title, "clients": tag_in_words(tag)} for tag in patterns.tags],
        "clients": [
            {
                "name": client_in_words(client),
                "sessions": counted(len(numbers), "session", "sessions"),
                "marked": [
                    f"{competency.title} in {count}"
                    for _, competency, count in marked_with_client(patterns, numbers)
                ],
            }
            for client, numbers in patterns.clients.items()
            if set(patterns.clients) != {""}
        ],
        "intentions": [
            {
                "text": outcome.text,
                "since": outcome.since,
                "until": outcome.until.isoformat() if outcome.until else "",
                "became": became_of(outcome, patterns),
            }
            for outcome in patterns.intentions
        ],
        "stay": [
            {
                "moment": moment_in_words(moment, patterns),
                "why": moment.why,
                "title": patterns.sessions[moment.session].main.title,
            }
            for moment in patterns.to_stay_with
        ],
    }


def _rubric(rubric: RubricPattern, patterns: Patterns) -> dict[str, Any]:
    sessions = [patterns.sessions[number].main for number in rubric.sessions]
    return {
        "title": rubric.title,
        "count": counted(len(sessions), "session", "sessions"),
        "sessions": [
            {
                "day": view.day.isoformat(),
                "title": view.title,
                "client": client_in_words(view.client),
            }
            for view in sessions
        ],
        "competencies": [
            {
                "title": competency.title,
                "verdicts": verdicts_in_words(competency, rubric, patterns),
                "cells": [
                    {
                        "signs": cell_in_signs(cell),
                        "verdict": verdict_title(cell, rubric),
                        "moments": [_moment(moment) for moment in cell.moments],
                    }
                    for number in rubric.sessions
                    for cell in (competency.cells[number],)
                ],
            }
            for competency in rubric.competencies
        ],
        "never": [competency.title for competency in rubric.never],
    }


def _moment(moment: PatternMoment) -> str:
    rating = moment.marker.rating or "noted"
    return f"{clock(moment.marker.start / 1000)} {rating}{', own view' if moment.own else ''}"
