"""What the patterns screen says round its table: its title, the cell, and what is listed."""

from textual.content import Content

from sessionlens.domain.pattern_words import LEGEND, cell_in_signs, client_in_words, verdict_title
from sessionlens.domain.patterns import Patterns
from sessionlens.library.patterns import words_at
from sessionlens.tui.screens.patterns.document import Listed, OpenPatterns
from sessionlens.tui.screens.patterns.entries import (
    PatternEntry,
    clients_listed,
    intentions_listed,
    moments_listed,
    never_listed,
    verdicts_listed,
)

_MOST = 100  # moments whose words are read at once
_TITLES: dict[Listed, str] = {
    "verdicts": "Verdicts, session by session",
    "clients": "Clients, and tags in different relationships",
    "never": "Never marked in these sessions",
    "intentions": "To be practised, and what became of it",
    "stay": "Moments to stay with: what the coach chose, and what was asked",
}


def title_of(document: OpenPatterns) -> Content:
    """What is listed; else the rubric of the table, and what its signs mean."""
    table, patterns = document.table, document.patterns
    if document.listed in _TITLES:
        return Content.styled(_TITLES[document.listed], "bold $accent")
    if table is None:
        return Content("")
    if document.listed == "moments" and (cell := document.cell):
        _, title, number = cell
        session = patterns.sessions[number]
        about = f"\n{session.name} · {client_in_words(session.main.client)}"
        return Content.assemble((title, "bold $accent"), about)
    names = [other.names.id for other in patterns.rubrics]
    which = f"  rubric {names.index(table.names.id) + 1} of {len(names)}"
    return Content.assemble(
        (table.title, "bold $accent"), (which if len(names) > 1 else "", "$faint"), f"\n{LEGEND}"
    )


def about_cell(document: OpenPatterns) -> Content:
    """Competency and session of the cell under the cursor, and all that stands in it."""
    table, cell = document.table, document.cell
    if table is None or cell is None:
        return Content("")
    content, title, number = cell
    session = document.patterns.sessions[number]
    verdict = verdict_title(content, table)
    parts = (
        client_in_words(session.main.client),
        f"verdict: {verdict}" if verdict else "",
        cell_in_signs(content) or "nothing was marked",
    )
    return Content("\n").join(
        [
            Content.assemble((title, "bold"), f"  {session.name}"),
            Content.styled(" · ".join(filter(None, parts)), "$faint"),
        ]
    )


def entries_of(document: OpenPatterns) -> list[PatternEntry]:
    """The entries of the list that is open; none where the table stands alone."""
    patterns, cell = document.patterns, document.cell
    entries: list[PatternEntry] = []
    match document.listed:
        case "moments":
            entries = moments_listed(cell[0].moments if cell else (), patterns, words_at)
        case "stay":
            entries = _to_stay_with(patterns)
        case "verdicts":
            entries = list(verdicts_listed(patterns))
        case "clients":
            entries = list(clients_listed(patterns))
        case "never":
            entries = list(never_listed(patterns))
        case "intentions":
            entries = list(intentions_listed(patterns))
    if document.listed and not entries:
        return [PatternEntry(Content.styled("There is none yet.", "$faint"))]
    return entries


def _to_stay_with(patterns: Patterns) -> list[PatternEntry]:
    """All of them; of very many the newest."""
    moments = patterns.to_stay_with
    entries = moments_listed(moments[-_MOST:], patterns, words_at)
    if len(moments) > _MOST:
        note = f"The newest {_MOST} of {len(moments):,}: one client alone has fewer."
        entries.insert(0, PatternEntry(Content.styled(note, "$faint")))
    return entries
