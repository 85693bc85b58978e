"""What is left out of what goes out: stretches of the conversation, and people's names."""

from collections.abc import Sequence

from msgspec.structs import replace

from sessionlens.documents.aliases import Alias, Decide, Pseudonyms
from sessionlens.documents.content import AROUND, content_of
from sessionlens.documents.silence import muted
from sessionlens.domain.reply import carrying
from sessionlens.domain.talk_time import Stretch
from sessionlens.library.outgoing import Outgoing


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
        if any(one.marker.note for one in content.moments):
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
