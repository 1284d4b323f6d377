# SPDX-License-Identifier: GPL-3.0-or-later
"""A MIDI keyboard in the session: it comes and goes, plays the chosen track, and is recorded as takes."""

import numpy as np
import pytest

from musicstudio.app.actions import ACTIONS
from musicstudio.app.audio.record import keep_leftovers
from musicstudio.app.session.live_sound import play_live_note
from musicstudio.app.session.midi_input import NONE
from musicstudio.core.errors import DeviceError
from musicstudio.core.progress import run_to_end
from musicstudio.core.units import SAMPLE_RATE, TICKS_PER_QUARTER
from musicstudio.project.edits.strips import set_gain
from musicstudio.project.edits.tracks import add_track, remove_tracks
from musicstudio.project.model import Strip, Track
from musicstudio.recording.midi_ports import MidiEvent

BEAT = TICKS_PER_QUARTER


class Keyboards:
    """A machine whose keyboards are plugged in and played by the test."""

    def __init__(self, *names):
        self.present, self.listeners, self.taken = list(names), {}, set()

    def names(self):
        return tuple(self.present)

    def open(self, name, on_event):
        if name in self.taken or name not in self.present:
            raise DeviceError(f"The MIDI keyboard “{name}” does not open.")
        self.listeners[name] = on_event
        keyboards = self

        class Port:
            def close(self):
                keyboards.listeners.pop(name, None)

        return Port()

    def play(self, kind, pitch=0, velocity=90, name="Keys"):
        self.listeners[name](MidiEvent(kind, pitch, velocity))
        handled = []
        self.post(lambda: handled.append(True))
        self.until(lambda: handled)


@pytest.fixture
def studio(headless):
    session = headless.session
    session.until = headless.inbox.pump_until
    session.document.transact("Add", add_track(Track("piano", "Piano", "instrument", "keys", "grand_piano")))
    session.selection.set(track_ids={"piano"})
    session.midi.system = keyboards = Keyboards("Keys")
    keyboards.post, keyboards.until = session.post, session.until
    session.midi.look()
    return session


def key(session):
    return session.midi.system


def test_keyboards_are_listened_to_as_they_come_and_go(studio):
    assert studio.midi.listened_to == ("Keys",)
    key(studio).present.append("Pads")
    studio.midi.look()
    assert studio.midi.listened_to == ("Keys", "Pads")
    key(studio).present.remove("Keys")
    studio.midi.look()
    assert studio.midi.listened_to == ("Pads",)
    assert "Keys" not in key(studio).listeners


def test_one_keyboard_or_none_can_be_chosen_and_is_remembered(studio):
    key(studio).present.append("Pads")
    studio.midi.choose("Pads")
    assert studio.midi.listened_to == ("Pads",)
    studio.midi.choose(NONE)
    assert studio.midi.listened_to == () and studio.settings.values.midi_input == NONE


def test_a_keyboard_that_another_program_holds_is_told_once(studio):
    told = []
    studio.notices.observe(lambda notice: told.append(notice.text))
    key(studio).taken.add("Pads")
    key(studio).present.append("Pads")
    studio.midi.look()
    studio.midi.look()
    assert told == ["The MIDI keyboard “Pads” does not open."]


def test_a_key_plays_the_chosen_tracks_instrument_and_the_pedal_holds_it(studio):
    key(studio).play("on", 60)
    studio.until(lambda: studio.player.keys_down == [60])
    key(studio).play("pedal", velocity=127)
    key(studio).play("off", 60)
    assert studio.player.keys_down == [60]
    key(studio).play("pedal", velocity=0)
    assert studio.player.keys_down == []


def test_a_keyboard_that_is_pulled_out_lets_go_of_what_it_held(studio):
    key(studio).play("on", 60)
    studio.until(lambda: studio.player.keys_down == [60])
    key(studio).present.clear()
    studio.midi.look()
    assert studio.player.keys_down == []


def test_a_note_is_that_of_the_instrument_through_the_strip():
    loud = Track("p", "P", "instrument", "keys", "grand_piano", strip=Strip(gain_db=0.0))
    soft = Track("p", "P", "instrument", "keys", "grand_piano", strip=Strip(gain_db=-20.0, pan=-1.0))
    first, second = (run_to_end(play_live_note(track, 60, 90, 1)) for track in (loud, soft))
    assert first.shape[0] == 2 and first.shape[1] > SAMPLE_RATE
    assert np.abs(second[0]).max() == pytest.approx(np.abs(first[0]).max() * 10 ** (-20 / 20), rel=0.5)
    assert np.abs(second[1]).max() < 1e-3


def test_notes_that_are_played_to_the_song_become_a_take(studio):
    ACTIONS["transport.record"].do(studio)
    assert studio.note_recording.is_running and studio.player.is_playing
    start_s = studio.player.position_s
    for beat, pitch in enumerate((60, 64, 67)):
        studio.player.position_s = start_s + 0.5 * beat
        key(studio).play("on", pitch, 50 + pitch)
        studio.player.position_s = start_s + 0.5 * beat + 0.25
        key(studio).play("off", pitch)
    studio.player.position_s = start_s + 1.6
    steps = len(studio.document.history)
    ACTIONS["transport.record"].do(studio)
    (clip,) = studio.project.track("piano").clips
    assert [(n.start_ticks, n.pitch, n.velocity) for n in clip.take.notes] == [
        (0, 60, 110), (BEAT, 64, 114), (2 * BEAT, 67, 117),
    ]  # fmt: skip
    assert all(note.length_ticks == BEAT // 2 for note in clip.take.notes)
    assert len(studio.document.history) == steps + 1 and clip.length_s == pytest.approx(2.0)


def test_a_second_recording_over_a_clip_is_another_take_with_what_was_there(studio):
    record(studio, 60)
    studio.player.position_s = 0.0
    record(studio, 72)
    (clip,) = studio.project.track("piano").clips
    assert len(clip.takes) == 2
    assert sorted(note.pitch for note in clip.take.notes) == [60, 72]
    assert [note.pitch for note in clip.takes[0].notes] == [60]


def test_each_round_of_a_loop_is_a_take(studio):
    studio.player_sync.set_loop((0.0, 2.0))
    ACTIONS["transport.record"].do(studio)
    for at_s, kind, pitch in ((0.5, "on", 60), (1.0, "off", 60), (1.5, "on", 62), (0.2, "on", 64), (0.7, "off", 64)):
        studio.player.position_s = at_s
        key(studio).play(kind, pitch)
    ACTIONS["transport.record"].do(studio)
    (clip,) = studio.project.track("piano").clips
    assert [[note.pitch for note in take.notes] for take in clip.takes] == [[60, 62], [64]]
    assert clip.takes[0].notes[1].start_ticks + clip.takes[0].notes[1].length_ticks == 4 * BEAT


def test_with_the_playhead_behind_the_loop_recording_begins_at_the_loop(studio):
    studio.player_sync.set_loop((4.0, 6.0))
    studio.player.position_s = 9.0
    ACTIONS["transport.record"].do(studio)
    assert studio.note_recording.start_s == 4.0 and studio.player.position_s == 4.0


def test_nothing_played_leaves_the_song_as_it_is(studio):
    before = studio.project
    ACTIONS["transport.record"].do(studio)
    ACTIONS["transport.record"].do(studio)
    assert studio.project is before


def test_a_track_that_goes_while_it_is_recorded_costs_no_more_than_the_notes(studio):
    ACTIONS["transport.record"].do(studio)
    key(studio).play("on", 60)
    key(studio).play("off", 60)
    studio.document.undo()
    ACTIONS["transport.record"].do(studio)
    assert not studio.note_recording.is_running and studio.project.track("piano") is None


def left(studio):
    return list((studio.path / "recordings").glob("*.notes"))


def test_what_is_played_is_written_down_until_it_is_in_the_song(studio):
    ACTIONS["transport.record"].do(studio)
    key(studio).play("on", 60)
    assert len(left(studio)) == 1
    key(studio).play("off", 60)
    ACTIONS["transport.record"].do(studio)
    assert not left(studio)


def test_where_nothing_can_be_written_down_any_more_the_notes_come_once_and_that_is_told(studio, monkeypatch):
    ACTIONS["transport.record"].do(studio)
    key(studio).play("on", 60)

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("musicstudio.recording.note_slips.os.write", full)
        studio.player.position_s += 0.5
        key(studio).play("off", 60)
        key(studio).play("on", 64)
    studio.player.position_s += 0.5
    key(studio).play("off", 64)
    ACTIONS["transport.record"].do(studio)
    (clip,) = studio.project.track("piano").clips
    assert [note.pitch for note in clip.take.notes] == [60, 64] and not left(studio)
    before = studio.project
    keep_leftovers(studio)
    assert studio.project is before


def test_notes_whose_end_nobody_saw_come_into_the_song_with_the_next_start(studio):
    ACTIONS["transport.record"].do(studio)
    for pitch in (60, 64):
        key(studio).play("on", pitch)
        studio.player.position_s += 0.5
        key(studio).play("off", pitch)
    studio.note_recording.close()
    assert not studio.project.track("piano").clips
    keep_leftovers(studio)
    (clip,) = studio.project.track("piano").clips
    assert [note.pitch for note in clip.take.notes] == [60, 64]
    assert not left(studio)
    studio.document.undo()
    keep_leftovers(studio)
    assert not studio.project.track("piano").clips


def test_notes_of_a_track_that_is_gone_get_one_of_their_own(studio):
    ACTIONS["transport.record"].do(studio)
    key(studio).play("on", 60)
    key(studio).play("off", 60)
    studio.note_recording.close()
    studio.document.transact("Remove", remove_tracks(["piano"]))
    keep_leftovers(studio)
    (track,) = [track for track in studio.project.tracks if track.clips]
    assert (track.name, track.instrument, track.kind) == ("Piano", "grand_piano", "instrument")


def test_a_change_of_the_strip_is_heard_in_the_next_note(studio):
    sent = []
    studio.player.keep_sound = lambda name, audio: sent.append(float(np.abs(audio).max()))
    for count, gain_db in enumerate((0.0, -20.0), start=1):
        studio.document.transact("Gain", set_gain({"piano"}, gain_db))
        key(studio).play("on", 60)
        studio.until(lambda wanted=count: len(sent) == wanted)
        key(studio).play("off", 60)
    assert sent[1] == pytest.approx(sent[0] / 10, rel=0.1)


def record(studio, pitch):
    ACTIONS["transport.record"].do(studio)
    key(studio).play("on", pitch)
    studio.player.position_s += 0.5
    key(studio).play("off", pitch)
    ACTIONS["transport.record"].do(studio)
