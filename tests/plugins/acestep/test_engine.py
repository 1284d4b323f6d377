# SPDX-License-Identifier: GPL-3.0-or-later
"""ACE-Step as the studio drives it, on tiny models of the real classes loaded through the real path."""

import shutil
import subprocess
import sys
import threading
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path

import musicstudio_acestep
import numpy as np
import pytest
from msgspec.structs import replace
from musicstudio_acestep import making
from musicstudio_acestep.asking import INSTRUMENTAL, asked_of, lyrics_of, track_of
from musicstudio_acestep.engine import AceStep

from musicstudio.core.errors import EngineError, InputError, ModelMissingError
from musicstudio.core.progress import run_to_end
from musicstudio.engines.contract import GenerationOptions, Request, Task
from musicstudio.engines.neural import memory
from musicstudio.engines.neural.warm import is_warm
from musicstudio.engines.neural.wish import read_wish
from musicstudio.engines.registry import EngineRegistry
from musicstudio.engines.sound_context import SoundContext
from musicstudio.plugins import Plugins
from musicstudio.plugins.checking import check_engine
from musicstudio.project.model import Key, Project, Section
from tests.plugins.stopping import steps_until_stopped

PLUGIN = Path(musicstudio_acestep.__file__).parents[1]
SONG = Project("song", sections=(Section("a", "A", "other", 0, 960 * 16),), lyrics="la la\nla")
SUNG = Request(Task.GENERATE, "pop song", "[Verse]\nhello", seed=5, options=GenerationOptions(duration_s=2.0, bpm=96.0))


def sound(length_s=5.0):
    t = np.arange(round(length_s * 48_000)) / 48_000
    return (0.2 * np.sin(2 * np.pi * 220.0 * t) * np.ones((2, 1))).astype(np.float32)


def inside(task=Task.REGENERATE, hole_s=(2.0, 4.0)):
    return Request(task, "soft piano", seed=5, song=SONG, track_ids=("row",),
                   context=SoundContext(sound(), 0.0, hole_s, 0.5))  # fmt: skip


def asked(request):
    return asked_of(request, read_wish(request, "ACE-Step", 600.0, 120.0))


def audio_of(request):
    return run_to_end(AceStep().run(request)).parts[0].cells[0].audio


def test_it_comes_in_by_its_entry_point_and_waits_for_its_weights(home):
    group = "musicstudio.plugins"
    declared = tomllib.loads((PLUGIN / "pyproject.toml").read_text())["project"]["entry-points"][group]
    registry, plugins = EngineRegistry(), Plugins([EntryPoint(*entry, group) for entry in declared.items()])
    plugins.enable_all(registry.register)
    terms = registry.capabilities_of("acestep")
    assert terms.makes_vocals and "lyrics" in terms.inputs and "not on this machine" in terms.why_unavailable
    with pytest.raises(ModelMissingError, match="Edit > Models"):
        run_to_end(registry.get("acestep").run(SUNG))


def test_being_offered_loads_nothing_heavy(home):
    code = (
        "import sys; from musicstudio_acestep.engine import AceStep; AceStep().capabilities();"
        "sys.exit(', '.join({'torch', 'diffusers', 'scipy'} & set(sys.modules)) or 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": ":".join(sys.path)})


def test_what_it_offers_is_what_the_weights_that_are_here_can(put):
    folder = put("turbo").folder
    assert Task.RESTYLE in AceStep().capabilities().tasks and Task.LAYER not in AceStep().capabilities().tasks
    shutil.rmtree(folder / "audio_tokenizer")
    assert Task.RESTYLE not in AceStep().capabilities().tasks
    put("base")
    assert {Task.RESTYLE, Task.LAYER} <= AceStep().capabilities().tasks


def test_it_keeps_the_promises_of_an_engine(put):
    put()
    result = check_engine(AceStep(), SUNG)
    assert result.parts[0].cells[0].audio.shape == (2, 96_000) and result.tempo_map.bpm_at(0) == 96.0
    assert result.recipe.parameters["steps"] == 8 and result.recipe.parameters["shift"] == 3.0
    assert result.recipe.is_commercial_use_allowed and "wrote the lyrics" in result.recipe.human


@pytest.mark.parametrize("kind", ["turbo", "base"])
@pytest.mark.parametrize(("task", "hole_s"), [(Task.REGENERATE, (2.0, 4.0)), (Task.EXTEND, (5.0, 6.0))])
def test_inside_a_song_the_answer_begins_at_the_hole_and_is_long_enough(put, kind, task, hole_s):
    put(kind)
    result = run_to_end(AceStep().run(inside(task, hole_s)))
    (cell,) = result.parts[0].cells
    assert cell.start_ticks == SONG.tempo_map.ticks_at(hole_s[0])
    assert cell.audio.shape[1] / 48_000 >= hole_s[1] - hole_s[0] - 0.001
    assert result.recipe.parameters["task"] == "repaint"


def test_an_instrument_joins_by_base_weights_only_and_another_style_is_a_cover(put):
    put("turbo")
    with pytest.raises(InputError, match="cannot do this"):
        run_to_end(AceStep().run(inside(Task.LAYER)))
    cover = Request(Task.RESTYLE, "as jazz", seed=5, song=SONG, reference=sound(), difference=0.25)
    made = run_to_end(AceStep().run(cover))
    assert made.recipe.parameters["audio_cover_strength"] == 0.75 and made.parts[0].cells[0].audio.shape == (2, 240_000)
    put("base")
    joined = run_to_end(AceStep().run(inside(Task.LAYER)))
    assert joined.recipe.model == "acestep-v15-xl-base" and joined.recipe.parameters["track_name"] == "keyboard"


def test_the_pipeline_is_asked_for_the_whole_length_and_the_right_seconds():
    repaint = asked(inside())
    assert (repaint.task, repaint.length_s, repaint.skip_s) == ("repaint", 5.0, 2.0)
    assert repaint.named == {"repainting_start": 2.0, "repainting_end": 4.0}
    more = asked(inside(Task.EXTEND, (5.0, 7.0)))
    assert more.length_s == pytest.approx(7.5) and more.source.shape[1] == round(7.5 * 48_000)
    assert not more.source[:, 5 * 48_000 :].any()


def test_all_words_are_given_and_none_means_instrumental():
    wish = read_wish(SUNG, "ACE-Step", 600.0, 120.0)
    assert lyrics_of(SUNG, wish) == "[Verse]\nhello"
    silent = replace(SUNG, options=GenerationOptions(has_vocals=False))
    assert lyrics_of(silent, wish) == INSTRUMENTAL
    song_wide = inside()
    assert lyrics_of(song_wide, read_wish(song_wide, "ACE-Step", 600.0, 120.0)) == "la la\nla"
    plain = Request(Task.GENERATE, "pop")
    assert lyrics_of(plain, read_wish(plain, "ACE-Step", 600.0, 120.0)) == INSTRUMENTAL


def test_tempo_key_and_metre_are_told_only_where_somebody_asked():
    def about(request):
        return making._about(request, read_wish(request, "ACE-Step", 600.0, 120.0))

    assert about(Request(Task.GENERATE, "pop")) == {}
    options = GenerationOptions(bpm=96.4, key=Key(9, "minor"), meter=(3, 4))
    told = about(Request(Task.GENERATE, "pop", options=options))
    assert told == {"bpm": 96, "keyscale": "A minor", "timesignature": "3"}


@pytest.mark.parametrize(
    ("words", "track"),
    [("warm string pad", "synth"), ("Drums, tight", "drums"), ("a cello", "strings"), ("x", "synth")],
)
def test_words_name_a_track_that_the_network_knows(words, track):
    assert track_of(words) == track


def test_it_can_be_stopped_at_every_step_and_is_whole_afterwards(put, monkeypatch):
    put()
    first = audio_of(SUNG)
    for stop_at in range(1, 8):
        assert steps_until_stopped(making.Steps, AceStep().run(SUNG), stop_at, monkeypatch) == stop_at
        assert "acestep" not in {thread.name for thread in threading.enumerate()}
    assert np.array_equal(first, audio_of(SUNG))


def test_memory_that_runs_out_on_the_way_is_one_sentence_and_nothing_stays(put, monkeypatch):
    from diffusers import AceStepTransformer1DModel

    def fail(*_, **__):
        raise RuntimeError("CUDA out of memory.")

    put()
    audio_of(SUNG)
    monkeypatch.setattr(AceStepTransformer1DModel, "forward", fail)
    with pytest.raises(EngineError, match="ran out of memory on the way"):
        run_to_end(AceStep().run(SUNG))
    assert not is_warm()


def test_what_cannot_fit_is_refused_before_it_runs(put, monkeypatch):
    put()
    monkeypatch.setattr(memory, "free_bytes", lambda _: 1_000_000)
    with pytest.raises(EngineError, match=r"ACE-Step 1\.5 XL turbo needs about .* are free"):
        run_to_end(AceStep().run(SUNG))
