# SPDX-License-Identifier: GPL-3.0-or-later
"""Who sings: the lead, the voice that answers it, and the parts they have in the mix."""

from msgspec.structs import replace

from musicstudio.engines.composer.arrangement import VOCALS_LUFS
from musicstudio.engines.composer.plan import PartPlan
from musicstudio.engines.contract import DELAY_BUS_ID, REVERB_BUS_ID
from musicstudio.engines.voice.synthesis.dynamics import VOWEL_DBFS
from musicstudio.engines.voice.synthesis.strip import suggest_mix
from musicstudio.engines.voice.synthesis.voices import KOKORO, PIPER, SUNG, Voice, find_voice
from musicstudio.project.model import Device, Send, Strip

SINGER = "singer"
DOUBLE = "singer/double"
"""The player of a part that sings the lead again."""
LEAD_ROLE, BACKING_ROLE = "vocals", "backing"
_VOICES = {"female": "ada", "male": "joe", "child": "pip"}
_ANSWERING = {PIPER: ("joe", "ada"), KOKORO: ("michael", "heart")}
"""The low and the high voice that answer a lead, by the network that sings."""
_HIGH_FROM = 55
"""A lead whose range has its middle at or above this MIDI note is answered by the low voice."""
_BACKING_DB, _BACKING_PAN = -6.0, 0.35
_DOUBLE_DB, _DOUBLE_PAN = -10.0, -0.35


def choose_voice(name: str) -> Voice:
    """The voice with an id, or one that fits "female", "male" or "child". Raises `InputError` for an unknown one."""
    return find_voice(_VOICES.get(name, name))


def answering_voice(lead: Voice) -> Voice:
    """Who sings the backing to a lead: the low voice to a high one, the high voice to a low one; a rapper or speaker
    answers himself."""
    if lead.delivery != SUNG:
        return lead
    low, high = _ANSWERING[lead.engine]
    return find_voice(low if lead.low + lead.high >= 2 * _HIGH_FROM else high)


def is_soloist(voice: Voice) -> bool:
    """Whether one throat sings, so that harmony and doubles add to it; a choir is many already."""
    return voice.delivery == SUNG and len(voice.layers) == 1


def vocal_part(voice: Voice) -> PartPlan:
    """The part of the lead, with a strip as vocals are mixed."""
    return PartPlan("Vocals", LEAD_ROLE, SINGER, voice.id, _strip(voice, LEAD_ROLE), "vocal")


def backing_part(voice: Voice) -> PartPlan:
    """The part of the answering voice: thinner, wetter, behind the lead and to one side."""
    strip = replace(_strip(voice, BACKING_ROLE, _BACKING_DB), pan=_BACKING_PAN)
    return PartPlan("Backing vocals", BACKING_ROLE, SINGER, voice.id, strip, "vocal")


def double_part(voice: Voice) -> PartPlan:
    """The part of the lead's double: quiet, on the other side than the backing vocals."""
    strip = replace(_strip(voice, BACKING_ROLE, _DOUBLE_DB), pan=_DOUBLE_PAN)
    return PartPlan("Double", BACKING_ROLE, DOUBLE, voice.id, strip, "vocal")


def _strip(voice: Voice, role: str, behind_db: float = 0.0) -> Strip:
    mix = suggest_mix(role, voice.delivery)
    devices = tuple(Device(f"{d.kind}-{number}", d.kind, dict(d.params)) for number, d in enumerate(mix.devices, 1))
    levels = ((REVERB_BUS_ID, mix.reverb_db), (DELAY_BUS_ID, mix.delay_db))
    sends = tuple(Send(bus, level) for bus, level in levels if level > -60.0)
    return Strip(VOCALS_LUFS - VOWEL_DBFS + behind_db, devices=devices, sends=sends)
