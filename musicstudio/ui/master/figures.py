# SPDX-License-Identifier: GPL-3.0-or-later
"""The six figures of the Master tab: what was measured of the song, and what is heard now where that can be told."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from musicstudio.dsp.measurement import Measurement
from musicstudio.mixing.verdict import CLOSE_ENOUGH_LU
from musicstudio.project.model import Master

from .number_card import NumberCard

_SILENT_LUFS = -70.0
_PEAK_ROUNDING_DB = 0.05


class Figures(QWidget):
    """Short-term, momentary and PSR follow what is heard while it plays; the rest is of the whole song."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        titles = (
            (self.tr("Integrated"), "LUFS"), (self.tr("Short-term"), "LUFS"), (self.tr("Momentary"), "LUFS"),
            (self.tr("Range"), "LU"), (self.tr("True peak"), "dBTP"), (self.tr("PLR"), "dB"),
        )  # fmt: skip
        self.cards = [NumberCard(title, unit) for title, unit in titles]
        for card in self.cards:
            row.addWidget(card, 1)
        self._found: Measurement | None = None

    def show_measured(self, found: Measurement | None, master: Master, is_old: bool) -> None:
        """What the whole song has; is_old: it has changed since."""
        self._found = found
        integrated, short, momentary, span, peak, ratio = self.cards
        if found is None or found.integrated_lufs <= _SILENT_LUFS:
            for card in self.cards:
                card.show_figure(None, self.tr("not measured yet") if found is None else self.tr("silent"))
            return
        old = self.tr(" · changed since") if is_old else ""
        target = self.tr("target {0}").format(_signed(master.target_lufs)) if master.is_on else self.tr("no target")
        near = abs(found.integrated_lufs - master.target_lufs) <= CLOSE_ENOUGH_LU
        under = found.true_peak_dbtp <= master.ceiling_dbtp + _PEAK_ROUNDING_DB
        has_target = master.is_on and not is_old and master.fader_db == 0
        integrated.show_figure(found.integrated_lufs, target + old, near if has_target else None)
        short.show_figure(found.max_short_term_lufs, self.tr("loudest 3 s"))
        momentary.show_figure(found.max_momentary_lufs, self.tr("loudest 0.4 s"))
        span.show_figure(found.loudness_range_lu, self.tr("quiet to loud") + old)
        ceiling = self.tr("ceiling {0}").format(_signed(master.ceiling_dbtp)) if master.is_on else self.tr("no ceiling")
        peak.show_figure(found.true_peak_dbtp, ceiling + old, under if has_target else None)
        ratio.show_figure(found.plr_db, self.tr("PSR {0}").format(f"{found.psr_db:.1f}"))

    def hear(self, short_lufs: float, momentary_lufs: float) -> None:
        """What is heard now; silence shows what was measured."""
        found = self._found
        for card, now, most in (
            (self.cards[1], short_lufs, found.max_short_term_lufs if found else None),
            (self.cards[2], momentary_lufs, found.max_momentary_lufs if found else None),
        ):
            if _SILENT_LUFS < now < 0:
                card.show_figure(now, self.tr("most {0}").format(_signed(most)) if most is not None else self.tr("now"))


def _signed(value: float) -> str:
    return f"{value:z.1f}".replace("-", "−")
