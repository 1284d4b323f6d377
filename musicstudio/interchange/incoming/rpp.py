# SPDX-License-Identifier: GPL-3.0-or-later
"""REAPER projects in: tracks and folders, faders, receives, items with sound or MIDI, tempo, regions and markers."""

import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.errors import MediaError
from musicstudio.core.text import clean_line
from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Note, TempoMap

from .foreign import CHORDS, ForeignClip, ForeignRow, ForeignSong, chords_of, told_once
from .values import MAX_LENGTH_S, inside, level_db, number, pan_of, tempo_map_of, whole

MAX_BYTES = 64 << 20
_DEEPEST = 64
_MAX_ITEMS = 20_000
_SOUND_SOURCES = ("WAVE", "MP3", "FLAC", "VORBIS", "OPUS", "AIFF", "VIDEO", "WAVPACK")
_WORD = re.compile(r"\"([^\"]*)\"|'([^']*)'|`([^`]*)`|(\S+)")


class Chunk(Struct):
    """``<NAME words`` up to its ``>``: lines of words, and chunks inside."""

    words: list[str]
    lines: list[list[str]] = []
    chunks: list["Chunk"] = []

    def line(self, name: str) -> list[str]:
        """The words after a line's name, or none."""
        return next((line[1:] for line in self.lines if line and line[0] == name), [])

    def inside(self, *names: str) -> list["Chunk"]:
        """Chunks of some names."""
        return [chunk for chunk in self.chunks if chunk.words and chunk.words[0] in names]


def read_rpp(path: Path) -> ForeignSong:
    """A song from a REAPER project; its sound must lie in the project's folder. Raises `MediaError`."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise MediaError(f"“{path.name}” is too large to be a REAPER project.")
        text = path.read_text("utf-8", "replace")
    except OSError as error:
        raise MediaError(f"“{path.name}” cannot be read.") from error
    root = _parse_rpp(text, path.name)
    tempo_map = _tempo_map(root)
    reader = _Reader(path.parent, tempo_map)
    rows = reader.rows(root)
    sections, markers = _markers(root, tempo_map)
    return ForeignSong(
        title=clean_line(" ".join(root.line("TITLE"))) or path.stem,
        tempo_map=tempo_map,
        rows=tuple(row for row in rows if row.name != CHORDS),
        sections=sections,
        markers=markers,
        chords=chords_of(rows, tempo_map),
        notices=told_once(reader.notices),
    )


def words_of(line: str) -> list[str]:
    """The words of a line; REAPER quotes with whichever mark a text does not hold."""
    return [next(part for part in match.groups() if part is not None) for match in _WORD.finditer(line)]


def _parse_rpp(text: str, name: str) -> Chunk:
    if not text.lstrip("\ufeff \r\n").startswith("<REAPER_PROJECT"):
        raise MediaError(f"“{name}” is no REAPER project.")
    outer = Chunk([])
    open_chunks = [outer]
    for raw in text.splitlines():
        line = raw.strip()
        if line.startswith("<"):
            chunk = Chunk(words_of(line[1:]), [], [])
            open_chunks[-1].chunks.append(chunk)
            open_chunks.append(chunk)
            if len(open_chunks) > _DEEPEST:
                raise MediaError(f"“{name}” is nested too deep.")
        elif line == ">":
            if len(open_chunks) > 1:
                open_chunks.pop()
        elif line:
            open_chunks[-1].lines.append(words_of(line))
    return outer.chunks[0]


def _tempo_map(root: Chunk) -> TempoMap:
    """REAPER keeps tempo changes at seconds; a curve between two becomes steps."""
    first = root.line("TEMPO")
    bpm = number(first[0] if first else 120, 120.0, 10.0, 1000.0)
    meter = (whole(first[1], 4), whole(first[2], 4)) if len(first) > 2 else (4, 4)
    tempos, meters = {0: bpm}, {0: meter}
    at_s, tick = 0.0, 0.0
    for envelope in root.inside("TEMPOENVEX"):
        for point in (line[1:] for line in envelope.lines if line[0] == "PT" and len(line) > 2):
            seconds = number(point[0], 0.0, 0.0, MAX_LENGTH_S)
            tick += max(0.0, seconds - at_s) * bpm / 60.0 * TICKS_PER_QUARTER
            at_s, bpm = max(seconds, at_s), number(point[1], 120.0, 10.0, 1000.0)
            tempos[round(tick)] = bpm
            sign = whole(point[3]) if len(point) > 3 else 0
            if sign > 0:
                meters[round(tick)] = (sign & 0xFFFF, sign >> 16)
    return tempo_map_of(tempos, meters)


def _markers(
    root: Chunk, tempo_map: TempoMap
) -> tuple[tuple[tuple[int, str, str, int], ...], tuple[tuple[int, str], ...]]:
    """Regions become sections, the rest markers."""
    regions: dict[str, tuple[float, str]] = {}
    sections, markers = [], []
    for words in (line[1:] for line in root.lines if line[0] == "MARKER" and len(line) > 3):
        at_s, name = number(words[1], 0.0, 0.0, MAX_LENGTH_S), clean_line(words[2])
        is_region = len(words) > 3 and whole(words[3]) & 1
        if not is_region:
            markers.append((tempo_map.ticks_at(at_s), name or "Marker"))
        elif words[0] in regions:
            start_s, title = regions.pop(words[0])
            start = tempo_map.ticks_at(start_s)
            sections.append((start, title or "Section", "other", max(1, tempo_map.ticks_at(at_s) - start)))
        else:
            regions[words[0]] = (at_s, name)
    return tuple(sorted(sections)), tuple(sorted(markers))


class _Reader:
    def __init__(self, folder: Path, tempo_map: TempoMap) -> None:
        self._folder, self._tempo_map = folder, tempo_map
        self._items = 0
        self.notices: list[str] = []

    def rows(self, root: Chunk) -> list[ForeignRow]:
        """All tracks, each in its folder, with the sends that others receive."""
        tracks = root.inside("TRACK")
        rows: list[ForeignRow] = []
        folders: list[str] = []
        for place, track in enumerate(tracks):
            mark = [whole(word) for word in track.line("ISBUS")] or [0, 0]
            row = self._row(track, str(place), folders[-1] if folders else "", is_group=mark[0] == 1)
            rows.append(row)
            if mark[0] == 1:
                folders.append(row.key)
            elif mark[0] == 2 and len(mark) > 1:
                del folders[max(0, len(folders) + min(0, mark[1])) :]
        return [self._with_sends(row, tracks) for row in rows]

    def _row(self, track: Chunk, key: str, group: str, *, is_group: bool) -> ForeignRow:
        volume, mute = track.line("VOLPAN"), track.line("MUTESOLO")
        clips = tuple(clip for item in track.inside("ITEM") for clip in self._item(item))
        is_bus = any(line[0] == "AUXRECV" for line in track.lines) and not clips
        kind = "group" if is_group else "bus" if is_bus else "instrument" if any(c.notes for c in clips) else "audio"
        return ForeignRow(
            key=key,
            name=clean_line(" ".join(track.line("NAME"))) or f"Track {int(key) + 1}",
            kind=kind,
            group_key=group,
            gain_db=level_db(number(volume[0], 1.0)) if volume else 0.0,
            pan=pan_of(number(volume[1])) if len(volume) > 1 else 0.0,
            is_muted=bool(mute and whole(mute[0])),
            is_soloed=bool(len(mute) > 1 and whole(mute[1])),
            clips=() if is_group else clips,
        )

    def _with_sends(self, row: ForeignRow, tracks: list[Chunk]) -> ForeignRow:
        sends = tuple(
            (str(place), min(level_db(number(line[3], 1.0)), 6.0), line[2] == "3")
            for place, track in enumerate(tracks)
            for line in track.lines
            if line[0] == "AUXRECV" and len(line) > 3 and line[1] == row.key
        )
        return replace(row, sends=sends)

    def _item(self, item: Chunk) -> Iterator[ForeignClip]:
        self._items += 1
        if self._items > _MAX_ITEMS:
            self.notices.append(f"Only the first {_MAX_ITEMS} items were taken over.")
            return
        start_s, length_s = (_first(item.line(name), 0.0, MAX_LENGTH_S) for name in ("POSITION", "LENGTH"))
        if length_s <= 0:
            return
        gain, mute = item.line("VOLPAN"), item.line("MUTE")
        clip = ForeignClip(
            name=clean_line(" ".join(item.line("NAME"))),
            start_s=start_s,
            length_s=length_s,
            source_start_s=_first(item.line("SOFFS"), 0.0, MAX_LENGTH_S),
            fade_in_s=min(_fade(item.line("FADEIN")), length_s),
            gain_db=level_db(number(gain[0], 1.0)) if gain else 0.0,
            is_muted=bool(mute and whole(mute[0])),
        )
        clip = replace(clip, fade_out_s=min(_fade(item.line("FADEOUT")), length_s - clip.fade_in_s))
        if abs(_first(item.line("PLAYRATE"), 1.0, 100.0, 1.0) - 1.0) > 1e-6:
            self.notices.append("Sound that was stretched there plays at its own speed here.")
        for source in item.inside("SOURCE")[:1]:
            yield from self._apply_source(clip, source)

    def _apply_source(self, clip: ForeignClip, source: Chunk) -> Iterator[ForeignClip]:
        while source.words[1:2] == ["SECTION"] and source.inside("SOURCE"):
            start_s = clip.source_start_s + _first(source.line("STARTPOS"), 0.0, MAX_LENGTH_S)
            clip, source = replace(clip, source_start_s=start_s), source.inside("SOURCE")[0]
        kind = source.words[1] if len(source.words) > 1 else ""
        if kind == "MIDI":
            yield replace(clip, name=clip.name or "Notes", notes=self._notes(source, clip), source_start_s=0.0)
        elif kind in _SOUND_SOURCES:
            named = " ".join(source.line("FILE"))
            file = inside(self._folder, named) if named else None
            if file is None:
                self.notices.append("Sound that does not lie in the project's folder was left out.")
            else:
                yield replace(clip, name=clip.name or file.stem, file=file)
        else:
            self.notices.append(f"Items of the kind {kind or 'unknown'} were left out.")

    def _notes(self, source: Chunk, clip: ForeignClip) -> tuple[Note, ...]:
        """MIDI events, whose ticks count from each to the next."""
        data = source.line("HASDATA")
        scale = TICKS_PER_QUARTER / number(data[1] if len(data) > 1 else 960, 960.0, 1.0, 1e5)
        now, notes, sounding = 0, [], {}
        length = self._tempo_map.ticks_at(clip.start_s + clip.length_s) - self._tempo_map.ticks_at(clip.start_s)
        for line in source.lines:
            if line[0] not in ("E", "e") or len(line) < 5:
                continue
            now += whole(line[1], 0, 0, 2**31)
            status, pitch, velocity = (_hex(word) for word in line[2:5])
            kind, pitch = status & 0xF0, pitch & 0x7F
            if kind == 0x90 and velocity:
                sounding[pitch] = (now, min(127, velocity))
            elif kind in (0x80, 0x90) and pitch in sounding:
                start, loud = sounding.pop(pitch)
                begin = round(start * scale)
                if begin < length:
                    notes.append(Note(begin, max(1, round((now - start) * scale)), pitch, loud))
        return tuple(sorted(notes, key=lambda note: (note.start_ticks, note.pitch)))


def _first(words: list[str], low: float, high: float, usual: float = 0.0) -> float:
    return number(words[0] if words else usual, usual, low, high)


def _fade(words: list[str]) -> float:
    return number(words[1], 0.0, 0.0, MAX_LENGTH_S) if len(words) > 1 else 0.0


def _hex(word: str) -> int:
    try:
        return int(word, 16) & 0xFF
    except ValueError:
        return 0
