# SPDX-License-Identifier: GPL-3.0-or-later
"""A session for another DAW sounds like the studio, read by a reader that follows the specification."""

import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
import rpp
import soundfile
from lxml import etree
from msgspec.structs import replace

from musicstudio.app.files.export import ExportOptions, export_job
from musicstudio.core.progress import run_to_end
from musicstudio.media.store import MediaStore
from musicstudio.project.model import (
    AutomationLane,
    AutomationPoint,
    Chord,
    Clip,
    Device,
    Marker,
    Master,
    Note,
    Project,
    Section,
    Send,
    Source,
    Strip,
    Take,
    Tempo,
    TempoMap,
    Track,
)
from tests.interchange.dawproject_reader import RATE, Reading, level_db

BAR = 3840
SCHEMAS = Path(__file__).parents[1] / "data" / "dawproject"
EQ = Device("eq", "eq", {"low_cut_hz": 120.0, "bell1_db": 6.0, "bell1_hz": 900.0, "high_shelf_db": -4.0})
SQUEEZE = Device("squeeze", "compressor", {"threshold_db": -30.0, "ratio": 4.0, "makeup_db": 3.0})
ROOM = Device("room", "reverb", {"mix": 100.0})


@pytest.fixture
def media(tmp_path):
    return MediaStore(tmp_path / "media")


def row(media, key, seed, *, notes=(), clip=None, **fields):
    """A row with one clip of five seconds of coloured noise that begins at 1 s."""
    draw = np.random.default_rng(seed)
    noise = np.cumsum(draw.standard_normal((2, 5 * RATE)), axis=1)
    noise = noise - np.stack([np.convolve(each, np.ones(999) / 999, "same") for each in noise])
    content_hash, frames = media.add((0.2 * noise / np.abs(noise).max()).astype(np.float32))
    take = Take(f"{key}-take", source=content_hash, notes=notes)
    values = {"start_s": 1.0, "length_s": 5.0, **(clip or {})}
    made = Clip(f"{key}-clip", name=f"{key} part", takes=(take,), active_take_id=take.id, **values)
    source = Source(content_hash, frames, RATE, 2, key)
    return Track(key, key.title(), clips=(made,), **fields), source


def everything(media):
    """Every kind of thing that a mixer of the studio has and the reader can play."""
    moved = AutomationLane("gain_db", (AutomationPoint(0, -12.0), AutomationPoint(3 * BAR, 3.0)))
    panned = AutomationLane("pan", (AutomationPoint(0, -1.0), AutomationPoint(3 * BAR, 1.0)))
    played = (Note(0, 960, 60, 100), Note(960, 960, 64, 80))
    duck = Device("duck", "ducker", {"source": 2.0, "amount_db": 12.0, "threshold_db": -40.0})
    rows = [
        row(media, "plain", 1, strip=Strip(gain_db=-6.0), clip={"gain_db": -9.0, "offset_s": 0.5, "length_s": 3.0}),
        row(media, "toned", 2, strip=Strip(devices=(EQ, SQUEEZE), pan=0.4), notes=played, kind="instrument"),
        row(media, "warm", 3, strip=Strip(-3.0, devices=(Device("warm", "saturator"),)), group_id="band"),
        row(media, "kick", 4, role="drums", strip=Strip(sends=(Send("hall", -6.0),)), group_id="band"),
        row(media, "ducked", 5, strip=Strip(devices=(duck,), sends=(Send("hall", -12.0), Send("even", -6.0)))),
        row(media, "moving", 6, strip=Strip(automation=(moved, panned))),
        row(media, "faded", 7, clip={"fade_in_s": 0.2, "fade_out_s": 0.4, "length_s": 4.0}),
        row(media, "silent", 8, strip=Strip(is_muted=True, devices=(ROOM,))),
        row(media, "crowd", 9, group_id="glued", strip=Strip(devices=(EQ,))),
    ]
    rows += [
        row(media, "held", 11, strip=Strip(-2.0, 0.3, input_gain_db=-6.0, width=0.5, delay_ms=30.0)),
        row(media, "lawful", 12, strip=Strip(-4.0, 0.5, pan_law_db=-3.0, is_phase_inverted=True)),
        row(media, "early", 13, strip=Strip(-20.0, sends=(Send("even", -8.0, is_pre_fader=True),))),
    ]
    groups = [
        Track("band", "Band", "group", strip=Strip(-2.0)),
        Track("glued", "Glued", "group", strip=Strip(1.0, devices=(SQUEEZE, Device("wide", "stereo_width")))),
        Track("hall", "Hall", "bus", "fx", strip=Strip(-1.0, devices=(ROOM,))),
        Track("even", "Even", "bus", "fx", strip=Strip(-3.0, devices=(EQ,))),
    ]
    return Project(
        "song",
        "Everything",
        tempo_map=TempoMap((Tempo(0, 120.0), Tempo(BAR, 96.0))),
        sections=(Section("s1", "Verse", "verse", 0, 2 * BAR),),
        chords=(Chord(0, BAR, 9, "min7"), Chord(BAR, BAR, 5)),
        markers=(Marker("m", "Drop", BAR),),
        tracks=tuple(track for track, _ in rows) + tuple(groups),
        sources={source.hash: source for _, source in rows},
        master=Master(devices=(Device("glue", "compressor", {"threshold_db": -16.0, "ratio": 1.6}),)),
    )


def written(song, media, path, **wish):
    run_to_end(export_job(song, media, ExportOptions(path, **wish)))
    return path


def stems(song, media, folder):
    """The studio's own stems, by the name of their row."""
    written(song, media, folder / "mix.wav", stems_folder=folder / "stems", bit_depth=32, is_mastered=False)
    named = json.loads((folder / "stems" / "manifest.json").read_text())["stems"]
    return {stem["name"]: soundfile.read(folder / "stems" / stem["file"])[0].T for stem in named}


def differences_db(rows, wanted):
    return {
        name: level_db(rows[name if name in rows else next(r for r in rows if r.startswith(f"{name} "))]) - level_db(a)
        for name, a in wanted.items()
        if level_db(a) > -90
    }


def same_length(rows, wanted):
    frames = max(audio.shape[1] for audio in (*rows.values(), *wanted.values()))
    pad = lambda audio: np.pad(audio, ((0, 0), (0, frames - audio.shape[1])))  # noqa: E731
    return ({name: pad(audio) for name, audio in each.items()} for each in (rows, wanted))


@pytest.mark.parametrize("is_exact", [False, True])
def test_every_row_of_a_dawproject_is_as_loud_as_its_stem(media, tmp_path, is_exact):
    song = everything(media)
    reading = Reading(written(song, media, tmp_path / "a.dawproject", is_exact=is_exact))
    band = 10 ** (-2.0 / 20)  # a stem has the fader of its group in it, a row has not
    rows, wanted = same_length(reading.rows, stems(song, media, tmp_path))
    for name in ("Warm", "Kick"):
        rows[name] = rows[name] * (1.0 if is_exact else band)
    found = differences_db(rows, wanted)
    solo_rows = {"Plain", "Toned", "Warm", "Kick", "Ducked", "Moving", "Faded", "Held", "Lawful", "Early"}
    assert set(found) == solo_rows | {"Glued", "Hall", "Even"}
    assert max(map(abs, found.values())) < 0.5, found
    mix, _ = soundfile.read(tmp_path / "mix.wav")
    assert level_db(reading.mix) == pytest.approx(padded_level(mix.T, reading.mix), abs=0.2)


def test_the_master_arrives_with_its_chain_under_full_scale(media, tmp_path):
    song = everything(media)
    reading = Reading(written(song, media, tmp_path / "a.dawproject"))
    assert reading.root.find(".//Channel[@id='master-channel']/Volume").get("value") == "1"
    assert np.abs(reading.master).max() <= 10 ** (-0.9 / 20)
    run_to_end(export_job(song, media, ExportOptions(tmp_path / "mix.wav", bit_depth=32)))
    mix, _ = soundfile.read(tmp_path / "mix.wav")
    assert level_db(reading.master[:, : len(mix)]) == pytest.approx(level_db(mix.T), abs=0.6)


@pytest.mark.parametrize("kind", ["dawproject", "rpp"])
def test_a_song_gives_one_session_whatever_its_master_was_set_to(media, tmp_path, kind):
    song = everything(media)
    later = replace(song, master=replace(song.master, gain_db=14.2))
    first, second = (written(each, media, tmp_path / n / f"a.{kind}") for n, each in (("1", song), ("2", later)))
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("is_exact", [False, True])
def test_a_dawproject_is_valid_by_the_published_schemas(media, tmp_path, is_exact):
    path = written(everything(media), media, tmp_path / "a.dawproject", is_exact=is_exact)
    with zipfile.ZipFile(path) as archive:
        for name, schema in (("project.xml", "Project.xsd"), ("metadata.xml", "MetaData.xsd")):
            etree.XMLSchema(etree.parse(SCHEMAS / schema)).assertValid(etree.fromstring(archive.read(name)))


def test_what_the_format_has_stays_editable(media, tmp_path):
    song = everything(media)
    swept = AutomationLane("eq.bell1_db", (AutomationPoint(0, 0.0), AutomationPoint(3 * BAR, 9.0)))
    rows = [replace(t, strip=replace(t.strip, automation=(swept,))) if t.id == "toned" else t for t in song.tracks]
    root = Reading(written(replace(song, tracks=tuple(rows)), media, tmp_path / "a.dawproject")).root
    toned = root.find(".//Track[@name='Toned']/Channel")
    assert [device.tag for device in toned.find("Devices")] == ["Equalizer", "Compressor"]
    assert [band.get("type") for band in toned.iter("Band")] == ["highPass", "bell", "highShelf"]
    assert root.find(".//Track[@name='Ducked']/Channel/Devices") is None
    sends = [send.get("destination") for send in root.iter("Send")]
    assert sends == ["even-channel"] * 2, "a send to what has no effect in the file would add the dry sound"
    moved = {points.find("Target").get("parameter") for points in root.iter("Points")} - {None}
    assert {"moving-volume", "moving-pan", "toned-device-0-bell1-gain"} <= moved
    assert [clip.get("name") for clip in root.findall(".//Lanes[@track='chord-row']/Clips/Clip")] == ["Am7", "F"]
    assert [note.get("key") for note in root.findall(".//Lanes[@track='toned-notes']//Note")] == ["60", "64"]
    markers = [(marker.get("name"), marker.get("comment", "")[:13]) for marker in root.iter("Marker")]
    assert markers == [("Verse", "section verse"), ("Drop", "")]


def rpp_rows(path):
    return {track.find("NAME")[1]: track for track in rpp.loads(path.read_text()).findall("TRACK")}


def test_a_reaper_project_holds_what_was_heard_and_stays_below_full_scale(media, tmp_path):
    song = everything(media)
    path = written(song, media, tmp_path / "a.rpp")
    rows = rpp_rows(path)
    assert "Hall return" in rows and "Glued (mixed)" in rows and rows["Glued"].find("MUTESOLO")[1] == "1"
    assert not any(track.findall("AUXRECV") for track in rows.values()), "no send to what has no effect there"
    total = np.zeros((2, 40 * RATE))
    wanted = stems(song, media, tmp_path)
    for name, track in rows.items():
        audio = reaper_audio(track, tmp_path) if track.find("MUTESOLO")[1] == "0" else None
        if audio is None or not track.findall("ITEM") or name == "Crowd":  # which lies in a muted folder
            continue
        total[:, : audio.shape[1]] += audio * (10 ** (-2.0 / 20) if name in ("Warm", "Kick") else 1.0)
        if name not in ("Moving", "Faded"):
            stem = wanted[name.removesuffix(" return").removesuffix(" (mixed)")]
            group = 2.0 if name in ("Warm", "Kick") else 0.0
            assert level_db(audio) * 1.0 == pytest.approx(padded_level(stem, audio) + group, abs=0.5), name
    raised = float(rpp.loads(path.read_text()).find("MASTER_VOLUME")[1])
    assert raised > 1.0 and np.abs(total).max() * raised < 1.0


def padded_level(stem, audio):
    frames = audio.shape[1]
    return level_db(np.pad(stem, ((0, 0), (0, max(0, frames - stem.shape[1]))))[:, :frames])


def reaper_audio(track, folder):
    """A track as REAPER plays it, but for envelopes and its pan law (taken as the studio's)."""
    volume, pan = float(track.find("VOLPAN")[1]), float(track.find("VOLPAN")[2])
    angle = (pan + 1) * np.pi / 4
    out = np.zeros((2, 20 * RATE))
    for item in track.findall("ITEM"):
        if item.find("SOURCE").attrib[0] != "WAVE":
            continue
        samples, _ = soundfile.read(folder / item.find("SOURCE").find("FILE")[1])
        start, length, offset = (round(float(item.find(key)[1]) * RATE) for key in ("POSITION", "LENGTH", "SOFFS"))
        piece = samples[offset : offset + length].T * float(item.find("VOLPAN")[1])
        out[:, start : start + piece.shape[1]] += piece
    return out * volume * np.sqrt(2) * np.array([[np.cos(angle)], [np.sin(angle)]])


def test_envelopes_notes_chords_and_regions_are_in_a_reaper_project(media, tmp_path):
    path = written(everything(media), media, tmp_path / "a.rpp")
    rows = rpp_rows(path)
    volume = [(float(p[1]), float(p[2])) for p in rows["Moving"].find("VOLENV2").findall("PT")]
    assert volume[0] == (0.0, pytest.approx(10 ** (-12 / 20))) and volume[-1][1] == pytest.approx(10 ** (3 / 20))
    assert [float(p[2]) for p in rows["Moving"].find("PANENV2").findall("PT")] == [1.0, -1.0]
    events = rows["Toned (notes)"].find("ITEM").find("SOURCE").findall("E")
    assert [event[2:4] for event in events if event[2] == "90"] == [["90", "3c"], ["90", "40"]]
    assert [item.find("NAME")[1] for item in rows["Chords"].findall("ITEM")] == ["Am7", "F"]
    markers = [(m[3], m[4]) for m in rpp.loads(path.read_text()).findall("MARKER")]
    assert markers == [("Verse", "1"), ("", "1"), ("Drop", "0")]


@pytest.mark.parametrize("offset_s", [0.35, -0.8, 5.1])
def test_music_that_does_not_begin_at_zero_lies_on_the_grid(media, tmp_path, offset_s):
    song = everything(media)
    late = replace(song, tempo_map=replace(song.tempo_map, offset_s=offset_s))
    reading = Reading(written(late, media, tmp_path / "a.dawproject"))
    drop = next(marker for marker in reading.root.iter("Marker") if marker.get("name") == "Drop")
    clip = reading.root.find(".//Lanes[@track='plain']/Clips/Clip")
    gap_s = reading.seconds(float(drop.get("time"))) - reading.seconds(float(clip.get("time")))
    assert gap_s == pytest.approx(late.tempo_map.seconds_at(BAR) - 1.0, abs=1e-4)
    assert float(drop.get("time")) % 4 == 0


def test_the_masters_fader_arrives_apart_from_its_gain(media, tmp_path):
    song = everything(media)
    lower = replace(song, master=replace(song.master, fader_db=-6.0))
    fade = AutomationLane("fader_db", (AutomationPoint(0, 0.0), AutomationPoint(2 * BAR, -60.0)))
    faded = replace(song, master=replace(song.master, automation=(fade,), fader_db=-6.0))
    readings, volumes = {}, {}
    for name, each in (("plain", song), ("lower", lower), ("faded", faded)):
        readings[name] = Reading(written(each, media, tmp_path / name / "a.dawproject")).root
        volumes[name] = rpp.loads(written(each, media, tmp_path / name / "a.rpp").read_text())
    half = 10 ** (-6 / 20)
    fader = lambda root: float(root.find(".//Channel[@id='master-channel']/Volume").get("value"))  # noqa: E731
    assert fader(readings["lower"]) == pytest.approx(half * fader(readings["plain"]), rel=1e-4)
    limiters = [root.find(".//Channel[@id='master-channel']/Devices/Limiter/InputGain") for root in readings.values()]
    assert len({limiter.get("value") for limiter in limiters}) == 1
    assert "master-volume" in {points.find("Target").get("parameter") for points in readings["faded"].iter("Points")}
    plain, lowered = (float(volumes[name].find("MASTER_VOLUME")[1]) for name in ("plain", "lower"))
    assert lowered == pytest.approx(half * plain, rel=1e-4)
    assert float(volumes["faded"].find("MASTER_VOLUME")[1]) == pytest.approx(plain, rel=1e-4)
    points = volumes["faded"].find("MASTERVOLENV2").findall("PT")
    assert [float(points[0][2]), float(points[-1][2])] == [1.0, 0.0]


def test_gates_and_expanders_are_the_formats_own_and_those_that_follow_another_track_are_in_the_audio(media, tmp_path):
    gate = Device("gate", "gate", {"threshold_db": -30.0, "ratio": 8.0})
    expander = Device("expander", "expander", {"threshold_db": -20.0, "range_db": 9.0})
    follower = replace(SQUEEZE, id="follower", key_id="kick")
    rows = [
        row(media, "kick", 1, strip=Strip(gain_db=-3.0)),
        row(media, "gated", 2, strip=Strip(devices=(gate,))),
        row(media, "expanded", 3, strip=Strip(devices=(expander,)), clip={"gain_db": -12.0}),
        row(media, "keyed", 4, strip=Strip(devices=(follower,))),
    ]
    song = Project("s", "Keys", tracks=tuple(t for t, _ in rows), sources={s.hash: s for _, s in rows})
    reading = Reading(written(song, media, tmp_path / "a.dawproject"))
    tags = {name: [d.tag for d in reading.root.findall(f".//Track[@name='{name}']/Channel/Devices/*")]
            for name in ("Gated", "Expanded", "Keyed")}  # fmt: skip
    assert tags == {"Gated": ["NoiseGate"], "Expanded": ["NoiseGate"], "Keyed": []}
    rows, wanted = same_length(reading.rows, stems(song, media, tmp_path))
    found = differences_db(rows, wanted)
    assert set(found) == {"Kick", "Gated", "Expanded", "Keyed"}
    assert max(map(abs, found.values())) < 0.3, found
    changed = {name: level_db(wanted[name]) - level_db(wanted["Kick"]) for name in ("Expanded", "Keyed")}
    assert changed["Expanded"] < -10 and abs(changed["Keyed"]) > 1, "the devices must do something to be told apart"
