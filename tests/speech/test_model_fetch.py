"""Fetching models from a server that may break off, lie, or send something else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from publisher import NAME, Publisher, serving
from test_model_install import zipped_model
from true_words import tiny_model

from sessionlens.domain.errors import SessionLensError
from sessionlens.speech.model_fetch import fetch_model, published
from sessionlens.speech.models import installed
from sessionlens.storage.lock import Lock


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    return Publisher(zipped_model(tmp_path / "published.zip").read_bytes())


@pytest.fixture
def base(publisher: Publisher) -> Iterator[str]:
    with serving(publisher) as base:
        yield base


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "models"


def fetch(base: str, models: Path, name: str = NAME) -> object:
    return fetch_model(name, models, base=base, wait=lambda _: None)


def refused(base: str, models: Path, message: str, name: str = NAME) -> SessionLensError:
    with pytest.raises(SessionLensError, match=message) as caught:
        fetch(base, models, name)
    assert [model.name for model in installed([models])] == ["tiny-model"]
    return caught.value


def zip_requests(publisher: Publisher) -> list[str]:
    return [wanted for path, wanted in publisher.asked if path.endswith(".zip")]


def test_a_model_is_fetched_checked_and_installed(base: str, models: Path) -> None:
    seen: list[tuple[int, int]] = []

    model = fetch_model(NAME, models, base=base, on_bytes=lambda *done: seen.append(done))

    assert model.path == models / NAME
    assert (model.language, model.size) == ("en-us", tiny_model().size)
    assert [path.name for path in models.iterdir()] == [NAME]
    assert max(done for done, _ in seen) > 0


def test_a_connection_that_breaks_off_is_taken_up_again(
    base: str, models: Path, publisher: Publisher
) -> None:
    publisher.breaks = [100_000, 50_000]

    fetch(base, models)

    assert zip_requests(publisher) == ["", "bytes=100000-", "bytes=150000-"]
    assert (models / NAME).is_dir()


def test_another_run_goes_on_where_one_gave_up(
    base: str, models: Path, publisher: Publisher
) -> None:
    publisher.breaks = [100_000, 10, 10, 10]
    error = refused(base, models, "broke off at 0.1 of 0.3 MB")
    assert "goes on from there" in error.hint
    publisher.asked.clear()

    fetch(base, models)

    assert zip_requests(publisher) == ["bytes=100030-"]


def test_a_server_that_knows_no_parts_sends_all_of_it_again(
    base: str, models: Path, publisher: Publisher
) -> None:
    publisher.breaks = [100_000]
    publisher.ranges = False

    fetch(base, models)

    assert (models / NAME).is_dir()


def test_a_wrong_part_is_not_taken(base: str, models: Path, publisher: Publisher) -> None:
    publisher.breaks = [100_000]
    publisher.wrong_part = True

    refused(base, models, "another part")
    assert (models / f"{NAME}.zip.part").stat().st_size == 100_000


def test_a_wrong_checksum_installs_nothing(base: str, models: Path, publisher: Publisher) -> None:
    publisher.md5 = "0" * 32

    refused(base, models, "checksum is wrong")
    assert list(models.iterdir()) == []


@pytest.mark.parametrize("difference", [-1000, 1000])
def test_a_server_that_announces_another_size_is_refused(
    base: str, models: Path, publisher: Publisher, difference: int
) -> None:
    publisher.announce = publisher.size + difference

    refused(base, models, "but the model was published with")
    assert list(models.iterdir()) == []


def test_a_server_that_sends_more_than_published_is_stopped(
    base: str, models: Path, publisher: Publisher
) -> None:
    publisher.announce = -1
    publisher.size -= 1000

    refused(base, models, "sends more bytes")
    assert list(models.iterdir()) == []


def test_a_file_of_an_older_version_is_not_added_to(
    base: str, models: Path, publisher: Publisher
) -> None:
    models.mkdir()
    (models / f"{NAME}.zip.part").write_bytes(bytes(publisher.size + 1))

    fetch(base, models)

    assert zip_requests(publisher) == [""]


def test_a_name_that_is_not_published(base: str, models: Path) -> None:
    refused(base, models, "There is no model 'vosk-model-xx'", "vosk-model-xx")


@pytest.mark.parametrize("name", ["../evil", "a/b", "..", "", "x\x1b[31m", "a\\b"])
def test_hostile_names_in_the_list_and_on_the_command_line(
    base: str, models: Path, publisher: Publisher, name: str
) -> None:
    publisher.listed = [{"name": name, "size": 5, "md5": "0" * 32}]

    error = refused(base, models, "There is no model", name)

    assert "\x1b" not in str(error)
    assert published(base) == {}


@pytest.mark.parametrize(
    "entry",
    [
        {"name": NAME},
        {"name": NAME, "size": 0, "md5": "0" * 32},
        {"name": NAME, "size": -5, "md5": "0" * 32},
        {"name": NAME, "size": 1 << 50, "md5": "0" * 32},
        {"name": NAME, "size": 10, "md5": "none"},
        {"name": [NAME], "size": 10, "md5": "0" * 32},
        None,
    ],
)
def test_an_entry_that_states_no_size_or_checksum_cannot_be_fetched(
    base: str, models: Path, publisher: Publisher, entry: object
) -> None:
    publisher.listed = [entry]

    refused(base, models, "There is no model")


def test_a_list_that_is_none(base: str, models: Path, publisher: Publisher) -> None:
    publisher.listed = {"error": "not today"}

    refused(base, models, "list of models there cannot be read")


def test_an_answer_that_is_no_file(base: str, models: Path) -> None:
    refused(base.replace("models", "elsewhere"), models, "answers 404")


def test_a_redirect_to_a_file_is_not_followed(
    base: str, models: Path, publisher: Publisher
) -> None:
    publisher.redirect = "file:///etc/passwd"

    refused(base, models, r"unsafe address|answers 302")


def test_no_network(models: Path) -> None:
    error = refused("http://127.0.0.1:9/models/", models, "no connection")

    assert "sessionlens models add" in error.hint


def test_an_address_that_is_none(models: Path) -> None:
    refused("file:///srv/models/", models, "no web address")


def test_two_runs_do_not_write_one_file(base: str, models: Path) -> None:
    models.mkdir()
    with Lock(models / f"{NAME}.zip"):
        refused(base, models, "another run")


def test_an_installed_model_is_not_fetched_again(
    base: str, models: Path, publisher: Publisher
) -> None:
    fetch(base, models)
    publisher.asked.clear()

    with pytest.raises(SessionLensError, match="installed already"):
        fetch(base, models)

    assert publisher.asked == []
    assert fetch_model(NAME, models, base=base, force=True).path == models / NAME
