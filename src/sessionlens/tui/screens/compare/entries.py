"""What a comparison lists: the moments first, the figures last."""

from collections.abc import Iterator

from msgspec import Struct
from textual.content import Content

from sessionlens.domain.agreement import Agreement, Pair, VerdictPair
from sessionlens.domain.agreement_words import explained, share
from sessionlens.domain.marker import Marker
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.text import counted
from sessionlens.domain.timecode import clock
from sessionlens.library.comparing import Compared
from sessionlens.tui.widgets.marker_layout import code_of

_A, _B = "$speaker-1", "$speaker-2"


class ReadingEntry(Struct, frozen=True):
    """A line or a few of the list; one with a `moment` can be played."""

    prompt: Content
    moment: Marker | None = None


def entries_of(compared: Compared) -> list[ReadingEntry]:
    """All that is listed, in the order in which it is read."""
    agreement, rubric = compared.agreement, compared.rubric
    a, b = compared.a.title, compared.b.title
    listed = [
        *_section(
            f"Both noticed: {len(agreement.both)}",
            [_both(pair, rubric) for pair in agreement.both],
        ),
        *_section(
            f"Only A, {a}: {len(agreement.only_a)}",
            [_alone(marker, rubric, "A") for marker in agreement.only_a],
        ),
        *_section(
            f"Only B, {b}: {len(agreement.only_b)}",
            [_alone(marker, rubric, "B") for marker in agreement.only_b],
        ),
        *_section("By competency", list(_competencies(agreement))),
        *_section("Verdicts", [_verdict(one, rubric) for one in agreement.verdicts]),
        *_section(
            "In figures", [ReadingEntry(Content(f"{text}.")) for text in explained(agreement)]
        ),
    ]
    if agreement.private:
        private = counted(agreement.private, "private marker was", "private markers were")
        listed.append(ReadingEntry(Content.styled(f"{private} left out.", "$faint")))
    return listed


def _section(title: str, entries: list[ReadingEntry]) -> list[ReadingEntry]:
    nothing = [ReadingEntry(Content.styled("none", "$faint"))]
    return [ReadingEntry(Content.styled(f"\n{title}", "bold $accent")), *(entries or nothing)]


def _both(pair: Pair, rubric: Rubric) -> ReadingEntry:
    apart = f"{abs(pair.seconds):.1f} s apart"
    if pair.same_code:
        name = " ".join(code_of(pair.a, rubric))
    else:
        name = f"A {_code(pair.a, rubric)} · B {_code(pair.b, rubric)}"
    head = [Content.styled(clock(pair.a.start), "$faint"), Content.styled(name, "bold")]
    if pair.same_rating:
        head.append(_rating(pair.a))
    else:
        head += [Content("A"), _rating(pair.a), Content("≠ B"), _rating(pair.b)]
    head.append(Content.styled(apart, "$faint"))
    return ReadingEntry(_lines(head, [_words("A", pair.a), _words("B", pair.b)]), pair.a)


def _alone(marker: Marker, rubric: Rubric, side: str) -> ReadingEntry:
    head = [
        Content.styled(clock(marker.start), "$faint"),
        Content.styled(_code(marker, rubric), "bold"),
        _rating(marker),
    ]
    return ReadingEntry(_lines(head, [_words(side, marker)]), marker)


def _code(marker: Marker, rubric: Rubric) -> str:
    return " ".join(code_of(marker, rubric))


def _rating(marker: Marker) -> Content:
    if marker.rating is None:
        return Content.styled("not rated", "$faint")
    return Content.styled(f"{marker.glyph} {marker.rating}", f"${marker.rating}")


def _words(side: str, marker: Marker) -> Content:
    words = marker.comment or (f"“{marker.quote}”" if marker.quote else "(no words)")
    return Content.assemble((f"{side} ", f"bold {_A if side == 'A' else _B}"), words)


def _lines(head: list[Content], words: list[Content]) -> Content:
    return Content("\n").join([Content("  ").join(head), *words])


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
    sides = f"A {_step(pair.a, rubric)} · B {_step(pair.b, rubric)}"
    return ReadingEntry(Content.assemble(sign, (pair.title, "bold"), f"   {sides}"))


def _step(value: str, rubric: Rubric) -> str:
    step = rubric.step(value)
    return step.title if step else value or "no verdict"
