# SPDX-License-Identifier: GPL-3.0-or-later
"""Dialogs that are made each time they are asked for."""

from typing import TypeVar

from PySide6.QtWidgets import QDialog

Made = TypeVar("Made", bound=QDialog)


def passing(dialog: Made) -> Made:
    """A dialog that is gone once it is closed; else its window would keep it."""
    dialog.finished.connect(dialog.deleteLater)
    return dialog
