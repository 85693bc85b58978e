"""Which markers are shown, and changing all of them at once."""

from msgspec.structs import replace

from sessionlens.domain.changes import ReplaceMarkers
from sessionlens.domain.marker import RATINGS
from sessionlens.domain.moments import MomentFilter
from sessionlens.domain.text import counted
from sessionlens.tui.commands import handles
from sessionlens.tui.screens.dialogs import Dialogs
from sessionlens.tui.screens.review.document import OpenReview

_EVERY = ""
_COMMENTS = {None: "", False: "without a comment", True: "with a comment"}
_RATINGS = {"strength": "strengths", "growth": "growth", "question": "questions"}


class Filtering:
    """The commands that choose which markers are listed, and that recode those."""

    def __init__(self, document: OpenReview, dialogs: Dialogs) -> None:
        self._document = document
        self._dialogs = dialogs

    @handles("show.competency")
    def by_competency(self) -> None:
        document = self._document
        markers = document.editor.review.markers
        used = {name for m in markers for name in (*m.competencies, m.phase)}
        options = [(code.id, code.title) for code in document.rubric.codes if code.id in used]
        of_rubric = {code.id for code in document.rubric.codes}
        options += [(name, name) for name in sorted(used - of_rubric - {None}, key=str) if name]
        self._dialogs.choose(
            "Only the markers of",
            [(_EVERY, "(all of them)"), *options],
            document.filter.competency or _EVERY,
            lambda code: self._show(replace(document.filter, competency=code or None)),
        )

    @handles("show.rating")
    def by_rating(self) -> None:
        shown = self._document.filter
        steps = [replace(shown, rating=rating, unrated=False) for rating in (None, *RATINGS)]
        steps.append(replace(shown, rating=None, unrated=True))
        self._show(steps[(steps.index(shown) + 1) % len(steps)])

    @handles("show.comment")
    def by_comment(self) -> None:
        order = (None, False, True)
        after = order[(order.index(self._document.filter.commented) + 1) % len(order)]
        self._show(replace(self._document.filter, commented=after))

    @handles("filter.none")
    def unfiltered(self) -> None:
        if self._document.filter.active:
            self._show(MomentFilter())
        else:
            self._document.say("All markers are shown already")

    @handles("show.recode")
    def recode(self) -> None:
        document = self._document
        if document.read_only:
            document.say(document.read_only)
            return
        coded = [marker for marker in document.markers if not marker.phase]
        if not coded:
            document.say("There is no marker to give another competency")
            return
        options = [(one.id, f"{one.key}  {one.title}") for one in document.rubric.competencies]
        which = counted(len(coded), "marker", "markers")
        title = f"Another competency for the {which} shown"
        self._dialogs.choose(title, options, coded[0].competency or "", self._recode_all)

    def _recode_all(self, competency: str) -> None:
        """Give every marker shown this competency; their words and ratings stay."""
        document = self._document
        changed = tuple(
            replace(
                marker,
                competency=competency,
                also=tuple(name for name in marker.also if name != competency),
                indicator=None,
            )
            for marker in document.markers
            if not marker.phase and marker.competency != competency
        )
        code = document.rubric.competency(competency)
        title = code.label if code else competency
        count = counted(len(changed), "marker", "markers")
        if changed and document.apply(ReplaceMarkers(changed, f"recoded as {title}")):
            if document.filter.competency is not None:
                document.filter = replace(document.filter, competency=competency)
            document.say(f"{count} recoded as {title}; undo takes all of it back")

    def _show(self, chosen: MomentFilter) -> None:
        document = self._document
        document.filter = chosen
        if document.marker and not chosen.lets_pass(document.marker):
            document.current = None
        total = counted(len(document.editor.review.markers), "marker", "markers")
        if chosen.active:
            document.say(f"{len(document.markers)} of {total}: {filter_text(document)}")
        else:
            document.say(f"All: {total}")


def filter_text(document: OpenReview) -> str:
    """What is shown, in words; empty for everything."""
    shown, rubric = document.filter, document.rubric
    code = rubric.competency(shown.competency) or rubric.phase(shown.competency)
    return ", ".join(
        filter(
            None,
            [
                code.title if code else shown.competency,
                _RATINGS[shown.rating] if shown.rating else "",
                "unrated" if shown.unrated else "",
                _COMMENTS[shown.commented],
            ],
        )
    )
