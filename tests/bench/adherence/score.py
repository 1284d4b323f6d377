# SPDX-License-Identifier: GPL-3.0-or-later
"""A song as plain numbers for the checks: rows of (instrument, role, player) with notes in seconds and in ticks."""

from dataclasses import dataclass, field

import numpy as np

from musicstudio.engines.contract import Result
from musicstudio.instruments import catalogue

FAMILIES = {
    "piano": {"grand_piano", "upright_piano", "electric_piano"}, "grand_piano": {"grand_piano", "upright_piano"},
    "upright_piano": {"grand_piano", "upright_piano"}, "sax": {"alto_sax", "tenor_sax", "soprano_sax", "baritone_sax"},
    "ukulele": {"ukulele"}, "arp": {"arp_synth", "pluck"}, "choir": {"choir_aahs", "voice_oohs"},
    "steel_guitar": {"steel_guitar", "nylon_guitar"}, "violin": {"violin", "fiddle"},
}  # fmt: skip


@dataclass
class Row:
    """One part."""

    instrument: str
    role: str
    player: str
    notes: list = field(default_factory=list)

    def is_called(self, name: str) -> bool:
        """Whether a listener would call it by a name: an instrument, a family or a role."""
        found = catalogue.load().get(self.instrument)
        family = found.role if found else ""
        if name in FAMILIES:
            return self.instrument in FAMILIES[name] or (name == "choir" and self.role == "choir")
        if name == "bass":
            return self.role == "bass" or family == "bass"
        if name in ("drums", "percussion"):
            return self.role == name or family == name
        return name in (self.instrument, family) or (name == self.role and not found)


@dataclass
class Song:
    """Everything a check looks at."""

    rows: list
    sections: tuple
    tempo_map: object
    key: object
    chords: tuple
    sheet: object = None
    notices: tuple = ()
    master: object = None

    def fader_db(self, at_s: float) -> float:
        """The master's fader at a time, as its points are drawn."""
        points = [
            p for lane in getattr(self.master, "automation", ()) if lane.target == "fader_db" for p in lane.points
        ]
        return (
            float(np.interp(at_s, [self.seconds(p.tick) for p in points], [p.value for p in points])) if points else 0.0
        )

    def seconds(self, tick: float) -> float:
        """Clock time of a tick."""
        return self.tempo_map.seconds_at(tick)

    @property
    def end_s(self) -> float:
        """Where the last section ends."""
        return self.seconds(self.sections[-1].end_ticks)

    @property
    def played(self) -> list:
        """Rows that sound, without noises."""
        return [row for row in self.rows if row.notes and not row.instrument.startswith("texture")]

    def called(self, name: str) -> list:
        """Rows that sound under a name."""
        if name == "vocals":
            return [row for row in self.played if row.role in ("vocals", "backing")]
        if name == "drums":
            return [row for row in self.played if row.role == "drums" or row.is_called("drums")]
        return [row for row in self.played if row.is_called(name)]


def song_of(result: Result) -> Song:
    """A result of the composer."""
    rows = [
        Row(part.instrument, part.role, part.player.partition("/")[0], [
            (cell.start_ticks + note.start_ticks, note.length_ticks, note.pitch, note.velocity)
            for cell in part.cells for note in cell.notes
        ])
        for part in result.parts
    ]  # fmt: skip
    facts = (result.tempo_map, result.key, result.chords, result.sheet, result.notices, result.master)
    return Song(rows, result.sections, *facts)
