# SPDX-License-Identifier: GPL-3.0-or-later
"""Cells changed by words: what the words name changes, and nothing else; players come, go, and take parts over."""

from collections.abc import Container

from msgspec.structs import replace

from musicstudio.core.seeds import derive_seed
from musicstudio.engines.composer.arrangement import choose_part, play_part
from musicstudio.engines.composer.arrangement.naming import is_named
from musicstudio.engines.composer.arrangement.registry import MELODY_PLAYERS, UNPITCHED, player_name
from musicstudio.engines.composer.arrangement.wanted import instrument_for, instrument_range, instrument_role
from musicstudio.engines.composer.plan import PartPlan, PartScore, SongPlan
from musicstudio.engines.composer.prompt.lexicon import ids_of
from musicstudio.engines.composer.score.rebuilding import scores_of
from musicstudio.engines.composer.score.turns import turn_notes
from musicstudio.engines.composer.themes.theme import cut_chords
from musicstudio.engines.composer.words.changes import CHORDS, MELODY, Change, Turn
from musicstudio.engines.contract import Request
from musicstudio.instruments import catalogue
from musicstudio.project.model import Chord, Note, Project

from .asked_players import without_cues
from .infill import rewrite_melody
from .moments_in import moment_in
from .new_chords import rewrite_chords
from .targets import Targets
from .write_song import styles_of

_CLOSE = 0.2
"""Difference with which a part is played over other chords: its groove and motif stay."""


class Changed:
    """A selection while it is being changed. rows: what each track plays now; fresh: parts that join."""

    def __init__(self, song: Project, plan: SongPlan, targets: Targets, change: Change, request: Request) -> None:
        self.song, self.plan, self.targets, self.change, self.request = song, plan, targets, change, request
        self.before = scores_of(song, plan)
        self.rows = dict(self.before)
        self.fresh: list[PartScore] = []
        self.asked = {track.id for track in targets.tracks}
        self.chords: tuple[Chord, ...] = ()

    def run(self) -> None:
        """Everything the words ask, in the order in which a band would do it."""
        self._new_harmony()
        self._new_melody()
        self._replace_players()
        self._remove_players()
        self._add_players()
        self._turn_players()
        self._open_later()
        self._at_moments()

    def changed_ids(self) -> list[str]:
        """Tracks whose notes in the selection are other ones now."""
        return [track_id for track_id in self.rows if self.rows[track_id] != self.before[track_id]]

    def _is_kept(self, part: PartPlan) -> bool:
        names = [name for name in self.change.kept if name not in (CHORDS, MELODY)]
        has_melody = player_name(part.player) in MELODY_PLAYERS
        return any(is_named(n, part.role, part.instrument) for n in names) or (
            has_melody and MELODY in self.change.kept
        )

    def _new_harmony(self) -> None:
        """Other chords in the selection, and everybody who plays them plays them."""
        how = self.change.chords
        if not how:
            return
        keeps = MELODY in self.change.kept or how in ("tense", "rich")
        styles = styles_of(self.plan.conditioning)
        self.plan = rewrite_chords(self.plan, styles, self.targets.spans, how, keeps, self.request.seed)
        self.chords = tuple(
            replace(chord, start_ticks=chord.start_ticks + section.start_ticks)
            for index, span in self.targets.spans.items()
            for section in [self.plan.sections[index].section]
            for chord in cut_chords(self.plan.sections[index].chords, *span)
        )
        for track_id, score in self.rows.items():
            has_melody = player_name(score.part.player) in MELODY_PLAYERS
            if score.part.role not in UNPITCHED and not (has_melody and keeps):
                self._play(track_id, _CLOSE)

    def _new_melody(self) -> None:
        """Another melody, where it was asked for; and everything else anew, where that was asked for."""
        if self.change.is_new_melody or (self.change.others_anew and MELODY not in self.change.kept):
            styles = styles_of(self.plan.conditioning)
            self.plan = rewrite_melody(
                self.plan, styles, self.targets.spans, self.request.seed, max(0.6, self.request.difference)
            )
            for track_id, score in self.rows.items():
                if player_name(score.part.player) in MELODY_PLAYERS:
                    self._play(track_id, 0.6)
        if self.change.others_anew:
            for track_id, score in self.rows.items():
                if not self._is_kept(score.part) and player_name(score.part.player) not in MELODY_PLAYERS:
                    self._play(track_id, max(0.5, self.request.difference))
        for track_id, score in self.rows.items():
            part = score.part
            if any(is_named(name, part.role, part.instrument) for name in self.change.anew):
                self._play_other(track_id)
        if self.change.walks:
            for track_id, score in self.rows.items():
                if score.part.role == "bass":
                    self._play(track_id, 0.5, "walking_bass")

    def _play(self, track_id: str, difference: float, player: str = "") -> None:
        """A part again, in the sections where it plays, hearing the others as they are now."""
        score = self.rows[track_id]
        if track_id not in self.asked or self._is_kept(score.part):
            return
        part = replace(score.part, player=f"{player}/{score.part.player.partition('/')[2]}") if player else score.part
        band = tuple(part if key == track_id else each.part for key, each in self.rows.items())
        scores = tuple(replace(each, part=band[i]) for i, each in enumerate(self.rows.values()))
        index = list(self.rows).index(track_id)
        sections = tuple(i for i in self.targets.spans if score.cells[i])
        seed = derive_seed(self.request.seed, "change", score.part.name)
        made = play_part(self.plan, band, styles_of(self.plan.conditioning), scores, index, sections, seed, difference)
        cells = [
            self._splice_span(i, old or (), made.cells[i] or ()) if i in sections else old
            for i, old in enumerate(score.cells)
        ]
        self.rows[track_id] = replace(score, cells=tuple(cells))

    def _play_other(self, track_id: str) -> None:
        """A part anew until it is another one, a few times at most."""
        for difference in (0.6, 0.8, 1.0):
            self._play(track_id, difference)
            if self.rows[track_id] != self.before[track_id]:
                return

    def _splice_span(self, index: int, old: tuple[Note, ...], new: tuple[Note, ...]) -> tuple[Note, ...]:
        start, end = self.targets.spans[index]
        kept = [n for n in old if not start <= n.start_ticks < end]
        return tuple(sorted((*kept, *(n for n in new if start <= n.start_ticks < end)), key=lambda n: n.start_ticks))

    def _silence(self, track_id: str) -> None:
        score = self.rows[track_id]
        cells = [
            self._splice_span(i, cell, ()) if cell and i in self.targets.spans else cell
            for i, cell in enumerate(score.cells)
        ]
        self.rows[track_id] = replace(score, cells=tuple(cells))

    def _named_tracks(self, name: str) -> list[str]:
        """Tracks of the selection that a name means."""
        return [
            track_id
            for track_id, score in self.rows.items()
            if track_id in self.asked and is_named(name, score.part.role, score.part.instrument)
        ]

    def _replace_players(self) -> None:
        """Who takes a part over plays its very notes, in its own octave."""
        for old, new in self.change.swaps:
            ids = [i for i in self._named_tracks(old) if any(self.rows[i].cells[s] for s in self.targets.spans)]
            for track_id in ids:
                self.fresh.append(self._taken_over(self.rows[track_id], new))
                self._silence(track_id)
            if not ids:
                self._join(new)
        if self.change.leads:
            melodies = [
                key for key, s in self.rows.items() if key in self.asked and player_name(s.part.player) == "lead"
            ]
            for track_id in melodies[:1]:
                if not is_named(self.change.leads, self.rows[track_id].part.role, self.rows[track_id].part.instrument):
                    self.fresh.append(self._taken_over(self.rows[track_id], self.change.leads))
                    self._silence(track_id)

    def _taken_over(self, score: PartScore, name: str) -> PartScore:
        return taken_over(score, name, self.targets.spans, {track.name for track in self.song.tracks})

    def _remove_players(self) -> None:
        for track_id, score in self.rows.items():
            if track_id not in self.asked:
                continue
            part = score.part
            names = _with_twins(self.change.remove)
            has_melody = player_name(part.player) in MELODY_PLAYERS
            goes = any(is_named(name, part.role, part.instrument) for name in names) or (
                has_melody and "melody" in names
            )
            others = bool(self.change.only) and not any(
                is_named(n, part.role, part.instrument) for n in self.change.only
            )
            if goes or others:
                self._silence(track_id)

    def _add_players(self) -> None:
        for player in self.change.add:
            present = [
                i for i in self._named_tracks(player.name) if any(self.rows[i].cells[s] for s in self.targets.spans)
            ]
            if not present:
                self._join(player.name)
        for name in (*self.change.only, *self.change.opens):
            present = [i for i in self._named_tracks(name) if any(self.rows[i].cells[s] for s in self.targets.spans)]
            if not present:
                self._join(name)

    def _join(self, name: str) -> None:
        """A new part of its own, in the selected sections."""
        styles = styles_of(self.plan.conditioning)
        word = (ids_of(name) or (name,))[0]
        taken = tuple(track.name for track in self.song.tracks) + tuple(s.part.name for s in self.fresh)
        part = choose_part(replace(self.plan.conditioning, unwanted=()), styles, word, self.request.seed, taken)
        part = _title_part(as_own(part), taken)
        band = (*(score.part for score in self.rows.values()), part)
        scores = (*self.rows.values(), PartScore(part, tuple(None for _ in self.plan.sections)))
        seed = derive_seed(self.request.seed, "join", name)
        sections = tuple(self.targets.spans)
        plan = without_cues(self.plan)
        self.fresh.append(play_part(plan, band, styles, scores, len(band) - 1, sections, seed, 0.5))

    def _turn_players(self) -> None:
        for turn in self.change.turns:
            self._turn_fresh(turn)
            for track_id, score in self.rows.items():
                if (
                    track_id not in self.asked
                    or self._is_kept(score.part)
                    or not self._is_meant(turn.names, turn.kind, score.part)
                ):
                    continue
                cells = [
                    turn_notes(cell, turn, score.part, self.plan.sections[i], self.targets.spans[i])
                    if cell and i in self.targets.spans
                    else cell
                    for i, cell in enumerate(score.cells)
                ]
                self.rows[track_id] = replace(score, cells=tuple(cells))

    def _turn_fresh(self, turn: Turn) -> None:
        """Who joins plays as asked, too, where the words name them."""
        for number, score in enumerate(self.fresh):
            if turn.names and self._is_meant(turn.names, turn.kind, score.part):
                cells = [
                    turn_notes(cell, turn, score.part, self.plan.sections[i], self.targets.spans[i])
                    if cell and i in self.targets.spans
                    else cell
                    for i, cell in enumerate(score.cells)
                ]
                self.fresh[number] = replace(score, cells=tuple(cells))

    def _is_meant(self, names: tuple[str, ...], kind: str, part: PartPlan) -> bool:
        if names:
            return any(is_named(name, part.role, part.instrument) for name in names)
        has_melody = player_name(part.player) in MELODY_PLAYERS
        return has_melody or len(self.asked) == 1 if kind in ("contour", "end") else True

    def _open_later(self) -> None:
        """Others wait until the middle of the selection."""
        if not self.change.opens:
            return
        for track_id, score in self.rows.items():
            part = score.part
            if track_id in self.asked and not any(is_named(n, part.role, part.instrument) for n in self.change.opens):
                cells = list(score.cells)
                for index, (start, end) in self.targets.spans.items():
                    middle = start + (end - start) // 2
                    cells[index] = (
                        tuple(n for n in cells[index] or () if not start <= n.start_ticks < middle)
                        if cells[index]
                        else cells[index]
                    )
                self.rows[track_id] = replace(score, cells=tuple(cells))

    def _at_moments(self) -> None:
        """Who enters, rests or is alone in a half or some bars of the selection."""
        for cue in self.change.when:
            for index, span in self.targets.spans.items():
                section = self.plan.sections[index]
                start, end = moment_in(cue, span, section)
                silent = [(span[0], start)] if cue.verb == "enter" else [(span[0], start), (end, span[1])]
                silent = [(start, end)] if cue.verb in ("out", "leave", "only") else silent
                for track_id, score in self.rows.items():
                    is_meant = any(is_named(n, score.part.role, score.part.instrument) for n in cue.players)
                    if track_id in self.asked and is_meant == (cue.verb != "only"):
                        self.rows[track_id] = _silent_in(score, index, silent)
                for number, score in enumerate(self.fresh):
                    is_meant = any(is_named(n, score.part.role, score.part.instrument) for n in cue.players)
                    if is_meant == (cue.verb != "only"):
                        self.fresh[number] = _silent_in(score, index, silent)


def _silent_in(score: PartScore, index: int, gaps: list[tuple[int, int]]) -> PartScore:
    cell = score.cells[index]
    if not cell:
        return score
    kept = tuple(
        replace(n, length_ticks=min([n.length_ticks, *(a - n.start_ticks for a, b in gaps if n.start_ticks < a < b)]))
        for n in cell
        if not any(a - 60 <= n.start_ticks < b - 60 for a, b in gaps)
    )
    return replace(score, cells=tuple(kept if i == index else each for i, each in enumerate(score.cells)))


def _title_part(part: PartPlan, taken: tuple[str, ...]) -> PartPlan:
    """The part under its instrument's name."""
    found = catalogue.load().get(part.instrument)
    title = found.title if found else part.name
    return replace(part, name=next(n for n in (title, *(f"{title} {i}" for i in range(2, 99))) if n not in taken))


def _with_twins(names: tuple[str, ...]) -> tuple[str, ...]:
    """Without drums there is no hand percussion, either; without strings, no bowed bass."""
    return (*names, "percussion") if "drums" in names else names


def taken_over(score: PartScore, name: str, sections: Container[int], taken: set[str]) -> PartScore:
    """The notes of a part for another instrument, moved by whole octaves into what it can play."""
    instrument = (ids_of(name) or (instrument_for(name) or score.part.instrument,))[0]
    low, high = instrument_range(instrument)
    cells = tuple(
        tuple(replace(n, pitch=_fold_pitch(n.pitch, low, high)) for n in cell) if cell and index in sections else None
        for index, cell in enumerate(score.cells)
    )
    found = catalogue.load().get(instrument)
    title = found.title if found else name
    unique = next(n for n in (title, *(f"{title} {i}" for i in range(2, 99))) if n not in taken)
    has_melody = player_name(score.part.player) in MELODY_PLAYERS
    role = "lead" if has_melody else instrument_role(instrument)
    return PartScore(replace(score.part, name=unique, instrument=instrument, role=role), cells)


def _fold_pitch(pitch: int, low: int, high: int) -> int:
    while pitch < low:
        pitch += 12
    while pitch > high:
        pitch -= 12
    return max(low, pitch)


def as_own(part: PartPlan) -> PartPlan:
    """A part that joins a song does not double its tune: a melody instrument plays a counter-melody."""
    player, _, label = part.player.partition("/")
    if player not in (*MELODY_PLAYERS, "riff"):
        return part
    role = instrument_role(part.instrument)
    return replace(part, player=f"counter/{label.partition('/')[0]}/counter {part.instrument}", role=role)
