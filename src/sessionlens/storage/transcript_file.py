"""Our transcript files: written whole, and never over another program's changes."""

from pathlib import Path

from sessionlens.storage import atomic
from sessionlens.storage.guarded import GuardedFile


def write_transcript(path: Path, data: bytes) -> None:
    """Write an encoded transcript durably, whatever was there; raises SessionLensError."""
    atomic.write_bytes(path, data)


class TranscriptFile(GuardedFile):
    """A transcript that is being corrected: `seen(bytes read)` first, then `write(bytes)`."""
