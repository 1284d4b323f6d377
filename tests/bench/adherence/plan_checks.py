# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks on the song sheet: does the plan say what the words said?"""

import re

from musicstudio.engines.composer.prompt.lexicon import ids_of, normalize, role_of

from .score import FAMILIES


def check(sheet, words: str) -> bool:
    """Whether one check holds. Unknown checks are errors in the data."""
    name, _, value = words.partition(" ")
    return bool(CHECKS[name](sheet, value))


def _key(sheet, value):
    from musicstudio.cli.arguments import key

    return sheet.key.value == key(value)


def _ids(name):
    canonical = normalize(name.replace("_", " "))
    return {
        name,
        canonical,
        *FAMILIES.get(name, ()),
        *ids_of(canonical),
        *([role_of(canonical)] if not ids_of(canonical) else []),
    }


def _means(player, name):
    ids = {player, *ids_of(player), role_of(player) if not ids_of(player) else player}
    return bool(ids & _ids(name)) or role_of(player) == name or role_of((ids_of(player) or (player,))[0]) == name


def _plays(sheet, name):
    return any(_means(player.name, name) for player in sheet.players if player.origin != "studio")


def _leads(sheet, name):
    return any(_means(player.name, name) and player.leads for player in sheet.players if player.origin != "studio")


def _absent(sheet, name):
    if name == "vocals":
        return sheet.sings.value is False
    return name in sheet.refused or any(_means(each, name) for each in sheet.refused)


def _event(sheet, value):
    kind, _, at = value.partition(" ")
    found = [e for e in sheet.events if e.kind == kind or (kind == "tempo" and e.kind == "slow")]
    if kind == "enter":
        cues = [c for c in sheet.cues if c.verb in ("enter", "in") and c.start]
        return any(c.start.seconds == float(at) for c in cues)
    if kind == "stop" and not at:
        return bool(found)
    if not at:
        return bool(found)
    length = sheet.length_s.value or 0.0
    times = [e.at.seconds if e.at.seconds is not None else (e.at.share or 0) * length for e in found]
    return any(abs(time - float(at)) < 0.01 for time in times)


def _contour(sheet, value):
    kind, way = value.split()
    if kind == "all":
        return (sheet.contour.value or "") == way
    return any(each.kind == kind and each.contour == way for each in sheet.sections)


def _enters(sheet, value):
    name, kind = value.split()
    return any(
        c.verb == "enter" and c.start and c.start.section == kind and any(_means(p, name) for p in c.players)
        for c in sheet.cues
    )


def _form(sheet, value):
    kinds = [each.kind for each in sheet.sections if each.origin != "studio"]
    stated = list(sheet.kinds.value or ()) if sheet.kinds.is_set else []
    asked = value.split()
    rest = iter(stated)
    return all(kind in rest for kind in asked) if stated else all(kind in kinds for kind in asked)


def _told(sheet, value):
    """What cannot be done is told; what has come to be done since the line was written is done."""
    if value in ("chords", "progression") and sheet.harmony.is_set:
        return True
    found = " ".join(span.text.lower() for span in sheet.unanswered)
    return value.lower() in found or re.sub(r"[^a-z0-9]", "", value.lower()) in re.sub(r"[^a-z0-9]", "", found)


CHECKS = {
    "bpm": lambda s, v: s.bpm.value == float(v),
    "key": _key,
    "mode": lambda s, v: s.mode.value == v or (s.key.value and s.key.value.mode == v),
    "meter": lambda s, v: s.meter.value == tuple(int(x) for x in v.split("/")),
    "length": lambda s, v: s.length_s.is_set and abs(s.length_s.value - float(v)) < 0.01,
    "bars": lambda s, v: s.bars.value == int(v),
    "style": lambda s, v: (s.styles.value or {}).get(v, 0) >= 0.2,
    "plays": _plays,
    "absent": _absent,
    "leads": _leads,
    "closed": lambda s, v: bool(s.is_closed.value),
    "small": lambda s, v: bool(s.is_small.value),
    "sparse": lambda s, v: any("sparse" in p.manner for p in s.players),
    "without": lambda s, v: v in s.without,
    "contour": _contour,
    "form": _form,
    "event": _event,
    "enters": _enters,
    "texture": lambda s, v: v in s.textures,
    "purpose": lambda s, v: s.purpose.value == v,
    "loop": lambda s, v: bool(s.is_loop.value),
    "sings": lambda s, v: bool(s.sings.value),
    "instrumental": lambda s, v: s.sings.value is False,
    "voice": lambda s, v: s.voice.value == v,
    "told": _told,
    "lyrics": lambda s, v: v.lower() in (s.lyrics.value or "").lower(),
    "stinger": lambda s, v: bool(s.is_stinger.value),
}
