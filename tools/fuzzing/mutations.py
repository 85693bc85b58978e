"""Changes that damage a file: bits, numbers, words, cuts, repeats and splices."""

import random

LARGEST = 60_000
"""Bytes of a seed."""

Seed = tuple[str, bytes]
"""The ending of a name, and the content."""

_NUMBERS = (0, 1, 7, 8, 9, 16, 35, 127, 128, 255, 256, 32767, 65535, 2**24, 2**31 - 1, 2**32 - 1)
_WORDS = [
    *(
        "nan",
        "inf",
        "-inf",
        "-1",
        "1e999",
        "1e-999",
        "99999999999999999999",
        "0x7f",
        "true",
        "null",
    ),
    *("[]", "{}", '""', "''", '"""', "[[", "]]", "= =", "\r", "\n\n\n", "\t", "\0", "\x1b[31m"),
    *(
        "24:00:00",
        "00:00:60",
        "99:99:99.999",
        "-00:00:01",
        "0000-00-00",
        "9999-12-31",
        "2026-02-30",
    ),
    *(
        "\u202e",
        "\ufeff",
        "\ud7ff",
        "\U0010ffff",
        "é",
        "日本語",
        "../../etc/passwd",
        "&lol;",
        "<!--",
    ),
    *("-->", "{", "}", "[", "]", "<", ">", ":", ",", "%s", "format", "version = 99", "1" * 400),
]


def mutated(seeds: list[Seed], random_: random.Random) -> Seed:
    """One of the seeds with a few things changed."""
    suffix, content = random_.choice(seeds)
    data = bytearray(content)
    for _ in range(random_.choice((1, 1, 1, 2, 3, 5, 12))):
        random_.choice(_MUTATIONS)(data, random_, seeds)
    return suffix, bytes(data[: 4 * LARGEST])


def _place(data: bytearray, random_: random.Random) -> int:
    # Headers decide most: every other change is made near the beginning.
    most = len(data) if random_.random() < 0.5 else min(len(data), 400)
    return random_.randrange(most + 1)


def _flip(data: bytearray, random_: random.Random, _: list[Seed]) -> None:
    if data:
        place = min(_place(data, random_), len(data) - 1)
        data[place] ^= 1 << random_.randrange(8)


def _overwrite(data: bytearray, random_: random.Random, _: list[Seed]) -> None:
    place = _place(data, random_)
    data[place : place + random_.choice((1, 2, 4, 64))] = random_.randbytes(
        random_.choice((1, 2, 4, 64))
    )


def _number(data: bytearray, random_: random.Random, _: list[Seed]) -> None:
    size = random_.choice((1, 2, 4, 8))
    value = random_.choice(_NUMBERS) % 256**size
    place = _place(data, random_)
    data[place : place + size] = value.to_bytes(size, random_.choice(("little", "big")))


def _cut(data: bytearray, random_: random.Random, _: list[Seed]) -> None:
    place = _place(data, random_)
    del data[place : place + random_.choice((1, 3, 20, 500, len(data)))]


def _repeat(data: bytearray, random_: random.Random, _: list[Seed]) -> None:
    place = _place(data, random_)
    piece = data[place : place + random_.choice((1, 8, 60, 700))]
    data[place:place] = piece * random_.choice((1, 2, 30))


def _word(data: bytearray, random_: random.Random, _: list[Seed]) -> None:
    place = _place(data, random_)
    end = place + random_.choice((0, 0, 1, 4, 10))
    data[place:end] = random_.choice(_WORDS).encode("utf-8", "surrogatepass")


def _splice(data: bytearray, random_: random.Random, seeds: list[Seed]) -> None:
    other = random_.choice(seeds)[1]
    start = random_.randrange(len(other) + 1)
    data[_place(data, random_) :] = other[start:]


_MUTATIONS = (_flip, _flip, _overwrite, _number, _number, _cut, _repeat, _word, _word, _splice)


def made(reader: str, seeds: list[Seed], seed: int, index: int) -> Seed:
    """The input with this number."""
    return mutated(seeds, random.Random(f"{seed}:{reader}:{index}"))
