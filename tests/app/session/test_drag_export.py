# SPDX-License-Identifier: GPL-3.0-or-later
"""What is dragged out is what is exported: the same sound, the same papers, ready before it is asked for."""

import json
import os

import mido
import msgspec
import mutagen
import numpy as np
import pytest
import soundfile

from musicstudio.app.files.export import ExportOptions, export_job
from musicstudio.app.files.send_files import send_files
from musicstudio.app.session.drag_export import DragWish, clear_dragged, dragged_bytes
from musicstudio.app.session.drag_items import drag_items_of_clips
from musicstudio.core.errors import StorageError
from musicstudio.core.progress import run_to_end
from musicstudio.dsp.watermark.reading import MarkReader
from musicstudio.interchange.mark import mark_of
from musicstudio.project.edits.strips import add_device, set_mute
from musicstudio.project.edits.takes import add_take
from musicstudio.project.model import Device, Section
from tests.dsp.whole_sound import find_mark


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


def length_s(path):
    audio, rate = soundfile.read(path)
    return len(audio) / rate


def wav_of(paths):
    return next(path for path in paths if path.suffix == ".wav")


def test_the_mix_is_dragged_as_it_is_exported_or_as_it_comes_to_the_master(band, tmp_path):
    headless, _ = band
    mix, dry = (wav_of(dragged(headless, **{which: True})) for which in ("has_mix", "has_dry_mix"))
    assert mix.name != dry.name and mix.parent != dry.parent
    options = ExportOptions(tmp_path / "dry.wav", is_mastered=False)
    run_to_end(export_job(headless.project, headless.session.media, options))
    exported, sound = soundfile.read(tmp_path / "dry.wav")[0], soundfile.read(dry)[0]
    assert np.abs(sound[: len(exported)] - exported[: len(sound)]).max() < 2**-22
    heard = MarkReader()
    heard.feed(np.ascontiguousarray(soundfile.read(mix, dtype="float32")[0].T))
    assert heard.finish().number == mark_of(headless.project), "AI made it"


def test_a_dragged_mix_has_no_mark_when_the_user_wants_none(band):
    headless, _ = band
    marked = wav_of(dragged(headless, has_mix=True))
    headless.session.settings.change(inaudible_mark="off")
    try:
        bare = wav_of(dragged(headless, has_mix=True))
    finally:
        headless.session.settings.change(inaudible_mark="on")
    assert bare.parent != marked.parent
    assert find_mark(np.ascontiguousarray(soundfile.read(bare, dtype="float32")[0].T)) is None


def test_stems_are_all_tracks(band):
    headless, rows = band
    names = {path.name for path in dragged(headless, has_stems=True) if path.suffix == ".wav"}
    assert len(names) == len(rows)


def test_from_bar_1_what_comes_before_is_silence(band):
    headless, _ = band
    second = Section("second", "Second", "chorus", 4 * 3840, 2 * 3840)
    headless.session.document.transact("Add", lambda song: msgspec.structs.replace(song, sections=(second,)))
    start_s, end_s = headless.project.section_span_s(second)
    plain = dragged(headless, section_ids=[second.id])
    whole = dragged(headless, section_ids=[second.id], is_from_bar_1=True)
    assert len(plain) == len(whole) and not {path.name for path in plain} & {path.name for path in whole}
    for short, long in zip(plain, whole, strict=True):
        if short.suffix == ".wav":
            assert length_s(short) == pytest.approx(end_s - start_s, abs=0.01)
            assert length_s(long) == pytest.approx(end_s, abs=0.01)
            audio, rate = soundfile.read(long)
            assert np.abs(audio[: round((start_s - 0.02) * rate)]).max() < 1e-6
            assert np.abs(audio[round(start_s * rate) :]).max() > 0.2 * np.abs(soundfile.read(short)[0]).max()
    assert all(long.suffix != ".mid" or mido.MidiFile(long).length > start_s for long in whole)


def test_a_take_that_is_not_chosen_can_be_dragged(band):
    headless, rows = band
    clip = rows["keys"].clips[0]
    other = msgspec.structs.replace(
        clip.takes[0], id="other", name="Second", notes=clip.takes[0].notes[:3], source="", recipe_id=""
    )
    headless.session.document.transact("Add a take", add_take(clip.id, other, is_chosen=False))
    (path,) = (path for path in dragged(headless, take_ids=["other"]) if path.suffix == ".wav")
    assert "Second" in path.name and np.abs(soundfile.read(path)[0]).max() > 0.001


def test_what_is_made_is_handed_over_when_it_is_ready_and_sent_without_taking_anothers_place(band, tmp_path):
    headless, rows = band
    came = []
    headless.session.drag_export.make(DragWish(track_ids=frozenset({rows["bass"].id})), came.append)
    headless.inbox.pump_until(lambda: bool(came))
    first, second = send_files(came[0], tmp_path), send_files(came[0], tmp_path)
    assert {path.name for path in first} == {path.name for path in came[0]}
    assert all(path.exists() for path in (*first, *second)) and not set(first) & set(second)
    with pytest.raises(StorageError):
        send_files(came[0], first[0] / "no folder")
