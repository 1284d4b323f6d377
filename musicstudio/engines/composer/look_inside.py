# SPDX-License-Identifier: GPL-3.0-or-later
"""The composer's stages made visible: its sentence vector, and how likely its network finds what stands."""

from msgspec.structs import replace

from musicstudio.core.errors import InputError, ModelMissingError
from musicstudio.engines.inside import Inside
from musicstudio.project.model import Project, Section

from .arrangement.registry import player_name
from .melody_model.chances import chances_of
from .melody_model.passage import BarGrid, ChordSpan, MelodyNote
from .melody_model.request import LeadRequest
from .prompt.embedding import load_encoder
from .prompt.style_match import similarities
from .styles import load_styles

_NEAREST = 3
_RULES = {
    "drums": "a groove of the style, with fills where sections turn",
    "percussion": "a pattern of the style, with accents",
    "timpani": "roots and rolls where sections turn",
    "bass": "roots and passing notes on the drums' kicks",
    "walking_bass": "a note a beat, walking to the next chord",
    "drone": "the root, held",
    "comp": "chords in the style's rhythm",
    "jazz_comp": "open voicings, off the beat",
    "strum": "strummed chords",
    "pick": "broken chords, picked",
    "power": "roots and fifths",
    "pad": "held chords; voices that stay are tied",
    "divisi": "chords divided among the section",
    "stabs": "short chords on accents",
    "arp": "broken chords at an even pace",
    "ostinato": "a figure that repeats",
    "sparkle": "high notes of the chord, sparse",
    "riff": "a figure of the song's own, repeated",
    "lead": "the tune of the lead sheet",
    "double": "the tune with another, an octave or unison",
    "counter": "answers in the tune's gaps",
    "riser": "a rise into the next section",
    "texture": "a bed of sound, not of notes",
    "vocals": "the tune of the lead sheet, sung",
}


def look_inside(song: Project, section_id: str, prompt: str) -> Inside:
    """Everything; see `musicstudio.engines.inside.LooksInside`."""
    found = replace(_sentence(prompt), players=_players(song))
    section = song.section(section_id)
    if section is None:
        return replace(found, why_no_tokens="Only a section has a lead sheet to look at.")
    try:
        return _with_chances(found, song, section)
    except (InputError, ModelMissingError) as error:
        return replace(found, why_no_tokens=str(error))


def _sentence(prompt: str) -> Inside:
    encoder = load_encoder()
    if encoder is None or not prompt.strip():
        return Inside()
    vector, styles = encoder.encode([prompt])[0], load_styles().styles
    near = sorted(similarities(vector, styles).items(), key=lambda each: (-each[1], each[0]))[:_NEAREST]
    nearest = tuple((name, styles[name].title, round(value, 4)) for name, value in near)
    return Inside(vector=tuple(float(value) for value in vector), nearest=nearest)


def _players(song: Project) -> dict[str, str]:
    """The rule that wrote each part, by track; those that nobody knows are left out."""
    named = {t.id: "vocals" if t.kind == "vocal" else player_name(t.player) for t in song.tracks}
    return {track_id: _RULES[name] for track_id, name in named.items() if name in _RULES}


def _with_chances(found: Inside, song: Project, section: Section) -> Inside:
    if not section.melody:
        return replace(found, why_no_tokens="This section has no lead sheet: its notes came from elsewhere.")
    key, request = section.key or song.key, _request(song, section)
    chords, tokens = chances_of(request, key.has_flats)
    move = section.start_ticks
    return replace(
        found,
        chords=tuple(replace(each, start_ticks=each.start_ticks + move) for each in chords),
        tokens=tuple(replace(each, start_ticks=each.start_ticks + move) for each in tokens),
    )


def _request(song: Project, section: Section) -> LeadRequest:
    """The section's lead sheet as it stands, given whole. Raises `InputError` for metres that are not learned."""
    meter, key = song.tempo_map.meter_at(section.start_ticks), section.key or song.key
    bars = max(1, -(-section.length_ticks // meter.bar_ticks))
    end = section.start_ticks + section.length_ticks
    spans = []
    for chord in song.chords:
        begin, stop = max(chord.start_ticks, section.start_ticks), min(chord.start_ticks + chord.length_ticks, end)
        if begin < stop:
            bass = chord.root if chord.bass < 0 else chord.bass
            spans.append(ChordSpan(begin - section.start_ticks, stop - begin, chord.root, chord.quality, bass))
    return LeadRequest(
        grid=BarGrid(meter.numerator, meter.denominator, bars),
        tonic=key.tonic,
        mode={"phrygian": "minor", "lydian": "major"}.get(key.mode, key.mode),
        style=_lead_style(song),
        section_kind=section.kind,
        energy=section.energy,
        given_melody=tuple(MelodyNote(note.start_ticks, note.length_ticks, note.pitch) for note in section.melody),
        given_chords=tuple(spans),
    )


def _lead_style(song: Project) -> str:
    """What the heaviest style of the song calls itself to the network."""
    recipe, styles = song.recipes.get(song.song_recipe_id), load_styles().styles
    known = recipe.parameters.get("conditioning", {}) if recipe else {}
    names = [pair[0] for pair in known.get("styles", ())] if isinstance(known, dict) else []
    style = styles.get(str(names[0])) if names else None
    return style.harmony.lead_sheet if style else "pop"
