# SPDX-License-Identifier: GPL-3.0-or-later
"""The Stems tab: which clip, which model, what the models need, and cleaning."""

import os

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from musicstudio.app.audio.separate import clip_to_separate, separate_clip
from musicstudio.app.audio.stem_models import SeparationModel, find_model, list_models
from musicstudio.app.session.preferences import set_preference
from musicstudio.jobs.compute import AUTOMATIC, ENVIRONMENT, TITLES, wanted_kind

from ..session_bridge import SessionBridge
from ..timeline.describe import describe_clip
from ..widgets import Choice, FlowLayout, Heading, ScrollColumn, label, muted, primary_button
from ..widgets.scroll import paint_ground
from ..words import say
from .clean_box import CleanBox
from .model_card import ModelCard

_SIDE_PX, _CLEAN_PX = 250, 210


class StemsPanel(QWidget):
    """Grey, with the reason, while no sounding clip is selected or the model is not installed."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Stems"))
        self.bridge = bridge
        paint_ground(self)
        self._clip = label("", "title", wraps=True)
        self._why = muted(wraps=True)
        self._model = Choice(self.tr("Model"), lambda _: self._follow())
        self._button = primary_button(self.tr("Separate into stems"), self._separate, icon_name="split")
        self._device = Choice(self.tr("Where networks run"), self._choose_device)
        self._clean = CleanBox(bridge)
        self._cards: dict[str, ModelCard] = {}
        self._models: list[SeparationModel] = []
        self._present: set[str] = set()
        self._card_place = QWidget()
        self._card_row = FlowLayout(self._card_place, gap=12)
        self._arrange()
        bridge.selection_changed.connect(self._follow)
        bridge.watch(self._follow, "clips")
        bridge.jobs_changed.connect(lambda view: self._look_for_models() if view.state.is_final else None)
        self._follow()

    def _arrange(self) -> None:
        side = QWidget()
        side.setFixedWidth(_SIDE_PX)
        self._clean.setFixedWidth(_CLEAN_PX)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (
            Heading(self.tr("Take a clip apart")),
            self._clip,
            self._model,
            self._device,
            self._button,
            self._why,
        ):
            column.addWidget(widget)
        column.addStretch(1)
        models = ScrollColumn(margin=0)
        models.add(Heading(self.tr("Models")), self._card_place)
        models.column.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 12)
        layout.setSpacing(24)
        layout.addWidget(side)
        layout.addWidget(self._clean)
        layout.addWidget(models, 1)

    def _show_device(self) -> None:
        """The user's choice; what was found is told by the job at work."""
        automatic = (AUTOMATIC, self.tr("Runs on the best device here"))
        kinds = [(kind, self.tr("Runs on: {0}").format(say(title))) for kind, title in TITLES.items()]
        self._device.set_choices([automatic, *kinds], wanted_kind())
        is_forced = ENVIRONMENT in os.environ
        self._device.setEnabled(not is_forced)
        if is_forced:
            self._device.setToolTip(self.tr("Set by {0} in the environment").format(ENVIRONMENT))

    def _choose_device(self, kind: object) -> None:
        set_preference(self.bridge.session, "compute_device", str(kind))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_device()
        self._look_for_models()

    def _look_for_models(self) -> None:
        """Look on the disk which models are here: when the tab is shown, and when a job has ended."""
        if not self.isVisible():
            return
        self._models = sorted(list_models(), key=lambda model: not model.is_present)
        self._present = {model.name for model in self._models if model.is_present}
        chosen = self._model.currentData() or next(iter(self._models)).name
        titles = [(m.name, self.tr("{0} · {1} stems").format(m.title, len(m.stems))) for m in self._models]
        self._model.set_choices(titles, chosen)
        for model in self._models:
            if model.name not in self._cards:
                self._cards[model.name] = ModelCard(self.bridge, model)
                self._card_row.addWidget(self._cards[model.name])
            self._cards[model.name].follow(model)
        self._follow()

    def _follow(self) -> None:
        if not self.isVisible():
            return
        self._clean.follow()
        can, why = self.bridge.actions["stems.separate"].enabled(self.bridge.session)
        model = next((m for m in self._models if m.name == self._model.currentData()), None)
        if can and model is not None and model.name not in self._present:
            can, why = (
                False,
                self.tr("{0} is not installed; fetch it or import its folder on the right.").format(model.title),
            )
        self._button.setEnabled(can)
        self._why.setText(
            say(why)
            or self.tr("The stems become tracks under a group at the same place; the clip is muted. One undo step.")
        )
        found = [(t, c) for t, c in self.bridge.project.clips() if c.id in self.bridge.session.selection.clip_ids]
        self._clip.setText(
            describe_clip(self.bridge.project, *found[0]) if len(found) == 1 else self.tr("No clip selected")
        )

    def _separate(self) -> None:
        session, model = self.bridge.session, find_model(self._model.currentData())
        clip = clip_to_separate(session)
        if clip is not None:
            session.try_to(lambda: separate_clip(session, clip.id, model.name, len(model.stems)))
