# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes of tempo and metre where they stand: a double click adds or asks, keys walk, change, move and delete."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent

from musicstudio.project.edits.tempo import move_meter, move_tempo, set_meter, set_tempo
from musicstudio.project.invariants import BPM_RANGE

from .hit import Hit
from .view import TimelineView

_STEPS: dict[int, float] = {Qt.Key.Key_Up: 1.0, Qt.Key.Key_Down: -1.0}
_SIDES: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_DELETES = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


def edit_tempo(view: TimelineView, hit: Hit, place: QPoint) -> None:
    """A double click: ask for the change that is there, or put one and ask what it is to be."""
    tick = hit.tick if hit.tick >= 0 else _put(view, hit)
    view.bridge.session.selection.set(**{f"{hit.kind}_ticks": {tick}})
    view.bridge.run(f"{hit.kind}.edit", place)


def _put(view: TimelineView, hit: Hit) -> int:
    tempo_map = view.bridge.project.tempo_map
    if hit.kind == "tempo":
        tick = view.snap_tick(tempo_map, hit.seconds)
        view.bridge.edit("Add a tempo change", set_tempo(tempo_map.bpm_at(tick), tick))
        return tick
    tick = tempo_map.tick_of_bar(tempo_map.bar_at(max(0, tempo_map.ticks_at(hit.seconds)))[0])
    meter = tempo_map.meter_at(tick)
    view.bridge.edit("Add a change of metre", set_meter(meter.numerator, meter.denominator, tick))
    return tick


def _chosen(view: TimelineView) -> tuple[str, int] | None:
    now = view.bridge.session.selection.now
    for kind, ticks in (("tempo", now.tempo_ticks), ("meter", now.meter_ticks)):
        if ticks:
            return kind, min(ticks)
    return None


def owns_tempo_key(view: TimelineView, event: QKeyEvent) -> bool:
    """Whether a key means the chosen change, and so no shortcut."""
    is_alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
    return _chosen(view) is not None and (event.key() in _DELETES or (is_alt and event.key() in _SIDES))


def handle_tempo_key(view: TimelineView, event: QKeyEvent, place: QPoint) -> bool:
    """Do what a key means for the chosen change; False where there is none, or the key means something else."""
    chosen, code = _chosen(view), event.key()
    if chosen is None:
        return False
    kind, tick = chosen
    if code in _DELETES:
        view.bridge.run(f"{kind}.delete")
    elif code in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        view.bridge.run(f"{kind}.edit", place)
    elif code in _STEPS and kind == "tempo":
        _set_faster(view, tick, _STEPS[code] * (0.1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1.0))
    elif code in _SIDES and event.modifiers() & Qt.KeyboardModifier.AltModifier:
        _move(view, kind, tick, _SIDES[code])
    elif code in _SIDES:
        _walk(view, kind, tick, _SIDES[code])
    else:
        return False
    return True


def _set_faster(view: TimelineView, tick: int, by_bpm: float) -> None:
    bpm = view.bridge.project.tempo_map.bpm_at(tick) + by_bpm
    bpm = round(min(BPM_RANGE[1], max(BPM_RANGE[0], bpm)), 2)
    view.bridge.edit(f"Tempo {bpm:g}", set_tempo(bpm, tick), merge_key="nudge-tempo")


def _move(view: TimelineView, kind: str, tick: int, direction: int) -> None:
    """A bar earlier or later."""
    tempo_map = view.bridge.project.tempo_map
    if tick == 0:
        return
    bar_ticks = tempo_map.meter_at(tick if direction > 0 else tick - 1).bar_ticks
    target = max(bar_ticks, tick + direction * bar_ticks)
    tempo = move_tempo(tick, target, tempo_map.bpm_at(tick))
    if view.bridge.edit("Move the change", tempo if kind == "tempo" else move_meter(tick, target), "nudge-tempo"):
        view.bridge.session.selection.set(**{f"{kind}_ticks": {target}})


def _walk(view: TimelineView, kind: str, tick: int, direction: int) -> None:
    tempo_map = view.bridge.project.tempo_map
    ticks = [event.tick for event in (tempo_map.tempos if kind == "tempo" else tempo_map.meters)]
    index = min(max(ticks.index(tick) + direction, 0), len(ticks) - 1)
    view.bridge.session.selection.set(**{f"{kind}_ticks": {ticks[index]}})
