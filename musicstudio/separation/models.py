# SPDX-License-Identifier: GPL-3.0-or-later
"""The separation networks that the studio knows, and which of them are on this machine."""

from functools import lru_cache
from pathlib import Path

import msgspec

from musicstudio.core.errors import InputError, ModelMissingError
from musicstudio.core.paths import models_dir, resources_dir
from musicstudio.model_store.catalogue import Entry, SeparatorFacts, list_entries

BUNDLED, HYBRID = "studio_small", "studio_voices"


class SeparationModel(msgspec.Struct, frozen=True):
    """One network. stems: what it separates. size_bytes: of the weights, about. origin: a repository of the model
    hub, or empty.

    files: names of the weight files without suffix; weights of a bag are averaged, by stem where ``bag_weights`` says
    so.
    """

    name: str
    title: str
    stems: tuple[str, ...]
    size_bytes: int
    licence: str
    origin: str = ""
    files: tuple[str, ...] = ()
    bag_weights: tuple[tuple[float, ...], ...] = ()
    is_experimental: bool = False

    @property
    def folder(self) -> Path:
        """Where its weights belong."""
        if self.is_bundled:
            return resources_dir() / "models" / "separator"
        return models_dir() / "separator" / self.name

    @property
    def paths(self) -> tuple[Path, ...]:
        """Its weight files, present or not."""
        return tuple(self.folder / f"{file}.safetensors" for file in self.files)

    @property
    def is_present(self) -> bool:
        """Whether every weight file is on this machine."""
        return all(path.is_file() for path in self.paths)

    @property
    def is_bundled(self) -> bool:
        """Whether it comes with the studio."""
        return self.name in (BUNDLED, HYBRID)

    @property
    def is_fetchable(self) -> bool:
        """Whether it can be downloaded when the user asks for it."""
        return bool(self.origin)


def list_models() -> list[SeparationModel]:
    """All known networks, the best first. Cheap: looks for files, loads nothing."""
    return list(_known())


def find_model(name: str) -> SeparationModel:
    """The network of that name; raises `InputError` naming those there are."""
    for model in _known():
        if model.name == name:
            return model
    raise InputError(f"There is no separation model “{name}”; known are {', '.join(model.name for model in _known())}.")


def present_model(name: str = "", stems: int = 4) -> SeparationModel:
    """The network asked for, or the best one present that gives ``stems`` stems (2, 4 or 6).

    Raises `ModelMissingError` saying size and licence when its weights are not here, `InputError` for a wish that the
    model cannot fulfil.
    """
    if stems not in (2, 4, 6):
        raise InputError("A recording can be separated into 2, 4 or 6 stems.")
    candidates = [find_model(name)] if name else [model for model in _known() if len(model.stems) >= stems]
    able = [model for model in candidates if len(model.stems) >= stems]
    if not able:
        raise InputError(
            f"{candidates[0].title} separates {len(candidates[0].stems)} stems, not {stems}; choose htdemucs_6s."
        )
    for model in sorted(able, key=lambda model: len(model.stems) != max(4, stems)):
        if model.is_present:
            return model
    raise ModelMissingError(missing_sentence(able[0]))


def missing_sentence(model: SeparationModel) -> str:
    """What to tell the user about weights that are not here."""
    remedy = f"install it with “musicstudio models install {model.name}” or import a folder that holds it"
    size_mb = round(model.size_bytes / 1e6)
    return f"The weights of {model.title} are not on this machine ({size_mb} MB, licence {model.licence}); {remedy}."


@lru_cache(maxsize=1)
def _known() -> tuple[SeparationModel, ...]:
    """From the catalogue. Sizes and file names there: the export of demucs 4.1.0 on the hub (float16 safetensors);
    weights trained on MUSDB18-HQ and 800 further songs by Meta."""
    return tuple(_model_of(entry, entry.separator) for entry in list_entries("separator") if entry.separator)


def _model_of(entry: Entry, facts: SeparatorFacts) -> SeparationModel:
    return SeparationModel(
        entry.name, entry.title, facts.stems, entry.size_bytes, entry.terms.title, entry.origin, facts.files,
        facts.bag_weights, facts.is_experimental,
    )  # fmt: skip
