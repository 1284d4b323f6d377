# SPDX-License-Identifier: GPL-3.0-or-later
"""Stems come in as one song: in order, at bar 1, with names and roles, in the tempo that they have."""

import stat
import zipfile
from pathlib import Path

import numpy as np
import pytest
import soundfile

from musicstudio.app.files.import_files import import_files
from musicstudio.app.files.stem_names import is_stem_set, labels_of, role_of
from musicstudio.core.errors import StudioError
from musicstudio.instruments.render import render_notes
from musicstudio.project.model import Note, Tempo, TempoMap

RATE = 48_000
PARTS = [
    "Bass", "Backing Vocals", "Brass", "Drums", "FX", "Guitar", "Keyboard", "Lead Vocals", "Percussion", "Strings",
    "Synth", "Woodwinds",
]  # fmt: skip
ROLES = [
    "bass",
    "backing",
    "brass",
    "drums",
    "fx",
    "guitar",
    "keys",
    "vocals",
    "percussion",
    "strings",
    "synth",
    "woodwind",
]


def tone(path: Path, seconds: float = 0.5) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, 0.1 * np.sin(np.arange(round(seconds * RATE)) / 20), RATE)
    return path


def bring_in(headless, *paths, **how):
    (job_id,) = import_files(headless.session, list(paths), **how)
    headless.wait_for(job_id)
    return headless.project.tracks


@pytest.mark.parametrize(
    ("name", "role"),
    [("Night Drive (Drums)", "drums"), ("kick in", "drums"), ("Lead Vox 2", "vocals"), ("BGVs", "backing"),
     ("E.Gtr", "guitar"), ("Upright Bass", "bass"), ("Rhodes", "keys"),
     ("Bassoon", "woodwind"), ("Something", ""), ("Vocals2", "vocals")],
)  # fmt: skip
def test_roles_are_told_by_names(name, role):
    assert role_of(name) == role


def test_what_all_names_share_is_the_song():
    night = [Path(f"Night Drive ({part}).wav") for part in PARTS]
    assert is_stem_set(night) and [label.name for label in labels_of(night)] == PARTS
    ours = [Path(f"0{n}_{part}_132bpm_Emin.wav") for n, part in enumerate(("Drums", "Upright-Bass", "Pad"), 1)]
    labels = labels_of(ours)
    assert [label.name for label in labels] == ["Drums", "Upright Bass", "Pad"]
    assert {label.bpm for label in labels} == {132.0} and {label.key for label in labels} == {"E minor"}
    dashed = labels_of([Path("Song - Drums.wav"), Path("Song - Bass.wav")])
    assert [label.name for label in dashed] == ["Drums", "Bass"]
    assert not is_stem_set([Path("holiday.wav"), Path("beach.wav")]) and not is_stem_set([Path("drums.wav")])


def test_twelve_stems_land_in_order_at_bar_one_as_one_step(headless, tmp_path):
    paths = [tone(tmp_path / f"Night Drive ({part}).wav", 0.5 + (12 - n) * 0.1) for n, part in enumerate(PARTS)]
    rows = bring_in(headless, *paths, at_s=3.0)
    assert [row.name for row in rows] == PARTS and [row.role for row in rows] == ROLES
    assert {row.clips[0].start_s for row in rows} == {0.0}
    assert headless.project.title == "Night Drive"
    assert [entry.label for entry in headless.session.document.history] == ["New song", "Import 12 files"]


def test_files_that_belong_to_no_song_keep_their_order_and_place(headless, tmp_path):
    paths = [
        tone(tmp_path / name, length) for name, length in (("wave.wav", 2.0), ("wind.wav", 0.2), ("rain.wav", 1.0))
    ]
    rows = bring_in(headless, *paths, at_s=3.0)
    assert [row.name for row in rows] == ["wave", "wind", "rain"] and {row.clips[0].start_s for row in rows} == {3.0}


@pytest.fixture
def stems(tmp_path):
    for part in ("Drums", "Bass", "10 Keys", "2 Pad"):
        tone(tmp_path / "Rain" / f"{part}.wav")
    (tmp_path / "Rain" / "notes.txt").write_text("for the mixing engineer")
    return tmp_path / "Rain"


def test_a_folder_of_stems(headless, stems):
    tone(stems / "deeper" / "FX.wav")
    (stems / "elsewhere.wav").symlink_to("/etc/hostname")
    rows = bring_in(headless, stems)
    assert sorted(row.name for row in rows) == ["Bass", "Drums", "FX", "Keys", "Pad"]
    assert [row.name for row in rows].index("Pad") < [row.name for row in rows].index("Keys"), "2 before 10"


def zipped(path, stems, *names):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.write(stems / "Drums.wav", name)
    return path


def test_a_zip_of_stems(headless, stems, tmp_path):
    path = zipped(
        tmp_path / "Rain stems.zip", stems, "Rain/Drums.wav", "Rain/Bass.wav", "__MACOSX/._Drums.wav", "read.txt"
    )
    rows = bring_in(headless, path)
    assert [row.name for row in rows] == ["Bass", "Drums"] and headless.project.title == "Rain stems"


@pytest.mark.parametrize("name", ["../../escape.wav", "/etc/escape.wav", "C:\\Windows\\escape.wav", "..\\escape.wav"])
def test_a_zip_cannot_write_outside(headless, stems, tmp_path, name):
    rows = bring_in(headless, zipped(tmp_path / "a.zip", stems, name, "Drums.wav"))
    assert {row.name for row in rows} <= {"Drums", "escape"} and "Drums" in {row.name for row in rows}
    assert not list(tmp_path.parent.rglob("escape.wav"))


def test_links_in_a_zip_are_left_out(headless, stems, tmp_path):
    path = zipped(tmp_path / "a.zip", stems, "Drums.wav")
    with zipfile.ZipFile(path, "a") as archive:
        link = zipfile.ZipInfo("secret.wav")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert [row.name for row in bring_in(headless, path)] == ["Drums"]


def test_bombs_empty_and_damaged_zips_are_refused_in_a_sentence(headless, stems, tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.wav", bytes(300 << 20))
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
        for number in range(300):
            archive.writestr(f"{number}.wav", b"")
    with zipfile.ZipFile(tmp_path / "empty.zip", "w") as archive:
        archive.writestr("read.txt", b"")
    (tmp_path / "damaged.zip").write_bytes(b"PK\x03\x04 and no more")
    whole = zipped(tmp_path / "cut.zip", stems, "Drums.wav").read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[: len(whole) // 2])
    for name in ("bomb", "many", "empty", "damaged", "cut"):
        before = headless.project
        with pytest.raises(StudioError) as raised:
            bring_in(headless, tmp_path / f"{name}.zip")
        assert len(str(raised.value).splitlines()) == 1 and headless.project is before


def test_one_damaged_file_among_others_is_told_and_left_out(headless, tmp_path):
    told = []
    headless.session.notices.observe(lambda notice: told.append(notice.text))
    (tmp_path / "broken.wav").write_bytes(b"RIFF but not really")
    rows = bring_in(headless, tone(tmp_path / "a.wav"), tmp_path / "broken.wav", tone(tmp_path / "b.wav"))
    assert [row.name for row in rows] == ["a", "b"] and any("broken.wav" in text for text in told)


def test_a_song_of_the_studio_is_no_folder_of_stems(headless):
    with pytest.raises(StudioError, match="open it"):
        bring_in(headless, headless.session.path)


def played(path, bpm, beats, bars, tonic):
    """A plain accompaniment: bass and drum on the first beat, chords on all."""
    clock = TempoMap((Tempo(0, bpm),))
    notes = []
    for bar in range(bars):
        root = tonic + (0, 5, 7, 0)[bar % 4]
        for beat in range(beats):
            tick = (bar * beats + beat) * 960
            third = 3 if bar % 4 in (0, 3) else 4
            if beat == 0:
                notes += [Note(tick, 900, root - 24, 125), Note(tick, 900, root - 12, 120)]
            notes += [Note(tick, 400, root + step, 70 if beat else 100) for step in (0, third, 7)]
    audio = render_notes("grand_piano", tuple(notes), clock, 0, 0).audio
    soundfile.write(path, audio.T, RATE)
    return path


@pytest.mark.parametrize(("bpm", "beats"), [(132.0, 4), (96.0, 3), (84.0, 4)])
def test_an_empty_song_takes_over_the_tempo_meter_and_key_of_a_recording(headless, tmp_path, bpm, beats):
    told = []
    headless.session.notices.observe(lambda notice: told.append(notice.text))
    bring_in(headless, played(tmp_path / "tune.wav", bpm, beats, 16, 64))
    tempo_map = headless.project.tempo_map
    assert tempo_map.tempos[0].bpm == pytest.approx(bpm, rel=0.01)
    assert tempo_map.meters[0].numerator == beats
    assert headless.project.key.tonic == 4
    assert any(text.startswith("Heard and set:") for text in told)
    headless.session.document.undo()
    assert headless.project.tempo_map.tempos[0].bpm == 120.0 and headless.project.tracks


def test_a_song_that_has_its_time_keeps_it(headless, tmp_path):
    headless.generate("solo piano", duration_s=8.0, bpm=100.0)
    before = headless.project.tempo_map
    bring_in(headless, played(tmp_path / "tune.wav", 132.0, 4, 8, 64))
    assert headless.project.tempo_map == before
