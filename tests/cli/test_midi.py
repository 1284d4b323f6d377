# SPDX-License-Identifier: GPL-3.0-or-later
"""MIDI files after public bug reports, through the commands that read and write them."""

import zipfile
from pathlib import Path
from xml.etree import ElementTree as xml

import mido
import pytest
import soundfile

from musicstudio.app.headless.inbox import Inbox
from musicstudio.app.session.session import Session

FILES = Path(__file__).parents[1] / "data" / "midi"


@pytest.fixture
def imported(run):
    """Import a file of the folder into a song; the song and what was told."""

    def call(name, *more, song="S.mstudio"):
        ran = run("import", *more, song, FILES / name)
        assert ran.code == 0 and "Traceback" not in ran.err
        with Session.open(Path(song), Inbox().post) as session:
            return session.project, ran.err

    return call


def notes_of(project, row=0):
    return project.tracks[row].clips[0].take.notes


def played_s(project, row=-1):
    """(begin of the first note, begin of the last, end of the last) of a row."""
    (clip,) = project.tracks[row].clips
    origin = project.tempo_map.ticks_at(clip.origin_s)
    notes = clip.take.notes
    ticks = (notes[0].start_ticks, notes[-1].start_ticks, notes[-1].start_ticks + notes[-1].length_ticks)
    return [project.tempo_map.seconds_at(origin + tick) for tick in ticks]


@pytest.mark.parametrize(
    ("name", "count", "told"),
    [
        ("plain.mid", 4, ""),
        ("key_18_sharps.mid", 4, "key signature"),
        ("key_8_flats.mid", 4, "key signature"),
        ("vendor_chunk_before_track.mid", 4, ""),
        ("note_without_end.mid", 5, ""),
    ],
)
def test_every_note_comes_in(imported, name, count, told):
    project, err = imported(name)
    assert len(notes_of(project)) == count
    assert told in err and bool(err) == bool(told)


def test_words_of_another_track_fall_on_the_melody(imported):
    project, _ = imported("lyrics_in_words_track.mid")
    assert [note.lyric for note in notes_of(project)] == ["Hel-", "lo", "my", "friend"]
    assert project.lyrics == "Hello my friend"


def test_spaces_mark_words_in_and_out(imported, run):
    project, _ = imported("lyrics_spaces_mark_words.mid")
    assert [note.lyric for note in notes_of(project)] == ["Hel-", "lo", "wor-", "ld"]
    assert run("export", "S.mstudio", "-o", "out.mid").code == 0
    texts = [m.text for track in mido.MidiFile("out.mid").tracks for m in track if m.type == "lyrics"]
    assert texts == ["Hel-", "lo ", "wor-", "ld "]


def test_markers_stand_on_the_ruler(imported):
    project, _ = imported("markers.mid")
    assert [(marker.name, marker.tick) for marker in project.markers] == [("Verse", 0), ("Chorus", 1920)]


def test_markers_of_a_file_placed_later_stand_later(imported):
    project, _ = imported("markers.mid", "--at", 3)
    assert [(m.name, project.tempo_map.seconds_at(m.tick)) for m in project.markers] == [
        ("Verse", 3.0),
        ("Chorus", 4.0),
    ]


def test_drums_of_gs_are_drums(imported):
    project, _ = imported("gs_drums_on_channel_11.mid")
    assert (project.tracks[0].role, project.tracks[0].instrument) == ("drums", "kit_acoustic")


def test_the_pedal_holds_the_note(imported):
    project, err = imported("sustain_pedal.mid")
    assert notes_of(project)[0].length_ticks == 3840 and "pedal" in err


def test_volume_and_pan_are_the_mix(imported):
    project, _ = imported("volume_and_pan.mid")
    assert [(t.strip.gain_db, t.strip.pan) for t in project.tracks] == [(-27.96, -1.0), (4.15, 1.0)]


@pytest.mark.parametrize(("name", "length_s"), [("tempo_5_bpm.mid", 48.0), ("tempo_1500_bpm.mid", 0.16)])
def test_times_stay_where_a_tempo_is_beyond_the_range(imported, name, length_s):
    project, err = imported(name)
    assert played_s(project)[2] == pytest.approx(length_s, abs=1e-3) and "BPM" in err


def test_a_meter_of_64ths_is_one(imported):
    project, err = imported("metre_3_64.mid")
    assert [(m.numerator, m.denominator) for m in project.tempo_map.meters] == [(3, 64)] and not err


@pytest.mark.parametrize("at_s", [0, 1, 10, 61.7])
def test_a_file_placed_later_lasts_as_long(imported, at_s):
    project, _ = imported("tempo_600_changes.mid", "--at", at_s)
    first_s, last_s, _ = played_s(project)
    assert first_s == pytest.approx(at_s, abs=1e-3)
    assert last_s - first_s == pytest.approx(29.457, abs=2e-3)


def test_in_a_song_with_another_tempo_changing_tempi_keep_their_times_and_it_is_told(imported):
    imported("plain.mid")
    project, err = imported("tempo_600_changes.mid", "--at", 10)
    first_s, last_s, _ = played_s(project)
    assert last_s - first_s == pytest.approx(29.457, abs=0.01) and "keep their times" in err


def test_film_frames_are_seconds_for_import_and_for_singing(imported, run):
    project, _ = imported("smpte_25fps.mid")
    assert played_s(project)[2] == pytest.approx(1.0)
    Path("L.txt").write_text("la")
    ran = run("sing", "--melody", FILES / "smpte_25fps.mid", "--lyrics", "L.txt", "-o", "out.wav")
    assert ran.code == 0 and 0.8 < soundfile.info("out.wav").duration < 3


def test_sing_and_harmonize_take_the_same_melody():
    from musicstudio.app.generation.melody import melody_job
    from musicstudio.app.generation.sing import read_melody
    from musicstudio.core.progress import run_to_end

    path = FILES / "vocals_and_piano.mid"
    assert [n.pitch for n in read_melody(path)[0].notes] == [72, 74, 76, 77]
    assert run_to_end(melody_job(path)).notes == read_melody(path)[0].notes


@pytest.mark.parametrize("command", ["sing", "harmonize"])
def test_what_is_odd_is_told_whoever_reads_it(run, command):
    Path("L.txt").write_text("la la la la")
    words = {"sing": ("--melody", FILES / "key_8_flats.mid", "--lyrics", "L.txt", "-o", "out.wav"),
             "harmonize": (FILES / "key_8_flats.mid", "-o", "H.mstudio", "--duration", 8)}[command]  # fmt: skip
    ran = run(command, *words)
    assert ran.code == 0 and "key signature that does not exist" in ran.err


def test_a_name_in_an_old_encoding_is_read(imported):
    assert imported("name_shift_jis.mid")[0].tracks[0].name == "ピアノ"


def test_a_name_with_control_characters_leaves_in_well_formed_files(imported, run):
    assert imported("track_name_control_chars.mid")[0].tracks[0].name == "Bass"
    assert run("export", "S.mstudio", "-o", "S.dawproject").code == 0
    with zipfile.ZipFile("S.dawproject") as archive:
        for part in ("project.xml", "metadata.xml"):
            xml.fromstring(archive.read(part))


def test_no_channel_plays_two_programs(imported, run):
    imported("20_instruments.mid")
    assert run("export", "S.mstudio", "-o", "out.mid").code == 0
    programs = {}
    for track in mido.MidiFile("out.mid").tracks:
        port = next((m.port for m in track if m.type == "midi_port"), 0)
        for message in track:
            if message.type == "program_change":
                programs.setdefault((port, message.channel), set()).add(message.program)
    assert len(programs) >= 15 and all(len(each) == 1 for each in programs.values())


@pytest.mark.parametrize("name", ["song.kar", "song.rmi", "song.bin"])
def test_midi_is_known_whatever_it_is_called(imported, run, name):
    data = (FILES / "plain.mid").read_bytes()
    is_riff = name.endswith(".rmi")
    head = b"RIFF\x4a\0\0\0RMIDdata" + len(data).to_bytes(4, "little") if is_riff else b""
    Path(name).write_bytes(head + data)
    assert run("import", "S.mstudio", name).code == 0
    with Session.open(Path("S.mstudio"), Inbox().post) as session:
        assert len(notes_of(session.project)) == 4


@pytest.mark.parametrize("words", [("transcribe", "-o", "x.mid"), ("compose", "-o", "x.kar")])
def test_what_midi_is_not_for_is_refused_in_a_line(run, words):
    command, *rest = words
    source = FILES / "plain.mid" if command == "transcribe" else "tune"
    ran = run(command, source, *rest)
    assert ran.code == 1 and len(ran.err.splitlines()) == 1 and "MIDI" in ran.err


@pytest.mark.parametrize("content", [b"", b"MThd\0\0\0\6\0\1\0\1\1\xe0", b"hello", b"MThd" * 50])
@pytest.mark.parametrize("command", ["import", "harmonize", "sing"])
def test_every_command_refuses_alike_what_holds_no_notes(run, command, content):
    Path("bad.mid").write_bytes(content)
    Path("L.txt").write_text("la")
    words = {
        "import": ("S.mstudio", "bad.mid"),
        "harmonize": ("bad.mid", "-o", "S.mstudio"),
        "sing": ("--melody", "bad.mid", "--lyrics", "L.txt", "-o", "out.wav"),
    }[command]
    ran = run(command, *words)
    assert ran.code == 1 and ran.err.startswith("musicstudio: “bad.mid” ") and len(ran.err.splitlines()) == 1
    assert not Path("S.mstudio").exists() and not Path("out.wav").exists()


def test_a_file_whose_name_is_no_unicode_comes_in(run, tmp_path):
    import os

    name = os.fsdecode(b"G\xff.mid")
    try:
        Path(name).write_bytes((FILES / "plain.mid").read_bytes())
    except OSError:
        pytest.skip("this file system takes Unicode only")
    assert run("import", "S.mstudio", name).code == 0
    with Session.open(Path("S.mstudio"), Inbox().post) as session:
        assert session.project.title == "G" and len(notes_of(session.project)) == 4
