# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions and scores come in: what the studio wrote comes back as it sounded; hostile files do no harm."""

import zipfile
from pathlib import Path

import music21
import numpy as np
import pytest
import soundfile
from msgspec.structs import replace

from musicstudio.app.files.export import ExportOptions, export_job
from musicstudio.app.files.import_files import import_files
from musicstudio.core.errors import StudioError
from musicstudio.core.progress import run_to_end
from musicstudio.media.store import MediaStore
from musicstudio.project.model import Device, Project, Strip
from tests.app.test_daw_session import everything, padded_level, row
from tests.interchange.dawproject_reader import level_db
from tests.interchange.test_score import a_song
from tests.whole_mix import render_mix

RATE = 48_000


def bring_in(headless, *paths, **how):
    (job_id,) = import_files(headless.session, list(paths), **how)
    headless.wait_for(job_id)
    return headless.project


@pytest.fixture
def media(tmp_path):
    return MediaStore(tmp_path / "media")


def mix_of(project, media):
    return render_mix(project, media, with_master=False)


@pytest.mark.parametrize("is_exact", [False, True])
@pytest.mark.parametrize("kind", ["dawproject", "rpp"])
def test_what_was_written_comes_back_as_it_sounded(headless, media, tmp_path, kind, is_exact):
    song = everything(media)
    # A REAPER session holds curves of its own for fades and pans; a DAWproject leaves both to the program.
    rows = tuple(row for row in song.tracks if row.id not in ("lawful", "moving"))
    song = replace(song, tracks=rows)
    run_to_end(export_job(song, media, ExportOptions(tmp_path / f"a.{kind}", is_exact=is_exact)))
    back = bring_in(headless, tmp_path / f"a.{kind}")
    assert back.title == "Everything"
    assert back.tempo_map == song.tempo_map
    assert [(section.name, section.start_ticks, section.length_ticks) for section in back.sections] == [
        ("Verse", 0, 7680)
    ]
    assert [marker.name for marker in back.markers] == ["Drop"]
    assert [chord.name() for chord in back.chords] == ["Am7", "F"]
    (notes,) = [row for row in back.tracks if row.name == "Toned (notes)"]
    assert [(n.start_ticks, n.length_ticks, n.pitch, n.velocity) for n in notes.clips[0].take.notes] == [
        (0, 960, 60, 100),
        (960, 960, 64, 80),
    ]
    before, after = mix_of(song, media), mix_of(back, headless.session.media)
    assert level_db(after) == pytest.approx(padded_level(before, after), abs=0.4)
    frames = min(before.shape[1], after.shape[1])
    rest = after[:, :frames] - before[:, :frames]
    assert level_db(rest) < level_db(before) - 25


def test_rows_come_back_with_faders_groups_sends_effects_and_clips(headless, media, tmp_path):
    song = everything(media)
    run_to_end(export_job(song, media, ExportOptions(tmp_path / "a.dawproject")))
    back = {row.name: row for row in bring_in(headless, tmp_path / "a.dawproject").tracks}
    plain = back["Plain"].clips[0]
    assert (plain.start_s, plain.length_s, plain.offset_s) == tuple(pytest.approx(x, abs=1e-4) for x in (1.0, 3.0, 0.5))
    assert plain.gain_db == pytest.approx(-9.0) and back["Plain"].strip.gain_db == pytest.approx(-6.0)
    assert back["Faded"].clips[0].fade_in_s == pytest.approx(0.2)
    assert back["Toned"].strip.pan == pytest.approx(0.4)
    assert [device.kind for device in back["Toned"].strip.devices] == ["eq", "compressor"]
    assert back["Toned"].strip.devices[0].params["bell1_db"] == 6.0
    assert back["Warm"].group_id == back["Band"].id and back["Band"].kind == "group"
    assert [send.bus_id for send in back["Ducked"].strip.sends] == [back["Even"].id] and back["Even"].kind == "bus"
    assert back["Early"].strip.sends[0].is_pre_fader
    moves = {lane.target: lane.points for lane in back["Moving"].strip.automation}
    assert moves["gain_db"][0].value == pytest.approx(-12.0) and moves["gain_db"][-1].value == pytest.approx(3.0)
    assert back["Notes"].strip.is_muted


def test_a_score_comes_back_with_words_chords_key_and_meter(headless, media, tmp_path):
    run_to_end(export_job(a_song(), media, ExportOptions(tmp_path / "a.musicxml")))
    back = bring_in(headless, tmp_path / "a.musicxml")
    assert (back.title, back.key.name) == ("Rainy & Sunday", "Eb major")
    assert [(m.numerator, m.denominator) for m in back.tempo_map.meters] == [(4, 4), (3, 4)]
    assert back.tempo_map.tempos[0].bpm == 96.0
    rows = {row.name: row for row in back.tracks}
    sung = rows["Voice"].clips[0].take.notes
    assert [(n.start_ticks, n.pitch) for n in sung] == [(n * 480, 63 + n) for n in range(7)]
    assert [n.lyric for n in sung] == ["Rain-", "y", "Sun-", "day", "goes", "", "home"]
    held = rows["Bass"].clips[0].take.notes[-1]
    assert (held.start_ticks, held.length_ticks) == (6 * 960, 6 * 960), "over a bar line, in one"
    assert {n.pitch for n in rows["Kit"].clips[0].take.notes} == {36, 42} and rows["Kit"].role == "drums"
    assert [chord.name(True) for chord in back.chords] == ["Ebmaj7", "Cm", "Bb7/D"]
    assert [section.name for section in back.sections] == ["Verse", "Chorus"]


@pytest.mark.parametrize("suffix", ["musicxml", "mxl"])
def test_a_score_of_music21_is_read(headless, tmp_path, suffix):
    score = music21.converter.parse("tinynotation: 3/4 c4 d8 f g16 a g f e4. trip{c8 d e}").makeMeasures()
    score.write("mxl" if suffix == "mxl" else "musicxml", tmp_path / f"a.{suffix}")
    notes = bring_in(headless, tmp_path / f"a.{suffix}").tracks[0].clips[0].take.notes
    assert [n.pitch for n in notes] == [60, 62, 65, 67, 69, 67, 65, 64, 60, 62, 64]
    assert notes[-1].length_ticks == 320


def dawproject(path, xml, **files):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.xml", xml)
        for name, content in files.items():
            archive.writestr(name, content)
    return path


BOMB = (
    '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><Project><x>&c;</x></Project>'
)
OUTSIDE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><Project version="1.0"><x>&b;</x></Project>'
DEEP = "<Project>" + "<Lanes>" * 5000 + "</Lanes>" * 5000 + "</Project>"


@pytest.mark.parametrize("xml", [BOMB, OUTSIDE, DEEP, "", "<Project", "no xml at all", "\x00" * 99])
def test_hostile_documents_are_refused_in_a_sentence(headless, tmp_path, xml):
    dawproject(tmp_path / "a.dawproject", xml)
    (tmp_path / "a.musicxml").write_text(xml.replace("Project", "score-partwise"))
    (tmp_path / "a.rpp").write_text(xml)
    for name in ("a.dawproject", "a.musicxml", "a.rpp"):
        with pytest.raises(StudioError) as raised:
            bring_in(headless, tmp_path / name)
        assert len(str(raised.value).splitlines()) == 1
        assert "root:" not in str(raised.value)
    assert not headless.project.tracks


SOUND = """<Project version="1.0"><Transport><Tempo unit="bpm" value="{bpm}"/></Transport><Structure>
<Track id="a" name="Row"><Channel id="ac" role="regular"><Volume unit="linear" value="{gain}"/></Channel></Track>
</Structure>
<Arrangement><Lanes timeUnit="beats"><Clips track="a"><Clip time="{time}" duration="{length}" contentTimeUnit="seconds">
<Audio channels="1" sampleRate="48000" duration="1"><File path="{path}"/></Audio></Clip></Clips></Lanes>
</Arrangement></Project>"""


def tone(path: Path) -> bytes:
    soundfile.write(path, 0.1 * np.sin(np.arange(RATE) / 20), RATE)
    return path.read_bytes()


@pytest.mark.parametrize(
    "path", ["../../outside.wav", "/etc/hostname", "C:\\\\outside.wav", "nowhere.wav", "audio/../../outside.wav"]
)
def test_paths_that_lead_elsewhere_are_left_out_and_told(headless, tmp_path, path):
    told = []
    headless.session.notices.observe(lambda notice: told.append(notice.text))
    sound = tone(tmp_path / "outside.wav")
    (tmp_path / "in").mkdir()
    xml = SOUND.format(bpm=120, gain=1, time=0, length=2, path=path)
    dawproject(tmp_path / "in" / "a.dawproject", xml, **{"audio/inside.wav": sound})
    rpp = (
        f'<REAPER_PROJECT 0.1\n<TRACK\nNAME Row\n<ITEM\nPOSITION 0\nLENGTH 1\n<SOURCE WAVE\nFILE "{path}"\n>\n>\n>\n>\n'
    )
    (tmp_path / "in" / "a.rpp").write_text(rpp)
    (tmp_path / "in" / "link.wav").symlink_to(tmp_path / "outside.wav")
    (tmp_path / "in" / "b.rpp").write_text(rpp.replace(path, "link.wav"))
    for name in ("a.dawproject", "a.rpp", "b.rpp"):
        bring_in(headless, tmp_path / "in" / name, keeps_time=True)
    assert not list(headless.project.clips()) and len([text for text in told if "left out" in text]) >= 2


@pytest.mark.parametrize(
    "odd",
    [
        {"bpm": "1e999"},
        {"gain": "nan"},
        {"time": "-5"},
        {"length": "1e300"},
        {"bpm": "-3"},
        {"gain": "1e9"},
        {"time": "x"},
    ],
)
def test_numbers_that_make_no_sense_do_no_harm(headless, tmp_path, odd):
    values = {"bpm": 120, "gain": 1, "time": 0, "length": 2, "path": "audio/a.wav", **odd}
    path = dawproject(tmp_path / "a.dawproject", SOUND.format(**values), **{"audio/a.wav": tone(tmp_path / "a.wav")})
    project = bring_in(headless, path)
    assert all(-60 <= row.strip.gain_db <= 24 for row in project.tracks)
    assert 10 <= project.tempo_map.tempos[0].bpm <= 1000


def test_sessions_of_other_programs_with_loops_and_nested_clips(headless, tmp_path):
    xml = """<Project version="1.0"><Structure><Track id="a" name="Loop"/></Structure><Arrangement>
    <Lanes timeUnit="beats"><Lanes track="a"><Clips>
    <Clip time="4" duration="3" contentTimeUnit="beats" playStart="0" loopStart="0" loopEnd="1">
    <Clips><Clip time="0" duration="1" contentTimeUnit="seconds" playStart="0.25"><Audio channels="1" sampleRate="48000"
    duration="1"><File path="a.wav"/></Audio></Clip></Clips></Clip></Clips></Lanes></Lanes></Arrangement></Project>"""
    path = dawproject(tmp_path / "a.dawproject", xml, **{"a.wav": tone(tmp_path / "a.wav")})
    clips = bring_in(headless, path).tracks[0].clips
    assert [(clip.start_s, clip.length_s, clip.offset_s) for clip in clips] == [
        tuple(pytest.approx(value) for value in (2.0 + n * 0.5, 0.5, 0.25)) for n in range(3)
    ]


def test_expanders_and_gates_come_back_as_what_they_were(headless, media, tmp_path):
    expander = Device("e", "expander", {"threshold_db": -20.0, "ratio": 3.0, "range_db": 9.0, "release_ms": 80.0})
    gate = Device("g", "gate", {"threshold_db": -35.0, "ratio": 6.0})
    track, source = row(media, "plain", 1, strip=Strip(devices=(expander, gate)))
    song = Project("song", "Gates", tracks=(track,), sources={source.hash: source})
    run_to_end(export_job(song, media, ExportOptions(tmp_path / "a.dawproject")))
    plain = next(each for each in bring_in(headless, tmp_path / "a.dawproject").tracks if each.name == "Plain")
    first, second = plain.strip.devices
    assert (first.kind, second.kind) == ("expander", "gate")
    for device, was in ((first, expander), (second, gate)):
        assert {name: pytest.approx(value) for name, value in was.params.items()}.items() <= device.params.items()
