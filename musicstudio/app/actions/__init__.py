# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything a user can do, as data: menus, shortcuts, tooltips and the shortcut sheet are made from it."""

from .action import Action
from .catalogue import ACTIONS, action

__all__ = ["ACTIONS", "Action", "action"]
