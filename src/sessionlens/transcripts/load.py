"""Bytes from disk to text, in whatever encoding it was written."""

import re
from itertools import pairwise
from pathlib import Path

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean, counted, shorten
from sessionlens.files import LARGEST_TRANSCRIPT, read_whole

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_BAD_BYTE = r"[\udc80-\udcff]"
_SURROGATE = r"[\ud800-\udfff]"
_CONTROL = rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]"
_SAMPLE = 10_000
_WESTERN = (
    "àâçèéêëîïôùûüÿœæ",  # French
    "äöüß",  # German
    "áéíñóúüªº",  # Spanish
    "àáâãçéêíóôõúªº",  # Portuguese
    "àèéìíòóùú",  # Italian
    "æøåé",  # Danish, Norwegian
    "åäöé",  # Swedish, Finnish
    "éëïóöü",  # Dutch
)
_CENTRAL = ("ąćęłńóśźż", "áčďéěíňóřšťúůýžäĺľŕô", "áéíóöőúüű", "ăâîşţ", "čćđšž")
_RUSSIAN = "абвгдежзийклмнопрстуфхцчшщъыьэюяё"
_CYRILLIC = (_RUSSIAN, "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя")
_LETTERS = {
    "cp1252": _WESTERN,
    "cp1250": _CENTRAL,
    "iso8859_2": _CENTRAL,
    "cp1257": ("ąčęėįšųūž", "āčēģīķļņšūž", "äöüõšž"),
    "cp1254": ("çğıöşüâî",),
    "cp1258": ("àáâãèéêìíòóôõùúăđơư",),
    # Before Russian: its letters look Hebrew there, too, but for the capitals and the last five.
    "cp1255": ("אבגדהוזחטיךכלםמןנסעףפץצקרשת",),
    "cp1251": _CYRILLIC,
    "koi8_r": (_RUSSIAN,),
    "cp866": (_RUSSIAN,),
    "cp1253": ("αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ",),
    "cp1256": ("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگ",),
    # Of Macs and of DOS: what is left of them is rare, so that others come first.
    "mac_roman": _WESTERN,
    "mac_cyrillic": _CYRILLIC,
    "cp850": _WESTERN,
    "cp852": _CENTRAL,
}
"""The letters beyond ASCII of languages, in lower case, by the encoding; likeliest first."""

_SIGNS = "\u00a0’‘“”„‚«»‹›–—…¿¡°€§·•£№"  # which are common in any of them
_BY_TWO_BYTES = ("gb18030", "big5", "shift_jis", "euc_jp", "euc_kr")
_OPENING = "¿¡„‚«§"
_DENSE, _DENSE_SCORE = 0.4, 0.85  # of bytes beyond ASCII, and how well such a text is read then
_SIGNS_ALONE = 0.5  # how well a text is read in which nothing but quotes and dashes is special


def load(path: Path) -> bytes:
    """Return the content of a file. Raises SessionLensError when there is none to be had."""
    data = read_whole(path, LARGEST_TRANSCRIPT, "a transcript")
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise SessionLensError("The file is empty", "Export the transcript again", where=path)
    return data


def decode(data: bytes, encoding: str = "") -> tuple[str, str]:
    """Return text and a warning, which is empty unless the encoding had to be guessed.

    `encoding` is the one that a person says it is. Raises SessionLensError if there is none of
    that name.

    Byte order marks and UTF-16 without one are recognised. Bytes that are not UTF-8 are guessed
    (charset-normalizer), except in a text that is UTF-8 but for a few broken characters: there
    they stay as lone surrogates, until `rejoined` joins the halves of characters.
    """
    if encoding:
        return _decode_as(data, encoding)
    for mark, unicode in _MARKS:
        if data.startswith(mark):
            return data.decode(unicode, "replace").removeprefix("\ufeff"), ""
    without_mark = _utf16_without_mark(data)
    if without_mark:
        return data.decode(without_mark, "replace"), ""
    text = data.decode("utf-8", "surrogateescape")
    broken = len(re.findall(_BAD_BYTE, text))
    if not broken:
        return text, ""
    other = sum(1 for character in text if character > "\x7f") - broken
    if text.lstrip()[:1] in ("{", "[") or broken <= other // 4:
        return text, ""
    encoding = _guess(data)
    warning = (
        f"is not UTF-8: read as {encoding.replace('_', '-')}, which is a guess; "
        "--encoding NAME reads it as you say"
    )
    return data.decode(encoding, "replace"), warning


def _decode_as(data: bytes, encoding: str) -> tuple[str, str]:
    try:
        text = data.decode(encoding, "replace")
    except (LookupError, UnicodeError, ValueError):  # some codecs are none of text
        raise SessionLensError(
            f"There is no encoding of text named '{shorten(clean(encoding), 40)}'",
            "Use a name such as utf-8, cp1252, iso8859-2, cp850, mac-roman, euc-jp",
        ) from None
    broken = text.count("\ufffd") - data.count("\ufffd".encode())
    warning = f"{counted(broken, 'byte is', 'bytes are')} no text in {clean(encoding)}"
    return text.removeprefix("\ufeff"), warning if broken > 0 else ""


def rejoined(text: str) -> str:
    """Join the bytes that `decode` kept as lone surrogates; what stays broken becomes U+FFFD."""
    if text.isascii() or not re.search(_SURROGATE, text):
        return text
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    except UnicodeEncodeError:  # surrogates of another origin, such as escapes in JSON
        return re.sub(_SURROGATE, "\ufffd", text)


def is_binary(data: bytes) -> bool:
    """Whether these bytes are no text in any encoding."""
    if _utf16_without_mark(data) or data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")):
        return False
    sample = data[:65536]
    return not _is_text(sample)


def _utf16_without_mark(data: bytes) -> str:
    sample = data[: 4096 - 4096 % 2]
    pairs = len(sample) // 2
    if pairs < 4:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) < pairs / 8 or min(even, odd) > max(even, odd) / 8:
        return ""
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    # The same letters in UTF-8 have control characters only if they are no letters.
    return encoding if _is_text(sample.decode(encoding, "replace").encode()) else ""


def _is_text(sample: bytes) -> bool:
    return len(re.findall(_CONTROL, sample)) <= len(sample) // 50 + 2


def _guess(data: bytes) -> str:
    """Return the name of the encoding that `data` is most likely in.

    The one whose characters beyond ASCII all belong to one language that uses it; those of two
    bytes a character are considered where charset-normalizer can make text of the bytes.
    """
    lines = [line for line in data.splitlines() if not line.isascii()]
    sample = b"\n".join(lines)[:_SAMPLE]
    scores = {name: _score(sample.decode(name, "replace"), name) for name in _LETTERS}
    if sum(1 for byte in sample if byte > 127) > len(sample) * _DENSE:
        from charset_normalizer import from_bytes

        for match in from_bytes(sample, cp_isolation=list(_BY_TWO_BYTES)):
            scores |= dict.fromkeys(match.could_be_from_charset, _DENSE_SCORE)
    return max(scores, key=lambda name: scores[name])


def _score(text: str, name: str) -> float:
    """Share of characters that one language would use, less what no writer does.

    That is capitals within words, letters of another script beside Latin ones, and signs that
    begin a word in the midst of one.
    """
    beyond = [character.lower() for character in text if character > "\x7f"]
    letters = [character for character in beyond if character not in _SIGNS]
    if not letters:
        return _SIGNS_ALONE
    usual = max(sum(letter in alphabet for letter in letters) for alphabet in _LETTERS[name])
    odd = 0.0
    for before, letter in pairwise(text):
        if before.isalpha() and letter.isalpha() and not (before + letter).isascii():
            if letter.isupper():
                odd += 1.0 if before.islower() else 0.5
            if _is_latin(before) != _is_latin(letter):
                odd += 1.0
        elif (letter in _OPENING and before.isalpha()) or (before == "§" and letter.isalpha()):
            odd += 1.0
        elif before == "¿" and letter.islower():
            odd += 0.5
    return (usual - odd) / len(letters)


def _is_latin(letter: str) -> bool:
    return letter < "\u0250"
