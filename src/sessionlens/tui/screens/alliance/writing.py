"""The commands that write an agreement, agree to it, and look at it again."""

from collections.abc import Callable
from itertools import count

from msgspec.structs import replace

from sessionlens.domain.alliance import LOOK_QUESTIONS, QUESTIONS, AllianceLook, last_agreed
from sessionlens.domain.alliance_changes import (
    Agree,
    BeginAnew,
    LookAtAlliance,
    SetTerms,
    SetTexts,
)
from sessionlens.domain.alliance_looks import date_to_look, look_of
from sessionlens.tui.commands import handles
from sessionlens.tui.screens.alliance.asking import QuestionsScreen
from sessionlens.tui.screens.alliance.document import OpenAlliance
from sessionlens.tui.screens.alliance.forms import ReadingScreen, TermsScreen
from sessionlens.tui.screens.alliance.page import changes_words
from sessionlens.tui.screens.choose import ChooseScreen
from sessionlens.tui.screens.dialogs import PushScreen

NOBODY = "Say first whom it is between: t"
_visits = count()


class WritingAgreement:
    """What is done with the agreement as a whole; `push` shows dialogs."""

    def __init__(self, document: OpenAlliance, push: PushScreen) -> None:
        self._document = document
        self._push = push

    @property
    def may_write(self) -> bool:
        """Whether there is an agreement that may be written; says why not."""
        document = self._document
        if document.writing.read_only:
            document.say(document.writing.read_only)
        elif not document.alliance.between:
            document.say(NOBODY)
        else:
            return True
        return False

    def write(self, field: str) -> None:
        """Ask the questions of the agreement, from the one of this field on."""
        if not self.may_write:
            return
        document = self._document
        visit = f"agreement {next(_visits)}"

        def keep(name: str, text: str) -> None:
            texts = replace(document.alliance.agreement, **{name: text})
            document.apply(SetTexts(agreement=texts, on=document.today), joins=f"{visit} {name}")

        fields = [question.field for question in QUESTIONS]
        texts = document.alliance.agreement
        self._push(
            QuestionsScreen(
                "Our agreement",
                QUESTIONS,
                {name: getattr(texts, name) for name in fields},
                keep,
                fields.index(field),
            )
        )

    @handles("alliance.terms")
    def terms(self) -> None:
        """Say whom it is between, on what, and when to look at it again."""
        document = self._document
        if document.writing.read_only:
            document.say(document.writing.read_only)
            return
        alliance = document.alliance
        if not alliance.between:
            alliance = replace(alliance, begun=document.today)

        def chosen(terms: SetTerms | None) -> None:
            began = not document.alliance.between
            if terms is not None and document.apply(terms) and began:
                self.write(QUESTIONS[0].field)

        self._push(TermsScreen(alliance), chosen)

    @handles("alliance.agree")
    def agree(self) -> None:
        """Ask who sits here, and note that they agree to the words as they are."""
        if not self.may_write:
            return
        document = self._document
        names = document.alliance.open_for
        if not names:
            document.say("All have agreed to these words")
            return

        def chosen(name: str | None) -> None:
            if name and document.apply(Agree(name=name, on=document.today)):
                document.me = name
                document.say(f"{name} has agreed")

        options = [(name, name) for name in names]
        self._push(
            ChooseScreen("Who sits here, and agrees to these words?", options, document.me), chosen
        )

    @handles("alliance.changed")
    def changed(self) -> None:
        """Show what was changed since everybody agreed."""
        alliance = self._document.alliance
        if alliance.agreed_by_all:
            self._document.say("Nothing was changed since all agreed")
        elif not alliance.between:
            self._document.say(NOBODY)
        else:
            before = last_agreed(alliance)
            heading = (
                "Changed since all agreed" if before else "Proposed, and not agreed by all yet"
            )
            self._push(ReadingScreen(heading, changes_words(alliance)))

    @handles("alliance.look")
    def look(self) -> None:
        """Ask who sits here, then the four questions about the alliance itself."""
        if self.may_write:
            self.as_whom(self._look)

    def as_whom(self, then: Callable[[str], None]) -> None:
        """Ask who sits here: two people may take turns at one machine."""
        document = self._document

        def chosen(name: str | None) -> None:
            if name:
                document.me = name
                then(name)

        names = [(name, name) for name in document.alliance.between]
        self._push(ChooseScreen("Who sits here?", names, document.me), chosen)

    def _look(self, name: str) -> None:
        document = self._document
        date = date_to_look(document.alliance, name, document.today)
        before = look_of(document.alliance, name, date) or AllianceLook(date=date, by=name)
        visit = f"look {next(_visits)}"

        def keep(field: str, text: str) -> None:
            look = look_of(document.alliance, name, date) or before
            document.apply(LookAtAlliance(look=replace(look, **{field: text})), joins=visit)

        answers = {head.field: getattr(before, head.field) for head in LOOK_QUESTIONS}
        self._push(QuestionsScreen(f"{name}, {date.isoformat()}", LOOK_QUESTIONS, answers, keep))

    @handles("alliance.begin")
    def begin(self) -> None:
        """Begin a new agreement, after a yes; the old one is kept whole."""
        if not self.may_write:
            return
        document = self._document

        def chosen(answer: str | None) -> None:
            if answer == "yes":
                document.apply(BeginAnew(on=document.today))

        self._push(
            ChooseScreen(
                "Begin a new agreement?",
                [
                    ("no", "No: go on with this one"),
                    ("yes", "Yes: this one is kept whole, its words go on as a proposal"),
                ],
            ),
            chosen,
        )
