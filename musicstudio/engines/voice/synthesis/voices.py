# SPDX-License-Identifier: GPL-3.0-or-later
"""Who can sing: the voices described in ``resources/voices`` and any Piper voice that the user added."""

import logging
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.util import find_spec
from math import prod
from pathlib import Path

import msgspec

from musicstudio.core.errors import InputError
from musicstudio.core.paths import data_dir, resources_dir

from .kokoro_model import PACKAGES, part_paths

DEFAULT_VOICE = "joe"
SUNG, RAP, SPOKEN = "sung", "rap", "spoken"
PIPER, KOKORO = "piper", "kokoro"
_CAST_CONSENT = (
    "A synthetic voice, no person's copy: Kokoro-82M was trained, its authors say, on permissively licensed, "
    "public-domain and synthetic speech."
)
_CAST_MISSING = "the weights of the Kokoro singers are not installed; the set-up installs them."
_MOST_PARENTS = 4
_MOST_LAYERS = 16
_SAID = {RAP: "rapping", SPOKEN: "speaking"}
_USER_CONSENT = "Added by you: make sure that the speaker agreed to be used like this. The studio does not copy voices."


class Layer(msgspec.Struct, frozen=True):
    """One throat of a voice; a choir has several.

    formant: see `acoustic.speak`. speakers: of Kokoro, if others than the voice's own. cents: tuning. delay_ms:
    lateness. pan: -1 left to 1 right. gain_db: its level.
    """

    formant: float = 1.0
    cents: float = 0.0
    delay_ms: float = 0.0
    pan: float = 0.0
    gain_db: float = 0.0
    speakers: tuple[tuple[str, float], ...] = ()


class Voice(msgspec.Struct, frozen=True):
    """A singer.

    low, high: comfortable range in MIDI notes. present: can sing now; else why_not says why. delivery: "sung",
    "rap" (the notes' rhythm, the pitch of speech) or "spoken". model: path of the ONNX file. speech_hz: lowest and
    highest pitch of the speaking voice. engine: which network speaks. speakers: those of Kokoro with their shares in
    the blend, home_hz: the pitch at which they speak.
    """

    id: str
    name: str
    licence: str
    consent: str
    low: int
    high: int
    description: str = ""
    delivery: str = SUNG
    model: str = ""
    language: str = "en-us"
    speech_hz: tuple[float, float] = (60.0, 180.0)
    layers: tuple[Layer, ...] = (Layer(),)
    engine: str = PIPER
    speakers: tuple[tuple[str, float], ...] = ()
    home_hz: float = 0.0
    present: bool = True
    why_not: str = ""


BLENDS = "+"
"""Between two ids of Kokoro's singers: a singer between them."""


def list_voices() -> tuple[Voice, ...]:
    """Every voice, the default first, then the bundled, then the user's.

    Opens no model; takes milliseconds.
    """
    return (*_bundled_voices(), *_cast(), *_users())


def find_voice(voice_id: str) -> Voice:
    """The voice with an id ("" is `DEFAULT_VOICE`). Of Kokoro's singers, "heart+emma" is one half way between two, and
    "heart-rap" and "heart-spoken" are one who raps or speaks.

    Raises InputError naming the voices there are, or why it cannot sing.
    """
    voices = {voice.id: voice for voice in list_voices()}
    voice = voices.get(voice_id or DEFAULT_VOICE)
    if voice is None:
        voice = _of_the_cast(voice_id, voices)
    if voice is None:
        raise InputError(f"There is no voice called “{voice_id}”. There are: {', '.join(voices)}.")
    if not voice.present:
        raise InputError(f"The voice {voice.name} cannot sing now: {voice.why_not}")
    return voice


def user_voices_dir() -> Path:
    """Where a user puts ``NAME.onnx`` and ``NAME.onnx.json`` of a Piper voice to have it sing."""
    return data_dir() / "voices"


def _bundled_voices() -> tuple[Voice, ...]:
    return _read_voices(resources_dir() / "voices")


@lru_cache(maxsize=4)
def _read_voices(folder: Path) -> tuple[Voice, ...]:
    voices = (_read(path) for path in sorted(folder.glob("*.toml")))
    return tuple(sorted(voices, key=lambda voice: voice.id != DEFAULT_VOICE))


@lru_cache(maxsize=4)
def _read_cast(folder: Path, is_present: bool) -> tuple[Voice, ...]:
    """The singers of Kokoro, described in one file."""
    common = {
        "licence": "Apache-2.0 (Kokoro-82M by hexgrad)", "consent": _CAST_CONSENT, "engine": KOKORO,
        "model": "kokoro-82m", "present": is_present, "why_not": "" if is_present else _CAST_MISSING,
    }  # fmt: skip
    try:
        described = tomllib.loads((folder / "cast.toml").read_text("utf-8"))["voices"]
        return tuple(msgspec.convert(common | values, Voice) for values in described)
    except (OSError, ValueError, KeyError, TypeError):
        logging.getLogger(__name__).warning("The description of the Kokoro singers is missing or damaged.")
        return ()


def _cast() -> tuple[Voice, ...]:
    return _read_cast(resources_dir() / "voices" / "cast", len(part_paths()) == len(PACKAGES))


def _of_the_cast(voice_id: str, voices: Mapping[str, Voice]) -> Voice | None:
    """A singer of Kokoro's, or a blend of them, as it is written: "heart", "heart+emma", "heart-rap"."""
    name, _, delivery = voice_id.partition("-")
    voice = _blend(name, voices) if BLENDS in name else voices.get(name)
    if voice is None or voice.engine != KOKORO or delivery not in ("", *_SAID):
        return None
    if not delivery:
        return voice
    return msgspec.structs.replace(
        voice, id=f"{voice.id}-{delivery}", name=f"{voice.name}, {_SAID[delivery]}", delivery=delivery, low=0, high=127
    )


def _blend(voice_id: str, voices: Mapping[str, Voice]) -> Voice | None:
    """A singer between several: the mean of their styles, homes and ranges. None where one of them is no singer of
    Kokoro's."""
    parents = [voices.get(part.strip()) for part in voice_id.split(BLENDS)]
    cast = [parent for parent in parents if parent is not None and parent.engine == KOKORO]
    if len(cast) != len(parents) or not 2 <= len(cast) <= _MOST_PARENTS:
        return None
    return msgspec.structs.replace(
        cast[0],
        id=BLENDS.join(parent.id for parent in cast),
        name=" and ".join(parent.name for parent in cast),
        description=f"A singer between {' and '.join(parent.name for parent in cast)}.",
        low=round(sum(parent.low for parent in cast) / len(cast)),
        high=round(sum(parent.high for parent in cast) / len(cast)),
        home_hz=prod(parent.home_hz for parent in cast) ** (1.0 / len(cast)),
        speakers=tuple((speaker, share / len(cast)) for parent in cast for speaker, share in parent.speakers),
    )


def _read(path: Path) -> Voice:
    """A description; ``package`` names the Python package that carries the model, in its ``data`` folder."""
    values = tomllib.loads(path.read_text("utf-8"))
    package, file = values.pop("package"), values.pop("file")
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        why = f"the Python package {package} with its model is not installed."
        return msgspec.convert(values | {"present": False, "why_not": why}, Voice)
    return msgspec.convert(values | {"model": str(Path(spec.origin).parent / "data" / file)}, Voice)


def _users() -> tuple[Voice, ...]:
    folder = user_voices_dir()
    return tuple(_user_voice(path) for path in sorted(folder.glob("*.onnx"))) if folder.is_dir() else ()


def _user_voice(path: Path) -> Voice:
    """A voice the user added. Its range is a cautious guess; ``NAME.toml`` beside it may give any field of `Voice` but
    its id. What it gives amiss keeps this voice from singing, and no other."""
    config, notes = path.with_name(path.name + ".json"), path.with_suffix(".toml")
    guess = msgspec.convert(
        {
            "id": path.stem, "name": path.stem, "licence": "unknown: see the voice's own card",
            "consent": _USER_CONSENT, "low": 48, "high": 67, "speech_hz": (70.0, 260.0), "model": str(path),
        },
        Voice,
    )  # fmt: skip
    try:
        own = tomllib.loads(notes.read_text("utf-8")) if notes.is_file() else {}
        voice = msgspec.convert(msgspec.to_builtins(guess) | own | {"id": path.stem}, Voice)
    except (OSError, ValueError, RecursionError):
        return _absent(guess, f"{notes.name} beside {path.name} cannot be read as the description of a voice.")
    if wrong := _what_is_wrong(voice):
        return _absent(guess, f"{notes.name} beside {path.name} describes a voice that cannot be: look at “{wrong}”.")
    if not config.is_file():
        return _absent(voice, f"{config.name} is missing beside {path.name}.")
    return msgspec.structs.replace(voice, present=True, why_not="")


def _absent(voice: Voice, why_not: str) -> Voice:
    return msgspec.structs.replace(voice, present=False, why_not=why_not)


def _what_is_wrong(voice: Voice) -> str:
    """Empty for a description that can be sung by; else the field that is amiss."""
    low_hz, high_hz = voice.speech_hz
    lawful = {
        "low": 0 <= voice.low < voice.high <= 127,
        "speech_hz": 20.0 <= low_hz < high_hz <= 2000.0,
        "delivery": voice.delivery in (SUNG, RAP, SPOKEN),
        "engine": voice.engine == PIPER,
        "layers": 1 <= len(voice.layers) <= _MOST_LAYERS and all(map(_can_be, voice.layers)),
    }
    return next((wrong for wrong, is_right in lawful.items() if not is_right), "")


def _can_be(layer: Layer) -> bool:
    return (
        0.5 <= layer.formant <= 2.0
        and abs(layer.pan) <= 1.0
        and abs(layer.cents) <= 1200.0
        and abs(layer.delay_ms) <= 1000.0
        and -60.0 <= layer.gain_db <= 24.0
    )
