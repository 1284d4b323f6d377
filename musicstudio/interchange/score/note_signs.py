# SPDX-License-Identifier: GPL-3.0-or-later
"""One written sign as MusicXML notes: pitch, length, ties, triplets, words, and drums by their places on the staff."""

from xml.etree import ElementTree as xml

from musicstudio.core.theory.pitches import pitch_class_name
from musicstudio.project.model import Key, Note

from .notation import DIVISIONS, Written

_TYPES = {
    96: ("whole", 0), 72: ("half", 1), 48: ("half", 0), 36: ("quarter", 1), 24: ("quarter", 0), 18: ("eighth", 1),
    12: ("eighth", 0), 9: ("16th", 1), 6: ("16th", 0), 3: ("32nd", 0), 16: ("quarter", 0), 8: ("eighth", 0),
}  # fmt: skip
# MIDI drum: (step, octave, notehead) on a staff of five lines, after Weinberg's standard.
_DRUMS = {
    35: ("F", 4, ""), 36: ("F", 4, ""), 37: ("C", 5, "x"), 38: ("C", 5, ""), 39: ("C", 5, "x"), 40: ("C", 5, ""),
    41: ("G", 4, ""), 42: ("G", 5, "x"), 43: ("A", 4, ""), 44: ("D", 4, "x"), 45: ("B", 4, ""),
    46: ("G", 5, "circle-x"),
    47: ("D", 5, ""), 48: ("E", 5, ""), 49: ("A", 5, "x"), 50: ("F", 5, ""), 51: ("F", 5, "x"),
    53: ("F", 5, "diamond"),
    54: ("B", 5, "x"), 56: ("E", 5, "triangle"), 57: ("B", 5, "x"), 59: ("F", 5, "x"),
}  # fmt: skip
_ANY_DRUM = ("E", 5, "x")


def add_note(
    measure: xml.Element,
    sign: Written,
    drum_part: str,
    key: Key,
    has_words: bool,
    is_going_on: bool,
    voice: int = 1,
) -> bool:
    """Write a sign; whether its syllable goes on in the next. drum_part: the id of a part of drums, or nothing."""
    if not sign.notes:
        _add_length(_add_rest(measure, sign, is_shown=voice == 1), sign, voice)
        return is_going_on
    for index, note in enumerate(sign.notes):
        element = xml.SubElement(measure, "note")
        if index:
            xml.SubElement(element, "chord")
        if drum_part:
            _add_drum(element, note)
        else:
            _add_pitch(element, note.pitch, key)
        xml.SubElement(element, "duration").text = str(sign.length)
        _add_ties(element, sign)
        if drum_part:
            xml.SubElement(element, "instrument", id=f"{drum_part}-I{note.pitch + 1}")
        _add_length(element, sign, voice)
        if drum_part and (head := _DRUMS.get(note.pitch, _ANY_DRUM)[2]):
            xml.SubElement(element, "notehead").text = head
        _add_notations(element, sign)
        if has_words and index == len(sign.notes) - 1 and not sign.is_tied_from:
            is_going_on = _add_lyric(element, note.lyric, is_going_on)
    return is_going_on


def _add_rest(measure: xml.Element, sign: Written, *, is_shown: bool) -> xml.Element:
    element = xml.SubElement(measure, "note", {} if is_shown else {"print-object": "no"})
    xml.SubElement(element, "rest")
    xml.SubElement(element, "duration").text = str(sign.length)
    return element


def _add_pitch(element: xml.Element, pitch: int, key: Key) -> None:
    written = pitch_class_name(pitch % 12, key.has_flats)
    holder = xml.SubElement(element, "pitch")
    xml.SubElement(holder, "step").text = written[0]
    if written[1:]:
        xml.SubElement(holder, "alter").text = "1" if written[1] == "#" else "-1"
    xml.SubElement(holder, "octave").text = str(pitch // 12 - 1)


def _add_drum(element: xml.Element, note: Note) -> None:
    step, octave, _ = _DRUMS.get(note.pitch, _ANY_DRUM)
    holder = xml.SubElement(element, "unpitched")
    xml.SubElement(holder, "display-step").text = step
    xml.SubElement(holder, "display-octave").text = str(octave)


def _add_ties(element: xml.Element, sign: Written) -> None:
    if sign.is_tied_from:
        xml.SubElement(element, "tie", type="stop")
    if sign.is_tied_on:
        xml.SubElement(element, "tie", type="start")


def _add_length(element: xml.Element, sign: Written, voice: int = 1) -> None:
    xml.SubElement(element, "voice").text = str(voice)
    name, dots = _TYPES.get(sign.length, ("", 0))
    if name:
        xml.SubElement(element, "type").text = name
    for _ in range(dots):
        xml.SubElement(element, "dot")
    if sign.is_triplet:
        times = xml.SubElement(element, "time-modification")
        xml.SubElement(times, "actual-notes").text = "3"
        xml.SubElement(times, "normal-notes").text = "2"


def _add_notations(element: xml.Element, sign: Written) -> None:
    begins = sign.is_triplet and sign.start % DIVISIONS == 0
    ends = sign.is_triplet and (sign.start + sign.length) % DIVISIONS == 0
    if not (sign.is_tied_from or sign.is_tied_on or begins or ends):
        return
    notations = xml.SubElement(element, "notations")
    if sign.is_tied_from:
        xml.SubElement(notations, "tied", type="stop")
    if sign.is_tied_on:
        xml.SubElement(notations, "tied", type="start")
    for is_there, kind in ((begins, "start"), (ends, "stop")):
        if is_there and element.find("chord") is None:
            xml.SubElement(notations, "tuplet", type=kind)


def _add_lyric(element: xml.Element, lyric: str, is_going_on: bool) -> bool:
    """One syllable; whether its word goes on."""
    if not lyric or lyric == "_":
        return is_going_on
    goes_on = lyric.endswith("-")
    syllabic = {(False, False): "single", (False, True): "begin", (True, True): "middle", (True, False): "end"}
    holder = xml.SubElement(element, "lyric", number="1")
    xml.SubElement(holder, "syllabic").text = syllabic[is_going_on, goes_on]
    xml.SubElement(holder, "text").text = lyric.removesuffix("-")
    return goes_on
