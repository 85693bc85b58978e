"""What was said, by whom, and when."""

from collections.abc import Callable
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

Timing = Literal["word", "utterance", "approximate"]


class Word(Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """One spoken word. Times are seconds; `conf` is the recogniser's confidence, 0 to 1.

    `heard` is what the recogniser wrote where a name was put in its place; empty elsewhere.
    """

    # gc=False: there are tens of thousands, and they can form no cycle.
    start: float
    end: float
    text: str
    conf: float | None = None
    heard: str = ""


class Utterance(Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """What one person says in one go: one cue or segment of an imported file.

    Times are seconds. `words` is empty where the file has times for the whole utterance only;
    otherwise the words, joined by spaces, are the text. `guessed`: the speaker was told by how the
    voice sounds, and nobody has said it since.
    """

    start: float
    end: float
    text: str
    speaker: str | None = None
    words: tuple[Word, ...] = ()
    guessed: bool = False


class Source(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Where a transcript came from: the format read or the engine and model that heard it."""

    format: str = ""
    file: str = ""
    engine: str = ""
    model: str = ""
    edited: bool = False
    guessed_speakers: bool = False


class Transcript(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Utterances in order of their start.

    `timing` says how exact the times are: every word was timed, every utterance was timed, or
    times were interpolated between anchors and are approximate. `kept_as_heard` are words, in small
    letters, from which a person has taken a name away: no name is put there again by itself.
    """

    utterances: tuple[Utterance, ...] = ()
    language: str = ""
    timing: Timing = "utterance"
    source: Source = Source()
    kept_as_heard: tuple[str, ...] = ()

    @property
    def speakers(self) -> dict[str, int]:
        """Number of utterances of each named speaker, in order of appearance."""
        counts: dict[str, int] = {}
        for utterance in self.utterances:
            if utterance.speaker:
                counts[utterance.speaker] = counts.get(utterance.speaker, 0) + 1
        return counts

    @property
    def word_count(self) -> int:
        """Number of words that have times of their own."""
        return sum(len(utterance.words) for utterance in self.utterances)

    @property
    def end(self) -> float:
        """When the last utterance ends, in seconds; 0 for an empty transcript."""
        return max((utterance.end for utterance in self.utterances), default=0.0)


def shift(transcript: Transcript, seconds: float) -> Transcript:
    """Move every time by `seconds`; what would fall before the beginning is held at zero."""
    return _mapped(transcript, lambda time: max(time + seconds, 0.0))


def stretch(transcript: Transcript, duration: float) -> Transcript:
    """Spread the whole transcript evenly over `duration` seconds; an empty one stays as it is."""
    end = transcript.end
    return _mapped(transcript, lambda time: time * duration / end) if end > 0 else transcript


def _mapped(transcript: Transcript, place: Callable[[float], float]) -> Transcript:
    def moved(time: float) -> float:
        return round(place(time), 3)

    return replace(
        transcript,
        utterances=tuple(
            replace(
                utterance,
                start=moved(utterance.start),
                end=moved(utterance.end),
                words=tuple(
                    replace(word, start=moved(word.start), end=moved(word.end))
                    for word in utterance.words
                ),
            )
            for utterance in transcript.utterances
        ),
    )
