# SPDX-License-Identifier: GPL-3.0-or-later
"""The closest passages are shown in the window, and can be heard in this song and in the other tune."""

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QLabel, QPushButton

from musicstudio.analysis.known_tunes import known_tunes
from musicstudio.app.files.similar import similar_job
from musicstudio.core.progress import run_to_end
from musicstudio.playback.silent import SilentPlayer
from musicstudio.project.model import Clip, Note, Take, Track
from musicstudio.ui.export.similarity import SimilarityLine, SimilarityReport

PATIENCE_MS = 60_000


class RecordingPlayer(SilentPlayer):
    """Keeps what it was given."""

    def __init__(self):
        super().__init__()
        self.loaded = []

    def load(self, project):
        self.loaded.append(project)
        super().load(project)


@pytest.fixture
def quoting(bridge):
    """A song whose lead is a tune that the composer learned from, a fourth higher."""
    tune = known_tunes().tune(55)
    notes = tuple(replace(note, pitch=note.pitch + 5) for note in tune.notes[:40])
    take = Take("t", notes=notes)
    clip = Clip("c", 0.0, 30.0, takes=(take,), active_take_id="t")
    track = Track("lead", "Lead melody", "instrument", "lead", "grand_piano", clips=(clip,))
    bridge.session.document.transact("Quote", lambda song: replace(song, tracks=(track,), sections=()))
    return tune


def test_the_line_names_a_tune_that_is_quoted(bridge, quoting, qtbot):
    line = SimilarityLine(bridge)
    qtbot.addWidget(line)
    qtbot.waitUntil(lambda: quoting.title in line.text, timeout=PATIENCE_MS)


def test_both_passages_can_be_heard_and_the_song_is_back_afterwards(bridge, quoting, qtbot):
    player = RecordingPlayer()
    bridge.session.player_sync.start(player)
    found = run_to_end(similar_job(bridge.project, None))
    report = SimilarityReport(bridge, found, None)
    qtbot.addWidget(report)
    assert any(label.text() == quoting.title for label in report.findChildren(QLabel))
    buttons = {each.accessibleName(): each for each in report.findChildren(QPushButton)}
    buttons[f"The other: {quoting.title}"].click()
    qtbot.waitUntil(lambda: player.loaded[-1].id == "passage", timeout=PATIENCE_MS)
    (track,) = player.loaded[-1].tracks
    assert [n.pitch for n in track.clips[0].takes[0].notes] == [n.pitch for n in found[0].passage]
    assert track.clips[0].takes[0].source, "it has a sound"
    buttons[f"This song: {quoting.title}"].click()
    assert player.loaded[-1].id == bridge.project.id and player.is_playing
    report.accept()
    assert not player.is_playing and player.loaded[-1].id == bridge.project.id


def test_a_tune_that_another_part_quotes_is_found_and_heard_there(bridge, qtbot):
    tune = known_tunes().tune(200)
    quoted = tuple(replace(note, pitch=note.pitch - 12) for note in tune.notes[:30])
    lead = (Note(0, 960, 72), Note(1920, 480, 74), Note(2880, 960, 71), Note(4800, 960, 76))
    rows = []
    for name, role, notes in (("Lead melody", "lead", lead), ("Cello", "strings", quoted)):
        take = Take(f"t-{name}", notes=notes)
        clip = Clip(f"c-{name}", 0.0, 40.0, takes=(take,), active_take_id=take.id)
        rows.append(Track(f"row-{name}", name, "instrument", role, "grand_piano", clips=(clip,)))
    bridge.session.document.transact("Quote", lambda song: replace(song, tracks=tuple(rows), sections=()))
    player = RecordingPlayer()
    bridge.session.player_sync.start(player)
    found = run_to_end(similar_job(bridge.project, None))
    assert found[0].title == tune.title and found[0].part == "Cello" and found[0].is_striking
    report = SimilarityReport(bridge, found, None)
    qtbot.addWidget(report)
    assert any(label.text().startswith("Cello · ") for label in report.findChildren(QLabel))
    buttons = {each.accessibleName(): each for each in report.findChildren(QPushButton)}
    buttons[f"The other: {tune.title}"].click()
    qtbot.waitUntil(lambda: player.loaded[-1].id == "passage", timeout=PATIENCE_MS)
