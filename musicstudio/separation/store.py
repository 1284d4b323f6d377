# SPDX-License-Identifier: GPL-3.0-or-later
"""Getting weights onto this machine: fetched from the model hub when the user asks, or taken from a file or folder.

Nothing here runs unasked. The store checks hashes; here each network must load and separate what it promises before it
comes in, so a model is either whole or absent.
"""

import json
from pathlib import Path

from musicstudio.core.errors import InputError, MediaError
from musicstudio.core.progress import Job, Progress
from musicstudio.model_store import install as hub_install
from musicstudio.model_store.catalogue import find_entry
from musicstudio.model_store.installed import remove as remove_entry
from musicstudio.model_store.safe_files import PICKLES
from musicstudio.model_store.taking_in import take_in_files

from .models import SeparationModel, find_model, list_models
from .weights import check_weights, load_network


def install(name: str, endpoint: str | None = None, token: str = "") -> Job[SeparationModel]:
    """Fetch a model's weights from the hub: resumable, hash checked, paused by closing the job.

    endpoint: another hub with the same interface. Raises `InputError` for a model that is not offered, `StorageError`
    when the network or the disk fails (what came so far is kept for the next time), `MediaError` when the file is not
    what it should be.
    """
    model = find_model(name)
    if not model.is_fetchable:
        raise InputError(f"{model.title} comes with the studio; there is nothing to fetch.")
    yield from hub_install.install(find_entry(name), endpoint, token, lambda folder: check_folder(folder, model))
    yield Progress(1.0, f"{model.title} is ready")
    return model


def import_path(path: Path, name: str = "") -> Job[SeparationModel]:
    """Take the weights of a known model from a ``.safetensors`` file or a folder that holds all of them.

    name: which model is meant; empty: found out from the files. Raises `MediaError` for pickled checkpoints and for
    files that are no Demucs network, `InputError` when no known model is complete in that place.
    """
    found = _weight_files(path)
    models = [find_model(name)] if name else [model for model in list_models() if not model.is_bundled]
    matches = [(model, files) for model in models if (files := _files_for(model, found))]
    if not matches:
        wanted = ", ".join(f"{model.title} ({' and '.join(file.name for file in model.paths)})" for model in models)
        raise InputError(f"“{path.name}” does not hold all files of a known model: {wanted}.")
    model, files = matches[0]
    named = {place.name: file for place, file in zip(model.paths, files, strict=True)}
    yield from take_in_files(find_entry(model.name), named, path.name, lambda folder: check_folder(folder, model))
    return model


def remove(name: str) -> None:
    """Delete a fetched or imported model from this machine."""
    if find_model(name).is_bundled:
        raise InputError("The bundled model cannot be removed.")
    remove_entry(find_entry(name))


def _weight_files(path: Path) -> list[Path]:
    if not path.exists():
        raise MediaError(f"“{path}” does not exist.")
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    weights = [file for file in files if file.suffix.lower() == ".safetensors"]
    pickles = [file for file in files if file.suffix.lower() in PICKLES]
    if pickles and not weights:
        check_weights(pickles[0])
    if not weights:
        raise MediaError(f"“{path.name}” holds no .safetensors files.")
    return weights


def _files_for(model: SeparationModel, found: list[Path]) -> list[Path]:
    """The files of a model among those found: by name, or the only one whose stems fit a model of one file."""
    by_name = {file.stem: file for file in found}
    if all(name in by_name for name in model.files):
        return [by_name[name] for name in model.files]
    fitting = [file for file in found if _sources(file) == model.stems]
    return fitting if len(model.files) == 1 and len(fitting) == 1 else []


def _sources(path: Path) -> tuple[str, ...]:
    arguments = json.loads(check_weights(path).get("kwargs", "{}"))
    first = json.loads(check_weights(path).get("args", "[]"))[:1]
    return tuple(arguments.get("sources") or (first[0] if first else ()))


def check_folder(folder: Path, model: SeparationModel) -> None:
    """Raise `MediaError` unless every file loads and separates what the model promises."""
    for place in model.paths:
        if tuple(load_network(folder / place.name).sources) != model.stems:
            raise MediaError(f"{place.name} does not separate {', '.join(model.stems)}, as {model.title} should.")
