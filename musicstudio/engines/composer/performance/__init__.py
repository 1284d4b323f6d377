# SPDX-License-Identifier: GPL-3.0-or-later
"""Performance: written notes made to sound played, by swing, micro-timing, dynamics and tidy note ends."""

from .delivery import Delivery
from .perform import perform

__all__ = ["Delivery", "perform"]
