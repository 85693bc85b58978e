"""Which encoding text was written in, when it is not Unicode."""

from itertools import pairwise

_SAMPLE = 100_000
_LETTERS = {
    "cp1252": (
        "àâçèéêëîïôùûüÿœæ",  # French
        "äöüß",  # German
        "áéíñóúü",  # Spanish
        "àáâãçéêíóôõú",  # Portuguese
        "àèéìíòóùú",  # Italian
        "æøåé",  # Danish, Norwegian
        "åäöé",  # Swedish, Finnish
        "éëïóöü",  # Dutch
    ),
    "cp1250": ("ąćęłńóśźż", "áčďéěíňóřšťúůýžäĺľŕô", "áéíóöőúüű", "ăâîşţ", "čćđšž"),
    "cp1257": ("ąčęėįšųūž", "āčēģīķļņšūž", "äöüõšž"),
    "cp1254": ("çğıöşüâî",),
    "cp1258": ("àáâãèéêìíòóôõùúăđơư",),
    # Before Russian: its letters look Hebrew there, too, but for the capitals and the last five.
    "cp1255": ("אבגדהוזחטיךכלםמןנסעףפץצקרשת",),
    "cp1251": ("абвгдежзийклмнопрстуфхцчшщъыьэюяё", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"),
    "koi8_r": ("абвгдежзийклмнопрстуфхцчшщъыьэюяё",),
    "cp866": ("абвгдежзийклмнопрстуфхцчшщъыьэюяё",),
    "cp1253": ("αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ",),
    "cp1256": ("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگ",),
}
_BY_TWO_BYTES = ("gb18030", "big5", "shift_jis", "euc_jp", "euc_kr")


def guess(data: bytes) -> str:
    """Return the name of the encoding that `data` is most likely in.

    charset-normalizer says which encodings make text of the bytes at all; where several do, as
    with short texts, the one whose letters all belong to one language that uses it is taken.
    """
    from charset_normalizer import from_bytes

    lines = [line for line in data.splitlines() if not line.isascii()]
    sample = b"\n".join(lines)[:_SAMPLE]
    names = [*_LETTERS, *_BY_TWO_BYTES]
    matches = list(from_bytes(sample, cp_isolation=names))
    if not matches:
        return "cp1252"
    least = min(match.chaos for match in matches)
    likely = {name for match in matches if match.chaos <= least + 0.1 for name in _names(match)}
    return max((name for name in names if name in likely), key=lambda name: _score(sample, name))


def _names(match: object) -> list[str]:
    """Encodings that read the bytes in the same way; the library joins them to one match."""
    return [str(name) for name in getattr(match, "could_be_from_charset", [])]


def _score(sample: bytes, name: str) -> float:
    """Share of letters that one language would use, less those whose case is not a writer's."""
    text = sample.decode(name, "replace")
    if name in _BY_TWO_BYTES:
        high = sum(1 for byte in sample if byte > 127)
        return 0.85 if high > len(sample) * 0.4 else 0.0
    letters = [character for character in text if ord(character) > 0xBF or character in "ª²³¹µº¿"]
    known = max(
        sum(1 for letter in letters if letter.lower() in alphabet) for alphabet in _LETTERS[name]
    )
    odd = sum(
        1.0 if one.islower() else 0.5
        for one, other in pairwise(text)
        if other.isupper() and one.isalpha()
    )
    return (known - odd) / len(letters) if letters else 0.5
