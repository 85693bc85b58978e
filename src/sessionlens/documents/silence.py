"""Stretches that are left out: their words here, their sound where clips are cut."""

import re
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import Feedback
from sessionlens.domain.marker import Marker
from sessionlens.domain.moments import span_of
from sessionlens.domain.talk_time import Stretch
from sessionlens.domain.text import clean
from sessionlens.domain.text_sound import RESPONSE
from sessionlens.domain.timecode import clock, parse_clock
from sessionlens.domain.timeline import Timeline
from sessionlens.domain.transcript import Transcript, Utterance, Word

LEFT_OUT = "[left out]"

_LISTEN = "Spoken verdicts, summaries and responses stay: listen whether they repeat it"
_NEAR = 10.0  # seconds around a marker in which its quote is looked for
_WORD = re.compile(r"\w{4,}")


def parse_stretch(text: str) -> Stretch:
    """Read `12:30-12:41`; raises SessionLensError."""
    first, dash, last = text.replace("–", "-").partition("-")
    if not dash:
        raise SessionLensError(
            f"'{clean(text)}' is no stretch of time", "Write it as --mute 12:30-12:41"
        )
    stretch = Stretch(parse_clock(first), parse_clock(last))
    if stretch.end <= stretch.start:
        raise SessionLensError(
            f"'{clean(text)}' ends before it starts", "Write it as --mute 12:30-12:41"
        )
    return stretch


def muted(
    feedback: Feedback, transcript: Transcript | None, stretches: Sequence[Stretch]
) -> tuple[Feedback, Transcript | None, list[str]]:
    """Leave the words of the stretches out of quotes and transcript.

    Where nobody knows when each word was said, the whole utterance or quote goes. What a person
    wrote is not changed: the sentences returned say where it may repeat what was left out.
    """
    timeline = Timeline(transcript)
    markers = tuple(_marker(marker, timeline, stretches) for marker in feedback.markers)
    touched = {
        marker.id
        for marker in feedback.markers
        if any(_overlap(span_of(marker, timeline), stretch) for stretch in stretches)
    }
    answers = tuple(
        replace(answer, spoken="") if answer.marker in touched else answer
        for answer in feedback.answers
    )
    sounds = tuple(
        sound for sound in feedback.sounds if sound.kind != RESPONSE or sound.place not in touched
    )
    quiet = replace(feedback, markers=markers, answers=answers, sounds=sounds)
    warnings = [_LISTEN] if sounds else []
    if transcript is None:
        return quiet, None, warnings
    utterances = tuple(_utterance(one, stretches) for one in transcript.utterances)
    hushed = replace(transcript, utterances=utterances)
    return quiet, hushed, [*warnings, *_repeated(quiet, _only_in(transcript, hushed))]


def _utterance(utterance: Utterance, stretches: Sequence[Stretch]) -> Utterance:
    if not _within(utterance, stretches):
        return utterance
    words: list[Word] = []
    for word in utterance.words:
        if not _within(word, stretches):
            words.append(word)
        elif words and words[-1].text == LEFT_OUT:
            words[-1] = replace(words[-1], end=word.end)
        else:
            words.append(Word(start=word.start, end=word.end, text=LEFT_OUT))
    text = " ".join(word.text for word in words) if words else LEFT_OUT
    return replace(utterance, text=text, words=tuple(words))


def _marker(marker: Marker, timeline: Timeline, stretches: Sequence[Stretch]) -> Marker:
    """The marker with a quote from which the words are gone that were said in a stretch.

    What was spoken about it stays behind: it may say what nobody should hear.
    """
    start, end = span_of(marker, timeline)
    touched = any(_overlap((start, end), stretch) for stretch in stretches)
    if marker.note and touched:
        marker = replace(marker, note="")
    if not marker.quote:
        return marker
    spoken = _spoken_near(timeline, start - _NEAR, end + _NEAR)
    quoted = marker.quote.split()
    texts = [word.text for word in spoken]
    for at in range(len(texts) - len(quoted) + 1):
        if texts[at : at + len(quoted)] == quoted:
            pieces = [
                LEFT_OUT if _within(word, stretches) else word.text
                for word in spoken[at : at + len(quoted)]
            ]
            return replace(marker, quote=_joined(pieces))
    return replace(marker, quote=LEFT_OUT) if touched else marker


def _overlap(span: tuple[float, float], stretch: Stretch) -> bool:
    return span[0] < stretch.end and span[1] > stretch.start


def _spoken_near(timeline: Timeline, start: float, end: float) -> list[Word]:
    """The words said there; those of an utterance without timed words have its times."""
    return [
        word
        for utterance in timeline.utterances
        if utterance.end > start and utterance.start < end
        for word in (
            utterance.words
            or [
                Word(start=utterance.start, end=utterance.end, text=text)
                for text in utterance.text.split()
            ]
        )
    ]


def _joined(pieces: Iterable[str]) -> str:
    kept: list[str] = []
    for piece in pieces:
        if piece != LEFT_OUT or not kept or kept[-1] != LEFT_OUT:
            kept.append(piece)
    return " ".join(kept)


def _within(spoken: Utterance | Word, stretches: Sequence[Stretch]) -> bool:
    # A word without length lies in a stretch that begins with it.
    return any(
        spoken.start < stretch.end and max(spoken.end, spoken.start + 0.001) > stretch.start
        for stretch in stretches
    )


def _only_in(before: Transcript, after: Transcript) -> set[str]:
    """Words that were said in what is left out and nowhere else: names, mostly."""
    return _words(before) - _words(after)


def _words(transcript: Transcript) -> set[str]:
    texts = (utterance.text.casefold() for utterance in transcript.utterances)
    return {word for text in texts for word in _WORD.findall(text)}


def _repeated(feedback: Feedback, gone: set[str]) -> Iterable[str]:
    for marker in feedback.markers:
        if repeated := sorted(gone & set(_WORD.findall(marker.comment.casefold()))):
            yield f"The comment at {clock(marker.start)} repeats what is left out: {repeated[0]}"
    summary, session = feedback.summary, feedback.session
    texts = [summary.strengths, summary.development, summary.next_practice, session.title]
    texts += [summary.reviewer_learning, summary.take_away, summary.change, session.consent]
    for verdict in feedback.verdicts:
        texts += [verdict.strengths, verdict.development]
    if repeated := sorted(
        gone & {word for text in texts for word in _WORD.findall(text.casefold())}
    ):
        yield f"Verdicts, summary or details repeat what is left out: {repeated[0]}"
