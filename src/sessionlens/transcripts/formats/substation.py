"""SubStation Alpha (`.ass`, `.ssa`), read by pysubs2; the field `Name` or the style is the speaker.

Tried for other formats, too: of TTML, pysubs2 1.8 takes no paragraph without an end and ttconv 1.2
knows no speakers; of LRC and WebVTT they know less than people's files hold.
"""

import warnings

from sessionlens.domain.errors import SessionLensError
from sessionlens.transcripts.draft import ParsedTranscript, UtteranceDraft


def is_substation(text: str) -> bool:
    """Whether text has the sections of a script."""
    head = text[:4000].lower()
    return "[script info]" in head or ("[events]" in text.lower() and "\ndialogue:" in text.lower())


def read(text: str) -> ParsedTranscript:
    """Read the dialogue lines; comments and drawings are no speech. Raises SessionLensError."""
    import pysubs2

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of fields that are of no use here
            events = pysubs2.SSAFile.from_string(text, format_="ass").events
    except Exception:  # it lets many kinds through, and quotes the file in them
        raise SessionLensError(
            "This is a damaged SubStation file", "Save it again in Aegisub"
        ) from None
    spoken = [event for event in events if not (event.is_comment or event.is_drawing)]
    styles = {event.style for event in spoken}
    named = any(event.name for event in spoken)
    drafts = [
        UtteranceDraft(
            event.start / 1000,
            event.end / 1000,
            event.plaintext,
            event.name or (event.style if not named and len(styles) > 1 else None),
        )
        for event in spoken
    ]
    return ParsedTranscript("ass", drafts)
