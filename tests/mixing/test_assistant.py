# SPDX-License-Identifier: GPL-3.0-or-later
"""The assistant hears what stands in the way and suggests ordinary edits that mend it."""

import numpy as np
import pytest
from msgspec.structs import replace

from musicstudio.app.audio.assistant import apply_preset, listen_to_tracks
from musicstudio.core.progress import run_to_end
from musicstudio.mixing.assistant.balance import suggest_balance
from musicstudio.mixing.assistant.hearing import Ear, Heard, masking_index
from musicstudio.mixing.assistant.match import distance_db, suggest_match, tone_difference
from musicstudio.mixing.assistant.suggestion import all_of
from musicstudio.mixing.mix_presets import PRESETS
from musicstudio.mixing.strip import DeviceChain
from musicstudio.project.model import Device, Project
from tests.mixing.masking import covered_lead
from tests.playback.songs import RATE, MemoryMedia, clip, song, track

RNG = np.random.default_rng(5)


def colored(low_hz: float, high_hz: float, level: float, seconds: float = 6.0) -> np.ndarray:
    """Noise in a band, different on both sides."""
    frames = round(seconds * RATE)
    spectrum = np.fft.rfft(RNG.standard_normal((2, frames)), axis=1)
    hz = np.fft.rfftfreq(frames, 1 / RATE)
    noise = np.fft.irfft(spectrum * ((hz >= low_hz) & (hz <= high_hz)), frames, axis=1)
    return (noise / np.sqrt(np.mean(noise**2)) * level).astype(np.float32)


def heard(audio: np.ndarray) -> Heard:
    ear = Ear()
    ear.feed(audio)
    return ear.heard()


@pytest.fixture
def band() -> tuple[Project, MemoryMedia]:
    """A voice under guitars, keys and a bass that are all too loud."""
    media = MemoryMedia()
    media.add("voice", colored(300, 4000, 0.03))
    media.add("guitar", colored(80, 6000, 0.08))
    media.add("keys", colored(200, 5000, 0.06) + colored(30, 80, 0.03))
    media.add("bass", colored(40, 300, 0.1))
    rows = [track(name, clip(name, 0.0, 6.0), role=role) for name, role in
            (("voice", "vocals"), ("guitar", "guitar"), ("keys", "keys"), ("bass", "bass"))]  # fmt: skip
    return song(media, *rows), media


def test_balance_brings_the_voice_out_and_gives_each_a_place(band: tuple[Project, MemoryMedia]) -> None:
    project, media = band
    before = run_to_end(listen_to_tracks(project, media))
    suggestions = suggest_balance(project, before)
    balanced = all_of(suggestions)(project)
    after = run_to_end(listen_to_tracks(balanced, media))
    assert covered_lead(project, before) > 0.5
    assert covered_lead(balanced, after) < covered_lead(project, before) / 2
    voice = next(t.id for t in project.tracks if t.role == "vocals")
    rest = [sound.lufs for track_id, sound in after.items() if track_id != voice]
    assert after[voice].lufs > max(rest)
    pans = {t.name: t.strip.pan for t in balanced.tracks}
    assert pans["guitar"] * pans["keys"] < 0
    assert pans["voice"] == pans["bass"] == 0
    assert {s.track_id for s in suggestions} <= {t.id for t in project.tracks}
    assert all(suggestion.title and suggestion.detail for suggestion in suggestions)


def test_what_was_balanced_is_left_alone(band: tuple[Project, MemoryMedia]) -> None:
    project, media = band
    for _ in range(3):
        project = all_of(suggest_balance(project, run_to_end(listen_to_tracks(project, media))))(project)
    again = suggest_balance(project, run_to_end(listen_to_tracks(project, media)))
    assert len(again) <= 1
    assert all(" pan " not in each.title and "dip" not in each.title for each in again)


def test_lows_of_parts_that_are_not_low_are_cut_and_wide_lows_go_to_the_middle(
    band: tuple[Project, MemoryMedia],
) -> None:
    project, media = band
    titles = [each.title for each in suggest_balance(project, run_to_end(listen_to_tracks(project, media)))]
    assert any("keys: low cut" in title for title in titles)
    assert any("bass: mono under" in title for title in titles)


def test_a_lead_that_is_clear_is_not_covered_for_the_sake_of_levels(band: tuple[Project, MemoryMedia]) -> None:
    project, media = band
    moves = {"voice": 9.0, "guitar": -6.0, "keys": -12.0, "bass": -9.0}
    rows = tuple(replace(t, strip=replace(t.strip, gain_db=moves[t.name])) for t in project.tracks)
    project = replace(project, tracks=rows)
    before = run_to_end(listen_to_tracks(project, media))
    balanced = all_of(suggest_balance(project, before))(project)
    after = run_to_end(listen_to_tracks(balanced, media))
    assert covered_lead(balanced, after) <= max(covered_lead(project, before), 0.06)


def test_nothing_is_suggested_for_silence() -> None:
    media = MemoryMedia()
    media.add("nothing", np.zeros((2, RATE), np.float32))
    project = song(media, track("a", clip("nothing", 0.0, 1.0), role="vocals"))
    assert suggest_balance(project, run_to_end(listen_to_tracks(project, media))) == []
    assert suggest_match(project, heard(np.zeros((2, RATE), np.float32)), heard(colored(100, 5000, 0.1))) == []


def test_masking_is_none_without_others_and_full_under_a_roar() -> None:
    voice = heard(colored(300, 4000, 0.02))
    assert masking_index(voice, []) == 0.0
    assert masking_index(voice, [heard(colored(20, 20_000, 0.5))]) > 0.95
    assert masking_index(voice, [heard(colored(40, 120, 0.5))]) < 0.05


def test_match_brings_the_tone_most_of_the_way_and_takes_the_loudness() -> None:
    dull, bright = colored(40, 16_000, 0.1), colored(40, 16_000, 0.1)
    tilt = Device("t", "eq", {"high_shelf_db": 6.0, "high_shelf_hz": 4000.0, "low_shelf_db": -4.0})
    bright = DeviceChain((tilt,)).process(bright, 0, lambda _: None)
    params = tone_difference(heard(dull), heard(bright))
    matched = DeviceChain((Device("m", "eq", params),)).process(dull, 0, lambda _: None)
    assert distance_db(heard(matched), heard(bright)) < distance_db(heard(dull), heard(bright)) * 0.65
    project = Project("p")
    tone, loudness = suggest_match(project, heard(dull), heard(bright))
    assert all_of([tone, loudness])(project).master.target_lufs == pytest.approx(heard(bright).lufs, abs=0.06)
    assert tone_difference(heard(dull), heard(dull)) == {}


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_every_preset_is_a_chain_that_sounds(preset: object) -> None:
    project = Project("p")
    chosen = apply_preset(preset)(replace(project, master=replace(project.master, gain_db=3.0, fader_db=-2.0)))
    assert (chosen.master.gain_db, chosen.master.fader_db) == (3.0, -2.0)
    noise = colored(40, 16_000, 0.1, 1.0)
    assert np.isfinite(DeviceChain(chosen.master.devices).process(noise, 0, lambda _: None)).all()


def beside_a_pad(low_hz: float, high_hz: float) -> tuple[float, float, dict[str, float]]:
    """How much of a voice is covered by a soft pad in a band, before and after it was balanced, and what was done."""
    media = MemoryMedia()
    media.add("voice", colored(300, 4000, 0.03))
    media.add("pad", colored(low_hz, high_hz, 0.02))
    rows = [track(name, clip(name, 0.0, 6.0), role=role) for name, role in (("voice", "vocals"), ("pad", "keys"))]
    project = song(media, *rows)
    before = run_to_end(listen_to_tracks(project, media))
    suggestions = suggest_balance(project, before)
    balanced = all_of(suggestions)(project)
    after = run_to_end(listen_to_tracks(balanced, media))
    gains = {t.name: t.strip.gain_db for t in balanced.tracks}
    return covered_lead(project, before), covered_lead(balanced, after), gains


def test_a_lead_that_is_covered_at_the_right_levels_comes_forward_as_far_as_it_helps() -> None:
    before, after, gains = beside_a_pad(500, 1200)
    assert before > 0.1 and after < 0.67 * before
    assert 0.5 < gains["voice"] < 2.5 and gains["pad"] == 0.0
    before, after, gains = beside_a_pad(600, 900)
    assert after < before
    assert gains["voice"] == pytest.approx(2.7), "no further than a lead may come forward"


def test_what_never_sounds_is_not_covered() -> None:
    silent = heard(np.zeros((2, RATE), np.float32))
    assert masking_index(silent, [heard(colored(20, 20_000, 0.5))]) == 0.0
