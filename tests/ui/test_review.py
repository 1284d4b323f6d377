# SPDX-License-Identifier: GPL-3.0-or-later
"""The review: findings become cards that select and vary their place."""

import pytest

from musicstudio.analysis.review import Finding
from musicstudio.project.edits.strips import set_mute
from musicstudio.ui.review import state as state_module
from musicstudio.ui.review.card import FindingCard
from musicstudio.ui.review.panel import ReviewBox, ReviewPanel
from musicstudio.ui.review.state import ReviewState
from tests.ui.controls import beginning, texts

FINDINGS = (
    Finding(
        "repetition", "warn", "Verse 2 repeats bars 25–32", "Same 4 bars three times.", ("section-3",), ("track-piano",)
    ),
    Finding("praise", "ok", "Last chorus lifts 4.1 dB", "", ("section-6",)),
)  # fmt: skip


@pytest.fixture
def state(bridge, monkeypatch) -> ReviewState:
    monkeypatch.setattr(state_module, "review_song", lambda session, land: land(FINDINGS))
    return ReviewState(bridge)


@pytest.fixture
def panel(qapp, state):
    made = ReviewPanel(state)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def test_it_says_what_a_review_is_before_the_first(panel):
    assert any("repetition" in text for text in texts(panel))
    assert beginning(panel, "Review the song").isEnabled()


def test_findings_become_cards(panel, state):
    state.ask()
    assert {FINDINGS[0].title, FINDINGS[0].detail} <= set(texts(panel))
    assert len(panel.findChildren(FindingCard)) == 2


def test_a_finding_selects_its_place_and_can_be_varied(state, bridge, monkeypatch):
    asked = []
    monkeypatch.setattr(bridge.session.jobs, "submit", lambda title, job, **_: asked.append(title))
    state.ask()
    state.select(state.findings[0])
    assert bridge.session.selection.section_ids == {"section-3"}
    assert bridge.session.selection.track_ids == {"track-piano"}
    state.vary(state.findings[0])
    assert asked[-1].startswith("Regenerate ") and "(Piano)" in asked[-1]


def test_a_changed_song_is_told(panel, state, bridge):
    state.ask()
    assert not any("changed" in text for text in texts(panel))
    bridge.edit("Mute", set_mute({"track-bass"}, True))
    assert any("changed" in text for text in texts(panel))


def test_the_inspector_shows_the_first_findings(qapp, state):
    box = ReviewBox(state)
    state.ask()
    assert box.isVisibleTo(None)
    assert len(box.findChildren(FindingCard)) == 2
    box.deleteLater()
