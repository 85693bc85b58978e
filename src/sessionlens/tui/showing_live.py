"""What leads into a live session, and out of it: the form, the session, packing, its review."""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sessionlens.domain.errors import SessionLensError
from sessionlens.library.live_remains import live_remains
from sessionlens.library.review import open_review
from sessionlens.speech.asked_model import NOTHING_ASKED, AskedModel
from sessionlens.storage.keymaps import find_keymap
from sessionlens.storage.kinds import ENDINGS
from sessionlens.storage.paths import transcript_path
from sessionlens.storage.settings import load_settings
from sessionlens.tui.shown import Showing, showing_review

if TYPE_CHECKING:
    from sessionlens.library.live_recording import LiveRecording
    from sessionlens.library.live_review import LivePlan
    from sessionlens.tui.screens.leading_on import LiveEnded, LiveOptions, Next
    from sessionlens.tui.screens.packing import Pack


def showing_new_live(folder: Path) -> Showing:
    """The form before a live session whose files go into a folder."""
    from sessionlens.library.live_review import LivePlan, proposed_live

    return showing_live_form(LivePlan(folder, proposed_live("", dt.date.today())))


def showing_live_form(plan: "LivePlan", options: "LiveOptions | None" = None) -> Showing:
    """The form before a live session."""
    from sessionlens.tui.screens.leading_on import NOTHING_CHOSEN
    from sessionlens.tui.screens.live.form import LiveFormScreen, OpenLiveForm

    settings = load_settings()
    document = OpenLiveForm(
        plan=plan,
        options=options or NOTHING_CHOSEN,
        settings=settings,
        keymap=find_keymap(plan.keymap or settings.keymap),
    )
    return Showing(document, lambda _post: LiveFormScreen(document))


def showing_next(following: "Next") -> Showing:
    """What a screen leads on to; raises SessionLensError."""
    from sessionlens.library.live_review import open_live_review
    from sessionlens.tui.screens.leading_on import LiveEnded, LivePlanned

    if isinstance(following, LivePlanned):
        from sessionlens.tui.screens.live.document import OpenLive
        from sessionlens.tui.screens.live.screen import LiveScreen
        from sessionlens.tui.screens.review.opening import open_as

        asked = following.options.asked
        live = open_as(OpenLive, open_live_review(following.plan), asked, recording=None)
        live.options = following.options
        return Showing(live, lambda _post: LiveScreen(live))
    if isinstance(following, LiveEnded):
        if following.recording is None:
            return showing_without_recording(following.review)
        name = following.review.name.removesuffix(ENDINGS["review"])
        pack = _packing(following, following.recording)
        return _showing_packing(name, pack, following.review, following.asked)
    opened = open_review(following.recording, review=following.review)
    return showing_review(opened, following.asked)


def _packing(ended: "LiveEnded", recording: "LiveRecording") -> "Pack":
    def pack(progress: Callable[[float], None], stopped: Callable[[], bool]) -> Path:
        path = recording.finish(progress, stopped)
        if ended.heard is not None:
            from sessionlens.speech.live_journal import keep_for_later

            with suppress(SessionLensError):  # then all of it is recognised anew
                keep_for_later(ended.heard, path, ended.transcript)
        return path

    return pack


def showing_after_live(path: Path) -> Showing | None:
    """A recording or review that is a live session's, if it needs more than an ordinary one.

    What was cut off is packed first; of what was not recorded there is the review alone. Raises
    SessionLensError.
    """
    remains = live_remains(path)
    if remains.raw is not None:
        return showing_unfinished(remains.raw, _review_named(path))
    return showing_without_recording(path) if remains.was_not_recorded else None


def showing_without_recording(review: Path) -> Showing:
    """A review of a session that was not recorded; raises SessionLensError."""
    from sessionlens.library.live_review import open_without_recording
    from sessionlens.tui.screens.review.document import OpenReview
    from sessionlens.tui.screens.review.opening import open_as
    from sessionlens.tui.screens.review.screen import ReviewScreen

    document = open_as(OpenReview, open_without_recording(review), NOTHING_ASKED, recording=None)
    return Showing(document, lambda _post: ReviewScreen(document))


def showing_unfinished(raw: Path, review: Path | None = None) -> Showing:
    """A live recording that was cut off is packed first; then its review is shown."""
    from sessionlens.library.live_recording import finished

    def pack(progress: Callable[[float], None], stopped: Callable[[], bool]) -> Path:
        from sessionlens.speech.live_journal import keep_after_crash

        path = finished(raw, progress, stopped)
        with suppress(SessionLensError):  # then all of it is recognised anew
            keep_after_crash(path, transcript_path(path))
        return path

    return _showing_packing(raw.stem, pack, review)


def _showing_packing(
    name: str, pack: "Pack", review: Path | None, asked: AskedModel = NOTHING_ASKED
) -> Showing:
    from sessionlens.tui.screens.packing import OpenPacking, PackingScreen

    settings = load_settings()
    document = OpenPacking(
        name=name,
        pack=pack,
        review=review,
        settings=settings,
        keymap=find_keymap(settings.keymap),
        asked=asked,
    )
    return Showing(document, lambda _post: PackingScreen(document))


def _review_named(path: Path) -> Path | None:
    from sessionlens.library.kinds import kind_of

    return path if kind_of(path) == "review" else None
