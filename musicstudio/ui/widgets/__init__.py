# SPDX-License-Identifier: GPL-3.0-or-later
"""Small controls that every panel is built from."""

from .buttons import LetterToggle, icon_button, primary_button, push_button
from .chips import Chip, FlowLayout
from .choice import Choice
from .empty import EmptyState
from .fader import Fader
from .heading import Heading, label, muted, show_elided
from .meter import Meter
from .pan import PanKnob
from .scroll import ScrollColumn
from .slider import LabeledSlider, SteadySlider

__all__ = [
    "Chip", "Choice", "EmptyState", "Fader", "FlowLayout", "Heading", "LabeledSlider", "LetterToggle", "Meter",
    "PanKnob", "ScrollColumn", "SteadySlider", "icon_button", "label", "muted", "primary_button", "push_button",
    "show_elided",
]  # fmt: skip
