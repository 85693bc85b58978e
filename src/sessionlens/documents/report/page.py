"""Renders the report: the template, its looks and its script in one page that loads nothing."""

import base64
import hashlib
import re
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup, escape

from sessionlens.audio.clips import Clip
from sessionlens.documents.content import RATING_WORDS, Content, Moment, consent_lines, day
from sessionlens.documents.formats import Options, Rendered
from sessionlens.documents.report.picture import WIDTH, picture_of
from sessionlens.documents.report.sound import Sound, seconds_of, sound_for, without_data
from sessionlens.documents.templates import environment, render_template, text_of
from sessionlens.domain.text import counted
from sessionlens.domain.timecode import clock
from sessionlens.domain.transcript import Utterance, Word

TEMPLATE = "report.html"

_UNSURE = 0.6  # of a recogniser's confidence, as on the screen
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def render(content: Content, options: Options) -> Rendered:
    """The page as UTF-8, at most `options.max_size` bytes as far as its sound is concerned.

    Raises SessionLensError for a template of the user's own that breaks.
    """
    page = _Page(content, options)
    written = len(page.written(without_data(content, options)).encode())
    sound = sound_for(content, options, options.max_size - written)
    data = page.written(sound).encode()
    return Rendered(data, sound.notices)


class _Page:
    """What of a page stays the same, whatever sound it holds."""

    def __init__(self, content: Content, options: Options) -> None:
        folder = options.template.parent if options.template else options.templates
        self._content = content
        self._environment = environment(folder)
        self._template = options.template.name if options.template else TEMPLATE
        self._style = text_of("report.css", folder) + _filters(len(content.sections))
        self._script = text_of("report.js", folder)
        language = content.transcript.language if content.transcript else ""
        feedback = content.feedback
        self._values: dict[str, Any] = {
            "content": content,
            "feedback": feedback,
            "session": feedback.session,
            "consent": consent_lines(feedback.session),
            "summary": feedback.summary,
            "reflection": feedback.reflection,
            "rubric": feedback.rubric,
            "scale": feedback.rubric.steps_at(feedback.session.level),
            "picture": picture_of(content),
            "width": WIDTH,
            "language": language if _LANGUAGE.fullmatch(language) else "",
            "place": {one.competency.id: at for at, one in enumerate(content.sections)},
            "ratings": _ratings(content.moments),
            "counted": counted,
            "glyphs": {None: "", "strength": "+", "growth": "−", "question": "?"},
            "style": Markup(self._style),
            "script": Markup(self._script),
            "policy": _policy(self._style, self._script),
        }

    def written(self, sound: Sound) -> str:
        """The page with these clips."""
        duration = self._content.duration
        return render_template(
            self._environment,
            self._template,
            **self._values,
            sound=sound,
            source=_source,
            words=words_of,
            times=_times,
            speaker_class=self._content.voices.kind,
            share=_share(seconds_of(sound.clips), duration),
            clock=clock,
            day=day,
        )


def words_of(utterance: Utterance, clip: Clip | None) -> Markup:
    """What is said, each word that the clip holds with its time there: milliseconds."""
    return Markup(" ").join(_word(word, clip) for word in utterance.words or (utterance,))


def _word(word: Word | Utterance, clip: Clip | None) -> Markup:
    classes = (
        "word" if (times := _times(word, clip)) else "",
        "unsure" if _is_unsure(word) else "",
    )
    named = " ".join(filter(None, classes))
    if times:
        return Markup('<span class="{}" data-t="{}">{}</span>').format(named, times, word.text)
    return (
        Markup('<span class="{}">{}</span>').format(named, word.text)
        if named
        else (escape(word.text))
    )


def _times(word: Word | Utterance, clip: Clip | None) -> str:
    """When it is heard in the clip: begin and end; empty where the clip does not hold it."""
    if clip is None or word.start >= clip.end or word.end <= clip.start:
        return ""
    begin, end = (round((time - clip.start) * 1000) for time in (word.start, word.end))
    return f"{max(begin, 0)} {end}"


def _is_unsure(word: Word | Utterance) -> bool:
    return isinstance(word, Word) and word.conf is not None and word.conf < _UNSURE


def _source(clip: Clip) -> Markup:
    # Nothing in base64 or in the name of a codec has to be escaped.
    return Markup(f"data:{clip.mime};base64,{base64.b64encode(clip.data).decode()}")


def _ratings(moments: Sequence[Moment]) -> list[tuple[str, str, int]]:
    """Id, words and number of each rating that occurs, in their order."""
    counts = dict.fromkeys(RATING_WORDS, 0)
    for moment in moments:
        if moment.marker.rating:
            counts[moment.marker.rating] += 1
    return [(rating, RATING_WORDS[rating], count) for rating, count in counts.items() if count]


def _filters(sections: int) -> str:
    """The rules by which a chosen filter hides what it is not about; no script is needed."""
    rules = [
        f":root:has(#about-{number}:checked) .about-any:not(.about-{number})"
        for number in range(sections)
    ]
    hidden = ",\n".join(rules)
    return f"\n{hidden} {{ display: none; }}\n" if rules else ""


def _policy(style: str, script: str) -> str:
    """A Content-Security-Policy under which nothing runs and nothing is loaded but what is here."""
    return (
        "default-src 'none'; media-src data:; img-src data:; "
        f"style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> Markup:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Markup(f"'sha256-{digest}'")


def _share(seconds: float, duration: float) -> str:
    """How much of the session is in the file, in words; empty without sound."""
    if not seconds:
        return ""
    return f"{clock(seconds)} of {clock(duration)}" if duration else clock(seconds)
