# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole chains for the master by name, in the menus of the Master tab and of the master's strip."""

from functools import partial

from PySide6.QtWidgets import QMenu

from musicstudio.app.audio.assistant import apply_preset
from musicstudio.mixing.mix_presets import PRESETS

from ..session_bridge import SessionBridge
from ..words import say


def offer_chains(menu: QMenu, bridge: SessionBridge) -> None:
    """Dynamics and tone, each with what it is for as its tooltip."""
    menu.setToolTipsVisible(True)
    for preset in PRESETS:
        take = partial(bridge.edit, f"Preset {preset.title}", apply_preset(preset))
        menu.addAction(say(preset.title), take).setToolTip(say(preset.hint))
