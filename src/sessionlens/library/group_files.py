"""Which reviews of a recording lie in a folder: one of each person, to be compared."""

from pathlib import Path

from sessionlens.library.folder import RecordingEntry
from sessionlens.library.own_reviews import conversation_of
from sessionlens.storage.conflicts import is_conflict_copy
from sessionlens.storage.heads import Head, head_of, heads_in


def reviews_of(entry: RecordingEntry) -> tuple[Path, ...]:
    """The reviews and feedback files about an entry's conversation, the coach's own first.

    Of a review and what was exported from it, the review; of several exports the newest. What
    several reviews were brought together in counts where none of those is there.
    """
    files = [entry.self_review, entry.review, entry.feedback]
    present = [path for path in files if path is not None]
    heads = [head for path in present if (head := head_of(path)) and head.trouble is None]
    if not heads:
        return ()
    conversation = conversation_of(heads[0])
    folders = dict.fromkeys(path.parent for path in (*present, *filter(None, [entry.recording])))
    beside = (
        head
        for folder in folders
        for head in heads_in(folder, ["review", "self_review", "feedback"])
        if head.trouble is None and not is_conflict_copy(head.path.name)
    )
    chosen: dict[str, Head] = {}
    groups = []
    for head in (*heads, *beside):
        if not conversation_of(head).is_that_of(conversation, together=True):
            continue
        if head.together:
            groups.append(head)
            continue
        other = chosen.setdefault(head.review, head)
        if _weight(head) > _weight(other):
            chosen[head.review] = head
    there = set(chosen)
    for head in sorted(groups, key=lambda one: (len(one.together), one.newest), reverse=True):
        if there.isdisjoint(head.together):
            there.update(head.together)
            chosen[head.review] = head
    ordered = sorted(chosen.values(), key=lambda head: (head.session.role != "coach", head.path))
    return tuple(head.path for head in ordered)


def _weight(head: Head) -> tuple[bool, tuple[float, float]]:
    return head.kind != "feedback" and head.exported is None, head.newest
