"""Several sessions of one coach by competency: the evidence, and how the verdicts went on."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sessionlens.documents import docx_template, markdown
from sessionlens.documents.content import Content, Section, day
from sessionlens.documents.formats import Options, Rendered
from sessionlens.documents.placeholders import evidence_of, values_of
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean

PLACEHOLDERS: dict[str, str] = {
    "sessions": "a list, oldest first; of each: name, mentor",
    "never": "competencies that no moment is about, in one line",
    "competency.trend": "how the verdicts went on, in words",
    "competency.sessions": "a list; of each: name, verdict, evidence, strengths, development",
}


def render(format: str, sessions: Sequence[Content], options: Options) -> Rendered:
    """The review of sessions made with one rubric; `format` is a key of `SERIES`.

    The caller has seen to it that they are of one coach.
    """
    values = _values(in_order(sessions))
    if format == "review":
        text = markdown.fill("competency-review.md", options.templates, **values)
        return Rendered(text.encode())
    template = docx_template.find("competency-review.docx", options)
    return Rendered(docx_template.fill(template, values))


def in_order(sessions: Sequence[Content]) -> list[Content]:
    """The sessions, oldest first; one without a date counts by when it was exported."""

    def when(content: Content) -> dt.date:
        feedback = content.feedback
        return feedback.session.date or feedback.exported.date()

    return sorted(sessions, key=when)


def of_one_kind(
    sessions: Sequence[tuple[Path, Content]], rubric: str = ""
) -> tuple[list[Content], list[str]]:
    """The sessions that can stand together, and what the maker should know.

    With `rubric`, its id, those made with another one are left out. Raises SessionLensError for
    sessions of different coaches or, without `rubric`, of different rubrics.
    """
    notices = []
    kept = []
    for path, content in sessions:
        if rubric and content.feedback.rubric.id != rubric:
            notices.append(f"{path.name} is left out: made with '{content.feedback.rubric.id}'")
        else:
            kept.append((path, content))
    if not kept:
        raise SessionLensError(f"None of these was made with the rubric '{rubric}'", "Check the id")
    first_path, first = kept[0]
    for path, content in kept[1:]:
        _refuse_other(first_path, first, path, content)
    editions = {content.feedback.rubric.edition for _, content in kept}
    if len(editions) > 1:
        listed = ", ".join(sorted(edition or "(none)" for edition in editions))
        notices.append(f"The sessions were looked at with different editions: {listed}")
    return [content for _, content in kept], notices


def _refuse_other(first_path: Path, first: Content, path: Path, content: Content) -> None:
    mine, other = first.feedback, content.feedback
    if mine.rubric.id != other.rubric.id:
        raise SessionLensError(
            f"This was made with the rubric '{other.rubric.id}', {first_path.name} with"
            f" '{mine.rubric.id}'",
            f"Say which one counts: --rubric {mine.rubric.id}",
            where=path,
        )
    coaches = (mine.session.coach, other.session.coach)
    if all(coaches) and coaches[0].casefold() != coaches[1].casefold():
        raise SessionLensError(
            f"This is a session of {coaches[1]}, {first_path.name} one of {coaches[0]}",
            "Name sessions of one coach; --alias makes two names of one person the same",
            where=path,
        )


def _values(sessions: Sequence[Content]) -> dict[str, Any]:
    last = values_of(sessions[-1])
    names = _names(sessions)
    competencies = [_competency(section, sessions, names) for section in _sections(sessions)]
    never = [one["title"] for one in competencies if not one["marked"]]
    return {
        **last,
        "written": day(max(content.feedback.exported for content in sessions).date()),
        "sessions": [
            {"name": name, "mentor": clean(content.feedback.session.reviewer)}
            for name, content in zip(names, sessions, strict=True)
        ],
        "never": " · ".join(never),
        "competencies": competencies,
    }


def _sections(sessions: Sequence[Content]) -> list[Section]:
    """One section for each competency of any of the sessions, in the order of their rubrics."""
    by_id: dict[str, Section] = {}
    for content in reversed(sessions):
        for section in content.sections:
            by_id.setdefault(section.competency.id, section)
    return list(by_id.values())


def _names(sessions: Sequence[Content]) -> list[str]:
    names = []
    for number, content in enumerate(sessions, 1):
        session = content.feedback.session
        shown = filter(None, (day(session.date), session.title or f"Session {number}"))
        names.append(clean(" · ".join(shown)))
    return names


def _competency(
    section: Section, sessions: Sequence[Content], names: Sequence[str]
) -> dict[str, Any]:
    rows: list[dict[str, Any]] = []
    for content, name in zip(sessions, names, strict=True):
        own = next(
            (one for one in content.sections if one.competency.id == section.competency.id), None
        )
        if own is None or own.empty:
            continue
        rows.append(
            {
                "name": name,
                "verdict": clean(own.verdict_title),
                "evidence": evidence_of(own.evidence),
                "strengths": clean(own.verdict.strengths, multiline=True),
                "development": clean(own.verdict.development, multiline=True),
            }
        )
    return {
        "title": clean(section.competency.title),
        "description": clean(section.competency.description, multiline=True),
        "trend": _trend([(row["name"], row["verdict"]) for row in rows if row["verdict"]]),
        "sessions": rows,
        "marked": any(row["evidence"] for row in rows),
    }


def _trend(verdicts: Sequence[tuple[str, str]]) -> str:
    """How the verdicts went on, in words: described, never summed."""
    if not verdicts:
        return ""
    values = [value for _, value in verdicts]
    if len(set(values)) == 1:
        return values[0] if len(values) == 1 else f"{values[0]}, in all {len(values)} sessions"
    steps: list[tuple[str, str]] = []
    for name, value in verdicts:
        if not steps or steps[-1][1] != value:
            steps.append((name.split(" · ")[0], value))
    return ", then ".join(f"{value} ({name})" for name, value in steps)
