# SPDX-License-Identifier: GPL-3.0-or-later
"""What is set for all songs is checked, kept, and heeded at once."""

import os

import pytest

from musicstudio.app.files.export_options import ExportOptions
from musicstudio.app.session.preferences import set_setting
from musicstudio.app.session.settings import SettingsFile
from musicstudio.core.errors import InputError
from musicstudio.core.paths import data_dir, models_dir, prefer_models_dir
from musicstudio.model_store.catalogue import list_entries
from musicstudio.ui.songs import songs_folder


@pytest.fixture(autouse=True)
def usual_models():
    """The folder of weights is the process's: it is put back."""
    yield
    prefer_models_dir("")


@pytest.mark.parametrize("field", ["songs_folder", "models_folder", "library"])
def test_a_folder_that_is_not_there_or_is_a_file_is_refused_with_a_sentence(field, tmp_path):
    file = tmp_path / "note.txt"
    file.write_text("x")
    for path, sentence in ((tmp_path / "nowhere", "There is no folder"), (file, "is a file, not a folder")):
        with pytest.raises(InputError, match=sentence):
            set_setting(SettingsFile(), field, str(path))
    assert not getattr(SettingsFile().values, field)


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_for_songs_must_be_one_that_can_be_written_into(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(InputError, match="Nothing can be written"):
        set_setting(SettingsFile(), "songs_folder", str(tmp_path))


def test_new_songs_go_where_the_setting_says(tmp_path):
    assert songs_folder() == data_dir() / "songs"
    set_setting(SettingsFile(), "songs_folder", str(tmp_path))
    assert songs_folder() == tmp_path


def test_weights_are_looked_for_where_the_setting_says_at_once_and_in_the_processes_started_here(tmp_path):
    usual = models_dir()
    set_setting(SettingsFile(), "models_folder", str(tmp_path))
    assert models_dir() == tmp_path and os.environ["MUSICSTUDIO_MODELS"] == str(tmp_path)
    weights = [entry.folder for entry in list_entries() if entry.kind == "separator" and not entry.is_bundled]
    assert weights and all(tmp_path in folder.parents for folder in weights)
    set_setting(SettingsFile(), "models_folder", "")
    assert models_dir() == usual


def test_the_artist_on_what_is_exported_is_the_author_where_none_is_named(tmp_path):
    settings = SettingsFile()
    set_setting(settings, "author", "Ada Byron")
    options = ExportOptions(tmp_path / "a.wav")
    assert options.with_settings(settings.values).tags.artist == "Ada Byron"
    set_setting(settings, "artist", "The Engines")
    assert options.with_settings(settings.values).tags.artist == "The Engines"
