# SPDX-License-Identifier: GPL-3.0-or-later
"""What is dragged out is what is exported: the same sound, the same papers, ready before it is asked for."""

import json
import os

import mutagen
import numpy as np
import pytest
import soundfile

from musicstudio.app.files.export import ExportOptions, export_job
from musicstudio.app.session.drag_export import clear_dragged, dragged_bytes
from musicstudio.app.session.drag_items import drag_items_of_clips
from musicstudio.core.progress import run_to_end
from musicstudio.project.edits.strips import add_device, set_mute
from musicstudio.project.model import Device


@pytest.fixture
def band(headless):
    """Four players; all but the drums make room when these play, and the piano also when the bass does."""
    headless.generate("pop with drums, bass, piano and pad", duration_s=12.0)
    rows = {track.role: track for track in headless.project.tracks if track.clips}

    def ducked(track, role_index):
        params = {"source": float(role_index), "amount_db": 12.0, "threshold_db": -50.0}
        return add_device(track.id, Device(f"duck-{track.id}", "ducker", params))

    for role, track in rows.items():
        if role != "drums":
            headless.session.document.transact("Duck", ducked(track, 4 if role == "keys" else 2))
    return headless, rows


def dragged(headless, **what):
    headless.inbox.pump_until(lambda: headless.session.drag_files(**what) is not None)
    return headless.session.drag_files(**what)


def stems(headless, folder):
    options = ExportOptions(folder / "mix.wav", stems_folder=folder / "stems", is_mastered=False)
    run_to_end(export_job(headless.project, headless.session.media, options))
    named = json.loads((folder / "stems" / "manifest.json").read_text())["stems"]
    return {stem["name"]: soundfile.read(folder / "stems" / stem["file"])[0] for stem in named}


def test_a_dragged_track_is_the_exported_stem_with_its_ducking(band, tmp_path):
    headless, rows = band
    exported = stems(headless, tmp_path)
    for track in rows.values():
        wav = next(path for path in dragged(headless, track_ids=[track.id]) if path.suffix == ".wav")
        sound, _ = soundfile.read(wav)
        frames = min(len(sound), len(exported[track.name]))
        assert np.abs(sound[:frames] - exported[track.name][:frames]).max() < 2**-22, track.name


def test_a_dragged_section_is_cut_from_the_stems(band, tmp_path):
    headless, _ = band
    section = headless.project.sections[-1]
    start_s, end_s = headless.project.section_span_s(section)
    exported = stems(headless, tmp_path)
    wavs = [path for path in dragged(headless, section_ids=[section.id]) if path.suffix == ".wav"]
    lengths = {soundfile.info(path).frames for path in wavs}
    assert lengths == {round((end_s - start_s) * 48_000)}
    for path in wavs:
        stem = next(audio for name, audio in exported.items() if f" - {name} {section.name} - " in path.name)
        sound, _ = soundfile.read(path)
        part = stem[round(start_s * 48_000) :][: len(sound)]
        rest = sound[: len(part)] - part
        assert 10 * np.log10(np.mean(rest**2) + 1e-12) < 10 * np.log10(np.mean(part**2) + 1e-12) - 30


def test_the_mix_can_be_dragged_as_it_is_exported(band, tmp_path):
    headless, _ = band
    (path, *_) = dragged(headless, has_mix=True)
    sound, _ = soundfile.read(path)
    assert " - mix - " in path.name and 0.1 < np.abs(sound).max() <= 1.0


def test_dragged_files_say_who_made_them(band):
    headless, rows = band
    for path in dragged(headless, track_ids=[rows["bass"].id]):
        if path.suffix == ".wav":
            text = mutagen.File(path).tags.pprint()
            assert "AI: instrumentation" in text and "LICENSE" in text
            assert b"AI:" in path.read_bytes()


def test_selecting_prepares_and_asking_too_early_is_told_when_ready(band):
    headless, rows = band
    told = []
    headless.session.notices.observe(lambda notice: told.append(notice.text))
    clip = rows["bass"].clips[0]
    headless.session.selection.set(clip_ids=[clip.id])
    (item,) = drag_items_of_clips(headless.project, {clip.id})
    headless.inbox.pump_until(lambda: item.is_ready)
    files = dragged(headless, clip_ids=[clip.id])
    assert files and not any("Ready" in text for text in told), "what was ready ahead is not announced"
    assert headless.session.drag_files(track_ids=[rows["keys"].id]) is None
    headless.inbox.pump_until(lambda: any(text.startswith("Ready to drag") for text in told))


def test_a_muted_track_is_dragged_all_the_same(band):
    headless, rows = band
    headless.session.document.transact("Mute", set_mute([rows["bass"].id], True))
    wav = next(path for path in dragged(headless, track_ids=[rows["bass"].id]) if path.suffix == ".wav")
    assert np.abs(soundfile.read(wav)[0]).max() > 0.001


def test_dragged_files_show_their_size_and_can_be_cleared(band):
    headless, rows = band
    files = dragged(headless, track_ids=[rows["bass"].id])
    assert dragged_bytes() == sum(path.stat().st_size for path in files)
    for path in files:
        os.utime(path, (1_000_000, 1_000_000))
    assert clear_dragged(older_than_days=30, now_s=1_000_000 + 29 * 86_400) == 0
    assert clear_dragged(older_than_days=30, now_s=1_000_000 + 31 * 86_400) > 0
    assert dragged_bytes() == 0
