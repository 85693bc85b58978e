"""`sessionlens models`: the offline models."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sessionlens.cli.arguments import FILE
from sessionlens.cli.edge import UNREADABLE
from sessionlens.cli.out import say, say_json, say_table, say_wrapped
from sessionlens.domain.text import file_name

if TYPE_CHECKING:
    from sessionlens.speech.catalogue import CatalogueModel
    from sessionlens.speech.engines.interface import Model

_replace = click.option("--force", is_flag=True, help="Replace an installed model of this name.")


@click.group(invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """List, add, fetch or remove the models that recognise speech, offline.

    `add` takes an archive or a folder that you have; `fetch`, here and in the screen, is the only
    use this program makes of the network.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_)


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(as_json: bool = False) -> None:
    """List what is installed, and well-known models that can be fetched."""
    from sessionlens.speech.catalogue import CATALOGUE
    from sessionlens.speech.choice import in_use
    from sessionlens.speech.models import installed, models_folder

    models = installed()
    used = in_use(models)
    names = {model.name for model in models}
    fetchable = [known for known in CATALOGUE if known.name not in names]
    if as_json:
        say_json(_document(models, used, fetchable))
        return
    say(f"Installed (models are kept in {models_folder()}):")
    say_table([_row(model, used) for model in models], indent=2)
    say("")
    if not any(model.kind == "speech" and not model.demo for model in models):
        _say_steps()
    say("Can be fetched, with 'sessionlens models fetch NAME' (to download, in memory about):")
    say_table([_fetchable_row(model) for model in fetchable], indent=2)


@command.command("add")
@click.argument("source", type=FILE, metavar="FILE-OR-FOLDER")
@click.option("--language", default="", help="Its language, if the name does not tell: de, en-us.")
@click.option("--model", "pick", default="", help="Of several models in it, this one.")
@_replace
def add(source: Path, language: str, pick: str, force: bool) -> None:
    """Add a model from a zip, a tar (also gz, bz2, xz) or a folder, for instance on a USB stick.

    It is one for Vosk, or one for Whisper as faster-whisper has them: its files tell.
    """
    from sessionlens.speech.model_install import add_model

    _with_bar(
        source.name,
        lambda on_bytes: add_model(
            source, pick=pick, language=language, force=force, on_bytes=on_bytes
        ),
    )


@command.command("fetch")
@click.argument("name")
@_replace
def fetch(name: str, force: bool) -> None:
    """Fetch a model from its publisher; an interrupted download goes on where it ended."""
    from sessionlens.speech.model_fetch import fetch_model

    _with_bar(name, lambda on_bytes: fetch_model(name, force=force, on_bytes=on_bytes))


@command.command("remove")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Remove it without asking.")
def remove(name: str, yes: bool) -> int:
    """Remove a model that was added or fetched."""
    from sessionlens.cli.asking import says_yes
    from sessionlens.speech.model_remove import removable, remove_model

    model = removable(name)
    if not yes:
        question = f"Remove {file_name(model.name)} ({model.size / 1e6:.1f} MB)? Type yes"
        answer = says_yes(question)
        if not answer:
            say("Nothing was removed")
            return 0 if answer is not None else UNREADABLE
    remove_model(model)
    say(f"{file_name(model.name)} is removed")
    return 0


def _say_steps() -> None:
    from sessionlens.speech.no_model import other_ways, three_steps

    say("No model of yours is installed. Three steps to one, without network on this machine:")
    for number, step in enumerate(three_steps(), 1):
        say_wrapped(step, first=f"{number}. ", indent=2)
    for way in other_ways():
        say_wrapped(way)
    say("")


def _fetchable_row(model: "CatalogueModel") -> tuple[str, str, str, str]:
    from sessionlens.speech.catalogue import memory
    from sessionlens.speech.no_model import size_words

    return model.name, model.title, size_words(model.megabytes), size_words(memory(model))


def _with_bar(name: str, work: Callable[[Callable[[int, int], None]], "Model"]) -> None:
    from sessionlens.cli.out import bar

    with bar(name) as show:

        def on_bytes(done: int, total: int) -> None:
            show(done / max(total, 1), f"{done / 1e6:.1f} of {total / 1e6:.1f} MB")

        model = work(on_bytes)
    say(f"{file_name(model.name)} is installed in {file_name(model.path)}")


def _document(
    models: "list[Model]", used: str, fetchable: "list[CatalogueModel]"
) -> dict[str, list[dict[str, Any]]]:
    from sessionlens.speech.catalogue import address, memory

    return {
        "installed": [
            {
                "name": model.name,
                "path": str(model.path),
                "engine": model.engine,
                "kind": model.kind,
                "language": model.language,
                "languages": model.languages,
                "size": model.size,
                "in_use": model.name == used,
                "demo": model.demo,
            }
            for model in models
        ],
        "fetchable": [
            {
                "name": model.name,
                "language": model.language,
                "title": model.title,
                "megabytes": model.megabytes,
                "memory_megabytes": round(memory(model)),
                "address": address(model),
            }
            for model in fetchable
        ],
    }


def _row(model: "Model", used: str) -> tuple[str, ...]:
    from sessionlens.speech.catalogue import language_name
    from sessionlens.speech.engines.table import module_of

    about = language_name(model.language)
    if not model.language and model.languages:
        about = "many languages"
    if model.demo:
        about = "knows only the words of the demo"
    elif model.kind == "speaker":
        about = "tells voices apart"
    mark = "in use" if model.name == used else ""
    size = f"{model.size / 1e6:.1f} MB"
    return model.name, about, module_of(model).TITLE, size, mark, str(model.path.parent)
