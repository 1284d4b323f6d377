# SPDX-License-Identifier: GPL-3.0-or-later
"""The review points at what a producer would hear, and only at that."""

from musicstudio.analysis.review import review
from musicstudio.project.model import Clip, Note, Project, Section, Take, Track

BAR = 3840


def song(*cells, loudness=None):
    """Sections of 16 bars at 120 BPM, one track; each cell is the notes of a section."""
    sections = tuple(Section(f"s{i}", name, kind, i * 16 * BAR, 16 * BAR) for i, (name, kind, _) in enumerate(cells))
    clips = tuple(
        Clip(f"c{i}", i * 32.0, 32.0, name, f"s{i}", takes=(Take(f"t{i}", notes=notes),), active_take_id=f"t{i}")
        for i, (name, _, notes) in enumerate(cells)
    )
    return Project("p", sections=sections, tracks=(Track("k", "Keys", role="keys", clips=clips),))


def line(bars, change_every=10**9):
    return tuple(
        Note(b * BAR + q * 960, 900, 60 + (q * 3 + b % 4 + b // change_every) % 12)
        for b in range(bars)
        for q in range(4)
    )


def test_the_same_four_bars_three_times_are_named_with_their_bars():
    findings = review(song(("Verse 2", "verse", line(16))))
    assert [f.title for f in findings] == ["Verse 2 repeats bars 1–16"]
    assert findings[0].section_ids == ("s0",) and findings[0].track_ids == ("k",)


def test_a_line_that_moves_on_is_left_alone():
    assert review(song(("Verse", "verse", line(16, change_every=4)))) == ()


def test_a_section_that_copies_another_is_named():
    notes = line(16, change_every=4)
    titles = [f.title for f in review(song(("Verse 1", "verse", notes), ("Verse 2", "verse", notes)))]
    assert titles == ["Verse 2 copies Verse 1"]


def test_dynamics_are_judged_against_the_verses():
    project = song(("Verse", "verse", ()), ("Chorus 1", "chorus", ()), ("Chorus 2", "chorus", ()))
    findings = review(project, {"s0": -20.0, "s1": -19.8, "s2": -15.9})
    assert [(f.kind, f.title) for f in findings] == [
        ("dynamics", "Chorus 1 does not lift"),
        ("praise", "Last chorus lifts 4.1 dB"),
    ]


def test_silence_is_reported():
    assert [f.kind for f in review(song(("Break", "break", ())), {"s0": -90.0})] == ["silence"]
