# SPDX-License-Identifier: GPL-3.0-or-later
"""A third-party instrument, a real VST3 in its own process, plays what a track holds."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from musicstudio.core.errors import MediaError
from musicstudio.core.progress import run_to_end
from musicstudio.instruments.events import TimedNote, trim_tail
from musicstudio.mixing.automation import Curve
from musicstudio.mixing.hosting import instrument
from musicstudio.mixing.hosting.as_device import device_of
from musicstudio.mixing.hosting.children import children
from musicstudio.mixing.hosting.instrument import play_notes
from musicstudio.mixing.hosting.scanning import KnownPlugin, ask
from musicstudio.project.model import Device
from tests.mixing.vst3 import build_synth, needs_compiler

RATE = 48_000
pytestmark = needs_compiler


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> KnownPlugin:
    """The instrument as a scan asks it."""
    return ask(build_synth(tmp_path_factory.mktemp("synth")))


@pytest.fixture
def synth(known: KnownPlugin) -> Iterator[Device]:
    """The instrument as a device; no process of it outlives its test."""
    yield device_of(known)
    children.close_idle()


def note(start_s: float, length_s: float, pitch: int = 69, velocity: int = 100) -> TimedNote:
    return TimedNote(round(start_s * RATE), round(length_s * RATE), pitch, velocity)


def play(device: Device, *notes: TimedNote) -> np.ndarray:
    return trim_tail(run_to_end(play_notes(device, notes)), least_frames=1)


def test_a_scan_tells_what_it_is(known: KnownPlugin) -> None:
    assert (known.failure, known.title, known.maker, known.is_instrument) == ("", "Tiny Synth", "Tests", True)
    assert [(param.name, param.default) for param in known.params] == [("level", 0.5)]
    assert known.state


def test_notes_sound_at_their_sample_and_pitch_and_ring_out(synth: Device) -> None:
    audio = play(synth, note(0.5, 0.5), note(2.5, 1.0, 81, 64))
    sounding = np.flatnonzero(np.abs(audio[0]) > 1e-3)
    assert abs(sounding[0] - 0.5 * RATE) < 5
    assert np.abs(np.diff(sounding)).max() == pytest.approx(1.45 * RATE, rel=0.02)
    assert 3.52 * RATE < audio.shape[1] < 3.55 * RATE
    for at_s, hz in ((0.6, 440), (2.6, 880)):
        piece = audio[0, round(at_s * RATE) : round(at_s * RATE) + 9600]
        assert np.abs(np.fft.rfft(piece)).argmax() * 5 == hz
    assert np.abs(audio[:, : 2 * RATE]).max() == pytest.approx(100 / 127 * 0.25, abs=0.01)


def test_pieces_of_the_sound_join_without_a_trace(synth: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = [note(0.0, 0.7), note(0.5, 1.9, 60), note(2.0, 0.1, 72)]
    whole = play(synth, *notes)
    monkeypatch.setattr(instrument, "_PIECE_FRAMES", 7919)
    np.testing.assert_allclose(play(synth, *notes), whole, atol=1e-6)


def test_settings_and_the_saved_state_are_heard(synth: Device) -> None:
    plain = play(synth, note(0.0, 0.3))
    louder = play(replace(synth, params={"level": 1.0}), note(0.0, 0.3))
    np.testing.assert_allclose(louder[:, : plain.shape[1]], plain * 2, atol=1e-4)
    np.testing.assert_array_equal(play(replace(synth, params={}), note(0.0, 0.3)), plain)


def test_one_that_is_late_sounds_in_time(synth: Device, tmp_path: Path) -> None:
    known = ask(build_synth(tmp_path, latency_frames=480))
    assert known.latency_frames == 480
    notes = (note(0.1, 0.4), note(2.3, 0.4, 60))
    late, prompt = play(device_of(known), *notes), play(synth, *notes)
    np.testing.assert_allclose(late[:, : prompt.shape[1]], prompt, atol=1e-6)


def test_no_notes_are_a_moment_of_silence(synth: Device) -> None:
    assert not play(synth).any()


@pytest.mark.parametrize(("pitch", "why"), [(127, "it crashed"), (126, "it does not answer")])
def test_one_that_crashes_or_hangs_is_named(
    synth: Device, pitch: int, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(instrument, "_PATIENCE_S", 1.0)
    with pytest.raises(MediaError, match=f"“Tiny Synth” does not play: {why}"):
        play(synth, note(0.0, 0.5, pitch))
    assert play(synth, note(0.0, 0.5)).any()


def test_one_that_is_gone_keeps_its_settings(synth: Device) -> None:
    assert synth.plugin is not None
    gone = replace(synth, plugin=replace(synth.plugin, path="/nowhere/Gone.vst3"))
    with pytest.raises(MediaError, match="not installed; its settings are kept"):
        play(gone, note(0.0, 0.5))


def test_a_setting_moves_with_the_song(synth: Device) -> None:
    rising = Curve(f"{synth.id}.level", (RATE, 2 * RATE), (0.0, 1.0))
    # The sound begins a second before the line does, in the song.
    audio = trim_tail(run_to_end(play_notes(synth, [note(0.0, 3.0, 69, 127)], [rising], begin=0)), least_frames=1)

    def level(at_s: float) -> float:
        return float(np.abs(audio[:, round(at_s * RATE) : round((at_s + 0.05) * RATE)]).max())

    assert level(0.5) == pytest.approx(0.0, abs=1e-3)
    assert level(1.475) == pytest.approx(0.5 * level(2.5), rel=0.06)
    assert level(2.5) > 0.3
    later = trim_tail(run_to_end(play_notes(synth, [note(0.0, 0.5)], [rising], begin=2 * RATE)), least_frames=1)
    assert np.abs(later[:, :4800]).max() > 0.3


def test_one_that_is_turned_to_silence_is_not_waited_for_and_begins_anew(synth: Device) -> None:
    silent = replace(synth, params={"level": 0.0})
    assert not play(silent, note(0.0, 0.3)).any()
    np.testing.assert_allclose(play(synth, note(0.0, 0.3)), play(synth, note(0.0, 0.3)), atol=1e-6)
