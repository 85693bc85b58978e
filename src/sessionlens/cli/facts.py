"""What `info` says about a file: the same facts for people and, under fixed names, for programs."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import structs

from sessionlens.domain.alliance import Alliance
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import Feedback
from sessionlens.domain.keymap import Keymap
from sessionlens.domain.needs import NeedsCheck
from sessionlens.domain.questions import QuestionWords
from sessionlens.domain.reply import Reply
from sessionlens.domain.review import Review
from sessionlens.domain.rubric import Rubric, letters_taken
from sessionlens.domain.transcript import Transcript
from sessionlens.library.kinds import kind_of
from sessionlens.storage.code_maps import CodeMap
from sessionlens.storage.kinds import KINDS, Kind
from sessionlens.storage.pseudonyms import PseudonymKey
from sessionlens.storage.receipts import Receipt
from sessionlens.storage.settings import Settings

if TYPE_CHECKING:
    from sessionlens.transcripts.draft import TranscriptReading

Facts = dict[str, Any]
"""Field name to value, in the order of the output; the names are those of `info --json`."""


def facts_about(path: Path, encoding: str = "") -> Facts:
    """Everything worth knowing about a file of any kind; raises SessionLensError.

    `encoding` is that of a transcript's text, if it is not to be recognised.
    """
    from sessionlens.transcripts.recognise import read_transcript

    kind = kind_of(path)
    if kind == "recording":
        facts = _recording(path)
    elif kind == "transcript" and encoding:
        facts = _transcript(read_transcript(path, encoding))
    elif kind == "toml":
        raise _unknown(path)
    else:
        content = KINDS[kind].read(path)
        facts = _FACTS[kind](content)
        if isinstance(content, Feedback | Review):
            facts |= _sealed(content, path)
    warnings = list(facts.pop("warnings", ()))
    if kind == "keymap":
        warnings += _displaced(path)
    return {"kind": kind, "path": str(path), **facts, "warnings": warnings}


def _recording(path: Path) -> Facts:
    from sessionlens.audio.measuring import describe_apart

    info = describe_apart(path)
    return {
        "codec": info.codec,
        "container": info.container,
        "sample_rate": info.sample_rate,
        "channels": info.channels,
        "duration": info.duration,
        "warnings": info.warnings,
    }


def _transcript(reading: "TranscriptReading") -> Facts:
    from sessionlens.domain.talk_time import describe, talk_time

    transcript = reading.transcript
    first, last = transcript.utterances[0], transcript.utterances[-1]
    return {
        "format": reading.format,
        **_heard_by(transcript),
        "language": transcript.language,
        "timing": transcript.timing,
        "utterances": len(transcript.utterances),
        "words": transcript.word_count,
        "start": first.start,
        "end": transcript.end,
        "first_text": first.text,
        "last_text": last.text,
        "speakers": transcript.speakers,
        "talk_time": describe(talk_time(transcript)),
        "lenses": _lenses(transcript),
        "warnings": reading.warnings,
    }


def _heard_by(transcript: Transcript) -> Facts:
    """The engine and its model, where the transcript tells them."""
    source = transcript.source
    heard_by = {"engine": source.engine, "model": source.model}
    return {what: name for what, name in heard_by.items() if name}


def _lenses(transcript: Transcript) -> Facts:
    """What each lens finds, by its id; None where it cannot look."""
    from sessionlens.domain.lenses import LENSES, Scene, lacking
    from sessionlens.domain.quoting import coach_among
    from sessionlens.domain.review import Session
    from sessionlens.domain.timeline import Timeline
    from sessionlens.storage.question_words import words_for

    coach = coach_among(transcript.speakers, Session())
    scene = Scene(Timeline(transcript), coach, words_for(transcript)[0])
    return {
        lens.id: None
        if lacking(lens, scene)
        else [
            {"start": round(passage.start, 3), "end": round(passage.end, 3), "words": passage.words}
            for passage in lens.find(scene)
        ]
        for lens in LENSES
    }


def _question_words(words: QuestionWords) -> Facts:
    return {
        "language": words.language,
        "open": len(words.open),
        "closed": len(words.closed),
        "common": len(words.common),
    }


def _review(review: Review) -> Facts:
    dates = {"exported": review.exported, "finished": review.finished}
    if review.seal_broken:
        dates["seal_broken"] = review.seal_broken
    return {
        **_evidence(review),
        "rubric": review.rubric.id,
        "edition": review.rubric.edition,
        **{name: day.isoformat() for name, day in dates.items() if day},
    }


def _feedback(feedback: Feedback) -> Facts:
    return {
        **_evidence(feedback),
        "rubric": feedback.rubric.id,
        "edition": feedback.rubric.edition,
        "review": feedback.review,
        "exported": feedback.exported.isoformat(),
    }


def _sealed(content: Feedback | Review, path: Path) -> Facts:
    """What takes the place of facts that one of the two may not know, or not yet."""
    from sessionlens.library.self_review import why_sealed
    from sessionlens.library.withheld import why_refused

    if isinstance(content, Feedback):
        seal = why_sealed(content, path)
    else:
        refused = why_refused(path, content)
        seal = refused.what if refused else None
    if seal is None:
        return {}
    return {"markers": None, "competencies": None, "verdicts": None, "warnings": [seal]}


def _evidence(content: Review | Feedback) -> Facts:
    session, recording = content.session, content.recording
    coded = Counter(name for marker in content.markers for name in marker.competencies)
    return {
        "id": content.id,
        "title": session.title,
        "date": session.date.isoformat() if session.date else None,
        "coach": session.coach,
        "reviewer": session.reviewer,
        "role": session.role,
        "level": session.level,
        "recording": recording.file,
        "duration": None if recording.duration is None else float(recording.duration),
        "gaps": [
            {"start": float(gap.start), "end": float(gap.end), "reason": gap.reason}
            for gap in recording.gaps
        ],
        "markers": len(content.markers),
        "competencies": dict(coded),
        "verdicts": len(content.verdicts),
    }


def _reply(reply: Reply) -> Facts:
    session, until = reply.session, reply.reflection.until
    return {
        "id": reply.id,
        "title": session.title,
        "date": session.date.isoformat() if session.date else None,
        "coach": session.coach,
        "reviewer": session.reviewer,
        "recording": reply.recording.file,
        "feedback": reply.feedback,
        "review": reply.review,
        "answers": sum(one.answered for one in reply.answers),
        "stances": dict(Counter(one.stance for one in reply.answers if one.stance)),
        "notes": sum(bool(one.note) for one in reply.answers),
        "until": until.isoformat() if until else None,
    }


def _alliance(alliance: Alliance) -> Facts:
    days = {"begun": alliance.begun, "review_on": alliance.review_on}
    return {
        "id": alliance.id,
        "alliance_kind": alliance.kind,
        "between": list(alliance.between),
        **{name: day.isoformat() if day else None for name, day in days.items()},
        "agreed": {name: day.isoformat() for name, day in alliance.agreed.items()},
        "goals": len(alliance.goals),
        "directions": len(alliance.directions),
        "looks": len(alliance.looks),
        "earlier": len(alliance.earlier),
    }


def _needs(needs: NeedsCheck) -> Facts:
    return {"title": needs.title, "questions": len(needs.questions)}


def _rubric(rubric: Rubric) -> Facts:
    return {
        "id": rubric.id,
        "title": rubric.title,
        "edition": rubric.edition,
        "rubric_kind": rubric.kind,
        "source": rubric.source,
        "competencies": {one.id: len(one.indicators) for one in rubric.competencies},
        "scale": [step.id for step in rubric.scale],
        "phases": [phase.id for phase in rubric.phases],
        "warnings": [f"{fault.what}. {fault.hint}" for fault in letters_taken(rubric)],
    }


def _keymap(keymap: Keymap) -> Facts:
    return {
        "title": keymap.title,
        "extends": keymap.extends,
        "keys": {name: list(keys) for name, keys in keymap.keys.items()},
    }


def _displaced(path: Path) -> list[str]:
    """What one should know about the keys that a keymap takes from the one it extends."""
    from sessionlens.domain.command import BY_ID
    from sessionlens.domain.keys import display
    from sessionlens.storage.keymaps import displaced_by

    return [
        f"'{taker}' takes the key '{display(key)}', which leaves '{name}'"
        f" ({BY_ID[name].title}) without one: give it another, or [] if it needs none"
        for name, key, taker in displaced_by(path)
    ]


def _code_map(code_map: CodeMap) -> Facts:
    return {"rubric": code_map.rubric, "codes": code_map.codes}


def _pseudonyms(key: PseudonymKey) -> Facts:
    return {"pseudonyms": len(key.entries)}  # whose they are is nobody else's business


def _receipt(receipt: Receipt) -> Facts:
    return {
        "review": receipt.review,
        "date": receipt.date.isoformat(),
        "removed": {count.kind: count.files for count in receipt.removed},
        "left": {count.kind: count.files for count in receipt.left},
        "kept_feedback": receipt.kept_feedback,
    }


def _settings(settings: Settings) -> Facts:
    return structs.asdict(settings)


def _unknown(path: Path) -> SessionLensError:
    from sessionlens.storage import document

    source = document.read(path)
    if source.format is None:
        return source.error(
            "This TOML file does not say what it is", "Begin it with a line 'format = \"…\"'"
        )
    return source.error(
        f"The format '{source.format}' is not known", "Choose another file", "format"
    )


_FACTS: dict[Kind, Callable[[Any], Facts]] = {
    "transcript": _transcript,
    "review": _review,
    "feedback": _feedback,
    "reply": _reply,
    "alliance": _alliance,
    "needs": _needs,
    "rubric": _rubric,
    "keymap": _keymap,
    "questions": _question_words,
    "settings": _settings,
    "code_map": _code_map,
    "receipt": _receipt,
    "pseudonyms": _pseudonyms,
}
