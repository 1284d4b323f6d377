# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in the tree, in words; notes of a clip are told when it is opened."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from PySide6.QtCore import QCoreApplication

from musicstudio.core.theory.pitches import pitch_name
from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Clip, Note, Project, Section, Track

from ..timeline.describe import bars_of, describe_clip


@dataclass(frozen=True, slots=True)
class Target:
    """What a branch stands for, and where in the song it begins (seconds). index: of a note in its clip's take."""

    kind: str
    id: str
    start_s: float
    index: int = -1


@dataclass
class Branch:
    """One line of the tree. load: its branches, made when they are asked for."""

    text: str
    target: Target | None = None
    parent: "Branch | None" = None
    row: int = 0
    load: Callable[[], "list[Branch]"] = field(default=list)
    may_have_branches: bool = False

    @cached_property
    def branches(self) -> "list[Branch]":
        """What stands below it."""
        made = self.load()
        for row, branch in enumerate(made):
            branch.parent, branch.row = self, row
        return made


def tree_of(project: Project) -> Branch:
    """The whole song."""
    sections = Branch(
        _tr("Sections, {0}").format(len(project.sections)),
        load=lambda: [_section(project, section) for section in project.sections],
        may_have_branches=bool(project.sections),
    )
    return Branch(project.title, load=lambda: [sections, *(_track(project, track) for track in project.tracks)])


def _section(project: Project, section: Section) -> Branch:
    start_s, end_s = project.section_span_s(section)
    return Branch(f"{section.name}, {bars_of(project, start_s, end_s)}", Target("section", section.id, start_s))


def _track(project: Project, track: Track) -> Branch:
    states = [
        text for text, is_so in ((_tr("muted"), track.strip.is_muted), (_tr("solo"), track.strip.is_soloed)) if is_so
    ]
    count = _tr("1 clip") if len(track.clips) == 1 else _tr("{0} clips").format(len(track.clips))
    return Branch(
        ", ".join([track.name, count, *states]),
        Target("track", track.id, min((clip.start_s for clip in track.clips), default=0.0)),
        load=lambda: [_clip(project, track, clip) for clip in track.clips],
        may_have_branches=bool(track.clips),
    )


def _clip(project: Project, track: Track, clip: Clip) -> Branch:
    take = clip.take
    notes = take.notes if take else ()
    words = [describe_clip(project, track, clip), bars_of(project, clip.start_s, clip.end_s)]
    words.append(_tr("{0:.1f} seconds").format(clip.length_s))
    if notes:
        words.append(_tr("1 note") if len(notes) == 1 else _tr("{0} notes").format(len(notes)))
    if len(clip.takes) > 1:
        words.append(_tr("{0} takes").format(len(clip.takes)))
    return Branch(
        ", ".join(words),
        Target("clip", clip.id, clip.start_s),
        load=lambda: [_note(project, clip, index, note) for index, note in enumerate(notes)],
        may_have_branches=bool(notes),
    )


def _note(project: Project, clip: Clip, index: int, note: Note) -> Branch:
    tempo_map = project.tempo_map
    tick = max(0, tempo_map.ticks_at(clip.origin_s) + note.start_ticks)
    bar, beat, _ = tempo_map.bar_at(tick)
    text = _tr("{0}, bar {1}, beat {2}, {3:.2f} beats long").format(
        pitch_name(note.pitch, project.key.has_flats), bar, beat, note.length_ticks / TICKS_PER_QUARTER
    )
    words = f"{text}, “{note.lyric}”" if note.lyric else text
    return Branch(words, Target("note", clip.id, tempo_map.seconds_at(tick), index))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Outline", text)
