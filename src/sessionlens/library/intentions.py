"""Finds what a coach meant to practise: in the replies near a recording."""

import datetime as dt
from pathlib import Path

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.intention import Intention, intention_for, intention_in
from sessionlens.domain.review import RecordingRef, Session
from sessionlens.storage.heads import folders_beside, heads_in
from sessionlens.storage.replies import load_reply
from sessionlens.storage.state import used_folders


def intentions_near(path: Path) -> tuple[Intention, ...]:
    """What is said about practising in the replies beside a file, and where its session's may be.

    Those are the folders beside its own, for some programs make one for each meeting, and the ones
    that recordings were opened in. A reply and its copy that was sent count once, the copy that was
    made last. What cannot be read is passed over. Takes a moment: not before the first paint.
    """
    newest: dict[str, Intention] = {}
    for folder in folders_near(path.parent):
        for head in heads_in(folder, ["reply"]):
            try:
                intention = intention_in(load_reply(head.path), _written(head.path))
            except SessionLensError:
                continue
            if intention and (
                intention.id not in newest or newest[intention.id].noted < intention.noted
            ):
                newest[intention.id] = intention
    return tuple(newest.values())


def intention_words_for(session: Session, recording: RecordingRef, near: Path) -> str:
    """What the coach of a session meant to practise when it came; empty where not known."""
    intention = intention_for(session, recording, intentions_near(near))
    return f"to practise: {' '.join(intention.text.split())}" if intention else ""


def folders_near(folder: Path) -> tuple[Path, ...]:
    """A folder, those beside it, and the ones that recordings were opened in, each once."""
    return tuple(dict.fromkeys([folder, *folders_beside(folder), *used_folders()]))


def _written(path: Path) -> dt.datetime:
    try:
        return dt.datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    except (OSError, OverflowError, ValueError):
        return dt.datetime.min.replace(tzinfo=dt.UTC)
