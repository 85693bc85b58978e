"""Handing the coach's reply over: the answers for the mentor, and pages to keep."""

from sessionlens.tui.commands import handles
from sessionlens.tui.screens.dialogs import Dialogs
from sessionlens.tui.screens.replay.document import OpenFeedback


class HandingOutReply:
    """The command that shows what goes out of a reply."""

    def __init__(self, document: OpenFeedback, dialogs: Dialogs) -> None:
        self._document = document
        self._dialogs = dialogs

    @handles("review.export")
    def export(self) -> None:
        from sessionlens.library.exporting import reply_sent
        from sessionlens.library.outgoing import Outgoing, reply_outgoing_now
        from sessionlens.tui.screens.handing_out import hand_out

        document = self._document
        if document.opened.preview:
            document.say(document.read_only or "")
            return
        reply = document.editor.reply
        if not reply.answers and reply.reflection.empty:
            document.say("Nothing is answered yet: there is nothing to hand out")
            return

        def gather() -> Outgoing:
            opened = document.opened
            sent = reply_sent(reply, opened.reply_path)
            return reply_outgoing_now(
                opened.feedback,
                opened.feedback_path,
                sent,
                opened.transcript,
                document.recording,
            )

        hand_out(document, self._dialogs, gather)
