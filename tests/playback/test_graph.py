# SPDX-License-Identifier: GPL-3.0-or-later
"""The graph puts every sample where the document says, whatever the block sizes."""

import numpy as np
import pytest
from msgspec.structs import replace

from musicstudio.dsp.fades import equal_power_in
from musicstudio.mixing.devices import DEVICES, NOTE_LENGTHS
from musicstudio.mixing.presets import default_buses, strip_for_role
from musicstudio.playback.graph.graph import Graph
from musicstudio.playback.graph.plan import PlanMaker, plan_of
from musicstudio.playback.graph.sources import Sources
from musicstudio.project.model import (
    AutomationLane,
    AutomationPoint,
    Device,
    Project,
    Send,
    Source,
    Strip,
    Take,
    Tempo,
    TempoMap,
)
from tests.clicks import find_clicks
from tests.whole_mix import render_mix

from .songs import RATE, MemoryMedia, clip, noise, sine, song, track


def rendered(project: Project, media: MemoryMedia, frames: int, blocks: tuple[int, ...] = (4096,)) -> np.ndarray:
    """The mix before the master, in blocks whose sizes repeat."""
    graph, parts, position, number = Graph(plan_of(project), Sources(media)), [], 0, 0
    while position < frames:
        size = min(blocks[number % len(blocks)], frames - position)
        parts.append(graph.render(position, size).mix)
        position, number = position + size, number + 1
    return np.concatenate(parts, axis=1)


@pytest.fixture
def media() -> MemoryMedia:
    """Noise and a sine of a second."""
    media = MemoryMedia()
    media.add("noise", noise(1.0))
    media.add("sine", sine(440, 1.0))
    return media


def test_a_window_is_sample_accurate_and_its_inside_is_the_same_bytes(media: MemoryMedia) -> None:
    project = song(media, track("a", clip("noise", 0.25, 0.5, offset_s=0.1)))
    mix = rendered(project, media, RATE)
    start, end, offset = 12_000, 36_000, 4800
    assert not mix[:, :start].any()
    assert not mix[:, end:].any()
    inside = slice(start + 144, end - 144)
    expected = media.audio["noise"][:, inside.start - start + offset : inside.stop - start + offset]
    np.testing.assert_array_equal(mix[:, inside], expected)


def test_cut_edges_are_softened_and_natural_edges_are_left_alone(media: MemoryMedia) -> None:
    media.add("hit", noise(0.2))
    project = song(
        media, track("a", clip("hit", 0.0, 1.0, rings=True)), track("b", clip("sine", 1.0, 0.3, offset_s=0.2))
    )
    mix = rendered(project, media, 2 * RATE)
    np.testing.assert_array_equal(mix[:, : media.audio["hit"].shape[1]], media.audio["hit"])
    assert find_clicks(mix[:, RATE - 4800 :]).size == 0
    assert np.abs(mix[:, RATE]).max() < 0.01


def test_ringing_clips_sound_before_and_after_their_window(media: MemoryMedia) -> None:
    project = song(media, track("a", clip("noise", 0.5, 0.25, rings=True, lead_s=0.125)))
    mix = rendered(project, media, 2 * RATE)
    begin = 24_000 - 6000
    np.testing.assert_array_equal(mix[:, begin + 144 : begin + RATE - 144], media.audio["noise"][:, 144:-144])
    assert not mix[:, :begin].any()
    assert not mix[:, begin + RATE :].any()


def test_a_split_clip_sounds_as_before_the_split(media: MemoryMedia) -> None:
    whole = song(media, track("a", clip("noise", 0.0, 1.0)))
    halves = (clip("noise", 0.0, 0.4), clip("noise", 0.4, 0.6, offset_s=0.4, rings=True))
    np.testing.assert_array_equal(rendered(song(media, track("a", *halves)), media, RATE), rendered(whole, media, RATE))


def test_overlapping_clips_sum_and_gain_and_fades_apply(media: MemoryMedia) -> None:
    one = song(media, track("a", clip("noise", 0.0, 1.0, fade_in_s=0.1, gain_db=-6.0)))
    two = song(media, track("a", clip("noise", 0.0, 1.0, fade_in_s=0.1, gain_db=-6.0), clip("sine", 0.2, 0.5)))
    sum_of = rendered(one, media, RATE) + rendered(song(media, track("a", clip("sine", 0.2, 0.5))), media, RATE)
    np.testing.assert_allclose(rendered(two, media, RATE), sum_of, atol=1e-7)
    head = media.audio["noise"][:, :4800] * equal_power_in(4800) * np.float32(10 ** (-6 / 20))
    np.testing.assert_allclose(rendered(one, media, RATE)[:, :4800], head, atol=1e-6)


def test_mono_is_heard_on_both_sides_and_other_rates_in_tune(media: MemoryMedia) -> None:
    media.add("mono44", sine(997, 2.5, channels=1, rate=44_100), 44_100)
    mix = rendered(song(media, track("a", clip("mono44", 0.0, 2.5))), media, int(2.5 * RATE), (4097, 100))
    np.testing.assert_allclose(mix[:, 4800:-4800], sine(997, 2.5)[:, 4800:-4800], atol=2e-4)


def without_low_cut(strip: Strip) -> Strip:
    """The strip with nothing in it that rings for long; see the test of what a low cut forgets."""
    devices = (
        replace(device, params={name: value for name, value in device.params.items() if name != "low_cut_hz"})
        for device in strip.devices
    )
    return replace(strip, devices=tuple(devices))


def busy_song(media: MemoryMedia) -> Project:
    """Every kind of device, sends, a group, automation of a fader and of a knob, and a side-chain."""
    reverb, delay = default_buses()
    every = tuple(Device(f"d-{kind}", kind, {"low_shelf_db": 4.0} if kind == "eq" else {}) for kind in DEVICES)
    sweep = (AutomationPoint(0, 400.0), AutomationPoint(1920, 9000.0))
    ramp = (AutomationPoint(0, -20.0), AutomationPoint(960, 0.0))
    lanes = (AutomationLane("gain_db", ramp), AutomationLane("d-filter.cutoff_hz", sweep))
    strip = Strip(devices=every, sends=(Send(reverb.id, -6.0), Send(delay.id, -9.0)), automation=lanes, pan=0.3)
    group = track("band", kind="group", strip=without_low_cut(strip_for_role("drums")))
    return song(
        media, track("drums", clip("noise", 0.0, 0.3), clip("noise", 0.5, 0.2), role="drums", group_id="band"),
        track("busy", clip("sine", 0.0, 1.0), strip=strip), group, reverb, delay,
    )  # fmt: skip


@pytest.mark.parametrize("blocks", [(1,), (511, 64, 1), (1024,), (777, 4096, 3)])
def test_output_does_not_depend_on_block_sizes(media: MemoryMedia, blocks: tuple[int, ...]) -> None:
    frames = 3000 if blocks == (1,) else RATE
    project = busy_song(media)
    # -120 dBFS: numpy's exp may differ in its last bit between one sample and many; everything else is exact.
    np.testing.assert_allclose(
        rendered(project, media, frames, blocks), rendered(project, media, frames, (9000,)), rtol=0, atol=1e-6
    )


@pytest.mark.parametrize("late_frames", [160, 496, 736])
def test_what_a_low_cut_forgets_at_the_end_of_a_block_is_below_114_dbfs(media: MemoryMedia, late_frames: int) -> None:
    """On Intel JUCE's filters set a state below 1e-8 to zero when a block ends, and a cut at 28 Hz rings that on.

    Of 150 places of the same noise the worst differ by 1.2e-6, with blocks of one frame.
    """
    media.add("hit", noise(0.3))
    equalizer = Strip(devices=strip_for_role("drums").devices[:1])
    project = song(media, track("drums", clip("hit", late_frames / RATE, 0.3, rings=True), strip=equalizer))
    whole, pieces = (rendered(project, media, RATE // 2, blocks) for blocks in ((9000,), (511, 64, 1)))
    np.testing.assert_allclose(pieces, whole, rtol=0, atol=2e-6)


def test_ordinary_strips_give_the_same_bytes_for_any_block_sizes(media: MemoryMedia) -> None:
    reverb, delay = default_buses()
    tracks = [
        track(role, clip("noise", 0, 1), strip=strip_for_role(role, reverb.id, delay.id)) for role in ("vocals", "bass")
    ]
    project = song(media, *tracks, reverb, delay)
    np.testing.assert_array_equal(
        rendered(project, media, RATE, (64, 1023, 5)), rendered(project, media, RATE, (16_000,))
    )


def test_the_side_chain_ducks_while_the_drums_play(media: MemoryMedia) -> None:
    ducker = Device("duck", "ducker", {"amount_db": 12.0, "threshold_db": -40.0})
    drums = track("drums", clip("noise", 0.0, 0.5), role="drums", strip=Strip(gain_db=-120.0))
    mix = rendered(
        song(media, drums, track("pad", clip("sine", 0.0, 1.0), strip=Strip(devices=(ducker,)))), media, RATE
    )
    ducked, free = (np.abs(mix[:, part]).max() for part in (slice(12_000, 20_000), slice(45_000, 47_000)))
    assert 20 * np.log10(free / ducked) == pytest.approx(12.0, abs=0.5)


def test_a_side_chain_can_name_any_track_or_group(media: MemoryMedia) -> None:
    def level(**device: object) -> float:
        strip = Strip(devices=(Device("d", "ducker", {"amount_db": 12.0, "threshold_db": -40.0}, **device),))
        voice = track("voice", clip("noise", 0.0, 1.0), strip=Strip(gain_db=-60.0), group_id="choir")
        project = song(media, track("pad", clip("sine", 0.0, 1.0), strip=strip), voice, track("choir", kind="group"))
        return float(np.abs(rendered(project, media, RATE)[:, RATE // 2 :]).max())

    free = level(key_id="nobody")
    assert 20 * np.log10(free / level(key_id="voice")) == pytest.approx(12.0, abs=0.5)
    assert 20 * np.log10(free / level(key_id="choir")) == pytest.approx(12.0, abs=0.5)


def test_a_compressor_can_follow_another_track_and_rings_of_keys_end(media: MemoryMedia) -> None:
    def keyed(device_id: str, key_id: str) -> Strip:
        return Strip(devices=(Device(device_id, "compressor", {"threshold_db": -40.0, "ratio": 10.0}, key_id=key_id),))

    one, two = track("one", clip("sine", 0.0, 1.0), strip=keyed("a", "two")), track("two", clip("noise", 0.0, 1.0))
    soft = track("two", clip("noise", 0.0, 1.0), strip=Strip(gain_db=-60.0))
    alone = rendered(song(media, track("one", clip("sine", 0.0, 1.0))), media, RATE)
    assert np.abs(rendered(song(media, one, soft), media, RATE)[:, RATE // 2 :]).max() < np.abs(alone).max() / 3
    ring = replace(two, strip=keyed("b", "one"))
    assert np.isfinite(rendered(song(media, one, ring), media, RATE)).all()


@pytest.mark.parametrize(("bpms", "echo_s"), [((120.0,), 0.25), ((60.0, 120.0), 0.5)])
def test_a_delay_follows_the_tempo(media: MemoryMedia, bpms: tuple[float, ...], echo_s: float) -> None:
    click = np.zeros((2, 4 * RATE), np.float32)
    click[:, 0] = click[:, 3 * RATE] = 1.0
    media.add("click", click)
    eighth = list(NOTE_LENGTHS).index("1/8")
    delay = Device("d", "delay", {"sync": float(eighth), "mix": 100.0, "feedback": 0.0, "low_cut_hz": 20.0})
    tempos = tuple(Tempo(index * 1920, bpm) for index, bpm in enumerate(bpms))
    project = replace(
        song(media, track("a", clip("click", 0.0, 4.0), strip=Strip(devices=(delay,)))), tempo_map=TempoMap(tempos)
    )
    mix = np.abs(rendered(project, media, 4 * RATE)[0])
    assert abs(int(mix[: 2 * RATE].argmax()) - round(echo_s * RATE)) <= 2
    last_s = 60 / bpms[-1] / 2
    assert abs(int(mix[3 * RATE + 10 :].argmax()) + 10 - round(last_s * RATE)) <= 2


def test_phase_and_input_gain_come_before_the_effects_and_width_after(media: MemoryMedia) -> None:
    plain = rendered(song(media, track("a", clip("sine", 0.0, 1.0))), media, RATE)
    turned = Strip(is_phase_inverted=True, input_gain_db=-6.0, width=0.0)
    np.testing.assert_allclose(
        rendered(song(media, track("a", clip("sine", 0.0, 1.0), strip=turned)), media, RATE),
        np.repeat(plain.mean(axis=0, keepdims=True), 2, axis=0) * -(10 ** (-6 / 20)), atol=1e-6,
    )  # fmt: skip


@pytest.mark.parametrize("delay_ms", [20.0, -20.0])
def test_a_delayed_track_sounds_later_or_earlier_and_else_the_same(media: MemoryMedia, delay_ms: float) -> None:
    def at(delay_ms: float) -> np.ndarray:
        return rendered(song(media, track("a", clip("noise", 0.1, 0.5), strip=Strip(delay_ms=delay_ms))), media, RATE)

    np.testing.assert_array_equal(np.roll(at(0.0), round(delay_ms * 48), axis=1), at(delay_ms))


def test_a_send_before_the_fader_stays_when_the_fader_goes_down(media: MemoryMedia) -> None:
    room = track("room", kind="bus")
    plain = rendered(song(media, track("a", clip("sine", 0.0, 1.0))), media, RATE)
    for is_pre, level in ((True, 0.5), (False, 0.0)):
        strip = Strip(gain_db=-60.0, sends=(Send(room.id, -6.0206, is_pre),))
        mix = rendered(song(media, track("a", clip("sine", 0.0, 1.0), strip=strip), room), media, RATE)
        np.testing.assert_allclose(mix, plain * level, atol=1e-6)


def test_a_send_can_be_automated(media: MemoryMedia) -> None:
    room = track("room", kind="bus")
    lane = AutomationLane(f"send.{room.id}", (AutomationPoint(0, -60.0), AutomationPoint(960, -60.0),
                                              AutomationPoint(960, 0.0)))  # fmt: skip
    strip = Strip(gain_db=-60.0, sends=(Send(room.id, 6.0, True),), automation=(lane,))
    mix = rendered(song(media, track("a", clip("sine", 0.0, 1.0), strip=strip), room), media, RATE)
    assert not mix[:, : RATE // 2].any()
    plain = rendered(song(media, track("a", clip("sine", 0.0, 1.0))), media, RATE)
    np.testing.assert_allclose(mix[:, RATE // 2 + 1 :], plain[:, RATE // 2 + 1 :], atol=1e-6)


def test_what_is_safe_from_solo_sounds_beside_the_soloed(media: MemoryMedia) -> None:
    soloed, safe = Strip(is_soloed=True), Strip(is_solo_safe=True)
    rows = [track("a", clip("sine", 0.0, 1.0), strip=soloed), track("b", clip("noise", 0.0, 1.0), strip=safe),
            track("c", clip("noise", 0.0, 1.0))]  # fmt: skip
    both = rendered(song(media, rows[0], rows[1]), media, RATE)
    np.testing.assert_array_equal(rendered(song(media, *rows), media, RATE), both)


def test_mute_and_solo(media: MemoryMedia) -> None:
    reverb, _ = default_buses()
    wet = Strip(sends=(Send(reverb.id, 0.0),))
    tracks = [track("a", clip("sine", 0, 1), strip=wet), track("b", clip("noise", 0, 1), group_id="g"),
              track("g", kind="group"), reverb]  # fmt: skip

    def mix(**strips: dict[str, object]) -> np.ndarray:
        changed = [replace(t, strip=replace(t.strip, **strips.get(t.name, {}))) for t in tracks]
        return rendered(song(media, *changed), media, 12_000)

    everything, only_a, only_b = mix(), mix(b={"is_muted": True}), mix(a={"is_muted": True})
    np.testing.assert_allclose(everything, only_a + only_b, atol=1e-6)
    np.testing.assert_array_equal(mix(a={"is_soloed": True}), only_a)
    np.testing.assert_array_equal(mix(b={"is_soloed": True}), only_b)
    np.testing.assert_array_equal(mix(g={"is_soloed": True}), only_b)
    np.testing.assert_array_equal(mix(g={"is_muted": True}), only_a)
    assert not mix(a={"is_soloed": True, "is_muted": True}).any()
    only_reverb = mix(Reverb={"is_soloed": True})
    np.testing.assert_allclose(only_reverb, only_a - media.audio["sine"][:, :12_000], atol=1e-6)


def test_hidden_tracks_sound_and_damaged_media_are_silent_and_named(media: MemoryMedia) -> None:
    tracks = track("hidden", clip("noise", 0, 1), is_hidden=True), track("lost", clip("lost", 0, 1))
    project = song(media, *tracks)
    project = replace(project, sources={**project.sources, "lost": Source("lost", RATE, RATE, 2)})
    sources = Sources(media)
    block = Graph(plan_of(project), sources).render(0, 4096)
    assert block.lanes["hidden"].any()
    assert not block.lanes["lost"].any()
    assert list(sources.damaged) == ["lost"]


def test_a_loop_has_no_click_where_it_jumps(media: MemoryMedia) -> None:
    graph = Graph(plan_of(song(media, track("a", clip("sine", 0.0, 1.0)))), Sources(media))
    turn = [graph.render(0, 10_000).mix, graph.render(3333, 10_000, came_from=10_000).mix]
    assert find_clicks(np.concatenate(turn, axis=1)).size == 0


def test_only_changed_tracks_are_planned_again(media: MemoryMedia) -> None:
    project = song(media, track("a", clip("noise", 0, 1)), track("b", clip("sine", 0, 1)))
    maker = PlanMaker()
    before = maker.plan(project)
    louder = replace(project.tracks[0], strip=Strip(gain_db=3.0))
    after = maker.plan(replace(project, tracks=(louder, project.tracks[1])))
    assert after.lanes[1] is before.lanes[1]
    assert after.lanes[0].strip.gain_db == 3.0


def test_a_clip_without_a_rendered_take_is_silent(media: MemoryMedia) -> None:
    waiting = replace(clip("noise", 0, 1), takes=(Take(id="t"),), active_take_id="t")
    assert not rendered(song(media, track("a", waiting)), media, 1000).any()


def test_a_range_is_rendered_with_its_effects_warmed_up(media: MemoryMedia) -> None:
    project = busy_song(media)
    whole = render_mix(project, media, end_s=0.9)
    part = render_mix(project, media, start_s=0.5, end_s=0.9)
    np.testing.assert_allclose(part, whole[:, RATE // 2 :], atol=1e-6)
