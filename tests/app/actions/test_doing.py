# SPDX-License-Identifier: GPL-3.0-or-later
"""An action that may be done does something, and one that may not says why: each is tried on what can be selected."""

import pytest
from msgspec.structs import replace

from musicstudio.app.actions import ACTIONS
from musicstudio.app.headless.inbox import Inbox
from musicstudio.app.session.clipboard import clipboard
from musicstudio.app.session.session import Session
from musicstudio.project.edits.clips import move_clips, split_clip
from musicstudio.project.edits.song import set_master_automation
from musicstudio.project.edits.strips import set_automation_point
from musicstudio.project.edits.tempo import set_meter, set_tempo
from musicstudio.project.edits.tracks import fold_track, group_tracks, set_hidden, set_instrument_plugin
from musicstudio.project.edits.versions import keep_version
from musicstudio.project.model import AutomationPoint, Device, Marker, PluginRef, Track
from tests.ui.demo_song import BAR, demo_song

PLUGIN = Device("plugin-1", "plugin", {"cutoff": 0.2}, plugin=PluginRef("/nowhere/Tube.vst3", "Tube"))
ANSWERS = {
    "chord.put": "Bbmaj7",
    "chord.change": "F#m7b5",
    "meter.change": "5/8",
    "meter.edit": "7/8",
    "song.meter": "5/8",
    "strip.send": "Reverb = −30 before",
    "track.plugin_setting": "cutoff=0.9",
}
SELECTIONS = {
    "nothing": {},
    "a clip": {"clip_ids": {"clip-piano-section-2"}},
    "clips": {"clip_ids": {"clip-piano-section-2", "clip-cello-section-2"}},
    "a section": {"section_ids": {"section-2"}},
    "a range": {"range_s": (20.0, 40.0), "track_ids": {"track-piano"}},
    "a range of takes": {"range_s": (55.0, 60.0), "track_ids": {"track-piano"}},
    "a range over a section's edge": {"range_s": (12.0, 17.0)},
    "a range after the song": {"range_s": (500.0, 540.0)},
    "a track": {"track_ids": {"track-piano"}},
    "an audio track": {"track_ids": {"track-cello"}},
    "tracks": {"track_ids": {"track-piano", "track-pad"}},
    "a group": {"track_ids": {"group"}},
    "a track of the group": {"track_ids": {"track-bass"}},
    "a marker": {"marker_ids": {"marker-1"}},
    "a chord": {"chord_ticks": {4 * BAR}},
    "a tempo change": {"tempo_ticks": {12 * BAR}},
    "a change of metre": {"meter_ticks": {20 * BAR}},
    "an automation point": {"point_ids": {("track-piano", "gain_db", 0)}},
    "another automation point": {"point_ids": {("track-piano", "gain_db", 8 * BAR)}},
    "pieces of a clip": {"clip_ids": {"clip-vocals-section-3", "right-piece"}},
}  # fmt: skip


@pytest.fixture
def session(tmp_path):
    """The demo song with a group, a hidden track, automation, a tempo change and something undone, at 38.4 s."""
    project, _ = demo_song()
    group = Track("group", "Low end", "group", "bass")
    made = Session.create(tmp_path / "Song.mstudio", project, Inbox().post)
    made.note_rendering.close()
    for edit in (
        keep_version("version-1", "Before", 0.0),
        group_tracks({"track-bass"}, group),
        set_hidden("track-strings", True),
        set_automation_point("track-piano", "gain_db", AutomationPoint(0, -6.0)),
        set_automation_point("track-piano", "gain_db", AutomationPoint(8 * BAR, -3.0)),
        set_master_automation("fader_db", [AutomationPoint(0, -3.0)]),
        set_tempo(84.0, 12 * BAR),
        set_meter(4, 4, 20 * BAR),
        lambda p: replace(p, markers=(*p.markers, Marker("marker-2", "End", 90 * BAR), Marker("marker-0", "A", 0))),
        lambda p: replace(p, markers=tuple(sorted(p.markers, key=lambda m: m.tick))),
        move_clips({"clip-piano-section-2"}, 1.0),
        lambda p: replace(p, tracks=tuple(_with_split(track) for track in p.tracks)),
        set_instrument_plugin("track-bass", PLUGIN),
        fold_track("group", True),
    ):
        made.document.transact("Before", edit)
    made.document.undo()
    made.create_state.set(prompt="a waltz")
    made.lanes.open(("track-piano", "gain_db"), ("track-pad", "pan"))
    made.lanes.set_mode("touch", ("track-pad", "pan"))
    made.again = lambda: ACTIONS["song.extend"].do(made, 4)  # something was missed and may be asked again
    made.player.seek(38.412)
    made.monitoring.hear_mono(True)
    made.selection.set(clip_ids={"clip-pad-section-0"})
    ACTIONS["edit.copy"].do(made)
    made.selection.clear()
    yield made
    made.close()
    clipboard().clips = None


def _with_split(track):
    """Where the vocals sing verse 2 in two pieces."""
    pieces = []
    for clip in track.clips:
        parts = split_clip(clip, clip.start_s + 5.0) if clip.id == "clip-vocals-section-3" else (clip,)
        pieces += [parts[0], *(replace(part, id="right-piece") for part in parts[1:])]
    return replace(track, clips=tuple(pieces))


@pytest.fixture
def submitted(session, monkeypatch):
    """Titles of jobs, which are not run."""
    titles = []
    monkeypatch.setattr(session.jobs, "submit", lambda title, job, **_: titles.append(title) or "job")
    return titles


def state(session, submitted):
    """All that an action can change."""
    player = session.player
    transport = (player.position_s, player.is_playing, session.player_sync.loop_s, session.player_sync.has_metronome)
    recording = (session.recording.armed_track_id, session.recording.is_running, session.recording.is_ending)
    recording = (*recording, session.recording.end_measuring)
    aside = id(clipboard().clips), session.monitoring.now, recording
    return (
        session.project,
        session.selection.now,
        session.document.history_index,
        len(submitted),
        transport,
        aside,
        session.lanes.now,
        session.note_recording.armed_track_id,
    )


def answer_to(action, session):
    """An answer that is another than what is there."""
    question = action.question
    if question is None or action.id in ANSWERS:
        return ANSWERS.get(action.id)
    start = question.start(session)
    if question.kind == "number":
        return question.most if float(start or 0.0) != question.most else question.least
    if question.kind == "choice":
        return next((value for value, _ in question.choices(session) if value != start), None)
    return f"{start} again"


@pytest.mark.parametrize("action", ACTIONS.values(), ids=lambda each: each.id)
def test_an_action_does_something_or_says_why_not(action, session, submitted):
    done = 0
    for selection in SELECTIONS.values():
        session.selection.set(**selection)
        can, why = action.enabled(session)
        assert can == (not why) and (can or why.endswith(".")), "a reason is a sentence"
        if not can or (action.id == "track.instrument_plugin" and answer_to(action, session) is None):
            continue  # where no plug-in is installed there is nothing to choose but for the track that has one
        before, index = state(session, submitted), session.document.history_index
        action.do(session, answer_to(action, session))
        assert state(session, submitted) != before, f"{action.id} said it could be done and did nothing"
        done += 1
        session.document.jump(index)
        session.player.seek(38.412)
    assert done, f"{action.id} could not be done on anything that was selected"


@pytest.mark.parametrize("action", [each for each in ACTIONS.values() if each.question], ids=lambda each: each.id)
def test_the_answer_shown_first_is_one_that_fits(action, session, submitted):
    for selection in SELECTIONS.values():
        session.selection.set(**selection)
        start = action.question.start(session)
        if action.enabled(session)[0] and action.question.kind in ("number", "choice") and start != "":
            action.question.check_answer(session, start)
