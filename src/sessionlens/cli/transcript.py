"""`sessionlens transcript`: converts any known transcript."""

from pathlib import Path

import click

from sessionlens.cli.arguments import FILE, encoding_option, force_option
from sessionlens.cli.edge import warn
from sessionlens.cli.out import say
from sessionlens.domain.text import counted, file_name

_FORMATS = ("json", "vtt", "srt")


@click.command()
@click.argument("source", type=FILE)
@click.option("-o", "--output", type=FILE, help="Where to write; its ending says what.")
@click.option("--format", "format_", type=click.Choice(_FORMATS), help="What to write.")
@encoding_option
@force_option
def command(
    source: Path, output: Path | None, format_: str | None, encoding: str, force: bool
) -> None:
    """Convert a transcript, from any known format.

    Without -o it becomes `*.transcript.json` beside SOURCE, which `sessionlens review` finds by
    itself. With `-o talk.vtt` or `-o talk.srt` it becomes subtitles.
    """
    from sessionlens.documents.subtitles import encode, format_of
    from sessionlens.library.replacing import refuse_harm
    from sessionlens.storage.atomic import write_bytes
    from sessionlens.transcripts.checks import warnings_for
    from sessionlens.transcripts.recognise import read_transcript

    format_ = format_ or format_of(output)
    target = output or _beside(source, format_)
    reading = read_transcript(source, encoding)
    refuse_harm(target, "transcript", force=force, sources=[source])
    write_bytes(target, encode(reading.transcript, format_))
    for warning in (*reading.warnings, *warnings_for(reading.transcript, None)):
        warn(warning, source)
    count = counted(len(reading.transcript.utterances), "utterance", "utterances")
    say(f"{file_name(target)}: {count} from {reading.format}")


def _beside(source: Path, format_: str) -> Path:
    stem = source.stem.removesuffix(".transcript") or source.stem
    return source.with_name(f"{stem}.transcript.json" if format_ == "json" else f"{stem}.{format_}")
