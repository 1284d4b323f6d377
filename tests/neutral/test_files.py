# SPDX-License-Identifier: GPL-3.0-or-later
"""Saving, exporting, importing and rendering that change no sample; `docs/NEUTRAL.md` is their list."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from msgspec.structs import replace

from musicstudio.app.files.export import ExportOptions, export
from musicstudio.app.files.import_files import import_files
from musicstudio.app.headless.session import HeadlessSession
from musicstudio.project.edits.clips import split_clips
from musicstudio.project.edits.strips import set_gain, set_pan
from tests.interchange.smf import note, smf, track
from tests.whole_mix import render_mix

RATE = 48_000


@pytest.fixture
def recordings(tmp_path) -> list[Path]:
    """Two recordings of three seconds, in 24 bits."""
    draw = np.random.default_rng(5)
    paths = [tmp_path / "one.wav", tmp_path / "two.wav"]
    for path in paths:
        soundfile.write(path, 0.2 * draw.standard_normal((3 * RATE, 2)), RATE, subtype="PCM_24")
    return paths


@pytest.fixture
def tune(tmp_path) -> Path:
    """A MIDI file of four notes."""
    (tmp_path / "tune.mid").write_bytes(smf(track(*(note(pitch, 480) for pitch in (60, 64, 67, 72)))))
    return tmp_path / "tune.mid"


@pytest.fixture
def headless(tmp_path):
    with HeadlessSession.create(tmp_path / "Song.mstudio") as headless:
        yield headless


def bring_in(headless, *paths: Path) -> None:
    for job_id in import_files(headless.session, paths):
        headless.wait_for(job_id)
    headless.wait_until_played()


def write(headless, path: Path, **options) -> None:
    headless.wait_for(export(headless.session, ExportOptions(path, is_mastered=False, **options)))


def mix(headless, **span) -> np.ndarray:
    return render_mix(headless.project, headless.session.media, with_master=False, **span)


def content(path: Path, frames: int = 3 * RATE) -> np.ndarray:
    """The first samples of a file as whole numbers of 32 bits, or as they are where it holds floats."""
    kind = "float32" if soundfile.info(path).subtype == "FLOAT" else "int32"
    return soundfile.read(path, dtype=kind)[0][:frames]


@pytest.mark.parametrize(
    ("suffix", "bits", "subtype"), [("wav", 24, "PCM_24"), ("flac", 24, "PCM_24"), ("wav", 32, "FLOAT")]
)
def test_a_recording_leaves_as_it_came(headless, tmp_path, suffix, bits, subtype):
    soundfile.write(tmp_path / "in.wav", 0.2 * np.random.default_rng(1).standard_normal((3 * RATE, 2)), RATE, subtype)
    bring_in(headless, tmp_path / "in.wav")
    write(headless, tmp_path / f"out.{suffix}", bit_depth=bits)
    np.testing.assert_array_equal(content(tmp_path / f"out.{suffix}"), content(tmp_path / "in.wav"))


def test_a_mix_of_32_bits_comes_back_as_it_left(headless, recordings, tune, tmp_path):
    bring_in(headless, *recordings, tune)
    headless.session.document.transact("Mix", set_gain([headless.project.tracks[0].id], -4.4))
    write(headless, tmp_path / "out.wav", bit_depth=32)
    with HeadlessSession.create(tmp_path / "Again.mstudio") as again:
        bring_in(again, tmp_path / "out.wav")
        write(again, tmp_path / "again.wav", bit_depth=32)
    frames = soundfile.info(tmp_path / "out.wav").frames
    np.testing.assert_array_equal(content(tmp_path / "again.wav", frames), content(tmp_path / "out.wav", frames))


def test_a_song_that_was_closed_and_opened_sounds_the_same(headless, recordings, tune, tmp_path):
    bring_in(headless, *recordings, tune)
    headless.session.document.transact("Mix", set_pan([headless.project.tracks[1].id], 0.37))
    before = mix(headless)
    headless.close()
    with HeadlessSession.open(tmp_path / "Song.mstudio") as again:
        np.testing.assert_array_equal(mix(again), before)


def test_stems_sum_to_the_mix(headless, recordings, tune, tmp_path):
    bring_in(headless, *recordings, tune)
    for number, row in enumerate(headless.project.tracks):
        headless.session.document.transact("Mix", set_gain([row.id], -3.0 * number - 1.3))
    write(headless, tmp_path / "mix.wav", bit_depth=32, stems_folder=tmp_path / "stems")
    stems = [soundfile.read(path, dtype="float32")[0] for path in sorted((tmp_path / "stems").glob("*.wav"))]
    whole = soundfile.read(tmp_path / "mix.wav", dtype="float32")[0]
    frames = min(len(whole), *map(len, stems))
    assert len(stems) == 3
    assert np.abs(sum(stem[:frames].astype(np.float64) for stem in stems) - whole[:frames]).max() < 10 ** (-130 / 20)


def test_rendering_twice_and_from_any_place_gives_the_same_samples(headless, recordings, tune):
    bring_in(headless, *recordings, tune)
    whole = mix(headless)
    np.testing.assert_array_equal(mix(headless), whole)
    for start_s, end_s in ((0.5, 1.25), (1.0001, 2.9)):
        first, last = round(start_s * RATE), round(end_s * RATE)
        np.testing.assert_array_equal(mix(headless, start_s=start_s, end_s=end_s), whole[:, first:last])


def test_two_exports_hold_the_same_samples_dither_included(headless, recordings, tmp_path):
    bring_in(headless, *recordings)
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write(headless, tmp_path / name / "mix.wav", bit_depth=16)
    assert (
        soundfile.read(tmp_path / "a" / "mix.wav")[0].tobytes()
        == soundfile.read(tmp_path / "b" / "mix.wav")[0].tobytes()
    )


def test_a_song_split_everywhere_and_saved_leaves_the_same_file(headless, recordings, tmp_path):
    bring_in(headless, *recordings)
    write(headless, tmp_path / "before.wav")
    for at_s in (0.4, 1.1, 1.9, 2.2):
        clip_ids = [clip.id for _, clip in headless.project.clips() if clip.start_s < at_s < clip.end_s]
        headless.session.document.transact("Split", split_clips(clip_ids, at_s))
    headless.close()
    with HeadlessSession.open(tmp_path / "Song.mstudio") as again:
        assert len(list(again.project.clips())) == 10
        write(again, tmp_path / "after.wav")
    np.testing.assert_array_equal(content(tmp_path / "after.wav"), content(tmp_path / "before.wav"))


def test_a_master_that_is_switched_off_adds_nothing(headless, recordings, tmp_path):
    bring_in(headless, *recordings)
    off = lambda project: replace(project, master=replace(project.master, is_on=False))  # noqa: E731
    write(headless, tmp_path / "dry.wav", bit_depth=32)
    headless.session.document.transact("Switch the master off", off)
    headless.wait_for(export(headless.session, ExportOptions(tmp_path / "off.wav", bit_depth=32)))
    np.testing.assert_array_equal(content(tmp_path / "off.wav"), content(tmp_path / "dry.wav"))
