# SPDX-License-Identifier: GPL-3.0-or-later
"""The lines of a journal: a checksum, a space, and one record as JSON.

The first record of a journal is a `Base` that holds a whole song; every other tells what came next. So a journal
alone is enough to have the song and its history back.
"""

from typing import Any, NamedTuple
from zlib import crc32

import msgspec
from msgspec import Struct

from musicstudio.project.history import HistoryEntry
from musicstudio.project.json_values import to_json


class Base(Struct, frozen=True, tag="base", tag_field="do"):
    """The song at the oldest step of the history.

    whole_at: the number of the last record that was written together with this one; a journal that ends before is
    damaged.
    """

    n: int
    whole_at: int
    schema_version: int
    entry: HistoryEntry
    project: msgspec.Raw


class Commit(Struct, frozen=True, tag="commit", tag_field="do"):
    """A change, as a patch of the song before. is_folded: it made the step that stood longer."""

    n: int
    entry: HistoryEntry
    is_folded: bool
    patch: dict[str, Any]


class Jump(Struct, frozen=True, tag="jump", tag_field="do"):
    """Undo, redo or a jump: the step with a number stands now."""

    n: int
    number: int


Record = Base | Commit | Jump
_decoder: msgspec.json.Decoder[Record] = msgspec.json.Decoder(Record)


def encode_record(record: Record) -> bytes:
    """The line of a record, with its line end."""
    content = to_json(record)
    return b"%08x %s\n" % (crc32(content), content)


def decode_record(line: bytes) -> Record | None:
    """The record of a whole line, or None when the line is damaged."""
    content = line[9:-1]
    if not line.endswith(b"\n") or line[:9] != b"%08x " % crc32(content):
        return None
    try:
        return _decoder.decode(content)
    except (ValueError, RecursionError):
        return None


class Decoded(NamedTuple):
    """The records up to the first damaged line, their size, and whether there was no damage.

    A last line without its end is what a crash leaves of an edit that was never reported done; that is no damage.
    """

    records: list[Record]
    size_bytes: int
    is_sound: bool


def decode_journal(data: bytes) -> Decoded:
    """Read the lines of a journal. Never raises."""
    records: list[Record] = []
    size_bytes = 0
    for line in data.splitlines(keepends=True):
        record = decode_record(line)
        if record is None:
            is_torn_end = size_bytes + len(line) == len(data) and not line.endswith(b"\n")
            return Decoded(records, size_bytes, is_torn_end)
        records.append(record)
        size_bytes += len(line)
    return Decoded(records, size_bytes, True)
