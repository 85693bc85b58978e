"""What was agreed before can be read, and what nobody answered stays with who wrote it."""

import datetime as dt
from pathlib import Path

from agreeing import LOOK, agreeing, agreement, kept, rich_agreement
from msgspec.structs import replace


async def test_a_look_that_was_never_answered_stays_covered(tmp_path: Path) -> None:
    alone = replace(agreement(), looks=(replace(LOOK, by="Maria"),))
    async with agreeing(kept(tmp_path, alone)) as anna:
        await anna.press("b", "down", "enter")
        await anna.sees("Earlier agreements")
        await anna.press("end", "enter")
        await anna.sees("so it stays with who wrote it")
        assert not anna.shows(LOOK.works)


async def test_a_new_agreement_keeps_the_old_one_to_be_read(tmp_path: Path) -> None:
    async with agreeing(kept(tmp_path, rich_agreement())) as anna:
        await anna.press("b", "down", "enter")
        await anna.sees("Earlier agreements")
        assert anna.on_the_disk.earlier[0].looks == (LOOK,)
        await anna.press("end", "enter")
        await anna.sees(f"Agreement until {dt.date.today().isoformat()}")
        await anna.sees("Agreed: Anna 2026-11-02")
