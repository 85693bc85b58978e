"""`sessionlens export`: the feedback file for the coach."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sessionlens.cli.arguments import FILE, force_option
from sessionlens.cli.edge import warn
from sessionlens.cli.out import say
from sessionlens.domain.text import counted

if TYPE_CHECKING:
    from sessionlens.library.exporting import FeedbackToSend, ReplyToSend


@click.command()
@click.argument("review", type=FILE)
@click.option("-o", "--output", type=FILE, help="Where to write.")
@click.option("--format", type=click.Choice(["toml"]), expose_value=False, help="What to write.")
@click.option("--reply", type=FILE, help="The coach's reply, if it does not lie beside the review.")
@click.option("--no-reply", is_flag=True, help="Leave out what the coach has replied.")
@force_option
def command(
    review: Path,
    output: Path | None,
    reply: Path | None,
    no_reply: bool,
    force: bool,
) -> None:
    """Write the feedback file for the coach, or the coach's reply for the mentor.

    The feedback lies beside the review, as `*.feedback.toml`, unless -o says otherwise. REVIEW may
    also be the recording. Nothing private is exported. What the coach has replied to an earlier
    export is carried along, if their reply lies beside the review.

    Of a coach's *.reply.toml it writes a copy without their own notes, to be sent to the mentor.
    """
    from sessionlens.library.exporting import feedback_to_send, reply_to_send
    from sessionlens.library.kinds import kind_of

    if reply and no_reply:
        raise click.UsageError("--reply and --no-reply exclude each other")
    if kind_of(review) == "reply":
        if reply or no_reply:
            raise click.UsageError("--reply and --no-reply are for a review")
        answers = reply_to_send(review)
        _tell_answers(answers, answers.write(output, force=force))
        return
    feedback = feedback_to_send(review, reply, thread=not no_reply)
    _tell(feedback, feedback.write(output, force=force))


def _tell(sent: "FeedbackToSend", target: Path) -> None:
    say(f"{target}: {counted(len(sent.feedback.markers), 'marker', 'markers')}")
    if answers := len(sent.feedback.answers):
        say(f"{counted(answers, 'answer', 'answers')} from {sent.reply} carried along")
    for notice in sent.notices:
        warn(notice, sent.sources[0])
    if sent.private:
        stay = counted(sent.private, "private marker stays", "private markers stay")
        say(f"{stay} with you")


def _tell_answers(sent: "ReplyToSend", target: Path) -> None:
    answers = counted(len(sent.reply.answers), "answer", "answers")
    say(f"{target}: {answers}, to be sent to your mentor")
    if sent.notes:
        left = counted(sent.notes, "note of your own was", "notes of your own were")
        say(f"{left} left out")
    if sent.drafts:
        begun = counted(sent.drafts, "draft of yours is", "drafts of yours are")
        say(f"{begun} not in it: 'sessionlens replay' shows where")
