# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be done to a song, one topic a file: each function returns an `Edit`, a pure function from project to
project.

Give an edit to `musicstudio.project.document.Document.transact`. Edits raise `EditError` where what they were asked
to change is not there; whether the result is a sound document is checked by the document.
"""

from .helpers import Edit, compose_edits

__all__ = ["Edit", "compose_edits"]
