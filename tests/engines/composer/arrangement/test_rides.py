# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter rides: electronic builds open up, and the automation is well formed."""

from musicstudio.engines.composer.arrangement import arrange, choose_parts
from musicstudio.mixing.devices import DEVICES

FORM = (("intro", 4, 0.4), ("verse", 4, 0.5), ("build", 4, 0.6), ("drop", 8, 0.9), ("outro", 4, 0.4))


def rides(make_song, styles, style):
    plan = make_song(style, form=FORM)
    scores = arrange(plan, choose_parts(plan.conditioning, styles(style), 1), styles(style), 1)
    return plan, [score.part for score in scores if score.part.strip.automation]


def test_a_build_opens_the_filter_and_the_drop_is_wide_open(make_song, styles):
    plan, parts = rides(make_song, styles, "trance")
    assert parts
    build, drop = plan.sections[2].section, plan.sections[3].section
    for part in parts:
        (lane,) = part.strip.automation
        device, _, param = lane.target.partition(".")
        spec = DEVICES[next(d.kind for d in part.strip.devices if d.id == device)].param(param)
        ticks = [point.tick for point in lane.points]
        assert ticks == sorted(ticks)
        assert all(spec.min <= point.value <= spec.max for point in lane.points)
        opening = [p.value for p in lane.points if build.start_ticks <= p.tick < build.end_ticks]
        assert opening == sorted(opening)
        assert opening[0] < 1000 < opening[-1]
        assert {p.value for p in lane.points if drop.start_ticks <= p.tick < drop.end_ticks} == {spec.max}


def test_acoustic_styles_are_not_swept(make_song, styles):
    assert not rides(make_song, styles, "folk")[1]
