"""Speakers whose names stand in the text: before a colon, in brackets, on a line of their own.

They are told from colons and brackets in speech by evidence.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable

_PREFIX = re.compile(r"\s{0,5}(?:>>\s?)?(?P<name>[^:：<>\n]{1,60})(?::\s+|：\s*)(?=\S)")
_ALONE = re.compile(r"\s{0,5}(?:>>\s?)?(?P<name>[^:：<>\n]{1,60})[:：]\s*")
_IN_BRACKETS = re.compile(r"\s{0,5}[\[(](?P<name>[^\[\]()\n]{1,60})[\])]\s*:?\s+(?=\S)")
_LABEL = re.compile(r"(?:speaker|participant|guest|spk|s)[ _-]?\d{1,3}", re.IGNORECASE)
_PRONOUNS = re.compile(r"\s*[(\[][^()\[\]]{1,20}[/,|][^()\[\]]{1,40}[)\]]$")
_SENTENCE = re.compile(r"[?!;…\"“”«»]|\.(?:\s+[a-z]|\.)")
_SENTENCE_END = re.compile(r"[?!;…]|[.,:](?:\s|$)")
_ABBREVIATION = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|Prof|St|Jr|Sr|[^\W\d_])\.")
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_PARTICLES = "de van der den von da di du la le el al bin ibn of and y e af zu ter"
_NO_NAMES = (
    "note question answer example warning remember look listen so well and but or yes no okay ok "
    "right because this that it he she they we i you said says say thing things is was are were "
    "here there first second third next then finally step part chapter point option options topic "
    "today now again also plus ps update summary agenda conclusion problem solution goal goals "
    "reality reason result task todo what why how when who where which my your our his her their "
    "one two three four five to for in on at with if not just like really basically honestly wait "
    "anyway actually maybe meaning hint tip quote rule idea title edit important caution "
    "disclaimer fact issue the a an let me us go all every have had be do does did been key "
    "strength strengths growth development observation observed competency feedback praise wish "
    "plus minus pro con pros cons http https time date subject kind language location"
)
_MOST_WORDS = 3  # of a name in capitals
_NEARLY_ALL = 0.85  # of all utterances: a file in which every turn is labelled
_USUAL_SHARE = 0.1  # of all utterances: no figure of speech begins as many of them as a name
_USUAL_COUNT = 4  # in a short file; what is said three times may still be a habit
_PARTICLE_WORDS = frozenset(_PARTICLES.split())
_NO_NAME_WORDS = frozenset(_NO_NAMES.split())


def speakers_in(texts: Iterable[str]) -> frozenset[str]:
    """Return the prefixes of `texts` that are names of speakers.

    In a file where at least half of the utterances begin with a title-like prefix (`Sam Lee`),
    each of these is one, and so is a lower-case prefix (`kev`) that recurs. In other files only
    title-like prefixes that recur are. Words that introduce a sentence (`Note:`) are none.
    Where nearly every utterance has a prefix, it is a name even if it occurs once.
    But whatever it looks like, a prefix is a name if a tenth of the utterances begin with it and
    half of them with it and others like it.
    """
    prefixes: Counter[str] = Counter()
    total = 0
    for text in texts:
        total += 1
        prefixes[_prefix(text)] += 1
    del prefixes[""]
    if prefixes.total() >= total * _NEARLY_ALL and total >= 3:
        names = frozenset(name for name in prefixes if len(name) <= 2 or _is_candidate(name))
        if sum(prefixes[name] for name in names) >= total * _NEARLY_ALL:
            return names
    usual = _usual(prefixes, total)
    counts = {name: count for name, count in prefixes.items() if _is_candidate(name)}
    sure = {name for name, count in counts.items() if _is_sure(name, count)}
    titled = {name for name in counts if is_title_like(name) or _LABEL.fullmatch(name)}
    titled -= {name for name in titled - sure if _has_to_recur(name)}
    named = sum(prefixes[name] for name in usual | sure | titled)
    if named >= total / 2 or (total <= 10 and sure):
        return frozenset(usual | sure | titled)
    often = max(3, total * 0.03)
    return frozenset(
        name for name in titled & sure if counts[name] >= (2 if " " in name else often)
    )


def split_name(text: str, speakers: frozenset[str]) -> tuple[str | None, str]:
    """Return the speaker before the colon, if it is one of `speakers`, and the rest."""
    match = _PREFIX.match(text) or _ALONE.fullmatch(text) if speakers else None
    if match and bare_name(match["name"]) in speakers:
        return bare_name(match["name"]), text[match.end() :]
    return None, text


def speakers_in_brackets(texts: Iterable[str]) -> frozenset[str]:
    """Return what stands in brackets before at least half of `texts`, if few names do.

    Sounds stand in brackets, too (`[music]`), but never before that many.
    """
    names, total = Counter[str](), 0
    for text in texts:
        total += 1
        if match := _IN_BRACKETS.match(text):
            names[match["name"].strip()] += 1
    return _few(names, total)


def split_bracketed_name(text: str, speakers: frozenset[str]) -> tuple[str | None, str]:
    """Return the speaker in brackets, if it is one of `speakers`, and the rest."""
    match = _IN_BRACKETS.match(text)
    if match and match["name"].strip() in speakers:
        return match["name"].strip(), text[match.end() :]
    return None, text


def speakers_on_lines(texts: Iterable[str]) -> frozenset[str]:
    """Return the first lines of at least half of `texts`, if they are few and look like names.

    Names in capitals may stand where somebody else begins only, and may be a text by themselves.
    """
    names, total = Counter[str](), 0
    texts = list(texts)
    for text in texts:
        total += 1
        first, _, rest = text.partition("\n")
        if rest.strip() and looks_like_a_name(first) and is_title_like(first.strip()):
            names[first.strip()] += 1
    return _few(names, total) or names_in_capitals(
        line for text in texts for line in text.split("\n")
    )


def names_in_capitals(lines: Iterable[str]) -> frozenset[str]:
    """Return the lines in capitals that are names of people who take turns, as plays have them.

    None where the words are in capitals, too: headlines, or captions for who cannot hear.
    """
    names, others = Counter[str](), 0
    for line in map(str.strip, lines):
        if line.isupper() and len(line) > 1 and len(line.split()) <= _MOST_WORDS:
            names[line.rstrip(":")] += 1
        elif any(map(str.isalpha, line)):
            others += not line.isupper()
    recurring = {name: count for name, count in names.items() if count > 1}
    if len(recurring) < 2 or sum(recurring.values()) < names.total() * _NEARLY_ALL:
        return frozenset()
    if others < names.total() or not all(map(_is_name_in_capitals, recurring)):
        return frozenset()
    return frozenset(recurring)


def _is_name_in_capitals(line: str) -> bool:
    return looks_like_a_name(line) and not any(map(_is_no_name, line.split()))


def split_line_name(text: str, speakers: frozenset[str]) -> tuple[str | None, str]:
    """Return the speaker if the text is one of `speakers` and nothing else."""
    return (text.strip(), "") if text.strip() in speakers else (None, text)


def _few(names: Counter[str], total: int) -> frozenset[str]:
    """Names of people who take turns: before half of all texts, each of them twice on average."""
    count = names.total()
    if count < max(3, total / 2) or len(names) > count / 2:
        return frozenset()
    return frozenset(name for name in names if looks_like_a_name(name))


def looks_like_a_name(text: str) -> bool:
    """Whether a text that stands by itself can be a name: short, with letters, no sentence."""
    name = bare_name(text.strip().rstrip(":").strip())
    if not 0 < len(name) <= 100 or len(name.split()) > 8 or not any(map(str.isalpha, name)):
        return False
    plain = _ABBREVIATION.sub("", name)
    return not _SENTENCE_END.search(plain) and not _YEAR.search(plain)


def _prefix(text: str) -> str:
    match = _PREFIX.match(text)
    name = bare_name(match["name"]) if match else ""
    return name if any(map(str.isalnum, name)) else ""


def _usual(prefixes: Counter[str], total: int) -> set[str]:
    """The few prefixes with which a large part of all utterances begin, if there are such."""
    least = max(_USUAL_COUNT, total * _USUAL_SHARE)
    usual = {name for name, count in prefixes.items() if count >= least}
    return usual if sum(prefixes[name] for name in usual) >= total / 2 else set()


def _is_candidate(name: str) -> bool:
    name = _PRONOUNS.sub("", name)
    words = name.split()
    if not 1 <= len(words) <= 8 or _SENTENCE.search(name) or name.count(",") > 1:
        return False
    plain = [_is_no_name(word) for word in words]
    # `Mark Key` and `John So` are people; `The Plan`, `Step One` and `He said` are not.
    return not any(plain) or (is_title_like(name) and not plain[0])


def _is_no_name(word: str) -> bool:
    return word.lower().strip(".,") in _NO_NAME_WORDS


def _has_to_recur(name: str) -> bool:
    """Whether it may be speech, too: `Berg, Anna`, `Mark Key`."""
    if _PRONOUNS.search(name):
        return False
    return "," in name or any(map(_is_no_name, name.split()))


def bare_name(name: str) -> str:
    """Return a name without the dash before it and the brackets round it."""
    name = name.strip().lstrip("-–— ")
    return name[1:-1].strip() if name[:1] + name[-1:] in ("[]", "()", "**") else name


def _is_sure(name: str, count: int) -> bool:
    if _LABEL.fullmatch(name):
        return True
    words = len(name.split())
    if is_title_like(name):
        return count > 2 if _has_to_recur(name) else count > 1 or words > 1
    return (count > 1 and words <= 2) or (count > 2 and words <= 4)


def is_title_like(name: str) -> bool:
    """Whether all words of a name are written as those of names are, particles aside."""
    words = _PRONOUNS.sub("", name).split()
    return all(
        word.lower() in _PARTICLE_WORDS if index and word.islower() else not word[:1].islower()
        for index, word in enumerate(words)
    )


SplitName = Callable[[str, frozenset[str]], tuple[str | None, str]]
NAME_STYLES: tuple[tuple[Callable[[Iterable[str]], frozenset[str]], SplitName], ...] = (
    (speakers_in, split_name),
    (speakers_in_brackets, split_bracketed_name),
    (speakers_on_lines, split_line_name),
)
"""Ways in which names stand in the text: how they are found, and how they are split off."""
