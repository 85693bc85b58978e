"""`sessionlens export`: the feedback file for the coach."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sessionlens.cli.edge import warn
from sessionlens.cli.files import FILE, force_option, refuse_harm
from sessionlens.cli.out import say
from sessionlens.domain.text import counted

if TYPE_CHECKING:
    from sessionlens.domain.feedback import Feedback
    from sessionlens.library.exporting import Exported


@click.command()
@click.argument("review", type=FILE)
@click.option("-o", "--output", type=FILE, help="Where to write.")
@click.option(
    "--format", "format_", type=click.Choice(["toml"]), default="toml", help="What to write."
)
@click.option("--reply", type=FILE, help="The coach's reply, if it does not lie beside the review.")
@click.option("--no-reply", is_flag=True, help="Leave out what the coach has replied.")
@force_option
def command(
    review: Path,
    output: Path | None,
    format_: str,
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
    from sessionlens.library.exporting import exported
    from sessionlens.library.kinds import kind_of
    from sessionlens.storage.atomic import write_bytes
    from sessionlens.storage.state import remember_export

    if reply and no_reply:
        raise click.UsageError("--reply and --no-reply exclude each other")
    if kind_of(review) == "reply":
        if reply or no_reply:
            raise click.UsageError("--reply and --no-reply are for a review")
        _export_reply(review, output, force=force)
        return
    feedback = exported(review, reply, thread=not no_reply)
    target = output or feedback.target
    sources = [feedback.review, feedback.recording, *filter(None, [feedback.reply])]
    review_id = feedback.feedback.review
    refuse_harm(target, "feedback", force=force, sources=sources, review=review_id)
    write_bytes(target, _ENCODERS[format_](feedback.feedback, target.name))
    remember_export(review_id)
    _tell(feedback, target)


def _tell(feedback: "Exported", target: Path) -> None:
    say(f"{target}: {counted(len(feedback.feedback.markers), 'marker', 'markers')}")
    if answers := len(feedback.feedback.answers):
        say(f"{counted(answers, 'answer', 'answers')} from {feedback.reply} carried along")
    for notice in feedback.notices:
        warn(notice, feedback.review)
    if feedback.private:
        stay = counted(feedback.private, "private marker stays", "private markers stay")
        say(f"{stay} with you")


def _export_reply(source: Path, output: Path | None, *, force: bool) -> None:
    from sessionlens.library.exporting import reply_to_send
    from sessionlens.storage.atomic import write_bytes
    from sessionlens.storage.replies import encode_reply

    sent = reply_to_send(source)
    target = output or sent.target
    refuse_harm(target, "reply", force=force, sources=[source], review=sent.reply.review)
    write_bytes(target, encode_reply(sent.reply, to_send=True))
    answers = counted(len(sent.reply.answers), "answer", "answers")
    say(f"{target}: {answers}, to be sent to your mentor")
    if sent.notes:
        left = counted(sent.notes, "note of your own was", "notes of your own were")
        say(f"{left} left out")
    if sent.drafts:
        begun = counted(sent.drafts, "draft of yours is", "drafts of yours are")
        say(f"{begun} not in it: 'sessionlens replay' shows where")


def _toml(feedback: "Feedback", name: str) -> bytes:
    from sessionlens.storage.feedback import encode_feedback

    return encode_feedback(feedback, name)


_ENCODERS: dict[str, Callable[["Feedback", str], bytes]] = {"toml": _toml}
