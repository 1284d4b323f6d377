# SPDX-License-Identifier: GPL-3.0-or-later
"""Fetching from a hub: only what belongs, whole or not at all, resumed, checked, gated, and with room for it."""

import shutil
from collections import namedtuple

import pytest

from musicstudio.core.errors import InputError, MediaError, StorageError
from musicstudio.core.progress import run_to_end
from musicstudio.model_store.catalogue import find_entry, list_entries
from musicstudio.model_store.install import install
from musicstudio.model_store.installed import came_so_far, is_present, read_manifest, remove, verify
from tests.model_store.conftest import names_in, tensors

SMALL = find_entry("musicgen-small")


def fetch(hub, entry=SMALL, token=""):
    return install(entry, hub.address, token)


def test_what_belongs_is_fetched_and_pickles_stay_where_they_are(hub):
    steps = list(fetch(hub))
    assert is_present(SMALL) and not came_so_far(SMALL)
    assert names_in(SMALL.folder) == {
        "config.json", "model.safetensors", "preprocessor_config.json", "tokenizer_config.json", "tokenizer.json",
        "installed.json",
    }  # fmt: skip
    assert [step.fraction for step in steps] == sorted(step.fraction for step in steps)
    assert not any("bin" in path for path, _, _ in hub.asked)


def test_it_is_noted_which_revision_came_and_verify_reads_it_again(hub):
    run_to_end(fetch(hub))
    manifest = read_manifest(SMALL)
    assert (manifest.revision, manifest.licence) == (hub.revision, "CC-BY-NC-4.0") and len(manifest.sha256) == 5
    assert run_to_end(verify(SMALL)) == ()
    weights = SMALL.folder / "model.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    (SMALL.folder / "tokenizer.json").unlink()
    problems = " ".join(run_to_end(verify(SMALL)))
    assert "model.safetensors is not what came" in problems and "tokenizer.json is missing" in problems


def test_a_transfer_that_breaks_goes_on_where_it_stopped(hub):
    hub.breaks_after = 300_000
    for _ in range(2):
        with pytest.raises(StorageError, match=r"broke off|does not answer"):
            run_to_end(fetch(hub))
        assert not is_present(SMALL)
    assert came_so_far(SMALL) >= 600_000
    hub.breaks_after = 0
    run_to_end(fetch(hub))
    assert is_present(SMALL)
    ranges = [asked for path, asked, _ in hub.asked if path == "/storage/model.safetensors"]
    assert [each for each in ranges if each] and ranges[-1] == "bytes=600000-"


def test_closing_the_job_pauses_it_and_later_it_stays_at_its_revision(hub):
    hub.files["model.safetensors"] = tensors(3_000_000)
    job = fetch(hub)
    while next(job).fraction < 0.3:
        pass
    job.close()
    assert came_so_far(SMALL) > 0 and not is_present(SMALL)
    hub.revision = "f" * 40
    run_to_end(fetch(hub))
    assert read_manifest(SMALL).revision == "0123456789abcdef0123456789abcdef01234567"


def test_a_wrong_hash_is_refused_of_large_files_and_of_small_ones(hub):
    for name in ("model.safetensors", "config.json"):
        hub.declared = {name: "0" * 64}
        with pytest.raises(MediaError, match=f"{name} was damaged on the way"):
            run_to_end(fetch(hub))
        assert not is_present(SMALL)
        remove(SMALL)


def test_weights_that_are_no_safetensors_do_not_come_in(hub):
    hub.files["model.safetensors"] = b"\x80\x04poison" * 100
    with pytest.raises(MediaError, match="not a safetensors file"):
        run_to_end(fetch(hub))
    assert not is_present(SMALL) and not came_so_far(SMALL)


def test_a_hub_that_sends_more_than_it_declares_is_left(hub):
    hub.sizes = {"model.safetensors": 1000}
    with pytest.raises(MediaError, match="longer than the hub declares"):
        run_to_end(fetch(hub))


@pytest.mark.parametrize("path", ["../../evil.json", "/etc/evil.json", "a/../../evil.json", "C:/evil.json", "nul.json"])
def test_names_that_lead_elsewhere_are_not_taken(hub, path, home):
    hub.files[path] = b"{}"
    run_to_end(fetch(hub))
    assert not any("evil" in name or "nul" in name for name in names_in(home.parent))


def test_a_gate_is_explained_and_a_token_opens_it_and_goes_to_the_hub_alone(hub):
    hub.token = "hf_secret"
    with pytest.raises(InputError, match="accepted its terms"):
        run_to_end(fetch(hub))
    run_to_end(fetch(hub, token="hf_secret"))
    assert is_present(SMALL)
    assert not any(has_token for path, _, has_token in hub.asked if path.startswith("/storage/"))


def test_a_repository_that_lacks_what_is_needed_is_told_before_anything_comes(hub):
    del hub.files["tokenizer.json"]
    with pytest.raises(StorageError, match=r"no longer offers all.*tokenizer\.json"):
        run_to_end(fetch(hub))
    assert not any("/storage/" in path for path, _, _ in hub.asked)


def test_a_full_disk_is_told_before_the_first_byte(hub, monkeypatch):
    usage = namedtuple("usage", "total used free")(10**9, 10**9, 1_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(StorageError, match="too little room"):
        run_to_end(fetch(hub))
    assert not any("/storage/" in path for path, _, _ in hub.asked)


def test_nonsense_in_the_place_of_a_list_is_one_sentence(hub, monkeypatch):
    for answer in (b"[]", b"{}", b"nonsense", b'{"sha": "../..", "siblings": []}', b"[" * 100_000):
        monkeypatch.setattr(hub, "listing", lambda answer=answer: answer)
        with pytest.raises(StorageError):
            run_to_end(fetch(hub))


def test_no_connection_is_a_sentence():
    with pytest.raises(StorageError, match="cannot be reached"):
        run_to_end(install(SMALL, "http://127.0.0.1:9"))


def test_every_entry_says_terms_and_what_it_adds(no_net):
    for entry in list_entries():
        assert entry.title and entry.adds and entry.terms.text and entry.size_bytes > 0
        assert entry.origin or entry.is_bundled or entry.packages or entry.note
        assert not entry.name.startswith("musicgen") or not entry.terms.is_commercial_use_allowed
