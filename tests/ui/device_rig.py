# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests of effects look up in the panel of effects and in the song."""

from PySide6.QtWidgets import QMenu, QWidget

from musicstudio.ui.mixer.eq_card import EqCard

BASS = "track-bass"


def devices(bridge, track_id=BASS):
    return bridge.project.track(track_id).strip.devices


def steps(bridge):
    return len(bridge.session.document.history)


def last_step(bridge):
    """What undo would take back."""
    document = bridge.session.document
    return document.history[document.history_index].label


def named(parent, name, kind=QWidget):
    return next(each for each in parent.findChildren(kind) if each.accessibleName().startswith(name))


def entry(menu: QMenu, text):
    return next(action for action in menu.actions() if action.text() == text)


def eq_card(panel) -> EqCard:
    return next(card for card in panel.cards.values() if isinstance(card, EqCard))
