"""What is left out of what goes out: stretches of the conversation, and people's names."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from sessionlens.documents.aliases import Alias, Decide, Pseudonyms
from sessionlens.documents.content import AROUND, content_of
from sessionlens.documents.silence import muted
from sessionlens.domain.leaving_names import (
    LeavingName,
    leaving_names,
    persons_leaving,
    texts_answering,
    texts_leaving,
)
from sessionlens.domain.reply import Reply, carrying
from sessionlens.domain.spoken_comment import files_in
from sessionlens.domain.talk_time import Stretch
from sessionlens.library.outgoing import Outgoing
from sessionlens.storage.pseudonyms import persons_known


def names_leaving(
    gathered: Outgoing, *, whole: bool, key: Path | None = None
) -> tuple[list[LeavingName], tuple[str, ...]]:
    """Names that go out: the client's, and persons of one's key; and what to know of that key.

    `whole` is as in `without_names`, `key` the file of the key, if it is not the usual one. Raises
    SessionLensError for a key that was named and cannot be read.
    """
    feedback, transcript = gathered.content.feedback, gathered.content.transcript
    names = leaving_names(feedback, transcript.speakers if transcript else ())
    kept = persons_known(key)
    answers = gathered.answers.reply if gathered.answers else None
    texts = [
        *texts_leaving(feedback),
        *(texts_answering(answers.answers, answers.reflection) if answers else ()),
        *_spoken(gathered, whole=whole),
        gathered.stem.name,
    ]
    aliases = {name.alias for name in names}
    persons = persons_leaving(kept.persons, texts, feedback.session)
    return [*names, *(one for one in persons if one.alias not in aliases)], kept.notices


def persons_in_reply(
    reply: Reply, key: Path | None = None
) -> tuple[list[LeavingName], tuple[str, ...]]:
    """Persons of one's key that a coach's reply names, and what to know of that key."""
    kept = persons_known(key)
    texts = [reply.session.title, *texts_answering(reply.answers, reply.reflection)]
    return persons_leaving(kept.persons, texts, reply.session), kept.notices


def _spoken(gathered: Outgoing, *, whole: bool) -> Iterator[str]:
    """What goes out of the transcript: all of it, or what is around the moments."""
    transcript = gathered.content.transcript
    spans = [(one.start - AROUND, one.end + AROUND) for one in gathered.content.moments]
    for utterance in transcript.utterances if transcript else ():
        if whole or any(utterance.start < end and utterance.end > start for start, end in spans):
            yield utterance.speaker or ""
            yield utterance.text


def without_names(
    gathered: Outgoing,
    aliases: Sequence[Alias],
    stretches: Sequence[Stretch],
    *,
    whole: bool,
    decide: Decide | None = None,
) -> Outgoing:
    """Leave stretches out, then replace names; see `Pseudonyms` for `decide`.

    `whole` says that all of the transcript will go out, and not only what is around the moments.
    """
    content = gathered.content
    feedback, transcript = content.feedback, content.transcript
    notices, answers, own = list(gathered.notices), gathered.answers, gathered.own
    if stretches:
        feedback, transcript, warnings = muted(feedback, transcript, stretches)
        notices += warnings
    replaced = 0
    if aliases:
        pseudonyms = Pseudonyms(aliases, feedback, transcript, decide)
        spans = [(one.start - AROUND, one.end + AROUND) for one in content.moments]
        if transcript is not None:
            transcript = pseudonyms.transcript(transcript, None if whole else spans)
        if answers is not None:  # all of them: those to moments that are gone, too
            feedback = pseudonyms.feedback(replace(feedback, answers=answers.reply.answers))
            reply = replace(
                answers.reply,
                session=feedback.session,
                answers=feedback.answers,
                reflection=feedback.reflection,
            )
            answers = replace(answers, reply=reply)
            feedback = carrying(feedback, reply)
        else:
            feedback = pseudonyms.feedback(feedback)
        if own is not None:
            preparation = pseudonyms.preparation(own.review.preparation)
            own = replace(own, review=replace(own.review, preparation=preparation))
        replaced = pseudonyms.replaced
        if name := pseudonyms.left_in(gathered.stem.name):
            notices.append(f"The name of the file still says '{name}': -o gives it another")
        if files_in(feedback):
            notices.append("Spoken comments are not changed: listen whether they say the name")
    made = content_of(feedback, transcript, content.recording)
    return replace(
        gathered,
        content=made,
        replaced=replaced,
        muted=tuple(stretches),
        notices=tuple(notices),
        answers=answers,
        own=own,
    )
