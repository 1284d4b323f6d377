# SPDX-License-Identifier: GPL-3.0-or-later
"""The models that take a recording apart: which there are, and getting one that is not here."""

from pathlib import Path
from typing import TYPE_CHECKING

from musicstudio.separation.models import SeparationModel, find_model, list_models

from .added_models import find_entry, import_job, install_job

if TYPE_CHECKING:
    from ..session.session import Session

__all__ = ["SeparationModel", "fetch_model", "find_model", "import_model", "list_models"]


def fetch_model(session: "Session", model: SeparationModel) -> str:
    """Queue the download of a model's weights, to which the user has agreed; the job's id."""
    entry = find_entry(model.name)
    return session.jobs.submit(f"Fetch {model.title}", lambda: install_job(entry))


def import_model(session: "Session", model: SeparationModel, folder: Path) -> str:
    """Queue taking a model's weights from a folder; the job's id."""
    return session.jobs.submit(f"Import {model.title}", lambda: import_job(folder, model.name))
