# SPDX-License-Identifier: GPL-3.0-or-later
"""Every effect does what its name says, on signals whose answer is known."""

import numpy as np
import pytest

from musicstudio.core.errors import InputError
from musicstudio.mixing.automation import curve_of
from musicstudio.mixing.devices import DEVICES, device_spec, device_values
from musicstudio.mixing.equalizer import eq_curve
from musicstudio.mixing.strip import DeviceChain
from musicstudio.project.model import AutomationLane, AutomationPoint, Device, TempoMap

RATE = 48_000
TIME_S = np.arange(RATE) / RATE


def sine(frequency_hz: float, level_db: float = -12.0) -> np.ndarray:
    """A second of a stereo sine."""
    wave = 10 ** (level_db / 20) * np.sin(2 * np.pi * frequency_hz * TIME_S)
    return np.stack([wave, wave]).astype(np.float32)


def noise(level: float = 0.1) -> np.ndarray:
    """A second of stereo noise."""
    return (np.random.default_rng(1).standard_normal((2, RATE)) * level).astype(np.float32)


def through(kind: str, audio: np.ndarray, key: np.ndarray | None = None, **params: float) -> np.ndarray:
    """Audio through a fresh device."""
    return DeviceChain((Device("d", kind, params),)).process(audio, 0, lambda _: key)


def level_db(audio: np.ndarray) -> float:
    """RMS of the second half, relative to a full-scale sine."""
    return float(10 * np.log10(2 * np.mean(np.square(audio[:, RATE // 2 :], dtype=np.float64)) + 1e-20))


@pytest.mark.parametrize("kind", DEVICES)
def test_every_device_keeps_shape_type_and_state(kind: str) -> None:
    audio = noise()
    whole = through(kind, audio, key=audio)
    assert whole.shape == audio.shape
    assert whole.dtype == np.float32
    assert np.isfinite(whole).all()
    chain, pieces, position = DeviceChain((Device("d", kind),)), [], 0
    for piece in np.split(audio, [5, 6, 700, 20_000], axis=1):
        pieces.append(chain.process(piece, position, lambda _, piece=piece: piece))
        position += piece.shape[1]
    np.testing.assert_allclose(np.concatenate(pieces, axis=1), whole, rtol=0, atol=2e-7)


@pytest.mark.parametrize("kind", DEVICES)
def test_every_parameter_has_a_default_in_its_range(kind: str) -> None:
    for param in DEVICES[kind].params:
        assert param.min <= param.default <= param.max
        assert not param.is_log or param.min > 0
        assert not param.choices or len(param.choices) == param.max - param.min + 1


def test_values_are_held_in_their_range_and_unknown_kinds_are_refused() -> None:
    values = device_values(Device("d", "compressor", {"ratio": 1000.0}))
    assert values["ratio"] == 20.0
    assert values["threshold_db"] == -18.0
    with pytest.raises(InputError, match="theremin"):
        device_spec("theremin")


@pytest.mark.parametrize(
    "params",
    [
        {"low_cut_hz": 200.0},
        {"low_shelf_hz": 200.0, "low_shelf_db": 6.0},
        {"bell1_hz": 1000.0, "bell1_db": -9.0, "bell1_q": 2.0, "bell2_hz": 5000.0, "bell2_db": 4.0},
        {"high_shelf_db": -6.0, "high_cut_hz": 12_000.0},
        {"low_cut_hz": 30.0, "bell4_hz": 60.0, "bell4_db": 12.0, "bell4_q": 4.0},
    ],
)
def test_the_drawn_curve_is_what_is_heard(params: dict[str, float]) -> None:
    impulse = np.zeros((2, RATE), dtype=np.float32)
    impulse[:, 0] = 1.0
    response = np.fft.rfft(through("eq", impulse, **params)[0].astype(np.float64))
    frequencies_hz = np.array([50.0, 200.0, 1000.0, 5000.0, 12_000.0])
    heard_db = 20 * np.log10(np.abs(response[frequencies_hz.astype(int)]))
    np.testing.assert_allclose(eq_curve(Device("d", "eq", params), frequencies_hz), heard_db, atol=0.05)


def test_the_equalizer_can_work_on_the_middle_or_on_the_sides_alone() -> None:
    shared, apart = sine(1000), sine(1000) * np.array([[1], [-1]], np.float32)
    for works_on, changed, kept in ((1.0, shared, apart), (2.0, apart, shared)):
        louder = through("eq", changed, bell2_hz=1000.0, bell2_db=6.0, works_on=works_on)
        assert level_db(louder) - level_db(changed) == pytest.approx(6.0, abs=0.1)
        same = through("eq", kept, bell2_hz=1000.0, bell2_db=6.0, works_on=works_on)
        np.testing.assert_allclose(same, kept, atol=1e-6)


def test_a_flat_or_bypassed_equalizer_changes_nothing() -> None:
    audio = noise()
    np.testing.assert_array_equal(through("eq", audio), audio)
    assert not eq_curve(Device("d", "eq", {"bell1_db": 9.0}, is_on=False), np.array([250.0])).any()


def test_the_compressor_holds_loud_sound_by_its_ratio_and_keeps_the_stereo_image() -> None:
    audio = sine(1000, -6.0)
    audio[1] *= np.float32(0.5)
    squeezed = through("compressor", audio, threshold_db=-26.0, ratio=4.0, attack_ms=1.0, release_ms=500.0)
    assert level_db(squeezed) - level_db(audio) == pytest.approx(-15.0, abs=1.0)
    np.testing.assert_allclose(squeezed[1], squeezed[0] * 0.5, atol=1e-6)
    quiet = sine(1000, -40.0)
    np.testing.assert_allclose(through("compressor", quiet), quiet, atol=1e-6)


def test_the_deesser_tames_only_what_is_sharp() -> None:
    low, sharp = sine(400), sine(8000)
    np.testing.assert_allclose(through("deesser", low), low, atol=2e-3)
    assert level_db(through("deesser", sharp)) < level_db(sharp) - 4


def test_the_gate_closes_on_what_is_quiet() -> None:
    assert level_db(through("gate", sine(440, -60), threshold_db=-40.0, ratio=10.0)) < -80
    assert level_db(through("gate", sine(440, -12), threshold_db=-40.0)) == pytest.approx(-12, abs=0.1)


def test_the_limiter_never_exceeds_its_threshold_and_leaves_quiet_sound_alone() -> None:
    assert np.abs(through("limiter", noise(0.5), threshold_db=-6.0)).max() <= 10 ** (-6 / 20) + 1e-6
    np.testing.assert_allclose(through("limiter", sine(440, -20), threshold_db=-6.0), sine(440, -20), atol=1e-6)


def test_the_saturator_adds_odd_harmonics_and_less_alias_than_plain_tanh() -> None:
    # The seventh harmonic of 5 kHz lies at 35 kHz and folds to 13 kHz.
    drive = 10 ** (24 / 20)
    plain = np.tanh(sine(5000) * drive) * 0.25 / np.tanh(0.25 * drive)
    smooth = through("saturator", sine(5000), drive_db=24.0)
    plain_db, smooth_db = (20 * np.log10(np.abs(np.fft.rfft(wave[0])) / (RATE / 2)) for wave in (plain, smooth))
    assert smooth_db[15_000] > -40
    assert smooth_db[13_000] < plain_db[13_000] - 6


def test_width_to_mono_and_bass_to_the_middle() -> None:
    audio = noise()
    mono = through("stereo_width", audio, width=0.0)
    np.testing.assert_array_equal(mono[0], mono[1])
    wide_bass = np.stack([sine(40)[0], -sine(40)[0]])
    assert level_db(through("stereo_width", wide_bass, mono_below_hz=200.0)) < -35


def test_the_delay_repeats_at_its_time() -> None:
    click = np.zeros((2, RATE), dtype=np.float32)
    click[:, 100] = 1.0
    echoes = np.abs(through("delay", click, time_ms=250.0, mix=100.0, low_cut_hz=20.0, high_cut_hz=20_000.0)[0])
    assert abs(int(echoes.argmax()) - 12_100) <= 2
    assert not echoes[200:12_000].any()


def test_the_reverb_comes_after_its_predelay_and_dies_away() -> None:
    click = np.zeros((2, RATE * 4), dtype=np.float32)
    click[:, 0] = 1.0
    room = np.abs(through("reverb", click, predelay_ms=50.0, mix=100.0)).max(axis=0)
    assert room[:2400].max() < 1e-6
    assert room[2400:20_000].max() > 1e-3
    assert room[-RATE:].max() < room[: RATE // 2].max() / 100


@pytest.mark.parametrize("size", [0.0, 30.0, 62.0, 90.0])
def test_rooms_of_every_size_are_equally_loud(size: float) -> None:
    long_noise = np.tile(noise(), 6)
    room = through("reverb", long_noise, size=size, mix=100.0, low_cut_hz=20.0, high_cut_hz=20_000.0)
    assert level_db(room[:, -RATE:]) - level_db(long_noise) == pytest.approx(-3.0, abs=2.0)


def test_the_filter_sweeps_low_high_and_band() -> None:
    for mode, passes, stops in ((0.0, 200, 6000), (1.0, 6000, 200)):
        assert level_db(through("filter", sine(passes), mode=mode, cutoff_hz=1000.0)) > -20
        assert level_db(through("filter", sine(stops), mode=mode, cutoff_hz=1000.0)) < -45


def test_the_ducker_needs_a_key_and_goes_no_deeper_than_asked() -> None:
    audio = sine(440)
    np.testing.assert_array_equal(through("ducker", audio), audio)
    ducked = through("ducker", audio, key=noise(0.5), amount_db=9.0, threshold_db=-40.0)
    assert level_db(ducked) - level_db(audio) == pytest.approx(-9.0, abs=0.5)


def test_the_expander_goes_no_further_than_its_range() -> None:
    soft = sine(440, -60)
    assert level_db(through("expander", soft, ratio=8.0, range_db=10.0)) == pytest.approx(-70, abs=0.5)
    assert level_db(through("expander", sine(440, -10))) == pytest.approx(-10, abs=0.2)


def test_the_multiband_compressor_leaves_bands_alone_that_are_below_their_threshold() -> None:
    click = np.zeros((2, RATE), np.float32)
    click[:, 0] = 0.1
    idle = through("multiband", click, low_threshold_db=0.0, middle_threshold_db=0.0, high_threshold_db=0.0)
    heard_db = 20 * np.log10(np.abs(np.fft.rfft(idle[0]))[20:20_000] / 0.1)
    np.testing.assert_allclose(heard_db, 0.0, atol=0.05)
    for hz, band in ((60, "low"), (800, "middle"), (9000, "high")):
        others = {f"{name}_threshold_db": 0.0 for name in ("low", "middle", "high")}
        held = through("multiband", sine(hz, -6), **(others | {f"{band}_threshold_db": -30.0, f"{band}_ratio": 10.0}))
        assert level_db(held) < level_db(sine(hz, -6)) - 12
        louder = through("multiband", sine(hz, -40), **(others | {f"{band}_gain_db": 6.0}))
        assert level_db(louder) - level_db(sine(hz, -40)) == pytest.approx(6.0, abs=1.0)


def test_the_transient_shaper_lifts_beginnings_at_any_level() -> None:
    hit = sine(200, -6) * np.exp(-TIME_S * 8).astype(np.float32)
    for level in (1.0, 0.1):
        sound = hit * np.float32(level)
        sharper = through("transients", sound, attack=100.0)
        assert np.abs(sharper[:, :2400]).max() > 1.3 * np.abs(sound[:, :2400]).max()
        longer = through("transients", sound, attack=0.0, sustain=100.0)
        assert level_db(longer) > level_db(sound) + 2
    np.testing.assert_array_equal(through("transients", hit, attack=0.0, sustain=0.0), hit)


@pytest.mark.parametrize(("semitones", "hz"), [(12.0, 880), (-12.0, 220), (7.0, 659)])
def test_pitch_moves_a_tone(semitones: float, hz: int) -> None:
    spectrum = np.abs(np.fft.rfft(through("pitch", sine(440), semitones=semitones)[0, RATE // 4 :]))
    assert abs(int(spectrum.argmax()) * RATE / (RATE * 3 // 4) - hz) < 25


@pytest.mark.parametrize("space", [0.0, 1.0, 2.0, 3.0, 4.0])
def test_spaces_are_equally_loud_and_die_in_their_time(space: float) -> None:
    long_noise = np.tile(noise(), 4)
    room = through("convolution", long_noise, space=space, mix=100.0, low_cut_hz=20.0, high_cut_hz=20_000.0)
    assert level_db(room[:, -RATE:]) - level_db(long_noise) == pytest.approx(-4.0, abs=2.5)
    click = np.zeros((2, 3 * RATE), np.float32)
    click[:, 0] = 1.0
    tail = through("convolution", click, space=space, decay_s=1.0, mix=100.0)
    early, late = (np.sqrt(np.mean(np.square(tail[:, at : at + 4800]))) for at in (9600, 38_400))
    assert 20 * np.log10(late / early) == pytest.approx(-36, abs=12)


def test_the_exciter_adds_treble_to_a_dull_sound_and_distortion_adds_odd_harmonics() -> None:
    bright = np.abs(np.fft.rfft(through("exciter", sine(4500, -12), amount_db=0.0)[0]))
    assert bright[13_500] > 100 * np.abs(np.fft.rfft(sine(4500, -12)[0]))[13_500]
    fuzz = np.abs(np.fft.rfft(through("distortion", sine(300, -6), drive_db=30.0)[0]))
    assert fuzz[900] > fuzz[300] / 20 > fuzz[600]


def test_the_phaser_takes_notches_out() -> None:
    mixed = through("phaser", noise(), rate_hz=0.05, depth=0.0, mix=50.0)
    ratio = np.abs(np.fft.rfft(mixed[0])) / np.abs(np.fft.rfft(noise()[0]))
    bands = ratio[100:8000].reshape(-1, 100).mean(axis=1)
    assert bands.min() < bands.max() / 2


def test_clean_takes_steady_noise_away_and_leaves_notes_and_held_chords() -> None:
    seconds = 8
    time_s = np.arange(seconds * RATE) / RATE
    hiss = (np.random.default_rng(1).standard_normal((2, time_s.size)) * 0.01).astype(np.float32)
    notes = np.tile(0.1 * np.sin(2 * np.pi * 440 * time_s) * (time_s % 1 < 0.5), (2, 1)).astype(np.float32)
    chord = np.tile(sum(0.05 * np.sin(2 * np.pi * hz * time_s) for hz in (220, 277, 330, 440, 554)), (2, 1))
    late = DeviceChain((Device("d", "clean"),)).latency_frames

    def cleaned(audio: np.ndarray) -> np.ndarray:
        return through("clean", np.pad(audio.astype(np.float32), ((0, 0), (0, late))))[:, late:]

    between, during = (time_s > 5) & (time_s % 1 > 0.6) & (time_s % 1 < 0.9), (time_s > 5) & (time_s % 1 < 0.4)
    heard = cleaned(notes + hiss)
    assert level_of(heard[:, between]) < level_of(hiss[:, between]) - 10
    assert level_of(heard[:, during]) == pytest.approx(level_of(notes[:, during]), abs=0.5)
    held = time_s > 5
    assert level_of(cleaned(chord)[:, held]) == pytest.approx(level_of(chord[:, held]), abs=0.2)
    np.testing.assert_allclose(through("clean", noise(), amount_db=0.0)[:, late:], noise()[:, :-late], atol=1e-6)


def level_of(audio: np.ndarray) -> float:
    return float(10 * np.log10(np.mean(np.square(audio, dtype=np.float64)) + 1e-20))


@pytest.mark.parametrize("kind", DEVICES)
def test_every_knob_can_be_automated_over_its_whole_range_whatever_the_blocks(kind: str) -> None:
    audio, whole = noise()[:, : RATE // 10], {}
    turned = [param for param in DEVICES[kind].params if not param.choices]
    curves = tuple(
        curve
        for param in turned
        if (curve := curve_of(AutomationLane(f"d.{param.name}", (
            AutomationPoint(0, param.min), AutomationPoint(192, param.max))), TempoMap()))
    )  # fmt: skip
    assert len(curves) == len(turned)
    for size in (64, 4096):
        chain = DeviceChain((Device("d", kind),), curves)
        starts = range(0, audio.shape[1], size)
        pieces = [chain.process(audio[:, at : at + size], at, lambda _, at=at, size=size: audio[:, at : at + size])
                  for at in starts]  # fmt: skip
        whole[size] = np.concatenate(pieces, axis=1)
        assert np.isfinite(whole[size]).all()
    for made in whole.values():
        np.testing.assert_allclose(made, whole[4096], rtol=0, atol=1e-6)


ODD = {
    "silence": np.zeros((2, RATE), np.float32),
    "constant": np.full((2, RATE), 0.5, np.float32),
    "+40 dB": noise(10.0),
    "no numbers": np.where(np.arange(RATE) % 5000 == 7, np.array([[np.nan], [np.inf]]), noise()).astype(np.float32),
    "one sample": noise()[:, :1],
    "nothing": noise()[:, :0],
    "almost nothing": np.full((2, RATE), 1e-40, np.float32),
}  # fmt: skip


@pytest.mark.parametrize("kind", DEVICES)
def test_whatever_comes_in_numbers_come_out_and_go_on_coming(kind: str) -> None:
    for name, audio in ODD.items():
        chain = DeviceChain((Device("d", kind),))
        through_it = chain.process(audio, 0, lambda _, audio=audio: audio)
        assert through_it.shape == audio.shape, name
        assert np.isfinite(through_it).all(), name
        after = chain.process(noise(), audio.shape[1], lambda _: noise())
        assert np.isfinite(after).all() and after.any(), name
