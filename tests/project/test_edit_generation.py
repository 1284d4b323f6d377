# SPDX-License-Identifier: GPL-3.0-or-later
"""What engines and separation made, put into the song."""

from msgspec.structs import replace

from musicstudio.project.document import Document
from musicstudio.project.edits import clips, generation, notes, ranges, stems
from musicstudio.project.edits.generation import NewClip, NewSong, NewTrack
from musicstudio.project.edits.ranges import clips_in_range
from musicstudio.project.model import (
    AutomationLane,
    AutomationPoint,
    Device,
    Key,
    Master,
    Note,
    Project,
    Recipe,
    Section,
    Source,
    Take,
    TempoMap,
)
from musicstudio.project.model.sheet import Event, Place, SongSheet
from tests.project.songs import BAR, HASHES, small_song

PLAYED = (Note(0, 960, 60), Note(960, 960, 62))
SOUND = Source("a" * 64, 400_000, 48_000, 2)


def new_cell(take_id: str, bar: int, clip_id: str = "") -> NewClip:
    return NewClip(bar * BAR, 4 * BAR, Take(take_id, notes=PLAYED), clip_id=clip_id)


def new_song() -> NewSong:
    tempo_map = TempoMap()
    row = NewTrack((new_cell("take-a", 0), new_cell("take-b", 4)), name="Keys", role="keys")
    section = Section("intro", "Intro", "intro", 0, 8 * BAR)
    recipes = {"r": Recipe("composer", is_ai=True)}
    tracks = (generation.track_of(row, tempo_map),)
    return NewSong(tracks, (section,), tempo_map, Key(2), title="Made", recipes=recipes, song_recipe_id="r")


def take(project: Project, take_id: str) -> Take:
    return next(take for _, clip in project.clips() for take in clip.takes if take.id == take_id)


def test_a_song_takes_the_place_of_what_was_there_in_one_step() -> None:
    document = Document(small_song())
    document.transact("Generate", generation.place_song(new_song()))
    assert [track.name for track in document.project.tracks] == ["Keys"]
    assert document.project.sources.keys() >= set(HASHES)
    document.undo()
    assert document.project == small_song()


def test_cells_become_clips_that_ring() -> None:
    (row,) = new_song().tracks
    assert [(clip.start_s, clip.length_s, clip.rings) for clip in row.clips] == [(0.0, 8.0, True), (8.0, 8.0, True)]


def test_a_streamed_generation_is_one_step() -> None:
    document = Document(small_song())
    document.transact("Generate", generation.place_song(new_song()), merge_key="job")
    for take_id in ("take-a", "take-b"):
        document.transact("Generate", generation.fill_take(take_id, PLAYED, SOUND, 0.25), merge_key="job")
    assert (take(document.project, "take-b").source, take(document.project, "take-b").lead_s) == (SOUND.hash, 0.25)
    assert len(document.history) == 2


def test_a_regenerated_cell_gets_a_take_and_every_other_cell_stays_the_same_object() -> None:
    song = small_song()
    row = NewTrack((new_cell("fresh", 4),), track_id="bass")
    landed = generation.insert_tracks([row])(song)
    found = landed.find_clip("bass-chorus")
    assert found and [each.id for each in found[1].takes] == ["bass-chorus-1", "fresh"]
    assert found[1].active_take_id == "fresh"
    assert landed.find_clip("bass-verse")[1] is song.find_clip("bass-verse")[1]
    assert landed.track("drums") is song.track("drums")


def test_a_cell_without_a_clip_becomes_one_and_a_row_without_an_id_is_new() -> None:
    landed = generation.insert_tracks(
        [NewTrack((new_cell("late", 8),), track_id="bass"), NewTrack((new_cell("own", 0),), name="Pad")]
    )(small_song())
    assert [clip.start_s for clip in landed.track("bass").clips] == [0.0, 8.0, 16.0]
    assert landed.tracks[-1].name == "Pad"


def test_a_rest_where_nothing_plays_makes_no_empty_clip() -> None:
    song = small_song()
    rest = NewClip(8 * BAR, BAR, Take("rest"))
    assert generation.insert_tracks([NewTrack((rest,), "bass")])(song) == song


def test_what_lands_where_the_song_has_moved_on_is_left_out() -> None:
    song = small_song()
    cells = [NewTrack((new_cell("x", 0, "deleted-clip"),), "bass"), NewTrack((new_cell("y", 0),), "gone")]
    assert generation.insert_tracks(cells)(song) == song


def test_a_take_for_a_cut_piece_sounds_from_the_start_of_the_piece() -> None:
    """The piece begins 2 s after its take's origin, so the new take's notes and lead move by that much."""
    cut = ranges.split_at_range(2.0, 6.0, {"bass"})(small_song())
    ((_, piece),) = clips_in_range(cut, 2.0, 6.0, {"bass"})
    cell = NewClip(BAR, 2 * BAR, Take("fresh", notes=PLAYED))
    landed = generation.insert_tracks([NewTrack((cell,), "bass")])(cut)
    filled = generation.fill_take("fresh", PLAYED, SOUND, 0.25)(landed)
    assert filled.find_clip(piece.id)[1].active_take_id == "fresh"
    fresh = take(filled, "fresh")
    assert [note.start_ticks for note in fresh.notes] == [BAR, BAR + 960]
    clip = filled.find_clip(piece.id)[1]
    assert clip.origin_s - fresh.lead_s == 2.0 - 0.25


def test_a_cell_that_was_cut_before_its_audio_came_gets_it_in_both_halves() -> None:
    cell = NewClip(0, 4 * BAR, Take("fresh", notes=PLAYED))
    landed = generation.insert_tracks([NewTrack((cell,), "bass")])(small_song())
    cut = clips.split_clips(["bass-verse"], 3.0)(landed)
    filled = generation.fill_take("fresh", PLAYED, SOUND, 0.25)(cut)
    halves = [clip for clip in filled.track("bass").clips if clip.section_id == "verse"]
    assert [(half.take.source, half.take.lead_s) for half in halves] == [(SOUND.hash, 0.25)] * 2


def test_sound_without_notes_begins_where_its_piece_does() -> None:
    cut = ranges.split_at_range(4.0, 6.0, {"vocal"})(small_song())
    ((_, piece),) = clips_in_range(cut, 4.0, 6.0, {"vocal"})
    recipe = Recipe("painter")
    cell = NewClip(2 * BAR, BAR, Take("fresh", recipe_id="by-painter"))
    landed = generation.insert_tracks([NewTrack((cell,), "vocal")], recipes={"by-painter": recipe})(cut)
    assert landed.recipes == {"by-painter": recipe}
    filled = generation.fill_take("fresh", (), SOUND, 0.25)(landed)
    clip = filled.find_clip(piece.id)[1]
    assert clip.active_take_id == "fresh" and clip.offset_s == 2.0
    assert take(filled, "fresh").lead_s + clip.offset_s == 0.25, "what is heard first"


def test_audio_for_notes_that_were_edited_meanwhile_is_dropped() -> None:
    landed = generation.insert_tracks([NewTrack((new_cell("fresh", 0),), "bass")])(small_song())
    edited = notes.transpose_notes("bass-verse", {0}, 1)(landed)
    assert generation.fill_take("fresh", PLAYED, SOUND, 0.0)(edited) is edited


def test_stems_lie_in_a_folded_group_under_their_parent_and_the_parent_is_muted() -> None:
    parts = tuple(
        stems.Stem(name, role, Source(key, 288_000, 48_000, 2), is_residual=name == "Rest")
        for name, role, key in (
            ("Drums", "drums", "b" * 64),
            ("Vocals", "vocals", "c" * 64),
            ("Rest", "other", "d" * 64),
        )
    )
    document = Document(small_song())
    document.transact("Separate", stems.place_stems("vocal-1", parts))
    rows = [track.name for track in document.project.tracks]
    assert rows == ["Bass", "Drums", "Vocal", "Vocal stems", "Drums", "Vocals", "Rest", "Rhythm", "Reverb"]
    group = document.project.tracks[3]
    assert not group.is_folded
    members = [track for track in document.project.tracks if track.group_id == group.id]
    parent = document.project.find_clip("vocal-1")[1]
    assert parent.is_muted
    assert {(m.clips[0].start_s, m.clips[0].length_s, m.clips[0].offset_s) for m in members} == {(2.0, 6.0, 0.0)}
    assert [member.is_hidden for member in members] == [False, False, True]
    document.undo()
    assert document.project == small_song()


def test_the_group_of_stems_takes_over_the_parents_strip() -> None:
    song = small_song()
    loud = replace(song.track("vocal").strip, gain_db=-3.0, pan=0.5, is_soloed=True)
    song = replace(song, tracks=tuple(replace(t, strip=loud) if t.id == "vocal" else t for t in song.tracks))
    placed = stems.place_stems("vocal-1", (stems.Stem("Vocals", "vocals", SOUND),))(song)
    group = next(track for track in placed.tracks if track.name == "Vocal stems")
    assert (group.strip.gain_db, group.strip.pan, group.strip.is_soloed) == (-3.0, 0.5, False)


def test_a_new_song_brings_its_devices_for_the_master_unless_somebody_put_some_there() -> None:
    made = replace(new_song(), master=Master((Device("style-eq", "eq"),), target_lufs=-9.0))
    before = replace(
        small_song(),
        master=Master(
            (Device("style-old", "eq"),),
            target_lufs=-16.0,
            automation=tuple(
                AutomationLane(target, (AutomationPoint(0, 0.0),))
                for target in ("fader_db", "style-eq.bell1_db", "style-old.bell1_db")
            ),
        ),
    )
    placed = generation.place_song(made)(before).master
    assert ([device.id for device in placed.devices], placed.target_lufs) == (["style-eq"], -16.0)
    assert [lane.target for lane in placed.automation] == ["fader_db", "style-eq.bell1_db"]
    own = replace(before, master=Master((Device("mine", "eq"),)))
    assert generation.place_song(made)(own).master == own.master


def test_a_new_song_brings_its_fades_and_takes_those_of_the_song_before_away() -> None:
    lane = AutomationLane("fader_db", (AutomationPoint(0, 0.0), AutomationPoint(3840, -60.0)))
    fading = replace(
        new_song(),
        master=Master(automation=(lane,)),
        sheet=SongSheet(events=(Event("fade_out", Place(before_end_s=8)),)),
    )
    before = replace(small_song(), master=Master((Device("mine", "eq"),)))
    faded = generation.place_song(fading)(before)
    assert faded.master.automation == (lane,) and faded.master.devices == before.master.devices
    assert generation.place_song(new_song())(faded).master.automation == ()


def test_a_fader_that_somebody_drew_stays_for_a_song_without_fades() -> None:
    drawn = AutomationLane("fader_db", (AutomationPoint(0, -3.0),))
    before = replace(small_song(), master=Master(automation=(drawn,)))
    made = replace(new_song(), master=Master((Device("style-eq", "eq"),)))
    assert generation.place_song(made)(before).master.automation == (drawn,)
