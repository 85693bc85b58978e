"""Removes a model that was added or fetched; what lies in others' folders stays."""

from sessionlens.domain.errors import SessionLensError
from sessionlens.domain.text import clean, counted, shorten
from sessionlens.files import not_written
from sessionlens.speech.engines.interface import Model
from sessionlens.speech.model_install import arriving
from sessionlens.speech.model_use import other_users
from sessionlens.speech.models import installed, models_folder


def removable(name: str) -> Model:
    """The installed model of this name, if it may be removed; raises SessionLensError why not."""
    model = next((model for model in installed() if model.name == name), None)
    if model is None:
        raise SessionLensError(
            f"There is no model '{shorten(clean(name), 60)}'",
            "'sessionlens models' lists what there is",
        )
    why = why_not_removable(model)
    if why:
        raise SessionLensError(why, "Nothing was removed", where=model.path)
    return model


def why_not_removable(model: Model) -> str:
    """Why a model is not ours to remove, or not now; empty if it may be removed."""
    if model.demo:
        return "This model came with the program, and the demo needs it"
    if model.path.parent != models_folder():
        return "This model was not added here: other programs may use it from its own folder"
    users = other_users(model.path)
    if users:
        those = ", ".join(map(str, users))
        return f"This model is in use by {counted(len(users), 'process', 'processes')} ({those})"
    return ""


def remove_model(model: Model) -> None:
    """Delete a model of our own folder; of a link only the link. Raises SessionLensError."""
    why = why_not_removable(model)
    if why:
        raise SessionLensError(why, "Nothing was removed", where=model.path)
    try:
        if model.path.is_symlink():
            model.path.unlink()
            return
        # Renamed first: it is gone whole, or not at all.
        with arriving(model.path.parent) as place:
            model.path.rename(place / model.name)
    except OSError as error:
        raise not_written(error, model.path) from error
