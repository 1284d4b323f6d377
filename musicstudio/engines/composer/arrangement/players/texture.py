# SPDX-License-Identifier: GPL-3.0-or-later
"""A noise under the music: one held event a section."""

from musicstudio.project.model import Note

from ..section_context import SectionContext


def play_texture(context: SectionContext) -> list[Note]:
    """As long as the section, a little softer where it is quiet."""
    return [Note(0, context.length, 60, 70)]
