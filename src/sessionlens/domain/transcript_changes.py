"""Every change that can be made to the transcript of a review, as a value; quotes follow."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain import transcript as transcripts
from sessionlens.domain.changes import Material, with_markers
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.marker import Marker
from sessionlens.domain.quoting import BETWEEN, coach_among, quote_at
from sessionlens.domain.ranges import LONGEST
from sessionlens.domain.spoken_names import NameList, NamePair, SpokenName, as_heard, with_names
from sessionlens.domain.timeline import Timeline
from sessionlens.domain.transcript import Transcript, Utterance


class SetUtterance(Struct, frozen=True):
    """Correct an utterance, counted from 0; quotes that were taken from it follow."""

    index: int
    utterance: Utterance
    label: str = "transcript corrected"

    def apply(self, material: Material) -> Material:
        transcript = _transcript(material)
        if not 0 <= self.index < len(transcript.utterances):
            raise SessionLensError(f"The transcript has no utterance {self.index + 1}")
        old, new = transcript.utterances[self.index], self.utterance
        utterances = list(transcript.utterances)
        utterances[self.index] = new

        changed = _edited(material, transcript, utterances)
        return _requoted(material, changed, [(old.start, old.end)])


class PlaceNames(Struct, frozen=True):
    """Put names in place of what was heard, and take others back; quotes follow.

    `put` and `back` are pairs. What is taken back stays as it was heard from then on.
    """

    names: tuple[SpokenName, ...]
    put: tuple[NamePair, ...] = ()
    back: tuple[NamePair, ...] = ()

    @property
    def label(self) -> str:
        """What was done, with the pairs."""
        done = [(self.put, "put in place"), (self.back, "taken back")]
        return "; ".join(f"{_shown(pairs)} {what}" for pairs, what in done if pairs)

    def apply(self, material: Material) -> Material:
        transcript = _transcript(material)
        put = {pair.heard for pair in self.put}
        all_kept = dict.fromkeys([*transcript.kept_as_heard, *(pair.heard for pair in self.back)])
        kept = tuple(text for text in all_kept if text not in put)
        names = NameList(self.names, kept=kept)
        utterances = [
            with_names(as_heard(utterance, self.back.__contains__), names, self.put.__contains__)
            for utterance in transcript.utterances
        ]
        spans = [
            (old.start, old.end)
            for old, new in zip(transcript.utterances, utterances, strict=True)
            if old is not new
        ]
        changed = _edited(material, replace(transcript, kept_as_heard=kept), utterances)
        return _requoted(material, changed, spans) if spans else changed


class RenameSpeakers(Struct, frozen=True):
    """Give speakers other names, everywhere and all at once: two may swap, or become one."""

    names: dict[str, str]

    label = "speakers renamed"

    def apply(self, material: Material) -> Material:
        transcript = _transcript(material)
        for old in self.names:
            if old not in transcript.speakers:
                raise SessionLensError(f"Nobody is called '{old}' in the transcript")
        utterances = [
            replace(utterance, speaker=self.names.get(utterance.speaker or "", utterance.speaker))
            for utterance in transcript.utterances
        ]
        session = material.review.session
        voice = self.names.get(session.coach_speaker, session.coach_speaker)
        review = replace(material.review, session=replace(session, coach_speaker=voice))
        renamed = _edited(material._replace(review=review), transcript, utterances)
        return with_markers(renamed, self._renamed_in)

    def _renamed_in(self, marker: Marker) -> Marker:
        speaker = self.names.get(marker.speaker or "", marker.speaker)
        if not marker.exchange:
            return replace(marker, speaker=speaker)
        turns = (turn.partition(": ") for turn in marker.quote.split(BETWEEN))
        quote = BETWEEN.join(
            f"{self.names.get(name, name)}{colon}{text}" for name, colon, text in turns
        )
        return replace(marker, quote=quote, speaker=speaker)


class ShiftTranscript(Struct, frozen=True):
    """Move the whole transcript against the recording, by seconds."""

    seconds: float

    label = "transcript shifted"

    def apply(self, material: Material) -> Material:
        shifted = transcripts.shift(_transcript(material), self.seconds)
        if not shifted.end <= LONGEST:
            raise SessionLensError(
                "The transcript would end later than any recording", "Move it by less"
            )
        return _edited(material, shifted, list(shifted.utterances))


class ReplaceTranscript(Struct, frozen=True):
    """Use another transcript of the same recording."""

    transcript: Transcript

    label = "another transcript"

    def apply(self, material: Material) -> Material:
        return material._replace(transcript=self.transcript)


def _shown(pairs: Sequence[NamePair]) -> str:
    """The first three pairs, and how many more there are."""
    shown = ", ".join(f"{pair.heard} → {pair.name}" for pair in pairs[:3])
    return shown if len(pairs) <= 3 else f"{shown} and {len(pairs) - 3} more"


def _transcript(material: Material) -> Transcript:
    if material.transcript is None:
        raise SessionLensError("There is no transcript to change")
    return material.transcript


def _edited(material: Material, transcript: Transcript, utterances: list[Utterance]) -> Material:
    guessed = any(utterance.guessed for utterance in utterances)
    source = replace(transcript.source, edited=True, guessed_speakers=guessed)
    changed = replace(transcript, utterances=tuple(utterances), source=source)
    return material._replace(transcript=changed)


def _requoted(before: Material, after: Material, spans: Sequence[tuple[float, float]]) -> Material:
    """The material `after`, with the quotes that were taken from these spans of the transcript
    (seconds) taken anew; a quote of other words stays."""
    session = before.review.session
    old, new = Timeline(before.transcript), Timeline(after.transcript)
    coach = coach_among(old.transcript.speakers, session)
    new_coach = coach_among(new.transcript.speakers, session)

    def requoted(marker: Marker) -> Marker:
        if not marker.quote:
            return marker
        if not any(start <= marker.last and marker.start <= end for start, end in spans):
            return marker
        for old_coach, later_coach in ((coach, new_coach), (None, None)):
            quoted = quote_at(old, marker, old_coach)
            if quoted is not None and quoted.quote == marker.quote:
                again = quote_at(new, marker, later_coach)
                if again is None:
                    return marker
                return replace(again.quoted_by(marker), quote_by_hand=marker.quote_by_hand)
        return marker

    return with_markers(after, requoted)
