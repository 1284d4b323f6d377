# SPDX-License-Identifier: GPL-3.0-or-later
"""The links of a chained Ogg file (RFC 3533): whole streams one after the other, as `cat a.ogg b.ogg` and radio
captures have them, each with a rate and channels of its own.
"""

from typing import NamedTuple

from .file_view import FileView

_HEADER_BYTES = 27
_IS_FIRST, _IS_LAST = 2, 4
_PIECE_BYTES = 1 << 16


class OggLinks(NamedTuple):
    """Where each link begins, and whether the last page is whole and marked as the last."""

    starts: tuple[int, ...]
    is_ended: bool


def find_links(file: FileView, file_bytes: int) -> OggLinks:
    """Walk over the headers of all pages; what lies between pages is passed over."""
    starts: list[int] = []
    is_after_first, is_ended, place = False, False, 0
    while (place := _next_page(file, place)) >= 0:
        file.seek(place)
        header = file.read(_HEADER_BYTES) or b""
        if len(header) < _HEADER_BYTES:
            return OggLinks(tuple(starts), False)
        is_first = bool(header[5] & _IS_FIRST)
        if is_first and not is_after_first:
            starts.append(place)
        is_after_first = is_first
        table = file.read(header[26]) or b""
        place += _HEADER_BYTES + len(table) + sum(table)
        is_ended = bool(header[5] & _IS_LAST) and place <= file_bytes
    return OggLinks(tuple(starts), is_ended)


def _next_page(file: FileView, place: int) -> int:
    """Where the next page begins from a place on; -1 behind the last."""
    file.seek(place)
    piece = file.read(4) or b""
    while len(piece) >= 4:
        found = piece.find(b"OggS")
        if found >= 0:
            return place + found
        place += len(piece) - 3
        file.seek(place)
        piece = file.read(_PIECE_BYTES) or b""
    return -1
