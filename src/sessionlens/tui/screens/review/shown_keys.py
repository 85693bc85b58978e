"""The keys at the foot of the review screen."""

from sessionlens.domain.keymap import Keymap, mark_keys
from sessionlens.domain.review import Role
from sessionlens.domain.rubric import Rubric
from sessionlens.tui.playback.footing import Shown


def shown_keys(keymap: Keymap, rubric: Rubric, role: Role | None) -> Shown:
    """What one needs while marking, the most needed first; a coach finishes, others export."""
    first = dict(reversed([*mark_keys(keymap, rubric)]))
    keys = [first[one.id] for one in rubric.competencies if one.id in first] or [""]
    return (
        ("play.toggle", "play"),
        (("seek.back10", "seek.forward10"), "∓10 s"),
        (f"{keys[0]}–{keys[-1]}" if keys[0] else "", "mark"),
        ("marker.comment", "comment"),
        (("marker.next", "marker.previous"), "markers"),
        ("app.help", "help"),
        ("edit.undo", "undo"),
        ("review.verdicts", "verdicts"),
        ("review.finish", "finish") if role == "coach" else ("review.export", "export"),
        ("marker.quote", "quote"),
        ("app.quit", "leave"),
    )
