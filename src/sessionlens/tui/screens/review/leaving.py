"""What is kept when one leaves, or in case one cannot."""

from msgspec.structs import replace

from sessionlens import resources
from sessionlens.domain.errors import SessionLensError
from sessionlens.opening.review import Opened
from sessionlens.storage.atomic import write_bytes
from sessionlens.storage.reviews import encode_review
from sessionlens.storage.state import save_state
from sessionlens.tui.screens.review.stage import Stage


def remember(stage: Stage, *, follow: bool) -> None:
    """Keep position, speed, view and drafts; what cannot be kept is no reason to stop."""
    player = stage.player
    stage.state = replace(
        stage.state,
        position=player.position if player else stage.state.position,
        speed=player.speed if player else stage.state.speed,
        follow=follow,
        drafts=stage.drafts,
    )
    try:
        save_state(state_key(stage.opened), stage.state)
    except SessionLensError:
        # The review itself says when it cannot be saved; this is only the place in it.
        return


def state_key(opened: Opened) -> str:
    """What a review is remembered by: its id, or its path as long as it has no file."""
    if opened.review_path.exists():
        return opened.review.id
    return str(opened.review_path)


def rescue(stage: Stage) -> str:
    """Put a review that cannot be saved somewhere else; returns the sentence to show."""
    unsaved = stage.editor.unsaved
    folder = resources.data_folder() / "rescued"
    path = folder / stage.opened.review_path.name
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_bytes(path, encode_review(stage.editor.review))
    except (OSError, SessionLensError):
        return f"NOT SAVED: {unsaved} Leave again to give up what is not saved"
    return f"NOT SAVED: {unsaved} A copy is in {path}. Leave again to go"
