# SPDX-License-Identifier: GPL-3.0-or-later
"""Playing: the same sound as the export, changes without clicks, a transport that survives what devices do."""

import numpy as np
import pytest
from msgspec.structs import replace

from musicstudio.dsp.bands import FLOOR_DB, band_edges_hz
from musicstudio.mixing.presets import default_buses, mastering_devices, strip_for_role
from musicstudio.playback.graph.plan import plan_of
from musicstudio.playback.player.messages import (
    Busy,
    ChooseDevice,
    DeviceList,
    Loop,
    Metronome,
    PlanAssembly,
    PlanDifference,
    Play,
    Seek,
    Stop,
)
from musicstudio.playback.player.metronome import clicks
from musicstudio.playback.player.status import State
from musicstudio.project.model import Master, Meter, Project, Send, Source, Strip, Tempo, TempoMap
from tests.clicks import find_clicks
from tests.whole_mix import render_mix

from .rig import Rig, sounding
from .songs import RATE, MemoryMedia, clip, noise, sine, song, track


@pytest.fixture
def media() -> MemoryMedia:
    """Ten seconds of a sine, and noise."""
    media = MemoryMedia()
    media.add("sine", sine(441, 10.0))
    media.add("noise", noise(3.0))
    return media


@pytest.fixture
def tone(media: MemoryMedia) -> Project:
    """One track that plays the sine."""
    return song(media, track("a", clip("sine", 0.0, 10.0)))


def with_strip(project: Project, **values: object) -> Project:
    """The song with its first track's strip changed."""
    first = replace(project.tracks[0], strip=replace(project.tracks[0].strip, **values))
    return replace(project, tracks=(first, *project.tracks[1:]))


def frequency_hz(audio: np.ndarray) -> float:
    """The strongest frequency."""
    return float(np.abs(np.fft.rfft(audio[0] * np.hanning(audio.shape[1]))).argmax() * RATE / audio.shape[1])


def test_playing_gives_the_same_bytes_as_the_export(media: MemoryMedia) -> None:
    reverb, delay = default_buses()
    tracks = [track(role, clip("noise", 0.0, 3.0), strip=strip_for_role(role, reverb.id, delay.id), role=role)
              for role in ("drums", "vocals")]  # fmt: skip
    project = song(media, *tracks, reverb, delay, master=Master(mastering_devices(), gain_db=9.0))
    exported = render_mix(project, media, end_s=2.0)
    rig = Rig(project, media)
    rig.do(Play())
    played = sounding(rig.hear(3 * RATE), 0.0)[:, : exported.shape[1]]
    begin = int(np.flatnonzero(exported[0])[0])
    np.testing.assert_array_equal(played[:, : exported.shape[1] - begin], exported[:, begin:])


def test_a_seek_while_playing_is_exact_and_clean(media: MemoryMedia, tone: Project) -> None:
    rig = Rig(tone, media)
    rig.do(Play())
    before = rig.hear(RATE)
    rig.do(Seek(5 * RATE + 17))
    after = rig.hear(RATE)
    assert find_clicks(np.concatenate([before, after], axis=1)[:, 1200:]).size <= 1
    heard = rig.player.status().heard_frame
    wave = media.audio["sine"]
    np.testing.assert_array_equal(after[:, -4800:], wave[:, heard - 4800 : heard])


@pytest.mark.parametrize(
    "change", [{"is_muted": True}, {"gain_db": -9.0}, {"pan": -1.0}, {"sends": (Send("nowhere", 0.0),)}]
)
def test_mixing_is_heard_soon_and_without_a_click(media: MemoryMedia, tone: Project, change: dict[str, object]) -> None:
    rig = Rig(tone, media)
    rig.do(Play())
    before = sounding(rig.hear(RATE))
    rig.load(with_strip(tone, **change))
    after = rig.hear(RATE)
    assert find_clicks(np.concatenate([before[:, 200:], after], axis=1)).size == 0
    expected = render_mix(with_strip(tone, **change), media, start_s=5.0, end_s=5.5)
    # Heard within 100 ms (4,800 frames) of reading, though the tape is filled 0.4 s ahead.
    soon = after[:, 4800 + 6000 :]
    assert np.abs(soon).max() == pytest.approx(np.abs(expected).max(), abs=1e-3)


def test_a_changed_mix_stays_in_its_place_in_time(media: MemoryMedia) -> None:
    project = song(media, track("a", clip("noise", 0.0, 3.0)))
    rig = Rig(project, media)
    rig.do(Play())
    rig.hear(RATE)
    rig.load(with_strip(project, gain_db=-6.0))
    after = rig.hear(RATE)
    heard = rig.player.status().heard_frame
    expected = media.audio["noise"][:, heard - 4800 : heard] * np.float32(10 ** (-6 / 20))
    np.testing.assert_allclose(after[:, -4800:], expected, atol=1e-7)


def test_a_dragged_fader_never_empties_the_tape(media: MemoryMedia, tone: Project) -> None:
    rig = Rig(tone, media)
    rig.do(Play())
    heard = [rig.hear(RATE // 2)]
    for step in range(60):
        rig.load(with_strip(tone, gain_db=-step / 5))
        heard.append(rig.hear(800))
    assert find_clicks(sounding(np.concatenate(heard, axis=1))[:, 200:]).size == 0
    assert rig.player.status().underruns == 0


def test_stopping_fades_out_and_goes_back_to_where_playing_began(media: MemoryMedia, tone: Project) -> None:
    rig = Rig(tone, media)
    rig.do(Seek(2 * RATE))
    rig.do(Play())
    rig.hear(RATE)
    rig.do(Stop(rewinds=True))
    tail = rig.hear(RATE // 2)
    assert rig.player.status().state == State.STOPPED
    assert not tail[:, -12_000:].any()
    assert find_clicks(tail).size == 0
    assert rig.player.status().heard_frame == 2 * RATE
    rig.do(Stop(rewinds=True))
    assert rig.player.status().heard_frame == 0


def test_pausing_stays_and_playing_goes_on_there(media: MemoryMedia, tone: Project) -> None:
    rig = Rig(tone, media)
    rig.do(Play())
    rig.hear(RATE)
    rig.do(Stop())
    rig.hear(RATE // 4)
    paused = rig.player.status().heard_frame
    assert 0.9 * RATE < paused < 1.3 * RATE
    rig.do(Play())
    assert find_clicks(rig.hear(RATE)).size == 0
    assert rig.player.status().heard_frame > paused + RATE // 2


def test_a_loop_repeats_exactly_and_without_a_click(media: MemoryMedia, tone: Project) -> None:
    rig = Rig(tone, media)
    rig.do(Loop(RATE, RATE + 12_345))
    rig.do(Seek(RATE))
    rig.do(Play())
    heard = sounding(rig.hear(2 * RATE))
    assert find_clicks(heard[:, 1000:]).size == 0
    np.testing.assert_array_equal(heard[:, 2000:12_345], heard[:, 2000 + 12_345 : 2 * 12_345])
    assert RATE <= rig.player.status().heard_frame < RATE + 12_345


def test_a_loop_set_and_taken_away_while_playing_takes_effect_at_once(media: MemoryMedia, tone: Project) -> None:
    rig = Rig(tone, media)
    rig.do(Play())
    rig.hear(RATE)
    rig.do(Loop(RATE // 2, RATE + 9000))
    rig.hear(RATE)
    assert rig.player.status().heard_frame < RATE + 9000
    rig.do(Loop())
    assert find_clicks(rig.hear(2 * RATE)).size == 0
    assert rig.player.status().heard_frame > 2 * RATE


def test_the_song_stops_by_itself_after_its_last_sound_and_starts_again_from_the_top(media: MemoryMedia) -> None:
    rig = Rig(song(media, track("a", clip("sine", 0.0, 0.5))), media)
    rig.do(Play())
    rig.hear(3 * RATE)
    assert rig.player.status().state == State.STOPPED
    rig.do(Play())
    assert np.abs(rig.hear(RATE // 2)).max() > 0.2


def test_recording_behind_the_end_of_the_song_begins_where_the_playhead_is(media: MemoryMedia) -> None:
    rig = Rig(song(media, track("a", clip("sine", 0.0, 0.5))), media)
    rig.do(Seek(5 * RATE))
    rig.do(Play(tells_when=True))
    assert np.abs(rig.hear(RATE)).max() < 1e-5
    assert rig.player.status().heard_frame >= 5 * RATE
    assert rig.player.status().state == State.PLAYING


def test_a_late_player_leaves_a_gap_counts_it_and_goes_on_where_it_was(media: MemoryMedia, tone: Project) -> None:
    rig = Rig(tone, media)
    rig.do(Play())
    rig.hear(RATE)
    rig.device.move(RATE)
    rest = rig.hear(RATE)
    assert rig.player.status().underruns == 1
    assert np.abs(rest[:, -4800:]).max() > 0.2
    assert rig.player.status().heard_frame < 2.5 * RATE


def test_a_lost_device_is_replaced_and_the_song_goes_on(media: MemoryMedia, tone: Project) -> None:
    rig = Rig(tone, media, "headphones", "speakers")
    rig.do(ChooseDevice("headphones"))
    rig.do(Play())
    rig.hear(2 * RATE)
    rig.device.is_plugged = False
    rig.system.present.remove("headphones")
    rig.player._check()
    assert rig.device.name == "speakers"
    assert any("headphones" in text and "speakers" in text for text in rig.notices)
    assert frequency_hz(rig.hear(RATE)[:, -24_000:]) == pytest.approx(441, abs=3)
    assert rig.player.status().heard_frame == pytest.approx(3 * RATE, abs=RATE // 4)
    assert [event for event in rig.events if isinstance(event, DeviceList)][-1] == DeviceList(("speakers",), "speakers")


def test_a_device_with_gaps_gets_longer_buffers_and_the_gaps_stay_counted(media: MemoryMedia, tone: Project) -> None:
    rig = Rig(tone, media)
    rig.do(Play())
    rig.hear(RATE)
    rig.device.gaps = 1
    rig.player._check()
    assert rig.system.relaxed == 0
    rig.device.gaps = 3
    rig.player._check()
    assert rig.system.relaxed == 1
    assert rig.player.status().underruns == 3
    assert np.abs(rig.hear(RATE)[:, -4800:]).max() > 0.2


def test_longer_buffers_for_a_busy_machine_come_unheard(media: MemoryMedia) -> None:
    """Two devices sound at once for a moment: what the ear gets, each with its latency, is the song without a seam."""
    rig = Rig(song(media, track("a", clip("noise", 0.0, 3.0))), media)
    short, long = 1440, 5760
    rig.system.latency_frames = short
    rig.do(ChooseDevice())
    rig.do(Play())
    rig.hear(RATE)
    old, rig.system.latency_frames = rig.device, long
    rig.do(Busy(True))
    new = rig.device
    assert new is not old
    rig.hear(RATE)
    ear = np.zeros((2, 200 * 240))
    ear[:, short:] += np.concatenate(old.read[-200:], axis=1)[:, :-short]
    ear[:, long:] += np.concatenate(new.read, axis=1)[:, :-long]
    end = rig.player.status().heard_frame
    expected = media.audio["noise"][:, end - ear.shape[1] + short : end]
    np.testing.assert_allclose(ear[:, short:], expected, atol=1e-6)
    rig.player._check()
    assert rig.player._retired == []


def test_work_that_comes_and_goes_opens_no_device_again(media: MemoryMedia) -> None:
    """Each crossing may be heard as a jump of a fraction of a millisecond; forty jobs in a row need one."""
    rig = Rig(song(media, track("a", clip("noise", 0.0, 30.0))), media)
    short, long = 1440, 5760
    rig.system.latency_frames = short
    rig.do(ChooseDevice())
    rig.do(Play())
    rig.hear(RATE)
    for _ in range(40):
        rig.system.latency_frames = long
        rig.do(Busy(True))
        rig.hear(RATE // 4)
        rig.system.latency_frames = short
        rig.do(Busy(False))
        rig.hear(RATE // 8)
    assert len([device for device in rig.system.opened if device.latency_frames == long]) == 1


def test_stopping_before_the_longer_buffers_are_there_leaves_one_device(media: MemoryMedia, tone: Project) -> None:
    rig = Rig(tone, media)
    rig.do(Play())
    rig.hear(RATE)
    old, rig.system.latency_frames = rig.device, 5760
    rig.do(Busy(True))
    assert rig.player._crossing is not None
    rig.do(Stop())
    rig.player.turn()
    assert rig.player._crossing is None and rig.player._output.device is old


def test_without_any_device_the_song_plays_in_silence_and_says_so(media: MemoryMedia, tone: Project) -> None:
    rig = Rig(tone, media)
    rig.system.present.clear()
    rig.do(ChooseDevice("gone"))
    assert any("silence" in text for text in rig.notices)
    rig.do(Play())
    for _ in range(50):
        rig.player.turn()
    assert rig.player.status().is_playing


def test_the_metronome_clicks_on_beats_and_bars() -> None:
    waltz = TempoMap(tempos=(Tempo(0, 120.0), Tempo(2880, 60.0)), meters=(Meter(0, 3, 4), Meter(2880, 6, 8)))
    track_of_clicks = clicks(waltz, 0, 4 * RATE)[0]
    # The first click at the very start; then quarters at 120 for a bar, then eighths at 60.
    for at_s in (0.5, 1.0, 1.5, 2.0, 2.5):
        at = round(at_s * RATE)
        assert np.abs(track_of_clicks[at : at + 400]).max() > 0.1
        assert not track_of_clicks[at - 400 : at].any()
    pieces = [clicks(waltz, start, 1000) for start in range(0, 48_000, 1000)]
    np.testing.assert_array_equal(np.concatenate(pieces, axis=1)[0], track_of_clicks[:48_000])


def test_the_metronome_is_heard_while_playing(media: MemoryMedia) -> None:
    rig = Rig(song(media, track("a", clip("noise", 1.0, 1.0))), media)
    rig.do(Metronome(True))
    rig.do(Play())
    assert np.abs(rig.hear(RATE // 2)).max() > 0.1


def test_meters_show_tracks_and_loudness_of_what_is_heard(media: MemoryMedia, tone: Project) -> None:
    rig = Rig(tone, media)
    rig.do(Play())
    rig.hear(4 * RATE)
    status = rig.player.status()
    assert rig.player.meters.readings.lanes[0][:2] == pytest.approx([0.25, 0.25], abs=0.01)
    assert status.master[0] == pytest.approx(0.25, abs=0.01)
    assert status.short_term_lufs == pytest.approx(-12.7, abs=0.3)
    rig.do(Stop())
    rig.hear(RATE)
    assert not rig.player.meters.readings.lanes.any()


def test_the_spectrum_is_that_of_what_is_heard(media: MemoryMedia, tone: Project) -> None:
    rig = Rig(tone, media)
    assert rig.player.meters.spectrum_db.max() == FLOOR_DB
    rig.do(Play())
    rig.hear(RATE)
    loudest = int(rig.player.meters.spectrum_db.argmax())
    assert band_edges_hz()[loudest] <= 441 <= band_edges_hz()[loudest + 1]
    assert rig.player.meters.spectrum_db.max() == pytest.approx(-12.0, abs=0.7)
    rig.do(Stop())
    rig.hear(RATE)
    assert rig.player.meters.spectrum_db.max() == FLOOR_DB


def test_a_missing_file_is_told_once(media: MemoryMedia) -> None:
    project = song(media, track("a", clip("lost", 0.0, 1.0)))
    rig = Rig(replace(project, sources={"lost": Source("lost", RATE, RATE, 2)}), media)
    rig.do(Play())
    rig.hear(RATE // 2)
    rig.player._check()
    rig.player._check()
    assert len(rig.notices) == 1
    assert "lost" in rig.notices[0]


def test_only_changed_lanes_are_sent_and_put_together_again(media: MemoryMedia) -> None:
    project = song(media, track("a", clip("sine", 0, 1)), track("b", clip("noise", 0, 1)))
    rig = Rig(project, media)
    difference, assembly = PlanDifference(), PlanAssembly()
    first = plan_of(project)
    assert assembly.plan(difference.load(first)) == first
    louder = replace(first.lanes[0], strip=Strip(gain_db=3.0))
    second = replace(first, lanes=(first.lanes[1], louder))
    load = difference.load(second)
    assert [lane.id for lane in load.changed] == ["a"]
    assert assembly.plan(load) == second
    assert rig.player.status().version == 1
