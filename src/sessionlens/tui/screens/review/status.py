"""The sentences of the status line."""

from sessionlens.domain.editor import Editor
from sessionlens.domain.review import Session
from sessionlens.tui.screens.review.desk import Desk


def title_of(session: Session, file: str) -> str:
    """Title, coach and level of a session; the recording's name if nothing is known yet."""
    return " · ".join(
        part for part in (session.title or file, session.coach, session.level) if part
    )


def saved_text(editor: Editor, read_only: str | None, seconds_ago: float | None) -> str:
    """Whether everything is on disk, and how many markers there are."""
    count = len(editor.review.markers)
    markers = f"{count} marker" + ("" if count == 1 else "s")
    if read_only:
        return f"read-only · {markers}"
    if editor.unsaved is not None:
        return f"NOT SAVED · {markers}"
    if seconds_ago is None:
        return f"saved · {markers}" if count else markers
    ago = f"{seconds_ago:.0f} s" if seconds_ago < 60 else f"{seconds_ago / 60:.0f} min"
    return f"saved {ago} ago · {markers}"


def sound_text(desk: Desk) -> tuple[str, bool]:
    """Through what one hears, and whether there is no sound."""
    player = desk.player
    if player is None:
        return "", False
    if player.failure is not None:
        return "cannot play", True
    sound = player.sound
    if sound.kind == "silent":
        return sound.reason, True
    if player.muted:
        return "♪ muted", True
    volume = "" if player.volume == 1.0 else f" {player.volume:.0%}"
    return (f"♪ {sound.device}{volume}" if sound.kind == "device" else "♪ …"), False
