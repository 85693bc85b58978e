"""What the benches of recordings share."""

import statistics
import subprocess
from collections.abc import Callable
from pathlib import Path

_MADE = {  # how each format is encoded, from the wav of which it is made
    "flac": ["-c:a", "flac"],
    "mp3": ["-c:a", "libmp3lame", "-b:a", "128k"],
    "vbr.mp3": ["-c:a", "libmp3lame", "-q:a", "4", "-write_xing", "0"],
    "m4a": ["-c:a", "aac", "-b:a", "128k"],
    "ogg": ["-c:a", "libvorbis"],
    "opus": ["-c:a", "libopus", "-b:a", "64k", "-ar", "48000"],
}
# These hold their length, or count their frames, in ways that copies of a minute would break.
_WHOLE = ("flac", "ogg", "opus")


def median(measure: Callable[[], float], times: int = 3) -> float:
    """The median of a measurement done several times."""
    return statistics.median(measure() for _ in range(times))


def report(name: str, ours: float, yardstick: float, limit: float, unit: str = "s") -> None:
    """Print a figure, its yardstick from the same run, and the ratio beside its limit."""
    ratio = ours / yardstick
    verdict = "within" if ratio <= limit else "ABOVE"
    print(
        f"{name:<28}{ours:9.2f} {unit:<3}yardstick {yardstick:9.2f} {unit:<3}"
        f"ratio {ratio:5.2f}  {verdict} {limit:.2f}",
        flush=True,
    )


def talk(folder: Path, kind: str, minutes: int, rate: int = 44100) -> Path:
    """A recording of two channels that never falls silent, made with the program ffmpeg.

    Where that is sound, one minute is encoded and repeated: making it is not what is measured.
    """
    source = folder / f"minute-{rate}.wav"
    if not source.exists():
        tones = "0.3*sin(2*PI*t*(220+40*sin(t/3)))*(0.6+0.4*sin(5*t))+0.02*(random(0)-0.5)"
        other = "0.3*sin(2*PI*t*(330+50*sin(t/4)))*(0.6+0.4*sin(7*t))+0.02*(random(1)-0.5)"
        signal = f"aevalsrc={tones}|{other}:s={rate}:d=60"
        ffmpeg("-f", "lavfi", "-i", signal, "-c:a", "pcm_s16le", str(source))
    suffix = kind.rsplit(".", maxsplit=1)[-1]
    minute = source if kind == "wav" or kind in _WHOLE else folder / f"minute-{rate}.{kind}"
    if not minute.exists():
        ffmpeg("-i", str(source), *_MADE[kind], str(minute))
    path = folder / f"talk-{minutes}-{rate}-{kind.replace('.', '-')}.{suffix}"
    header = ["-write_xing", "0"] if kind == "vbr.mp3" else []
    repeat = ["-stream_loop", str(minutes - 1), "-i", str(source if kind in _WHOLE else minute)]
    how = _MADE[kind] if kind in _WHOLE else ["-c", "copy"]
    ffmpeg(*repeat, *how, *header, str(path))
    return path


def ffmpeg(*arguments: str) -> None:
    """Run the program; raises CalledProcessError."""
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", *arguments], check=True)


def family(pid: int) -> list[int]:
    """The process and all its descendants, on Linux; none where `/proc` does not tell."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [child for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []
    return [pid, *(member for child in children for member in family(int(child)))]
