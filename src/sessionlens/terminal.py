"""The standard streams as all text has to pass them: nothing in it can act upon a terminal."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO, cast

from sessionlens.domain.text import harmless


class _HarmlessStream:
    """A text stream that leaves out, whoever writes to it, what acts upon a terminal."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        """Write a text; tabs and line breaks stay in it."""
        self.stream.write(harmless(text, multiline=True))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write several texts."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


def harmless_stream(stream: TextIO) -> TextIO:
    """The same stream for text that may hold anything."""
    return stream if isinstance(stream, _HarmlessStream) else cast(TextIO, _HarmlessStream(stream))


def unguarded(stream: TextIO) -> TextIO:
    """The stream below: for a progress bar, which moves the cursor and cleans its own words."""
    return stream.stream if isinstance(stream, _HarmlessStream) else stream


@contextmanager
def harmless_streams() -> Iterator[None]:
    """Let nothing but harmless text out through `sys.stdout` and `sys.stderr`."""
    before = sys.stdout, sys.stderr
    for stream in before:
        # A name that is no Unicode, or a terminal that knows less of it, must not stop the output.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
    if sys.stdout is not None:
        sys.stdout = harmless_stream(sys.stdout)
    if sys.stderr is not None:
        sys.stderr = harmless_stream(sys.stderr)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
