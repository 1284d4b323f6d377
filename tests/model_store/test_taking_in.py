# SPDX-License-Identifier: GPL-3.0-or-later
"""Weights that were carried here: found out, checked, copied; a pickle never comes in and never runs."""

import os
import pickle

import pytest

from musicstudio.app.audio.added_models import import_job
from musicstudio.core.errors import InputError, MediaError
from musicstudio.core.progress import run_to_end
from musicstudio.model_store.catalogue import find_entry
from musicstudio.model_store.installed import is_present, remove, verify
from musicstudio.model_store.taking_in import take_in
from tests.model_store.conftest import names_in, tensors

SMALL = find_entry("musicgen-small")


class Poison:
    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.mkdir, (self.path,)


def test_a_folder_is_taken_without_a_network(folder, no_net):
    run_to_end(take_in(SMALL, folder))
    assert is_present(SMALL) and run_to_end(verify(SMALL)) == ()
    assert not any(name.endswith((".bin", ".md")) for name in names_in(SMALL.folder))


def test_which_model_it_is_is_told_by_its_name_or_asked(folder, no_net):
    with pytest.raises(InputError, match="say which with --model"):
        run_to_end(import_job(folder))
    named = folder.rename(folder.with_name("musicgen-melody"))
    assert run_to_end(import_job(named)).name == "musicgen-melody"


def test_a_pickle_is_explained_and_never_run(tmp_path, no_net):
    place, trap = tmp_path / "musicgen-small", tmp_path / "sprung"
    place.mkdir()
    (place / "config.json").write_text("{}")
    (place / "pytorch_model.bin").write_bytes(pickle.dumps(Poison(str(trap))))
    with pytest.raises(MediaError, match=r"pytorch_model\.bin is a pickled checkpoint"):
        run_to_end(import_job(place, "musicgen-small"))
    with pytest.raises(MediaError, match="pickled checkpoint"):
        run_to_end(import_job(place / "pytorch_model.bin"))
    assert not trap.exists() and not is_present(SMALL)


def test_a_pickle_under_the_name_of_safetensors_is_refused(folder, tmp_path):
    trap = tmp_path / "sprung"
    (folder / "model.safetensors").write_bytes(pickle.dumps(Poison(str(trap))))
    with pytest.raises(MediaError, match="not a safetensors file"):
        run_to_end(take_in(SMALL, folder))
    assert not trap.exists() and not is_present(SMALL)


@pytest.mark.parametrize("keep", [4, 60, 5_000])
def test_a_file_that_is_cut_off_is_refused(folder, keep):
    (folder / "model.safetensors").write_bytes(tensors(100_000)[:keep])
    with pytest.raises(MediaError, match=r"model\.safetensors (is not|is cut off)"):
        run_to_end(take_in(SMALL, folder))


def test_what_is_missing_is_named(folder):
    (folder / "tokenizer.json").unlink()
    with pytest.raises(InputError, match=r"tokenizer\.json is missing"):
        run_to_end(take_in(SMALL, folder))


def test_a_link_is_not_followed(folder, tmp_path):
    secret = tmp_path / "secret.json"
    secret.write_text("{}")
    (folder / "tokenizer.json").unlink()
    (folder / "tokenizer.json").symlink_to(secret)
    with pytest.raises(InputError, match=r"tokenizer\.json is missing"):
        run_to_end(take_in(SMALL, folder))


def test_cancelling_leaves_the_one_that_was_there(folder):
    run_to_end(take_in(SMALL, folder))
    job = take_in(SMALL, folder)
    next(job)
    job.close()
    assert is_present(SMALL) and run_to_end(verify(SMALL)) == ()


def test_removing_takes_all_of_it(folder):
    run_to_end(take_in(SMALL, folder))
    remove(SMALL)
    assert not is_present(SMALL) and not SMALL.folder.exists()
    with pytest.raises(InputError, match="comes with the studio"):
        remove(find_entry("studio_small"))


def test_a_soundfont_comes_in_whole_or_not(tmp_path):
    bank, entry = tmp_path / "FluidR3_GM.sf2", find_entry("fluidr3-gm")
    bank.write_bytes(b"RIFF" + (4000).to_bytes(4, "little") + b"sfbk" + bytes(100))
    with pytest.raises(MediaError, match="damaged or incomplete"):
        run_to_end(import_job(bank))
    assert not is_present(entry)
    bank.write_bytes(b"RIFF" + (104).to_bytes(4, "little") + b"sfbk" + bytes(100))
    assert run_to_end(import_job(bank)) == entry and is_present(entry)
    remove(entry)
    assert not is_present(entry)
