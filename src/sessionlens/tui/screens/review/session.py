"""What a review says of the whole session: its details, rubric, verdicts and talk times."""

import datetime as dt
from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING

from msgspec.structs import replace

from sessionlens.domain.changes import SetRubric, SetSession, TakeCopy
from sessionlens.domain.counting import describe_phases, phase_spans
from sessionlens.domain.dates import DateOrder, spoken
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.keymap import clash_with
from sessionlens.domain.marker import Marker
from sessionlens.domain.review import Session, reference
from sessionlens.domain.text import counted
from sessionlens.storage.rubrics import find_rubric, list_rubrics
from sessionlens.storage.state import LastTime, load_program_state, save_program_state
from sessionlens.tui.commands import handles
from sessionlens.tui.screens.dialogs import Dialogs
from sessionlens.tui.screens.program import keep_settings
from sessionlens.tui.screens.review.document import OpenReview

if TYPE_CHECKING:
    from sessionlens.tui.widgets.details_panel import DetailsPanel

_visits = count()


class SessionCommands:
    """`choose` goes to a marker and plays it, `pause` plays or pauses; `panel` shows the details.

    Another rubric draws the screen anew, with `rebuild`.
    """

    def __init__(
        self,
        document: OpenReview,
        dialogs: Dialogs,
        panel: "DetailsPanel | None",
        choose: Callable[[Marker], None],
        pause: Callable[[], None],
        rebuild: Callable[[], None],
    ) -> None:
        self._document = document
        self._dialogs = dialogs
        self._panel = panel
        self._choose = choose
        self._pause = pause
        self._rebuild = rebuild

    def _writable(self) -> bool:
        if self._document.read_only:
            self._document.say(self._document.read_only)
        return not self._document.read_only

    def offer_rescued(self) -> None:
        """Ask whether a copy is to be taken that could not be saved where it belongs."""
        document = self._document
        copies = document.opened.rescued
        if document.read_only or not copies:
            return
        from sessionlens.tui.screens.offer_rescued import offer_rescued

        offer_rescued(
            self._dialogs,
            document.writing.path,
            document.editor.review,
            copies,
            measure=lambda review: counted(len(review.markers), "marker", "markers"),
            take=lambda review: document.apply(TakeCopy(review)),
            say=document.say,
        )

    @handles("review.verdicts")
    def verdicts(self) -> None:
        from sessionlens.tui.screens.verdicts import VerdictScreen

        document = self._document
        if self._writable():
            self._dialogs.show(
                VerdictScreen(
                    document.editor, document.rubric, document.keymap, self._choose, self._pause
                )
            )

    @handles("transcript.talk")
    def talk(self) -> None:
        from sessionlens.tui.screens.talk import TalkScreen

        document = self._document
        end = document.position if document.player else document.duration
        spans = phase_spans(document.editor.review.markers, end)
        phases = describe_phases(spans, document.rubric)
        self._dialogs.show(TalkScreen(document.editor.transcript, phases))

    @handles("review.details")
    def details(self) -> None:
        if self._panel is not None and self._writable():
            self._panel.display = True
            self._panel.show(self._document.editor.review.session)
            self._panel.take_drafts(self._document.writing.field_draft)
            self._panel.enter()

    def detailed(self, session: Session) -> None:
        """The details were changed in the form; the next review begins with these names.

        What others write, such as hours, is left as it is by now.
        """
        from sessionlens.tui.widgets.details_panel import with_details

        session = with_details(self._document.editor.review.session, session)
        if not self._document.apply(SetSession(session)):
            return
        last = LastTime(
            coach=session.coach,
            reviewer=session.reviewer,
            credential=session.credential,
            level=session.level,
            consent=session.consent,
        )
        try:
            save_program_state(replace(load_program_state(), last=last))
        except SessionLensError as error:
            self._document.say(f"Not remembered for next time: {error}")

    @handles("review.hours")
    def hours(self) -> None:
        from sessionlens.tui.screens.hours import HoursScreen

        document, panel = self._document, self._panel
        if not self._writable():
            return
        if panel is not None and (
            session := panel.unkept
        ):  # the form for details stays open behind the dialog
            self.detailed(session)
            panel.show(session)
        visit = f"hours {next(_visits)}"

        def keep(session: Session) -> None:
            if document.apply(SetSession(session), joins=visit) and panel is not None:
                panel.show(session)

        self._dialogs.type_in(
            HoursScreen(
                lambda: document.editor.review.session,
                keep,
                document.settings.date_order,
                self.ask_for_order,
                self._dialogs.draft_of,
            )
        )

    def ask_for_order(
        self,
        text: str,
        days: tuple[dt.date, dt.date],
        then: Callable[[DateOrder], None] = lambda _order: None,
    ) -> None:
        """Ask which day a date is, once: the answer says how all such dates are read."""
        options = [("day", spoken(days[0])), ("month", spoken(days[1]))]

        def chosen(value: str) -> None:
            order: DateOrder = "month" if value == "month" else "day"
            document = self._document
            document.settings = replace(document.settings, date_order=order)
            keep_settings(document.settings, document.say)
            if self._panel is not None:
                self._panel.read_dates(order)
            then(order)

        self._dialogs.choose(f"Which day is {text}?", options, "", chosen)

    @handles("review.rubric")
    def rubric(self) -> None:
        if not self._writable():
            return
        options = [
            (listed.name, f"{listed.rubric.title} ({listed.rubric.edition})")
            for listed in list_rubrics()
            if listed.rubric is not None
        ]
        self._dialogs.choose("Rubric", options, self._document.rubric.id, self._rubric_chosen)

    def _rubric_chosen(self, name: str) -> None:
        document = self._document
        if name == document.rubric.id:
            return
        try:
            rubric, file = find_rubric(name)
            clash_with(document.keymap, rubric)
        except SessionLensError as error:
            document.say(str(error))
            return
        if document.apply(SetRubric(reference(rubric, file))):
            document.rubric = rubric
            self._rebuild()
