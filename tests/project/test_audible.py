# SPDX-License-Identifier: GPL-3.0-or-later
"""Which rows are silenced is what the mixer does, for any mutes, solos and groups."""

import random

import pytest
from msgspec.structs import replace

from musicstudio.playback.graph.plan import plan_of
from musicstudio.playback.graph.routing import routes_of
from musicstudio.project.audible import silenced_track_ids
from musicstudio.project.model import Project, Strip, Track


def random_song(seed):
    draw = random.Random(seed)
    tracks = []
    for number in range(8):
        kind = draw.choice(["audio", "audio", "group"])
        group_id = draw.choice(["", *(track.id for track in tracks)])
        flags = {name: draw.random() < 0.2 for name in ("is_muted", "is_soloed", "is_solo_safe")}
        tracks.append(Track(f"t{number}", f"T{number}", kind, strip=Strip(**flags), group_id=group_id))
    return Project("song", tracks=tuple(tracks))


@pytest.mark.parametrize("seed", range(40))
def test_silenced_rows_are_those_that_the_mixer_lets_nothing_through(seed):
    song = random_song(seed)
    lanes = plan_of(song).lanes
    silent = {lane_id for lane_id, route in routes_of(lanes).items() if not route.is_direct}
    assert silenced_track_ids(song) == silent & {track.id for track in song.tracks}


def test_a_ring_of_groups_ends():
    ring = Project("song", tracks=(Track("a", "A", "group", group_id="b"), Track("b", "B", "group", group_id="a")))
    muted = replace(ring.tracks[0], strip=Strip(is_muted=True))
    assert silenced_track_ids(replace(ring, tracks=(muted, ring.tracks[1]))) == {"a", "b"}
