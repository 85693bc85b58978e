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
    found = compared.agreement
    return {
        "both": [[_plain(pair.a), _plain(pair.b)] for pair in found.both],
        "only_a": [_plain(one) for one in found.only_a],
        "only_b": [_plain(one) for one in found.only_b],
        "tolerance": found.tolerance,
        "a": _party(compared.a),
        "b": _party(compared.b),
        "rubric": compared.rubric.id,
        "f1": found.moments.f1,
        "cases": found.moments.a + found.moments.b,
        "competencies": {one.id: _found(one) for one in found.competencies},
        "ratings": {
            **_kappa(found.ratings),
            "differences": [[pair.a.id, pair.b.id] for pair in found.rating_differences],
        },
        "verdicts": {
            **_kappa(found.verdict_kappa),
            "differences": [
                {"competency": one.competency, "a": one.a, "b": one.b}
                for one in found.verdict_differences
            ],
        },
        "private": found.private,
        "explanation": explained(found),
        "warnings": list(compared.notices),
    }


def show(compared: Compared) -> None:
    """Print the comparison: the lists first, the figures last."""
    found, rubric = compared.agreement, compared.rubric
    parties = (("A", compared.a), ("B", compared.b))
    say_table([(letter, one.title, str(one.path)) for letter, one in parties])
    _pairs(found, rubric)
    _markers(f"Only A, {compared.a.title}", found.only_a, rubric)
    _markers(f"Only B, {compared.b.title}", found.only_b, rubric)
    _verdicts(found, rubric)
    _competencies(found)
    say()
    for paragraph in explained(found):
        say_wrapped(f"{paragraph}.", first="- ")
    if found.private:
        private = counted(found.private, "private marker was", "private markers were")
        say_wrapped(f"{private} left out.", first="- ")


def _pairs(found: Agreement, rubric: Rubric) -> None:
    say()
    say(f"Both ({len(found.both)}), within {found.tolerance:g} s")
    say_table([_pair(pair, rubric) for pair in found.both], indent=2)


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
        _said(pair.a) or "-",
        _said(pair.b),
    )


def _markers(title: str, markers: tuple[Marker, ...], rubric: Rubric) -> None:
    say()
    say(f"{title} ({len(markers)})")
    say_table(
        [
            (clock(one.start, 1), rubric.title_of(one), one.glyph or ".", _said(one))
            for one in markers
        ],
        indent=2,
    )


def _verdicts(found: Agreement, rubric: Rubric) -> None:
    if not found.verdicts:
        return
    say()
    say("Verdicts, A / B")
    steps = {step.id: step.title for step in rubric.scale}
    say_table(
        [
            (
                one.title,
                f"{steps.get(one.a, one.a) or '-'} / {steps.get(one.b, one.b) or '-'}",
                "differs" if one in found.verdict_differences else "",
            )
            for one in found.verdicts
        ],
        indent=2,
    )


def _competencies(found: Agreement) -> None:
    say()
    rows = [("Competency", "both", "A", "B", "F1")]
    rows += [
        (one.title, str(one.both), str(one.a), str(one.b), share(one.f1))
        for one in (*found.competencies, found.moments)
        if one.a or one.b
    ]
    say_table(rows, indent=2)


def _said(marker: Marker) -> str:
    return shorten(marker.comment or marker.quote, 40)


def _plain(marker: Marker) -> dict[str, Any]:
    # Named as in the file, and left out as there.
    return {
        name: value for name, value in asdict(marker).items() if value not in (None, "", False)
    } | {"start": float(marker.start)}


def _party(party: Party) -> dict[str, Any]:
    return {
        "path": str(party.path),
        "id": party.file.id,
        "reviewer": party.file.session.reviewer,
        "role": party.file.session.role,
    }


def _found(found: MomentCounts) -> dict[str, Any]:
    return {"both": found.both, "a": found.a, "b": found.b, "f1": found.f1}


def _kappa(kappa: Kappa) -> dict[str, Any]:
    return {
        "cases": kappa.cases,
        "same": kappa.same,
        "kappa": kappa.value,
        "missing": kappa.missing,
    }
