"""`sessionlens export`: what goes out, to people and to other tools."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sessionlens.cli.arguments import FILE, force_option, key_option
from sessionlens.cli.edge import warn
from sessionlens.cli.out import say
from sessionlens.documents.formats import (
    NAMES,
    SERIES,
    DocumentFormat,
    Options,
    format_for,
    format_named,
)
from sessionlens.domain.text import counted

if TYPE_CHECKING:
    from sessionlens.domain.review import Session
    from sessionlens.library.exporting import ReplyToSend
    from sessionlens.library.outgoing import Outgoing


def _size(_ctx: click.Context, _param: click.Parameter, value: str) -> int:
    """Read `20MB`, for a callback."""
    number = value.strip().upper().removesuffix("B").removesuffix("M").strip()
    try:
        size = float(number.replace(",", "."))
    except ValueError:
        size = 0.0
    if not 0 < size < 10_000:
        raise click.BadParameter(f"'{value}' is no size: write it as 20MB")
    return round(size * 1_000_000)


@click.command()
@click.argument("files", nargs=-1, type=FILE, metavar="FILE...")
@click.option("-o", "--output", "outputs", multiple=True, type=FILE, help="Where to write.")
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(NAMES),
    help="What to write; may be given several times. The ending of -o says it, too.",
)
@click.option("--reply", type=FILE, help="The coach's reply, if it does not lie beside the review.")
@click.option("--no-reply", is_flag=True, help="Leave out what the coach has replied.")
@click.option("--recording", type=FILE, help="The recording, if it is not found by itself.")
@click.option("--transcript", type=FILE, help="The transcript, if it is not found by itself.")
@click.option(
    "--alias", "aliases", multiple=True, metavar="NAME=PSEUDONYM", help="Replace a person's names."
)
@click.option("--yes", is_flag=True, help="Replace all of these names without asking.")
@key_option
@click.option(
    "--mute", "mutes", multiple=True, metavar="FROM-TO", help="Leave out words and sound there."
)
@click.option("--no-audio", is_flag=True, help="A report without sound.")
@click.option("--max-size", default="20MB", callback=_size, help="Largest size of a report (20MB).")
@click.option(
    "--sound",
    type=click.Choice(["opus", "aac"]),
    default="opus",
    help="Sound of a report: opus is smaller, aac plays on Apple devices from before 2025, too.",
)
@click.option("--template", type=FILE, help="A template of your own, for one format.")
@click.option("--rubric", default="", help="For a review over sessions: only those made with it.")
@click.option("--list-placeholders", is_flag=True, help="Name what a template can hold, and end.")
@force_option
def command(  # noqa: PLR0913 - click hands over each option
    *,
    files: tuple[Path, ...],
    outputs: tuple[Path, ...],
    formats: tuple[str, ...],
    reply: Path | None,
    no_reply: bool,
    recording: Path | None,
    transcript: Path | None,
    aliases: tuple[str, ...],
    yes: bool,
    key: Path | None,
    mutes: tuple[str, ...],
    no_audio: bool,
    max_size: int,
    sound: str,
    template: Path | None,
    rubric: str,
    list_placeholders: bool,
    force: bool,
) -> None:
    """Write what goes out: feedback, report, form, transcript, or files for other tools.

    FILE is a review or its recording, a feedback file, or a coach's reply. Without --format and -o
    a review becomes the feedback file for the coach (`*.feedback.toml`); a coach's reply and their
    own review become copies to be sent (`*.to-send.…`). Nothing private is exported. What the
    coach has replied to an earlier export is carried along, if their reply lies beside the review.

    The report (html) plays the marked moments in any browser; the form is what one hands in.
    Of several sessions of one coach, `--format review-docx` makes a competency review.
    """
    if list_placeholders:
        _list_placeholders()
        return
    if reply and no_reply:
        raise click.UsageError("--reply and --no-reply exclude each other")
    from sessionlens.library.exporting import review_of
    from sessionlens.library.kinds import kind_of
    from sessionlens.library.outgoing import outgoing
    from sessionlens.storage.settings import load_settings

    chosen = _targets_of(files, formats, outputs, rubric)
    if "reply" in map(kind_of, files):
        if reply or no_reply:
            raise click.UsageError("--reply and --no-reply are for a review")
        alone = len(files) == 1 and [name for name, _ in chosen] == ["toml"]
        if alone and not (aliases or mutes):
            _export_reply(files[0], chosen[0][1], key, force=force)
            return
    options = Options(
        target=Path(),
        audio=not no_audio,
        max_size=max_size,
        codec=sound,
        pre_roll=load_settings().pre_roll,
        template=template,
    )
    sessions = []
    for file in files:
        if ("toml", None) in chosen and kind_of(file) != "reply":
            file = review_of(file)  # noqa: PLW2901 - a feedback file is no source of itself
        gathered = outgoing(
            file,
            reply=reply,
            thread=not no_reply,
            transcript=transcript,
            recording=recording,
            text_only=[name for name, _ in chosen] == ["toml"] and not (aliases or mutes),
        )
        whole = any(_is_whole(name) for name, _ in chosen)
        sessions.append(_without_names(gathered, aliases, mutes, key, whole=whole, yes=yes))
    if chosen[0][0] in SERIES:
        _export_series(files, sessions, chosen, rubric, options, force=force)
        return
    for gathered in sessions:
        _export(gathered, chosen, options, force=force)


def _targets_of(
    files: Sequence[Path], formats: Sequence[str], outputs: Sequence[Path], rubric: str
) -> list[tuple[str, Path | None]]:
    """Each format with its target, None for the usual name; raises what says what does not fit."""
    if not files:
        raise click.UsageError("Missing argument 'FILE...'")
    if rubric and not set(formats) & SERIES.keys():
        raise click.UsageError("--rubric is for --format review or review-docx")
    if len(formats) > 1 and outputs and len(outputs) != len(formats):
        raise click.UsageError("Give each --format its -o, or none at all")
    if len(set(formats)) != len(formats):
        raise click.UsageError("One --format is there twice")
    if outputs and len(files) > 1 and not set(formats) & SERIES.keys():
        raise click.UsageError("-o is for one FILE")
    series = [name for name in formats if name in SERIES]
    if series and len(series) != len(formats):
        raise click.UsageError("A review over sessions goes without any other --format")
    if not outputs:
        return [(name, None) for name in formats or ("toml",)]
    if not formats:
        return [(format_for(output).name, output) for output in outputs]
    if len(formats) == 1 and len(outputs) > 1:
        raise click.UsageError("One --format has one -o")
    return list(zip(formats, outputs, strict=True))


def _is_whole(name: str) -> bool:
    return name not in SERIES and format_named(name).whole


def _without_names(
    gathered: "Outgoing",
    aliases: Sequence[str],
    mutes: Sequence[str],
    key: Path | None,
    *,
    whole: bool,
    yes: bool,
) -> "Outgoing":
    """Replace names, and say in notices which are still in it."""
    from msgspec.structs import replace

    from sessionlens.library.leaving_out import names_leaving, without_names
    from sessionlens.storage.state import load_export, remember_names

    review = gathered.content.feedback.review
    decided = bool(aliases)
    if aliases:
        remember_names(review, tuple(aliases))
    else:
        aliases = load_export(review).aliases
    if aliases or mutes:
        from sessionlens.cli.asking import Asking
        from sessionlens.documents.aliases import parse_alias
        from sessionlens.documents.silence import parse_stretch

        gathered = without_names(
            gathered,
            [parse_alias(alias) for alias in aliases],
            [parse_stretch(mute) for mute in mutes],
            whole=whole,
            decide=None if yes or not decided else Asking().about_name,
        )
    names, notices = names_leaving(gathered, whole=whole, key=key)
    # Whoever has replaced names, or left one in when asked, is told of those in their key only.
    told = [name.sentence for name in names if not (aliases or mutes) or name.in_key]
    return replace(gathered, notices=(*gathered.notices, *told, *notices))


def _export(
    gathered: "Outgoing",
    chosen: Sequence[tuple[str, Path | None]],
    options: Options,
    *,
    force: bool,
) -> None:
    """Look at all targets before anything is rendered, and render all before any is written."""
    from msgspec.structs import replace

    from sessionlens.library.outgoing import told

    targets: list[tuple[DocumentFormat, Path]] = []
    for name, output in chosen:
        format = format_named(name)
        target = output or gathered.target(format)
        gathered.refuse_harm(format, target, force=force)
        targets.append((format, target))
    rendered = []
    for format, target in targets:
        data, notices = gathered.rendered(format, replace(options, target=target))
        rendered.append((format, target, data, notices))
    for format, target, data, notices in rendered:
        beside = gathered.keep(format, target, data)
        say(_told(gathered, format, target, len(data)))
        for notice in (*notices, *beside):
            warn(notice, target)
    for notice in gathered.notices:
        warn(notice, gathered.sources[0])
    for line in told(gathered):
        say(line)


def _told(gathered: "Outgoing", format: DocumentFormat, target: Path, size: int) -> str:
    if gathered.answers is not None and format.name == "toml":
        answers = counted(len(gathered.answers.reply.answers), "answer", "answers")
        return f"{target}: {answers}, to be sent to {_receiver(gathered.answers.reply.session)}"
    markers = counted(len(gathered.content.moments), "marker", "markers")
    if format.name == "toml":
        return f"{target}: {markers}" + (
            "" if gathered.own is None else f", to be sent to {gathered.receiver}"
        )
    megabytes = f", {size / 1_000_000:.1f} MB" if size >= 100_000 else ""
    return f"{target}: {format.title}, {markers}{megabytes}"


def _export_series(
    files: Sequence[Path],
    sessions: Sequence["Outgoing"],
    chosen: Sequence[tuple[str, Path | None]],
    rubric: str,
    options: Options,
    *,
    force: bool,
) -> None:
    from sessionlens.library.series import series_of

    series = series_of(files, sessions, rubric)
    targets = [(name, output or series.target(name)) for name, output in chosen]
    for _, target in targets:
        series.refuse_harm(target, force=force)
    for name, target in targets:
        series.write(name, target, options)
        count = counted(len(series.sessions), "session", "sessions")
        say(f"{target}: competency review, {count}")
    for notice in series.notices:
        warn(notice, targets[0][1])


def _export_reply(source: Path, output: Path | None, key: Path | None, *, force: bool) -> None:
    from sessionlens.library.exporting import reply_to_send
    from sessionlens.library.leaving_out import persons_in_reply

    answers = reply_to_send(source)
    names, notices = persons_in_reply(answers.reply, key)
    target = answers.write(output, force=force)
    _tell_answers(answers, target)
    for notice in (*(name.sentence for name in names), *notices):
        warn(notice, target)


def _receiver(session: "Session") -> str:
    from sessionlens.domain.roles import people

    if session.setting == "group" and session.reviewer:
        return session.reviewer  # all of them
    return f"your {people(session).reviewer}"


def _tell_answers(sent: "ReplyToSend", target: Path) -> None:
    answers = counted(len(sent.reply.answers), "answer", "answers")
    say(f"{target}: {answers}, to be sent to {_receiver(sent.reply.session)}")
    if sent.notes:
        left = counted(sent.notes, "note of your own was", "notes of your own were")
        say(f"{left} left out")
    if sent.drafts:
        begun = counted(sent.drafts, "draft of yours is", "drafts of yours are")
        say(f"{begun} not in it: 'sessionlens replay' shows where")


def _list_placeholders() -> None:
    from sessionlens.cli.out import say_table
    from sessionlens.documents import competency_review, placeholders, transcript_docx
    from sessionlens.documents.templates import SHIPPED

    for title, names in (
        ("Every template", placeholders.PLACEHOLDERS),
        ("transcript.docx besides", transcript_docx.PLACEHOLDERS),
        ("competency-review besides", competency_review.PLACEHOLDERS),
    ):
        say(f"{title}:")
        say_table([(name, meaning) for name, meaning in names.items()], indent=2)
        say()
    say(f"The templates that ship are in {SHIPPED}; copy one, change it, name it with --template")
