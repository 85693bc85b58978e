"""`sessionlens transcribe`: recognises recordings, offline."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sessionlens.cli.arguments import FILE, audio_track, force_option
from sessionlens.cli.edge import UNREADABLE, report_and_go_on, warn
from sessionlens.cli.out import say, say_json_line
from sessionlens.domain.errors import SessionLensError

if TYPE_CHECKING:
    from sessionlens.cli.transcribe_run import WrittenTranscript

_TRACK = "NAME=FILE"


@click.command()
@click.argument("recordings", nargs=-1, type=FILE, metavar="[RECORDING]...")
@click.option("--track", "tracks", multiple=True, metavar=_TRACK, help="One person's recording.")
@click.option(
    "--audio-track",
    type=audio_track,
    metavar="N|all",
    help="Of several audio tracks in a file, this one, or all.",
)
@click.option("-o", "--output", type=FILE, help="Where to write; for one recording only.")
@click.option("--model", default="", help="A model's name or folder.")
@click.option("--language", default="", help="A language, such as de or en-us.")
@click.option("--names", default="", help="Who is on the left and right channel: Coach,Client.")
@click.option(
    "--speakers",
    type=click.IntRange(1, 10),
    help="Voices to tell apart in one channel; 1: none. [default: 2]",
)
@click.option("--as-heard", is_flag=True, help="Put no names in place of what sounds like them.")
@click.option("--json", "as_json", is_flag=True, help="Print progress and results as JSON lines.")
@click.option("--jobs", type=click.IntRange(1, 64), help="How many cores to use. [default: all]")
@force_option
def command(
    recordings: tuple[Path, ...],
    tracks: tuple[str, ...],
    audio_track: int | None,
    output: Path | None,
    names: str,
    as_json: bool,
    **options: Any,
) -> int:
    """Recognise what is said in recordings, offline, with the time of every word.

    The result is `*.transcript.json` beside the recording, which `sessionlens review` finds by
    itself; `-o talk.vtt` or `-o talk.srt` makes subtitles. The channels of a stereo recording are
    recognised each by itself, and so are the recordings of a session with one per person: --track
    Coach=a.m4a --track Client=b.m4a.

    Names that the model does not know are put in place of unsure words that sound like them: those
    of coach and reviewer in the review, and those in names.txt beside the recording.

    Ctrl+C loses nothing: the same command goes on from there.
    """
    from sessionlens.audio.probe import recognise
    from sessionlens.cli.transcribe_run import TranscribeOptions, TranscribeRun

    together = [_track(text) for text in tracks]
    _check(recordings, together, output)
    for _, track in together:
        recognise(track)
    there = [one for one in recordings if _is_readable(one)]
    if recordings and not there:
        return UNREADABLE
    # Only now: without a model, a mistyped name would never be said.
    run = TranscribeRun(TranscribeOptions(**options), say_json_line if as_json else None)
    report = _report_json if as_json else _report
    if together:
        report(run.tracks(together, output), together[0][1])
    done = 0
    for recording in there:
        try:
            _hear(recording, audio_track)
            channels = [name for name in names.split(",") if name]
            report(run.recording(recording, output, channels), recording)
            done += 1
        except SessionLensError as error:
            report_and_go_on(error, recording)
    return 0 if done == len(recordings) else UNREADABLE


def _hear(recording: Path, audio_track: int | None) -> None:
    """Recognise this audio track; without a number the one that was chosen in the screen."""
    from sessionlens.audio.description import choose_track
    from sessionlens.library.review_place import remembered_track

    number = remembered_track(recording) if audio_track is None else audio_track
    if number:
        choose_track(recording, number)


def _is_readable(recording: Path) -> bool:
    """Whether a file looks like a recording; says why it does not."""
    from sessionlens.audio.probe import recognise

    try:
        recognise(recording)
    except SessionLensError as error:
        report_and_go_on(error, recording)
        return False
    return True


def _check(
    recordings: tuple[Path, ...], tracks: list[tuple[str, Path]], output: Path | None
) -> None:
    if bool(recordings) == bool(tracks):
        raise SessionLensError(
            "Name recordings, or tracks of one session, but not both"
            if recordings
            else "No recording was named",
            f"Write RECORDING..., or --track {_TRACK} for each person",
        )
    if output and len(recordings) > 1:
        raise SessionLensError("One output cannot hold several transcripts", "Leave -o out")


def _track(text: str) -> tuple[str, Path]:
    name, separator, file = text.partition("=")
    if not separator or not name.strip() or not file:
        raise SessionLensError(
            f"'{text}' is no track", f"Write --track {_TRACK}, such as --track Coach=anna.m4a"
        )
    return name.strip(), Path(file)


def _report_json(done: "WrittenTranscript", recording: Path) -> None:
    say_json_line({"recording": str(recording), **done.facts, "warnings": list(done.warnings)})


def _report(done: "WrittenTranscript", recording: Path) -> None:
    for warning in done.warnings:
        warn(warning, recording)
    say(done.summary)
