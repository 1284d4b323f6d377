# SPDX-License-Identifier: GPL-3.0-or-later
"""A file's change of key is told where no section begins with it, and only there."""

from musicstudio.project.keys import KeyChange, told_of_lost
from musicstudio.project.model import Key

HOME, OTHER = Key(0, "major"), Key(2, "major")
SPANS = [(0, 3840), (3840, 7680)]


def test_a_change_inside_a_section_is_told():
    assert told_of_lost([KeyChange(0, HOME), KeyChange(1920, OTHER)], SPANS, HOME)


def test_changes_where_sections_begin_are_kept_and_nothing_is_told():
    assert told_of_lost([KeyChange(0, HOME), KeyChange(3840, OTHER)], SPANS, HOME) == ()
    assert told_of_lost([KeyChange(1920, OTHER)], [], HOME) == ()
