# SPDX-License-Identifier: GPL-3.0-or-later
"""What makes music sound: devices, keyboards, the SoundFont and FluidSynth, models, singers, plug-ins."""

from collections.abc import Iterator
from typing import Any, Literal

from musicstudio.core.errors import StudioError
from musicstudio.core.paths import resources_dir

from .finding import Finding

_NEEDED = (
    "models/leadsheet/leadsheet.safetensors", "models/separator/studio_small.safetensors",
    "models/separator/spleeter_vocals.safetensors", "models/basic_pitch/nmp.onnx", "models/sentences/known.npz",
    "tunes/tunes.npz", "styles", "instruments", "icons", "theme",
)  # fmt: skip


def check_devices() -> Iterator[Finding]:
    """What plays, what is recorded from."""
    try:
        import sounddevice
    except (ImportError, OSError):
        yield Finding(
            "Sound output",
            "bad",
            "PortAudio is not installed, so nothing plays or is recorded; install libportaudio2.",
            remedy="sudo apt-get install libportaudio2",
        )
        return
    yield _check_device(sounddevice, "output", "plays")
    yield _check_device(sounddevice, "input", "is recorded from")


def check_keyboards() -> Iterator[Finding]:
    """MIDI keyboards that are plugged in."""
    from musicstudio.recording.midi_ports import RtMidiSystem

    names = RtMidiSystem().names()
    text = f"{len(names)} MIDI keyboard{'s are' if len(names) != 1 else ' is'} plugged in"
    yield Finding("Keyboards", "good", f"{text}: {', '.join(names)}." if names else f"{text}.", f"{text}.")


def check_instruments() -> Iterator[Finding]:
    """FluidSynth, and a bank for it that opens and plays."""
    from musicstudio.instruments.soundfont.bank import INSTALL_COMMAND, find_soundfont
    from musicstudio.instruments.soundfont.fluid import FluidSynth

    try:
        bank = find_soundfont()
        FluidSynth(bank).close()
    except StudioError as error:
        shared = "Sampled instruments do not play: FluidSynth or a SoundFont is missing or damaged."
        yield Finding("Instruments", "bad", str(error), shared, INSTALL_COMMAND)
        return
    size_mb = bank.stat().st_size / 1e6
    shared = f"Sampled instruments play from a SoundFont of {size_mb:.0f} MB."
    yield Finding("Instruments", "good", f"Sampled instruments play from “{bank.name}” ({size_mb:.0f} MB).", shared)


def check_resources() -> Iterator[Finding]:
    """What ships with the studio is there, and which networks were added."""
    from musicstudio.separation.models import list_models

    missing = [name for name in _NEEDED if not (resources_dir() / name).exists()]
    if missing:
        yield Finding("Models", "bad", f"Parts of the studio are missing ({', '.join(missing)}); install it again.")
        return
    present = [model.name for model in list_models() if model.is_present]
    yield Finding("Models", "good", f"Composer and networks are here; separating can use {', '.join(present)}.")


def check_singers() -> Iterator[Finding]:
    """Who can sing."""
    from musicstudio.engines.voice.synthesis.voices import list_voices

    try:
        voices = list_voices()
    except StudioError as error:
        yield Finding("Singers", "bad", str(error), "The singers cannot be read.")
        return
    ready = sum(voice.present for voice in voices)
    text = f"{ready} of {len(voices)} singers and speakers are ready"
    if ready == len(voices):
        yield Finding("Singers", "good", f"{text}.")
    else:
        reason = next(voice.why_not for voice in voices if not voice.present).rstrip(".")
        yield Finding("Singers", "hint", f"{text}: {reason}.", f"{text}.", 'pip install "musicstudio[singers]"')


def check_plugins() -> Iterator[Finding]:
    """Engines that others added, and effects that were found."""
    from musicstudio.mixing.hosting.scanning import known_plugins
    from musicstudio.plugins.discovery import Plugins

    engines = Plugins()
    engines.enable_all(lambda engine: None)
    known = known_plugins()
    broken = sum(bool(each.failure) for each in known)
    effects = f"effects and instruments of others: {len(known) - broken}, not loading: {broken}"
    text = f"Added engines: {len(engines.enabled)}, {effects}."
    yield Finding("Plug-ins", "hint" if broken or engines.failed else "good", text)
    for failed in engines.failed:
        yield Finding("Plug-ins", "bad", failed.reason, "An added engine could not be started.")


def _check_device(system: Any, kind: Literal["input", "output"], does: str) -> Finding:
    topic = f"Sound {kind}"
    try:
        device = system.query_devices(kind=kind)
    except (system.PortAudioError, ValueError, OSError):
        remedy = "the studio plays silently until one is there" if kind == "output" else "nothing can be recorded"
        return Finding(topic, "hint", f"No sound {kind} was found; {remedy}.")
    rate_hz = round(float(device["default_samplerate"]))
    where = str(system.query_hostapis(device["hostapi"])["name"])
    rest = f"{does} at {rate_hz} Hz through {where}."
    return Finding(topic, "good", f"“{device['name']}” {rest}", f"An {kind} {rest}")
