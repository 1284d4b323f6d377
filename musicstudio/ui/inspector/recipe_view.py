# SPDX-License-Identifier: GPL-3.0-or-later
"""How the selected sound was made: engine, seed, model, licence, and what a person did."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from musicstudio.app.actions.chosen import chosen_clips
from musicstudio.project.model import Recipe

from ..session_bridge import SessionBridge
from ..widgets import Heading, label, muted
from ..widgets.scroll import clear_layout
from ..words import say

_MAX_CHARACTERS = 120


class RecipeView(QWidget):
    """The recipe of the first selected clip's take, or of the song."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self.bridge = bridge
        self._shown: Recipe | str | None = ""
        self._grid = QGridLayout()
        self._grid.setSpacing(4)
        self._grid.setColumnMinimumWidth(0, 74)
        self._grid.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(Heading(self.tr("How it was made")))
        layout.addLayout(self._grid)
        bridge.selection_changed.connect(self._follow)
        bridge.watch(self._follow, "clips", "recipes", "song_recipe_id", sees_previews=False)
        self._follow()

    def _follow(self) -> None:
        recipe = self._recipe()
        if recipe is self._shown:
            return
        self._shown = recipe
        clear_layout(self._grid)
        if recipe is None:
            self._grid.addWidget(muted(self.tr("Nothing has been made yet."), wraps=True), 0, 0, 1, 2)
            return
        for row, (name, text) in enumerate(self._lines(recipe)):
            value = label(text if len(text) <= _MAX_CHARACTERS else text[: _MAX_CHARACTERS - 1] + "…", wraps=True)
            value.setToolTip(text if len(text) > _MAX_CHARACTERS else "")
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(muted(name), row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, row, 1)

    def _recipe(self) -> Recipe | None:
        project = self.bridge.project
        clips = chosen_clips(self.bridge.session)
        take = clips[0][1].take if clips else None
        source = project.sources.get(take.source) if take else None
        recipe_id = (take.recipe_id if take else "") or (source.recipe_id if source else "") or project.song_recipe_id
        return project.recipes.get(recipe_id)

    def _lines(self, recipe: Recipe) -> list[tuple[str, str]]:
        engine = f"{recipe.engine.capitalize()} {recipe.engine_version}".strip()
        rights = say(recipe.licence) or self.tr("not stated")
        if not recipe.is_commercial_use_allowed:
            rights += "\n" + self.tr("Not for commercial use")
        lines = [
            (self.tr("Engine"), engine), (self.tr("Task"), say(recipe.task)), (self.tr("Prompt"), recipe.prompt),
            (self.tr("Seed"), str(recipe.seed) if recipe.is_ai else ""), (self.tr("Model"), recipe.model),
            (self.tr("Licence"), rights), (self.tr("You did"), ", ".join(map(say, recipe.human))),
        ]  # fmt: skip
        return [(name, text) for name, text in lines if text]
