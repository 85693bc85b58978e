"""Feeds mutated files to every reader: `python tools/fuzz.py --count 2000`.

Each reader works in a process of its own, which may crash, hang or run out of memory; whatever is
no answer and no SessionLensError is printed, once for each place, and its input is kept. The same
--seed and --reader make the same inputs. Ends with 1 if anything broke.
"""

import argparse
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

from fuzzing.mutations import made
from fuzzing.readers import READERS

PATIENCE = 30.0  # seconds for one input
MEMORY = 4 << 30  # bytes of address space


class Broken(NamedTuple):
    """An input that broke a reader, and how."""

    index: int
    what: str


def work(reader: str, seed: int, first: int, last: int) -> None:
    """Read inputs `first` to `last`; a line of JSON says which is begun, and what broke."""
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from sessionlens.domain.errors import SessionLensError

    seeds, read = READERS[reader].seeds(), READERS[reader].read
    with tempfile.TemporaryDirectory() as name:
        for variable in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
            os.environ[variable] = name
        for index in range(first, last):
            suffix, data = made(reader, seeds, seed, index)
            path = Path(name) / f"input{suffix}"
            path.write_bytes(data)
            print(json.dumps([index, ""]), file=answers)
            try:
                read(path)
            except SessionLensError as error:
                str(error)
            except BaseException as error:
                print(json.dumps([index, _described(error)]), file=answers)
            path.unlink(missing_ok=True)


def _described(error: BaseException) -> str:
    own = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if "sessionlens" in frame.filename
    ]
    place = f"{Path(own[-1].filename).name}:{own[-1].lineno}" if own else "?"
    return f"{type(error).__name__} at {place}: {str(error)[:120]}"


def broken(reader: str, seed: int, count: int) -> Iterator[Broken]:
    """Have a child read `count` inputs, and another go on where one has ended."""
    index = 0
    while index < count:
        command = [sys.executable, __file__, "--reader", reader, "--seed", str(seed)]
        child = subprocess.Popen(
            [*command, "--from", str(index), "--count", str(count)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert child.stdout is not None
        begun, how = index - 1, ""
        for begun, what in _answers(child.stdout):
            if what:
                yield Broken(begun, what)
        if child.poll() is None and not _ended(child):
            child.kill()
            how = f"no answer within {PATIENCE:.0f} seconds"
        code = child.wait()
        if not how and code == 0:
            return
        if begun < index:
            raise SystemExit(f"{reader}: the child does not start (it ended with {code})")
        yield Broken(begun, how or f"the process ended with {code}")
        index = begun + 1


def _answers(output: IO[str]) -> Iterator[tuple[int, str]]:
    """The child's lines, until it has ended or says nothing any more."""
    lines: queue.Queue[str] = queue.Queue()

    def listen() -> None:
        for line in output:
            lines.put(line)
        lines.put("")

    threading.Thread(target=listen, daemon=True).start()
    while True:
        try:
            line = lines.get(timeout=PATIENCE)
        except queue.Empty:
            return
        if not line:
            return
        index, what = json.loads(line)
        yield index, what


def _ended(child: "subprocess.Popen[str]") -> bool:
    try:
        child.wait(2)
    except subprocess.TimeoutExpired:
        return False
    return True


def run(reader: str, seed: int, count: int, keep: Path) -> int:
    """Print what breaks a reader and keep its inputs; returns how many places broke."""
    began = time.monotonic()
    seeds = READERS[reader].seeds()
    places: dict[str, int] = {}
    for index, what in broken(reader, seed, count):
        place = what.split(": ")[0]
        places[place] = places.get(place, 0) + 1
        if places[place] > 1:
            continue
        suffix, data = made(reader, seeds, seed, index)
        keep.mkdir(parents=True, exist_ok=True)
        path = keep / f"{reader}-{seed}-{index}{suffix}"
        path.write_bytes(data)
        print(f"{reader} {index}: {what}\n    {path}", flush=True)
    total = sum(places.values())
    seconds = time.monotonic() - began
    print(f"{reader}: {count} inputs in {seconds:.0f} s, {total} broke, at {len(places)} places")
    return len(places)


def main() -> int:
    """Parse, run every reader that is asked for, sum up."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--reader", choices=READERS, help="one of them; without it, all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=2000, help="inputs for each reader")
    parser.add_argument(
        "--keep", type=Path, default=Path("fuzz-broken"), help="where inputs are kept"
    )
    parser.add_argument("--from", dest="first", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.first is not None:
        work(options.reader, options.seed, options.first, options.count)
        return 0
    readers = [options.reader] if options.reader else list(READERS)
    return min(sum(run(reader, options.seed, options.count, options.keep) for reader in readers), 1)


if __name__ == "__main__":
    sys.exit(main())
