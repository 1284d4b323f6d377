# SPDX-License-Identifier: GPL-3.0-or-later
"""A second pair of ears for a whole song: dull repetition, flat dynamics, gaps, crowding, and what works.

Works on the document and on loudness by section; it hears no taste, so every finding is a suggestion with its reason.
"""

from collections.abc import Mapping
from itertools import pairwise

from msgspec import Struct

from musicstudio.project.model import Clip, Project, Section, Track

SAME_BARS = 4
FLAT_LIFT_DB = 1.0
LONG_INTRO_S = 30.0
SILENT_LUFS = -60.0
MELODIC = frozenset({"vocals", "lead", "keys", "guitar", "strings", "synth", "woodwind", "brass"})


class Finding(Struct, frozen=True):
    """kind: ``repetition dynamics silence intro ending praise``. level: warn or ok. The rest says where to look."""

    kind: str
    level: str
    title: str
    detail: str
    section_ids: tuple[str, ...] = ()
    track_ids: tuple[str, ...] = ()


def review(project: Project, loudness_lufs: Mapping[str, float] | None = None) -> tuple[Finding, ...]:
    """Findings about a song, warnings first. loudness_lufs: integrated loudness by section id, where it is known."""
    known = loudness_lufs or {}
    findings = [
        *_repetitions(project),
        *_twin_sections(project),
        *_dynamics(project, known),
        *_silences(project, known),
        *_long_intro(project),
    ]
    return tuple(sorted(findings, key=lambda finding: finding.level == "ok"))


def _repetitions(project: Project) -> list[Finding]:
    """Melodic parts that play one group of bars three times or more in a row inside a section."""
    found = []
    for track, clip in project.clips():
        times = _times_repeated(project, clip) if track.role in MELODIC else 1
        if times >= 3:
            first = project.tempo_map.bar_at(project.tempo_map.ticks_at(clip.start_s))[0]
            last = first + times * SAME_BARS - 1
            title = f"{clip.name or track.name} repeats bars {first}–{last}"
            detail = f"{track.name} plays the same {SAME_BARS} bars {times} times."
            found.append(Finding("repetition", "warn", title, detail, _ids(clip.section_id), (track.id,)))
    return found


def _times_repeated(project: Project, clip: Clip) -> int:
    take = clip.take
    if take is None or len(take.notes) < 4:
        return 1
    span = project.tempo_map.meter_at(project.tempo_map.ticks_at(clip.start_s)).bar_ticks * SAME_BARS
    groups: dict[int, list[tuple[int, int]]] = {}
    for note in take.notes:
        index, within = divmod(note.start_ticks, span)
        groups.setdefault(index, []).append((round(within / 120), note.pitch))
    run = best = 1
    for a, b in pairwise(sorted(groups)):
        run = run + 1 if b == a + 1 and sorted(groups[a]) == sorted(groups[b]) else 1
        best = max(best, run)
    return best


def _twin_sections(project: Project) -> list[Finding]:
    """Later sections of a kind that are note for note what came before."""
    found, seen = [], dict[tuple[str, tuple[object, ...]], Section]()
    for section in project.sections:
        content = tuple(
            (track.id, tuple((n.start_ticks, n.pitch) for n in clip.take.notes))
            for track, clip in _cells(project, section)
            if clip.take and clip.take.notes
        )
        if not content:
            continue
        twin = seen.setdefault((section.kind, content), section)
        if twin is not section:
            detail = f"Every part plays exactly what it plays in {twin.name}. A variation would keep the ear awake."
            found.append(Finding("repetition", "warn", f"{section.name} copies {twin.name}", detail, _ids(section.id)))
    return found


def _dynamics(project: Project, loudness: Mapping[str, float]) -> list[Finding]:
    verses = [loudness[s.id] for s in project.sections if s.kind == "verse" and s.id in loudness]
    choruses = [s for s in project.sections if s.kind in ("chorus", "drop") and s.id in loudness]
    if not verses or not choruses:
        return []
    found = []
    verse_lufs = sum(verses) / len(verses)
    for chorus in choruses:
        lift_db = loudness[chorus.id] - verse_lufs
        if lift_db < FLAT_LIFT_DB:
            detail = f"It is only {lift_db:+.1f} dB against the verses."
            found.append(Finding("dynamics", "warn", f"{chorus.name} does not lift", detail, _ids(chorus.id)))
    last = choruses[-1]
    lift_db = loudness[last.id] - verse_lufs
    if lift_db >= 2 * FLAT_LIFT_DB:
        detail = f"{last.name} stands {lift_db:.1f} dB above the verses."
        found.append(Finding("praise", "ok", f"Last chorus lifts {lift_db:.1f} dB", detail, _ids(last.id)))
    return found


def _silences(project: Project, loudness: Mapping[str, float]) -> list[Finding]:
    silent = [s for s in project.sections if loudness.get(s.id, 0.0) < SILENT_LUFS]
    return [
        Finding("silence", "warn", f"{s.name} is silent", "Nothing sounds in this section.", _ids(s.id)) for s in silent
    ]


def _long_intro(project: Project) -> list[Finding]:
    if not project.sections or project.sections[0].kind != "intro" or len(project.sections) < 3:
        return []
    start_s, end_s = project.section_span_s(project.sections[0])
    if end_s - start_s <= LONG_INTRO_S:
        return []
    detail = f"It lasts {end_s - start_s:.0f} s; many listeners skip before 30 s."
    return [Finding("intro", "warn", "The intro is long", detail, _ids(project.sections[0].id))]


def _cells(project: Project, section: Section) -> list[tuple[Track, Clip]]:
    return [(track, clip) for track, clip in project.clips() if clip.section_id == section.id]


def _ids(section_id: str) -> tuple[str, ...]:
    return (section_id,) if section_id else ()
