"""Copies of what cannot be saved where it belongs."""

from sessionlens.tui.hearing.rescue import Rescue


def test_a_copy_replaces_its_own_earlier_one_and_nobody_elses() -> None:
    rescue = Rescue()
    first = rescue.copy("talk.self.review.toml", b"Monday")
    other = Rescue().copy("talk.self.review.toml", b"Tuesday")
    again = rescue.copy("talk.self.review.toml", b"Monday evening")
    assert first is not None
    assert other is not None
    assert again == first
    assert other.name == "talk-2.self.review.toml"
    assert (first.read_bytes(), other.read_bytes()) == (b"Monday evening", b"Tuesday")
