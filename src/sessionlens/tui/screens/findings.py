"""What a reviewer would want to know before sending the feedback."""

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sessionlens.domain.evidence import Finding
from sessionlens.tui.screens.dialog import Dialog
from sessionlens.tui.widgets.footer_bar import FooterBar
from sessionlens.tui.widgets.pick_list import PickList

_NOTHING = "Nothing is missing: every competency has its evidence, every marker its words."
_NO_MOMENT = "This is about the whole session: there is no moment to go to."


class FindingsScreen(Dialog[Finding]):
    """Ends with the finding to go to, or None."""

    DEFAULT_CSS = """
    FindingsScreen > .sheet { width: 90; }
    FindingsScreen PickList { height: auto; max-height: 1fr; }
    """

    def __init__(self, findings: list[Finding]) -> None:
        hints = (("↑ ↓", "move"), ("Enter", "goes to the moment"), ("Esc", "closes"))
        super().__init__("What is still missing", hints if findings else (("Esc", "closes"),))
        self._findings = findings

    def body(self) -> Iterable[Widget]:
        if not self._findings:
            yield Static(Content(_NOTHING), classes="said")
            return
        yield PickList(*(Option(_prompt(one)) for one in self._findings))

    def on_option_list_option_highlighted(self) -> None:
        self.query_one(FooterBar).say("")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        finding = self._findings[event.option_index]
        if finding.marker is None and not finding.draft:
            self.query_one(FooterBar).say(_NO_MOMENT)
        else:
            self.dismiss(finding)


def _prompt(finding: Finding) -> Content:
    leads = finding.marker or finding.draft
    return Content.assemble(("▸ ", "$accent") if leads else ("· ", "$faint"), finding.text)
