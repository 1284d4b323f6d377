# SPDX-License-Identifier: GPL-3.0-or-later
"""A part of a file that decoders see as a whole file, with some of its bytes corrected; the file itself stays."""

import io
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class FileView(io.RawIOBase):
    """Bytes ``start`` to ``end`` (None: to the end) behind a ``head`` of other bytes; over these ``corrections`` (by
    place within the part) are laid.

    length: how many bytes there are.
    """

    def __init__(
        self,
        path: Path | str,
        start: int = 0,
        end: int | None = None,
        corrections: Mapping[int, bytes] | None = None,
        head: bytes = b"",
    ) -> None:
        self._file = Path(path).open("rb", buffering=0)  # noqa: SIM115 - closed by close()
        size = os.fstat(self._file.fileno()).st_size
        self._start, self._head = start, head
        self.length = len(head) + max(0, min(size, size if end is None else end) - start)
        self._corrections = dict(corrections or {})
        self._place = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """As in any file."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self.length}[whence]
        self._place = max(0, base + offset)
        return self._place

    def tell(self) -> int:
        """As in any file."""
        return self._place

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """As in any file."""
        view = memoryview(buffer).cast("B")
        wanted = min(len(view), max(0, self.length - self._place))
        if not wanted:
            return 0
        data = bytearray(self._head[self._place : self._place + wanted])
        self._file.seek(self._start + max(0, self._place - len(self._head)))
        while len(data) < wanted and (piece := self._file.read(wanted - len(data))):
            data += piece
        for place, content in self._corrections.items():
            _lay(content, place - self._place, data)
        view[: len(data)] = data
        self._place += len(data)
        return len(data)

    def close(self) -> None:
        """As in any file."""
        self._file.close()
        super().close()


def _lay(content: bytes, place: int, data: bytearray) -> None:
    """Put content over data from a place on that may lie before or behind it."""
    first, last = max(0, place), min(len(data), place + len(content))
    if first < last:
        data[first:last] = content[first - place : last - place]
