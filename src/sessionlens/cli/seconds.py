"""A stretch of time on the command line: `2s`, `1.5`, `500ms`."""

import re

import click

_SECONDS = re.compile(r"(\d+(?:[.,]\d+)?|[.,]\d+)\s*(ms|s|sec|seconds?)?", re.ASCII)


def seconds(value: str) -> float:
    """Read seconds, for an option's `type`; the unit may be left out."""
    found = _SECONDS.fullmatch(value.strip().lower())
    if found is None:
        raise click.BadParameter(f"'{value}' is no stretch of time: write it as 2s or 500ms")
    number = float(found[1].replace(",", "."))
    return number / 1000 if found[2] == "ms" else number
