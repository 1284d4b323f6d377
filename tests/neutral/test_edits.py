# SPDX-License-Identifier: GPL-3.0-or-later
"""Edits that change no sample, compared bit for bit; `docs/NEUTRAL.md` is their list."""

import numpy as np
import pytest
from msgspec.structs import replace

from musicstudio.project.document import Document
from musicstudio.project.edits import chords, clips, markers, overlap, ranges, sections, song, strips, takes, tracks
from musicstudio.project.model import Chord, Device, Key, Marker, Section, Send, Strip, Take, Track
from tests.playback.songs import MemoryMedia, clip, noise, sine
from tests.playback.songs import song as song_of
from tests.playback.songs import track as row
from tests.whole_mix import render_mix

BAR_S, BAR_TICKS = 2.0, 3840
COMPRESSOR = Device("device-1", "compressor")


@pytest.fixture(scope="module")
def media() -> MemoryMedia:
    """Two recordings at the song's rate and one at another."""
    media = MemoryMedia()
    media.add("noise", noise(3.0, 1))
    media.add("sine", sine(330, 2.0))
    media.add("other", noise(2.0, 2)[:, : 2 * 44_100], 44_100)
    return media


@pytest.fixture
def document(media) -> Document:
    """Rows with clips, fades, gains, a device, a send and automation's neighbours: anything but plain."""
    bus = Track("bus", "Space", "bus", strip=Strip(devices=(Device("device-2", "reverb"),)))
    project = song_of(
        media,
        row("a", clip("noise", 0.5, 2.0, offset_s=0.25, gain_db=-2.5, fade_in_s=0.1, fade_out_s=0.2)),
        row("b", clip("sine", 1.0, 1.5), strip=Strip(gain_db=-3.0, pan=0.3, sends=(Send("bus", -9.0),))),
        row("c", clip("other", 0.0, 2.0, offset_s=0.013), strip=Strip(devices=(COMPRESSOR,))),
        bus,
    )
    return Document(replace(project, sections=(Section("section-1", "Verse 1", "verse", 0, BAR_TICKS),)))


def mix(document: Document, media: MemoryMedia) -> np.ndarray:
    """Four seconds before the master."""
    return render_mix(document.committed, media, with_master=False, start_s=0.0, end_s=4.0)


A, B, C = "clip-noise-0.5", "clip-sine-1.0", "clip-other-0.0"
THERE_AND_BACK = {
    "move a clip away and back": [clips.move_clips([A], 1.37), clips.move_clips([A], -1.37)],
    "move a clip to another row and back": [clips.move_clips([B], 0.0, "c"), clips.move_clips([B], 0.0, "b")],
    "trim a clip's end and draw it out again": [clips.trim_clip_end(B, 1.7), clips.trim_clip_end(B, 2.5)],
    "trim a clip's beginning and draw it out again": [clips.trim_clip_start(B, 1.3), clips.trim_clip_start(B, 1.0)],
    "change a clip's gain and set it back": [clips.set_clip_gain([A], 4.0), clips.set_clip_gain([A], -2.5)],
    "change fades and set them back": [clips.set_fades([A], 0.5, 0.5), clips.set_fades([A], 0.1, 0.2)],
    "mute and unmute a clip": [clips.mute_clips([A], True), clips.mute_clips([A], False)],
    "mute and unmute a row": [strips.set_mute(["b"], True), strips.set_mute(["b"], False)],
    "solo and unsolo a row": [strips.set_solo(["a"], True), strips.set_solo(["a"], False)],
    "move a fader and a pan and set them back": [
        strips.set_gain(["b"], 2.0), strips.set_pan(["b"], -1.0),
        strips.set_gain(["b"], -3.0), strips.set_pan(["b"], 0.3),
    ],
    "invert the phase twice": [strips.invert_phase(["a"], True), strips.invert_phase(["a"], False)],
    "switch an effect off and on": [
        strips.toggle_device("c", "device-1", False), strips.toggle_device("c", "device-1", True),
    ],
    "add an effect and take it out": [
        strips.add_device("a", Device("device-3", "compressor")), strips.remove_device("a", "device-3"),
    ],
    "take a send away and set it again": [strips.set_send("b", "bus", None), strips.set_send("b", "bus", -9.0)],
    "add a take and go back to the old one": [
        takes.add_take(A, Take("take-new", "new", "sine")), takes.choose_take(A, "take-noise"),
    ],
}  # fmt: skip
NOTHING_HEARD = {
    "split a clip": [clips.split_clips([A], 1.234)],
    "split clips of all rows at one place": [clips.split_clips([A, B, C], 1.5)],
    "split a clip many times": [clips.split_clips([A], 0.9)],
    "cut clips at the edges of a range": [ranges.split_at_range(1.1, 1.9)],
    "cut one row at the edges of a range that reaches past a clip's end": [ranges.split_at_range(1.1, 3.5, {"b"})],
    "split a clip and cross the halves over": [
        clips.split_clips([A], 1.2),
        lambda project: overlap.crossfade_clips(frozenset(c.id for _, c in project.clips()), 0.2)(project),
    ],
    "duplicate a clip to a later place": [clips.duplicate_clips([A], 20.0)],
    "add an empty row and remove it": [tracks.add_track(Track("new", "New")), tracks.remove_tracks(["new"])],
    "group rows and ungroup them": [
        tracks.group_tracks(["a", "b"], Track("group", "Group", "group")), tracks.ungroup("group"),
    ],
    "rename and color a row, a clip, the song": [
        tracks.rename_track("a", "Other"), clips.rename_clip(A, "Other"), song.set_title("Other"),
    ],
    "fold and hide a row": [tracks.fold_track("a", True)],
    "set and move markers": [
        markers.add_marker(Marker("marker-1", "Here", 960)), markers.move_marker("marker-1", 1920),
    ],
    "write chords and a key": [chords.put_chords(0, 1920, [Chord(0, 1920, 9, "min")]), song.set_key(Key(9, "minor"))],
    "name a section and set its energy": [
        sections.rename_section("section-1", "Intro"), sections.set_section_energy("section-1", 0.9),
    ],
    "write lyrics": [song.set_lyrics("la la")],
    "rename and favour a take": [takes.rename_take(A, "take-noise", "x"), takes.set_favorite_take(A, "take-noise")],
}  # fmt: skip
ALMOST = {
    "put plain rows into a group, which sums them first": [
        tracks.group_tracks(["a", "c"], Track("group", "Group", "group")),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", THERE_AND_BACK | NOTHING_HEARD)
def test_an_edit_changes_no_sample(document, media, name):
    before = mix(document, media)
    for edit in (THERE_AND_BACK | NOTHING_HEARD)[name]:
        document.transact(name, edit)
    np.testing.assert_array_equal(mix(document, media), before)


@pytest.mark.parametrize("name", THERE_AND_BACK)
def test_the_way_there_is_heard(document, media, name):
    """Or the way back would prove nothing."""
    before = mix(document, media)
    document.transact(name, THERE_AND_BACK[name][0])
    assert not np.array_equal(mix(document, media), before)


@pytest.mark.parametrize("name", ALMOST)
def test_what_rounds_differently_stays_below_minus_130_db(document, media, name):
    before = mix(document, media)
    for edit in ALMOST[name]:
        document.transact(name, edit)
    assert np.abs(mix(document, media) - before).max() < 10 ** (-130 / 20)


@pytest.mark.parametrize("name", THERE_AND_BACK | NOTHING_HEARD)
def test_undo_and_redo_change_no_sample(document, media, name):
    before = mix(document, media)
    for edit in (THERE_AND_BACK | NOTHING_HEARD)[name]:
        document.transact(name, edit)
    after = mix(document, media)
    while document.can_undo:
        document.undo()
    np.testing.assert_array_equal(mix(document, media), before)
    while document.can_redo:
        document.redo()
    np.testing.assert_array_equal(mix(document, media), after)
