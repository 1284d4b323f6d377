# SPDX-License-Identifier: GPL-3.0-or-later
"""Stable Audio as the studio drives it, on a tiny model of the real classes loaded through the real path."""

import json
import subprocess
import sys
import threading
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path

import musicstudio_stableaudio
import numpy as np
import pytest
from msgspec.structs import replace
from musicstudio_stableaudio import making
from musicstudio_stableaudio.engine import StableAudio

from musicstudio.core.errors import EngineError, InputError, ModelMissingError
from musicstudio.core.progress import run_to_end
from musicstudio.dsp.resample import resample
from musicstudio.engines.contract import GenerationOptions, Request, Task
from musicstudio.engines.neural import memory
from musicstudio.engines.neural.memory import Plan
from musicstudio.engines.neural.warm import is_warm
from musicstudio.engines.registry import EngineRegistry
from musicstudio.engines.sound_context import SoundContext
from musicstudio.jobs.compute import CPU
from musicstudio.plugins import Plugins
from musicstudio.plugins.checking import check_engine
from musicstudio.project.model import Project, Section
from tests.plugins.stopping import steps_until_stopped

PLUGIN = Path(musicstudio_stableaudio.__file__).parents[1]
SONG = Project("song", sections=(Section("a", "A", "other", 0, 960 * 16),))
RAIN = Request(Task.GENERATE, "rain", seed=5, options=GenerationOptions(duration_s=2.0))


def sound(length_s=5.0):
    t = np.arange(round(length_s * 48_000)) / 48_000
    return (0.2 * np.sin(2 * np.pi * 220.0 * t) * np.ones((2, 1))).astype(np.float32)


def inside(task=Task.REGENERATE, hole_s=(2.0, 4.0), audio=None):
    context = SoundContext(sound() if audio is None else audio, 0.0, hole_s, 0.1)
    return Request(task, "softer", seed=5, song=SONG, track_ids=("row",), context=context)


def audio_of(request):
    return run_to_end(StableAudio().run(request)).parts[0].cells[0].audio


def test_it_comes_in_by_its_entry_point_and_waits_for_its_weights(home):
    group = "musicstudio.plugins"
    declared = tomllib.loads((PLUGIN / "pyproject.toml").read_text())["project"]["entry-points"][group]
    registry, plugins = EngineRegistry(), Plugins([EntryPoint(*entry, group) for entry in declared.items()])
    plugins.enable_all(registry.register)
    terms = registry.capabilities_of("stable-audio")
    assert terms.hears_sound and "negative" in terms.inputs and "not on this machine" in terms.why_unavailable
    with pytest.raises(ModelMissingError, match="Edit > Models"):
        run_to_end(registry.get("stable-audio").run(RAIN))


def test_being_offered_loads_nothing_heavy(home):
    code = (
        "import sys; from musicstudio_stableaudio.engine import StableAudio; StableAudio().capabilities();"
        "sys.exit(', '.join({'torch', 'diffusers', 'scipy'} & set(sys.modules)) or 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": ":".join(sys.path)})


def test_it_keeps_the_promises_of_an_engine(entry):
    result = check_engine(StableAudio(), RAIN)
    assert result.parts[0].cells[0].audio.shape == (2, 96_000)
    assert result.recipe.model == "stable-audio-open-1.0" and len(result.recipe.model_hash) == 64
    assert result.recipe.parameters["diffusers"]


def test_words_for_what_must_not_be_there_change_what_comes(entry):
    plain = audio_of(RAIN)
    without = audio_of(replace(RAIN, options=GenerationOptions(duration_s=2.0, unwanted=("drums",))))
    assert plain.shape == without.shape and not np.array_equal(plain, without)


def test_a_strength_goes_from_nearly_the_same_to_nothing_kept(entry):
    """Measured where the strength acts: how far the start lies from the sound, beside what the model draws."""
    request = Request(Task.RESTYLE, "piano", seed=5, song=SONG, reference=sound(), difference=0.0)
    near, half, far = (audio_of(replace(request, difference=each)) for each in (0.0, 0.5, 1.0))
    assert near.shape == half.shape == far.shape == (2, 240_000)
    assert not np.array_equal(near, half) and not np.array_equal(half, far)


def test_the_strength_chooses_the_noise_that_the_schedule_begins_with(entry):
    from musicstudio_stableaudio.model import LEAST_SIGMA, MOST_SIGMA, Model

    model = Model(entry.folder, Plan(CPU, "float32"))
    begun = []
    for strength in (0.0, 0.5, 1.0):
        model.play("x", "", 2.0, 1, 3, lambda: None, resample(sound(2.0), 48_000, model.rate), strength)
        begun.append(float(model._pipeline.scheduler.sigmas[0]))
    assert begun == pytest.approx([LEAST_SIGMA, (LEAST_SIGMA * MOST_SIGMA) ** 0.5, MOST_SIGMA], rel=1e-3)


def test_what_lies_outside_the_place_is_kept_by_the_model_and_heard(entry):
    from musicstudio_stableaudio.model import Model

    model = Model(entry.folder, Plan(CPU, "float32"))
    source = resample(sound(), 48_000, model.rate)
    seen = {}
    whole = model._pipeline.vae.decode

    def decode(latents, *rest, **named):
        seen["latents"] = latents.clone()
        return whole(latents, *rest, **named)

    model._pipeline.vae.decode = decode
    model.play("x", "", 5.0, 1, 6, lambda: None, source, hole_s=(2.0, 4.0))
    known, mask = model._encode(source), model._mask((2.0, 4.0))
    outside = mask.expand_as(known) == 1.0
    assert np.allclose(seen["latents"][outside], known[outside], atol=1e-4)
    assert not np.allclose(seen["latents"][~outside], known[~outside], atol=1e-2)


@pytest.mark.parametrize(
    ("task", "hole_s"), [(Task.REGENERATE, (2.0, 4.0)), (Task.EXTEND, (5.0, 5.6)), (Task.REGENERATE, (0.0, 2.0))]
)
def test_inside_a_song_the_answer_begins_at_the_hole_and_is_long_enough(entry, task, hole_s):
    result = run_to_end(StableAudio().run(inside(task, hole_s)))
    (cell,) = result.parts[0].cells
    assert cell.start_ticks == SONG.tempo_map.ticks_at(hole_s[0])
    assert cell.audio.shape[1] / 48_000 >= hole_s[1] - hole_s[0] - 0.001


def test_what_is_heard_around_changes_what_comes(entry):
    silent = inside(audio=np.zeros((2, 240_000), np.float32))
    assert not np.array_equal(audio_of(inside()), audio_of(silent))


def test_it_can_be_stopped_at_every_step_and_is_whole_afterwards(entry, monkeypatch):
    first = audio_of(RAIN)
    for stop_at in range(1, 8):
        assert steps_until_stopped(making.Steps, StableAudio().run(RAIN), stop_at, monkeypatch) == stop_at
        assert "stableaudio" not in {thread.name for thread in threading.enumerate()}
    assert np.array_equal(first, audio_of(RAIN))


def test_memory_that_runs_out_on_the_way_is_one_sentence_and_nothing_stays(entry, monkeypatch):
    from diffusers import StableAudioDiTModel

    def fail(*_, **__):
        raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes.")

    audio_of(RAIN)
    monkeypatch.setattr(StableAudioDiTModel, "forward", fail)
    with pytest.raises(EngineError, match="ran out of memory on the way"):
        run_to_end(StableAudio().run(RAIN))
    assert not is_warm()


def test_what_cannot_fit_is_refused_before_it_runs(entry, monkeypatch):
    monkeypatch.setattr(memory, "free_bytes", lambda _: 1_000_000)
    with pytest.raises(EngineError, match=r"Stable Audio Open needs about .* are free"):
        run_to_end(StableAudio().run(RAIN))


def test_an_index_that_names_other_parts_runs_nothing(entry, tmp_path):
    index = entry.folder / "model_index.json"
    parts = json.loads(index.read_text())
    parts["vae"] = ["os", "system"]
    index.write_text(json.dumps(parts))
    with pytest.raises(EngineError, match=r"names a part that is not known \(vae: os.system\)"):
        run_to_end(StableAudio().run(RAIN))


def test_a_damaged_file_is_one_sentence(entry):
    weights = next((entry.folder / "vae").glob("*.safetensors"))
    weights.write_bytes(weights.read_bytes()[:500])
    with pytest.raises(EngineError, match="cannot be read"):
        run_to_end(StableAudio().run(RAIN))


def test_what_it_cannot_make_is_refused_in_a_sentence(entry):
    for request in (
        Request(Task.GENERATE, "  "),
        Request(Task.HARMONIZE, "x"),
        Request(Task.GENERATE, "x", options=GenerationOptions(duration_s=100.0)),
        inside(hole_s=(0.0, 60.0)),
    ):
        with pytest.raises((InputError, EngineError), match="Stable Audio"):
            run_to_end(StableAudio().run(request))
