"""Small feedback, transcripts and recordings from which documents are made."""

import datetime as dt
import wave
from pathlib import Path
from typing import Any

import numpy as np
from msgspec.structs import replace

from sessionlens.documents.content import Content, content_of
from sessionlens.documents.formats import Options
from sessionlens.domain.answer import Answer, Reflection
from sessionlens.domain.feedback import Feedback
from sessionlens.domain.marker import Marker
from sessionlens.domain.review import Consent, RecordingRef, Response, Session, Summary, Verdict
from sessionlens.domain.rubric import Competency, Indicator, Phase, Rubric, Step
from sessionlens.domain.timecode import Timecode
from sessionlens.domain.transcript import Transcript, Utterance, Word

RATE = 16_000
SECONDS = 30.0

RUBRIC = Rubric(
    id="small",
    title="Small rubric",
    edition="1",
    source="Own wording.",
    scale=(
        Step(id="observed", title="Observed", anchor="Again and again."),
        Step(id="partly", title="Partly observed"),
        Step(id="not-observed", title="Not observed"),
    ),
    competencies=(
        Competency(
            id="listens",
            key="1",
            title="Listens",
            indicators=(Indicator(id="a", text="Waits."), Indicator(id="b", text="Reflects.")),
        ),
        Competency(id="asks", key="2", title="Asks"),
        Competency(id="closes", key="3", title="Closes"),
    ),
    phases=(Phase(id="goal", key="G", title="Goal"),),
)


def utterance(start: float, speaker: str, text: str, pace: float = 0.4) -> Utterance:
    """An utterance whose words follow each other every `pace` seconds."""
    words = tuple(
        Word(start=round(start + i * pace, 3), end=round(start + (i + 1) * pace, 3), text=word)
        for i, word in enumerate(text.split())
    )
    return Utterance(start=start, end=words[-1].end, speaker=speaker, text=text, words=words)


TRANSCRIPT = Transcript(
    utterances=(
        utterance(1.0, "Coach", "what brings you here today"),
        utterance(4.0, "Client", "I am tired says Peter Weber"),
        utterance(8.0, "Coach", "tired"),
        utterance(14.0, "Client", "my wife Petra says so too"),
        utterance(20.0, "Coach", "what would help you most"),
    ),
    language="en",
    timing="word",
)

MARKERS = (
    Marker(
        id="m1",
        start=Timecode(1.0),
        end=Timecode(3.0),
        competency="asks",
        rating="strength",
        comment="Short and open.\n\nHe takes his time.",
        quote="what brings you here today",
        speaker="Coach",
    ),
    Marker(
        id="m2",
        start=Timecode(4.0),
        end=Timecode(6.4),
        competency="listens",
        indicator="b",
        rating="growth",
        comment="Peter says how he is.",
        quote="I am tired says Peter Weber",
        speaker="Client",
    ),
    Marker(
        id="m3",
        start=Timecode(5.0),
        competency="listens",
        indicator="a",
        rating="question",
        comment="What made you wait?",
        also=("closes",),
    ),
    Marker(id="m4", start=Timecode(14.0), end=Timecode(22.0), phase="goal"),
    Marker(id="m5", start=Timecode(25.0), comment="A plain comment."),
)

FEEDBACK = Feedback(
    id="f" * 32,
    review="5" * 32,
    exported=dt.datetime(2026, 11, 5, 20, 14, tzinfo=dt.UTC),
    session=Session(
        title="First session",
        date=dt.date(2026, 11, 2),
        coach="Anna",
        client="Peter Weber",
        reviewer="Maria",
        credential="MCC",
        role="mentor",
        level="PCC",
        consent="Given aloud.",
        number=3,
        setting="individual",
        observed="recorded",
        dialogue_minutes=30,
        consents=(Consent(purpose="mentor coaching", given=dt.date(2026, 11, 1)),),
    ),
    recording=RecordingRef(file="talk.wav", duration=Timecode(SECONDS)),
    markers=MARKERS,
    verdicts=(
        Verdict(
            competency="asks", value="observed", strengths="Short.", development="Even shorter."
        ),
        Verdict(competency="listens", value="partly"),
    ),
    summary=Summary(
        strengths="Quiet.",
        development="Wait.",
        next_practice="Breathe.",
        reviewer_learning="A lot.",
    ),
    answers=(Answer(marker="m1", stance="try", text="Yes, next week."),),
    reflection=Reflection(take_away="Silence.", practise="Three breaths."),
    responses=(Response(marker="m1", text="I look forward to it."),),
    rubric=RUBRIC,
)


def content(sound: Path | None = None, **fields: Any) -> Content:
    """What goes out of the feedback with these fields changed; `sound` is the recording."""
    return content_of(replace(FEEDBACK, **fields), TRANSCRIPT, sound)


def options(tmp_path: Path, **fields: Any) -> Options:
    """How to render into a folder."""
    return Options(**{"target": tmp_path / "talk", "templates": tmp_path / "none", **fields})


def tone(path: Path, seconds: float = SECONDS, level: int = 8000) -> Path:
    """A recording that is never silent: mono, 16 kHz."""
    time = np.arange(round(seconds * RATE)) / RATE
    samples = (level * np.sin(2 * np.pi * 440 * time)).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return path


HOSTILE = [
    '<script>document.title="broken"</script>',
    '"><img src=x onerror=alert(1)>',
    "</style></script><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% for x in y %}",
    '=HYPERLINK("http://example.com")',
    "]]> &amp; &lt; <!-- -->",
    "a\x00b\x1b[31mc\x9bd",
    "| col | **bold** [x](javascript:alert(1)) `code` # head",
    "\u202egnp.exe مرحبا بالعالم 日本語",
    "-->\n\n00:00:01.000 --> 00:00:02.000\nfake cue",
    '"quoted" text = "x"',
    "x" * 20_000,
]


def hostile(text: str) -> Content:
    """Everything that a person can write says `text`."""
    session = replace(
        FEEDBACK.session,
        **dict.fromkeys(("title", "coach", "client", "reviewer", "level", "consent"), text),
    )
    competencies = tuple(
        replace(
            competency,
            title=text,
            description=text,
            key="<",
            indicators=tuple(replace(indicator, text=text) for indicator in competency.indicators),
        )
        for competency in RUBRIC.competencies
    )
    rubric = replace(
        RUBRIC,
        title=text,
        edition=text,
        source=text,
        competencies=competencies,
        scale=tuple(replace(step, title=text, anchor=text) for step in RUBRIC.scale),
    )
    feedback = replace(
        FEEDBACK,
        session=session,
        rubric=rubric,
        markers=tuple(
            replace(marker, id=f"{number}{text}", comment=text, quote=text, speaker=text)
            for number, marker in enumerate(MARKERS)
        ),
        verdicts=tuple(replace(one, strengths=text, development=text) for one in FEEDBACK.verdicts),
        summary=Summary(
            strengths=text, development=text, next_practice=text, reviewer_learning=text
        ),
        answers=(Answer(marker=f"0{text}", stance="try", text=text),),
        reflection=Reflection(take_away=text, practise=text),
        responses=(Response(marker=f"0{text}", text=text),),
    )
    spoken = Transcript(
        utterances=tuple(
            replace(
                utterance,
                text=text,
                speaker=text,
                words=(Word(start=utterance.start, end=utterance.end, text=text),),
            )
            for utterance in TRANSCRIPT.utterances
        ),
        language='en" onload="x',
        timing="word",
    )
    return content_of(feedback, spoken)
