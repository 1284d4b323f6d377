# SPDX-License-Identifier: GPL-3.0-or-later
"""Stems as files, written while they come."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.errors import StorageError
from musicstudio.core.files import library_path

Audio = NDArray[np.float32]
_MAX_WAV_BYTES = 4_000_000_000


class StemWriter:
    """One 32-bit float WAV (RF64 where it must be) a stem, under temporary names until `finish`."""

    def __init__(
        self, folder: Path, title: str, names: tuple[str, ...], rate: int, channels: int, frames: int, about: str = ""
    ) -> None:
        """about: how they came to be, as every file says it in its tags."""
        import soundfile

        self._paths = {name: folder / f"{title} - {name}.wav" for name in names}
        self._files: list[Any] = []
        kind = "RF64" if frames * channels * 4 > _MAX_WAV_BYTES else "WAV"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name, path in self._paths.items():
                file = soundfile.SoundFile(library_path(_part(path)), "w", rate, channels, "FLOAT", format=kind)
                self._files.append(file)
                file.title, file.software, file.comment = f"{title} - {name}", "MusicStudio", about
        except (OSError, RuntimeError) as error:
            self.close()
            raise StorageError(f"The stems cannot be written to {folder}.") from error

    def write(self, parts: Audio) -> None:
        """Append (stems, channels, frames)."""
        try:
            for file, part in zip(self._files, parts, strict=True):
                file.write(part.T)
        except (OSError, RuntimeError) as error:
            raise StorageError("The stems cannot be written; the disk may be full.") from error

    def finish(self) -> dict[str, Path]:
        """Give the files their names; returns them by stem."""
        for file in self._files:
            file.close()
        for path in self._paths.values():
            _part(path).replace(path)
        return dict(self._paths)

    def close(self) -> None:
        """Remove what was not finished."""
        for file in self._files:
            with suppress(RuntimeError):
                file.close()
        for path in self._paths.values():
            _part(path).unlink(missing_ok=True)


def _part(path: Path) -> Path:
    return path.with_name(f".{path.name}.part")
