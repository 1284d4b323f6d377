# SPDX-License-Identifier: GPL-3.0-or-later
"""A strict reader of cue sheets, from the format's description and nothing of the studio's: what a player would do."""

import re
from dataclasses import dataclass, field


@dataclass
class ReadTrack:
    """Indexes in seconds by their number."""

    number: int
    title: str = ""
    performer: str = ""
    indexes: dict[int, float] = field(default_factory=dict)


@dataclass
class ReadSheet:
    """A sheet of one file."""

    title: str = ""
    performer: str = ""
    file: str = ""
    kind: str = ""
    tracks: list[ReadTrack] = field(default_factory=list)


_TEXT = re.compile(r'^( *)(TITLE|PERFORMER) "([^"]*)"$')
_FILE = re.compile(r'^FILE "([^"]+)" (WAVE|MP3|AIFF|BINARY)$')
_TRACK = re.compile(r"^  TRACK (\d\d) AUDIO$")
_INDEX = re.compile(r"^    INDEX (\d\d) (\d\d+):(\d\d):(\d\d)$")


def read_cue(data: bytes) -> ReadSheet:
    """The sheet; AssertionError for anything that the format does not allow."""
    text = data.decode()
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    sheet, last_s = ReadSheet(), -1.0
    for line in text.split("\r\n")[:-1]:
        if found := _TEXT.match(line):
            owner = sheet.tracks[-1] if sheet.tracks else sheet
            setattr(owner, found[2].lower(), found[3])
        elif found := _FILE.match(line):
            assert not sheet.file and not sheet.tracks
            sheet.file, sheet.kind = found[1], found[2]
        elif found := _TRACK.match(line):
            assert sheet.file and int(found[1]) == len(sheet.tracks) + 1
            sheet.tracks.append(ReadTrack(int(found[1])))
        elif found := _INDEX.match(line):
            minutes, seconds, frames = (int(part) for part in found.groups()[1:])
            assert seconds < 60 and frames < 75
            at_s = minutes * 60 + seconds + frames / 75
            assert at_s >= last_s
            last_s = at_s
            sheet.tracks[-1].indexes[int(found[1])] = at_s
        else:
            raise AssertionError(f"no line of a cue sheet: {line!r}")
    assert all(1 in track.indexes and set(track.indexes) <= {0, 1} for track in sheet.tracks)
    assert sheet.tracks[0].indexes[1] == 0.0
    return sheet
