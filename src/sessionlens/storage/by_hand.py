"""What people type into TOML by habit and TOML does not take, said in words."""

import re
from collections.abc import Iterator

# Compiled where they are first needed, which mostly is never: a screen waits for this module.
_KEY = r"^\s*[\w.\"'-]{1,60}\s*=\s*"
_CURLY = _KEY + r"\[?\s*[“”„‟«»‘’‚‹›]"
_DATE = _KEY + r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4})\s*(?:#.*)?$"
_TIME = (
    _KEY + r"(?:(?P<hours>\d{1,3}):)?(?P<minutes>\d{1,3}):(?P<seconds>\d{2})"
    r"(?:[.,](?P<fraction>\d{1,9}))?\s*(?:#.*)?$"
)
_COMMA = _KEY + r"(?P<number>\d+,\d+)\s*(?:#.*)?$"
_BARE = _KEY + r"(?P<text>[^\W\d_][^\"'#=\[\]{}]{0,60}?)\s*(?:#.*)?$"
_MINUTES = r"(?m)^[ \t]*(?:start|end|duration)[ \t]*=[ \t]*\d{1,2}:\d{2}[ \t]*(?:#.*)?$"
_TEXTS = r'(?s)"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\''


def habit_in(line: str) -> tuple[str, str] | None:
    """Say what is wrong with a line that is no TOML, and what to write; None if it is not known."""
    if re.match(_CURLY, line):
        return "The quotes are curly ones", 'Write straight ones: "…"'
    if date := re.match(_DATE, line):
        day, month = int(date["day"]), int(date["month"])
        return "This is not how a date is written", f"Write {date['year']}-{month:02d}-{day:02d}"
    if time := re.match(_TIME, line):
        return _about_time(time)
    if comma := re.match(_COMMA, line):
        number = comma["number"].replace(",", ".")
        return "Decimals are written with a point", f"Write {number} with a point"
    if re.match(_BARE, line):
        return "Text has to stand in quotes", 'Write it between straight quotes: "…"'
    return None


def minutes_taken_for_hours(text: str) -> Iterator[tuple[int, str, str]]:
    """Line, fault and way out of each `start = 00:27`, which TOML takes for 27 minutes."""
    if not re.search(_MINUTES, text):
        return
    plain = re.sub(_TEXTS, lambda match: "\n" * match[0].count("\n"), text)
    for match in re.finditer(_MINUTES, plain):
        time = re.match(_TIME, match[0])
        if time:
            yield plain.count("\n", 0, match.start()) + 1, *_about_time(time)


def _about_time(time: re.Match[str]) -> tuple[str, str]:
    seconds = int(time["hours"] or 0) * 3600 + int(time["minutes"]) * 60 + int(time["seconds"])
    hours, rest = divmod(seconds, 3600)
    fraction = f".{time['fraction']}" if time["fraction"] else ""
    written = f"{hours:02d}:{rest // 60:02d}:{rest % 60:02d}{fraction}"
    point = ", with a point" if fraction else ""
    return "This is not how a time is written", f"Write {written}{point}"
