"""The sound of texts that are neither a marker's comment nor an answer, each under its name."""

import re
from collections.abc import Collection

from msgspec import Struct

VERDICT, SUMMARY, RESPONSE = "verdict", "summary", "response"
REFLECTION, PREPARATION, OWN_NOTE = "reflection", "preparation", "own-note"
KINDS = (VERDICT, SUMMARY, RESPONSE, REFLECTION, PREPARATION, OWN_NOTE)

_STAYS = ("to_supervision",)


class TextSound(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """What was spoken to a text: the name of the text, and the file beside the document.

    Names are `verdict.strengths.a` for a competency `a`, `summary.development`, `response.m7`,
    `own-note.m7`, `reflection.practise` and `preparation.bring`.
    """

    text: str
    file: str

    @property
    def kind(self) -> str:
        """What the text is part of: one of `KINDS`, where the name is one that is known."""
        return self.text.partition(".")[0]

    @property
    def place(self) -> str:
        """Which one it is of that kind: a field of it, or the id of a marker."""
        return self.text.partition(".")[2]


Sounds = tuple[TextSound, ...]


def verdict_text(competency: str, field: str) -> str:
    """The name of a text of the verdict on a competency."""
    return f"{VERDICT}.{field}.{competency}"


def sound_of(sounds: Sounds, text: str) -> str:
    """The file of what was spoken to a text; empty if nothing was."""
    return next((sound.file for sound in sounds if sound.text == text), "")


def with_sound(sounds: Sounds, text: str, file: str) -> Sounds:
    """The sounds with this one in the place of what there was; no file takes it away."""
    others = tuple(sound for sound in sounds if sound.text != text)
    return (*others, TextSound(text=text, file=file)) if file else others


def file_part(text: str) -> str:
    """What stands for a text in the name of its file: small letters, digits, hyphens.

    What is written otherwise, such as the id of a competency, is told by a hash.
    """
    kind, _, place = text.partition(".")
    field, *code = place.split(".", 1)
    return "-".join(map(_plain, (kind, field.replace("_", "-"), *code)))


def _plain(part: str) -> str:
    if re.fullmatch("[a-z0-9-]{1,30}", part):
        return part
    import hashlib  # most names need none, and it takes its time to load

    return hashlib.sha256(part.encode()).hexdigest()[:8]


def sounds_from_reviewer(sounds: Sounds, markers: Collection[str]) -> Sounds:
    """Those that go to the coach with the feedback: of verdicts, summary, and responses.

    `markers` are the ids of those that go out.
    """
    return tuple(
        sound
        for sound in sounds
        if sound.kind == VERDICT
        or (sound.kind == SUMMARY and sound.place not in _STAYS)
        or (sound.kind == RESPONSE and sound.place in markers)
    )


def sounds_without_thread(sounds: Sounds) -> Sounds:
    """Those that answer nothing that the coach has said."""
    return tuple(
        sound
        for sound in sounds
        if sound.kind != RESPONSE and sound.text != f"{SUMMARY}.to_reflection"
    )


def sounds_from_coach(sounds: Sounds) -> Sounds:
    """Those of a reply that go to the mentor: own notes stay."""
    return tuple(sound for sound in sounds if sound.kind == REFLECTION)


def sounds_of_preparation(sounds: Sounds, *, all_of_it: bool) -> Sounds:
    """Those of a coach's preparation that may be heard by the other."""
    return tuple(
        sound
        for sound in sounds
        if sound.kind == PREPARATION and (all_of_it or sound.place != "least")
    )
