"""What our files are called: the name for a recording's file of a kind, and the kind of a name."""

import os
from pathlib import Path

from sessionlens.storage.kinds import ENDINGS, Kind

_LONGEST = 200  # bytes of a name, which leaves room for endings within the usual 255


def own_names(recording: Path, kind: Kind) -> tuple[str, str]:
    """The names that a recording's file of a kind can have: `talk.review.toml`, the usual one.

    The other is `talk.wav.review.toml`, for where the usual one belongs to `talk.m4a`.
    """
    usual, whole = short(recording.stem), short(recording.name)
    return f"{usual}{ENDINGS[kind]}", f"{whole}{ENDINGS[kind]}"


def named(name: str) -> tuple[str, Kind] | None:
    """What a name of ours is made of, such as `talk` and `review`; None for any other name."""
    for kind, ending in ENDINGS.items():
        if name.endswith(ending):
            return name.removesuffix(ending), kind
    return None


def counterpart(path: Path, kind: Kind, other: Kind) -> Path:
    """The file of another kind that goes with a file of this kind, whatever that is called.

    The feedback for `talk.review.toml` is `talk.feedback.toml`, for `renamed.toml` it is
    `renamed.feedback.toml`.
    """
    stem = path.name.removesuffix(".toml").removesuffix(ENDINGS[kind].removesuffix(".toml"))
    return path.with_name(f"{stem}{ENDINGS[other]}")


def short(name: str) -> str:
    """A name to which an ending can be added: a very long one is cut, and stays unlike others."""
    if len(name) * 4 <= _LONGEST:  # no letter has more than four bytes
        return name
    encoded = os.fsencode(name)
    if len(encoded) <= _LONGEST:
        return name
    return f"{encoded[:_LONGEST].decode(errors='ignore')}-{mark(encoded)}"


def mark(name: bytes) -> str:
    """Eight letters and digits that tell this name from others."""
    import hashlib

    return hashlib.sha256(name).hexdigest()[:8]
