# SPDX-License-Identifier: GPL-3.0-or-later
"""Players by the name that style files and tracks give them."""

from collections.abc import Callable

from musicstudio.project.model import Note

from .players.arp import play_arp, play_ostinato, play_sparkle
from .players.bass import play_bass, play_drone
from .players.comp import play_comp, play_pick, play_power, play_strum
from .players.counter import play_counter
from .players.drums import play_drums, play_percussion
from .players.jazz_comp import play_jazz_comp
from .players.lead import play_double, play_lead
from .players.pad import play_divisi, play_pad
from .players.riff import play_riff
from .players.riser import play_riser
from .players.stabs import play_stabs
from .players.texture import play_texture
from .players.timpani import play_timpani
from .players.walking import play_walking_bass
from .section_context import SectionContext

Player = Callable[[SectionContext], list[Note]]

PLAYERS: dict[str, Player] = {
    "drums": play_drums, "percussion": play_percussion, "timpani": play_timpani,
    "bass": play_bass, "walking_bass": play_walking_bass, "drone": play_drone,
    "comp": play_comp, "jazz_comp": play_jazz_comp, "strum": play_strum, "pick": play_pick, "power": play_power,
    "pad": play_pad, "divisi": play_divisi, "stabs": play_stabs,
    "arp": play_arp, "ostinato": play_ostinato, "sparkle": play_sparkle, "riff": play_riff,
    "lead": play_lead, "double": play_double, "counter": play_counter, "riser": play_riser, "texture": play_texture,
}  # fmt: skip

UNPITCHED = frozenset({"drums", "percussion"})
BASS_PLAYERS = frozenset({"bass", "walking_bass", "drone", "timpani"})
MELODY_PLAYERS = frozenset({"lead", "double"})
LISTENING_ORDER = (
    "drums", "percussion", "bass", "walking_bass", "drone", "timpani", "lead", "jazz_comp", "comp", "power", "strum",
    "pick", "riff", "pad", "divisi", "ostinato", "arp", "stabs", "double", "counter", "sparkle", "riser", "texture",
)  # fmt: skip


def player_name(label: str) -> str:
    """The player of a `PartPlan.player` (``comp/bossa_nova/piano`` is played by ``comp``)."""
    return label.partition("/")[0]
