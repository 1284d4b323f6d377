# SPDX-License-Identifier: GPL-3.0-or-later
"""What the Stems tab does: take the selected clip apart, fetch a model, import one."""

from pathlib import Path

from musicstudio.app.audio.separate import clip_to_separate, separate_clip
from musicstudio.separation.models import SeparationModel
from musicstudio.separation.store import import_path, install

from ..session_bridge import SessionBridge


def separate_selected(bridge: SessionBridge, model: SeparationModel) -> None:
    """Queue the separation of the one selected clip."""
    clip = clip_to_separate(bridge.session)
    if clip is not None:
        bridge.session.try_to(lambda: separate_clip(bridge.session, clip.id, model.name, len(model.stems)))


def fetch(bridge: SessionBridge, model: SeparationModel) -> None:
    """Queue the download of a model's weights; the user has agreed."""
    bridge.session.jobs.submit(f"Fetch {model.title}", lambda: install(model.name))


def import_from(bridge: SessionBridge, model: SeparationModel, folder: Path) -> None:
    """Queue taking a model's weights from a folder."""
    bridge.session.jobs.submit(f"Import {model.title}", lambda: import_path(folder, model.name))
