from samples import TRANSCRIPT, marker

from sessionlens.domain.search import SearchIndex, fold
from sessionlens.domain.transcript import Utterance
from sessionlens.domain.wording import reworded


def test_search_finds_words_and_comments_in_time_order() -> None:
    index = SearchIndex(TRANSCRIPT.utterances, (marker(1, start=8, comment="Tired again?"),))
    hits = [(hit.utterance, hit.marker, hit.start) for hit in index.find("TIRED")]
    assert hits == [(1, None, 4.0), (None, "m1", 8.0)]
    assert index.find("   ") == []


def test_search_cares_neither_for_case_nor_for_accents() -> None:
    assert fold("  Élève  Straße ") == "eleve strasse"


def test_words_that_stay_keep_their_times() -> None:
    corrected = reworded(TRANSCRIPT.utterances[0], "what really brings me")
    assert corrected.text == "what really brings me"
    assert [word.text for word in corrected.words] == ["what", "really", "brings", "me"]
    assert corrected.words[0] == TRANSCRIPT.utterances[0].words[0]
    assert (corrected.words[2].start, corrected.words[2].end) == (1.4, 2.0)
    assert (corrected.words[3].start, corrected.words[3].end) == (2.2, 3.0)
    starts = [word.start for word in corrected.words]
    assert starts == sorted(starts)


def test_words_without_times_are_simply_replaced() -> None:
    plain = Utterance(start=0, end=1, text="old")
    assert reworded(plain, "new words") == Utterance(start=0, end=1, text="new words")
