# SPDX-License-Identifier: GPL-3.0-or-later
"""The main window: it only arranges the panels."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QTabWidget, QVBoxLayout, QWidget

from .about_dialog import AboutDialog
from .ask.popup import AskPopup
from .assistants_dialog import AssistantsDialog
from .center import Center
from .create.panel import CreatePanel
from .focus_walk import FocusWalk
from .health_dialog import HealthDialog
from .inspector.panel import InspectorPanel
from .manual_dialog import ManualDialog
from .master.panel import MasterPanel
from .menus import action_title
from .mixer.panel import MixerPanel
from .models_dialog import ModelsDialog
from .notices_dialog import NoticesDialog
from .outline.dialog import OutlineDialog
from .piano_roll.panel import PianoRollPanel
from .preferences import PreferencesDialog
from .review.panel import ReviewPanel
from .review.state import ReviewState
from .score.panel import ScorePanel
from .session_bridge import SessionBridge
from .shortcut_sheet import ShortcutSheet
from .shortcuts_dialog import ShortcutsDialog
from .side_columns import SideColumns
from .song_sound_state import SongSoundState
from .stems.panel import StemsPanel
from .theme import apply_theme, qt_application
from .timeline.panel import TimelinePanel
from .tour import Step, Tour
from .transport.bar import TransportBar
from .widgets import icon_button
from .widgets.dialogs import passing
from .widgets.toast import Toasts
from .words import speak_language

_BOTTOM_PX = (400, 352)
_TALL_SHARE = 0.76
_DRAWN_PX = (1920, 1080)
_LEAST_PX = (940, 520)  # of a screen of 1920 x 1080 at 200 %
_PAGES_OF_TABS: dict[type[QWidget], str] = {
    MixerPanel: "mix", PianoRollPanel: "edit", StemsPanel: "separate", MasterPanel: "master", ScorePanel: "export",
    ReviewPanel: "troubleshooting",
}  # fmt: skip


class MainWindow(QMainWindow):
    """Transport above; Create, timeline and tabs, Inspector side by side."""

    asked_new = Signal()
    asked_open = Signal(str)
    asked_rebuild = Signal()

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self.setObjectName("window")
        self.bridge = bridge
        self.timeline, self.review = TimelinePanel(bridge), ReviewState(bridge, self)
        self.create_panel, self.inspector = CreatePanel(bridge), InspectorPanel(bridge, self.review)
        self.score = ScorePanel(bridge)
        self.sound = SongSoundState(bridge, self)
        self.mixer, self.piano_roll = MixerPanel(bridge, self.sound), PianoRollPanel(bridge)
        self.bottom = self._make_tabs()
        self.transport = TransportBar(bridge, self.timeline.view)
        self._middle = QSplitter(Qt.Orientation.Vertical)
        self.center = Center(bridge, self._middle, self.inspector)
        self.sheet, self.library, self.inside = self.center.sheet, self.center.library, self.center.inside
        self._is_arranged, self._bottom_px = False, _BOTTOM_PX[0]
        self._outline: OutlineDialog | None = None
        self._tour: Tour | None = None
        self._arrange()
        self.toasts = Toasts(self.timeline)
        FocusWalk(self, [self.transport, self.create_panel, self.timeline, self.bottom, self.inspector])
        self._connect()
        self.setMinimumSize(*_LEAST_PX)
        self.timeline.canvas.setFocus()

    @property
    def tab_titles(self) -> list[str]:
        """Names of the lower tabs."""
        return [self.bottom.tabText(index) for index in range(self.bottom.count())]

    @property
    def side_panels(self) -> tuple[QWidget, QWidget, QWidget]:
        """Create, Inspector and the lower panel."""
        return self.create_panel, self.inspector, self.bottom

    def show_tab(self, index: int) -> None:
        """Bring a lower tab to the front."""
        self.bottom.show()
        self.bottom.setCurrentIndex(index)

    def toggle(self, panel: QWidget) -> None:
        """Show or hide a panel."""
        panel.setVisible(not panel.isVisible())

    def set_theme(self, name: str) -> None:
        """Restyle the whole application, now and at the next start; the window is then built anew."""
        self.bridge.session.settings.change(theme=name)
        apply_theme(qt_application(), name, self.bridge.session.settings.values.motion)
        self.asked_rebuild.emit()

    def set_language(self, code: str) -> None:
        """Say everything in another language (empty: the system's); the window is then built anew."""
        self.bridge.session.settings.change(language=code)
        speak_language(code)
        self.asked_rebuild.emit()

    def show_outline(self) -> None:
        """The song as a tree of words, in a window beside this one."""
        if self._outline is None:
            self._outline = OutlineDialog(self.bridge, self)
            self._outline.chose_note.connect(self._open_note)
        self._outline.show()
        self._outline.raise_()
        self._outline.tree.setFocus()

    def show_keys(self) -> None:
        """The sheet of keys."""
        passing(ShortcutSheet(self.bridge, self, self.show_manual)).exec()

    def show_shortcuts(self) -> None:
        """Keys by command; what was changed holds once it is closed."""
        ShortcutsDialog(self.bridge, self, self.asked_rebuild.emit).open()

    def show_notices(self) -> None:
        """What was told, to be read again."""
        NoticesDialog(self.bridge, self).open()

    def show_manual(self) -> None:
        """The manual, at what is being worked in."""
        ManualDialog(self, self._page_of_manual()).open()

    def _page_of_manual(self) -> str:
        focused = self.focusWidget()
        if focused is not None and self.bottom.isAncestorOf(focused):
            return _PAGES_OF_TABS.get(type(self.bottom.currentWidget()), "index")
        if focused is not None and self.create_panel.isAncestorOf(focused):
            return "make"
        return "edit" if self.bridge.session.project.tracks else "index"

    def show_health(self) -> None:
        """Whether this machine can do what the studio wants."""
        HealthDialog(self.bridge, self).open()

    def show_about(self) -> None:
        """The version, and everything inside with its licence."""
        AboutDialog(self).open()

    def show_assistants(self) -> None:
        """What other programs did to songs here."""
        AssistantsDialog(self).open()

    def show_tour(self) -> None:
        """Four bubbles; whoever has seen them is not shown them again unasked."""
        if self._tour is not None:
            self._tour.end()
        self.create_panel.show()
        self._tour = Tour(self, self._tour_steps(), self._tour_ended)

    def _tour_ended(self) -> None:
        self._tour = None
        self.bridge.session.settings.change(has_seen_tour=True)
        self.create_panel.prompt.setFocus()

    def _tour_steps(self) -> tuple[Step, ...]:
        return (
            Step(
                self.tr("Say it here"),
                self.tr(
                    "A sentence is enough. Words the studio cannot use are underlined, with the nearest it can do."
                ),
                lambda: self.create_panel.prompt,
            ),
            Step(
                self.tr("Change one place"),
                self.tr(
                    "Click a section or drag over clips, then press Ctrl+R: only that is made anew. Ctrl+Z undoes."
                ),
                lambda: self.inspector.regenerate_box,
            ),
            Step(
                self.tr("It is yours to edit"),
                self.tr(
                    "Drag, cut and draw; a double click opens a clip's notes. F1 shows all keys, Ctrl+K finds all."
                ),
                lambda: self.bottom.tabBar(),
            ),
            Step(
                self.tr("Take it along"),
                self.tr("Export writes files; tracks, sections and the title are dragged into other programs."),
                lambda: self.transport.export_button,
            ),
        )

    def show_models(self) -> None:
        """What can be added to the studio, and taken away."""
        passing(ModelsDialog(self.bridge, self)).open()

    def show_preferences(self) -> None:
        """What holds for all songs."""
        heeds: dict[str, Callable[[str], object]] = {
            "theme": self.set_theme,
            "language": self.set_language,
            "motion": lambda _: self.set_theme(self.bridge.session.settings.values.theme),
            "shortcut_preset": lambda _: self.asked_rebuild.emit(),
        }
        passing(PreferencesDialog(self.bridge, self, heeds)).open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._is_arranged:
            self._bottom_px = _BOTTOM_PX[0] if self.height() >= 900 else _BOTTOM_PX[1]
            self._middle.setSizes([self.height() - 52 - self._bottom_px, self._bottom_px])
            self._is_arranged = True

    def closeEvent(self, event: QCloseEvent) -> None:
        self.let_go()
        super().closeEvent(event)

    def let_go(self) -> None:
        """Stop following the session. May be called twice."""
        self.create_panel.watcher.close()
        self.inspector.regenerate_box.note.close_worker()
        self.bridge.close()
        self.hide()

    def show_within_screen(self) -> None:
        """Show the window as drawn, or filling a smaller screen."""
        space = self.screen().availableGeometry()
        if space.width() <= _DRAWN_PX[0] or space.height() <= _DRAWN_PX[1]:
            self.resize(space.size())
            self.showMaximized()
        else:
            self.resize(*_DRAWN_PX)
            self.show()

    def _make_tabs(self) -> QTabWidget:
        tabs = QTabWidget()
        tabs.setObjectName("bottomDock")
        tabs.setDocumentMode(True)
        tabs.tabBar().setAccessibleName(self.tr("Lower panel"))
        tabs.tabBar().setDrawBase(False)
        for panel, title in (
            (self.mixer, self.tr("Mixer")), (self.piano_roll, self.tr("Piano roll")),
            (StemsPanel(self.bridge), self.tr("Stems")), (MasterPanel(self.bridge, self.sound), self.tr("Master")),
            (self.score, self.tr("Score")), (ReviewPanel(self.review), self.tr("Review")),
        ):  # fmt: skip
            tabs.addTab(panel, title)
        tabs.setCornerWidget(
            icon_button(
                "maximize-2", self.tr("Tall lower panel"), lambda: self.bridge.run("view.tall_panel"), style="plain"
            )
        )
        return tabs

    def toggle_tall(self) -> None:
        """Give the lower panel most of the height, or what it had before."""
        self.bottom.show()
        if self.is_tall:
            self._share_height(self._bottom_px)
        else:
            self._bottom_px = self.bottom.height()
            self._share_height(round(self.height() * _TALL_SHARE))

    @property
    def is_tall(self) -> bool:
        """Whether the lower panel has most of the height."""
        return self.bottom.isVisible() and self.bottom.height() >= self.height() * (_TALL_SHARE - 0.05)

    def _share_height(self, bottom_px: int) -> None:
        self._middle.setSizes([max(0, self._middle.height() - bottom_px), bottom_px])

    def _arrange(self) -> None:
        for widget in (self.timeline, self.bottom):
            self._middle.addWidget(widget)
        self._middle.setStretchFactor(0, 1)
        self._middle.setHandleWidth(1)
        self._middle.setChildrenCollapsible(False)
        self.bottom.setMinimumHeight(180)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.transport)
        layout.addWidget(SideColumns(self.create_panel, self.center, self.inspector), 1)
        self.setCentralWidget(body)

    def toggle_sheet(self) -> None:
        """Open or close the song sheet."""
        self.center.toggle_sheet()

    def toggle_library(self) -> None:
        """Open or close the library."""
        self.center.toggle_library()

    def show_library_like(self) -> None:
        """The library with what sounds like the selected clip."""
        self.center.show_library_like()

    def toggle_inside(self) -> None:
        """Open or close the inside view."""
        self.center.toggle_inside()

    def _connect(self) -> None:
        self.create_panel.asked_sheet.connect(self.toggle_sheet)
        self.library.asked_song.connect(self.asked_open.emit)
        self.inside.asked_create.connect(self.create_panel.show)
        self.create_panel.watcher.planned.connect(self.sheet.state.show_planned)
        self.bridge.noticed.connect(self.toasts.show_notice)
        self.bridge.offered.connect(self._offer)
        self.bridge.asked.connect(self._ask)
        self.bridge.opened_clip.connect(self._open_clip)
        self.piano_roll.currentChanged.connect(self._name_clip_tab)
        self._name_clip_tab()
        self.score.chose.connect(self._open_note)
        self.bridge.opened_strip.connect(self._open_strip)
        self.bridge.watch(self._show_title, "title")
        self._show_title()

    def _name_clip_tab(self) -> None:
        """The tab of the chosen clip is called after what it shows: notes, or sound."""
        is_sound = self.piano_roll.currentWidget() is self.piano_roll.sound
        name = self.tr("Clip") if is_sound else self.tr("Piano roll")
        self.bottom.setTabText(self.bottom.indexOf(self.piano_roll), name)

    def _offer(self, text: str, level: str, action_id: str) -> None:
        """A notice with a button that helps."""
        title = action_title(self.bridge.actions[action_id])
        self.toasts.show_notice(text, level, (title, lambda: self.bridge.run(action_id)))

    def _ask(self, action_id: str, place: QPoint | None) -> None:
        """The question of an action, beside what it is about."""
        bridge = self.bridge
        popup = AskPopup(self, bridge.actions[action_id], bridge.session, partial(bridge.answer, action_id))
        popup.show_at(place)

    def _open_clip(self, clip_id: str) -> None:
        self.piano_roll.open(clip_id)
        self.show_tab(self.bottom.indexOf(self.piano_roll))

    def _open_note(self, clip_id: str, index: int) -> None:
        """A note that was clicked in the score: the piano roll shows it, too, without coming before the score."""
        self.piano_roll.open(clip_id)
        self.piano_roll.canvas.choose(frozenset({index}))

    def _open_strip(self, owner_id: str) -> None:
        self.mixer.open(owner_id)
        self.show_tab(self.bottom.indexOf(self.mixer))

    def _show_title(self) -> None:
        self.setWindowTitle(f"{self.bridge.project.title} – MusicStudio")
