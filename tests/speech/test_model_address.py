"""Where models are fetched from can be said, and said wrongly."""

from pathlib import Path

import pytest

from sessionlens.domain.errors import SessionLensError
from sessionlens.speech.catalogue import PUBLISHER, publisher
from sessionlens.speech.model_fetch import fetch_model


@pytest.mark.parametrize(
    "address",
    [
        *("nonsense", "file:///etc", "ftp://127.0.0.1/", "http://", "http://[::1", "http://a b/"),
        *("http://127.0.0.1:port/", "http://127.0.0.1:99999/", "http://ü.example/", "http://x..y/"),
    ],
)
def test_what_is_no_address_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("SESSIONLENS_MODELS_URL", address)
    with pytest.raises(SessionLensError) as caught:
        fetch_model("vosk-model-small-de-0.15", tmp_path / "models")
    assert "web address" in caught.value.what or "no connection" in caught.value.what
    assert str(caught.value.where).startswith(address.rstrip("/"))


def test_an_empty_address_is_the_publishers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SESSIONLENS_MODELS_URL", "")
    assert publisher() == PUBLISHER
