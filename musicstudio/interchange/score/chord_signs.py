# SPDX-License-Identifier: GPL-3.0-or-later
"""Chords as MusicXML's harmonies, and back."""

from xml.etree import ElementTree as xml

from musicstudio.core.theory.chords import SUFFIXES
from musicstudio.core.theory.pitches import pitch_class_name
from musicstudio.project.model import Chord

STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
KINDS = {
    "maj": "major", "min": "minor", "dim": "diminished", "aug": "augmented", "sus2": "suspended-second",
    "sus4": "suspended-fourth", "maj7": "major-seventh", "min7": "minor-seventh", "dom7": "dominant",
    "m7b5": "half-diminished", "dim7": "diminished-seventh", "minmaj7": "major-minor", "6": "major-sixth",
    "m6": "minor-sixth", "9": "dominant-ninth", "maj9": "major-ninth", "min9": "minor-ninth", "5": "power",
    "11": "dominant-11th", "min11": "minor-11th", "13": "dominant-13th", "aug7": "augmented-seventh",
}  # fmt: skip
QUALITIES = {kind: quality for quality, kind in KINDS.items()}


def add_harmony(measure: xml.Element, chord: Chord, offset: int, has_flats: bool) -> None:
    """A chord symbol at an offset of divisions from the beginning of a bar."""
    harmony = xml.SubElement(measure, "harmony")
    _add_pitch_class(xml.SubElement(harmony, "root"), "root", chord.root, has_flats)
    kind = xml.SubElement(harmony, "kind", text=SUFFIXES.get(chord.quality, chord.quality))
    kind.text = KINDS.get(chord.quality, "other")
    if chord.bass not in (-1, chord.root):
        _add_pitch_class(xml.SubElement(harmony, "bass"), "bass", chord.bass, has_flats)
    if offset:
        xml.SubElement(harmony, "offset").text = str(offset)


def _add_pitch_class(parent: xml.Element, name: str, pitch_class: int, has_flats: bool) -> None:
    written = pitch_class_name(pitch_class, has_flats)
    xml.SubElement(parent, f"{name}-step").text = written[0]
    if written[1:]:
        xml.SubElement(parent, f"{name}-alter").text = "1" if written[1] == "#" else "-1"
