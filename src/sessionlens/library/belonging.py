"""Which recording of a folder each document belongs to, told by what it says, not by its name."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from sessionlens.domain.feedback import file_name
from sessionlens.domain.text import file_name as shown
from sessionlens.storage.heads import Head, not_read
from sessionlens.storage.kinds import KINDS, Kind
from sessionlens.storage.names import named, own_names, short
from sessionlens.storage.replies import TO_SEND

_OTHER_RECORDING = "It is about another recording than the one of that name in this folder."
_COPIED = re.compile(r"(?: ?\(\d+\)| copy| - Copy| Kopie)(?=\.\w+$)")


class Documents(Struct, frozen=True, kw_only=True):
    """The documents that belong together; those that are not there are None.

    `recording` is theirs, None where it is not in the folder. `older` are other exports of what
    counts, `remarks` say what else lies there, in sentences.
    """

    recording: Path | None = None
    review: Path | None = None
    self_review: Path | None = None
    feedback: Path | None = None
    reply: Path | None = None
    older: tuple[Path, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that count."""
        return tuple(filter(None, (self.review, self.self_review, self.feedback, self.reply)))


def documents_of(heads: Iterable[Head], recordings: Sequence[Path]) -> list[Documents]:
    """The documents of each of these recordings, then those of recordings that are not here.

    A document belongs to the recording that it names; else to that of another document of the same
    review or with the same hash; else to the one that its own name is made from. Two reviews of a
    recording are apart from each other, each with its feedback.
    """
    owners = _Owners(recordings)
    owners.give(heads, owners.by_what_it_names)
    owners.give(owners.left, owners.by_others)
    owners.give(owners.left, owners.by_its_name)
    owners.give(owners.left, owners.by_others)
    left = [*owners.left, *owners.of_another_recording()]
    gathered = [documents for path in recordings for documents in _gathered(owners[path], path)]
    for cluster in _clusters(left):
        named_here = any(owners.is_called(head.recording.file) for head in cluster)
        remarks = (_OTHER_RECORDING,) if named_here else ()
        gathered += [
            replace(documents, remarks=(*documents.remarks, *remarks))
            for documents in _gathered(cluster, None)
        ]
    return gathered


class _Owners:
    """The heads of each recording, and those that have none yet."""

    def __init__(self, recordings: Sequence[Path]) -> None:
        self._heads: dict[Path, list[Head]] = {path: [] for path in recordings}
        self._by_key: dict[tuple[str, str], Path] = {}
        self._names = {short(path.name): path for path in recordings}
        self._folded = {_folded(path.name): path for path in reversed(recordings)}
        self._stems = {_folded(short(path.stem)): path for path in reversed(recordings)}
        self.left: list[Head] = []

    def __getitem__(self, recording: Path) -> list[Head]:
        return self._heads[recording]

    def give(self, heads: Iterable[Head], owner_of: Callable[[Head], Path | None]) -> None:
        """Give each to the recording that `owner_of` says; the others are left."""
        left: list[Head] = []
        for head in heads:
            recording = owner_of(head)
            if recording is None:
                left.append(head)
                continue
            self._heads[recording].append(head)
            for key in _keys(head):
                self._by_key.setdefault(key, recording)
        self.left = left

    def by_what_it_names(self, head: Head) -> Path | None:
        name = file_name(head.recording.file)
        return self._names.get(short(name)) or self._folded.get(_folded(name))

    def by_others(self, head: Head) -> Path | None:
        return next((self._by_key[key] for key in _keys(head) if key in self._by_key), None)

    def by_its_name(self, head: Head) -> Path | None:
        """Its own name, or that of the recording in another format."""
        stem = _stem(head.path.name)
        if (recording := self._names.get(stem)) or (recording := self._stems.get(_folded(stem))):
            return recording
        other_format = Path(file_name(head.recording.file)).stem
        return self._stems.get(_folded(short(other_format))) if other_format else None

    def is_called(self, name: str) -> bool:
        """Whether a recording here has this name."""
        return short(file_name(name)) in self._names

    def of_another_recording(self) -> list[Head]:
        """Take out what names a recording of this name, and is about another one."""
        taken: list[Head] = []
        for recording, heads in self._heads.items():
            own = [head for head in heads if head.kind in ("review", "self_review")]
            others = [head for head in heads if any(_is_other(head, one) for one in own)]
            others = [head for head in others if head not in own]
            self._heads[recording] = [head for head in heads if head not in others]
            taken += others
        return taken


def _is_other(head: Head, own: Head) -> bool:
    """Whether both are known, and are not one recording in two encodings."""
    a, b = head.recording, own.recording
    return head.review != own.review and a.same_as(b) is False and a.as_long_as(b) is False


def _clusters(heads: Iterable[Head]) -> list[list[Head]]:
    """Those of one recording together, as far as they tell."""
    clusters: list[list[Head]] = []
    by_key: dict[tuple[str, str], list[Head]] = {}
    for head in heads:
        keys = [*_keys(head), ("file", _folded(head.recording.file or _stem(head.path.name)))]
        alike = (by_key[key] for key in keys if key in by_key)
        cluster = next(
            (heads for heads in alike if not any(_differs(head, other) for other in heads)), None
        )
        if cluster is None:
            clusters.append(cluster := [])
        cluster.append(head)
        for key in keys:
            by_key.setdefault(key, cluster)
    return clusters


def _differs(head: Head, other: Head) -> bool:
    same_review = bool(head.review) and head.review == other.review
    return not same_review and head.recording.same_as(other.recording) is False


def _keys(head: Head) -> list[tuple[str, str]]:
    """What a document has in common with others of the same recording."""
    reference = head.recording
    keys = (("review", head.review), ("sha", reference.sha256), ("sound", reference.sound_sha256))
    return [(kind, key) for kind, key in keys if key]


def _gathered(heads: Sequence[Head], recording: Path | None) -> list[Documents]:
    """The documents of one recording; a second review, or feedback on one, stands for itself."""
    own, exports, by_review = [], [], defaultdict[str, list[Head]](list)
    for head in heads:
        if head.kind == "self_review":
            own.append(head)
        elif _is_coachs_export(head):
            exports.append(head)
        else:
            by_review[head.review].append(head)
    if not (recording or own or by_review):
        by_review[""], exports = exports, []
    untold = by_review.pop("", [])
    usual = _usual(recording)
    groups = sorted(by_review.values(), key=lambda group: _weight(group, usual), reverse=True)
    main = groups.pop(0) if groups else []
    if not _has(main, "feedback"):
        answered = next((one for one in groups if _has(one, "feedback")), None)
        if answered is not None and not _has(answered, "review"):
            main = main + answered
            groups.remove(answered)
    first = _documents([*main, *own], untold, recording, usual, exports)
    return [first, *(_documents(group, [], None, frozenset(), []) for group in groups)]


def _documents(
    heads: Sequence[Head],
    untold: Sequence[Head],
    recording: Path | None,
    usual: frozenset[str],
    exports: Sequence[Head],
) -> Documents:
    """Of each kind the one that counts; `untold` are those that do not say to which review."""
    of_kind: dict[Kind, list[Head]] = defaultdict(list)
    for head in heads:
        of_kind[head.kind].append(head)
    mentor = bool(of_kind["review"])
    order: dict[Kind, Callable[[Head], tuple[Any, ...]]] = {
        "review": lambda head: (head.path.name in usual, _is_own(head), head.newest),
        "self_review": lambda head: (_is_own(head), head.path.name in usual, head.newest),
        "feedback": lambda head: (head.trouble is None, head.newest),
        # A mentor sees what was sent; a coach goes on with their own.
        "reply": lambda head: (
            head.trouble is None,
            not mentor and _is_own(head),
            not mentor and head.path.name in usual,
            head.newest,
        ),
    }
    chosen: dict[Kind, Head] = {}
    others: list[Head] = []
    for kind, key in order.items():
        ranked = of_kind[kind]
        if len(ranked) > 1:
            ranked.sort(key=key, reverse=True)
        ranked += [head for head in untold if head.kind == kind]
        if ranked:
            chosen[kind] = ranked[0]
        others += ranked[1:]
    kept_copies: set[Kind] = {"self_review"} if mentor else {"self_review", "reply"}
    others = [head for head in others if _is_own(head) or head.kind not in kept_copies]
    return Documents(
        recording=recording,
        review=_path(chosen.get("review")),
        self_review=_path(chosen.get("self_review")),
        feedback=_path(chosen.get("feedback")),
        reply=_path(chosen.get("reply")),
        older=tuple(head.path for head in others if _is_older(head)),
        remarks=(
            *(_remark(head) for head in others if not _is_older(head)),
            *(f"{shown(head.path.name)} is a self-review, as it was exported." for head in exports),
        ),
    )


def _path(head: Head | None) -> Path | None:
    return head.path if head else None


def _is_older(head: Head) -> bool:
    return head.trouble is None and bool(head.review) and head.kind in ("feedback", "reply")


def _remark(head: Head) -> str:
    name = shown(head.path.name)
    return not_read(head) or f"Also here: {name}, {KINDS[head.kind].title} of the same recording."


def _weight(group: Sequence[Head], usual: frozenset[str]) -> tuple[Any, ...]:
    """By this the group that stands in the recording's own row is the greatest."""
    reviews = [head for head in group if head.kind == "review"]
    return (
        any(head.path.name in usual for head in reviews),
        bool(reviews),
        any(head.kind == "feedback" and not head.trouble for head in group),
        _has(group, "feedback"),
        max(head.newest for head in group),
    )


def _has(group: Sequence[Head], kind: Kind) -> bool:
    return any(head.kind == kind for head in group)


def _is_own(head: Head) -> bool:
    """Somebody's own file, not what was made of it for the other."""
    return head.exported is None and not head.path.name.endswith(TO_SEND)


def _is_coachs_export(head: Head) -> bool:
    """A feedback file made from a self-review, as earlier versions exported it."""
    parts = named(head.path.name)
    called_so = parts is not None and parts[0].endswith(".self")
    return head.kind == "feedback" and (head.session.role == "coach" or called_so)


def _stem(name: str) -> str:
    """What the name of a document is made from: `talk` for `talk.to-send.reply (1).toml`."""
    parts = named(_COPIED.sub("", name))
    if parts is None:
        return Path(name).stem
    return parts[0].removesuffix(".to-send").removesuffix(".self").removesuffix(".to-send")


def _folded(name: str) -> str:
    """One and the same for names that only another system writes in another way."""
    return unicodedata.normalize("NFC", name).casefold()


def _usual(recording: Path | None) -> frozenset[str]:
    kinds: tuple[Kind, ...] = ("review", "self_review", "feedback", "reply")
    return frozenset(name for kind in kinds if recording for name in own_names(recording, kind))
