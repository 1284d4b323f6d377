# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be added to the studio, as window and command line see it: its state, and the jobs that change it."""

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from musicstudio.core.errors import InputError, MediaError
from musicstudio.core.progress import Job, Progress, within
from musicstudio.model_store.catalogue import TITLES, Entry, find_entry, gigabytes, list_entries
from musicstudio.model_store.install import Admit, install
from musicstudio.model_store.installed import came_so_far, is_present, remove, verify
from musicstudio.model_store.packages import add_packages, added_by, drop_packages, missing_packages
from musicstudio.model_store.taking_in import entry_in, take_in
from musicstudio.model_store.tokens import forget_token as forget_hub_token
from musicstudio.model_store.tokens import hub_token
from musicstudio.model_store.tokens import keep_token as keep_hub_token

if TYPE_CHECKING:
    from ..session.session import Session

__all__ = [
    "Entry", "ModelState", "find_entry", "forget_hub_token", "import_job", "install_job", "keep_hub_token",
    "kind_titles", "remove_job", "states", "terms", "verify",
]  # fmt: skip
_PACKAGES_SHARE = 0.1


class ModelState(Struct, frozen=True):
    """An entry and what of it is here. coming_bytes: of a transfer that rests; missing: Python packages that it lacks;
    leaving: those that were added for it and go with it."""

    entry: Entry
    is_present: bool
    coming_bytes: int
    missing: tuple[str, ...]
    leaving: tuple[str, ...]

    @property
    def is_ready(self) -> bool:
        """Whether it can be used now."""
        return self.is_present and not self.missing

    @property
    def can_fetch(self) -> bool:
        """Whether there is something to fetch: weights on a hub, or packages."""
        return not self.is_ready and bool(self.entry.origin or (self.missing and not self.entry.needs))

    @property
    def can_remove(self) -> bool:
        """Whether there is something to take away."""
        has_files = self.is_present and bool(self.entry.needs)
        return not self.entry.is_bundled and bool(has_files or self.coming_bytes or self.leaving)


def kind_titles() -> dict[str, str]:
    """What there is, as headings, by kind."""
    return {str(kind): title for kind, title in TITLES.items()}


def states(kind: str = "") -> tuple[ModelState, ...]:
    """All entries as they stand, in the order of the catalogue. Looks for names of files and packages only."""
    return tuple(state_of(entry) for entry in list_entries(kind))


def state_of(entry: Entry) -> ModelState:
    """One entry as it stands."""
    missing = missing_packages(entry)
    is_here = is_present(entry) if entry.needs or entry.is_bundled else not missing
    return ModelState(entry, is_here, came_so_far(entry), missing, added_by(entry))


def terms(entry: Entry) -> str:
    """What is shown before the first byte: what it adds, size, memory, packages, licence and its text."""
    state, licence = state_of(entry), entry.terms
    use = "" if licence.is_commercial_use_allowed else " Not for commercial use."
    lines = [
        f"{entry.title}: {entry.adds}.",
        f"Size: about {gigabytes(entry.size_bytes)}"
        + (f"; in memory at full precision about {gigabytes(entry.memory_bytes)}." if entry.memory_bytes else "."),
        f"Installed into this studio: {', '.join(state.missing)} and what they need." if state.missing else "",
        f"From: {entry.origin}." if entry.origin else "",
        "Gated: accept the terms on its page first; a token of yours is needed." if entry.is_gated else "",
        f"Licence: {licence.title}.{use} {licence.text}",
        f"The whole text: {licence.address}" if licence.address else "",
    ]
    return "\n".join(line for line in lines if line)


def install_job(entry: Entry, endpoint: str | None = None) -> Job[Entry]:
    """Packages, then weights; closing it pauses the weights. Raises `InputError`, `StorageError`, `MediaError`."""
    state = state_of(entry)
    if state.is_ready:
        raise InputError(f"{entry.title} is here already.")
    if entry.needs and not state.is_present and not entry.origin:
        raise InputError(f"{entry.title} is not on offer to be fetched. {entry.note}".strip())
    if state.missing:
        yield from within(add_packages(entry), 0.0, _PACKAGES_SHARE)
    if entry.origin and not state.is_present:
        low = _PACKAGES_SHARE if state.missing else 0.0
        token = hub_token() if entry.is_gated else ""
        yield from within(install(entry, endpoint, token, admission(entry)), low, 1.0)
    yield Progress(1.0, f"{entry.title} is ready")
    return entry


def import_job(path: Path, name: str = "") -> Job[Entry]:
    """An entry from a file or folder; without a name it is found out which. Raises `InputError`, `MediaError`,
    `StorageError`."""
    separators = [entry.name for entry in list_entries("separator")]
    if name in separators or (not name and _looks_like_separator(path)):
        from musicstudio.separation.store import import_path

        model = yield from import_path(path, name)
        return find_entry(model.name)
    entry = find_entry(name) if name else entry_in(path)
    yield from take_in(entry, path, admission(entry))
    return entry


def remove_job(entry: Entry) -> Job[Entry]:
    """Files and the packages that were added for it. Raises `InputError`, `StorageError`."""
    state = state_of(entry)
    if not state.can_remove:
        raise InputError(f"There is nothing of {entry.title} that could be removed.")
    yield Progress(0.0, f"Removing {entry.title}")
    yield from within(drop_packages(entry), 0.0, 0.9)
    if entry.needs:
        remove(entry)
    yield Progress(1.0, f"{entry.title} is removed")
    return entry


def admission(entry: Entry) -> Admit:
    """The check that an entry must pass besides whole files."""
    if entry.kind == "separator":
        from musicstudio.separation.models import find_model
        from musicstudio.separation.store import check_folder

        return lambda folder: check_folder(folder, find_model(entry.name))
    if entry.kind == "soundfont":
        return lambda folder: _check_banks(folder, entry)
    return lambda _: None


def _check_banks(folder: Path, entry: Entry) -> None:
    from musicstudio.instruments.soundfont.bank import check_soundfont

    for name in entry.needs:
        check_soundfont(folder / name)


def look_for_engines(session: "Session") -> None:
    """Engines that came with a package join those that are here. Main thread."""
    import importlib

    from musicstudio.plugins import Plugins

    importlib.invalidate_caches()
    plugins = Plugins()
    plugins.enable_all(session.engines.register)
    for failed in plugins.failed:
        session.notify(failed.reason, "warning")


def _looks_like_separator(path: Path) -> bool:
    """Whether any weights name a network that takes recordings apart."""
    from musicstudio.separation.weights import check_weights

    files = [path] if path.is_file() else sorted(path.glob("*.safetensors"))
    for file in files[:8]:
        try:
            check_weights(file)
        except MediaError:
            continue
        return True
    return False
