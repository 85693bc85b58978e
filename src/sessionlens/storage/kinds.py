"""The kinds of our documents: one row for each says all that is to be known about its files.

A new kind of document is a row here, its type in `domain`, its reader beside this module and its
facts in `cli.facts`.
"""

import importlib
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

Kind = Literal[
    "review",
    "self_review",
    "feedback",
    "reply",
    "alliance",
    "needs",
    "transcript",
    "rubric",
    "keymap",
    "questions",
    "settings",
    "state",
    "code_map",
    "receipt",
    "pseudonyms",
]


class DocumentKind(Struct, frozen=True, kw_only=True):
    """What is true of every file of one kind.

    `title` is what a message calls it, `format` what its first line says, `ending` how its usual
    name ends (empty where no recording has one), `texts` the fields in which a line break means
    something, `reader` the function that reads it whole, as `module:name` (empty where only the
    program itself reads it).
    """

    title: str
    format: str
    ending: str = ""
    texts: tuple[str, ...] = ()
    reader: str = ""

    def read(self, path: Path) -> Any:
        """The content of a file of this kind, checked; raises SessionLensError."""
        module, name = self.reader.split(":")
        return getattr(importlib.import_module(module), name)(path)


_MARKED = (
    *("comment", "strengths", "development", "next_practice", "reviewer_learning", "consent"),
    *("take_away", "change", "to_supervision", "to_reflection"),
    *("text", "bring", "least", "earlier"),
)

KINDS: dict[Kind, DocumentKind] = {
    "review": DocumentKind(
        title="a review",
        format="sessionlens.review",
        ending=".review.toml",
        texts=_MARKED,
        reader="sessionlens.storage.reviews:load_review",
    ),
    "self_review": DocumentKind(
        title="a self-review",
        format="sessionlens.review",
        ending=".self.review.toml",
        texts=_MARKED,
        reader="sessionlens.storage.reviews:load_review",
    ),
    "feedback": DocumentKind(
        title="a feedback file",
        format="sessionlens.feedback",
        ending=".feedback.toml",
        texts=_MARKED,
        reader="sessionlens.storage.feedback:load_feedback",
    ),
    "reply": DocumentKind(
        title="a reply",
        format="sessionlens.reply",
        ending=".reply.toml",
        texts=(
            *("text", "note", "take_away", "practise", "helped", "did_not_help", "to_learning"),
        ),
        reader="sessionlens.storage.replies:load_reply",
    ),
    "alliance": DocumentKind(
        title="an agreement",
        format="sessionlens.alliance",
        ending=".alliance.toml",
        texts=(
            *("purpose", "learning", "helped", "challenge", "safety", "difficulty"),
            *("experiments", "practical", "text", "works", "avoided", "change", "reached"),
        ),
        reader="sessionlens.storage.alliances:load_alliance",
    ),
    "needs": DocumentKind(
        title="a needs check",
        format="sessionlens.needs",
        reader="sessionlens.storage.needs:load_needs",
    ),
    "transcript": DocumentKind(
        title="a transcript",
        format="sessionlens.transcript",
        ending=".transcript.json",
        reader="sessionlens.transcripts.recognise:read_transcript",
    ),
    "rubric": DocumentKind(
        title="a rubric",
        format="sessionlens.rubric",
        texts=("description", "question", "source", "text"),
        reader="sessionlens.storage.rubrics:load_rubric",
    ),
    "keymap": DocumentKind(
        title="a keymap",
        format="sessionlens.keymap",
        reader="sessionlens.storage.keymaps:load_keymap",
    ),
    "questions": DocumentKind(
        title="a list of question words",
        format="sessionlens.questions",
        reader="sessionlens.storage.question_words:load_question_words",
    ),
    "settings": DocumentKind(
        title="a settings file",
        format="sessionlens.config",
        reader="sessionlens.storage.settings:read_settings",
    ),
    "code_map": DocumentKind(
        title="a map of codes",
        format="sessionlens.codes",
        reader="sessionlens.storage.code_maps:load_code_map",
    ),
    "pseudonyms": DocumentKind(
        title="a key of pseudonyms",
        format="sessionlens.pseudonyms",
        reader="sessionlens.storage.pseudonyms:load_pseudonyms",
    ),
    "receipt": DocumentKind(
        title="a receipt of a deletion",
        format="sessionlens.receipt",
        reader="sessionlens.storage.receipts:load_receipt",
    ),
    "state": DocumentKind(
        title="a file of what is remembered", format="sessionlens.state", texts=("text", "comment")
    ),
}

ENDINGS: dict[Kind, str] = {  # the longer ones first: each may also be the ending of a shorter one
    name: kind.ending
    for name, kind in sorted(KINDS.items(), key=lambda row: -len(row[1].ending))
    if kind.ending
}

BY_FORMAT: dict[str, Kind] = {kind.format: name for name, kind in reversed(KINDS.items())}
"""A self-review is a review: the format says no more."""

MULTILINE = frozenset(text for kind in KINDS.values() for text in kind.texts)
"""Texts in which a line break means something; everywhere else it becomes a space."""
