# SPDX-License-Identifier: GPL-3.0-or-later
"""A song to look at: "Rainy Sunday" with six rows, eight sections, chords, words, takes and recipes; and its peaks."""

import zlib

import numpy as np

from musicstudio.project.model import (
    Chord,
    Clip,
    Device,
    Key,
    Marker,
    Meter,
    Note,
    Project,
    Recipe,
    Section,
    Send,
    Source,
    Strip,
    Take,
    Tempo,
    TempoMap,
    Track,
)  # fmt: skip

BAR = 3 * 960
FORM = (
    ("Intro", "intro", 8, 0.3), ("Verse 1", "verse", 16, 0.45), ("Chorus 1", "chorus", 16, 0.85),
    ("Verse 2", "verse", 16, 0.5), ("Chorus 2", "chorus", 16, 0.9), ("Bridge", "bridge", 8, 0.55),
    ("Chorus 3", "chorus", 16, 1.0), ("Outro", "outro", 8, 0.3),
)  # fmt: skip
# (name, kind, role, sections it is silent in)
ROWS = (
    ("Vocals", "vocal", "vocals", {0, 7}), ("Piano", "instrument", "keys", set()), ("Cello", "audio", "brass", set()),
    ("Strings", "audio", "strings", {0, 1}), ("Bass", "instrument", "bass", {0}), ("Pad", "audio", "pad", set()),
)  # fmt: skip
PLAYED_ON = {"Piano": "grand_piano", "Bass": "finger_bass"}
WORDS = (
    "Lan-",
    "terns",
    "drift",
    "a-",
    "cross",
    "the",
    "eve-",
    "ning",
    "ev-",
    "ery",
    "win-",
    "dow",
    "holds",
    "a",
    "name",
)
CHORDS = ((4, "min"), (0, "maj"), (7, "maj"), (2, "maj"), (9, "min"), (11, "dom7"))


class SyntheticPeaks:
    """Peaks of a sound that never was: swelling noise, seeded by its name; the same at every scale."""

    def __init__(self, source: Source, energy: float) -> None:
        rng = np.random.default_rng(zlib.crc32(source.hash.encode()))
        self._rate, self.frames, self.rate = 200, source.frames, source.rate
        count = int(source.length_s * self._rate) + 1
        time_s = np.arange(count) / self._rate
        swell = 0.55 + 0.45 * np.abs(np.sin(2 * np.pi * time_s / (2.2 + rng.random())))
        decay = 1 - 0.45 * ((time_s * 1.4) % 1.0)
        self._level = (energy * swell * decay * (0.55 + 0.45 * rng.random(count)) * 0.8).astype(np.float32)

    def columns(self, start_s: float, seconds_per_px: float, count: int) -> tuple[np.ndarray, np.ndarray]:
        """(lowest, highest) of each pixel column, shape (channels, count)."""
        edges = np.clip(
            ((start_s + np.arange(count + 1) * seconds_per_px) * self._rate).astype(int), 0, len(self._level) - 1
        )
        sums = np.maximum.reduceat(np.append(self._level, 0), np.minimum(edges[:-1], edges[1:]))
        high = np.where(edges[:-1] >= len(self._level) - 1, 0, sums).astype(np.float32)
        return (-high * 0.92)[None, :], high[None, :]


def demo_song() -> tuple[Project, dict[str, SyntheticPeaks]]:
    """The document and the peaks of its sources by hash."""
    tempo_map = TempoMap((Tempo(0, 84.0),), (Meter(0, 3, 4),))
    sections, tick = [], 0
    for index, (name, kind, bars, energy) in enumerate(FORM):
        sections.append(Section(f"section-{index}", name, kind, tick, bars * BAR, energy))
        tick += bars * BAR
    chords = tuple(
        Chord(start, BAR, *CHORDS[(start // BAR) % len(CHORDS)]) for start in range(0, tick, BAR)
    )  # fmt: skip
    sources: dict[str, Source] = {}
    peaks: dict[str, SyntheticPeaks] = {}
    tracks = [_track(row, sections, tempo_map, sources, peaks) for row in ROWS]
    buses = [Track(f"bus-{name.lower()}", name, kind="bus", role="fx") for name in ("Reverb", "Delay")]
    recipe = Recipe(
        "composer", "1.0", "generate", "wistful piano ballad with cello, no drums", 7341, "lead-sheet",
        licence="yours to use", is_ai=True, human=("wrote the prompt", "chose a take"),
    )  # fmt: skip
    project = Project(
        "project-demo", "Rainy Sunday", tempo_map, Key(4, "minor"), tuple(sections), chords, "[Verse 1]",
        (*tracks, *buses), markers=(Marker("marker-1", "Lift", 24 * BAR),), sources=sources,
        recipes={"recipe-1": recipe}, song_recipe_id="recipe-1",
    )  # fmt: skip
    return project, peaks


def big_song(tracks: int = 64, clips: int = 200, clip_s: float = 3.0) -> tuple[Project, dict[str, SyntheticPeaks]]:
    """The budget's song: 64 tracks of 200 clips, 10 minutes."""
    sources, peaks, rows = {}, {}, []
    for row in range(tracks):
        source = Source(f"{row:064x}", int(clips * clip_s * 48000), 48000, 2)
        sources[source.hash] = source
        peaks[source.hash] = SyntheticPeaks(source, 0.8)
        notes = tuple(Note(i * 240, 200, 48 + (i * 7 + row) % 24, 60 + i % 60) for i in range(24))
        made = tuple(
            Clip(
                f"clip-{row}-{i}", i * clip_s, clip_s - 0.05, f"Clip {i}", offset_s=0.0 if row % 2 else i * clip_s,
                takes=(Take(f"take-{row}-{i}", source="" if row % 2 else source.hash, notes=notes if row % 2 else ()),),
                active_take_id=f"take-{row}-{i}",
            )
            for i in range(clips)
        )  # fmt: skip
        role = ("vocals", "keys", "bass", "drums", "guitar", "pad")[row % 6]
        rows.append(Track(f"track-{row}", f"Track {row + 1}", "instrument" if row % 2 else "audio", role, clips=made))
    return Project("project-big", "Big", tracks=tuple(rows), sources=sources), peaks


def _track(row, sections, tempo_map, sources, peaks) -> Track:
    name, kind, role, silent = row
    clips = []
    for index, section in enumerate(sections):
        if index in silent:
            continue
        clips.append(_clip(name, kind, section, tempo_map, sources, peaks))
    devices = (
        Device(f"eq-{name}", "eq", {}), Device(f"comp-{name}", "compressor", {}),
    )  # fmt: skip
    strip = Strip(gain_db=-3.0 + len(name) % 4, devices=devices, sends=(Send("bus-reverb", -18.0),))
    return Track(f"track-{name.lower()}", name, kind, role, PLAYED_ON.get(name, ""), clips=tuple(clips), strip=strip)


def _clip(name: str, kind: str, section: Section, tempo_map: TempoMap, sources, peaks) -> Clip:
    start_s, end_s = tempo_map.seconds_at(section.start_ticks), tempo_map.seconds_at(section.end_ticks)
    notes = _notes(name, kind, section)
    names = ("first", "hopeful, higher", "sparser") if section.name == "Chorus 1" else ("",)
    takes = []
    for number, note in enumerate(names):
        digest = f"{zlib.crc32(f'{name}{section.id}{number}'.encode()):064x}"
        source = Source(digest, int((end_s - start_s + 1) * 48000), 48000, 2, recipe_id="recipe-1")
        sources[digest] = source
        peaks[digest] = SyntheticPeaks(source, section.energy)
        label = f"Take {number + 1}" + (f" {note}" if note else "") if len(names) > 1 else ""
        takes.append(
            Take(
                f"take-{name}-{section.id}-{number}",
                label,
                digest,
                notes,
                recipe_id="recipe-1",
                is_favourite=number == 1,
            )
        )
    active = takes[1 if len(takes) > 1 else 0].id
    return Clip(
        f"clip-{name.lower()}-{section.id}", start_s, end_s - start_s, section_id=section.id, takes=tuple(takes),
        active_take_id=active, rings=True,
    )  # fmt: skip


def _notes(name: str, kind: str, section: Section) -> tuple[Note, ...]:
    rng = np.random.default_rng(zlib.crc32(f"{name}{section.id}".encode()))
    bars = section.length_ticks // BAR
    low = {"Bass": 28, "Vocals": 60}.get(name, 52)
    steps = np.array([0, 2, 3, 5, 7, 10, 12, 15, 19])
    notes = []
    per_bar = 2 if name == "Bass" else 4
    for index in range(bars * per_bar):
        start = index * BAR // per_bar + int(rng.integers(0, 2)) * 240
        lyric = WORDS[index % len(WORDS)] if kind == "vocal" and index % 2 == 0 else ""
        pitch = low + int(rng.choice(steps[:5] if name == "Bass" else steps))
        notes.append(Note(start, int(rng.integers(1, 4)) * 240, pitch, int(rng.integers(50, 110)), lyric))
    return tuple(notes)
