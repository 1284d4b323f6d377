# SPDX-License-Identifier: GPL-3.0-or-later
"""Sections change places and length, and all that is in their column follows."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from musicstudio.core.errors import EditError
from musicstudio.project.document import Document
from musicstudio.project.edits.automation import set_points
from musicstudio.project.edits.chords import put_chords
from musicstudio.project.edits.section_moves import move_boundary, move_section, resize_section
from musicstudio.project.invariants import check_project
from musicstudio.project.model import (
    AutomationLane,
    AutomationPoint,
    Chord,
    Clip,
    Marker,
    Meter,
    Note,
    Project,
    Section,
    Strip,
    Take,
    Tempo,
    TempoMap,
    Track,
)

BAR = 4 * 960
NAMES = ("A", "B", "C", "D")


def song():
    """Four sections of 4 bars, each with a clip, a chord and a marker of its name; B is faster, C in 3/4 of 4 bars."""
    tempo_map = TempoMap(
        (Tempo(0, 120.0), Tempo(4 * BAR, 150.0), Tempo(8 * BAR, 120.0)),
        (Meter(0), Meter(8 * BAR, 3, 4), Meter(12 * BAR, 4, 4)),
    )
    sections = tuple(Section(name, name, "verse", i * 4 * BAR, 4 * BAR) for i, name in enumerate(NAMES))
    at, note = tempo_map.seconds_at, (Note(0, 960, 60, 90),)
    clips = tuple(
        Clip(
            f"clip-{s.name}",
            at(s.start_ticks),
            at(s.end_ticks) - at(s.start_ticks),
            section_id=s.id,
            takes=(Take("t", notes=note),),
            active_take_id="t",
        )
        for s in sections
    )
    lane = AutomationLane("gain_db", tuple(AutomationPoint(i * 4 * BAR + BAR, -float(i)) for i in range(4)))
    return Document(
        Project(
            "p",
            tempo_map=tempo_map,
            sections=sections,
            chords=tuple(Chord(s.start_ticks, 4 * BAR, i) for i, s in enumerate(sections)),
            markers=tuple(Marker(s.name, s.name, s.start_ticks + BAR) for s in sections),
            tracks=(Track("t", "T", "instrument", clips=clips, strip=Strip(automation=(lane,))),),
        )
    )


def order(project):
    return "".join(section.name for section in project.sections)


def check_column(project):
    """Everything is where its section is."""
    at = project.tempo_map.seconds_at
    for index, section in enumerate(project.sections):
        clip = project.find_clip(f"clip-{section.name}")[1]
        assert clip.start_s == pytest.approx(at(section.start_ticks), abs=1e-6)
        assert clip.end_s == pytest.approx(at(section.end_ticks), abs=1e-6)
        assert project.markers[index] == Marker(section.name, section.name, section.start_ticks + BAR)
        assert project.chords[index].root == NAMES.index(section.name)
        assert project.tempo_map.bpm_at(section.start_ticks) == (150.0 if section.name == "B" else 120.0)
        assert project.tempo_map.meter_at(section.start_ticks).numerator == (3 if section.name == "C" else 4)
        (lane,) = project.tracks[0].strip.automation
        values = [p.value for p in lane.points if p.tick == section.start_ticks + BAR]
        assert values == [pytest.approx(-float(NAMES.index(section.name)))]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 4)), min_size=1, max_size=5))
@example([("A", 4), ("D", 0)])
def test_any_order_keeps_each_column_together(moves):
    document = song()
    first = document.project
    for name, place in moves:
        names = list(order(document.project))
        old = names.index(name)
        wanted = names[:old] + names[old + 1 :]
        wanted.insert(place - (place > old), name)
        document.transact(f"Move {name}", move_section(name, place * 4 * BAR))
        assert order(document.project) == "".join(wanted)
        check_project(document.project)
        check_column(document.project)
    document.jump(0)
    assert document.project is first


def test_a_section_that_stays_where_it_is_changes_nothing():
    document = song()
    assert not document.transact("Move B", move_section("B", 4 * BAR))
    with pytest.raises(EditError):
        document.transact("Move B", move_section("B", 10 * BAR))


def test_a_longer_section_pushes_and_a_shorter_one_pulls_what_follows():
    document = song()
    document.transact("Resize", resize_section("B", 10 * BAR))
    assert [(s.name, s.start_ticks // BAR) for s in document.project.sections] == [
        ("A", 0),
        ("B", 4),
        ("C", 10),
        ("D", 14),
    ]
    assert document.project.find_clip("clip-C")[1].start_s == pytest.approx(
        document.project.tempo_map.seconds_at(10 * BAR)
    )
    document.transact("Resize", resize_section("B", 6 * BAR))
    assert [(s.name, s.start_ticks // BAR) for s in document.project.sections] == [
        ("A", 0),
        ("B", 4),
        ("C", 6),
        ("D", 10),
    ]
    with pytest.raises(EditError):
        document.transact("Resize", resize_section("B", 4 * BAR))


def test_a_line_between_two_sections_moves_alone():
    document = song()
    clips = document.project.tracks[0].clips
    document.transact("Line", move_boundary("A", 5 * BAR))
    first, second = document.project.sections[:2]
    assert (first.end_ticks, second.start_ticks, second.end_ticks) == (5 * BAR, 5 * BAR, 8 * BAR)
    assert document.project.tracks[0].clips is clips


def test_sections_that_changed_places_often_still_begin_with_the_song():
    document = song()
    for name, place in (("A", 4), ("D", 0), ("A", 0), ("C", 0)) * 3:
        document.transact(f"Move {name}", move_section(name, place * 4 * BAR))
    assert min(clip.start_s for _, clip in document.project.clips()) == 0.0


def test_a_chord_across_the_line_is_played_on_both_sides_of_it():
    document = song()
    document.transact("Long", put_chords(0, 8 * BAR, [Chord(0, 8 * BAR, 9, "min7")]))
    document.transact("Move", move_section("C", 4 * BAR))
    chords = [(c.start_ticks // BAR, c.length_ticks // BAR, c.root) for c in document.project.chords]
    assert chords == [(0, 4, 9), (4, 4, 2), (8, 4, 9), (12, 4, 3)]


def test_a_lane_that_is_level_where_sections_change_places_keeps_its_points():
    document = song()
    level = [AutomationPoint(0, -3.0), AutomationPoint(12 * BAR, -3.0), AutomationPoint(14 * BAR, -9.0)]
    document.transact("Level", set_points("t", "gain_db", level))
    lane = document.project.tracks[0].strip.automation[0]
    document.transact("Move", move_section("C", 4 * BAR))
    assert document.project.tracks[0].strip.automation[0] is lane


@pytest.mark.parametrize("edit", [move_section, resize_section])
def test_a_section_that_went_meanwhile_is_told(edit):
    with pytest.raises(EditError, match="no longer there"):
        song().transact("Edit", edit("gone", 4 * BAR))


def test_a_section_that_keeps_its_length_changes_nothing():
    document = song()
    assert not document.transact("Resize", resize_section("B", 8 * BAR))


def test_the_line_after_the_last_section_moves_its_end():
    document = song()
    document.transact("Line", move_boundary("D", 15 * BAR))
    assert document.project.sections[-1].end_ticks == 15 * BAR
