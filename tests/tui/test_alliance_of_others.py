"""A copy that belongs to other people stays what it is."""

from pathlib import Path

from agreeing import agreeing, agreement, kept


async def test_an_agreement_of_other_people_is_not_taken_in(tmp_path: Path) -> None:
    others = kept(tmp_path, agreement(id="x1", between=("Jo", "Kim"), agreed={}), "sent.toml")
    path = kept(tmp_path, agreement())
    before = path.read_bytes(), others.read_bytes()
    async with agreeing(path) as anna:
        await anna.press("m")
        await anna.type(str(others))
        await anna.press("enter")
        await anna.sees("That agreement is between Jo and Kim: it stays a file of its own")
    assert (path.read_bytes(), others.read_bytes()) == before
