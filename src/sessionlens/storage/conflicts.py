"""Copies that file synchronisers leave beside a file that was changed in two places."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

# Dropbox and Nextcloud: `talk.review (Anna's conflicted copy 2026-10-02).toml`; Syncthing:
# `talk.review.sync-conflict-20261002-101010-ABCDEFG.toml`; Seafile and others alike.
_COPY = (
    r"(?i)(?P<stem>.+?)(?:\s?\([^()]{0,100}?(?:conflict|konflikt|conflit|conflic|konfliktni)[^()]{0,100}\)"
    r"|[._ -](?:sync-)?conflict[._ -][\w.-]{1,60})(?P<ending>\.toml)"
)


def conflict_copies(names: Iterable[str]) -> dict[str, list[str]]:
    """The copies among these names, by the name of the file that each is a copy of."""
    copies: dict[str, list[str]] = {}
    for name in names:
        if is_conflict_copy(name) and (match := re.fullmatch(_COPY, name)):
            copies.setdefault(match["stem"] + match["ending"], []).append(name)
    return {name: sorted(others) for name, others in copies.items()}


def is_conflict_copy(name: str) -> bool:
    """Whether a synchroniser has given a file this name."""
    return "onfl" in name.lower() and re.fullmatch(_COPY, name) is not None


def copies_notice(path: Path) -> str:
    """The sentence that names the copies beside a file; empty where there is none."""
    try:
        names = os.listdir(path.parent)  # noqa: PTH208 - names are all that is needed
    except OSError:
        return ""
    copies = conflict_copies(names).get(path.name, [])
    if not copies:
        return ""
    which = "a copy" if len(copies) == 1 else f"{len(copies)} copies"
    return (
        f"A file synchroniser has left {which} of this review beside it, with what was written"
        f" elsewhere: {', '.join(copies)}"
    )
