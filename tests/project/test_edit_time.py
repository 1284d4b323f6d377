# SPDX-License-Identifier: GPL-3.0-or-later
"""Edits of time: tempo, sections, ranges, and time put in or taken out."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from musicstudio.core.errors import EditError
from musicstudio.project.document import Document
from musicstudio.project.edits import clips, ranges, ripple, sections, tempo
from musicstudio.project.edits.ranges import clips_in_range
from musicstudio.project.invariants import check_project
from musicstudio.project.model import Clip, Note, Project, Section, Take, TempoMap, Track
from tests.project.hearing import heard_at, sounds_alike
from tests.project.songs import BAR, HASHES, small_song, two_tempi


def clip(project: Project, clip_id: str) -> Clip:
    found = project.find_clip(clip_id)
    assert found
    return found[1]


def test_clips_with_notes_keep_their_bars_and_audio_its_seconds() -> None:
    slower = tempo.set_tempo(60.0)(small_song())
    assert (clip(slower, "bass-chorus").start_s, clip(slower, "bass-chorus").length_s) == (16.0, 16.0)
    assert clip(slower, "vocal-1") == clip(small_song(), "vocal-1")


def test_audio_rendered_at_another_tempo_goes() -> None:
    slower = tempo.set_tempo(60.0)(small_song())
    assert clip(slower, "bass-verse").take.source == ""


def test_a_later_tempo_change_leaves_what_is_before_it_untouched() -> None:
    song = small_song()
    changed = tempo.set_tempo(60.0, 4 * BAR)(song)
    assert clip(changed, "bass-verse") is clip(song, "bass-verse")
    assert clip(changed, "bass-chorus").take.source == ""


def test_a_clip_that_only_moves_keeps_its_audio() -> None:
    changed = tempo.set_tempo_map(replace(small_song().tempo_map, offset_s=1.0))(small_song())
    assert clip(changed, "bass-chorus").start_s == 9.0
    assert clip(changed, "bass-chorus").take.source == clip(small_song(), "bass-chorus").take.source


def test_there_and_back_again_keeps_every_position() -> None:
    there = tempo.set_tempo(97.3)(small_song())
    back = tempo.set_tempo(120.0)(there)
    for _, before in small_song().clips():
        after = clip(back, before.id)
        assert after.start_s == pytest.approx(before.start_s, abs=0.001)
        assert after.length_s == pytest.approx(before.length_s, abs=0.001)


@pytest.mark.parametrize("bpm", [0.0, -10.0, 9.0, 5000.0, float("nan")])
def test_absurd_tempi_are_refused(bpm: float) -> None:
    with pytest.raises(EditError):
        Document(small_song()).transact("Tempo", tempo.set_tempo(bpm))


def test_the_first_tempo_cannot_go() -> None:
    with pytest.raises(EditError):
        tempo.delete_tempo(0)(small_song())


def test_inserted_time_moves_what_comes_after() -> None:
    longer = ripple.insert_time(4 * BAR, 2 * BAR)(small_song())
    assert clip(longer, "bass-verse") == clip(small_song(), "bass-verse")
    assert clip(longer, "bass-chorus").start_s == 12.0
    assert longer.section("chorus").start_ticks == 6 * BAR
    assert longer.markers[0].tick == 6 * BAR
    assert longer.chords[4].start_ticks == 6 * BAR


def test_time_put_in_and_taken_out_again_is_not_heard() -> None:
    song = small_song()
    back = ripple.remove_time(4 * BAR, 6 * BAR)(ripple.insert_time(4 * BAR, 2 * BAR)(song))
    assert sounds_alike(song, back, [0.1 + 0.31 * step for step in range(50)])
    assert back.chords == song.chords
    assert back.sections == song.sections


def test_tempo_changes_move_with_the_music() -> None:
    song = tempo.set_tempo_map(two_tempi())(small_song())
    longer = ripple.insert_time(0, BAR)(song)
    assert [each.tick for each in longer.tempo_map.tempos] == [0, 5 * BAR]
    shorter = ripple.remove_time(2 * BAR, 4 * BAR)(song)
    assert [(each.tick, each.bpm) for each in shorter.tempo_map.tempos] == [(0, 120.0), (2 * BAR, 90.0)]
    assert shorter.tempo_map.meters[1].tick == 2 * BAR
    check_project(shorter)


def test_removing_the_end_of_a_section_shortens_it_and_its_chords() -> None:
    shorter = ripple.remove_time(3 * BAR + BAR // 2, 5 * BAR)(small_song())
    verse, chorus = shorter.sections
    assert (verse.length_ticks, chorus.start_ticks, chorus.length_ticks) == (
        3 * BAR + BAR // 2,
        3 * BAR + BAR // 2,
        3 * BAR,
    )
    assert shorter.chords[3].length_ticks == BAR // 2
    check_project(shorter)


def test_a_section_is_not_inserted_inside_another() -> None:
    with pytest.raises(EditError, match="between two others"):
        sections.insert_section(Section("x", "X", "verse", 2 * BAR, BAR))(small_song())


def test_a_deleted_section_takes_its_time_along_or_only_its_name() -> None:
    rippled = sections.delete_section("verse")(small_song())
    assert [section.id for section in rippled.sections] == ["chorus"]
    assert clip(rippled, "bass-chorus").start_s == 0.0
    kept = sections.delete_section("verse", is_rippling=False)(small_song())
    assert clip(kept, "bass-verse").section_id == ""
    assert clip(kept, "bass-chorus").start_s == 8.0


def test_a_duplicated_section_sounds_like_the_first_and_pushes_the_rest() -> None:
    longer = sections.duplicate_section("verse")(small_song())
    assert [section.name for section in longer.sections] == ["Verse 1", "Verse 2", "Chorus 1"]
    assert [c.start_s for c in longer.track("bass").clips] == [0.0, 8.0, 16.0]
    twin = longer.track("bass").clips[1]
    assert twin.takes is clip(longer, "bass-verse").takes
    assert twin.section_id == longer.sections[1].id
    assert [chord.root for chord in longer.chords] == [9, 5, 0, 7] * 3


def test_sections_cannot_overlap() -> None:
    with pytest.raises(EditError, match="overlap"):
        Document(small_song()).transact("Grow", sections.set_section_bounds("verse", 0, 5 * BAR))


def test_cutting_at_a_range_leaves_whole_clips_inside_and_the_outside_as_it_was() -> None:
    song = small_song()
    cut = ranges.split_at_range(3.0, 11.0)(song)
    inside = clips_in_range(cut, 3.0, 11.0)
    assert {track.id for track, _ in inside} == {"bass", "drums", "vocal"}
    emptied = clips.delete_clips([each.id for _, each in inside])(cut)
    outside = [0.0, 1.0, 2.9, 2.9999, 11.0001, 11.5, 15.9]
    assert sounds_alike(song, emptied, outside)
    assert all(not heard_at(emptied, 3.0 + ranges.FADE_S + 0.001 + 0.5 * step) for step in range(15))


def test_a_cut_range_sounds_as_before_until_something_in_it_changes() -> None:
    song = small_song()
    cut = ranges.split_at_range(3.0, 11.0)(song)
    times = [3.0 + ranges.FADE_S * (part + 0.5) / 10 for part in range(-15, 15)] + [11.0 - 0.003, 11.0 + 0.003, 7.0]
    assert sounds_alike(song, cut, times)


def test_a_range_on_the_edges_of_sections_cuts_nothing() -> None:
    song = small_song()
    assert ranges.split_at_range(8.0, 16.0, {"bass", "drums"})(song) is song
    assert [each.id for _, each in clips_in_range(song, 8.0, 16.0)] == ["bass-chorus", "drums-chorus"]


def test_cutting_the_same_range_twice_cuts_once() -> None:
    cut = ranges.split_at_range(3.0, 11.0)(small_song())
    assert ranges.split_at_range(3.0, 11.0)(cut) is cut


def pickup(start_s: float, offset_s: float) -> Project:
    """One clip with notes, in a song whose first bar begins ``offset_s`` in."""
    take = Take("take", notes=(Note(0, 960, 60),))
    clip_ = Clip("clip", start_s, 4.0, "Piano", takes=(take,), active_take_id="take")
    track = Track("row", "Row", "instrument", clips=(clip_,))
    return Project("p", tempo_map=TempoMap(offset_s=offset_s), tracks=(track,))


@given(st.floats(0.0, 2.0))
def test_a_song_whose_first_bar_begins_anywhere_gets_another_metre(offset_s: float) -> None:
    document = Document(pickup(0.0, offset_s))
    document.transact("Metre", tempo.set_meter(3, 4))
    assert clip(document.project, "clip").start_s == pytest.approx(0.0, abs=0.0005)


def test_a_tempo_at_which_a_pickup_would_begin_before_the_song_says_which_clip() -> None:
    document = Document(pickup(0.0, 1.0))
    with pytest.raises(EditError, match="“Piano” would begin before the song"):
        document.transact("Tempo", tempo.set_tempo(60.0))
    document.transact("Tempo", tempo.set_tempo(240.0))
    assert clip(document.project, "clip").start_s == 0.5


def test_time_before_a_clip_that_nearly_begins_at_its_end_can_be_taken_out() -> None:
    document = Document(pickup(2.0 - 5e-5, 0.0))
    document.transact("Take out", ripple.remove_time(0, BAR))
    assert clip(document.project, "clip").start_s == 0.0


def test_a_change_of_tempo_is_moved_taken_away_and_never_the_first() -> None:
    document = Document(small_song())
    document.transact("Tempo", tempo.set_tempo(90.0, 4 * BAR))
    document.transact("Move", tempo.move_tempo(4 * BAR, 2 * BAR, 100.0))
    assert tempos(document) == [(0, 120.0), (2 * BAR, 100.0)]
    document.transact("Move", tempo.move_tempo(0, 2 * BAR, 130.0))
    assert tempos(document) == [(0, 130.0), (2 * BAR, 100.0)], "the first one stays at the start"
    document.transact("Move", tempo.move_tempo(2 * BAR, -5, 100.0))
    assert tempos(document) == [(0, 130.0), (1, 100.0)]
    document.transact("Delete", tempo.delete_tempo(1))
    assert tempos(document) == [(0, 130.0)]
    with pytest.raises(EditError, match="no longer there"):
        tempo.move_tempo(1, BAR, 100.0)(document.project)


def tempos(document: Document) -> list[tuple[int, float]]:
    return [(each.tick, each.bpm) for each in document.project.tempo_map.tempos]


def test_a_change_of_metre_lands_on_the_bar_line_nearest_to_where_it_is_put() -> None:
    document = Document(small_song())
    document.transact("Metre", tempo.set_meter(3, 4, 4 * BAR))
    for put, landed in ((2 * BAR + 100, 2 * BAR), (2 * BAR - 100, 2 * BAR), (-BAR, BAR)):
        (_, mine) = document.project.tempo_map.meters
        document.transact("Move", tempo.move_meter(mine.tick, put))
        assert [each.tick for each in document.project.tempo_map.meters] == [0, landed]
    document.transact("Delete", tempo.delete_meter(BAR))
    assert [each.numerator for each in document.project.tempo_map.meters] == [4]


def test_the_first_metre_stays_and_one_that_went_is_told() -> None:
    for edit, said in (
        (tempo.delete_meter(0), "cannot be deleted"),
        (tempo.move_meter(0, BAR), "cannot be moved"),
        (tempo.move_meter(5, BAR), "no longer there"),
    ):
        with pytest.raises(EditError, match=said):
            edit(small_song())


def blended(*clips_: Clip, kind: str = "audio") -> list[tuple[float, float, float, float]]:
    """(start, end, fade in, fade out) of clips around a gap from 4 to 6 s, after their edges were blended."""
    project = replace(small_song(), tracks=(Track("row", "Row", kind, clips=clips_),))
    found = ranges.blend_recordings(4.0, 6.0)(project).track("row").clips
    return [tuple(round(v, 6) for v in (c.start_s, c.end_s, c.fade_in_s, c.fade_out_s)) for c in found]


def sound(clip_id: str, start_s: float, length_s: float, offset_s: float = 0.0, lead_s: float = 0.0) -> Clip:
    take = Take("take", source=HASHES[0], lead_s=lead_s)
    return Clip(clip_id, start_s, length_s, offset_s=offset_s, takes=(take,), active_take_id="take")


def test_recordings_reach_into_a_gap_between_them_and_fade_there() -> None:
    assert blended(sound("a", 0.0, 4.0), sound("b", 6.0, 2.0, offset_s=4.0)) == [
        (0.0, 4.01, 0.0, 0.01),
        (5.99, 8.0, 0.01, 0.0),
    ]


def test_what_has_nothing_to_give_to_a_gap_stays_as_it_is() -> None:
    plain = [(2.0, 2.015, 0.0, 0.0), (6.0, 8.0, 0.0, 0.0), (9.0, 10.0, 0.0, 0.0)]
    assert blended(sound("short", 2.0, 0.015), sound("from its beginning", 6.0, 2.0), sound("far", 9.0, 1.0)) == plain
    assert blended(sound("a", 0.0, 4.0), kind="instrument") == [(0.0, 4.0, 0.0, 0.0)]
    assert blended(Clip("empty", 0.0, 4.0)) == [(0.0, 4.0, 0.0, 0.0)]


def test_a_gradual_tempo_goes_on_with_the_last_one_and_lasts_as_its_line() -> None:
    song = tempo.ramp_tempo(0, 4 * 3840, 180.0)(tempo.set_tempo(60.0)(small_song()))
    tempo_map = song.tempo_map
    assert tempo_map.bpm_at(0) == pytest.approx(60.0, abs=1.0) and tempo_map.bpm_at(4 * 3840) == 180.0
    assert tempo_map.bpm_at(2 * 3840) == pytest.approx(120.0, abs=1.0)
    # 16 quarters while the tempo rises from 60 to 180 in a straight line: 16 * 60 * ln(180/60) / (180 - 60) seconds.
    assert tempo_map.seconds_at(4 * 3840) == pytest.approx(16 * 60 * math.log(3) / 120, rel=1e-3)
    again = tempo.ramp_tempo(0, 4 * 3840, 60.0)(song)
    assert len(again.tempo_map.tempos) == len(tempo_map.tempos)


def test_a_very_long_gradual_tempo_has_only_so_many_steps() -> None:
    song = tempo.ramp_tempo(0, 1000 * 3840, 180.0)(small_song())
    assert len(song.tempo_map.tempos) <= tempo.MAX_RAMP_STEPS + 2
    for bad in ((5, 5), (-1, 9)):
        with pytest.raises(EditError):
            tempo.ramp_tempo(*bad, 100.0)
