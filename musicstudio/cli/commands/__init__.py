# SPDX-License-Identifier: GPL-3.0-or-later
"""One command a file: ``add_to`` declares its arguments, ``run`` does it and returns the exit code."""

from . import demo, engines, export, generate, import_audio, info, master, models, open_studio, regenerate, separate

COMMANDS = (open_studio, generate, regenerate, info, export, separate, master, import_audio, engines, models, demo)

__all__ = ["COMMANDS", "open_studio"]
