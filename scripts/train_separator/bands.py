# SPDX-License-Identifier: GPL-3.0-or-later
# ruff: noqa: E501
"""Styles as line-ups: which kits, basses and other instruments play together, how fast and how busily."""

from typing import NamedTuple


class LineUp(NamedTuple):
    """bpm: range. swing: 0.5 straight to 0.67. density: 0 sparse to 1 busy. comp, pads, leads: instrument ids to
    choose from.
    """

    bpm: tuple[int, int]
    swing: float
    density: float
    kits: tuple[str, ...]
    groove: str
    basses: tuple[str, ...]
    comp: tuple[str, ...]
    pads: tuple[str, ...]
    leads: tuple[str, ...]


_PIANOS = ("grand_piano", "upright_piano", "electric_piano")
_WINDS = ("flute", "clarinet", "oboe", "alto_sax", "tenor_sax", "trumpet", "muted_trumpet", "soprano_sax")

LINE_UPS: dict[str, LineUp] = {
    "pop": LineUp((84, 128), 0.5, 0.6, ("kit_acoustic", "kit_room", "kit_dance"), "backbeat",
                  ("finger_bass", "synth_bass", "pick_bass"), (*_PIANOS, "steel_guitar", "clean_guitar"),
                  ("string_ensemble", "warm_pad", "poly_synth"), ("saw_lead", "flute", "celesta", "pluck")),
    "rock": LineUp((100, 170), 0.5, 0.7, ("kit_room", "kit_power", "kit_acoustic"), "backbeat", ("pick_bass", "finger_bass"),
                   ("overdriven_guitar", "distorted_guitar", "muted_guitar", "clean_guitar"), ("organ", "string_ensemble"),
                   ("overdriven_guitar", "distorted_guitar", "organ", "harmonica")),
    "funk": LineUp((92, 118), 0.53, 0.9, ("kit_acoustic", "kit_room"), "syncopated", ("slap_bass", "finger_bass", "synth_bass"),
                   ("clavinet", "muted_guitar", "electric_piano", "clean_guitar"), ("brass_section", "organ"),
                   ("alto_sax", "trumpet", "brass_section", "clavinet")),
    "house": LineUp((118, 130), 0.5, 0.7, ("kit_dance", "kit_808"), "four", ("synth_bass", "sub_bass", "acid_bass"),
                    ("poly_synth", "grand_piano", "organ"), ("warm_pad", "air_pad", "supersaw"), ("pluck", "saw_lead", "arp_synth")),
    "techno": LineUp((126, 145), 0.5, 0.8, ("kit_dance", "kit_electronic"), "four", ("acid_bass", "reese_bass", "synth_bass"),
                     ("arp_synth", "pluck"), ("dark_pad", "air_pad"), ("arp_synth", "square_lead")),
    "lofi": LineUp((70, 92), 0.6, 0.4, ("kit_lofi", "kit_brush"), "backbeat", ("acoustic_bass", "fretless_bass", "sub_bass"),
                   ("electric_piano", "upright_piano", "nylon_guitar"), ("warm_pad", "vibraphone"), ("vibraphone", "flute", "soft_lead")),
    "trap": LineUp((64, 80), 0.5, 0.8, ("kit_808", "kit_electronic"), "trap", ("sub_bass", "reese_bass"),
                   ("pluck", "electric_piano", "music_box"), ("dark_pad", "choir_aahs", "string_ensemble"), ("square_lead", "pluck", "celesta")),
    "jazz": LineUp((96, 190), 0.66, 0.6, ("kit_jazz", "kit_brush"), "ride", ("acoustic_bass", "fretless_bass"),
                   ("grand_piano", "clean_guitar", "vibraphone"), ("brass_section", "string_ensemble"), _WINDS),
    "orchestral": LineUp((60, 130), 0.5, 0.5, ("kit_orchestral",), "cinematic", ("contrabass", "tuba", "cello"),
                         ("harp", "pizzicato", "harpsichord", "celesta"), ("string_ensemble", "tremolo_strings", "french_horn", "church_organ"),
                         ("violin", "oboe", "trumpet", "flute", "cello", "clarinet", "english_horn")),
    "ambient": LineUp((60, 90), 0.5, 0.2, ("kit_brush", "kit_electronic"), "sparse", ("sub_bass", "fretless_bass"),
                      ("electric_piano", "kalimba", "harp", "music_box"), ("air_pad", "warm_pad", "dark_pad"), ("soft_lead", "flute", "pan_flute")),
    "folk": LineUp((80, 140), 0.5, 0.6, ("percussion_hand", "kit_brush", "kit_acoustic"), "backbeat", ("acoustic_bass", "finger_bass"),
                   ("steel_guitar", "nylon_guitar", "banjo", "mandolin"), ("accordion", "string_ensemble"),
                   ("fiddle", "whistle", "recorder", "harmonica", "mandolin", "bagpipe")),
    "dnb": LineUp((165, 178), 0.5, 0.9, ("kit_acoustic", "kit_electronic", "kit_808"), "break", ("reese_bass", "sub_bass"),
                  ("electric_piano", "pluck"), ("warm_pad", "dark_pad", "string_ensemble"), ("saw_lead", "arp_synth", "supersaw")),
    "latin": LineUp((90, 125), 0.5, 0.9, ("percussion_latin", "kit_acoustic"), "syncopated", ("acoustic_bass", "finger_bass"),
                    ("grand_piano", "nylon_guitar", "steel_drums", "marimba"), ("brass_section", "accordion"),
                    ("trumpet", "flute", "trombone", "marimba")),
    "metal": LineUp((120, 190), 0.5, 0.9, ("kit_power", "kit_room"), "double", ("pick_bass", "distorted_guitar"),
                    ("distorted_guitar",), ("string_ensemble", "choir_aahs"), ("distorted_guitar", "overdriven_guitar")),
    "trance": LineUp((132, 142), 0.5, 0.8, ("kit_dance",), "four", ("synth_bass", "acid_bass"), ("supersaw", "pluck"),
                     ("supersaw", "air_pad", "string_ensemble"), ("saw_lead", "supersaw", "arp_synth")),
}  # fmt: skip
"""Styles to learn from."""

HELD_OUT: dict[str, LineUp] = {
    "reggae": LineUp((72, 92), 0.55, 0.6, ("kit_acoustic", "kit_room"), "onedrop", ("finger_bass", "fretless_bass"),
                     ("clean_guitar", "organ", "muted_guitar"), ("organ", "brass_section"), ("trombone", "harmonica", "alto_sax")),
    "bossa": LineUp((110, 140), 0.5, 0.6, ("kit_brush", "percussion_latin"), "bossa", ("acoustic_bass",),
                    ("nylon_guitar", "electric_piano"), ("string_ensemble", "vibraphone"), ("flute", "tenor_sax", "whistle")),
    "synthwave": LineUp((84, 118), 0.5, 0.7, ("kit_electronic", "kit_dance"), "backbeat", ("synth_bass", "reese_bass"),
                        ("poly_synth", "arp_synth"), ("warm_pad", "supersaw"), ("saw_lead", "square_lead", "soft_lead")),
    "chiptune": LineUp((110, 160), 0.5, 0.8, ("kit_chip",), "backbeat", ("chip_bass",), ("chip_lead",), ("chip_lead",), ("chip_lead", "chip_noise")),
}  # fmt: skip
"""Styles that training never sees."""

# Sixteen steps a bar: chance of a hit for kick, snare and hat.
GROOVES: dict[str, dict[str, str]] = {
    "backbeat": {"kick": "9..2..3.8.4...2.", "snare": "....9......1.9.1", "hat": "8.8.8.8.8.8.8.83"},
    "syncopated": {"kick": "9..4..8...6..3..", "snare": "....9.12.3..9..2", "hat": "8585858585858585"},
    "four": {"kick": "9...9...9...9..1", "snare": "....8.......8..1", "hat": "..8...8...8...82"},
    "trap": {"kick": "9.....4...6..3..", "snare": "........9......1", "hat": "9898958989899889"},
    "ride": {"kick": "5...3...4...3...", "snare": "...2..3....2..4.", "hat": "9...8.7.9...8.7."},
    "cinematic": {"kick": "9.....5...7.....", "snare": "....3..23...4.35", "hat": "3...2...3...2..."},
    "sparse": {"kick": "7.........4.....", "snare": "........6.......", "hat": "4...4...4...4..."},
    "break": {"kick": "9.....4...8.....", "snare": "....9..4.4..9..3", "hat": "8.8.8.8.8.8.8.8."},
    "double": {"kick": "9797979797979797", "snare": "....9.......9..2", "hat": "8...8...8...8..."},
    "onedrop": {"kick": "........9.......", "snare": "........9..2...1", "hat": "8.6.8.6.8.6.8.64"},
    "bossa": {"kick": "9..5..8.9..5..8.", "snare": "8..8..8...8..8..", "hat": "8.8.8.8.8.8.8.8."},
}
