"""Pseudonyms: one person's names replaced everywhere before anything is rendered."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from sessionlens.documents.speakers import voices_of
from sessionlens.domain.answer import Answer, Reflection, answer_fingerprint
from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.feedback import Feedback
from sessionlens.domain.learning import (
    is_to_earlier_learning,
    is_to_earlier_reflection,
    learning_fingerprint,
    reflection_fingerprint,
)
from sessionlens.domain.preparation import Preparation
from sessionlens.domain.review import Response, Summary, Verdict, VerdictBy
from sessionlens.domain.text import clean, shorten
from sessionlens.domain.transcript import Transcript, Utterance, Word

_ROLES = frozenset(["coach", "client", "mentor", "supervisor", "supervisee", "speaker", "unknown"])
_AROUND = 40  # characters shown on either side of a name that is asked about


class Alias(NamedTuple):
    """A person as they are called in the files, and how they shall be called."""

    name: str
    pseudonym: str


class NamePlace(NamedTuple):
    """A name inside a text, as it is asked about."""

    before: str
    name: str
    after: str
    pseudonym: str


Decide = Callable[[NamePlace], bool]


def parse_alias(text: str) -> Alias:
    """Read `NAME=PSEUDONYM`; raises SessionLensError."""
    name, equals, pseudonym = (clean(part) for part in text.partition("="))
    if not (name and equals and pseudonym):
        raise SessionLensError(
            f"'{clean(text)}' names no person and pseudonym", "Write it as --alias 'Client=M.'"
        )
    return Alias(name, pseudonym)


class Pseudonyms:
    """Aliases ready to be applied. `replaced` counts names inside texts.

    A person's names are the one given, and the name in the session's details of whom it calls:
    for `Client=M.` also that of the client. Names of speakers and in the details are replaced at
    once. Inside texts each place is decided by `decide`, once for the same words around it;
    without it all are replaced.
    """

    def __init__(
        self,
        aliases: Sequence[Alias],
        feedback: Feedback,
        transcript: Transcript | None,
        decide: Decide | None = None,
    ) -> None:
        self.replaced = 0
        self._decide: Decide = decide or (lambda _: True)
        self._decided: dict[tuple[str, str, str], bool] = {}
        self._names: set[str] = set()
        self._speakers: dict[str, str] = {}
        self._patterns: list[tuple[re.Pattern[str], str]] = []
        voices = voices_of(feedback, transcript)
        session = feedback.session
        for alias in aliases:
            names = {alias.name}
            for label, person in ((voices.client, session.client), (voices.coach, session.coach)):
                if person and alias.name.casefold() in (label.casefold(), person.casefold()):
                    names |= {person, label}
            self._names |= {name for name in names if name}
            self._speakers |= {name.casefold(): alias.pseudonym for name in names if name}
            if pattern := _pattern(names):
                self._patterns.append((pattern, alias.pseudonym))

    def feedback(self, feedback: Feedback) -> Feedback:
        """The feedback with pseudonyms in every text of it."""
        session = feedback.session
        summary, reflection = self._both(feedback.summary, feedback.reflection)
        before = {answer.marker: answer for answer in feedback.answers}
        answers = {
            marker: replace(answer, text=self._text(answer.text))
            for marker, answer in before.items()
        }
        return replace(
            feedback,
            session=replace(
                session,
                **{name: self._speaker(getattr(session, name)) for name in _PEOPLE},
                reviewer=self._reviewer(feedback),
                title=self._text(session.title),
                consent=self._text(session.consent),
            ),
            markers=tuple(
                replace(
                    marker,
                    speaker=self._speaker(marker.speaker) if marker.speaker else None,
                    quote=self._text(marker.quote),
                    comment=self._text(marker.comment),
                    seen_by=tuple(map(self._speaker, marker.seen_by)),
                )
                for marker in feedback.markers
            ),
            verdicts=tuple(
                replace(
                    self._views(verdict),
                    strengths=self._text(verdict.strengths),
                    development=self._text(verdict.development),
                )
                for verdict in feedback.verdicts
            ),
            summary=summary,
            answers=tuple(answers.values()),
            responses=tuple(
                replace(
                    response,
                    text=self._text(response.text),
                    seen=_seen(response, before.get(response.marker), answers.get(response.marker)),
                )
                for response in feedback.responses
            ),
            reflection=reflection,
        )

    def _reviewer(self, feedback: Feedback) -> str:
        """Who reviews, or all who do: each name is replaced by itself."""
        reviewer = feedback.session.reviewer
        if not feedback.together or not self._names:
            return self._speaker(reviewer)
        names = self._names.union(*(marker.seen_by for marker in feedback.markers))
        longest_first = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
        whole_name = rf"(?<!\w)(?:{longest_first})(?!\w)"
        return re.sub(
            whole_name, lambda name: self._speaker(name[0]), reviewer, flags=re.IGNORECASE
        )

    def _views(self, verdict: Verdict) -> Verdict:
        """A verdict of several people, each under their pseudonym."""

        def renamed(views: tuple[VerdictBy, ...]) -> tuple[VerdictBy, ...]:
            return tuple(replace(view, by=self._speaker(view.by)) for view in views)

        indicators = (replace(line, views=renamed(line.views)) for line in verdict.indicators)
        return replace(verdict, views=renamed(verdict.views), indicators=tuple(indicators))

    def preparation(self, preparation: Preparation) -> Preparation:
        """What a coach prepares, with pseudonyms."""
        return replace(
            preparation,
            bring=self._text(preparation.bring),
            least=self._text(preparation.least),
            earlier=self._text(preparation.earlier),
        )

    def _both(self, summary: Summary, reflection: Reflection) -> tuple[Summary, Reflection]:
        """What both have learned and say to that; each stays with what it was written to."""
        new = replace(summary, **{name: self._text(getattr(summary, name)) for name in _SUMMARY})
        own = replace(
            reflection, **{name: self._text(getattr(reflection, name)) for name in _REFLECTION}
        )
        if new.reflection_seen and not is_to_earlier_reflection(summary, reflection):
            seen = dict.fromkeys([*new.reflection_seen.split(), reflection_fingerprint(own)])
            new = replace(new, reflection_seen=" ".join(seen))
        if own.learning_seen and not is_to_earlier_learning(reflection, summary):
            seen = dict.fromkeys([*own.learning_seen.split(), learning_fingerprint(new)])
            own = replace(own, learning_seen=" ".join(seen))
        return new, own

    def transcript(
        self, transcript: Transcript, spans: Iterable[tuple[float, float]] | None = None
    ) -> Transcript:
        """The transcript with pseudonyms; `spans` (seconds) limit where one is asked about names.

        Speakers are replaced everywhere.
        """
        limits = None if spans is None else list(spans)
        return replace(
            transcript,
            utterances=tuple(
                self._utterance(utterance, asked=limits is None or _touches(utterance, limits))
                for utterance in transcript.utterances
            ),
        )

    def left_in(self, text: str) -> str:
        """The first name that is still in a text, or nothing: for names of files."""
        matches = (pattern.search(text) for pattern, _ in self._patterns)
        return next((match[0] for match in matches if match), "")

    def _utterance(self, utterance: Utterance, *, asked: bool) -> Utterance:
        speaker = self._speaker(utterance.speaker) if utterance.speaker else None
        if not asked:
            return replace(utterance, speaker=speaker)
        if not utterance.words:
            return replace(utterance, speaker=speaker, text=self._text(utterance.text))
        words = list(utterance.words)
        for pattern, pseudonym in self._patterns:
            words = self._words(words, pattern, pseudonym)
        text = " ".join(word.text for word in words)
        return replace(utterance, speaker=speaker, text=text, words=tuple(words))

    def _words(self, words: list[Word], pattern: re.Pattern[str], pseudonym: str) -> list[Word]:
        """The words of an utterance; a name of several words becomes one, with all their time."""
        text = " ".join(word.text for word in words)
        places = [
            match for match in pattern.finditer(text) if self._is_meant(match, text, pseudonym)
        ]
        for match in reversed(places):
            first = text.count(" ", 0, match.start())
            last = text.count(" ", 0, match.end())
            begin = text.rfind(" ", 0, match.start()) + 1
            end = text.find(" ", match.end())
            after = text[match.end() : end if end >= 0 else len(text)]
            new = Word(
                start=words[first].start,
                end=words[last].end,
                text=f"{text[begin : match.start()]}{pseudonym}{after}",
            )
            words[first : last + 1] = [new]
            text = " ".join(word.text for word in words)
        return words

    def _text(self, text: str) -> str:
        for pattern, pseudonym in self._patterns:
            whole, name = text, pseudonym
            text = pattern.sub(
                lambda match: name if self._is_meant(match, whole, name) else match[0],  # noqa: B023
                whole,
            )
        return text

    def _speaker(self, name: str) -> str:
        return self._speakers.get(name.casefold(), name)

    def _is_meant(self, match: re.Match[str], text: str, pseudonym: str) -> bool:
        before = text[max(match.start() - _AROUND, 0) : match.start()]
        after = text[match.end() : match.end() + _AROUND]
        key = (before.split(" ")[-2:][0], match[0], after.split(" ")[0])
        if key not in self._decided:
            place = NamePlace(before.lstrip(), match[0], shorten(after, _AROUND), pseudonym)
            self._decided[key] = self._decide(place)
        self.replaced += self._decided[key]
        return self._decided[key]


def _seen(response: Response, before: Answer | None, after: Answer | None) -> str:
    """What a response was written to: the answer as the coach has it, and as it is read here."""
    if before is None or after is None or before == after:
        return response.seen
    if answer_fingerprint(before) not in response.seen.split():
        return response.seen
    return f"{response.seen} {answer_fingerprint(after)}"


_PEOPLE = ("coach", "coach_speaker", "client")
_SUMMARY = (
    *("strengths", "development", "next_practice", "reviewer_learning"),
    *("take_away", "change", "to_reflection"),
)
_REFLECTION = ("take_away", "practise", "helped", "did_not_help", "to_learning")


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """The whole names, then each word of them, as words of a text; no role is a name."""
    whole = [name for name in names if name.casefold() not in _ROLES]
    parts = [
        word for name in whole for word in name.split() if len(word) > 1 and _names(word, name)
    ]
    ordered = sorted({*whole, *parts} - {""}, key=lambda name: (-len(name), name))
    names_only = [name for name in ordered if name.casefold() not in _ROLES]
    if not names_only:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names_only))})(?!\w)", re.IGNORECASE)


def _names(word: str, name: str) -> bool:
    """Whether a part of a name stands for the person: `von` does not, in a name that has more."""
    return not word[0].islower() or not any(part[0].isupper() for part in name.split())


def _touches(utterance: Utterance, spans: Sequence[tuple[float, float]]) -> bool:
    return any(utterance.end > start and utterance.start < end for start, end in spans)
