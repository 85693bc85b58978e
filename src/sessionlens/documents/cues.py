"""Moments as subtitles and chapters, for players."""

from itertools import pairwise

from sessionlens.documents.content import Content, Moment
from sessionlens.documents.formats import Options, Rendered
from sessionlens.documents.subtitles import to_srt, to_webvtt
from sessionlens.domain.text import listed
from sessionlens.domain.transcript import Transcript, Utterance

_LAST = 60.0  # seconds of the last chapter where nobody knows how long the recording is


def render_webvtt(content: Content, _options: Options) -> Rendered:
    """WebVTT (W3C): one cue per moment."""
    return Rendered(to_webvtt(_cues(content)).encode())


def render_srt(content: Content, _options: Options) -> Rendered:
    """SubRip: one subtitle per moment."""
    return Rendered(to_srt(_cues(content)).encode())


def render_chapters(content: Content, _options: Options) -> Rendered:
    """WebVTT chapters, as `<track kind="chapters">` takes them: each lasts until the next."""
    starts = [moment.start for moment in content.moments]
    last = starts[-1] if starts else 0.0
    ends = [after for _, after in pairwise(starts)] + [max(content.duration, last + _LAST)]
    chapters: list[Utterance] = []
    for moment, end in zip(content.moments, ends, strict=True):
        if chapters and chapters[-1].start == moment.start:
            both = f"{chapters[-1].text} · {code_of(moment)}"
            chapters[-1] = Utterance(start=moment.start, end=end, text=both)
        else:
            chapters.append(Utterance(start=moment.start, end=end, text=code_of(moment)))
    if chapters and chapters[0].start > 0:
        chapters.insert(0, Utterance(start=0.0, end=chapters[0].start, text="Beginning"))
    return Rendered(to_webvtt(Transcript(utterances=tuple(chapters))).encode())


def code_of(moment: Moment) -> str:
    """What a moment is about in a line: `Evokes Awareness +`, and who saw it in a group."""
    names = moment.marker.seen_by
    who = f"({listed(names)})" if names else ""
    return " ".join(filter(None, (moment.title, moment.marker.glyph, who)))


def _cues(content: Content) -> Transcript:
    return Transcript(
        utterances=tuple(
            Utterance(
                start=moment.start,
                end=moment.until,
                text=": ".join(filter(None, (code_of(moment), moment.marker.comment))),
            )
            for moment in content.moments
        )
    )
