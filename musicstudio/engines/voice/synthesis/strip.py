# SPDX-License-Identifier: GPL-3.0-or-later
"""How a vocal is best mixed, as plain data for the mixing layer. Pure."""

import msgspec


class StripDevice(msgspec.Struct, frozen=True):
    """One device of the suggested strip: a kind of the mixing layer and its parameters (names carry their units)."""

    kind: str
    params: dict[str, float]


class VocalMix(msgspec.Struct, frozen=True):
    """devices: in signal order. reverb_db, delay_db: levels of the sends. duck_db: by how much the band gives way
    while there is singing.
    """

    devices: tuple[StripDevice, ...]
    reverb_db: float
    delay_db: float
    duck_db: float


def suggest_mix(role: str = "vocals", delivery: str = "sung") -> VocalMix:
    """The strip for a lead ("vocals") or a backing part ("backing"), sung, spoken or rapped.

    High-pass below the voice, less boxiness, presence and air; sibilants tamed before the compressor lifts them;
    backing parts are thinner, wetter and further back.
    """
    is_lead = role == "vocals"
    is_dry = delivery != "sung"
    equalizer = StripDevice(
        "eq",
        {
            "low_cut_hz": 80.0 if is_lead else 150.0,
            "bell1_hz": 300.0,
            "bell1_db": -2.0 if is_lead else -3.5,
            "bell3_hz": 3200.0,
            "bell3_db": 2.5 if is_lead else 1.0,
            "high_shelf_hz": 9000.0,
            "high_shelf_db": 2.0 if is_lead else 1.0,
        },
    )
    deesser = StripDevice("deesser", {"split_hz": 5500.0, "threshold_db": -32.0, "ratio": 4.0})
    compressor = StripDevice(
        "compressor",
        {
            "threshold_db": -24.0, "ratio": 3.0 if is_lead else 4.0, "attack_ms": 8.0, "release_ms": 120.0,
            "makeup_db": 3.0,
        },
    )  # fmt: skip
    return VocalMix(
        devices=(equalizer, deesser, compressor),
        reverb_db=(-24.0 if is_dry else -16.0) if is_lead else -11.0,
        delay_db=-60.0 if is_dry else (-22.0 if is_lead else -26.0),
        duck_db=1.5 if is_lead else 0.0,
    )
