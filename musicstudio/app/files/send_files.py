# SPDX-License-Identifier: GPL-3.0-or-later
"""Finished files copied into a folder of the user's, none over another."""

import shutil
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from musicstudio.core.files import new_path, storage_error


def send_files(paths: Sequence[Path], folder: Path) -> list[Path]:
    """Copy files; where a name is taken the copy gets a number. Raises `StorageError`."""
    return [_send(path, _free(folder / path.name)) for path in paths]


def _send(path: Path, target: Path) -> Path:
    with new_path(target) as part:
        try:
            shutil.copyfile(path, part)
        except OSError as error:
            raise storage_error(error, target) from error
    return target


def _free(wanted: Path) -> Path:
    names = (wanted.with_name(f"{wanted.stem} {number}{wanted.suffix}") for number in count(2))
    return wanted if not wanted.exists() else next(path for path in names if not path.exists())
