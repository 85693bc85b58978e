"""Who of the speakers is the coach: for labels, and for the side of the timeline."""

from msgspec import Struct

from sessionlens.domain.feedback import Feedback
from sessionlens.domain.quoting import coach_among
from sessionlens.domain.transcript import Transcript

_COACH, _CLIENT = "coach", "client"


class Voices(Struct, frozen=True):
    """The speaker names of the coach and, where there are just two voices, of the client."""

    coach: str = ""
    client: str = ""

    def kind(self, speaker: str | None) -> str:
        """`coach`, `client` or `other`."""
        if speaker and speaker == self.coach:
            return _COACH
        return _CLIENT if speaker and speaker == self.client else "other"

    def label(self, speaker: str | None) -> str:
        """What a speaker is called in a transcript for a credentialing body."""
        kind = self.kind(speaker)
        return {_COACH: "Coach", _CLIENT: "Client"}.get(kind, speaker or "Speaker")


def voices_of(feedback: Feedback, transcript: Transcript | None) -> Voices:
    """Tell by the names, else by whom the competency markers quote; empty where nothing tells."""
    quoted = [one.speaker for one in feedback.markers if one.competency and one.speaker]
    names = list(transcript.speakers) if transcript else list(dict.fromkeys(quoted))
    session = feedback.session
    coach = coach_among(names, session) or ""
    client = _named([name for name in names if name != coach], _CLIENT, session.client)
    if not coach and quoted:
        coach = max(names, key=quoted.count, default="")
    if not client and coach and len(names) == 2:
        client = next(name for name in names if name != coach)
    return Voices(coach, client)


def _named(names: list[str], role: str, person: str) -> str:
    """The speaker called by the role, or else by the person's name or first name."""
    person_words = person.casefold().split()
    for name in names:
        if name.casefold() == role:
            return name
    for name in names:
        words = name.casefold().split()
        if person_words and (words == person_words or words[:1] == person_words[:1]):
            return name
    return ""
