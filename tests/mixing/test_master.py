# SPDX-License-Identifier: GPL-3.0-or-later
"""Mastering lands on the loudness that was asked for and never lets a true peak through; a second tool agrees."""

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile
from msgspec.structs import replace

from musicstudio.core.progress import run_to_end
from musicstudio.dsp.integrated import integrated_lufs
from musicstudio.dsp.kept import SoundInMemory
from musicstudio.mixing import leveling
from musicstudio.mixing.automation import curve_of
from musicstudio.mixing.leveling import Leveling, find_leveling
from musicstudio.mixing.limiter import TruePeakLimiter
from musicstudio.mixing.loudness_search import find_gain_db
from musicstudio.mixing.master import MasterChain, Mastered, Shaping, master
from musicstudio.mixing.presets import mastering_devices
from musicstudio.mixing.verdict import loudness_shortfall
from musicstudio.project.model import AutomationLane, AutomationPoint, Device, Master, PluginRef, TempoMap
from tests.bench.hostile_masters import HOSTILE
from tests.dsp.whole_sound import true_peak_db

RATE = 48_000


def music(seconds: float = 10.0, level: float = 0.1) -> np.ndarray:
    """Something with beats, tones and noise, louder in its second half."""
    rng, time_s = np.random.default_rng(7), np.arange(round(seconds * RATE)) / RATE
    beats = np.exp(-((time_s * 2) % 1) * 12) * np.sin(2 * np.pi * 60 * time_s)
    hats = np.exp(-((time_s * 4) % 1) * 30) * rng.standard_normal(time_s.size) * 0.3
    tones = sum(np.sin(2 * np.pi * f * time_s) for f in (220, 277.2, 329.6)) * 0.2
    wave = (beats + hats + tones) * np.where(time_s < seconds / 2, 0.5, 1.0) * level
    return np.stack([wave, np.roll(wave, 37)]).astype(np.float32)


def mastered(audio: np.ndarray, target_lufs: float = -14.0) -> Mastered:
    """Audio mastered to a loudness under -1 dBTP."""
    shaping = Shaping(SoundInMemory())
    shaping.feed(audio)
    return run_to_end(master(shaping, target_lufs, -1.0))


def finished(done: Mastered) -> np.ndarray:
    return np.concatenate(list(done.blocks()), axis=1)


HARD = {
    "noise": np.random.default_rng(0).standard_normal((2, RATE)) * 0.8,
    "quarter-rate sine": np.tile(1.5 * np.sin(np.pi / 2 * np.arange(RATE) + np.pi / 4), (2, 1)),
    "square": np.tile(1.4 * np.sign(np.sin(2 * np.pi * 220 * np.arange(RATE) / RATE)), (2, 1)),
    "bursts": np.tile(3 * np.sin(2 * np.pi * 997 * np.arange(RATE) / RATE) * (np.arange(RATE) % 12_000 < 2400), (2, 1)),
}


def limit_to_ceiling(audio: np.ndarray) -> np.ndarray:
    """Limited to -1 dBTP, in place in time."""
    return np.concatenate(list(Leveling(0.0, -1.0).blocks(SoundInMemory(audio))), axis=1)


@pytest.mark.parametrize("name", HARD)
def test_the_limiter_holds_the_true_peak(name: str) -> None:
    assert true_peak_db(limit_to_ceiling(HARD[name].astype(np.float32))) <= -1.0


def test_what_is_below_the_ceiling_passes_unchanged_and_in_place() -> None:
    quiet = music(2.0)
    assert true_peak_db(quiet) < -1.2
    np.testing.assert_array_equal(limit_to_ceiling(quiet), quiet)


@pytest.mark.parametrize("is_fast", [True, False])
def test_the_limiter_reports_its_latency(is_fast: bool) -> None:
    limiter, quiet = TruePeakLimiter(-1.0, is_fast), music(1.0)
    late = np.concatenate([limiter.process(part) for part in np.split(quiet, [10, 5000, 5002], axis=1)], axis=1)
    np.testing.assert_array_equal(late[:, limiter.latency_frames :], quiet[:, : -limiter.latency_frames])


@pytest.mark.parametrize("target_lufs", [-24.0, -14.0, -9.0])
def test_loudness_lands_within_a_fifth_of_a_unit_under_the_ceiling(target_lufs: float) -> None:
    report = mastered(music(), target_lufs).report
    assert report.after_lufs == pytest.approx(target_lufs, abs=0.2)
    assert report.is_on_target
    assert report.after_dbtp <= -1.0


@pytest.mark.parametrize("target_lufs", [-23.0, -14.0, -9.0, -6.0])
@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_comes_in_is_on_target_or_the_reason_is_said(name: str, target_lufs: float) -> None:
    report = mastered(HOSTILE[name].astype(np.float32), target_lufs).report
    assert report.after_dbtp <= -1.0
    is_near = abs(report.after_lufs - target_lufs) <= 0.2
    assert is_near == report.is_on_target
    why = loudness_shortfall("mix", 4 * RATE, report.after_lufs, report.after_dbtp, target_lufs, report.gain_db)
    assert (why == "") == is_near
    if not is_near:
        assert any(reason in why for reason in ("fits under", "36 dB", "too quiet"))


def test_what_the_limiter_lets_through_costs_no_loudness() -> None:
    # Noise up to 24 kHz, driven hard: the limiter misses up to 0.6 dB of it.
    beats = 0.2 + np.exp(-((np.arange(8 * RATE) / RATE * 2) % 1) * 8)
    noise = (np.random.default_rng(3).standard_normal((2, 8 * RATE)) * beats * 0.05).astype(np.float32)
    report = mastered(noise, -12.0).report
    assert report.after_lufs == pytest.approx(-12.0, abs=0.2)
    assert report.after_dbtp <= -1.0


def test_a_loudness_out_of_reach_ends_as_near_as_it_gets() -> None:
    clicks = HOSTILE["clicks"].astype(np.float32)
    report = mastered(clicks, -8.0).report
    assert not report.is_on_target
    assert report.after_lufs > integrated_lufs(clicks) + 2
    assert report.after_dbtp <= -1.0


def test_what_is_mastered_is_as_long_as_before() -> None:
    assert finished(mastered(music(4.0)[:, :123_457])).shape == (2, 123_457)


def test_silence_stays_silence() -> None:
    silent = np.zeros((2, RATE), dtype=np.float32)
    assert run_to_end(find_gain_db(SoundInMemory(silent), -14.0, -1.0)) == 0.0
    assert not finished(mastered(silent)).any()


def through(master: Master, audio: np.ndarray) -> np.ndarray:
    """Audio through a master's chain, in place in time."""
    chain = MasterChain(master)
    padded = np.pad(audio, ((0, 0), (0, chain.latency_frames)))
    return chain.process(padded, 0)[:, chain.latency_frames :]


def test_the_fader_turned_down_leaves_the_mastering_as_it_was() -> None:
    master = Master(mastering_devices(), gain_db=20.0)
    np.testing.assert_allclose(
        through(replace(master, fader_db=-20.0), music(2.0)), through(master, music(2.0)) * 0.1, atol=1e-6
    )
    assert not through(replace(master, fader_db=-60.0), music(2.0)).any()


def test_the_fader_turned_up_stays_under_the_ceiling() -> None:
    master, quiet = Master(mastering_devices(), gain_db=12.0), music(2.0, 0.02)
    louder = through(replace(master, fader_db=6.0), quiet)
    np.testing.assert_allclose(louder, through(master, quiet) * 10 ** (6 / 20), rtol=1e-4, atol=1e-6)
    assert true_peak_db(through(replace(master, fader_db=12.0), music(2.0))) <= -1.0


def test_the_fader_works_when_mastering_is_off() -> None:
    off = Master(is_on=False, fader_db=-6.0)
    np.testing.assert_allclose(through(off, music(1.0)), music(1.0) * 10 ** (-6 / 20), atol=1e-6)


def test_the_fader_can_be_automated() -> None:
    fade = curve_of(AutomationLane("fader_db", (AutomationPoint(0, 0.0), AutomationPoint(960, -60.0))), TempoMap())
    assert fade is not None
    audio = music(1.0)
    faded = MasterChain(Master(is_on=False), (fade,)).process(audio, 0)
    np.testing.assert_allclose(faded[:, 12_000], audio[:, 12_000] * 10 ** (-30 / 20), atol=1e-4)
    assert not faded[:, 24_000:].any()


def test_a_chain_that_is_off_passes_everything_at_once() -> None:
    chain = MasterChain(Master(is_on=False, devices=mastering_devices(), gain_db=12.0))
    audio = music(1.0)
    assert chain.latency_frames == 0
    np.testing.assert_array_equal(chain.process(audio, 0), audio)


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg, the second opinion, is not installed")
def test_ffmpeg_measures_the_same(tmp_path: Path) -> None:
    done = mastered(music(), -14.0)
    path = tmp_path / "mastered.wav"
    soundfile.write(path, finished(done).T, RATE, subtype="FLOAT")
    command = ["ffmpeg", "-nostats", "-i", str(path), "-af", "ebur128=peak=true", "-f", "null", "-"]
    summary = subprocess.run(command, capture_output=True, text=True, check=True).stderr.rsplit("Summary:", 1)[1]
    loudness = float(summary.split("I:")[1].split("LUFS")[0])
    peak_dbtp = float(summary.rsplit("Peak:", 1)[1].split("dBFS")[0])
    assert loudness == pytest.approx(done.report.after_lufs, abs=0.15)
    assert loudness == pytest.approx(-14.0, abs=0.2)
    assert peak_dbtp <= -1.0


def test_a_limiter_that_never_holds_its_ceiling_is_turned_down_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    class Leaking(TruePeakLimiter):
        def __init__(self, ceiling_dbtp: float) -> None:
            super().__init__(0.0)

    monkeypatch.setattr(leveling, "TruePeakLimiter", Leaking)
    sound = SoundInMemory(music(2.0))
    found = run_to_end(find_leveling(sound, -8.0, -1.0))
    assert found.trim_db < 0
    assert true_peak_db(np.concatenate(list(found.blocks(sound)), axis=1)) <= -1.0


def test_a_sound_too_loud_for_any_gain_is_turned_down_as_far_as_it_goes() -> None:
    assert run_to_end(find_gain_db(SoundInMemory(music(1.0) * np.float32(1e6)), -14.0, -1.0)) == -60.0


def test_the_chain_tells_by_how_much_it_turned_down_and_which_plugin_is_missing() -> None:
    gone = Device("v", "plugin", plugin=PluginRef("/nowhere/Verb.vst3", "Verb"))
    chain = MasterChain(Master((gone,), gain_db=30.0))
    chain.process(music(1.0), 0)
    assert chain.reduction_db > 3
    assert chain.failures == ["The plug-in “Verb” is not installed; its settings are kept."]
    chain.close()
    quiet = MasterChain(Master(is_on=False))
    quiet.process(music(1.0), 0)
    assert (quiet.reduction_db, quiet.failures) == (0.0, [])
