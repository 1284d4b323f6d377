# SPDX-License-Identifier: GPL-3.0-or-later
"""A song sheet in words: the sentence above the table, and what happens in each section. Pure."""

from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.project.model.sheet import Cue, Event, Origin, Place, Player, SectionRequest, SongSheet, Span

from .sheet_fields import FIELDS, show_clock, show_styles

_BY_WEIGHT: tuple[Origin, ...] = ("locked", "typed", "words")
_WHEN = {"enter": "{0} joins", "leave": "{0} stops", "in": "{0}", "out": "no {0}", "only": "{0} alone"}


class Phrase(Struct, frozen=True):
    """A piece of the sentence. name: the row that it leads to, or empty for the words between."""

    text: str
    name: str = ""
    origin: Origin = "studio"


class FormRow(Struct, frozen=True):
    """A planned section: which of its kind it is, its energy (0 to 1), what happens, and where that is from."""

    kind: str
    number: int
    title: str
    energy: float | None
    happens: str
    origin: Origin


def sentence_of(sheet: SongSheet) -> tuple[Phrase, ...]:
    """The whole sheet as one sentence of phrases, each of which leads to its row."""
    phrases = [*_opening_phrases(sheet), *_band(sheet), *_course(sheet), *_throughout(sheet)]
    if not phrases:
        return ()
    begun = [phrases[0], *(_begin_sentence(before, phrase) for before, phrase in pairwise(phrases))]
    return (*begun, Phrase("."))


def form_rows(sheet: SongSheet) -> tuple[FormRow, ...]:
    """The sections in their order, with what is asked of each."""
    kinds = sheet.kinds.value or ()
    counts = {kind: kinds.count(kind) for kind in kinds}
    seen: dict[str, int] = {}
    rows = []
    for kind in kinds:
        number = seen[kind] = seen.get(kind, 0) + 1
        rows.append(_form_row(sheet, kind, number, counts[kind]))
    return tuple(rows)


def place_words(place: Place | None) -> str:
    """``0:30.0``, ``halfway``, ``bar 5``, ``the last chorus``; empty for nowhere."""
    if place is None:
        return ""
    if place.seconds is not None:
        return show_clock(place.seconds)
    if place.before_end_s is not None:
        return f"{place.before_end_s:g} s before the end"
    if place.share is not None:
        return {0.0: "the start", 0.5: "halfway", 1.0: "the end"}.get(place.share, f"{place.share:.0%} of the song")
    if place.bar:
        return f"bar {place.bar}"
    number = {0: "each ", -1: "the last ", 1: ""}.get(place.number, "")
    return f"{number}{place.section}" + (f" {place.number}" if place.number > 0 else "")


def event_words(event: Event) -> str:
    """What happens at a moment."""
    if event.words:
        return event.words
    if event.kind == "key":
        return f"to {event.key.name}" if event.key else f"{event.steps:+d} semitones"
    if event.kind == "tempo":
        return f"{event.bpm:g} BPM" if event.bpm else "another tempo"
    return {"hit": "a hit", "stop": "full stop", "shift": "the mood turns", "slow": "slows down"}.get(
        event.kind, {"fade_out": "fades out", "fade_in": "fades in until then"}.get(event.kind, "louder")
    )


def cue_words(cue: Cue) -> str:
    """Who does what: ``cello joins``, ``no drums``."""
    return _WHEN.get(cue.verb, "{0}").format(names_of(cue.players))


def names_of(names: tuple[str, ...]) -> str:
    """``piano and cello``."""
    plain = [name.replace("_", " ") for name in names]
    return " and ".join([", ".join(plain[:-1]), plain[-1]] if len(plain) > 1 else plain)


def understood_count(sheet: SongSheet) -> tuple[int, int]:
    """How many words of the prompt caused something, and how many there are."""
    lost = sum(len(span.text.split()) for span in sheet.unanswered)
    total = len(sheet.prompt.split())
    return max(0, total - lost), total


def without_span(prompt: str, span: Span) -> str:
    """A prompt without some of its words."""
    return " ".join((prompt[: span.start] + prompt[span.end :]).split())


def with_nearest(prompt: str, span: Span) -> str:
    """A prompt that says what can be had in place of what cannot."""
    return prompt[: span.start] + span.nearest + prompt[span.end :]


def _begin_sentence(before: Phrase, phrase: Phrase) -> Phrase:
    """A phrase, with a capital where a sentence begins."""
    return replace(phrase, text=phrase.text[:1].upper() + phrase.text[1:]) if before.text == ". " else phrase


def _opening_phrases(sheet: SongSheet) -> Iterator[Phrase]:
    if sheet.styles.value:
        yield Phrase("A ")
        yield Phrase(show_styles(sheet.styles.value), "styles", sheet.styles.origin)
    if sheet.purpose.value:
        yield Phrase(", for ")
        yield Phrase(sheet.purpose.value, "purpose", sheet.purpose.origin)
    between = ": "
    for field in FIELDS[:4]:
        value = getattr(sheet, field.name)
        if value.value is not None:
            yield Phrase(between)
            yield Phrase(field.text(sheet), field.name, value.origin)
            between = ", "


def _band(sheet: SongSheet) -> Iterator[Phrase]:
    leaders = [player for player in sheet.players if player.leads]
    others = [player for player in sheet.players if not player.leads]
    between = ". "
    for player in leaders:
        yield Phrase(between)
        yield Phrase(f"{_played(player)} leads", "players", player.origin)
        between = "; "
    if others:
        yield Phrase(between + "with ")
        for index, player in enumerate(others):
            yield Phrase(", " if index else "")
            yield Phrase(_played(player), "players", player.origin)
        between = "; "
    for name in sheet.refused:
        yield Phrase(between)
        yield Phrase(f"no {name.replace('_', ' ')}", "players", "words")
        between = ", "
    if sheet.lyrics.value:
        lines = [line for line in sheet.lyrics.value.splitlines() if line.strip() and not line.startswith("[")]
        yield Phrase("; ")
        yield Phrase(f"{sheet.voice.value or 'a voice'} sings {len(lines)} lines", "voice", sheet.lyrics.origin)


def _played(player: Player) -> str:
    """``two soft violins`` as ``soft violin × 2``."""
    words = " ".join((*player.manner, player.name.replace("_", " ")))
    return f"{words} × {player.count}" if player.count > 1 else words


def _course(sheet: SongSheet) -> Iterator[Phrase]:
    between = ". "
    for cue in sheet.cues:
        where = place_words(cue.start)
        yield Phrase(between)
        yield Phrase(cue_words(cue) + (f" from {where}" if where else ""), "form", cue.origin)
        between = ", "
    for event in sheet.events:
        yield Phrase(between)
        yield Phrase(f"{event_words(event)} at {place_words(event.at)}", "events", event.origin)
        between = ", "
    for texture in sheet.textures:
        yield Phrase(between)
        yield Phrase(f"{texture.replace('_', ' ')} under it", "textures", "words")
        between = ", "


def _throughout(sheet: SongSheet) -> Iterator[Phrase]:
    """What holds for the whole piece and has no row of its own."""
    said = [*_rules(sheet), *((f"no {kind}", "form", True) for kind in sheet.without)]
    between = ". "
    for text, name, is_said in said:
        if is_said:
            yield Phrase(between)
            yield Phrase(text, name, "words")
            between = ", "


def _rules(sheet: SongSheet) -> tuple[tuple[str, str, bool], ...]:
    """(words, row, whether it was asked) of each rule."""
    rises = bool(sheet.arc) and sheet.arc[-1][1] >= sheet.arc[0][1]
    return (
        (f"in {sheet.mode.value}", "key", sheet.mode.is_set and not sheet.key.is_set),
        ("slow" if (sheet.pace.value or 0) < 0.5 else "fast", "bpm", sheet.pace.is_set and not sheet.bpm.is_set),
        (f"{sheet.bars.value} bars", "form", sheet.bars.is_set),
        (f"{sheet.swing.value} eighths", "", sheet.swing.is_set),
        (f"chords {sheet.harmony.value}", "", sheet.harmony.is_set),
        ("the tune rises" if str(sheet.contour.value).startswith("up") else "the tune falls", "", sheet.contour.is_set),
        ("half-time" if (sheet.feel.value or 0) < 0 else "double time", "", sheet.feel.is_set),
        ("nobody else plays", "players", bool(sheet.is_closed.value)),
        ("a small group", "players", bool(sheet.is_small.value)),
        (f"at most {sheet.max_players.value} instruments", "players", sheet.max_players.is_set),
        ("nobody sings", "voice", sheet.sings.is_set and not sheet.sings.value),
        ("somebody sings", "voice", sheet.sings.is_set and bool(sheet.sings.value) and not sheet.lyrics.value),
        ("its end runs into its beginning", "form", sheet.is_loop.is_set and bool(sheet.is_loop.value)),
        ("a short piece", "form", sheet.is_stinger.is_set and bool(sheet.is_stinger.value)),
        ("three intensities", "form", sheet.has_layers.is_set and bool(sheet.has_layers.value)),
        ("growing strength" if rises else "fading strength", "form", bool(sheet.arc)),
    )


def _form_row(sheet: SongSheet, kind: str, number: int, count: int) -> FormRow:
    asked = [each for each in sheet.sections if each.kind == kind and _is_meant(each.number, number, count)]
    mine = [cue for cue in sheet.cues if _begins_in(cue, kind, number, count)]
    said = [*(_request_words(each) for each in asked), *(cue_words(cue) for cue in mine)]
    energy = next((each.energy for each in reversed(asked) if each.energy is not None), None)
    origins = [*(each.origin for each in asked), *(cue.origin for cue in mine)]
    origin: Origin = next((name for name in _BY_WEIGHT if name in origins), "studio")
    title = kind.capitalize() + (f" {number}" if count > 1 else "")
    return FormRow(kind, number, title, energy, ", ".join(filter(None, said)), origin)


def _request_words(request: SectionRequest) -> str:
    said = [
        f"{request.bars} bars" if request.bars else "",
        f"chords {request.harmony}" if request.harmony else "",
        f"{request.contour} tune" if request.contour else "",
        {-1: "half-time", 1: "double time"}.get(request.feel, ""),
        f"{request.count} of them" if request.count else "",
        f"in {request.meter[0]}/{request.meter[1]}" if request.meter else "",
    ]
    return ", ".join(filter(None, said))


def _is_meant(asked: int, number: int, count: int) -> bool:
    return asked in (0, number) or (asked == -1 and number == count)


def _begins_in(cue: Cue, kind: str, number: int, count: int) -> bool:
    return cue.start is not None and cue.start.section == kind and _is_meant(cue.start.number, number, count)
