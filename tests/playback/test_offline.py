# SPDX-License-Identifier: GPL-3.0-or-later
"""Export: stems sum to the mix, tails ring out, loudness lands on target, cancelling stops."""

import numpy as np
import pytest
from msgspec.structs import replace

from musicstudio.core.progress import run_to_end
from musicstudio.dsp.audio import Audio
from musicstudio.dsp.integrated import integrated_lufs
from musicstudio.mixing.presets import default_buses, mastering_devices, strip_for_role
from musicstudio.playback.graph import offline
from musicstudio.playback.graph.offline import (
    MIX,
    RenderReport,
    measure_master_gain,
    render,
    stems_of,
)
from musicstudio.project.model import Device, Master, Project, Strip
from tests.dsp.whole_sound import true_peak_db
from tests.whole_mix import render_mix

from .songs import RATE, MemoryMedia, clip, noise, sine, song, track


def band(media: MemoryMedia, seconds: float = 3.0) -> Project:
    """Five tracks with full strips: two in a plain group, two in a compressed group; two buses; a master."""
    media.add("noise", noise(seconds))
    media.add("sine", sine(220, seconds))
    reverb, delay = default_buses()
    strips = {role: strip_for_role(role, reverb.id, delay.id) for role in ("vocals", "drums", "bass", "keys", "lead")}
    squash = Strip(devices=(Device("c", "compressor", {"threshold_db": -40.0}),), gain_db=-2.0)
    return song(
        media,
        track("vocals", clip("sine", 0, seconds), strip=strips["vocals"]),
        track("drums", clip("noise", 0, 1), strip=strips["drums"], role="drums", group_id="plain"),
        track("bass", clip("sine", 0, seconds), strip=strips["bass"], group_id="plain"),
        track("keys", clip("noise", 1, 1), strip=strips["keys"], group_id="squashed"),
        track("lead", clip("sine", 1, 2), strip=strips["lead"], group_id="squashed"),
        track("plain", kind="group", strip=Strip(gain_db=-3.0, pan=-0.2)),
        track("squashed", kind="group", strip=squash),
        reverb, delay, master=Master(mastering_devices()),
    )  # fmt: skip


def export(project: Project, media: MemoryMedia, **options: object) -> tuple[dict[str, Audio], RenderReport]:
    """All that a render writes, by name."""
    parts: dict[str, list[Audio]] = {}
    report = run_to_end(render(project, media, lambda n, b: parts.setdefault(n, []).append(b), **options))  # type: ignore[arg-type]
    return {name: np.concatenate(blocks, axis=1) for name, blocks in parts.items()}, report


def test_stems_sum_to_the_mix_below_minus_90_db_and_share_their_length() -> None:
    media = MemoryMedia()
    project = band(media)
    files, report = export(project, media, with_master=False, with_stems=True)
    mix = files.pop(MIX)
    assert [stem.id for stem in report.stems] == list(files) == [stem.id for stem in stems_of(project)]
    assert {stem.name for stem in report.stems} == {"vocals", "drums", "bass", "squashed", "Reverb", "Delay"}
    assert {audio.shape for audio in files.values()} == {mix.shape}
    rest = np.abs(sum(files.values()) - mix).max()
    assert 20 * np.log10(rest + 1e-12) < -90


def test_effects_ring_out_after_the_end_and_silence_is_not_appended() -> None:
    media = MemoryMedia()
    project = band(media)
    files, report = export(project, media)
    assert report.frames == files[MIX].shape[1] > 3 * RATE
    assert np.abs(files[MIX][:, -100:]).max() < 1e-3
    dry = song(media, track("a", clip("noise", 0, 1)))
    assert export(dry, media)[1].frames == RATE
    assert export(project, media, keeps_tail=False)[1].frames == 3 * RATE


def test_the_master_gain_makes_the_export_as_loud_as_asked() -> None:
    media = MemoryMedia()
    project = band(media, seconds=8.0)
    gain_db = run_to_end(measure_master_gain(project, media))
    project = replace(project, master=replace(project.master, gain_db=gain_db))
    files, report = export(project, media)
    assert report.integrated_lufs == pytest.approx(-14.0, abs=0.5)
    assert report.integrated_lufs == pytest.approx(integrated_lufs(files[MIX]), abs=0.01)
    assert report.true_peak_dbtp == pytest.approx(true_peak_db(files[MIX]), abs=0.05)
    assert report.true_peak_dbtp <= -1.0


def test_music_too_long_for_memory_gets_the_same_gain(monkeypatch: pytest.MonkeyPatch) -> None:
    media = MemoryMedia()
    project = band(media, seconds=4.0)
    gain_db = run_to_end(measure_master_gain(project, media))
    monkeypatch.setattr(offline, "_MAX_IN_MEMORY_FRAMES", 0)
    assert run_to_end(measure_master_gain(project, media)) == gain_db


def test_a_mastered_render_is_in_place_in_time() -> None:
    media = MemoryMedia()
    media.add("noise", noise(1.0, level=0.01))
    project = song(media, track("a", clip("noise", 0, 1)), master=Master())
    dry = render_mix(project, media, with_master=False)
    np.testing.assert_array_equal(render_mix(project, media), dry)


def test_rendering_twice_gives_the_same_bytes() -> None:
    media = MemoryMedia()
    project = band(media, 1.5)
    first, second = (export(project, media, with_stems=True)[0] for _ in range(2))
    assert {name: audio.tobytes() for name, audio in first.items()} == {n: a.tobytes() for n, a in second.items()}


def test_a_song_without_tracks_renders_to_nothing() -> None:
    files, report = export(song(MemoryMedia()), MemoryMedia())
    assert (files, report.frames) == ({}, 0)


def test_cancelling_stops_writing() -> None:
    media = MemoryMedia()
    blocks: list[Audio] = []
    job = render(band(media), media, lambda _, block: blocks.append(block))
    next(job), next(job), next(job)
    job.close()
    assert 0 < sum(block.shape[1] for block in blocks) < 3 * RATE
