# SPDX-License-Identifier: GPL-3.0-or-later
"""Short unique names for the things in a document."""

import uuid


def new_id(kind: str) -> str:
    """A fresh id such as ``clip-3f9c02a1b4de``: readable in a journal, unique in any project."""
    return f"{kind}-{uuid.uuid4().hex[:12]}"
