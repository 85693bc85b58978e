"""What a coach prepares before they go through a recording with their mentor or supervisor."""

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

Share = Literal["nothing", "something", "all"]

SHARES: dict[Share, str] = {
    "nothing": "nothing",
    "something": "that there is something",
    "all": "all of it",
}
"""How much of `least` the other person is told, in the order in which it is offered."""


class Preparation(
    Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True
):
    """The coach's own words, any of which may be empty.

    `bring` is what they want to look at together, `least` what they would least like the other to
    know about the session, `share` how much of that travels, `earlier` what became of what they
    meant to practise.
    """

    bring: str = ""
    least: str = ""
    share: Share = "nothing"
    earlier: str = ""

    @property
    def empty(self) -> bool:
        """Nothing has been said."""
        return not (self.bring or self.least or self.earlier)


def as_shared(preparation: Preparation) -> Preparation:
    """The preparation as the other may see it: `least` only as far as the coach shares it."""
    return preparation if preparation.share == "all" else replace(preparation, least="")


def to_send(preparation: Preparation) -> Preparation:
    """The preparation as it goes out of the coach's own review.

    Where there is nothing that they would rather keep, nothing is said about it, either.
    """
    shared = as_shared(preparation)
    return shared if preparation.least else replace(shared, share="nothing")
