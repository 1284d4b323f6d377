# SPDX-License-Identifier: GPL-3.0-or-later
"""A small reader of MusicXML scores (.mxl): parts of notes, chord symbols, bars, repeats and endings read once."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from msgspec import Struct

from musicstudio.engines.composer.melody_model.vocabulary import UNITS_PER_QUARTER
from scripts.train_leadsheet.chord_names import MUSICXML_KINDS, STEPS
from scripts.train_leadsheet.tunes import RawBar, RawChord, RawNote


class Part(Struct):
    """One part of a score in grid units."""

    bars: list[RawBar] = []
    notes: list[RawNote] = []
    chords: list[RawChord] = []
    fifths: int = 0
    fermatas: list[float] = []


def read_parts(path: Path) -> list[Part]:
    """The parts of a compressed score. ValueError or KeyError where it is damaged."""
    with zipfile.ZipFile(path) as archive:
        names = [n for n in archive.namelist() if n.endswith(".xml") and not n.startswith("META-INF")]
        root = ElementTree.fromstring(archive.read(names[0]))
    return [_Reader().read(part) for part in root.iter("part")]


def _played_measures(part: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """The measures as played at last: a first ending that has a second is left out."""
    measures = list(part.iter("measure"))
    skipped = False
    for index, measure in enumerate(measures):
        ends = [(e.get("number", ""), e.get("type", "")) for e in measure.iter("ending")]
        if any(n.startswith("1") and t == "start" for n, t in ends):
            later = (e for m in measures[index : index + 12] for e in m.iter("ending"))
            skipped = any(e.get("number", "").startswith("2") for e in later)
        if not skipped:
            yield measure
        if any(t in ("stop", "discontinue") for _, t in ends):
            skipped = False


class _Reader:
    def __init__(self) -> None:
        self.part = Part()
        self.divisions, self.meter, self.time = 1, (4, 4), 0.0
        self.is_tied = False

    def read(self, element: ElementTree.Element) -> Part:
        section = True
        for measure in _played_measures(element):
            start, section = self.time, section or _opens(measure)
            self._measure(measure)
            if self.time > start:
                self.part.bars.append(RawBar(start, self.time - start, self.meter, section))
                section = _closes(measure)
        return self.part

    def _measure(self, measure: ElementTree.Element) -> None:
        end = self.time
        for item in measure:
            if item.tag == "attributes":
                self._attributes(item)
            elif item.tag == "harmony":
                self._harmony(item)
            elif item.tag == "note":
                self._note(item)
            elif item.tag in ("backup", "forward"):
                sign = -1 if item.tag == "backup" else 1
                self.time += sign * self._units(item)
            end = max(end, self.time)
        self.time = end

    def _units(self, item: ElementTree.Element) -> float:
        return float(item.findtext("duration") or 0) * UNITS_PER_QUARTER / self.divisions

    def _attributes(self, item: ElementTree.Element) -> None:
        self.divisions = int(item.findtext("divisions") or self.divisions)
        beats, kind = item.findtext("time/beats"), item.findtext("time/beat-type")
        if beats and kind:
            self.meter = (int(beats), int(kind))
        if item.find("key/fifths") is not None and not self.part.notes:
            self.part.fifths = int(item.findtext("key/fifths") or 0)

    def _harmony(self, item: ElementTree.Element) -> None:
        step, kind = item.findtext("root/root-step"), item.findtext("kind")
        if step and kind in MUSICXML_KINDS:
            root = (STEPS[step] + int(float(item.findtext("root/root-alter") or 0))) % 12
            offset = float(item.findtext("offset") or 0) * UNITS_PER_QUARTER / self.divisions
            self.part.chords.append(RawChord(self.time + offset, root, MUSICXML_KINDS[kind]))

    def _note(self, item: ElementTree.Element) -> None:
        if item.find("grace") is not None or item.find("chord") is not None:
            return
        length = self._units(item)
        if (item.findtext("voice") or "1") == "1" and item.find("pitch") is not None:
            self._add_pitched(item, length)
        self.time += length

    def _add_pitched(self, item: ElementTree.Element, length: float) -> None:
        step, octave = item.findtext("pitch/step") or "C", int(item.findtext("pitch/octave") or 4)
        pitch = 12 * (octave + 1) + STEPS[step] + int(float(item.findtext("pitch/alter") or 0))
        ties = {tie.get("type") for tie in item.findall("tie")}
        last = self.part.notes[-1] if self.part.notes else None
        if "stop" in ties and last and last.pitch == pitch:
            self.part.notes[-1] = RawNote(last.start, self.time + length - last.start, pitch)
        else:
            self.part.notes.append(RawNote(self.time, length, pitch))
        if item.find("notations/fermata") is not None:
            self.part.fermatas.append(self.time)


def _opens(measure: ElementTree.Element) -> bool:
    marks = measure.findall("direction/direction-type/rehearsal")
    return bool(marks) or any(
        bar.get("location") == "left" and bar.find("repeat") is not None for bar in measure.findall("barline")
    )


def _closes(measure: ElementTree.Element) -> bool:
    rights = [bar for bar in measure.findall("barline") if bar.get("location", "right") == "right"]
    return any(
        b.find("repeat") is not None or b.findtext("bar-style") in ("light-light", "light-heavy") for b in rights
    )
