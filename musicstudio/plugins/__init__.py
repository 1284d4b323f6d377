# SPDX-License-Identifier: GPL-3.0-or-later
"""Plugins bring further engines. `api` is all that a plugin imports; `discovery` finds and enables them."""

from .discovery import FailedPlugin, Plugins

__all__ = ["FailedPlugin", "Plugins"]
