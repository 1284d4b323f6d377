# SPDX-License-Identifier: GPL-3.0-or-later
"""Edits that set one thing: it is set, what changed is told, the same again changes nothing, undo brings it back."""

import pytest

from musicstudio.project.document import Document
from musicstudio.project.edits import chords, markers, notes, sections, song, strips, tempo, tracks
from musicstudio.project.edits.takes import delete_take
from musicstudio.project.model import AutomationPoint, Chord, Device, Key, Project, Tempo
from tests.project.songs import BAR, small_song

POINTS = (AutomationPoint(0, -3.0), AutomationPoint(BAR, 0.0))


def strip(project: Project):
    return project.track("bass").strip


VALUES = {
    "input gain": (strips.set_input_gain(["bass"], 3.0), lambda p: strip(p).input_gain_db, 3.0, "strips"),
    "phase": (strips.invert_phase(["bass"], True), lambda p: strip(p).is_phase_inverted, True, "strips"),
    "width": (strips.set_width(["bass"], 0.5), lambda p: strip(p).width, 0.5, "strips"),
    "pan law": (strips.set_pan_law(["bass"], -6.0), lambda p: strip(p).pan_law_db, -6.0, "strips"),
    "delay": (strips.delay_track(["bass"], 12.0), lambda p: strip(p).delay_ms, 12.0, "strips"),
    "solo safe": (strips.keep_in_solo(["bass"], True), lambda p: strip(p).is_solo_safe, True, "strips"),
    "role": (tracks.set_role("bass", "lead"), lambda p: p.track("bass").role, "lead", "tracks"),
    "folded": (tracks.fold_track("group", True), lambda p: p.track("group").is_folded, True, "tracks"),
    "hidden": (tracks.set_hidden("vocal", True), lambda p: p.track("vocal").is_hidden, True, "tracks"),
    "section's kind": (
        sections.set_section_kind("verse", "bridge"),
        lambda p: p.section("verse").kind,
        "bridge",
        "sections",
    ),
    "energy": (sections.set_section_energy("verse", 0.1), lambda p: p.section("verse").energy, 0.1, "sections"),
    "marker's name": (markers.rename_marker("drop", " Solo "), lambda p: p.markers[0].name, "Solo", "markers"),
    "chord": (chords.change_chord(0, 14, "min7", 9), lambda p: p.chords[0], Chord(0, BAR, 2, "min7", 9), "chords"),
    "key": (song.set_key(Key(4, "minor")), lambda p: p.key, Key(4, "minor"), "key"),
    "lyrics": (song.set_lyrics("la la"), lambda p: p.lyrics, "la la", "lyrics"),
    "master's gain": (song.set_master_gain(3.0), lambda p: p.master.gain_db, 3.0, "master"),
    "master's fader": (song.set_master_fader(-3.0), lambda p: p.master.fader_db, -3.0, "master"),
    "mastering": (song.switch_master(False), lambda p: p.master.is_on, False, "master"),
}


@pytest.mark.parametrize("name", VALUES)
def test_an_edit_sets_one_value(name) -> None:
    edit, read, wanted, part = VALUES[name]
    document, changes = Document(small_song()), []
    document.observe(changes.append)
    before = document.project
    assert read(before) != wanted
    document.transact("Set", edit)
    assert read(document.project) == wanted
    assert changes[0].touches(part)
    others = {"strips", "sections", "markers", "chords", "key", "lyrics", "master", "clips"} - {part}
    assert not changes[0].touches(*others)
    assert edit(document.project) is document.project, "the same again is no change"
    document.undo()
    assert document.project is before


def test_a_chord_and_a_marker_can_be_taken_away() -> None:
    left = chords.delete_chord(BAR)(small_song())
    assert [chord.start_ticks for chord in left.chords] == [bar * BAR for bar in range(8) if bar != 1]
    assert markers.delete_marker("drop")(small_song()).markers == ()


def test_a_later_tempo_goes_and_the_one_before_it_holds_on() -> None:
    slow = tempo.set_tempo(60.0, 4 * BAR)(small_song())
    assert slow.tempo_map.tempos == (Tempo(0, 120.0), Tempo(4 * BAR, 60.0))
    again = tempo.delete_tempo(4 * BAR)(slow)
    assert again.tempo_map.tempos == (Tempo(0, 120.0),)
    assert again.length_s == pytest.approx(small_song().length_s)


def test_a_group_goes_and_its_rows_stay() -> None:
    loose = tracks.ungroup("group")(small_song())
    assert loose.track("group") is None and loose.track("drums").group_id == ""


def test_another_instrument_drops_what_the_old_one_played() -> None:
    before = small_song()
    fresh = tracks.set_instrument("bass", "upright")(before)
    assert fresh.track("bass").instrument == "upright"
    assert [take.source for clip in fresh.track("bass").clips for take in clip.takes] == ["", ""]
    assert fresh.track("vocal") is before.track("vocal")
    assert tracks.set_instrument("bass", "upright")(fresh) == fresh


def test_notes_are_humanized_the_same_way_for_the_same_seed() -> None:
    first, again, other = (
        notes.humanize_notes("bass-verse", range(8), 20, 10, seed)(small_song()) for seed in (1, 1, 2)
    )
    assert first == again != other
    old, new = (p.find_clip("bass-verse")[1].take.notes for p in (small_song(), first))
    moved = [(abs(a.start_ticks - b.start_ticks), abs(a.velocity - b.velocity)) for a, b in zip(old, new, strict=True)]
    assert 0 < max(ticks for ticks, _ in moved) <= 20 and 0 < max(velocity for _, velocity in moved) <= 10
    assert moved[8:] == [(0, 0)] * 8, "those that were not meant stay"


def test_an_effect_follows_another_row_and_its_own_sound_again() -> None:
    project = strips.add_device("bass", Device("duck", "ducker"))(small_song())
    following = strips.follow_track("bass", "duck", "drums")(project)
    assert strip(following).devices[0].key_id == "drums"
    assert strip(strips.follow_track("bass", "duck", "")(following)).devices[0].key_id == ""


def test_effects_of_the_master_go_with_their_lanes() -> None:
    project = song.set_master_devices((Device("eq", "eq"), Device("comp", "compressor")))(small_song())
    for target in ("fader_db", "eq.bell1_db", "comp.ratio"):
        project = song.set_master_automation(target, POINTS)(project)
    assert [device.id for device in song.move_master_device("comp", 0)(project).master.devices] == ["comp", "eq"]
    off = song.toggle_master_device("eq", False)(project)
    assert [device.is_on for device in off.master.devices] == [False, True]
    removed = song.remove_master_device("eq")(project)
    assert [device.id for device in removed.master.devices] == ["comp"]
    assert {lane.target for lane in removed.master.automation} == {"fader_db", "comp.ratio"}
    replaced = song.set_master_devices((Device("eq", "eq"),))(project)
    assert {lane.target for lane in replaced.master.automation} == {"fader_db", "eq.bell1_db"}
    emptied = song.set_master_automation("fader_db", ())(removed)
    assert {lane.target for lane in emptied.master.automation} == {"comp.ratio"}


def test_the_last_take_of_a_clip_stays() -> None:
    from musicstudio.core.errors import EditError

    with pytest.raises(EditError):
        delete_take("bass-verse", "bass-verse-1")(small_song())


def test_settings_of_an_effect_are_taken_from_a_copy_of_it() -> None:
    eq = Device("eq", "eq", {"bell1_db": 1.0})
    tuned = Device("eq", "eq", {"bell1_db": -3.0, "bell2_db": 2.0}, is_on=False)
    project = song.set_master_devices((eq,))(strips.add_device("bass", eq)(small_song()))
    both = song.set_master_device_settings(tuned)(strips.set_device_settings("bass", tuned)(project))
    for device in (strip(both).devices[-1], both.master.devices[0]):
        assert device.params == tuned.params
        assert device.is_on, "whether it is on is no setting"


def test_other_effects_take_the_lanes_of_those_that_go() -> None:
    project = strips.add_device("bass", Device("comp", "compressor"))(small_song())
    for target in ("comp.ratio", "gain_db"):
        project = strips.set_automation("bass", target, POINTS)(project)
    replaced = strips.set_devices("bass", (Device("eq", "eq"),))(project)
    assert [device.id for device in strip(replaced).devices] == ["eq"]
    assert {lane.target for lane in strip(replaced).automation} == {"gain_db"}


@pytest.mark.parametrize("name", ["key", "lyrics"])
def test_what_differs_is_asked_for_by_name(name) -> None:
    document, changes = Document(small_song()), []
    document.observe(changes.append)
    document.transact("Set", VALUES[name][0])
    assert {each for each in ("key", "lyrics") if getattr(changes[0], f"has_{each}")} == {name}
