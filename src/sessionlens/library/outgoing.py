"""What goes out of a review, a feedback file or a reply: gathered once, written in many formats."""

import datetime as dt
import uuid
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sessionlens import resources
from sessionlens.audio.tracks import chosen_track, use_track
from sessionlens.documents.content import Content, content_of
from sessionlens.documents.formats import FORMATS, DocumentFormat, Options
from sessionlens.domain.feedback import Feedback
from sessionlens.domain.marker import Marker
from sessionlens.domain.reply import Reply, carrying, for_the_reviewer
from sessionlens.domain.roles import people
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.seal import own_review_to_send
from sessionlens.domain.spoken_comment import files_in
from sessionlens.domain.talk_time import Stretch
from sessionlens.domain.text import counted
from sessionlens.domain.timecode import Timecode
from sessionlens.domain.transcript import Transcript
from sessionlens.library.exporting import (
    FeedbackToSend,
    OwnReviewToSend,
    ReplyToSend,
    feedback_to_send,
    reply_sent,
)
from sessionlens.library.kinds import kind_of
from sessionlens.library.relinking import locate
from sessionlens.library.replacing import refuse_harm, replaces
from sessionlens.library.self_review import refuse_sealed, why_sealed
from sessionlens.library.spoken import carry_spoken
from sessionlens.library.transcript import candidates, find_transcript, shown_transcript
from sessionlens.storage.atomic import write_bytes
from sessionlens.storage.feedback import load_feedback
from sessionlens.storage.kinds import ENDINGS, Kind
from sessionlens.storage.replies import answered_feedback, encode_reply, load_reply
from sessionlens.storage.reviews import encode_review
from sessionlens.storage.state import load_state, remember_export, used_folders


class Outgoing(Struct, frozen=True):
    """Everything to be rendered; `stem` is the path of its files without their endings.

    It is made from the files `sources`, which it never replaces. `private` markers were left out,
    `replaced` names inside texts became pseudonyms, `muted` stretches are silence. `reply` is the
    coach's file whose answers are in it; `notices` are for whoever exports it. `answers` is the
    copy for the mentor where it is a coach's reply that goes out, `own` where it is a coach's own
    review.
    """

    content: Content
    stem: Path
    sources: tuple[Path, ...]
    private: int = 0
    replaced: int = 0
    muted: tuple[Stretch, ...] = ()
    reply: Path | None = None
    notices: tuple[str, ...] = ()
    answers: ReplyToSend | None = None
    own: OwnReviewToSend | None = None

    @property
    def formats(self) -> tuple[DocumentFormat, ...]:
        """What it can be written as: all, but not as the file that it is made from."""
        return tuple(one for one in FORMATS if self.target(one) not in self.sources)

    def title(self, format: DocumentFormat) -> str:
        """What a format is called here."""
        if format.name != "toml" or self.from_mentor:
            return format.title
        receiver = people(self.content.feedback.session).reviewer
        return f"answers for the {receiver}" if self.answers else "review to be sent"

    def target(self, format: DocumentFormat) -> Path:
        """Where a format is written unless told otherwise."""
        copy = self.answers or self.own
        if copy is not None and format.name == "toml":
            return copy.target
        return self.stem.with_name(self.stem.name + format.ending)

    @property
    def from_mentor(self) -> bool:
        """Whether it goes from a mentor to a coach, and not the other way."""
        return self.answers is None and self.own is None

    @property
    def receiver(self) -> str:
        """Who gets it: by name where that is known."""
        session = self.content.feedback.session
        who = people(session)
        if self.own is not None:
            return f"your {who.reviewer}"  # whom the coach's own review does not name
        if self.answers is not None:
            return session.reviewer or f"your {who.reviewer}"
        return session.coach or f"the {who.coach}"

    def _kind(self, format: DocumentFormat) -> Kind | None:
        if format.name != "toml":
            return None
        if self.own is not None:
            return "self_review"
        return "feedback" if self.answers is None else "reply"

    def refuse_harm(self, format: DocumentFormat, target: Path, *, force: bool) -> None:
        """Raise SessionLensError where writing would replace what should stay."""
        kind, review = self._kind(format), self.content.feedback.review
        refuse_harm(target, kind, force=force, sources=self.sources, review=review)

    def replaces(self, format: DocumentFormat, target: Path) -> bool:
        """Whether a file is there that may be replaced; raises as `refuse_harm` does."""
        return replaces(target, self._kind(format), self.sources, self.content.feedback.review)

    def write(
        self, formats: Sequence[DocumentFormat], options: Options, *, force: bool
    ) -> list[tuple[Path, tuple[str, ...]]]:
        """Write each under its usual name; returns where, and what is to be known about it.

        All targets are looked at before anything is rendered, and all is rendered before anything
        is written. Raises SessionLensError.
        """
        targets = [self.target(format) for format in formats]
        for format, target in zip(formats, targets, strict=True):
            self.refuse_harm(format, target, force=force)
        files = []
        for format, target in zip(formats, targets, strict=True):
            files.append((format, target, *self.rendered(format, replace(options, target=target))))
        return [
            (target, (*notices, *self.keep(format, target, data)))
            for format, target, data, notices in files
        ]

    def rendered(self, format: DocumentFormat, options: Options) -> tuple[bytes, tuple[str, ...]]:
        """The bytes of a file and what is to be known about it; raises SessionLensError."""
        if self.answers is not None and format.name == "toml":
            return encode_reply(self.answers.reply, to_send=True), ()
        if self.own is not None and format.name == "toml":
            copy = own_review_to_send(self.own.review, self.content.feedback)
            return encode_review(copy), ()
        with_stretches = replace(
            options,
            muted=self.muted,
            templates=options.templates or resources.config_folder() / "templates",
        )
        return format.render(self.content, with_stretches)

    def keep(self, format: DocumentFormat, target: Path, data: bytes) -> tuple[str, ...]:
        """Write a file, whole or not at all, and lay beside it what was spoken; says what to know.

        The review counts as exported where it was.
        """
        write_bytes(target, data)
        if format.evidence and self.from_mentor:
            remember_export(self.content.feedback.review)
        if format.name != "toml":
            return ()
        folders = dict.fromkeys(path.parent for path in (self.stem, *self.sources))
        return carry_spoken(self._spoken, tuple(folders), target)

    @property
    def _spoken(self) -> list[str]:
        """The files of the spoken comments that the file for the other's program names."""
        if self.answers is not None:
            return files_in(self.answers.reply)
        return files_in(self.content.feedback)


def outgoing(
    source: Path,
    *,
    reply: Path | None = None,
    thread: bool = True,
    transcript: Path | None = None,
    recording: Path | None = None,
    text_only: bool = False,
) -> Outgoing:
    """Gather what goes out of a review, its recording, a feedback file or a coach's reply.

    `reply`, `transcript` and `recording` name files that are not found by themselves; with
    `text_only` neither recording nor transcript is looked for. Raises SessionLensError for what
    cannot be used.
    """
    match kind_of(source):
        case "feedback":
            feedback = load_feedback(source)
            refuse_sealed(feedback, source)
            stem = source.name.removesuffix(".toml").removesuffix(".feedback")
            return _gathered(feedback, source.with_name(stem), source, transcript, recording)
        case "reply":
            written = load_reply(source)
            answered = answered_feedback(source, written.review)
            seal = why_sealed(answered, source) if answered else None
            if seal:
                answered = None
            feedback = carrying(answered, written) if answered else _answers_alone(written)
            stem = source.name.removesuffix(".toml")  # the mentor's report has the shorter name
            gathered = _gathered(feedback, source.with_name(stem), source, transcript, recording)
            gathered = replace(gathered, answers=reply_sent(written, source))
            if answered is None:
                why = seal or "the feedback does not lie beside the reply"
                notice = f"Only the answers are in it: {why[:1].lower()}{why[1:]}"
                return replace(gathered, notices=(notice, *gathered.notices))
            return gathered
        case _:
            sent = feedback_to_send(source, reply, thread=thread)
            stem = sent.target.name.removesuffix(ENDINGS["feedback"])
            place, file = sent.target.with_name(stem), sent.sources[0]
            if text_only:
                gathered = Outgoing(content=content_of(sent.feedback), stem=place, sources=())
            else:
                gathered = _gathered(
                    sent.feedback, place, file, transcript, recording, sent.sources[1]
                )
            return replace(
                gathered,
                sources=(*sent.sources, *gathered.sources),
                private=sent.private,
                reply=sent.reply,
                own=sent.own,
                notices=(*sent.notices, *gathered.notices),
            )


def outgoing_now(
    sent: FeedbackToSend, transcript: Transcript | None, recording: Path | None
) -> Outgoing:
    """What goes out of a review that is open, with the transcript as it is shown."""
    stem = sent.target.name.removesuffix(ENDINGS["feedback"])
    return Outgoing(
        content=content_of(sent.feedback, transcript, recording),
        stem=sent.target.with_name(stem),
        sources=(*sent.sources, *(candidates(recording) if recording is not None else ())),
        private=sent.private,
        reply=sent.reply,
        own=sent.own,
        notices=sent.notices,
    )


def reply_outgoing_now(
    feedback: Feedback,
    feedback_path: Path,
    sent: ReplyToSend,
    transcript: Transcript | None,
    recording: Path | None,
) -> Outgoing:
    """What goes out of a reply that is open, beside the feedback that it answers."""
    return Outgoing(
        content=content_of(carrying(feedback, sent.reply), transcript, recording),
        stem=sent.source.with_name(sent.source.name.removesuffix(".toml")),
        sources=(
            *(sent.source, feedback_path),
            *((recording, *candidates(recording)) if recording is not None else ()),
        ),
        answers=sent,
    )


def _gathered(
    feedback: Feedback,
    stem: Path,
    file: Path,
    transcript: Path | None,
    recording: Path | None,
    actual: Path | None = None,
) -> Outgoing:
    """The feedback with the recording and transcript that belong to it, as far as they are here."""
    sound: Path | None
    if actual is not None and actual.is_file() and recording is None:
        sound, notices = actual, []
    else:
        located = locate(feedback.recording, file, recording, folders=used_folders())
        sound, notices = located.recording, list(located.notices)
    if sound is not None and not chosen_track(sound):
        use_track(sound, load_state(feedback.review).track)
    spoken = None
    if transcript is not None:
        spoken = find_transcript(sound or file, transcript)
    elif sound is not None:
        spoken = shown_transcript(sound)
    if spoken is not None:
        notices += spoken.notices
    content = content_of(feedback, spoken.transcript if spoken else None, sound)
    texts = candidates(sound) if sound is not None else []
    sources = tuple(path for path in (file, sound, transcript, *texts) if path is not None)
    return Outgoing(content=content, stem=stem, sources=sources, notices=tuple(notices))


def _answers_alone(reply: Reply) -> Feedback:
    """A feedback that holds the moments of a reply, of which nothing is known but their time."""
    written = for_the_reviewer(reply)
    markers = tuple(
        Marker(id=answer.marker, start=answer.start or Timecode(0)) for answer in written.answers
    )
    feedback = Feedback(
        id=reply.feedback or uuid.uuid4().hex,
        review=reply.review,
        exported=dt.datetime.now().astimezone().replace(microsecond=0),
        session=reply.session,
        recording=reply.recording,
        markers=markers,
        rubric=Rubric(id="answers", title="", kind="tags"),
    )
    return carrying(feedback, written)


def told(gathered: Outgoing) -> list[str]:
    """What was left out and changed, in sentences."""
    lines = []
    answers = len(gathered.content.feedback.answers)
    if answers and gathered.reply:
        lines.append(f"{counted(answers, 'answer', 'answers')} from {gathered.reply} carried along")
    if gathered.private:
        stay = counted(gathered.private, "private marker stays", "private markers stay")
        lines.append(f"{stay} with you")
    if gathered.replaced:
        lines.append(f"{counted(gathered.replaced, 'name', 'names')} replaced inside texts")
    if gathered.muted:
        lines.append(f"{counted(len(gathered.muted), 'stretch', 'stretches')} left out")
    return lines
