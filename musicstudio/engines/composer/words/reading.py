# SPDX-License-Identifier: GPL-3.0-or-later
"""A prompt read into a song sheet: every clause by every reader, then every word accounted for."""

import re
from collections.abc import Mapping
from itertools import combinations
from typing import Any

from msgspec.structs import replace

from musicstudio.core.theory.chords import parse_chord
from musicstudio.project.model import Key
from musicstudio.project.model.sheet import Field, Player, SongSheet

from ..kit_pieces import piece_of
from ..prompt.embedding import load_encoder
from ..prompt.lexicon import ids_of, role_of
from ..prompt.mood import Mood, read_mood
from ..prompt.reading import Reading, without_refused
from ..prompt.style_match import match_named
from ..styles import Style
from ..themes.keys_of_chords import key_of_chords
from . import course, entries, facts, fade_reading, leading, moments, refusals, wanting
from .as_facts import facts_of
from .clauses import Clause, split
from .comparing import read_comparison
from .draft import Draft
from .harmony import is_symbols
from .head import read_head
from .ledger import account
from .marks import mark
from .meaning import meaning_of
from .text import Text, read_text
from .wanting import name_of


def read_prompt(prompt: str, styles: Mapping[str, Style]) -> Reading:
    """A prompt's sheet, and its meaning. Raises `InputError` for a tempo that cannot be played."""
    text = read_text(prompt)
    draft = read_draft(text.plain)
    reading = _read_meaning(_sheet(text, draft), draft, styles)
    spans = account(text, draft, meaning_of(reading, styles))
    return replace(reading, sheet=replace(_with_meaning(reading), spans=spans))


def read_again(sheet: SongSheet, styles: Mapping[str, Style]) -> Reading:
    """A sheet that was edited: its own facts, and the meaning of its prompt."""
    reading = read_prompt(sheet.prompt, styles)
    players = reading.facts.players
    return replace(reading, sheet=sheet, facts=facts_of(sheet, players.kept, players.refused))


def read_draft(plain: str, is_edit: bool = False) -> Draft:
    """Everything that the readers find in a tidied text. is_edit: of a song that is there, which has its leader."""
    draft = Draft(plain)
    draft.is_edit = is_edit
    marks = mark(plain)
    if is_edit:
        marks = [fade_reading.as_course(each) for each in marks]
    draft.marks = marks
    clauses = split(plain, marks)
    course.read_form(draft, marks)
    fade_reading.read_fades(draft, marks)
    course.read_solos(draft, clauses)
    for index, clause in enumerate(clauses):
        refusals.read_refusals(draft, clause, clauses[index + 1 :])
    for index, clause in enumerate(clauses):
        following = clauses[index + 1 :]
        previous = clauses[index - 1] if index else None
        read_comparison(draft, clause)
        moments.read_moments(draft, clause)
        leading.read_leaders(draft, clause, index == 0)
        leading.read_alone(draft, clause, following, index == 0, previous)
        entries.read_cues(draft, clause, previous, following)
        course.read_sections(draft, clause)
        course.read_size_after(draft, clause, previous)
    course.read_arc(draft, marks)
    for clause in clauses:
        course.opening_and_finale(draft, clause)
        course.read_contour(draft, clause)
    if not is_edit:
        read_head(draft, clauses)
    for clause in clauses:
        wanting.read_wanted(draft, clause)
        facts.read_facts_of(draft, clause)
        _leftover_marks(draft, clause)
    _with_named_sections(draft)
    _tell_other_bands(draft)
    _tell_members(draft)
    _tell_pieces(draft)
    if not is_edit:
        _with_told_end(draft, clauses)
    return draft


def _tell_other_bands(draft: Draft) -> None:
    """ "A cappella with drums", "solo piano with a full band": two bands in one prompt; what is made of them is
    told."""
    bands = [m for m in draft.marks if m.kind == "ensemble" and draft.is_used(m)]
    players = [m for m in draft.marks if m.kind == "inst" and draft.is_used(m)]
    voices = [m for m in bands if m.value.sings]
    others = [m for m in players if m.value not in ("choir", "backing vocals") and role_of(m.value) != "choir"]
    if voices and others and name_of(others[0].value) not in draft.refused:
        draft.notices.append(f"“{voices[0].text}” is voices alone; {others[0].text}, asked for beside it, plays, too.")
    solos = [
        m for m in draft.marks
        if (m.kind == "only" and m.text.lower() in ("solo", "lone", "unaccompanied"))
        or (m.kind == "inst" and m.text.lower().startswith("solo "))
    ]  # fmt: skip
    full = [m for m in bands if not m.value.is_closed]
    if solos and full and not draft.values.get("is_closed"):
        draft.notices.append(
            f"“{solos[0].text}” beside “{full[0].text}”: who is alone has the tune, the others play, too."
        )


def _tell_members(draft: Draft) -> None:
    """ "A lone cello first, at last the strings": who opens is one of those who are to come later."""
    chain = sorted((cue for cue in draft.cues if cue.order), key=lambda cue: cue.order)
    for before, cue in combinations(chain, 2):
        for family in (name for name in cue.players if role_of(name) == name):
            member = next((n for n in before.players if n != family and role_of(n) == family), "")
            if member:
                plain = member.removeprefix("solo ").replace("_", " ")
                draft.notices.append(f"The {family} enter later, but {plain}, one of them, plays before.")


_COMES_OR_GOES = re.compile(
    r"only |opens with|plays alone|.* (?:enters|rests there|there|silent there|has the tune)$|.* enters "
)


def _tell_pieces(draft: Draft) -> None:
    """ "Kick only, then hats": the pieces of a kit come and go together, as the drums; that is told."""
    named = {name for cue in draft.cues for name in cue.players}
    pieces = {(m.start, m.end): piece_of(m.text) for m in draft.marks if m.kind == "inst" and draft.is_used(m)}
    for claim in draft.claims:
        piece = pieces.get((claim.start, claim.end))
        if piece and piece not in named and claim.outcome == "used" and _COMES_OR_GOES.match(claim.caused):
            claim.outcome, claim.nearest = "cannot", "the whole kit there, or a kit without a piece throughout"
            claim.why = "the pieces of a kit come and go together; the drums were taken"


def _with_told_end(draft: Draft, clauses: list[Clause]) -> None:
    """Where no length was said, the last moment up to which something lasts is the end: "full orchestra until 0:45"."""
    moments = [
        (place.seconds, stretch.word, clause.has("falling"))
        for clause in clauses for mark in clause.moments for stretch in mark.value[1]
        for place in (stretch.start, stretch.end) if place and place.seconds is not None
    ]  # fmt: skip
    if moments and "length_s" not in draft.values and "bars" not in draft.values:
        seconds, word, is_fading = moments[-1]
        is_last = seconds >= max(each for each, _, _ in moments)
        if is_last and (word in ("until", "till") or (word == "by" and is_fading)) and (len(moments) > 1 or is_fading):
            draft.values["length_s"] = seconds
            draft.notices.append(f"Nothing was said of what follows {seconds:g} s, so it ends there.")


def _with_named_sections(draft: Draft) -> None:
    """Where somebody is to play in a section, or to enter there, there must be one."""
    known = {each.kind for each in draft.sections} | set(draft.values.get("kinds", ())) | set(draft.without)
    places = [p for cue in draft.cues for p in (cue.start, cue.end)] + [e.at for e in draft.events if e.kind == "stop"]
    for place in (p for p in places if p and p.section not in ("", "last")):
        if place.number > 1 and place.section not in draft.without:
            draft.section(place.section, place.number)  # the second chorus, and so two of them
        if place.section not in known:
            draft.section(place.section, max(0, place.number) if place.number > 1 else 0)
        known.add(place.section)


def _leftover_marks(draft: Draft, clause: Clause) -> None:
    """Nouns that every piece has ("melody", "groove", "band") say nothing by themselves.

    Places, verbs and words of order that helped nobody stay unclaimed and are told.
    """
    for each in clause.all("tune", "band", "label", "rhythm"):
        if not draft.is_used(each):
            draft.claim(each, "joins the words around it")
    if any(draft.is_used(each) for each in clause.marks):
        for each in clause.all("then"):
            if not draft.is_used(each) and not re.search(r"before|later", each.text, re.IGNORECASE):
                draft.claim(each, "joins the words around it")
    starts = [m for m in clause.moments if m.value[0] == "start" and not draft.is_used(m)]
    if starts and clause.has("bpm", "key", "meter", "mode"):
        draft.claim(starts, "from the start, as everything that is said of the whole")


def _sheet(text: Text, draft: Draft) -> SongSheet:
    """What was found, as fields from the words."""
    if "mode" in draft.values and "key" in draft.values and draft.values["key"].mode == "major":
        draft.values["key"] = Key(draft.values["key"].tonic, draft.values["mode"])  # "dorian mode on D"
    rows = [draft.values.get("harmony", ""), *(each.harmony for each in draft.sections)]
    if "key" not in draft.values and any(row and is_symbols(row) for row in rows):
        written = [each for row in rows if row and is_symbols(row) for each in row.split()]
        names = [name for name in (parse_chord(each) for each in written) if name]
        key = key_of_chords(names, is_loop=True)
        if key:
            draft.values["key"] = key
    single: dict[str, Any] = {name: Field(draft.values[name], "words") for name in _SINGLE if name in draft.values}
    players = [player for player in draft.players if not _is_member_refused(draft, player)]
    wanted = [player for player in players if player.name not in draft.refused]
    clash = [player.name for player in players if player.name in draft.refused]
    notices = [f"The prompt both asks for and refuses {name}; it was left out." for name in clash]
    return SongSheet(
        prompt=text.source,
        players=tuple(wanted),
        refused=tuple(dict.fromkeys(draft.refused)),
        without=tuple(dict.fromkeys(draft.without)),
        sections=tuple(draft.sections),
        cues=tuple(draft.cues),
        events=tuple(draft.events),
        arc=draft.values.get("arc", ()),
        textures=tuple(dict.fromkeys(draft.textures)),
        kept=tuple(draft.kept),
        notices=(*draft.notices, *notices),
        **single,
    )


def _is_member_refused(draft: Draft, player: Player) -> bool:
    """ "A big band without drums": who plays only as one of a band does not where the words refuse him."""
    is_member = player.name in draft.members
    return is_member and any(
        player.name == name or player.name in ids_of(name) or role_of(player.name) == name for name in draft.refused
    )


_SURE_ENOUGH = 0.3
_SINGLE = (
    "bpm", "pace", "key", "mode", "meter", "length_s", "bars", "purpose", "is_closed", "is_small", "max_players",
        "swing",
        "kinds", "contour", "harmony", "lyrics",
    "feel", "is_loop", "is_stinger", "has_layers", "voice", "sings",
)  # fmt: skip


def _read_meaning(sheet: SongSheet, draft: Draft, styles: Mapping[str, Style]) -> Reading:
    """The meaning of what is asked for, without what is refused."""
    kept, refused = _kept_text(draft)
    encoder = load_encoder()
    vector = encoder.encode([kept])[0] if encoder and kept.strip() else None
    mood = without_refused(_with_levels(read_mood(kept, vector), draft), refused)
    names = tuple(player.name for player in sheet.players)
    matched, is_named = match_named(kept, vector, mood, styles, " ; ".join(refused), names, draft.styles)
    return Reading(sheet, facts_of(sheet, kept, refused), vector, mood, matched, is_named)


def _kept_text(draft: Draft) -> tuple[str, tuple[str, ...]]:
    """The text without refusals, and the refused words."""
    cut = [
        (claim.start, claim.end)
        for claim in draft.claims
        if claim.caused.startswith(("no ", "not ", "nobody", "moved away"))
    ]
    kept = draft.text
    for start, end in cut:
        kept = kept[:start] + " " * (end - start) + kept[end:]
    return " ".join(kept.split()), tuple(draft.text[start:end] for start, end in draft.banned)


_AWAY = 0.66
"""Where a mood goes of which it was said what it must not be."""


def _with_levels(mood: Mood, draft: Draft) -> Mood:
    """Words of strength said of the whole piece."""
    for name, level in draft.values.get("against", []):
        other = _AWAY if level < 0.5 else 1.0 - _AWAY
        heard = getattr(mood, name)
        moved = max(heard, other) if level < 0.5 else min(heard, other)
        mood = replace(mood, **{name: moved}, confidence=max(mood.confidence, 0.6))
    levels = draft.values.get("levels", [])
    if not levels:
        return mood
    heard = sum(levels) / len(levels)
    energy = round(0.15 * mood.energy + 0.85 * heard, 3)
    return Mood(mood.valence, energy, mood.tension, mood.complexity, 1.0)


def _with_meaning(reading: Reading) -> SongSheet:
    """The sheet with mood and styles as they were understood; only where there are words to understand."""
    sheet, mood = reading.sheet, reading.mood
    if not reading.facts.text:
        return sheet
    if mood.confidence > _SURE_ENOUGH:
        sheet = replace(
            sheet,
            energy=Field(mood.energy, "words"),
            valence=Field(mood.valence, "words"),
            tension=Field(mood.tension, "words"),
            complexity=Field(mood.complexity, "words"),
        )
    return replace(sheet, styles=Field(dict(reading.styles), "words"))
