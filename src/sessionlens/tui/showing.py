"""What the program can show: something opened, and the screen for it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual.screen import Screen

from sessionlens.domain.keymap import clash_with
from sessionlens.domain.review import Role
from sessionlens.library.review import OpenedReview, open_review
from sessionlens.storage.keymaps import find_keymap
from sessionlens.storage.settings import load_settings
from sessionlens.storage.state import remember_folder
from sessionlens.tui.playback.screen import PlaybackScreen
from sessionlens.tui.showing_live import showing_after_live, showing_new_live
from sessionlens.tui.shown import Post, Showing, showing_review

if TYPE_CHECKING:
    from sessionlens.library.comparing import OpenedComparison
    from sessionlens.library.folder import RecordingEntry
    from sessionlens.library.replay import OpenedReplay
    from sessionlens.tui.screens.patterns.document import OpenPatterns
    from sessionlens.tui.screens.replay.document import OpenFeedback
    from sessionlens.tui.screens.start.document import OpenFolder
    from sessionlens.tui.screens.start.opening import OpenRequest


def showing_replay(opened: "OpenedReplay") -> Showing:
    """Feedback: the seal first, where there is one, or an invitation; then the moments."""
    from sessionlens.tui.screens.replay.document import open_for_replay
    from sessionlens.tui.screens.replay.screen import ReplayScreen
    from sessionlens.tui.screens.replay.unsealing import screen_before

    document = open_for_replay(opened)

    def make_screen(post: Post) -> Screen[None]:
        return screen_before(document, post) or ReplayScreen(document)

    return Showing(document, make_screen)


def showing_comparison(opened: "OpenedComparison") -> Showing:
    """Reviews side by side."""
    from sessionlens.tui.screens.compare.document import open_for_comparing
    from sessionlens.tui.screens.compare.screen import CompareScreen

    document = open_for_comparing(opened)
    return Showing(document, lambda _post: CompareScreen(document))


def showing_alliance(path: Path) -> Showing:
    """What people agreed; begun where the file is not there yet. Raises SessionLensError."""
    from sessionlens.tui.screens.alliance.document import open_alliance
    from sessionlens.tui.screens.alliance.screen import AllianceScreen

    document = open_alliance(path)
    return Showing(document, lambda _post: AllianceScreen(document))


def showing_folder(
    folder: Path, entries: "list[RecordingEntry] | None" = None, cursor: str = ""
) -> Showing:
    """The recordings of a folder, looked for now unless `entries` are given.

    Raises SessionLensError for a folder that cannot be listed.
    """
    from sessionlens.library.folder import first_look
    from sessionlens.tui.screens.start.document import OpenFolder
    from sessionlens.tui.screens.start.screen import StartScreen

    settings = load_settings()
    document = OpenFolder(
        folder=folder,
        entries=first_look(folder) if entries is None else entries,
        settings=settings,
        keymap=find_keymap(settings.keymap),
        cursor=cursor,
    )
    return Showing(document, lambda _post: StartScreen(document))


def showing_patterns(
    folders: Sequence[Path], coach: str = "", client: str = "", before: "OpenPatterns | None" = None
) -> Showing:
    """The sessions of one coach side by side, where one was `before` if that is given."""
    from sessionlens.tui.screens.patterns.document import OpenPatterns
    from sessionlens.tui.screens.patterns.screen import PatternsScreen

    settings = load_settings()
    document = before or OpenPatterns(
        folders=tuple(folders),
        settings=settings,
        keymap=find_keymap(settings.keymap),
        coach=coach,
        client=client,
    )
    return Showing(document, lambda _post: PatternsScreen(document))


def showing_again(document: "OpenFolder | OpenPatterns") -> Showing:
    """A list that was left for something else; raises SessionLensError."""
    from sessionlens.tui.screens.patterns.document import OpenPatterns

    if isinstance(document, OpenPatterns):
        return showing_patterns(document.folders, before=document)
    return showing_folder(document.folder, cursor=document.cursor)


def showing_chosen(request: "OpenRequest") -> Showing:
    """What was chosen from a folder's list; raises SessionLensError."""
    showing = _showing_chosen(request)
    waiting = [request.command] if request.command else []
    moments = [request.moment] if request.moment else []

    def make_screen(post: Post) -> Screen[None]:
        screen = showing.make_screen(post)
        if waiting and isinstance(screen, PlaybackScreen):
            screen.wait_with(waiting.pop())
        if moments and isinstance(screen, PlaybackScreen):
            screen.play_first(moments.pop())
        return screen

    return showing._replace(make_screen=make_screen)


def _showing_chosen(request: "OpenRequest") -> Showing:  # noqa: PLR0911 - one for each kind
    if request.kind == "patterns":
        return showing_patterns([request.path])
    remember_folder(request.path if request.kind == "live" else request.path.parent)
    match request.kind:
        case "live":
            return showing_new_live(request.path)
        case "review" | "self-review":
            if (showing := showing_after_live(request.path)) is not None:
                return showing
            role: Role = "mentor" if request.kind == "review" else "coach"
            return showing_review(_review_of(request.path, role))
        case "replay":
            from sessionlens.library.replay import open_replay

            return showing_replay(open_replay(request.path))
        case "demo":
            from sessionlens.library.sample import open_sample

            return showing_review(open_sample())
        case "alliance":
            return showing_alliance(request.path)
        case "compare":
            from sessionlens.library.comparing import open_comparison

            return showing_comparison(open_comparison(request.path, *request.others))


def _review_of(path: Path, role: Role) -> OpenedReview:
    """Open a recording, or the one that a review is about; raises SessionLensError."""
    from sessionlens.library.kinds import kind_of
    from sessionlens.library.relinking import recording_of

    if kind_of(path) == "review":
        return open_review(recording_of(path), review=path, role=role)
    return open_review(path, role=role)


def showing_own_review(document: "OpenFeedback") -> Showing:
    """The coach's own review of what a feedback is about; raises SessionLensError."""
    from sessionlens.library.replay import open_own_review

    opened = open_own_review(document.opened)
    try:
        # The command line may have named another keymap than the settings do.
        clash_with(document.keymap, opened.rubric)
    except BaseException:
        opened.store.close()
        raise
    return showing_review(replace(opened, keymap=document.keymap))


def showing_replay_again(document: "OpenFeedback") -> Showing | None:
    """The feedback once more, after the coach's own review; None where it is sealed still."""
    from sessionlens.library.replay import open_replay

    again = open_replay(document.opened.feedback_path, document.recording)
    if again.sealed is not None:
        again.store.close()
        return None
    if again.settings.keymap == document.settings.keymap:
        again = replace(again, keymap=document.keymap)
    if document.opened.sealed is not None:
        document.look()  # who has finished a review of their own is not asked for one
    return showing_replay(again)
