# SPDX-License-Identifier: GPL-3.0-or-later
"""What is signed: how the song was made, in the terms of C2PA and in the studio's own credits."""

from typing import Any

import msgspec

from musicstudio.core.version import VERSION

from ..acts import Act
from ..provenance import CreditsSheet
from ..song_info import SOFTWARE

CREDITS_LABEL = "org.musicstudio.credits"
_C2PA_ACTIONS = {
    "wrote": "c2pa.edited", "composed": "c2pa.edited", "cut": "c2pa.edited", "mixed": "c2pa.edited",
    "arranged": "c2pa.edited", "imported": "c2pa.placed", "sang": "c2pa.edited", "played": "c2pa.edited",
}  # fmt: skip
_MAX_SOUNDS = 200


def manifest_of(sheet: CreditsSheet, title: str) -> dict[str, Any]:
    """A manifest's definition as c2pa reads it.

    It also says that the file is not to be used for training generative models.
    """
    short = msgspec.structs.replace(sheet, sounds=sheet.sounds[:_MAX_SOUNDS], log=())
    return {
        "claim_generator_info": [_AGENT],
        "title": title,
        "assertions": [
            {"label": "c2pa.actions.v2", "data": {"actions": [_created_action(sheet), *_edits(sheet.acts)]}},
            {"label": "cawg.training-mining", "data": {"entries": _NO_TRAINING}},
            {"label": CREDITS_LABEL, "data": msgspec.to_builtins(short)},
        ],
    }


_AGENT = {"name": SOFTWARE, "version": VERSION}
_NO_TRAINING = {
    "cawg.ai_generative_training": {"use": "notAllowed"},
    "cawg.ai_training": {"use": "notAllowed"},
}


def _created_action(sheet: CreditsSheet) -> dict[str, Any]:
    return {"action": "c2pa.created", "digitalSourceType": sheet.digital_source_type, "softwareAgent": _AGENT}


def _edits(acts: tuple[Act, ...]) -> list[dict[str, Any]]:
    """What people did, one action a kind."""
    return [
        {
            "action": _C2PA_ACTIONS[act.kind],
            "softwareAgent": _AGENT,
            "description": f"{act.kind}: {act.steps} steps",
        }
        for act in acts
        if act.is_persons and act.kind in _C2PA_ACTIONS and act.kind != "imported"
    ]
