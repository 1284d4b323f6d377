# SPDX-License-Identifier: GPL-3.0-or-later
"""Notation as a picture: the notes of the song, each at its place in time, in SVG that any library can draw."""

from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree as xml

import pytest

from musicstudio.core.errors import InputError
from musicstudio.interchange.score.engraving import engrave
from musicstudio.interchange.score.musicxml import Part, musicxml_bytes
from musicstudio.project.model import Chord, Key, Note, Project, Section

SVG = "{http://www.w3.org/2000/svg}"
QUARTER = 960
TUNE = [
    (0, 60, "Lan"),
    (1, 62, "terns"),
    (2, 64, "drift"),
    (3, 65, "a"),
    (4, 67, "cross"),
    (6, 65, "the"),
    (7, 64, "night"),
]


@pytest.fixture(scope="module")
def score():
    notes = tuple(Note(start * QUARTER, QUARTER, pitch, 80, lyric) for start, pitch, lyric in TUNE)
    chords = (Chord(0, 4 * QUARTER, 10, "maj"), Chord(4 * QUARTER, 4 * QUARTER, 0, "min7"))
    project = Project(
        "p",
        "Lanterns",
        key=Key(5, "major"),
        chords=chords,
        sections=(Section("s", "Verse 1", "verse", 0, 8 * QUARTER),),
    )
    return engrave(musicxml_bytes(project, [Part("Tune", notes)]), 800)


def texts(score):
    return [element.text for element in xml.fromstring(score.svg).iter(f"{SVG}text")]


def test_every_note_is_there_at_its_place_and_pitch(score):
    assert [(note.tick // QUARTER, note.pitch) for note in score.notes] == [(start, pitch) for start, pitch, _ in TUNE]


def test_every_note_is_an_element_of_the_picture(score):
    ids = {element.get("id") for element in xml.fromstring(score.svg).iter(f"{SVG}g")}
    assert {note.id for note in score.notes} <= ids


def test_words_chords_and_sections_stand_as_letters(score):
    found = texts(score)
    assert {"Lan", "terns", "Verse 1"} <= set(found)
    assert "B♭" in found
    assert all(ord(letter) < 0xE000 or ord(letter) > 0xF8FF for text in found for letter in text)


def test_the_picture_is_plain(score):
    root = xml.fromstring(score.svg)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "defs", "g", "path", "use", "text", "rect", "polygon", "polyline", "ellipse", "desc", "title",
    }  # fmt: skip
    assert sum(element.tag == f"{SVG}svg" for element in root.iter()) == 1


def test_a_wider_page_takes_fewer_lines():
    notes = tuple(Note(at * QUARTER, QUARTER, 60 + at % 5, 80) for at in range(128))
    data = musicxml_bytes(Project("p", "Long"), [Part("Tune", notes)])
    box = [xml.fromstring(engrave(data, width).svg).get("viewBox", "").split() for width in (500, 1_500)]
    assert float(box[0][3]) > 1.5 * float(box[1][3])


def test_what_is_no_score_is_refused():
    with pytest.raises(InputError, match="cannot be written"):
        engrave(b"no score at all", 800)


def test_any_thread_can_engrave(score):
    with ThreadPoolExecutor(1) as other:
        data = musicxml_bytes(Project("p", "Short"), [Part("Tune", (Note(0, QUARTER, 60, 80),))])
        assert len(other.submit(engrave, data, 800).result().notes) == 1
