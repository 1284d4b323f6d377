# SPDX-License-Identifier: GPL-3.0-or-later
"""The names of the files in a project folder."""

from pathlib import Path

from musicstudio.core.plain_files import stands

FOLDER_SUFFIX = ".mstudio"
PROJECT_FILE = "project.json"
JOURNAL_FILE = "journal.jsonl"
LOCK_FILE = "lock"
MEDIA_FOLDER = "media"
PEAKS_FOLDER = "peaks"
CACHE_FOLDER = "cache"


def is_project_folder(path: Path) -> bool:
    """Whether a folder holds a song, if a damaged one. Raises OSError where nobody can know."""
    return stands(path / PROJECT_FILE) or stands(path / JOURNAL_FILE)
