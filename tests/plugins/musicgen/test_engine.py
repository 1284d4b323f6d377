# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine as the studio drives it, on tiny models of the real classes loaded through the real path."""

import subprocess
import sys
import threading
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path

import musicstudio_musicgen
import numpy as np
import pytest
from msgspec.structs import replace
from musicstudio_musicgen.engine import MusicGen

from musicstudio.app.results.placing import named_sources, new_tracks_of, place_result
from musicstudio.app.results.storing import store_results
from musicstudio.core.errors import EngineError, ModelMissingError
from musicstudio.core.progress import run_to_end
from musicstudio.engines.contract import GenerationOptions, Request, Task
from musicstudio.engines.registry import EngineRegistry
from musicstudio.engines.sound_context import SoundContext
from musicstudio.media.store import MediaStore
from musicstudio.plugins import Plugins
from musicstudio.plugins.checking import check_engine
from musicstudio.project.model import Key, Note, Project, Section
from tests.plugins.stopping import steps_until_stopped

# A tiny vocabulary has no room for the usual ids, which transformers remarks on once a process.
pytestmark = pytest.mark.logs("Model config:")

PLUGIN = Path(musicstudio_musicgen.__file__).parents[1]
TWO_SECONDS = Request(Task.GENERATE, "slow piano", seed=5, options=GenerationOptions(duration_s=2.0))
TUNE = tuple(Note(960 * i, 960, 60 + i, 90) for i in range(4))
SONG = Project("song", sections=(Section("a", "A", "other", 0, 960 * 16),))


def context(length_s=4.0, hole_s=(2.0, 4.0)):
    t = np.arange(round(length_s * 48_000)) / 48_000
    sound = 0.2 * np.sin(2 * np.pi * 220.0 * t) * np.ones((2, 1))
    return SoundContext(sound.astype(np.float32), 0.0, hole_s, 0.1)


def inside(task, **more):
    return Request(task, "softer piano", seed=5, song=SONG, track_ids=("row",), context=context(**more))


@pytest.fixture
def engine(put):
    return MusicGen(put())


def test_it_comes_in_by_its_entry_point_and_waits_for_its_weights(home):
    group = "musicstudio.plugins"
    declared = tomllib.loads((PLUGIN / "pyproject.toml").read_text())["project"]["entry-points"][group]
    registry, plugins = EngineRegistry(), Plugins([EntryPoint(*entry, group) for entry in declared.items()])
    plugins.enable_all(registry.register)
    assert plugins.enabled == ("musicgen",)
    terms = registry.capabilities_of("musicgen")
    assert not terms.are_weights_present and not terms.is_commercial_use_allowed
    assert "2.4 GB" in terms.why_unavailable and "CC-BY-NC-4.0" in terms.why_unavailable
    with pytest.raises(ModelMissingError, match="MusicGen small"):
        run_to_end(registry.get("musicgen").run(TWO_SECONDS))


def test_each_model_that_is_here_is_an_engine_of_its_own(put):
    put()
    put("melody 1", "musicgen-melody")
    registry, plugins = EngineRegistry(), Plugins([EntryPoint("m", "musicstudio_musicgen.plugin", "x")])
    plugins.enable_all(registry.register)
    tasks = {each.engine: each.tasks for each in registry.capabilities()}
    assert Task.HARMONIZE in tasks["musicgen-melody"] and Task.HARMONIZE not in tasks["musicgen-small"]
    assert Task.HARMONIZE in tasks["musicgen"] and registry.capabilities_of("musicgen").hears_sound


def test_a_model_of_another_kind_is_not_taken_for_one(put):
    (put().folder / "config.json").write_text('{"model_type": "bert"}')
    assert "No weights of MusicGen" in MusicGen().capabilities().why_unavailable


def test_being_offered_loads_nothing_heavy(home):
    code = (
        "import sys; from musicstudio_musicgen.engine import MusicGen; MusicGen().capabilities();"
        "sys.exit(', '.join({'torch', 'transformers', 'scipy'} & set(sys.modules)) or 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": ":".join(sys.path)})


def test_a_description_becomes_one_track_of_audio(engine):
    assert engine.capabilities().why_unavailable == ""
    options = GenerationOptions(duration_s=2.0, bpm=90.0, meter=(3, 4), key=Key(9, "minor"))
    result = run_to_end(engine.run(Request(Task.GENERATE, "Slow piano", seed=5, options=options)))
    ((part,), (section,)) = result.parts, result.sections
    (cell,) = part.cells
    assert (part.kind, part.role, cell.notes, cell.section_id) == ("audio", "other", (), section.id)
    assert cell.audio.dtype == np.float32 and cell.audio.shape == (2, 96_000)
    assert 0.0 < np.abs(cell.audio).max() <= 0.9 and abs(cell.audio[:, -1]).max() < 1e-3
    assert result.tempo_map.seconds_at(section.end_ticks) == pytest.approx(2.0, abs=1e-3)
    assert result.tempo_map.meter_at(0).numerator == 3 and result.title == "Slow piano"
    assert result.conditioning["description"] == "Slow piano, in A minor, 90 bpm"


def test_it_keeps_the_promises_of_an_engine(engine):
    check_engine(engine, TWO_SECONDS)


@pytest.mark.parametrize("kind", [1, 2, "melody 1", "melody 2"])
@pytest.mark.parametrize("task", [Task.REGENERATE, Task.EXTEND, Task.LAYER])
def test_inside_a_song_one_cell_lies_where_the_hole_is(put, kind, task):
    result = run_to_end(MusicGen(put(kind)).run(inside(task)))
    ((part,),) = (result.parts,)
    (cell,) = part.cells
    assert (cell.start_ticks, cell.length_ticks) == (960 * 4, 960 * 4)
    assert cell.audio.shape[1] >= 2.0 * 48_000 and np.isfinite(cell.audio).all()
    assert part.track_id == ("" if task is Task.LAYER else "row")
    assert len(result.sections) == (2 if task is Task.EXTEND else 1)


def test_what_is_heard_before_the_place_changes_what_comes(put):
    engine = MusicGen(put())
    heard = _audio(engine, inside(Task.REGENERATE))
    silent = replace(inside(Task.REGENERATE), context=replace(context(), audio=np.zeros((2, 192_000), np.float32)))
    assert not np.array_equal(heard, _audio(engine, silent))


@pytest.mark.parametrize("kind", ["melody 1", "melody 2"])
def test_a_tune_is_followed_also_beyond_one_window(put, kind):
    engine = MusicGen(put(kind, "musicgen-melody"))
    wish = Request(Task.HARMONIZE, "slow piano", seed=5, melody=TUNE, options=GenerationOptions(duration_s=33.0))
    assert _audio(engine, wish).shape == (2, 33 * 48_000)


def test_the_network_is_given_the_pitches_of_the_tune(put):
    from musicstudio_musicgen.guide import guide_of
    from musicstudio_musicgen.model import Model

    from musicstudio.engines.neural.memory import Plan
    from musicstudio.jobs.compute import CPU

    model = Model(put("melody 1", "musicgen-melody").folder, Plan(CPU, "float32"), True)
    for pitch in (60, 64, 69):
        guide = guide_of(Request(Task.HARMONIZE, melody=(Note(0, 9600, pitch, 90),)), model.rate, 5.0)
        given = model._melody_inputs("piano", None, guide)["input_features"][0].numpy()
        assert np.bincount(given.argmax(axis=1), minlength=12).argmax() == pitch % 12


def test_a_model_with_a_tune_goes_on_from_the_codes_of_what_it_heard(put):
    """`decoder_input_ids` are taken as the beginning, and come back at the beginning of the answer."""
    import torch
    from musicstudio_musicgen.model import Model, seed_torch

    from musicstudio.engines.neural.memory import Plan
    from musicstudio.jobs.compute import CPU

    model = Model(put("melody 1", "musicgen-melody").folder, Plan(CPU, "float32"), True)
    sound = np.random.default_rng(3).standard_normal((1, 10 * model.hop)).astype(np.float32)
    with seed_torch(1):
        answer = model.window("piano", sound, None, 5, lambda: None)
    codes = model._codes(sound)
    with torch.inference_mode():
        decoded = model._network.audio_encoder.decode(codes[None, None], audio_scales=[None]).audio_values[0].numpy()
    assert answer.shape == (1, 15 * model.hop)
    middle = slice(0, 6 * model.hop)  # further on the codec already knows what comes
    np.testing.assert_allclose(answer[:, middle], decoded[:, middle], atol=0.05 * np.abs(decoded).max())


def test_the_recipe_says_whose_weights_and_on_which_terms(engine):
    assert run_to_end(engine.run(TWO_SECONDS)).recipe.engine == "musicgen-small"
    recipe = run_to_end(MusicGen().run(TWO_SECONDS)).recipe
    assert (recipe.engine, recipe.model, recipe.seed, recipe.is_ai) == ("musicgen", "musicgen-small", 5, True)
    assert not recipe.is_commercial_use_allowed and "CC-BY-NC-4.0" in recipe.licence
    assert len(recipe.model_hash) == 64 and recipe.parameters["guidance_scale"] == 3.0


def test_one_seed_gives_the_same_bytes_and_leaves_torch_as_it_was(engine):
    import torch

    first = _audio(engine, TWO_SECONDS)
    torch.rand(3)
    assert np.array_equal(first, _audio(engine, TWO_SECONDS))
    after = torch.get_rng_state()
    assert not np.array_equal(first, _audio(engine, replace(TWO_SECONDS, seed=6)))
    assert not np.array_equal(first, _audio(engine, replace(TWO_SECONDS, variation=1)))
    assert torch.equal(torch.get_rng_state(), after)


@pytest.mark.parametrize("channels", [1, 2])
def test_a_longer_piece_goes_on_from_the_first_window(put, channels):
    engine = MusicGen(put(channels))
    window, longer = (
        _audio(engine, replace(TWO_SECONDS, options=GenerationOptions(duration_s=length))) for length in (30.0, 33.0)
    )
    assert longer.shape == (2, 33 * 48_000)
    assert np.array_equal(longer[0], longer[1]) == (channels == 1)
    before_the_seam = slice(0, round(29.9 * 48_000))
    np.testing.assert_array_equal(longer[:, before_the_seam], window[:, before_the_seam])
    assert longer[:, 30 * 48_000 :].std() > 0.001


def test_it_lands_in_the_document_as_an_audio_track(engine, tmp_path):
    stored = run_to_end(store_results(engine.run(TWO_SECONDS), MediaStore(tmp_path)))
    project = place_result(stored.result, new_tracks_of(stored.result, stored.sounds), named_sources(stored))(
        Project("song")
    )
    ((track, clip),) = project.clips()
    recipe = project.recipes[project.sources[clip.take.source].recipe_id]
    assert (track.kind, clip.section_id) == ("audio", project.sections[0].id)
    assert recipe.engine == "musicgen-small" and not recipe.is_commercial_use_allowed


def test_it_can_be_stopped_at_every_step_and_is_whole_afterwards(engine, monkeypatch):
    from musicstudio_musicgen import making

    first = _audio(engine, TWO_SECONDS)
    for stop_at in (1, 2, 5, 12, 20):
        assert steps_until_stopped(making.Steps, engine.run(TWO_SECONDS), stop_at, monkeypatch) == stop_at
        assert "musicgen" not in {thread.name for thread in threading.enumerate()}
    assert np.array_equal(first, _audio(engine, TWO_SECONDS))


def test_memory_that_runs_out_on_the_way_is_one_sentence_and_nothing_stays(engine, monkeypatch):
    import torch
    from transformers import MusicgenForConditionalGeneration

    from musicstudio.engines.neural.warm import is_warm

    whole = MusicgenForConditionalGeneration.generate
    first = _audio(engine, TWO_SECONDS)
    assert is_warm()

    def fail(*_, **__):
        raise torch.cuda.OutOfMemoryError("CUDA out of memory.")

    monkeypatch.setattr(MusicgenForConditionalGeneration, "generate", fail)
    with pytest.raises(EngineError, match="ran out of memory on the way; the song is as it was"):
        run_to_end(engine.run(TWO_SECONDS))
    assert not is_warm()
    monkeypatch.setattr(MusicgenForConditionalGeneration, "generate", whole)
    assert np.array_equal(first, _audio(engine, TWO_SECONDS))


def test_what_cannot_fit_is_refused_before_it_runs_with_the_smaller_way_out(put, monkeypatch):
    from musicstudio.engines.neural import memory

    put()
    engine = MusicGen(put(1, "musicgen-medium"))
    monkeypatch.setattr(memory, "free_bytes", lambda _: 1_000_000)
    with pytest.raises(EngineError, match=r"MusicGen medium needs about .* are free; .*MusicGen small"):
        run_to_end(engine.run(TWO_SECONDS))


def test_little_memory_means_half_precision_and_a_word(engine, monkeypatch):
    from musicstudio_musicgen import making

    from musicstudio.engines.neural import memory

    need = making.need_of(engine._entry.folder, making._work_bytes(engine._entry))
    monkeypatch.setattr(memory, "free_bytes", lambda _: int((need.weights + need.work) * 0.8))
    result = run_to_end(engine.run(TWO_SECONDS))
    assert any("half precision" in notice for notice in result.notices)
    assert result.recipe.parameters["precision"] == "bfloat16" and np.isfinite(result.parts[0].cells[0].audio).all()


def test_a_damaged_file_is_one_sentence(put):
    folder = put().folder
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(EngineError, match="cannot be read"):
        run_to_end(MusicGen().run(TWO_SECONDS))


def _audio(engine, request):
    return run_to_end(engine.run(request)).parts[0].cells[0].audio
