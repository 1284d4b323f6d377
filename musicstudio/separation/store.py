# SPDX-License-Identifier: GPL-3.0-or-later
"""Getting weights onto this machine: fetched from the model hub when the user asks, or taken from a file or folder.

Nothing here runs unasked. Every file is checked (hash, class, loading) before it gets its final name, so a model is
either whole or absent.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from musicstudio.core.errors import InputError, MediaError, StorageError
from musicstudio.core.progress import Job, Progress

from .download import download
from .models import SeparationModel, find_model, list_models
from .weights import PICKLES, check_weights, load_network

_COPY_BYTES = 1 << 22


def install(name: str, endpoint: str | None = None) -> Job[SeparationModel]:
    """Fetch a model's weights from the hub: resumable, hash checked, cancelled by closing the job.

    endpoint: another hub with the same interface. Raises `InputError` for a model that is not offered, `StorageError`
    when the network or the disk fails (what came so far is kept for the next time), `MediaError` when the file is not
    what it should be.
    """
    model = find_model(name)
    if not model.is_fetchable:
        raise InputError(f"{model.title} comes with the studio; there is nothing to fetch.")
    missing = [path for path in model.paths if not path.is_file()]
    for index, path in enumerate(missing):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        for step in download(model.origin, path.name, part, endpoint):
            share = (index + step.fraction) / len(missing)
            yield Progress(share, f"Fetching {model.title}: {step.message}")
        _admit(part, path, model)
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
    model.folder.mkdir(parents=True, exist_ok=True)
    for index, (source, target) in enumerate(zip(files, model.paths, strict=True)):
        part = target.with_suffix(".part")
        for fraction in _copy(source, part):
            yield Progress((index + fraction) / len(files), f"Importing {model.title}")
        _admit(part, target, model)
    return model


def remove(name: str) -> None:
    """Delete a fetched or imported model from this machine."""
    model = find_model(name)
    if model.is_bundled:
        raise InputError("The bundled model cannot be removed.")
    shutil.rmtree(model.folder, ignore_errors=True)


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


def _copy(source: Path, target: Path) -> Iterator[float]:
    """Copy a file, yielding the fraction done. Nothing is left of a copy that fails or is cancelled."""
    size, done = max(1, source.stat().st_size), 0
    try:
        with source.open("rb") as reader, target.open("wb") as writer:
            while block := reader.read(_COPY_BYTES):
                writer.write(block)
                done += len(block)
                yield done / size
    except OSError as error:
        raise StorageError(f"{source.name} cannot be copied ({error.strerror or error}).") from error
    finally:
        if done < size:
            target.unlink(missing_ok=True)


def _admit(part: Path, path: Path, model: SeparationModel) -> None:
    """Give a finished file its name when it loads and separates what the model promises."""
    safe = part.with_name(f"checking-{path.name}")
    part.replace(safe)
    try:
        network = load_network(safe)
        if tuple(network.sources) != model.stems:
            raise MediaError(f"{path.name} does not separate {', '.join(model.stems)}, as {model.title} should.")
        safe.replace(path)
    finally:
        safe.unlink(missing_ok=True)
