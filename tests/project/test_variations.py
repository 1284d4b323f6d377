# SPDX-License-Identifier: GPL-3.0-or-later
"""Several songs of one wish: one is on the timeline, the others wait with all that was done to them."""

import pytest
from msgspec.structs import replace

from musicstudio.core.errors import EditError
from musicstudio.project.document import Document
from musicstudio.project.edits.song import set_title
from musicstudio.project.edits.variations import add_variation, choose_variation, delete_variation, only_content
from musicstudio.project.model import Variation
from tests.project.songs import small_song


def three_songs() -> Document:
    document = Document(small_song())
    for number, title in ((2, "Slower"), (3, "Louder")):
        other = only_content(replace(small_song(), title=title))
        document.transact("Add", add_variation(Variation(f"v{number}", f"Variation {number}", "tempo", other)))
    return document


def test_the_first_one_added_makes_the_song_there_the_first_variation() -> None:
    project = three_songs().project
    assert [each.name for each in project.variations] == ["Variation 1", "Variation 2", "Variation 3"]
    assert project.active_variation_id == project.variations[0].id
    assert project.variations[0].song is None, "what is on the timeline is not kept twice"


def test_each_keeps_its_edits_while_another_is_on_the_timeline() -> None:
    document = three_songs()
    first = document.project.active_variation_id
    sources = document.project.sources
    document.transact("Choose", choose_variation("v2"))
    assert (document.project.title, document.project.active_variation_id) == ("Slower", "v2")
    document.transact("Rename", set_title("Slower still"))
    document.transact("Choose", choose_variation("v3"))
    assert document.project.title == "Louder"
    document.transact("Choose", choose_variation("v2"))
    assert document.project.title == "Slower still"
    document.transact("Choose", choose_variation(first))
    assert (document.project.title, document.project.sources) == ("Small song", sources)


def test_choosing_what_is_there_changes_nothing() -> None:
    project = three_songs().project
    assert choose_variation(project.active_variation_id)(project) is project


def test_a_variation_is_deleted_unless_it_is_the_one_on_the_timeline() -> None:
    document = three_songs()
    document.transact("Delete", delete_variation("v2"))
    assert [each.name for each in document.project.variations] == ["Variation 1", "Variation 3"]
    with pytest.raises(EditError, match="choose another one first"):
        document.transact("Delete", delete_variation(document.project.active_variation_id))
    with pytest.raises(EditError, match="no longer part"):
        document.transact("Delete", delete_variation("v2"))
