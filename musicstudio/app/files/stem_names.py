# SPDX-License-Identifier: GPL-3.0-or-later
"""What files of one song are called, as people and programs name stems: ``Song (Drums).wav``, ``01_Bass_90bpm.wav``."""

import re
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path

from msgspec import Struct

from musicstudio.core.text import clean_line

_WORDS = {
    "backing": "backing, bgv, bv, bvs, harmony, harmonies, choruses, adlib, adlibs, double, doubles",
    "vocals": "vocal, vox, voice, singer, acapella, acappella, lead vocal, lead vox, gesang",
    "percussion": "percussion, perc, shaker, tambourine, conga, bongo, clap, cowbell",
    "drums": "drum, kick, snare, hat, hihat, hi-hat, overhead, tom, cymbal, beat, schlagzeug, drumkit, kit",
    "bass": "bass, sub, 808, bassline",
    "guitar": "guitar, gtr, gitarre, banjo, ukulele, mandolin",
    "keys": "key, piano, keyboard, rhodes, organ, wurli, wurlitzer, clav, vibe, harpsichord",
    "strings": "string, violin, viola, cello, celli, contrabass, orchestra",
    "brass": "brass, horn, trumpet, trombone, tuba",
    "woodwind": "woodwind, sax, saxophone, flute, clarinet, oboe, bassoon",
    "choir": "choir, chorale",
    "arp": "arp, arpeggio",
    "pad": "pad",
    "lead": "lead, solo, melody, hook",
    "synth": "synth, pluck, synthesizer",
    "fx": "fx, sfx, effect, noise, riser, ambience, atmos, reverb, delay, foley, return",
    "other": "other, instrumental, rest, residual, accompaniment, mix, master",
}
"""Words by role, without the s of more than one; the first role with one of its words wins."""
_BPM = re.compile(r"(?<![a-z0-9])(\d{2,3}(?:\.\d{1,3})?) ?bpm(?![a-z])", re.IGNORECASE)
_KEY = re.compile(r"(?<![A-Za-z0-9])([A-G][#b]?)(maj|min|major|minor|m)(?![a-z])")
_BRACKET = re.compile(r"[(\[]([^()\[\]]+)[)\]]\s*$")
_NUMBER = re.compile(r"^\d{1,3}[\s._-]+")


class StemLabel(Struct, frozen=True):
    """What a file's name says. role: of `musicstudio.project.model.tracks.ROLES`; bpm: 0 and key: empty if not said."""

    name: str
    role: str = "other"
    bpm: float = 0.0
    key: str = ""


def labels_of(paths: Sequence[Path]) -> list[StemLabel]:
    """The label of each file; what all have in common is the song's name and not a stem's."""
    stems = [clean_line(path.stem) for path in paths]
    shared = _shared_beginning(stems)
    return [_label(stem, shared) for stem in stems]


def is_stem_set(paths: Sequence[Path]) -> bool:
    """Whether several files look like the parts of one song: they share a title or nearly all name a part."""
    if len(paths) < 2:
        return False
    labels = labels_of(paths)
    named = sum(role_of(label.name) != "" for label in labels)
    return named >= max(2, 0.6 * len(paths))


def role_of(name: str) -> str:
    """The role that a name tells of, or nothing: the word that says most about it wins."""
    words = " " + re.sub(r"[^a-z0-9&-]+", " ", name.lower()).strip() + " "
    for role, known in _WORDS.items():
        if any(f" {word} " in words or f" {word}s " in words for word in known.split(", ")):
            return role
    numberless = re.sub(r"\d+", " ", words)
    return role_of(numberless) if numberless.split() != words.split() and numberless.strip() else ""


def song_title(paths: Sequence[Path]) -> str:
    """What the files of one song have in common in their names, or nothing."""
    return _shared_beginning([clean_line(path.stem) for path in paths]).strip(" -_.([") if len(paths) > 1 else ""


def _shared_beginning(stems: Sequence[str]) -> str:
    """The beginning that all names share, up to a place where a word ends."""
    if len(stems) < 2:
        return ""
    plain = [_NUMBER.sub("", stem) for stem in stems]
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*plain, strict=False))
    prefix = "".join(letters[0] for letters in alike)
    cut = max(prefix.rfind(mark) for mark in " -_([")
    return prefix[: cut + 1] if cut >= 2 else ""


def _label(stem: str, shared: str) -> StemLabel:
    bpm, key = _BPM.search(stem.replace("_", " ")), _KEY.search(stem.replace("_", " "))
    name = _NUMBER.sub("", stem)
    bracket = _BRACKET.search(name)
    if bracket and role_of(bracket[1]):
        name = bracket[1]
    elif shared and len(name) > len(shared):
        name = name[len(shared) :]
    name = _KEY.sub("", _BPM.sub("", name.replace("_", " ")))
    name = " ".join(name.replace("-", " ").split() if "-" in name and " " not in name.strip() else name.split())
    name = name.strip(" -.()[]") or stem
    return StemLabel(name, role_of(name) or "other", float(bpm[1]) if bpm else 0.0, _key_name(key))


def _key_name(match: re.Match[str] | None) -> str:
    if match is None:
        return ""
    return f"{match[1]} {'minor' if match[2] in ('min', 'minor', 'm') else 'major'}"
