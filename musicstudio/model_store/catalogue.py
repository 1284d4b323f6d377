# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be added to the studio, read from one file: resources/models/catalogue.json."""

import shutil
from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from musicstudio.core.errors import InputError, StorageError
from musicstudio.core.paths import data_dir, models_dir, resources_dir

Kind = Literal["engine", "separator", "voice", "soundfont"]
TITLES: dict[Kind, str] = {
    "engine": "Engines", "separator": "Separation", "voice": "Voices", "soundfont": "SoundFonts",
}  # fmt: skip


class Licence(Struct, frozen=True):
    """Terms. text: what is shown before anything is fetched; address: where the whole of it stands, if not here."""

    title: str
    text: str
    is_commercial_use_allowed: bool = True
    address: str = ""


class SeparatorFacts(Struct, frozen=True):
    """A network that takes recordings apart. files: names of weights without suffix; weights of a bag are averaged, by
    stem where ``bag_weights`` says so."""

    stems: tuple[str, ...]
    files: tuple[str, ...]
    bag_weights: tuple[tuple[float, ...], ...] = ()
    is_experimental: bool = False


class Entry(Struct, frozen=True):
    """One thing that can be added.

    Attributes
    ----------
    name, title : str
        What the command line knows it by, and what the user reads.
    kind : str
        ``engine``, ``separator``, ``voice`` or ``soundfont``.
    adds : str
        What one can do with it.
    licence : str
        The key of its terms.
    size_bytes, memory_bytes : int
        About, and about what a run takes at full precision.
    origin, revision : str
        A repository of the model hub, or empty, and which state of it.
    wants, skips, needs : tuple of str
        Patterns of the files that are taken, that are left there, and without which it is not whole.
    packages : tuple of str
        Python packages that it needs, as pip names them.
    plugin : str
        A folder of ``plugins/``, or empty.
    is_gated, is_bundled : bool
        Given only to those who accepted its terms; comes with the studio.
    sha256 : dict of str
        By file, where it is known; else the hub's hash of the revision counts.
    separator : SeparatorFacts or None
    note : str
        How else to get it.
    """

    name: str
    title: str
    kind: Kind
    adds: str
    licence: str
    size_bytes: int
    memory_bytes: int = 0
    origin: str = ""
    revision: str = "main"
    wants: tuple[str, ...] = ("*.json", "*.safetensors", "*.txt", "*.model")
    skips: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    plugin: str = ""
    is_gated: bool = False
    is_bundled: bool = False
    sha256: dict[str, str] = {}
    separator: SeparatorFacts | None = None
    note: str = ""

    @property
    def folder(self) -> Path:
        """Where its files belong."""
        if self.kind == "soundfont":
            return data_dir() / "soundfonts"
        models = models_dir()
        return models / "separator" / self.name if self.kind == "separator" else models / self.name

    @property
    def staging(self) -> Path:
        """Where they gather until they are whole."""
        return models_dir() / ".coming" / self.name

    @property
    def terms(self) -> Licence:
        """Under which licence it stands."""
        return _catalogue().licences[self.licence]


class _Catalogue(Struct, frozen=True):
    licences: dict[str, Licence]
    entries: tuple[Entry, ...]


def list_entries(kind: str = "") -> tuple[Entry, ...]:
    """All entries, or those of a kind. Cheap: nothing is looked for on the disk."""
    return tuple(entry for entry in _catalogue().entries if kind in ("", entry.kind))


def find_entry(name: str) -> Entry:
    """The entry of a name. Raises `InputError` naming those there are."""
    for entry in list_entries():
        if entry.name == name:
            return entry
    known = ", ".join(entry.name for entry in list_entries())
    raise InputError(f"There is no model “{name[:60]}”; known are {known}.")


def require_room(folder: Path, wanted_bytes: int) -> None:
    """Raise `StorageError` where a disk has no room for what is to come and a little more."""
    place = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(place).free
    if free < wanted_bytes + _SPARE_BYTES:
        raise StorageError(
            f"There is too little room: {gigabytes(wanted_bytes + _SPARE_BYTES)} are needed in {folder}, "
            f"{gigabytes(free)} are free."
        )


def gigabytes(size: int) -> str:
    """``84 MB`` or ``2.4 GB``."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"


_SPARE_BYTES = 200_000_000


@lru_cache(maxsize=1)
def _catalogue() -> _Catalogue:
    path = resources_dir() / "models" / "catalogue.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Catalogue)
    except (OSError, msgspec.MsgspecError) as error:
        raise StorageError(f"The list of models cannot be read ({error}); install the studio again.") from error
