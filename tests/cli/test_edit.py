# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that the menus do, done from the command line; and the settings."""

from musicstudio.cli.commands.edit import _offered_actions
from musicstudio.cli.main import main


def tracks(run, song):
    return {track["name"]: track for track in run("info", song, "--json").json["tracks"]}


def test_without_an_action_all_are_listed(run):
    listed = run("edit")
    assert listed.code == 0
    for action in _offered_actions().values():
        assert action.id in listed.out


def test_a_track_is_renamed_muted_and_grouped_and_it_is_kept(run, song):
    name = next(iter(tracks(run, song)))
    assert run("edit", song, "track.rename", "Upright", "--track", name).code == 0
    assert run("edit", song, "track.mute", "--track", "Upright").out == "Mute\n"
    assert run("edit", song, "track.group", "--track", "Upright").code == 0
    assert {"Upright", "Group"} <= tracks(run, song).keys()


def test_a_chord_and_a_marker_are_written_where_they_are_meant(run, song):
    assert run("edit", song, "chord.put", "F#m7b5", "--range", "2.5:5").out == "Write F#m7b5\n"
    assert run("edit", song, "marker.add", "--at", "5").code == 0
    assert run("edit", song, "marker.rename", "Lift", "--marker", "Marker 1").out == "Rename marker\n"
    assert run("edit", song, "marker.delete", "--marker", "lift").out == "Delete Lift\n"


def test_clips_where_a_section_and_a_track_cross_are_changed(run, song):
    section = run("info", song, "--json").json["sections"][0]["name"]
    changed = run("edit", song, "clip.gain", "-3", "--section", section, "--track", "bass", "--clips")
    assert changed.out == "Clip gain -3.0 dB\n"


def test_what_cannot_be_done_says_why(run, song):
    for words, reason in (
        (("track.mute",), "Select a track first."),
        (("clip.delete",), "Select one or more clips"),
        (("chord.put",), "needs an answer"),
        (("chord.put", "Amazing"), "not a chord"),
        (("track.role", "trombonist", "--track", "bass"), "there is no 'trombonist'"),
        (("clip.gain", "99", "--track", "bass", "--clips"), "-60 to 24 dB"),
        (("no.such",), "There is no action"),
        (("marker.delete",), "There is no marker yet"),
    ):
        ran = run("edit", song, *words)
        assert ran.code == 1 and reason in ran.err and "Traceback" not in ran.err


def test_a_job_that_an_action_starts_is_waited_for(run, song):
    ran = run("edit", song, "song.extend", "2")
    assert ran.code == 0 and ran.out.startswith("Extend by 2 bars")


def test_a_tune_is_sung(run, song):
    name = next(t["name"] for t in tracks(run, song).values() if t["role"] == "keys")
    assert run("edit", song, "track.sing", "Lanterns drift across the evening", "--track", name).code == 0
    assert any(track["role"] == "vocals" for track in tracks(run, song).values())


def test_settings_are_shown_set_and_refused(run):
    assert "author" in run("settings").out
    assert run("settings", "author", "Ada L.").code == 0
    assert run("settings", "author").out == "Ada L.\n"
    assert run("settings", "theme", "purple").err.startswith("musicstudio: Theme can be dark, light, contrast")
    assert run("settings", "soundfont", "/no/such.sf2").code == 1
    assert run("settings", "nothing").code == 1


def test_the_author_is_in_the_files_that_leave(run, song, tmp_path):
    import mutagen

    run("settings", "author", "Ada L.")
    assert main(["export", str(song), "-o", str(tmp_path / "out.flac")]) == 0
    assert mutagen.File(tmp_path / "out.flac")["artist"] == ["Ada L."]
