# SPDX-License-Identifier: GPL-3.0-or-later
"""The clips of a DAWproject, which hold clips that hold sound or notes, each with a time of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from msgspec import Struct

from musicstudio.core.text import clean_line
from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Note, TempoMap

from .foreign import ForeignClip
from .values import MAX_LENGTH_S, level_db, number, whole

_MAX_CLIPS = 20_000
_MAX_NOTES = 500_000
_MAX_ROUNDS = 500


class _Sound(Struct, frozen=True):
    """A file inside a clip, in seconds of the clip's content."""

    file: Path
    start_s: float
    length_s: float
    source_start_s: float


class ClipReader:
    """Reads the clips of one song. notices: what could not be taken over."""

    def __init__(self, tempo_map: TempoMap, file_of: Callable[[str], Path | None]) -> None:
        self._tempo_map, self._file_of = tempo_map, file_of
        self._clips = self._notes = 0
        self.notices: list[str] = []

    def clips_of(self, lane: Element, unit: str) -> Iterator[ForeignClip]:
        """The clips of a lane."""
        for clip in lane.iterfind("Clip"):
            self._clips += 1
            if self._clips > _MAX_CLIPS:
                self.notices.append(f"Only the first {_MAX_CLIPS} clips were taken over.")
                return
            yield from self._clip(clip, lane.get("timeUnit") or unit)

    def _clip(self, clip: Element, unit: str) -> Iterator[ForeignClip]:
        start_s = self._seconds(number(clip.get("time")), unit)
        end_s = self._seconds(number(clip.get("time")) + number(clip.get("duration"), 0.0, 0.0), unit)
        if not 0 <= start_s < end_s <= MAX_LENGTH_S:
            return
        content_unit = clip.get("contentTimeUnit") or unit
        name = clean_line(clip.get("name") or "")
        notes = list(clip.iter("Notes"))
        if notes:
            yield self._note_clip(clip, notes[0], name, start_s, end_s)
        per_unit = 1.0 if content_unit == "seconds" else 60.0 / self._bpm_at(start_s)
        sounds = [sound for child in clip for sound in self._sounds(child, 0.0, per_unit)]
        if sounds and any(True for _ in clip.iter("Warps")):
            self.notices.append("Sound that was stretched there plays at its own speed here.")
        for shift_s, first_s, last_s in _windows(clip, end_s - start_s, per_unit):
            for sound in sounds:
                yield from self._sound_clip(clip, sound, name, start_s + shift_s, first_s, last_s)

    def _sound_clip(
        self, clip: Element, sound: _Sound, name: str, start_s: float, first_s: float, last_s: float
    ) -> Iterator[ForeignClip]:
        low, high = max(first_s, sound.start_s), min(last_s, sound.start_s + sound.length_s)
        if high - low < 1e-4:
            return
        fade = 1.0 if (clip.get("fadeTimeUnit") or "seconds") == "seconds" else 60.0 / self._bpm_at(start_s)
        length_s = high - low
        fade_in_s = min(number(clip.get("fadeInTime"), 0.0, 0.0) * fade, length_s)
        yield ForeignClip(
            name=name or sound.file.stem,
            start_s=start_s + low - first_s,
            length_s=length_s,
            file=sound.file,
            source_start_s=sound.source_start_s + low - sound.start_s,
            fade_in_s=fade_in_s,
            fade_out_s=min(number(clip.get("fadeOutTime"), 0.0, 0.0) * fade, length_s - fade_in_s),
            gain_db=_gain_db(clip),
            is_muted=clip.get("enable") == "false",
        )

    def _sounds(self, element: Element, at_s: float, per_unit: float) -> Iterator[_Sound]:
        """Files inside, however deep; ``at_s``: where the element begins in the outermost clip's content."""
        if element.tag == "Audio":
            file = element.find("File")
            path = self._file_of((file.get("path") or "") if file is not None else "")
            if path is None:
                self.notices.append("Sound that is not in the file, or lies outside of it, was left out.")
            else:
                yield _Sound(path, at_s, number(element.get("duration"), MAX_LENGTH_S, 0.0, MAX_LENGTH_S), 0.0)
        elif element.tag == "Clip":
            place_s = at_s + number(element.get("time")) * per_unit
            inner = 1.0 if element.get("contentTimeUnit") == "seconds" else per_unit
            skipped_s = number(element.get("playStart"), 0.0, 0.0) * inner
            length_s = number(element.get("duration"), MAX_LENGTH_S, 0.0) * per_unit
            for child in element:
                for sound in self._sounds(child, place_s, inner):
                    kept_s = min(length_s, sound.length_s - skipped_s)
                    if kept_s > 0:
                        yield _Sound(sound.file, sound.start_s, kept_s, sound.source_start_s + skipped_s)
        elif element.tag in ("Clips", "Lanes", "Warps"):
            for child in element:
                yield from self._sounds(child, at_s, per_unit)

    def _note_clip(self, clip: Element, holder: Element, name: str, start_s: float, end_s: float) -> ForeignClip:
        skipped = round(number(clip.get("playStart"), 0.0, 0.0) * TICKS_PER_QUARTER)
        length = self._tempo_map.ticks_at(end_s) - self._tempo_map.ticks_at(start_s)
        notes = []
        for note in holder.iterfind("Note"):
            self._notes += 1
            if self._notes > _MAX_NOTES:
                self.notices.append(f"Only the first {_MAX_NOTES} notes were taken over.")
                break
            start = round(number(note.get("time")) * TICKS_PER_QUARTER) - skipped
            held = max(1, round(number(note.get("duration"), 0.0, 0.0, 1e5) * TICKS_PER_QUARTER))
            if 0 <= start < length:
                velocity = min(127, max(1, round(number(note.get("vel"), 0.8, 0.0, 1.0) * 127)))
                notes.append(Note(start, held, whole(note.get("key"), 60, 0, 127), velocity))
        ordered = tuple(sorted(notes, key=lambda each: (each.start_ticks, each.pitch)))
        is_muted = clip.get("enable") == "false"
        return ForeignClip(name or "Notes", start_s, end_s - start_s, notes=ordered, is_muted=is_muted)

    def _seconds(self, time: float, unit: str) -> float:
        if unit == "seconds":
            return time
        tick = time * TICKS_PER_QUARTER
        return self._tempo_map.seconds_at(min(max(tick, -1e9), 1e9))

    def _bpm_at(self, seconds: float) -> float:
        return self._tempo_map.bpm_at(self._tempo_map.ticks_at(seconds))


def _windows(clip: Element, length_s: float, per_unit: float) -> Iterator[tuple[float, float, float]]:
    """(seconds into the clip, first and last second of its content) of each round of a loop, or of the one there is."""
    first_s = number(clip.get("playStart"), 0.0, 0.0) * per_unit
    loop_s = (number(clip.get("loopStart"), 0.0, 0.0) * per_unit, number(clip.get("loopEnd"), 0.0, 0.0) * per_unit)
    if loop_s[1] - loop_s[0] < 0.01 or loop_s[1] <= first_s:
        yield 0.0, first_s, first_s + length_s
        return
    done_s = 0.0
    for _ in range(_MAX_ROUNDS):
        last_s = min(loop_s[1], first_s + length_s - done_s)
        yield done_s, first_s, last_s
        done_s, first_s = done_s + last_s - first_s, loop_s[0]
        if done_s >= length_s - 1e-6:
            return


def _gain_db(clip: Element) -> float:
    """The gain of a clip, where it says one as an expression."""
    for points in clip.iter("Points"):
        target, point = points.find("Target"), points.find("RealPoint")
        if target is not None and target.get("expression") == "gain" and point is not None:
            value = number(point.get("value"), 1.0)
            return min(max(value, -60.0), 24.0) if points.get("unit") == "decibel" else level_db(value)
    return 0.0
