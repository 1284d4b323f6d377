# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine as the studio drives it, on a tiny model loaded through the real path."""

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
from musicstudio.jobs.compute import ComputeDevice
from musicstudio.media.store import MediaStore
from musicstudio.plugins import Plugins
from musicstudio.project.model import Key, Project

# A tiny vocabulary has no room for the usual ids, which transformers remarks on once a process.
pytestmark = pytest.mark.logs("Model config:")

PLUGIN = Path(musicstudio_musicgen.__file__).parents[1]
TWO_SECONDS = Request(Task.GENERATE, "slow piano", seed=5, options=GenerationOptions(duration_s=2.0))


@pytest.fixture
def engine(model_folder):
    return MusicGen(model_folder)


def test_it_comes_in_by_its_entry_point_and_waits_for_its_weights():
    group = "musicstudio.plugins"
    declared = tomllib.loads((PLUGIN / "pyproject.toml").read_text())["project"]["entry-points"][group]
    registry, plugins = EngineRegistry(), Plugins([EntryPoint(*entry, group) for entry in declared.items()])
    plugins.enable_all(registry.register)
    assert plugins.enabled == ("musicgen",)
    terms = registry.capabilities_of("musicgen")
    assert not terms.are_weights_present and not terms.is_commercial_use_allowed
    assert "2.4 GB" in terms.why_unavailable and "CC-BY-NC-4.0" in terms.why_unavailable
    with pytest.raises(ModelMissingError, match="musicgen-small"):
        run_to_end(registry.get("musicgen").run(TWO_SECONDS))


def test_being_offered_loads_nothing_heavy(tmp_path):
    code = (
        "import sys; from pathlib import Path; from musicstudio_musicgen.engine import MusicGen;"
        f"MusicGen(Path({str(tmp_path)!r})).capabilities();"
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


def test_the_recipe_says_whose_weights_and_on_which_terms(engine):
    recipe = run_to_end(engine.run(TWO_SECONDS)).recipe
    assert (recipe.engine, recipe.model, recipe.seed, recipe.is_ai) == ("musicgen", "musicgen-small", 5, True)
    assert not recipe.is_commercial_use_allowed and "CC-BY-NC-4.0" in recipe.licence
    assert len(recipe.model_hash) == 64 and recipe.parameters["guidance_scale"] == 3.0


def test_a_card_that_is_too_small_leaves_the_work_to_the_processor(engine, monkeypatch):
    import torch
    from musicstudio_musicgen import model
    from transformers import MusicgenForConditionalGeneration

    card = ComputeDevice("cuda", torch.device("cpu", 0), "Test Card 9000")
    monkeypatch.setattr(model, "compute_device", lambda: card)
    whole, calls = MusicgenForConditionalGeneration.generate, []

    def generate(*inputs, **named):
        calls.append(1)
        if len(calls) == 1:
            raise torch.cuda.OutOfMemoryError("CUDA out of memory.")
        return whole(*inputs, **named)

    monkeypatch.setattr(MusicgenForConditionalGeneration, "generate", generate)
    result = run_to_end(engine.run(TWO_SECONDS))
    assert result.parts[0].cells[0].audio.shape == (2, 96_000)
    assert "Test Card 9000 has too little memory; the processor goes on." in result.notices


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
def test_a_longer_piece_goes_on_from_the_first_window(tiny_models, channels):
    engine = MusicGen(tiny_models[channels])
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
    assert recipe.engine == "musicgen" and not recipe.is_commercial_use_allowed


def test_progress_never_falls(engine):
    steps = list(engine.run(TWO_SECONDS))
    fractions = [step.fraction for step in steps]
    assert fractions == sorted(fractions) and fractions[0] >= 0.0 and fractions[-1] <= 1.0


def test_closing_stops_the_generation_and_its_thread(engine):
    job = engine.run(replace(TWO_SECONDS, options=GenerationOptions(duration_s=180.0)))
    while "Playing" not in next(job).message:
        pass
    job.close()
    assert "musicgen" not in {thread.name for thread in threading.enumerate()}
    assert _audio(engine, TWO_SECONDS).shape == (2, 96_000)


def test_a_damaged_file_is_one_sentence(model_folder, tmp_path):
    for file in model_folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes()[: 1000 if file.suffix == ".safetensors" else None])
    with pytest.raises(EngineError, match=f"files in {tmp_path} cannot be read"):
        run_to_end(MusicGen(tmp_path).run(TWO_SECONDS))


def _audio(engine, request):
    return run_to_end(engine.run(request)).parts[0].cells[0].audio
