"""What a comparison of two lists: the moments first, the figures last."""

from collections.abc import Iterator

from textual.content import Content

from sessionlens.domain.agreement import Agreement, Pair, VerdictPair
from sessionlens.domain.agreement_words import explained, share
from sessionlens.domain.marker import Marker
from sessionlens.domain.rubric import Rubric
from sessionlens.library.comparing import Compared
from sessionlens.tui.screens.compare.entries import (
    ComparedList,
    ReadingEntry,
    code,
    left_out,
    moment_lines,
    rating,
    section,
    words_of,
)

_A, _B = "$speaker-1", "$speaker-2"


def two_listed(compared: Compared) -> ComparedList:
    """Two reviews as they are read."""
    agreement = compared.agreement
    return ComparedList(
        title="two reviews",
        count=(
            f"{len(agreement.both)} both, {len(agreement.only_a)} only A,"
            f" {len(agreement.only_b)} only B"
        ),
        parties=Content.assemble(
            ("A ", f"bold {_A}"), compared.a.title, ("   B ", f"bold {_B}"), compared.b.title
        ),
        entries=tuple(_entries(compared)),
    )


def _entries(compared: Compared) -> list[ReadingEntry]:
    agreement, rubric = compared.agreement, compared.rubric
    a, b = compared.a.title, compared.b.title
    listed = [
        *section(
            f"Both noticed: {len(agreement.both)}",
            [_both(pair, rubric) for pair in agreement.both],
        ),
        *section(
            f"Only A, {a}: {len(agreement.only_a)}",
            [_alone(marker, rubric, "A") for marker in agreement.only_a],
        ),
        *section(
            f"Only B, {b}: {len(agreement.only_b)}",
            [_alone(marker, rubric, "B") for marker in agreement.only_b],
        ),
        *section("By competency", list(_competencies(agreement))),
        *section("Verdicts", [_verdict(one, rubric) for one in agreement.verdicts]),
        *section(
            "In figures", [ReadingEntry(Content(f"{text}.")) for text in explained(agreement)]
        ),
    ]
    listed += left_out(agreement.private)
    return listed


def _both(pair: Pair, rubric: Rubric) -> ReadingEntry:
    apart = f"{abs(pair.seconds):.1f} s apart"
    if pair.same_code:
        name = code(pair.a, rubric)
    else:
        name = f"A {code(pair.a, rubric)} · B {code(pair.b, rubric)}"
    ratings = [rating(pair.a)]
    if not pair.same_rating:
        ratings = [Content("A"), *ratings, Content("≠ B"), rating(pair.b)]
    facts = [*ratings, Content.styled(apart, "$faint")]
    words = [_words("A", pair.a), _words("B", pair.b)]
    return ReadingEntry(moment_lines(pair.a.start, name, facts, words), pair.a)


def _alone(marker: Marker, rubric: Rubric, side: str) -> ReadingEntry:
    what, words = code(marker, rubric), [_words(side, marker)]
    return ReadingEntry(moment_lines(marker.start, what, [rating(marker)], words), marker)


def _words(side: str, marker: Marker) -> Content:
    return Content.assemble((f"{side} ", f"bold {_A if side == 'A' else _B}"), words_of(marker))


def _competencies(agreement: Agreement) -> Iterator[ReadingEntry]:
    noticed = [competency for competency in agreement.competencies if competency.a or competency.b]
    width = max((len(competency.title) for competency in noticed), default=0)
    for competency in noticed:
        counts = f"both {competency.both:2}   A {competency.a:2}   B {competency.b:2}"
        f1 = f"   F1 {share(competency.f1)}" if competency.f1 is not None else ""
        yield ReadingEntry(
            Content.assemble(f"{competency.title:{width}}   ", counts, (f1, "$faint"))
        )


def _verdict(pair: VerdictPair, rubric: Rubric) -> ReadingEntry:
    same = bool(pair.a) and pair.a == pair.b
    sign = ("= ", "$strength") if same else ("≠ ", "bold $growth") if pair.a and pair.b else "  "
    a, b = (rubric.step_title(value) or "no verdict" for value in (pair.a, pair.b))
    return ReadingEntry(Content.assemble(sign, (pair.title, "bold"), f"   A {a} · B {b}"))
