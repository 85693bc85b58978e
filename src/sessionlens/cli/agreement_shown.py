"""A comparison as people and programs read it."""

from typing import Any

from msgspec.structs import asdict

from sessionlens.cli.out import say, say_table, say_wrapped
from sessionlens.domain.agreement import Agreement, MomentCounts, Pair
from sessionlens.domain.agreement_words import explained, share
from sessionlens.domain.kappa import Kappa
from sessionlens.domain.marker import Marker
from sessionlens.domain.rubric import Rubric
from sessionlens.domain.text import counted, shorten
from sessionlens.domain.timecode import clock
from sessionlens.library.comparing import Compared
from sessionlens.library.parties import Party


def as_document(compared: Compared) -> dict[str, Any]:
    """The comparison for `--json`: pairs and markers first, then the figures."""
    agreement = compared.agreement
    return {
        "both": [
            [marker_as_document(pair.a), marker_as_document(pair.b)] for pair in agreement.both
        ],
        "only_a": [marker_as_document(one) for one in agreement.only_a],
        "only_b": [marker_as_document(one) for one in agreement.only_b],
        "tolerance": agreement.tolerance,
        "a": party_as_document(compared.a),
        "b": party_as_document(compared.b),
        "rubric": compared.rubric.id,
        "f1": agreement.moments.f1,
        "cases": agreement.moments.a + agreement.moments.b,
        "competencies": {one.id: _counts(one) for one in agreement.competencies},
        "ratings": {
            **_kappa(agreement.ratings),
            "differences": [[pair.a.id, pair.b.id] for pair in agreement.rating_differences],
        },
        "verdicts": {
            **_kappa(agreement.verdict_kappa),
            "differences": [
                {"competency": difference.competency, "a": difference.a, "b": difference.b}
                for difference in agreement.verdict_differences
            ],
        },
        "private": agreement.private,
        "explanation": explained(agreement),
        "warnings": list(compared.notices),
    }


def show(compared: Compared) -> None:
    """Print the comparison: the lists first, the figures last."""
    agreement, rubric = compared.agreement, compared.rubric
    parties = (("A", compared.a), ("B", compared.b))
    say_table([(letter, one.title, str(one.path)) for letter, one in parties])
    _pairs(agreement, rubric)
    _markers(f"Only A, {compared.a.title}", agreement.only_a, rubric)
    _markers(f"Only B, {compared.b.title}", agreement.only_b, rubric)
    _verdicts(agreement, rubric)
    _competencies(agreement)
    say()
    for paragraph in explained(agreement):
        say_wrapped(f"{paragraph}.", first="- ")
    if agreement.private:
        say_left_out(agreement.private)


def _pairs(agreement: Agreement, rubric: Rubric) -> None:
    say()
    say(f"Both ({len(agreement.both)}), within {agreement.tolerance:g} s")
    say_table([_pair(pair, rubric) for pair in agreement.both], indent=2)


def _pair(pair: Pair, rubric: Rubric) -> tuple[str, ...]:
    what = rubric.title_of(pair.a)
    if not pair.same_code:
        what = f"{what} / {rubric.title_of(pair.b)}"
    rating = pair.a.glyph or "."
    if not pair.same_rating:
        rating = f"{rating} / {pair.b.glyph or '.'}"
    return (
        clock(pair.a.start, 1),
        f"{pair.seconds:+.1f} s",
        what,
        rating,
        words_of(pair.a) or "-",
        words_of(pair.b),
    )


def _markers(title: str, markers: tuple[Marker, ...], rubric: Rubric) -> None:
    say()
    say(f"{title} ({len(markers)})")
    say_table(
        [
            (
                clock(marker.start, 1),
                rubric.title_of(marker),
                marker.glyph or ".",
                words_of(marker),
            )
            for marker in markers
        ],
        indent=2,
    )


def _verdicts(agreement: Agreement, rubric: Rubric) -> None:
    if not agreement.verdicts:
        return
    say()
    say("Verdicts, A / B")
    say_table(
        [
            (
                verdict.title,
                f"{rubric.step_title(verdict.a) or '-'} / {rubric.step_title(verdict.b) or '-'}",
                "differs" if verdict in agreement.verdict_differences else "",
            )
            for verdict in agreement.verdicts
        ],
        indent=2,
    )


def _competencies(agreement: Agreement) -> None:
    say()
    rows = [("Competency", "both", "A", "B", "F1")]
    rows += [
        (counts.title, str(counts.both), str(counts.a), str(counts.b), share(counts.f1))
        for counts in (*agreement.competencies, agreement.moments)
        if counts.a or counts.b
    ]
    say_table(rows, indent=2)


def say_left_out(private: int) -> None:
    """Say that so many private markers are not in it."""
    what = counted(private, "private marker was", "private markers were")
    say_wrapped(f"{what} left out.", first="- ")


def words_of(marker: Marker) -> str:
    """What was written about it, or else was said there, in one short line."""
    return shorten(marker.comment or marker.quote, 40)


def marker_as_document(marker: Marker) -> dict[str, Any]:
    """A marker for `--json`."""
    # Named as in the file, and left out as there.
    return {
        name: value for name, value in asdict(marker).items() if value not in (None, "", False, ())
    } | {"start": float(marker.start)}


def party_as_document(party: Party) -> dict[str, Any]:
    """Whose review it is, for `--json`."""
    return {
        "path": str(party.path),
        "id": party.file.id,
        "reviewer": party.file.session.reviewer,
        "role": party.file.session.role,
    }


def _counts(counts: MomentCounts) -> dict[str, Any]:
    return {"both": counts.both, "a": counts.a, "b": counts.b, "f1": counts.f1}


def _kappa(kappa: Kappa) -> dict[str, Any]:
    return {
        "cases": kappa.cases,
        "same": kappa.same,
        "kappa": kappa.value,
        "missing": kappa.missing,
    }
