# SPDX-License-Identifier: GPL-3.0-or-later
"""What a hand expects of the timeline: nothing sums unseen, nothing lands out of sight, takes compare at once."""

from itertools import pairwise

import numpy as np
import pytest
import soundfile
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from musicstudio.app.files.song_list import list_songs, song_of, title_of_song
from musicstudio.project.edits.clips import add_clip, audio_clip, delete_clips, move_clips
from musicstudio.project.edits.helpers import compose_edits
from musicstudio.project.edits.overlap import trimming_below
from musicstudio.project.edits.song import set_master_gain, set_title
from musicstudio.project.edits.tracks import add_track, set_instrument
from musicstudio.project.model import Clip, Note, Source, Take, TempoMap, Track
from musicstudio.ui.main_thread import MainThreadQueue
from musicstudio.ui.menus import main_menu
from musicstudio.ui.review.state import ReviewState
from musicstudio.ui.session_bridge import SessionBridge
from musicstudio.ui.theme import current
from musicstudio.ui.timeline.hit import hit_test
from musicstudio.ui.timeline.painting.notes import note_spans, paint_notes

from .asking import form
from .conftest import settle
from .controls import control
from .demo_session import demo_session
from .demo_song import BAR
from .mouse import click, drag, drag_without_release, key, move, press, release

CTRL = Qt.KeyboardModifier.ControlModifier


def clip_of(bridge, clip_id):
    return bridge.project.find_clip(clip_id)[1]


def spans(bridge, track_id):
    return [(clip.start_s, clip.end_s) for clip in bridge.project.track(track_id).clips]


def overlaps(bridge, track_id):
    """Seconds that clips of a row lie on each other."""
    ordered = sorted(spans(bridge, track_id))
    return sum(max(0.0, a[1] - b[0]) for a, b in pairwise(ordered))


def header_of(timeline, clip_id):
    view, (track, clip) = timeline.view, timeline.bridge.project.find_clip(clip_id)
    row = view.layout.row_of(track.id)
    x = view.viewport.x_of((clip.start_s + clip.end_s) / 2)
    return QPointF(x, row.top + view.layout.bands_height - view.viewport.scroll_y + 6)


def test_a_clip_that_is_moved_trims_what_lies_below_and_one_undo_brings_all_back(timeline, bridge):
    before = bridge.project
    other = clip_of(bridge, "clip-piano-section-2")
    start = header_of(timeline, "clip-piano-section-1")
    drag(timeline.canvas, start, start + QPointF(4 * BAR / 960 * 60 / 84 * timeline.view.viewport.px_per_s, 0))
    moved = clip_of(bridge, "clip-piano-section-1")
    assert overlaps(bridge, "track-piano") == pytest.approx(0.0, abs=1e-6)
    assert clip_of(bridge, other.id).start_s == pytest.approx(moved.end_s)
    assert clip_of(bridge, other.id).origin_s == pytest.approx(other.origin_s), "what is heard stays in its place"
    bridge.run("edit.undo")
    assert bridge.project is before


def test_a_clip_put_into_the_middle_of_another_leaves_two_pieces(bridge):
    count = len(spans(bridge, "track-pad"))
    bridge.edit("Move", trimming_below(move_clips({"clip-pad-section-0"}, 21.0)))
    moved, other = clip_of(bridge, "clip-pad-section-0"), clip_of(bridge, "clip-pad-section-1")
    assert overlaps(bridge, "track-pad") == pytest.approx(0.0, abs=1e-6)
    assert len(spans(bridge, "track-pad")) == count + 1
    assert other.end_s == pytest.approx(moved.start_s)


def test_escape_in_a_drag_brings_what_was_trimmed_back(timeline, bridge):
    before = bridge.project
    gesture = bridge.gesture("Move clips")
    gesture.preview(move_clips({"clip-piano-section-1"}, 3.0))
    gesture.cancel()
    assert bridge.project is before


def test_duplicates_lie_in_the_next_free_place(bridge):
    bridge.edit("Delete", delete_clips({"clip-piano-section-3"}))
    gap = clip_of(bridge, "clip-piano-section-2").end_s
    bridge.session.selection.set(clip_ids={"clip-piano-section-1"})
    bridge.run("clip.duplicate")
    (copy,) = bridge.session.selection.clip_ids
    assert clip_of(bridge, copy).start_s == pytest.approx(gap)
    assert overlaps(bridge, "track-piano") == pytest.approx(0.0, abs=1e-6)


def test_clips_are_cut_and_pasted_at_the_playhead(bridge):
    bridge.session.selection.set(clip_ids={"clip-piano-section-0", "clip-cello-section-0"})
    bridge.run("edit.cut")
    assert bridge.project.find_clip("clip-piano-section-0") is None
    bridge.seek(bridge.project.length_s + 5.0)
    bridge.run("edit.paste")
    pasted = [clip_of(bridge, clip_id) for clip_id in bridge.session.selection.clip_ids]
    assert [clip.start_s for clip in pasted] == [pytest.approx(bridge.player.position_s)] * 2


def test_clips_are_pasted_into_another_song_with_their_notes_and_audio(bridge, qapp, tmp_path):
    audio, _ = bridge.session.media.add(np.zeros((2, 4800), np.float32))
    bridge.session.selection.set(clip_ids={"clip-bass-section-1"})
    bridge.run("edit.copy")
    other = demo_session(tmp_path / "other", MainThreadQueue(qapp).post)
    try:
        there = SessionBridge(other)
        there.edit("Empty", lambda project: project.__class__("empty"))
        there.run("edit.paste")
        ((track, clip),) = there.project.clips()
        assert (track.name, track.kind, track.instrument) == ("Bass", "instrument", "finger_bass")
        assert clip.take.notes == clip_of(bridge, "clip-bass-section-1").take.notes
        there.close()
    finally:
        other.close()
    assert audio


def test_delete_split_and_repeat_work_on_a_range(bridge):
    selection, project = bridge.session.selection, bridge.project
    selection.set(range_s=(20.0, 30.0), track_ids={"track-piano"})
    bridge.run("clip.delete")
    assert all(end <= 20.0 + 1e-6 or start >= 30.0 - 1e-6 for start, end in spans(bridge, "track-piano"))
    assert spans(bridge, "track-pad") == [(c.start_s, c.end_s) for c in project.track("track-pad").clips]
    bridge.run("edit.undo")
    bridge.run("clip.split")
    assert {20.0, 30.0} <= {round(start, 6) for start, _ in spans(bridge, "track-piano")}
    bridge.run("edit.undo")
    bridge.run("clip.duplicate")
    assert selection.range_s == (30.0, 40.0)
    assert overlaps(bridge, "track-piano") == pytest.approx(0.0, abs=1e-6)


def test_closing_up_a_range_takes_its_time_out(bridge):
    length_s = bridge.project.length_s
    bridge.session.selection.set(range_s=(20.0, 30.0))
    bridge.run("time.remove")
    assert bridge.project.length_s == pytest.approx(length_s - 10.0, abs=0.01)


def test_pieces_are_joined_again_and_others_are_not(bridge):
    bridge.session.selection.set(clip_ids={"clip-piano-section-1"})
    bridge.seek(30.0)
    before = clip_of(bridge, "clip-piano-section-1")
    bridge.run("clip.split")
    pieces = [c.id for c in bridge.project.track("track-piano").clips if c.section_id == "section-1"]
    bridge.session.selection.set(clip_ids=pieces)
    bridge.run("clip.join")
    joined = clip_of(bridge, "clip-piano-section-1")
    assert (joined.start_s, joined.length_s) == (before.start_s, pytest.approx(before.length_s))
    bridge.session.selection.set(clip_ids={"clip-piano-section-1", "clip-piano-section-2"})
    assert "play on" in bridge.actions["clip.join"].enabled(bridge.session)[1]


def test_right_after_new_takes_came_t_and_ab_work_on_what_the_inspector_shows(bridge):
    bridge.session.selection.set(section_ids={"section-2"})
    active = clip_of(bridge, "clip-piano-section-2").active_take_id
    bridge.run("take.swap")
    other = clip_of(bridge, "clip-piano-section-2").active_take_id
    assert other != active
    bridge.run("take.swap")
    assert clip_of(bridge, "clip-piano-section-2").active_take_id == active
    bridge.run("take.next")
    assert clip_of(bridge, "clip-piano-section-2").active_take_id != active


def test_a_narrow_section_has_its_button_under_the_pointer(timeline, bridge, monkeypatch):
    view = timeline.view
    view.viewport.zoom_to(3, 0)
    section = bridge.project.section("section-1")
    left, right = (view.viewport.x_of(edge) for edge in bridge.project.section_span_s(section))
    assert right - left < 76
    y = view.layout.band("sections").top + 12
    asked = []
    monkeypatch.setattr(bridge.session.jobs, "submit", lambda title, job, **_: asked.append(title))
    before = timeline.canvas.grab().toImage()
    move(timeline.canvas, QPointF(right - 5, y))
    assert timeline.canvas.grab().toImage() != before, "the button shows"
    click(timeline.canvas, QPointF(right - 5, y))
    assert asked[-1] == "Regenerate Verse 1"


def test_an_imported_file_is_selected_and_scrolled_to(window, qtbot, tmp_path):
    soundfile.write(tmp_path / "loop.wav", np.zeros((4800, 2)), 48_000)
    for index in range(12):
        window.bridge.edit("Add", add_track(Track(f"more-{index}", f"More {index}")))
    QApplication.processEvents()
    window.bridge.import_files([tmp_path / "loop.wav"], 5.0)
    qtbot.waitUntil(lambda: len(window.bridge.session.selection.clip_ids) == 1, timeout=20_000)
    (clip_id,) = window.bridge.session.selection.clip_ids
    track, _ = window.bridge.project.find_clip(clip_id)
    view = window.timeline.view
    row = view.layout.row_of(track.id)
    assert view.viewport.scroll_y <= row.top and row.bottom <= view.viewport.scroll_y + view.viewport.height


def test_a_ghost_is_as_long_as_the_file(timeline, tmp_path):
    soundfile.write(tmp_path / "long.wav", np.zeros((48_000 * 3, 1)), 48_000)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "long.wav"))])
    event = QDragEnterEvent(
        QPointF(300, 300).toPoint(), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(timeline.canvas, event)
    assert timeline.canvas.ghost.length_s == pytest.approx(3.0)


def test_songs_are_listed_and_opened_by_their_titles(bridge, tmp_path):
    path = bridge.session.path.rename(tmp_path / "Untitled 2.mstudio")
    assert title_of_song(path) == "Rainy Sunday"
    assert [song.title for song in list_songs([str(path)], tmp_path)] == ["Rainy Sunday"]
    assert song_of(path / "media") == path
    assert title_of_song(tmp_path / "gone.mstudio") == "gone"


def test_the_lanes_stay_as_they_are_when_a_selected_track_scrolls_out(timeline, bridge):
    for index in range(12):
        bridge.edit("Add", add_track(Track(f"more-{index}", f"More {index}")))
    bridge.session.selection.set(track_ids={"track-vocals"})
    settle(timeline)
    canvas, bands = timeline.canvas, timeline.view.layout.bands_height
    seen = canvas.grab().toImage().copy(0, 0, canvas.width(), bands)
    timeline.view.viewport.scroll_to(y=150)
    settle(timeline)
    assert canvas.grab().toImage().copy(0, 0, canvas.width(), bands) == seen


def test_a_long_note_is_drawn_in_one_piece_across_the_edges_of_tiles():
    take = Take("take", notes=(Note(0, 8 * 960, 60, 100), Note(8 * 960, 960, 60, 100)))
    clip = Clip("clip", 0.0, 10.0, takes=(take,), active_take_id="take")
    image = QImage(1024, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    with QPainter(image) as painter:
        spans_s = note_spans(clip, take, TempoMap())
        for first_x in range(0, 1024, 256):
            paint_notes(painter, clip, spans_s, first_x, first_x + 256, 0, 40, 100.0, (60, 60), QColor("white"))
    line = [image.pixelColor(x, 20).lightness() for x in range(1, 440)]
    dark = [x for x, lightness in enumerate(line, start=1) if lightness < 250]
    assert dark and all(398 <= x <= 401 for x in dark), "only where the next note begins"


def test_a_result_that_comes_after_stepping_back_waits_and_takes_no_redo_away(bridge):
    document, results = bridge.session.document, bridge.session.results
    bridge.edit("One", set_title("One"))
    bridge.edit("Two", set_title("Two"))
    document.undo()
    told = []
    bridge.noticed.connect(lambda text, level: told.append(text))
    results.apply("Clean", set_master_gain(-3.0))
    assert document.can_redo and results.waiting == ("Clean",) and "Clean" in told[0]
    document.redo()
    assert results.waiting == ()
    assert (bridge.project.title, bridge.project.master.gain_db) == ("Two", -3.0)
    assert document.history[-1].label == "Clean"


def test_loudness_stays_to_be_read_and_meters_rest_after_stopping(window, bridge, qtbot):
    player, sound = bridge.player, window.transport
    player.is_playing, player.lufs_short = True, -11.6
    bridge.wake()
    bridge.ticked.emit()
    player.is_playing, player.lufs_short = False, -40.0
    qtbot.waitUntil(lambda: bridge.levels("track-piano") == (-120.0, -120.0), timeout=60_000)
    assert any("−11.6 LUFS" in label.text() for label in sound.findChildren(QLabel))


def test_the_corner_of_a_clip_fades_as_the_sheet_of_keys_says(timeline, bridge):
    view = timeline.view
    track, clip = bridge.project.find_clip("clip-piano-section-2")
    row = view.layout.row_of(track.id)
    corner = QPointF(view.viewport.x_of(clip.start_s) + 3, row.top + view.layout.bands_height + 3)
    assert hit_test(bridge.project, view.layout, view.viewport, corner.x(), corner.y()).zone == "fade_in"
    drag(timeline.canvas, corner, corner + QPointF(40, 4))
    faded = clip_of(bridge, clip.id)
    assert faded.start_s == clip.start_s and faded.fade_in_s > 0.1


def test_a_cello_has_a_color_of_its_own_among_the_strings(bridge):
    theme, strings = current(), Track("a", "Cello", "instrument", "strings", "cello")
    assert theme.track(strings) == theme.role("brass") != theme.role("strings")
    bridge.edit("Instrument", set_instrument("track-piano", "grand_piano"))
    assert theme.track(bridge.project.track("track-piano")) == theme.role("keys")


def test_a_gain_that_mastering_measured_makes_no_review_old(bridge, monkeypatch):
    from musicstudio.ui.review import state as state_module

    monkeypatch.setattr(state_module, "review_song", lambda session, show: show(()))
    review = ReviewState(bridge)
    review.ask()
    bridge.edit("Loudness", set_master_gain(-2.0))
    assert not review.is_old
    bridge.edit("Delete", delete_clips({"clip-pad-section-1"}))
    assert review.is_old


def test_a_track_is_put_elsewhere_by_dragging_its_header(timeline, bridge):
    header, before = control(timeline, "Track Piano"), bridge.project
    target = control(timeline, "Track Bass")
    press(header, QPointF(20, 12))
    move(header, QPointF(20, 12 + target.y() - header.y()))
    release(header, QPointF(20, 12))
    order = [track.id for track in bridge.project.tracks]
    assert order.index("track-piano") == [track.id for track in before.tracks].index("track-bass")
    assert len(bridge.session.document.history) == 2
    bridge.run("edit.undo")
    assert bridge.project is before


def test_a_drag_over_another_clip_says_what_it_trims(timeline):
    start = header_of(timeline, "clip-piano-section-1")
    by_px = 4 * BAR / 960 * 60 / 84 * timeline.view.viewport.px_per_s
    drag_without_release(timeline.canvas, start, start + QPointF(by_px, 0))
    bubble = timeline.canvas.findChild(QLabel, "bubble")
    assert bubble.text().startswith("trims Chorus 1") and bubble.isVisible()
    key(timeline.canvas, Qt.Key.Key_Escape)
    assert not bubble.isVisible()


def test_undo_says_what_it_takes_back_and_switches_have_ticks(window):
    window.bridge.edit("Mute bass", set_title("Other"))
    menu = main_menu(window, window.bridge)
    entries = {each.objectName(): each for sub in menu.actions() for each in sub.menu().actions()}
    assert entries["edit.undo"].text().startswith("Undo “Mute bass”")
    assert [sub.text() for sub in menu.actions()][:2] == ["File", "Edit"]
    assert entries["view.snap"].isCheckable() and entries["view.snap"].isChecked()
    assert entries["view.theme_dark"].isChecked() and not entries["view.theme_light"].isChecked()
    menu.deleteLater()


def test_the_palette_finds_a_command_and_does_it(window):
    window.bridge.session.selection.set(track_ids={"track-bass"})
    window.bridge.run("app.palette")
    popup = form(window)
    field = popup.findChild(QLineEdit)
    field.setText("mute track")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert window.bridge.project.track("track-bass").strip.is_muted


@pytest.fixture
def sounding(bridge):
    """A clip of a second of rising sound, alone on its row."""
    ramp = np.linspace(0.0, 0.5, 48_000, dtype=np.float32)
    content_hash, frames = bridge.session.media.add(np.stack([ramp, ramp]))
    source = Source(content_hash, frames, 48_000, 2, "Ramp")
    clip = audio_clip(source, 2.0)
    row = Track("ramp", "Ramp")
    bridge.edit("Add", compose_edits(add_track(row), add_clip("ramp", clip, (source,))))
    bridge.session.selection.set(clip_ids={clip.id})
    return clip.id


def heard(bridge, clip_id):
    clip = clip_of(bridge, clip_id)
    return clip, bridge.session.media.read_all(clip.take.source)


def test_a_clip_is_reversed_stretched_and_pitched_as_takes_beside_the_old(bridge, qtbot, sounding):
    bridge.run("clip.reverse")
    qtbot.waitUntil(lambda: len(clip_of(bridge, sounding).takes) == 2, timeout=20_000)
    _, audio = heard(bridge, sounding)
    assert audio[0, 0] == pytest.approx(0.5, abs=1e-3) and audio[0, -1] == pytest.approx(0.0, abs=1e-3)
    bridge.answer("clip.stretch", 200)
    qtbot.waitUntil(lambda: len(clip_of(bridge, sounding).takes) == 3, timeout=20_000)
    clip, audio = heard(bridge, sounding)
    assert clip.length_s == pytest.approx(2.0) and audio.shape[1] == pytest.approx(96_000, rel=0.02)
    bridge.answer("clip.pitch", 12)
    qtbot.waitUntil(lambda: len(clip_of(bridge, sounding).takes) == 4, timeout=20_000)
    assert heard(bridge, sounding)[1].shape[1] == pytest.approx(96_000, rel=0.02)


def test_a_clip_is_normalised_by_its_gain(bridge, qtbot, sounding):
    bridge.run("clip.normalize")
    qtbot.waitUntil(lambda: clip_of(bridge, sounding).gain_db != 0.0, timeout=20_000)
    assert clip_of(bridge, sounding).gain_db == pytest.approx(-1.0 + 6.02, abs=0.05)
